use super::{
    model_draft::ModelProgress,
    model_question::{About, Wanted, ask_about},
};
use crate::{
    Ctx, Failure,
    visits::{
        lifecycle::check_open,
        note::{open_section, save},
        read::{OneVisit, find, sections},
    },
};
use praxis_domain::{
    models::{
        answers::{read_suggestions, suggestions_schema},
        model::ModelTask,
        prompts,
    },
    scribe::suggestions::{Suggested, Suggestion, SuggestionId, SuggestionList},
    store::Work,
    visits::model::{Origin, Provenance, Sentence, SentenceId, VisitId},
};
use praxis_kernel::{Emit, FailureType, operation, wire};

/// Suggestions that were made for a visit, and what became of them.
#[operation(GET "/v1/ehr/encounters/{visit_id}/ai-suggestions", allow = "visit:read", reads = [Drafts], errors = [NotFound])]
pub async fn list_ai_suggestions(ctx: &Ctx, input: OneVisit) -> Result<SuggestionList, Failure> {
    let mut work = ctx.read().await?;
    find(work.as_mut(), input.visit_id).await?;
    let items = work.scribe().suggestions(input.visit_id).await?;
    Ok(SuggestionList { items })
}

/// A visit with its note, as a model is told of it for suggestions.
pub(super) async fn about(ctx: &Ctx, visit_id: VisitId) -> Result<About, Failure> {
    let mut about = About::visit(ctx, visit_id).await?;
    let mut work = ctx.read().await?;
    about.note = note(work.as_mut(), visit_id).await?;
    Ok(about)
}

async fn note(work: &mut dyn Work, visit_id: VisitId) -> Result<String, Failure> {
    let mut note = String::new();
    for part in sections(work, visit_id).await? {
        for sentence in part.sentences {
            note.push_str(&sentence.text);
            note.push('\n');
        }
    }
    Ok(note)
}

/// Asks the models of the clinic's order for suggestions: conditions worth considering, tests, plan, follow-up, each with its reason. They are shown as cards and never applied by themselves.
#[operation(POST "/v1/ehr/encounters/{visit_id}/ai-suggestions", allow = "model:use", status = 201, changes = [Drafts, Models], errors = [NotFound, InvalidTransition, Unavailable])]
pub async fn get_ai_suggestions(
    ctx: &Ctx,
    input: OneVisit,
    out: Emit<ModelProgress>,
) -> Result<SuggestionList, Failure> {
    let about = about(ctx, input.visit_id).await?;
    let read =
        |answer: &str, masked| read_suggestions(answer, &about.transcript, &about.mask(masked));
    let prompt = prompts::SUGGEST;
    let wanted = Wanted {
        task: ModelTask::Suggest,
        prompt,
        schema: ("suggestions", suggestions_schema()),
        read: &read,
        part: &|_, _, _| None,
    };
    let asked = ask_about(ctx, &about, wanted, &out).await?;
    let provenance = Provenance {
        provider: asked.provider,
        model: asked.model,
        prompt_version: Some(prompt.version.to_owned()),
        drafted_at: ctx.services.clock.now(),
    };
    let card = |suggested: Suggested| Suggestion {
        suggestion_id: SuggestionId::new(ctx.id()),
        visit_id: input.visit_id,
        kind: suggested.kind,
        text: suggested.text,
        reason: suggested.reason,
        evidence: suggested.evidence,
        provenance: provenance.clone(),
        decision: None,
    };
    let made: Vec<Suggestion> = asked.read.into_iter().map(card).collect();
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    work.scribe().insert_suggestions(&visit, &made).await?;
    let items = work.scribe().suggestions(input.visit_id).await?;
    work.commit().await?;
    Ok(SuggestionList { items })
}

/// What a person decides about a suggestion.
#[wire(input)]
pub struct DecideAiSuggestion {
    /// Which visit.
    pub visit_id: VisitId,
    /// Which suggestion.
    pub suggestion_id: SuggestionId,
    /// True puts its sentence into the note, false dismisses it.
    pub accept: bool,
}

/// Takes a model's suggestion into the note, as a sentence that was suggested and not said, or dismisses it. It is decided once.
#[operation(POST "/v1/ehr/encounters/{visit_id}/ai-suggestions/{suggestion_id}", allow = "visit:write", changes = [Visits, Drafts], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn decide_ai_suggestion(
    ctx: &Ctx,
    input: DecideAiSuggestion,
) -> Result<SuggestionList, Failure> {
    let user = ctx.user()?.user_id;
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    let suggestions = work.scribe().suggestions(input.visit_id).await?;
    let suggestion = suggestions
        .into_iter()
        .find(|one| one.suggestion_id == input.suggestion_id)
        .ok_or_else(|| Failure::not_found("suggestion"))?;
    let id = suggestion.suggestion_id;
    if !work.scribe().decide(&visit, id, input.accept, user).await? {
        return Err(Failure::new(
            FailureType::Conflict,
            "Somebody decided about this suggestion already.",
        ));
    }
    if input.accept {
        let section = suggestion.kind.section();
        let (visit, stored) = open_section(work.as_mut(), input.visit_id, section).await?;
        let mut part = stored.clone();
        part.sentences.push(Sentence {
            sentence_id: SentenceId::new(ctx.id()),
            text: suggestion.text.clone(),
            draft_text: Some(suggestion.text),
            origin: Origin::Suggested,
            edited: false,
            evidence: suggestion.evidence,
            flags: vec![],
            confirmed: true,
        });
        save(work.as_mut(), &visit, &part, &stored).await?;
    }
    let items = work.scribe().suggestions(input.visit_id).await?;
    work.commit().await?;
    Ok(SuggestionList { items })
}
