//! Recordings: what is known of them. The sound lies in files.

use super::{consents, count, from_word, retention, segments, to_word, unit::Unit, unreadable};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use praxis_domain::{
    access::model::UserId,
    patients::{
        model::{PatientId, PatientKind},
        rules::shown_name,
    },
    scribe::recordings::{
        model::{Consent, ConsentPurpose, Recording, RecordingId, RecordingMark, SegmentStored},
        ports::{NewRecording, RecordingFilter, Recordings, Segment},
        rules::milliseconds,
        states::{RecordingEvent, RecordingStatus},
    },
    store::Touched,
    visits::model::VisitId,
    workflows::model::JobId,
};
use praxis_kernel::{Failure, Machine, Timestamp};
use uuid::Uuid;

/// Rows of a list at most.
const LIST_MAX: i64 = 200;

struct Row {
    recording_id: Uuid,
    visit_id: Option<Uuid>,
    patient_id: Option<Uuid>,
    kind: Option<String>,
    listed_family: Option<String>,
    given_name: Option<String>,
    recorded_by: Uuid,
    recorded_by_name: String,
    status: String,
    source: String,
    name: String,
    channels: i64,
    segments: i64,
    last_number: i64,
    frames: i64,
    transcribed: i64,
    job_id: Option<Uuid>,
    started_at: Ts,
    heard_at: Ts,
    stopped_at: Option<Ts>,
    cleaned_at: Option<Ts>,
}

/// Recordings within reach of `$1` organisation, `$2` whether restricted patients are, `$3` person, as
/// a list shows them: what is shown of a recording and who may see it is said once.
macro_rules! within_reach {
    ($condition:tt, $($value:expr),*) => {
        sqlx::query_as!(
            Row,
            r#"SELECT r.recording_id, r.visit_id AS "visit_id?: Uuid", p.patient_id AS "patient_id?: Uuid",
                      p.kind AS "kind?", p.listed_family AS "listed_family?", p.given_name AS "given_name?",
                      r.recorded_by, u.display_name AS recorded_by_name, r.status, r.source, r.name, r.channels,
                      r.segments, r.last_number, r.frames, r.transcribed, r.job_id, r.started_at, r.heard_at,
                      r.stopped_at, r.cleaned_at
                 FROM recordings r
                 JOIN users u ON u.user_id = r.recorded_by
                 LEFT JOIN visits v ON v.visit_id = r.visit_id
                 LEFT JOIN patients p ON p.patient_id = v.patient_id
                WHERE r.organization_id = $1
                  AND ((p.patient_id IS NULL AND r.recorded_by = $3)
                       OR (p.patient_id IS NOT NULL AND (NOT p.restricted OR $2)))
                  AND "# + $condition,
            $($value),*
        )
    };
}

impl TryFrom<Row> for Recording {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let status =
            RecordingStatus::from_word(&row.status).ok_or_else(|| unreadable("recording state"))?;
        let kind: Option<PatientKind> = row.kind.as_deref().map(from_word).transpose()?;
        let patient_name = match (kind, &row.listed_family, &row.given_name) {
            (Some(kind), Some(family), Some(given)) => Some(shown_name(family, given, kind)),
            _ => None,
        };
        Ok(Self {
            recording_id: RecordingId::new(row.recording_id),
            visit_id: row.visit_id.map(VisitId::new),
            patient_id: row.patient_id.map(PatientId::new),
            patient_name,
            recorded_by: UserId::new(row.recorded_by),
            recorded_by_name: row.recorded_by_name,
            status,
            source: from_word(&row.source)?,
            name: row.name,
            channels: count(row.channels),
            segments: count(row.segments),
            missing: count(row.last_number + 1 - row.segments),
            duration_ms: milliseconds(count(row.frames)),
            transcribed_ms: milliseconds(count(row.transcribed)),
            job_id: row.job_id.map(JobId::new),
            // Only the feature knows what time it is.
            interrupted: false,
            allowed: status
                .valid_transitions()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            started_at: Timestamp::new(row.started_at.into()),
            heard_at: Timestamp::new(row.heard_at.into()),
            stopped_at: row.stopped_at.map(|at| Timestamp::new(at.into())),
            cleaned_at: row.cleaned_at.map(|at| Timestamp::new(at.into())),
        })
    }
}

impl Unit {
    pub(super) fn touch_recording(&self, outcome: &'static str, recording: &Recording) {
        self.touch(Touched::one(
            outcome,
            "recording",
            recording.recording_id.get(),
            recording.patient_id.map(PatientId::get),
        ));
    }
    fn user(&self) -> Option<Uuid> {
        self.actor().user.map(UserId::get)
    }
}

