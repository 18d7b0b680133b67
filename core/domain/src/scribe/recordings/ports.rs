//! What recordings need of storage.

use super::{
    model::{
        Consent, ConsentPurpose, Recording, RecordingId, RecordingMark, RecordingSource,
        SegmentStored,
    },
    states::RecordingEvent,
};
use crate::{
    access::model::UserId, patients::model::PatientId, visits::model::VisitId,
    workflows::model::JobId,
};
use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp};

/// A recording on its way into storage.
#[derive(Debug, Clone)]
pub struct NewRecording {
    /// Identifier, chosen by whoever records.
    pub recording_id: RecordingId,
    /// The visit, where there is one already.
    pub visit_id: Option<VisitId>,
    /// Who records.
    pub recorded_by: UserId,
    /// Where the sound comes from.
    pub source: RecordingSource,
    /// The microphone's or the file's name.
    pub name: String,
    /// 1 or 2.
    pub channels: u32,
    /// Fingerprint of the key that seals its sound.
    pub key_id: String,
}

/// Which recordings a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingFilter {
    /// Of one visit, without those that were discarded.
    OfVisit(VisitId),
    /// Of one person: captures that wait for a visit, and recordings that are still open.
    Waiting(UserId),
}

/// What is stored of a piece of sound; the sound itself lies sealed in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Counts from 0 in the order of recording.
    pub number: u32,
    /// Where it begins, in frames.
    pub first_frame: u32,
    /// How long it is, in frames.
    pub frames: u32,
    /// Bytes as they lie sealed.
    pub sealed: u32,
    /// SHA-256 of the samples.
    pub hash: Vec<u8>,
    /// Loudest values of equal parts, 0 to 127.
    pub peaks: Vec<u8>,
}

/// Recordings and consents.
#[async_trait]
pub trait Recordings: Send {
    /// Adds a recording in the initial state; false when the identifier is taken.
    async fn insert(&mut self, recording: &NewRecording) -> Result<bool, Failure>;
    /// A recording within reach: of a patient within reach, or a waiting capture of the caller's.
    async fn find(&mut self, recording: RecordingId) -> Result<Option<Recording>, Failure>;
    /// Fingerprints of all keys that sealed sound which is kept, in every clinic.
    async fn key_ids(&mut self) -> Result<Vec<String>, Failure>;
    /// Those within reach, latest first, at most 200.
    async fn list(&mut self, filter: RecordingFilter) -> Result<Vec<Recording>, Failure>;
    /// Adds a piece; the one that is there when its number is taken.
    async fn add_segment(
        &mut self,
        recording: &Recording,
        segment: &Segment,
    ) -> Result<Option<Segment>, Failure>;
    /// One piece.
    async fn segment(
        &mut self,
        recording: RecordingId,
        number: u32,
    ) -> Result<Option<Segment>, Failure>;
    /// Pieces that lie at least in part between two frames, in order.
    async fn segments(
        &mut self,
        recording: RecordingId,
        from: u32,
        to: u32,
    ) -> Result<Vec<Segment>, Failure>;
    /// How far it has come.
    async fn stored(&mut self, recording: RecordingId) -> Result<SegmentStored, Failure>;
    /// Says which job turns it into words, or that none does.
    async fn set_job(&mut self, recording: RecordingId, job: Option<JobId>) -> Result<(), Failure>;
    /// Whether the job that turns it into words is to work now: people still speak into it, or no
    /// earlier job is at another recording of the same patient that was stopped.
    async fn has_turn(&mut self, recording: RecordingId) -> Result<bool, Failure>;
    /// Says up to which frame it was turned into words, and at which second nobody spoke; false when
    /// the frame was not `before`.
    async fn advance_words(
        &mut self,
        recording: RecordingId,
        before: u32,
        after: (u32, u32),
    ) -> Result<bool, Failure>;
    /// The frame up to which it was turned into words, and a second at which nobody spoke.
    async fn words(&mut self, recording: RecordingId) -> Result<(u32, u32), Failure>;
    /// Moves it.
    async fn transition(
        &mut self,
        recording: &Recording,
        event: RecordingEvent,
    ) -> Result<Recording, Failure>;
    /// Says to which visit a waiting capture belongs, which has no words of it yet; false when it
    /// belongs to one already.
    async fn attach(&mut self, recording: &Recording, visit: VisitId) -> Result<bool, Failure>;
    /// Forgets the pieces, whose sound was removed.
    async fn forget_segments(&mut self, recording: &Recording) -> Result<(), Failure>;
    /// Adds a mark.
    async fn add_mark(
        &mut self,
        recording: &Recording,
        mark: &RecordingMark,
    ) -> Result<(), Failure>;
    /// Marks, in order.
    async fn marks(&mut self, recording: RecordingId) -> Result<Vec<RecordingMark>, Failure>;
    /// Keeps a decision.
    async fn insert_consent(&mut self, consent: &Consent) -> Result<(), Failure>;
    /// The patient's latest decision.
    async fn consent(
        &mut self,
        patient: PatientId,
        purpose: ConsentPurpose,
    ) -> Result<Option<Consent>, Failure>;

    /// Days for which the clinic keeps the sound of a signed visit; absent: for ever.
    async fn retention(&mut self) -> Result<Option<u32>, Failure>;
    /// Says so.
    async fn set_retention(&mut self, days: Option<u32>) -> Result<(), Failure>;
    /// Recordings whose sound is to be removed, those that were signed first first: stopped, of a
    /// visit that was signed before, all of their sound turned into words that are kept. Also those
    /// that were only half removed.
    async fn due(
        &mut self,
        signed_before: Timestamp,
        only: Option<RecordingId>,
        limit: u32,
    ) -> Result<Vec<RecordingId>, Failure>;
    /// Bytes that the sound takes, sealed.
    async fn sealed_bytes(&mut self, recording: RecordingId) -> Result<u64, Failure>;
}
