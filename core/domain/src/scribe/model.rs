//! What a conversation is, and what a drafted sentence must carry.

use super::recordings::model::RecordingId;
use praxis_kernel::wire;

/// Who speaks a segment.
#[wire]
pub enum Speaker {
    /// Doctor, vet, nurse: whoever examines.
    Clinician,
    /// The patient, or the owner who speaks for the animal.
    Patient,
    /// A third person in the room.
    Other,
    /// The source does not say.
    Unknown,
}

/// One turn of a conversation.
#[wire]
pub struct Segment {
    /// Position in the conversation, from 0.
    pub index: u32,
    /// Who speaks.
    pub speaker: Speaker,
    /// What was said, as it was written down.
    pub text: String,
    /// Start in milliseconds from the beginning, where the source knows it.
    pub start_ms: Option<u32>,
    /// End in milliseconds from the beginning, where the source knows it.
    pub end_ms: Option<u32>,
    /// The sound that it was heard in; absent for what came as text.
    #[serde(default)]
    pub spoken: Option<Spoken>,
}

/// Where words were heard; the segment's times count from the beginning of that recording.
#[wire]
pub struct Spoken {
    /// In which recording.
    pub recording_id: RecordingId,
    /// The engine that wrote the words.
    pub engine: String,
    /// How sure it was, in percent, where it says so.
    pub confidence: Option<u32>,
}

/// A conversation in order.
#[wire]
pub struct Transcript {
    /// The turns, numbered from 0 without gaps.
    pub segments: Vec<Segment>,
}

/// A range of one segment's text.
#[wire]
pub struct EvidenceSpan {
    /// `Segment::index`.
    pub segment: u32,
    /// First character, counted in Unicode code points from 0.
    pub start: u32,
    /// One past the last character, counted in Unicode code points.
    pub end: u32,
}

/// The four parts of a note.
#[wire]
pub enum Section {
    /// What the patient says.
    Subjective,
    /// What was found and measured.
    Objective,
    /// What it means.
    Assessment,
    /// What will be done.
    Plan,
}

impl Section {
    /// In the order of the note.
    pub const ALL: [Self; 4] = [
        Self::Subjective,
        Self::Objective,
        Self::Assessment,
        Self::Plan,
    ];
}

/// What a literal check of a sentence against its evidence looks at.
#[wire]
pub enum Check {
    /// A number, dose or measurement.
    Number,
    /// A drug name.
    Drug,
    /// Left, right, bilateral.
    Side,
    /// A person's name.
    Name,
    /// Yes or no.
    Negation,
    /// The sentence points to nothing, or to words that are not there.
    Evidence,
}

/// A difference between a sentence and its evidence that a person must decide.
#[wire]
pub struct Flag {
    /// What was checked.
    pub check: Check,
    /// The value in the sentence.
    pub found: String,
    /// What the evidence says instead; empty when it says nothing.
    pub expected: String,
}

/// One sentence of a draft.
#[wire]
pub struct DraftSentence {
    /// Where it belongs.
    pub section: Section,
    /// The sentence in note style.
    pub text: String,
    /// The words it came from; at least one span unless it is flagged.
    pub evidence: Vec<EvidenceSpan>,
    /// What the literal checks found; a sentence with flags is shown apart as "suggested, not said".
    pub flags: Vec<Flag>,
}

/// One part of a draft.
#[wire]
pub struct DraftPart {
    /// Which.
    pub section: Section,
    /// Its sentences, in order.
    pub sentences: Vec<DraftSentence>,
}

/// Human or animal.
#[wire]
pub enum PatientKind {
    /// A person.
    Human,
    /// An animal with an owner.
    Animal,
}

/// Administrative sex.
#[wire]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither.
    Other,
    /// Not recorded.
    Unknown,
}

/// What a drafter may know of the patient besides the conversation.
#[wire]
pub struct PatientFacts {
    /// Person or animal.
    pub kind: PatientKind,
    /// Chooses the pronoun.
    pub sex: Sex,
}