#[async_trait]
impl Recordings for Unit {
    async fn insert(&mut self, recording: &NewRecording) -> Result<bool, Failure> {
        let (org, now) = (self.org()?, self.now());
        let id = recording.recording_id.get();
        let stored = sqlx::query!(
            "INSERT INTO recordings (recording_id, organization_id, visit_id, recorded_by, status, source, name,
                                     channels, key_id, segments, last_number, frames, transcribed, resting, started_at,
                                     heard_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, -1, 0, 0, 0, $10, $10)
             ON CONFLICT (recording_id) DO NOTHING",
            id,
            org,
            recording.visit_id.map(VisitId::get),
            recording.recorded_by.get(),
            RecordingStatus::INITIAL.word(),
            to_word(&recording.source)?,
            recording.name,
            i64::from(recording.channels),
            recording.key_id,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        if stored.rows_affected() == 0 {
            return Ok(false);
        }
        self.touch(Touched::one("created", "recording", id, None));
        Ok(true)
    }

    async fn find(&mut self, recording: RecordingId) -> Result<Option<Recording>, Failure> {
        self.alone(recording.get()).await?;
        let (org, all, user) = (self.org()?, self.sees_restricted(), self.user());
        let row = within_reach!("r.recording_id = $4", org, all, user, recording.get())
            .fetch_optional(self.db())
            .await
            .map_err(engine::failure)?;
        let Some(row) = row else { return Ok(None) };
        let recording: Recording = row.try_into()?;
        self.touch_recording("read", &recording);
        Ok(Some(recording))
    }

    async fn key_ids(&mut self) -> Result<Vec<String>, Failure> {
        sqlx::query_scalar!(
            "SELECT DISTINCT key_id FROM recordings WHERE status NOT IN ('discarded', 'cleaned') ORDER BY key_id"
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)
    }

    async fn list(&mut self, filter: RecordingFilter) -> Result<Vec<Recording>, Failure> {
        let (org, all, user) = (self.org()?, self.sees_restricted(), self.user());
        let (visit, person) = match filter {
            RecordingFilter::OfVisit(visit) => (Some(visit.get()), None),
            RecordingFilter::Waiting(person) => (None, Some(person.get())),
        };
        let rows = within_reach!(
            "r.status <> 'discarded'
             AND ($4::uuid IS NULL OR r.visit_id = $4::uuid)
             AND ($5::uuid IS NULL OR (r.recorded_by = $5::uuid
                  AND (r.status IN ('running', 'paused') OR (r.visit_id IS NULL AND r.status = 'stopped'))))
             ORDER BY r.started_at DESC, r.recording_id DESC LIMIT $6",
            org,
            all,
            user,
            visit,
            person,
            LIST_MAX
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let subjects = rows.iter().map(|row| row.recording_id).collect();
        self.touch(Touched::list("recording", None, subjects));
        rows.into_iter().map(TryInto::try_into).collect()
    }

    async fn add_segment(
        &mut self,
        recording: &Recording,
        segment: &Segment,
    ) -> Result<Option<Segment>, Failure> {
        segments::add(self, recording, segment).await
    }
    async fn segment(
        &mut self,
        recording: RecordingId,
        number: u32,
    ) -> Result<Option<Segment>, Failure> {
        segments::one(self, recording, number).await
    }
    async fn segments(
        &mut self,
        recording: RecordingId,
        from: u32,
        to: u32,
    ) -> Result<Vec<Segment>, Failure> {
        segments::between(self, recording, from, to).await
    }
    async fn stored(&mut self, recording: RecordingId) -> Result<SegmentStored, Failure> {
        segments::stored(self, recording).await
    }

    async fn set_job(&mut self, recording: RecordingId, job: Option<JobId>) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "UPDATE recordings SET job_id = $3 WHERE organization_id = $1 AND recording_id = $2",
            org,
            recording.get(),
            job.map(JobId::get)
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(())
    }

