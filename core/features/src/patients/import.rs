use crate::{Ctx, Failure, JobCtx, JobHandler, documents::uploads::whole};
use async_trait::async_trait;
use praxis_domain::{
    documents::UploadId,
    patients::model::{NewPatient, Patient},
    store::Work,
    workflows::{
        model::{ImportIssue, ImportReport, JobId, JobStarted, NotImported},
        ports::NewJob,
    },
};
use praxis_interop::patients::{Format, Item, Record, read};
use praxis_kernel::{FailureType, Rule, operation, wire};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read},
    ops::ControlFlow,
};
use tokio::sync::mpsc;

/// Records that share one transaction.
const BATCH: usize = 200;
/// Issues that a report lists; more are only counted.
const ISSUES_LISTED: usize = 1000;

/// A file of patients.
#[wire(input)]
pub struct ImportPatients {
    /// The file, wholly uploaded.
    pub upload_id: UploadId,
    /// Its form; guessed when absent.
    #[serde(default)]
    pub format: Option<Format>,
}

#[derive(Serialize, Deserialize)]
struct Payload {
    upload_id: UploadId,
    format: Option<Format>,
    name: String,
}

/// Imports patients from CSV, a FHIR R4 bundle or NDJSON. Importing the same file again changes nothing.
#[operation(POST "/v1/ehr/patients/import", allow = "patient:import", status = 202, changes = [Jobs], errors = [NotFound])]
pub async fn import_patients(ctx: &Ctx, input: ImportPatients) -> Result<JobStarted, Failure> {
    let mut work = ctx.write().await?;
    let upload = whole(work.as_mut(), input.upload_id).await?;
    let payload = Payload {
        upload_id: input.upload_id,
        format: input.format,
        name: upload.name.clone(),
    };
    let job_id = JobId::new(ctx.id());
    work.jobs()
        .enqueue(&NewJob {
            job_id,
            kind: "import_patients",
            label: upload.name,
            payload: serde_json::to_string(&payload)?,
        })
        .await?;
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(JobStarted { job_id })
}

/// Runs `import_patients` jobs.
pub struct ImportPatientsJob;

#[async_trait]
impl JobHandler for ImportPatientsJob {
    fn kind(&self) -> &'static str {
        "import_patients"
    }
    async fn run(&self, job: &JobCtx, payload: &str) -> Result<Option<ImportReport>, Failure> {
        let payload: Payload = serde_json::from_str(payload)?;
        let blobs = &job.ctx.services.blobs;
        let file = blobs.open(payload.upload_id.get()).await?;
        let report = import(job, &payload.name, payload.format, file).await?;
        blobs.remove(payload.upload_id.get()).await?;
        Ok(Some(report))
    }
}

/// Imports a file piece by piece; what was stored stays stored when it is cancelled.
pub async fn import(
    job: &JobCtx,
    name: &str,
    format: Option<Format>,
    file: impl Read + Send + 'static,
) -> Result<ImportReport, Failure> {
    let mut file = BufReader::with_capacity(1 << 16, file);
    let start = file.fill_buf()?.to_vec();
    let format = format
        .or_else(|| Format::guess(name, &start))
        .ok_or_else(|| {
            Failure::validation(
                "format",
                Rule::Unsupported,
                "This is neither CSV nor a FHIR bundle nor NDJSON.",
            )
        })?;
    let (items, mut incoming) = mpsc::channel::<Item>(BATCH);
    let reader = tokio::task::spawn_blocking(move || {
        read(format, file, &mut |item| {
            // The receiver goes away when the job is cancelled.
            match items.blocking_send(item) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })
    });
    let mut progress = Progress::default();
    let mut batch = Vec::with_capacity(BATCH);
    while incoming.recv_many(&mut batch, BATCH).await > 0 {
        progress.seen += u32::try_from(batch.len()).unwrap_or(u32::MAX);
        progress.store(&job.ctx, std::mem::take(&mut batch)).await?;
        job.progress(progress.seen, None).await?;
    }
    let outcome = reader.await?;
    let mut report = progress.finish();
    if let Err(error) = outcome {
        report.failed += 1;
        report.issues.push(ImportIssue {
            line: error.line(),
            field: None,
            rule: Some(Rule::Malformed),
            problem: error.to_string(),
        });
    }
    Ok(report)
}

#[derive(Default)]
struct Progress {
    seen: u32,
    report: ImportReport,
    others: BTreeMap<String, u32>,
}

enum Outcome {
    Created,
    Updated,
    Unchanged,
}

impl Progress {
    async fn store(&mut self, ctx: &Ctx, items: Vec<Item>) -> Result<(), Failure> {
        let mut records = vec![];
        for item in items {
            match item {
                Item::Patient(record) => records.push(record),
                Item::Other(kind) => *self.others.entry(kind).or_default() += 1,
                Item::Bad(issue) => self.issue(issue),
            }
        }
        if records.is_empty() {
            return Ok(());
        }
        let mut work = ctx.write().await?;
        for record in records {
            match store_one(ctx, work.as_mut(), &record).await {
                Ok(Outcome::Created) => self.report.created += 1,
                Ok(Outcome::Updated) => self.report.updated += 1,
                Ok(Outcome::Unchanged) => self.report.unchanged += 1,
                Err(failure)
                    if matches!(
                        failure.r#type(),
                        FailureType::Validation | FailureType::Conflict
                    ) =>
                {
                    let failure = failure.wire("");
                    self.issue(ImportIssue {
                        line: record.line,
                        field: failure.field,
                        rule: failure.rule,
                        problem: failure.message,
                    });
                }
                Err(failure) => return Err(failure),
            }
        }
        work.commit().await
    }

    fn issue(&mut self, issue: ImportIssue) {
        self.report.failed += 1;
        if self.report.issues.len() < ISSUES_LISTED {
            self.report.issues.push(issue);
        }
    }

    fn finish(mut self) -> ImportReport {
        self.report.issues.sort_by_key(|issue| issue.line);
        self.report.not_imported = std::mem::take(&mut self.others)
            .into_iter()
            .map(|(resource, count)| NotImported { resource, count })
            .collect();
        self.report
    }
}

async fn store_one(ctx: &Ctx, work: &mut dyn Work, record: &Record) -> Result<Outcome, Failure> {
    let Some(known) = work.patients().by_source(&record.source).await? else {
        let patient = super::write::register(ctx, work, &record.patient).await?;
        work.patients()
            .set_source(&record.source, patient.patient_id)
            .await?;
        return Ok(Outcome::Created);
    };
    let stored = work
        .patients()
        .find(known)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let input = same_owner(&record.patient, &stored);
    let wanted = super::write::preview(ctx, &input, &stored)?;
    if wanted == stored {
        return Ok(Outcome::Unchanged);
    }
    super::write::replace(ctx, work, known, None, &input).await?;
    Ok(Outcome::Updated)
}

/// An animal's owner in the file is the stored owner when nothing differs; otherwise each import
/// would make the owner anew.
fn same_owner(input: &NewPatient, stored: &Patient) -> NewPatient {
    let mut input = input.clone();
    if let (Some(animal), Some(known)) = (&mut input.animal, &stored.animal)
        && let Some(owner) = &animal.owner
        && owner.family_name.trim() == known.owner.family_name
        && owner.given_name.trim() == known.owner.given_name
    {
        animal.owner = None;
        animal.owner_id = Some(known.owner.owner_id);
    }
    input
}
