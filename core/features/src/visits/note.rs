use super::{
    lifecycle::check_open,
    read::{find, sections},
};
use crate::{Ctx, Failure};
use praxis_domain::{
    scribe::model::Section,
    store::Work,
    visits::{
        model::{NoteSection, Origin, Sentence, SentenceId, Visit, VisitId},
        rules,
    },
};
use praxis_kernel::{Rule, operation, wire};

/// One sentence as the screen has it.
#[wire(input)]
pub struct SentenceInput {
    /// The sentence; a new one may bring an identifier of its own or none.
    #[serde(default)]
    pub sentence_id: Option<SentenceId>,
    /// As it stands.
    pub text: String,
    /// Whether the clinician agreed to it as it stands.
    #[serde(default)]
    pub confirmed: bool,
}

/// One part of a note, as a whole.
#[wire(input)]
pub struct UpdateVisitSoap {
    /// Which visit.
    pub visit_id: VisitId,
    /// Which part.
    pub section: Section,
    /// The version of this part that was read; 0 when nothing was saved yet.
    pub version: i32,
    /// All its sentences in order; those left out are removed.
    pub sentences: Vec<SentenceInput>,
}

/// Saves one part of the note; the others stay as they are.
#[operation(PUT "/v1/ehr/encounters/{visit_id}/soap/{section}", allow = "visit:write", changes = [Visits], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn update_visit_soap(ctx: &Ctx, input: UpdateVisitSoap) -> Result<NoteSection, Failure> {
    let mut work = ctx.write().await?;
    let (visit, stored) = open_section(work.as_mut(), input.visit_id, input.section).await?;
    let sentences = merge(ctx, &stored, input.sentences);
    rules::check_section(&sentences)?;
    let section = NoteSection {
        sentences,
        version: input.version,
        ..stored.clone()
    };
    let saved = save(work.as_mut(), &visit, &section, &stored).await?;
    work.commit().await?;
    Ok(saved)
}

/// Where a sentence came from is known here and not taken from the screen: a known sentence keeps
/// its draft and evidence, and one that changed is no longer confirmed unless it says so.
fn merge(ctx: &Ctx, stored: &NoteSection, sentences: Vec<SentenceInput>) -> Vec<Sentence> {
    sentences
        .into_iter()
        .map(|input| {
            let known = stored
                .sentences
                .iter()
                .find(|known| Some(known.sentence_id) == input.sentence_id);
            match known {
                Some(known) => Sentence {
                    text: input.text,
                    confirmed: input.confirmed,
                    ..known.clone()
                },
                None => Sentence {
                    sentence_id: input
                        .sentence_id
                        .unwrap_or_else(|| SentenceId::new(ctx.id())),
                    text: input.text,
                    draft_text: None,
                    origin: Origin::Yours,
                    edited: false,
                    evidence: vec![],
                    flags: vec![],
                    confirmed: input.confirmed,
                },
            }
        })
        .collect()
}

/// What to do with a suggestion.
#[wire(input)]
pub struct DecideSuggestion {
    /// Which visit.
    pub visit_id: VisitId,
    /// Which part.
    pub section: Section,
    /// Which suggestion.
    pub sentence_id: SentenceId,
    /// The version of this part that was read.
    pub version: i32,
    /// True puts it into the note, false dismisses it.
    pub accept: bool,
}

/// Takes a suggestion into the note or dismisses it.
#[operation(POST "/v1/ehr/encounters/{visit_id}/soap/{section}/suggestions/{sentence_id}", allow = "visit:write", changes = [Visits], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn decide_suggestion(ctx: &Ctx, input: DecideSuggestion) -> Result<NoteSection, Failure> {
    let mut work = ctx.write().await?;
    let (visit, stored) = open_section(work.as_mut(), input.visit_id, input.section).await?;
    let mut section = stored.clone();
    let at = section
        .suggestions
        .iter()
        .position(|suggestion| suggestion.sentence_id == input.sentence_id)
        .ok_or_else(|| Failure::not_found("suggestion"))?;
    let mut sentence = section.suggestions.remove(at);
    if input.accept {
        sentence.origin = Origin::Suggested;
        sentence.confirmed = true;
        section.sentences.push(sentence);
    }
    section.version = input.version;
    let saved = save(work.as_mut(), &visit, &section, &stored).await?;
    work.commit().await?;
    Ok(saved)
}

/// A visit whose note may be written, and one part of the note.
pub(crate) async fn open_section(
    work: &mut dyn Work,
    visit_id: VisitId,
    section: Section,
) -> Result<(Visit, NoteSection), Failure> {
    let visit = find(work, visit_id).await?;
    check_open(&visit)?;
    let part = sections(work, visit_id)
        .await?
        .into_iter()
        .find(|part| part.section == section)
        .ok_or_else(|| Failure::validation("section", Rule::Malformed, "No such part."))?;
    Ok((visit, part))
}

/// Saves a part; whoever read an older version gets a conflict that shows the stored one.
pub(crate) async fn save(
    work: &mut dyn Work,
    visit: &Visit,
    section: &NoteSection,
    stored: &NoteSection,
) -> Result<NoteSection, Failure> {
    if !work.visits().save_section(visit, section).await? {
        return Err(Failure::stale(stored));
    }
    let saved = sections(work, visit.visit_id).await?;
    saved
        .into_iter()
        .find(|part| part.section == section.section)
        .ok_or_else(|| Failure::not_found("section"))
}