    async fn has_turn(&mut self, recording: RecordingId) -> Result<bool, Failure> {
        let org = self.org()?;
        let earlier = sqlx::query_scalar!(
            "SELECT j.job_id FROM recordings mine
               JOIN jobs m ON m.job_id = mine.job_id
               JOIN visits mv ON mv.visit_id = mine.visit_id
               JOIN visits v ON v.patient_id = mv.patient_id
               JOIN recordings r ON r.visit_id = v.visit_id AND r.recording_id <> mine.recording_id
               JOIN jobs j ON j.job_id = r.job_id
              WHERE mine.organization_id = $1 AND mine.recording_id = $2
                AND mine.status NOT IN ('running', 'paused') AND r.status NOT IN ('running', 'paused')
                AND j.status IN ('queued', 'running')
                AND (j.created_at < m.created_at OR (j.created_at = m.created_at AND j.job_id < m.job_id))
              LIMIT 1",
            org,
            recording.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(earlier.is_none())
    }

    async fn advance_words(
        &mut self,
        recording: RecordingId,
        before: u32,
        (frame, second): (u32, u32),
    ) -> Result<bool, Failure> {
        let org = self.org()?;
        let stored = sqlx::query!(
            "UPDATE recordings SET transcribed = $4, resting = $5
              WHERE organization_id = $1 AND recording_id = $2 AND transcribed = $3",
            org,
            recording.get(),
            i64::from(before),
            i64::from(frame),
            i64::from(second)
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(stored.rows_affected() == 1)
    }

    async fn words(&mut self, recording: RecordingId) -> Result<(u32, u32), Failure> {
        let org = self.org()?;
        let row = sqlx::query!(
            "SELECT transcribed, resting FROM recordings WHERE organization_id = $1 AND recording_id = $2",
            org,
            recording.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        let row = row.ok_or_else(|| Failure::not_found("recording"))?;
        Ok((count(row.transcribed), count(row.resting)))
    }

    async fn transition(
        &mut self,
        recording: &Recording,
        event: RecordingEvent,
    ) -> Result<Recording, Failure> {
        let from = recording.status;
        let to = from.apply(event).map_err(Failure::transition)?;
        let (org, now, id) = (self.org()?, self.now(), recording.recording_id);
        let (stops, cleans) = (
            event == RecordingEvent::Stop,
            event == RecordingEvent::Clean,
        );
        // The state in the condition fences off whoever moved it in the meantime.
        let moved = sqlx::query!(
            "UPDATE recordings SET status = $4, heard_at = $5,
                    stopped_at = CASE WHEN $6 THEN $5 ELSE stopped_at END,
                    cleaned_at = CASE WHEN $7 THEN $5 ELSE cleaned_at END
              WHERE organization_id = $1 AND recording_id = $2 AND status = $3",
            org,
            id.get(),
            from.word(),
            to.word(),
            now as _,
            stops,
            cleans
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        let current = Recordings::find(self, id)
            .await?
            .ok_or_else(|| Failure::not_found("recording"))?;
        if moved.rows_affected() == 0 {
            return match current.status.apply(event) {
                Ok(_) => Err(Failure::stale(&current)),
                Err(refused) => Err(Failure::transition(refused)),
            };
        }
        self.log_transition(org, id.get(), from, event, to).await?;
        self.touch_recording(RecordingStatus::event_word(event), recording);
        Ok(current)
    }

    async fn attach(&mut self, recording: &Recording, visit: VisitId) -> Result<bool, Failure> {
        let org = self.org()?;
        let stored = sqlx::query!(
            "UPDATE recordings SET visit_id = $3, transcribed = 0, resting = 0
              WHERE organization_id = $1 AND recording_id = $2 AND visit_id IS NULL",
            org,
            recording.recording_id.get(),
            visit.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_recording("changed", recording);
        Ok(stored.rows_affected() == 1)
    }

    async fn forget_segments(&mut self, recording: &Recording) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "DELETE FROM recording_segments WHERE organization_id = $1 AND recording_id = $2",
            org,
            recording.recording_id.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_recording("deleted", recording);
        Ok(())
    }

    async fn add_mark(
        &mut self,
        recording: &Recording,
        mark: &RecordingMark,
    ) -> Result<(), Failure> {
        let (org, kind) = (self.org()?, to_word(&mark.kind)?);
        sqlx::query!(
            "INSERT INTO recording_marks (recording_id, at_ms, kind, organization_id, marked_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (recording_id, at_ms, kind) DO NOTHING",
            recording.recording_id.get(),
            i64::from(mark.at_ms),
            kind,
            org,
            Ts::from(mark.marked_at.get()) as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_recording("changed", recording);
        Ok(())
    }

    async fn marks(&mut self, recording: RecordingId) -> Result<Vec<RecordingMark>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query!(
            "SELECT at_ms, kind, marked_at FROM recording_marks
              WHERE organization_id = $1 AND recording_id = $2 ORDER BY at_ms, marked_at, kind",
            org,
            recording.get()
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        rows.into_iter()
            .map(|row| {
                Ok(RecordingMark {
                    at_ms: count(row.at_ms),
                    kind: from_word(&row.kind)?,
                    marked_at: Timestamp::new(row.marked_at.into()),
                })
            })
            .collect()
    }

    async fn insert_consent(&mut self, consent: &Consent) -> Result<(), Failure> {
        consents::insert(self, consent).await
    }
    async fn consent(
        &mut self,
        patient: PatientId,
        purpose: ConsentPurpose,
    ) -> Result<Option<Consent>, Failure> {
        consents::latest(self, patient, purpose).await
    }

    async fn retention(&mut self) -> Result<Option<u32>, Failure> {
        retention::days(self).await
    }
    async fn set_retention(&mut self, days: Option<u32>) -> Result<(), Failure> {
        retention::set_days(self, days).await
    }
    async fn due(
        &mut self,
        signed_before: Timestamp,
        only: Option<RecordingId>,
        limit: u32,
    ) -> Result<Vec<RecordingId>, Failure> {
        retention::due(self, signed_before, only, limit).await
    }
    async fn sealed_bytes(&mut self, recording: RecordingId) -> Result<u64, Failure> {
        retention::sealed_bytes(self, recording).await
    }
}
