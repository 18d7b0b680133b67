//! What a model is told of a visit, and whether it may be.

use super::model_draft::ModelProgress;
use crate::{
    Ctx, Failure,
    models::{Asked, Asking, Heard, ask, plan},
    visits::{lifecycle::check_open, read::find},
};
use praxis_domain::{
    models::{
        answers::WrongForm,
        incoming::Incoming,
        masking::Mask,
        model::{ModelCall, ModelTask, PlannedStep},
        ports::{Author, Message, Question},
        prompts::{self, Prompt},
        rules::Permitted,
    },
    patients::model::Patient,
    scribe::{
        model::{DraftPart, PatientFacts, Segment, Transcript},
        recordings::{model::ConsentPurpose, rules::allows},
    },
    store::Work,
    visits::model::VisitId,
};
use praxis_kernel::{Emit, Rule, operation, wire};
use std::time::Duration;

/// Most tokens of an answer.
const MAX_TOKENS: u32 = 8192;
/// After so many characters of an answer, screens hear how far it is.
const STEP: usize = 40;

/// A visit as a model may be told of it.
pub(super) struct About {
    pub visit_id: VisitId,
    pub transcript: Transcript,
    /// The note as it stands; empty where it does not matter.
    pub note: String,
    patient: Patient,
    permitted: Permitted,
}

impl About {
    /// The conversation of an open visit.
    pub async fn visit(ctx: &Ctx, visit_id: VisitId) -> Result<Self, Failure> {
        let mut work = ctx.snapshot().await?;
        let visit = find(work.as_mut(), visit_id).await?;
        check_open(&visit)?;
        let transcript = super::draft::conversation(work.as_mut(), visit_id).await?;
        let patient = work
            .patients()
            .find(visit.patient_id)
            .await?
            .ok_or_else(|| Failure::not_found("patient"))?;
        let permitted = permitted(ctx, work.as_mut(), &patient, visit_id).await?;
        Ok(Self {
            visit_id,
            transcript,
            note: String::new(),
            patient,
            permitted,
        })
    }

    /// What a drafter may know of the patient.
    pub const fn facts(&self) -> PatientFacts {
        PatientFacts {
            kind: self.patient.kind,
            sex: self.patient.sex,
        }
    }

    /// Turns marks of an answer back into what they stand for.
    pub fn mask(&self, masked: bool) -> Mask {
        if !masked {
            return Mask::default();
        }
        let mut mask = Mask::of(&self.patient);
        // Marks are counted in the order of the text, so the same text gives the same marks.
        self.text(&mut |text| mask.hide(text));
        mask
    }

    /// What is sent besides the instructions.
    pub fn told(&self, masked: bool) -> String {
        if !masked {
            return self.text(&mut str::to_owned);
        }
        let mut mask = Mask::of(&self.patient);
        self.text(&mut |text| mask.hide(text))
    }

    fn text(&self, hide: &mut dyn FnMut(&str) -> String) -> String {
        let hidden = |segment: &Segment| Segment {
            text: hide(&segment.text),
            ..segment.clone()
        };
        let segments = self.transcript.segments.iter().map(hidden).collect();
        let mut text = prompts::turns(&Transcript { segments });
        if !self.note.is_empty() {
            text.push_str("\nThe note:\n");
            text.push_str(&hide(&self.note));
        }
        text
    }
}

async fn permitted(
    ctx: &Ctx,
    work: &mut dyn Work,
    patient: &Patient,
    visit_id: VisitId,
) -> Result<Permitted, Failure> {
    let consent = work
        .recordings()
        .consent(patient.patient_id, ConsentPurpose::OutsideModel)
        .await?;
    let shown = work.models().shown_to(ctx.user()?.user_id).await?;
    Ok(Permitted {
        consent: allows(consent.as_ref(), visit_id),
        shown: shown.into_iter().collect(),
    })
}

/// What is wanted of a model, and how its answer is read.
pub(super) struct Wanted<'a, T> {
    /// For what it is asked.
    pub task: ModelTask,
    /// The standing instructions.
    pub prompt: Prompt,
    /// Name and JSON Schema of the answer.
    pub schema: (&'static str, serde_json::Value),
    /// Reads a whole answer; told whether it was masked.
    pub read: &'a (dyn Fn(&str, bool) -> Result<T, WrongForm> + Send + Sync),
    /// Reads a list of an answer that is still coming, by its name.
    pub part: &'a (dyn Fn(&str, &str, bool) -> Option<DraftPart> + Send + Sync),
}

