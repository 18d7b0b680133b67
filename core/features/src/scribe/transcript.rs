use crate::{
    Ctx, Failure,
    visits::{
        lifecycle::{check_open, open_visit},
        read::find,
    },
};
use praxis_domain::{
    scribe::model::{Speaker, Transcript},
    visits::model::VisitId,
};
use praxis_interop::transcripts::{self, TranscriptFormat};
use praxis_kernel::{Rule, operation, wire};

/// A conversation as it came from elsewhere.
#[wire(input)]
pub struct ImportTranscript {
    /// For which visit.
    pub visit_id: VisitId,
    /// The text: tagged lines, WebVTT, SRT, Praat TextGrid or JSON segments.
    pub text: String,
    /// The patient's side of a TextGrid pair; `text` is then the clinician's.
    #[serde(default)]
    pub second_text: Option<String>,
    /// The form; found out when absent.
    #[serde(default)]
    pub format: Option<TranscriptFormat>,
}

/// Keeps a conversation with its speakers and times, replacing an earlier one of the visit.
#[operation(POST "/v1/ehr/encounters/{visit_id}/transcript", allow = "visit:write", status = 201, changes = [Visits, Drafts], errors = [NotFound, InvalidTransition])]
pub async fn import_transcript(ctx: &Ctx, input: ImportTranscript) -> Result<Transcript, Failure> {
    let transcript = match (&input.second_text, input.format) {
        (Some(second), _) => transcripts::parse_textgrid_pair(&input.text, second),
        (None, Some(format)) => transcripts::parse_as(format, &input.text),
        (None, None) => transcripts::parse(&input.text),
    }
    .map_err(|error| Failure::validation("text", Rule::Malformed, error.to_string()))?;
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    work.scribe().save_transcript(&visit, &transcript).await?;
    work.commit().await?;
    Ok(transcript)
}

/// Who speaks one turn.
#[wire(input)]
pub struct TurnSpeaker {
    /// `Segment::index`.
    pub index: u32,
    /// Who.
    pub speaker: Speaker,
}

/// Who speaks some turns.
#[wire(input)]
pub struct SetSpeakers {
    /// In which visit.
    pub visit_id: VisitId,
    /// The turns.
    pub turns: Vec<TurnSpeaker>,
}

/// Says who speaks some turns of the conversation, where an engine could not. Words and times stay.
#[operation(PUT "/v1/ehr/encounters/{visit_id}/transcript/speakers", allow = "visit:write", changes = [Visits], errors = [NotFound, InvalidTransition])]
pub async fn set_speakers(ctx: &Ctx, input: SetSpeakers) -> Result<Transcript, Failure> {
    let mut work = ctx.write().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    check_open(&visit)?;
    let mut transcript = work
        .scribe()
        .transcript(input.visit_id)
        .await?
        .ok_or_else(|| Failure::not_found("conversation"))?;
    for turn in input.turns {
        let segment = transcript.segments.get_mut(turn.index as usize);
        segment
            .ok_or_else(|| Failure::not_found("turn of this conversation"))?
            .speaker = turn.speaker;
    }
    work.scribe().save_transcript(&visit, &transcript).await?;
    work.commit().await?;
    Ok(transcript)
}

/// Keeps a conversation for a patient known by record number, in the caller's open visit or a new
/// one: what the command line imports.
pub async fn attach(ctx: &Ctx, mrn: &str, transcript: &Transcript) -> Result<VisitId, Failure> {
    let clinician = ctx.actor.user.ok_or_else(|| Failure::not_found("user"))?;
    let mut work = ctx.write().await?;
    let patient = work
        .patients()
        .find_by_mrn(mrn)
        .await?
        .ok_or_else(|| Failure::not_found("patient"))?;
    let visit = open_visit(
        ctx,
        work.as_mut(),
        patient.patient_id,
        clinician,
        String::new(),
    )
    .await?;
    work.scribe().save_transcript(&visit, transcript).await?;
    work.commit().await?;
    Ok(visit.visit_id)
}
