use crate::{Ctx, Failure, JobCtx, JobHandler, Progress};
use async_trait::async_trait;
use praxis_demo::{Conversation, DemoPatient, bundles, patients};
use praxis_domain::{
    access::model::UserId,
    patients::model::{Patient, PatientId},
    scribe::model::{PatientFacts, Transcript},
    store::Work,
    visits::{
        model::{DraftId, Provenance, VisitId},
        ports::NewVisit,
    },
    workflows::{
        model::{ImportReport, JobId},
        ports::NewJob,
    },
};
use praxis_interop::transcripts;
use praxis_kernel::Timestamp;
use std::{io::Cursor, sync::Arc};

/// Visits that the demo clinic opens; the other conversations are for trying out.
const VISITS: usize = 10;
/// Seconds between the starts of two demo visits.
const VISIT_EVERY: i64 = 20 * 60;

/// Asks for the demo clinic to be loaded.
pub(crate) async fn enqueue(ctx: &Ctx, work: &mut dyn Work) -> Result<(), Failure> {
    work.jobs()
        .enqueue(&NewJob {
            job_id: JobId::new(ctx.id()),
            kind: "load_demo",
            label: String::new(),
            payload: String::new(),
        })
        .await
}

/// Runs `load_demo` jobs. Each patient is one transaction, and what is there already is left alone.
pub struct LoadDemoJob;

#[async_trait]
impl JobHandler for LoadDemoJob {
    fn kind(&self) -> &'static str {
        "load_demo"
    }
    async fn run(&self, job: &JobCtx, _payload: &str) -> Result<Option<ImportReport>, Failure> {
        let mut report = ImportReport::default();
        let all = patients()?;
        let total = u32::try_from(all.len() + bundles().count()).ok();
        let mut visits = 0;
        for (index, patient) in all.iter().enumerate() {
            let opens = patient.conversation.is_some() && visits < VISITS;
            let nth = opens.then_some(visits);
            visits += usize::from(opens);
            if load(&job.ctx, patient, nth).await? {
                report.created += 1;
            } else {
                report.unchanged += 1;
            }
            job.progress(u32::try_from(index + 1).unwrap_or(u32::MAX), total)
                .await?;
        }
        for (index, (name, text)) in bundles().enumerate() {
            let done = u32::try_from(all.len() + index).unwrap_or(u32::MAX);
            let part = JobCtx {
                ctx: job.ctx.clone(),
                reporter: Arc::new(Part {
                    whole: Arc::clone(&job.reporter),
                    done,
                    total,
                }),
            };
            let file = Cursor::new(text.as_bytes());
            let brought = super::import::import(&part, name, None, file).await?;
            report.created += brought.created;
            report.unchanged += brought.unchanged;
            report.failed += brought.failed;
            job.progress(done + 1, total).await?;
        }
        Ok(Some(report))
    }
}

/// A bundle is one step of the whole, however many records it holds.
struct Part {
    whole: Arc<dyn Progress>,
    done: u32,
    total: Option<u32>,
}

#[async_trait]
impl Progress for Part {
    async fn note(&self, _done: u32, _total: Option<u32>) -> Result<(), Failure> {
        self.whole.note(self.done, self.total).await
    }
}

/// Stores one patient, with a visit if it is the nth to have one; false when it is there already.
async fn load(ctx: &Ctx, demo: &DemoPatient, nth: Option<usize>) -> Result<bool, Failure> {
    let mut work = ctx.write().await?;
    if work.patients().by_source(&demo.source).await?.is_some() {
        return Ok(false);
    }
    let mut input = demo.patient.clone();
    if let Some(animal) = &mut input.animal
        && let Some(new) = &animal.owner
    {
        // The second animal of a household belongs to the owner whom the first one brought.
        let key = praxis_domain::text::fold(&format!("{} {}", new.family_name, new.given_name));
        let known = work.patients().search_owners(&key, 1).await?;
        if let Some(owner) = known.first() {
            animal.owner_id = Some(owner.owner_id);
            animal.owner = None;
        }
    }
    let patient = super::write::register(ctx, work.as_mut(), &input).await?;
    work.patients()
        .set_source(&demo.source, patient.patient_id)
        .await?;
    if let (Some(nth), Some(conversation), Some(clinician)) =
        (nth, demo.conversation, ctx.actor.user)
    {
        let started_at = start_of(ctx, nth);
        let visit = open(
            ctx,
            work.as_mut(),
            patient.patient_id,
            clinician,
            started_at,
        )
        .await?;
        draft(ctx, work.as_mut(), &patient, visit, &read(conversation)?).await?;
    }
    work.commit().await?;
    Ok(true)
}

/// The first visit began a moment ago, the others before it.
fn start_of(ctx: &Ctx, nth: usize) -> Timestamp {
    let before = i64::try_from(nth + 1).unwrap_or(1);
    ctx.now().plus_seconds(-before * VISIT_EVERY)
}

fn read(conversation: Conversation) -> Result<Transcript, Failure> {
    Ok(match conversation {
        Conversation::Tagged(text) => transcripts::parse(text)?,
        Conversation::TextGrids(clinician, patient) => {
            transcripts::parse_textgrid_pair(clinician, patient)?
        }
    })
}

async fn open(
    ctx: &Ctx,
    work: &mut dyn Work,
    patient_id: PatientId,
    clinician_id: UserId,
    started_at: Timestamp,
) -> Result<VisitId, Failure> {
    let visit_id = VisitId::new(ctx.id());
    work.visits()
        .insert(&NewVisit {
            visit_id,
            patient_id,
            clinician_id,
            reason: String::new(),
            started_at,
        })
        .await?;
    Ok(visit_id)
}

async fn draft(
    ctx: &Ctx,
    work: &mut dyn Work,
    patient: &Patient,
    visit_id: VisitId,
    transcript: &Transcript,
) -> Result<(), Failure> {
    let visit = crate::visits::read::find(work, visit_id).await?;
    work.scribe().save_transcript(&visit, transcript).await?;
    let facts = PatientFacts {
        kind: patient.kind,
        sex: patient.sex,
    };
    let drafter = &ctx.services.drafter;
    let sentences = drafter.draft(transcript, &facts).await?;
    let provenance = Provenance {
        provider: drafter.provider().to_owned(),
        model: drafter.model(),
        prompt_version: drafter.prompt_version(),
        drafted_at: ctx.now(),
    };
    work.scribe()
        .insert_draft(&visit, DraftId::new(ctx.id()), &sentences, &provenance)
        .await
}
