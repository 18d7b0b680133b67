//! Recordings and consents as screens see them.

use super::states::RecordingStatus;
use crate::{
    access::model::UserId, patients::model::PatientId, visits::model::VisitId,
    workflows::model::JobId,
};
use praxis_kernel::{Timestamp, ids, wire};

ids! {
    /// A recording.
    RecordingId
    /// A decision of a patient.
    ConsentId
}

/// Where the sound came from.
#[wire]
pub enum RecordingSource {
    /// A microphone, while people talked.
    Microphone,
    /// A file that somebody brought in.
    File,
}

/// A recording, as lists show it.
#[wire]
pub struct Recording {
    /// Identifier, chosen by whoever records.
    pub recording_id: RecordingId,
    /// The visit it belongs to; absent while it is a capture that waits for one.
    pub visit_id: Option<VisitId>,
    /// Whose visit.
    pub patient_id: Option<PatientId>,
    /// The patient's name as shown.
    pub patient_name: Option<String>,
    /// Who recorded.
    pub recorded_by: UserId,
    /// Their name.
    pub recorded_by_name: String,
    /// Where it stands.
    pub status: RecordingStatus,
    /// Where the sound came from.
    pub source: RecordingSource,
    /// The microphone's or the file's name, to show; never a path.
    pub name: String,
    /// Channels kept apart: 1 or 2.
    pub channels: u32,
    /// Pieces that are stored.
    pub segments: u32,
    /// Pieces that were announced or left out in between, and are not stored.
    pub missing: u32,
    /// Length in milliseconds, without pauses.
    pub duration_ms: u32,
    /// How much of that was turned into words, or found to be silence.
    pub transcribed_ms: u32,
    /// The latest job that turns it into words.
    pub job_id: Option<JobId>,
    /// It should be taking in sound, and nothing came for a while: whoever recorded went away.
    pub interrupted: bool,
    /// Events that are possible now, such as `stop`.
    pub allowed: Vec<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When sound came last.
    pub heard_at: Timestamp,
    /// When it was stopped.
    pub stopped_at: Option<Timestamp>,
    /// When its sound was removed, because it had been kept as long as the clinic wants; words stay.
    pub cleaned_at: Option<Timestamp>,
}

/// Something that happened while it was recorded.
#[wire]
pub struct RecordingMark {
    /// Where in the sound, in milliseconds.
    pub at_ms: u32,
    /// What.
    pub kind: MarkKind,
    /// When, by the server's clock.
    pub marked_at: Timestamp,
}

/// What a mark says.
#[wire]
pub enum MarkKind {
    /// Somebody wants to find this place again.
    Marker,
    /// Private talk begins; nothing is recorded.
    Paused,
    /// Recording goes on.
    Resumed,
    /// The machine slept or the microphone was lost; nothing was recorded for a while.
    Gap,
}

/// A recording with what a player needs.
#[wire]
pub struct RecordingDetail {
    /// The recording.
    pub recording: Recording,
    /// Marks, in order.
    pub marks: Vec<RecordingMark>,
    /// Loudest value of each of up to 1000 equal parts, 0 to 127; a gap is 0.
    pub peaks: Vec<u32>,
}

/// Some recordings.
#[wire]
pub struct RecordingList {
    /// Latest first.
    pub items: Vec<Recording>,
    /// Megabytes that are left where sound is kept, when they are fewer than 1000.
    pub space_left_mb: Option<u32>,
}

/// What an answer to a piece of sound says.
#[wire]
pub struct SegmentStored {
    /// Pieces that are stored in all.
    pub segments: u32,
    /// Number of the first piece that is not stored.
    pub next: u32,
}

/// A piece of the sound, ready to be played.
#[wire]
pub struct Sound {
    /// Where it begins, in milliseconds.
    pub from_ms: u32,
    /// Frames a second: 16,000.
    pub rate: u32,
    /// Channels, interleaved.
    pub channels: u32,
    /// Signed 16-bit little-endian samples in base64; what was never recorded is silence.
    pub data: String,
}

/// What a patient agrees to.
#[wire]
pub enum ConsentPurpose {
    /// That talk is recorded.
    Recording,
    /// That what was said is sent to a provider of models outside the clinic.
    OutsideModel,
}

/// What a patient decided.
#[wire]
pub enum ConsentDecision {
    /// Yes, until it is taken back.
    Given,
    /// Yes, for one visit.
    ThisVisit,
    /// No, or not any more.
    Refused,
}

/// A decision of a patient, as somebody wrote it down.
#[wire]
pub struct Consent {
    /// Identifier.
    pub consent_id: ConsentId,
    /// Whose decision.
    pub patient_id: PatientId,
    /// To what.
    pub purpose: ConsentPurpose,
    /// What was decided.
    pub decision: ConsentDecision,
    /// For which visit, where it holds for one.
    pub visit_id: Option<VisitId>,
    /// Who wrote it down.
    pub recorded_by: UserId,
    /// Their name.
    pub recorded_by_name: String,
    /// When.
    pub recorded_at: Timestamp,
}

/// What a visit's recorder needs to know.
#[wire]
pub struct VisitRecordings {
    /// The patient's latest decision about recording; absent when nobody asked.
    pub consent: Option<Consent>,
    /// Whether that decision allows a recording of this visit.
    pub may_record: bool,
    /// The recordings of the visit, latest first.
    pub items: Vec<Recording>,
    /// Megabytes that are left where sound is kept, when they are fewer than 1000.
    pub space_left_mb: Option<u32>,
}

/// How long a clinic keeps sound.
#[wire]
pub struct Retention {
    /// Days after the signing of a visit, 7 to 365; absent: for ever.
    pub days: Option<u32>,
}

/// What was removed because it had been kept long enough.
#[wire]
#[derive(Default)]
pub struct Cleaned {
    /// Recordings whose sound was removed.
    pub recordings: u32,
    /// Bytes that are free now.
    pub bytes: f64,
    /// Whether more is to be removed: ask again.
    pub more: bool,
}