/// Asks the models of a task about a visit, and tells the screen how far the answer is.
pub(super) async fn ask_about<T: Send>(
    ctx: &Ctx,
    about: &About,
    wanted: Wanted<'_, T>,
    out: &Emit<ModelProgress>,
) -> Result<Asked<T>, Failure> {
    let question = |masked| Question {
        model: String::new(),
        instructions: wanted.prompt.text.to_owned(),
        messages: vec![Message {
            author: Author::User,
            text: about.told(masked),
        }],
        schema: Some(wanted.schema.clone()),
        max_tokens: MAX_TOKENS,
        silence: Duration::MAX,
    };
    let (question, wanted) = (&question, &wanted);
    out.relay(|told| async move {
        let mut progress = Progress::default();
        let mut heard = |heard: Heard<'_>| {
            for item in progress.hear(&heard, wanted.part) {
                // The receiver lives as long as this future.
                let _gone = told.send(item);
            }
        };
        let asking = Asking {
            task: wanted.task,
            visit_id: Some(about.visit_id),
            permitted: about.permitted.clone(),
            question,
            read: wanted.read,
            heard: &mut heard,
            relays: false,
        };
        ask(ctx, asking).await
    })
    .await
}

/// How far an answer has come.
#[derive(Default)]
struct Progress {
    incoming: Incoming,
    characters: usize,
    /// At so many characters, screens hear of it again.
    next: usize,
}

impl Progress {
    fn hear(
        &mut self,
        heard: &Heard<'_>,
        part: &(dyn Fn(&str, &str, bool) -> Option<DraftPart> + Send + Sync),
    ) -> Vec<ModelProgress> {
        if heard.text.is_empty() {
            *self = Self::default();
        }
        self.characters += heard.text.chars().count();
        let item = |part| ModelProgress {
            provider: heard.provider.to_owned(),
            characters: u32::try_from(self.characters).unwrap_or(u32::MAX),
            part,
        };
        let lists = self.incoming.hear(heard.text);
        let whole = lists
            .iter()
            .filter_map(|(name, list)| part(name, list, heard.masked));
        let mut items: Vec<ModelProgress> = whole.map(|part| item(Some(part))).collect();
        if items.is_empty() && self.characters >= self.next {
            items.push(item(None));
        }
        if !items.is_empty() {
            self.next = self.characters + STEP;
        }
        items
    }
}

/// About which visit a model would be asked, and for what.
#[wire(input)]
pub struct PreviewModelQuestion {
    /// Which visit.
    pub visit_id: VisitId,
    /// For what.
    pub task: ModelTask,
}

/// What a model would be told, and which would be.
#[wire]
pub struct ModelQuestionPreview {
    /// The standing instructions.
    pub instructions: String,
    /// What would be sent of the visit to a connection outside.
    pub outside: String,
    /// The connections of the task in their order.
    pub steps: Vec<PlannedStep>,
    /// What became of the latest question of this kind.
    pub latest: Option<ModelCall>,
}

/// Shows what would be sent to a model about a visit, and to whom. Nothing is sent.
#[operation(GET "/v1/ehr/encounters/{visit_id}/model-question", allow = "model:use", reads = [Models, Drafts, Recordings], errors = [NotFound, InvalidTransition])]
pub async fn preview_model_question(
    ctx: &Ctx,
    input: PreviewModelQuestion,
) -> Result<ModelQuestionPreview, Failure> {
    let prompt = match input.task {
        ModelTask::Draft => prompts::DRAFT,
        ModelTask::Suggest => prompts::SUGGEST,
        ModelTask::Chat => {
            let words = "A chat is not about a visit.";
            return Err(Failure::validation("task", Rule::Inconsistent, words));
        }
    };
    let about = match input.task {
        ModelTask::Suggest => super::suggest::about(ctx, input.visit_id).await?,
        _ => About::visit(ctx, input.visit_id).await?,
    };
    let mut work = ctx.read().await?;
    let masked = work.models().settings().await?.mask_identifiers;
    let latest = work
        .models()
        .latest_call(input.visit_id, input.task)
        .await?;
    Ok(ModelQuestionPreview {
        instructions: prompt.text.to_owned(),
        outside: about.told(masked),
        steps: plan(ctx, work.as_mut(), input.task, &about.permitted).await?,
        latest,
    })
}
