use crate::{
    Ctx, Failure,
    visits::{
        lifecycle::check_open,
        note::{open_section, save},
        read::{OneVisit, detail, find},
    },
};
use praxis_domain::{
    scribe::model::{DraftSentence, PatientFacts, Section, Transcript},
    store::Work,
    visits::{
        model::{Draft, DraftId, Origin, Provenance, Sentence, SentenceId, VisitDetail, VisitId},
        rules::taken,
    },
};
use praxis_kernel::{Emit, Rule, operation, wire};

/// Drafts a note from the visit's conversation, sending each sentence as it is ready. Nothing is
/// written into the note before somebody accepts a section.
#[operation(POST "/v1/ehr/encounters/{visit_id}/draft", allow = "visit:write", status = 201, changes = [Drafts], errors = [NotFound, InvalidTransition])]
pub async fn generate_soap(
    ctx: &Ctx,
    input: OneVisit,
    out: Emit<DraftSentence>,
) -> Result<Draft, Failure> {
    let mut work = ctx.read().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    let transcript = conversation(work.as_mut(), input.visit_id).await?;
    let patient = work
        .patients()
        .find(visit.patient_id)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    drop(work);

    let facts = PatientFacts {
        kind: patient.kind,
        sex: patient.sex,
    };
    let drafter = &ctx.services.drafter;
    let sentences = drafter.draft(&transcript, &facts).await?;
    for sentence in &sentences {
        out.send(sentence.clone()).await;
    }
    let draft = Draft {
        draft_id: DraftId::new(ctx.id()),
        visit_id: input.visit_id,
        sentences,
        provenance: Provenance {
            provider: drafter.provider().to_owned(),
            model: drafter.model(),
            prompt_version: drafter.prompt_version(),
            drafted_at: ctx.now(),
        },
        accepted: vec![],
    };
    keep(ctx, &draft).await?;
    Ok(draft)
}

/// Keeps a draft beside its visit, which must still be open.
pub(super) async fn keep(ctx: &Ctx, draft: &Draft) -> Result<(), Failure> {
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), draft.visit_id).await?;
    check_open(&visit)?;
    work.scribe()
        .insert_draft(&visit, draft.draft_id, &draft.sentences, &draft.provenance)
        .await?;
    work.commit().await
}

/// The conversation of a visit, that there must be.
pub(super) async fn conversation(
    work: &mut dyn Work,
    visit_id: VisitId,
) -> Result<Transcript, Failure> {
    let transcript = work.scribe().transcript(visit_id).await?;
    transcript
        .filter(|transcript| !transcript.segments.is_empty())
        .ok_or_else(|| {
            Failure::validation(
                "visit_id",
                Rule::Required,
                "There is no conversation to draft from.",
            )
        })
}

/// Parts of a draft to take into the note.
#[wire(input)]
pub struct AcceptDraft {
    /// Which visit.
    pub visit_id: VisitId,
    /// Which draft.
    pub draft_id: DraftId,
    /// Which parts.
    pub sections: Vec<Section>,
}

/// Takes parts of a draft into the note: supported sentences after what is there, unsupported ones
/// apart as suggestions. What an earlier draft left there and nobody touched gives way. A part is
/// taken once.
#[operation(POST "/v1/ehr/encounters/{visit_id}/draft/{draft_id}/accept", allow = "visit:write", changes = [Visits, Drafts], errors = [NotFound, Conflict, InvalidTransition])]
pub async fn accept_draft(ctx: &Ctx, input: AcceptDraft) -> Result<VisitDetail, Failure> {
    let user = ctx.user()?.user_id;
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    let draft = work
        .scribe()
        .draft(input.visit_id, input.draft_id)
        .await?
        .ok_or_else(|| Failure::not_found("draft"))?;
    for section in input.sections {
        if work
            .scribe()
            .accept_section(draft.draft_id, section, user)
            .await?
        {
            take(ctx, work.as_mut(), &draft, section).await?;
        }
    }
    let answer = detail(work.as_mut(), visit).await?;
    work.commit().await?;
    Ok(answer)
}

async fn take(
    ctx: &Ctx,
    work: &mut dyn Work,
    draft: &Draft,
    section: Section,
) -> Result<(), Failure> {
    let (visit, stored) = open_section(work, draft.visit_id, section).await?;
    let drafted = draft.sentences.iter().filter(|s| s.section == section);
    let part = taken(&stored, drafted.map(|one| sentence(ctx, one)));
    if part != stored {
        save(work, &visit, &part, &stored).await?;
    }
    Ok(())
}

/// A drafted sentence as the note has it: one without support is a suggestion.
fn sentence(ctx: &Ctx, drafted: &DraftSentence) -> Sentence {
    Sentence {
        sentence_id: SentenceId::new(ctx.id()),
        text: drafted.text.clone(),
        draft_text: Some(drafted.text.clone()),
        origin: if drafted.flags.is_empty() {
            Origin::Talk
        } else {
            Origin::Suggested
        },
        edited: false,
        evidence: drafted.evidence.clone(),
        flags: drafted.flags.clone(),
        confirmed: false,
    }
}
