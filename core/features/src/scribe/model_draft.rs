use super::{
    draft::keep,
    model_question::{About, Wanted, ask_about},
};
use crate::{Ctx, Failure, visits::read::OneVisit};
use praxis_domain::{
    models::{
        answers::{note_schema, read_note, read_part},
        model::{ModelCall, ModelTask},
        prompts,
    },
    scribe::model::{DraftPart, Section},
    visits::model::{Draft, DraftId, Provenance},
};
use praxis_kernel::{Emit, operation, wire};

/// How far a model's answer has come.
#[wire]
pub struct ModelProgress {
    /// The connection that answers.
    pub provider: String,
    /// Characters so far; at 0 an answer begins, and what came before it is void.
    pub characters: u32,
    /// A part of the draft that is whole now, checked like the draft itself; always absent while
    /// suggestions are made.
    pub part: Option<DraftPart>,
}

/// A model's draft, and what became of the question.
#[wire]
pub struct ModelDraft {
    /// The draft.
    pub draft: Draft,
    /// What became of the question.
    pub call: ModelCall,
}

/// Drafts a note with the models of the clinic's order. Every sentence points to what was said and is checked like those of the built-in drafter; nothing is written into the note before somebody accepts a section.
#[operation(POST "/v1/ehr/encounters/{visit_id}/draft/model", allow = "model:use", status = 201, changes = [Drafts, Models], errors = [NotFound, InvalidTransition, Unavailable])]
pub async fn generate_model_draft(
    ctx: &Ctx,
    input: OneVisit,
    out: Emit<ModelProgress>,
) -> Result<ModelDraft, Failure> {
    let about = About::visit(ctx, input.visit_id).await?;
    // What the built-in drafter found decides whether a plan was spoken of.
    let found = ctx
        .services
        .drafter
        .draft(&about.transcript, &about.facts())
        .await?;
    let plan_expected = found
        .iter()
        .any(|sentence| sentence.section == Section::Plan);
    let read = |answer: &str, masked| {
        read_note(
            answer,
            &about.transcript,
            &about.mask(masked),
            plan_expected,
        )
    };
    let part = |name: &str, list: &str, masked| {
        read_part(name, list, &about.transcript, &about.mask(masked))
    };
    let prompt = prompts::DRAFT;
    let wanted = Wanted {
        task: ModelTask::Draft,
        prompt,
        schema: ("note", note_schema()),
        read: &read,
        part: &part,
    };
    let asked = ask_about(ctx, &about, wanted, &out).await?;
    let draft = Draft {
        draft_id: DraftId::new(ctx.id()),
        visit_id: input.visit_id,
        sentences: asked.read,
        provenance: Provenance {
            provider: asked.provider,
            model: asked.model,
            prompt_version: Some(prompt.version.to_owned()),
            drafted_at: ctx.services.clock.now(),
        },
        accepted: vec![],
    };
    keep(ctx, &draft).await?;
    Ok(ModelDraft {
        draft,
        call: asked.call,
    })
}
