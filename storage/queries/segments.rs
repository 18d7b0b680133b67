//! Pieces of recorded sound: where each lies in time and in its file.

use super::{count, unit::Unit};
use crate::engine;
use praxis_domain::scribe::recordings::{
    model::{Recording, RecordingId, SegmentStored},
    ports::Segment,
};
use praxis_kernel::Failure;

struct SegmentRow {
    number: i64,
    first_frame: i64,
    frames: i64,
    sealed: i64,
    hash: Vec<u8>,
    peaks: Vec<u8>,
}

impl From<SegmentRow> for Segment {
    fn from(row: SegmentRow) -> Self {
        Self {
            number: count(row.number),
            first_frame: count(row.first_frame),
            frames: count(row.frames),
            sealed: count(row.sealed),
            hash: row.hash,
            peaks: row.peaks,
        }
    }
}

pub(super) async fn add(
    unit: &mut Unit,
    recording: &Recording,
    segment: &Segment,
) -> Result<Option<Segment>, Failure> {
    let (org, now, id) = (unit.org()?, unit.now(), recording.recording_id);
    let number = i64::from(segment.number);
    let stored = sqlx::query!(
            "INSERT INTO recording_segments (recording_id, number, organization_id, first_frame, frames, sealed, hash,
                                             peaks)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (recording_id, number) DO NOTHING",
            id.get(),
            number,
            org,
            i64::from(segment.first_frame),
            i64::from(segment.frames),
            i64::from(segment.sealed),
            segment.hash,
            segment.peaks
        )
        .execute(unit.db())
        .await
        .map_err(engine::failure)?;
    if stored.rows_affected() == 0 {
        return one(unit, id, segment.number).await;
    }
    sqlx::query!(
        "UPDATE recordings SET segments = segments + 1, heard_at = $3,
                    last_number = CASE WHEN last_number < $4 THEN $4 ELSE last_number END,
                    frames = CASE WHEN frames < $5 THEN $5 ELSE frames END
              WHERE organization_id = $1 AND recording_id = $2",
        org,
        id.get(),
        now as _,
        number,
        i64::from(segment.first_frame) + i64::from(segment.frames)
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    unit.touch_recording("changed", recording);
    Ok(None)
}

pub(super) async fn one(
    unit: &mut Unit,
    recording: RecordingId,
    number: u32,
) -> Result<Option<Segment>, Failure> {
    let org = unit.org()?;
    let row = sqlx::query_as!(
            SegmentRow,
            "SELECT number, first_frame, frames, sealed, hash, peaks
               FROM recording_segments WHERE organization_id = $1 AND recording_id = $2 AND number = $3",
            org,
            recording.get(),
            i64::from(number)
        )
        .fetch_optional(unit.db())
        .await
        .map_err(engine::failure)?;
    Ok(row.map(Into::into))
}

pub(super) async fn between(
    unit: &mut Unit,
    recording: RecordingId,
    from: u32,
    to: u32,
) -> Result<Vec<Segment>, Failure> {
    let org = unit.org()?;
    let rows = sqlx::query_as!(
            SegmentRow,
            "SELECT number, first_frame, frames, sealed, hash, peaks
               FROM recording_segments
              WHERE organization_id = $1 AND recording_id = $2 AND first_frame < $4 AND first_frame + frames > $3
              ORDER BY number",
            org,
            recording.get(),
            i64::from(from),
            i64::from(to)
        )
        .fetch_all(unit.db())
        .await
        .map_err(engine::failure)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

pub(super) async fn stored(
    unit: &mut Unit,
    recording: RecordingId,
) -> Result<SegmentStored, Failure> {
    let org = unit.org()?;
    let row = sqlx::query!(
            r#"SELECT r.segments, CASE WHEN r.segments = r.last_number + 1 THEN r.segments
                      WHEN NOT EXISTS (SELECT 1 FROM recording_segments WHERE recording_id = $2 AND number = 0) THEN 0
                      ELSE (SELECT min(s.number + 1) FROM recording_segments s
                             WHERE s.recording_id = $2 AND NOT EXISTS
                                   (SELECT 1 FROM recording_segments t
                                     WHERE t.recording_id = $2 AND t.number = s.number + 1)) END AS "next!: i64"
                 FROM recordings r WHERE r.organization_id = $1 AND r.recording_id = $2"#,
            org,
            recording.get()
        )
        .fetch_optional(unit.db())
        .await
        .map_err(engine::failure)?
        .ok_or_else(|| Failure::not_found("recording"))?;
    Ok(SegmentStored {
        segments: count(row.segments),
        next: count(row.next),
    })
}
