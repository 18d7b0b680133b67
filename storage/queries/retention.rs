//! How long sound is kept, and whose time is over.

use super::{count, unit::Unit};
use crate::engine::{self, Ts};
use praxis_domain::{
    scribe::recordings::{model::RecordingId, rules::RATE},
    store::Touched,
};
use praxis_kernel::{Failure, Timestamp};

pub(super) async fn days(unit: &mut Unit) -> Result<Option<u32>, Failure> {
    let org = unit.org()?;
    let days = sqlx::query_scalar!(
        "SELECT days FROM recording_retention WHERE organization_id = $1",
        org
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(days.map(count))
}

pub(super) async fn set_days(unit: &mut Unit, days: Option<u32>) -> Result<(), Failure> {
    let org = unit.org()?;
    match days {
        Some(days) => sqlx::query!(
            "INSERT INTO recording_retention (organization_id, days) VALUES ($1, $2)
             ON CONFLICT (organization_id) DO UPDATE SET days = excluded.days",
            org,
            i64::from(days)
        )
        .execute(unit.db())
        .await
        .map_err(engine::failure)?,
        None => sqlx::query!(
            "DELETE FROM recording_retention WHERE organization_id = $1",
            org
        )
        .execute(unit.db())
        .await
        .map_err(engine::failure)?,
    };
    unit.touch(Touched::one("changed", "retention", org, None));
    Ok(())
}

/// Also those that were being cleaned when the program ended: their pieces are still known.
pub(super) async fn due(
    unit: &mut Unit,
    signed_before: Timestamp,
    only: Option<RecordingId>,
    limit: u32,
) -> Result<Vec<RecordingId>, Failure> {
    let org = unit.org()?;
    // Lengths are told in whole milliseconds, and so are words complete.
    let millisecond = i64::from(RATE / 1000);
    let rows = sqlx::query_scalar!(
        "SELECT r.recording_id FROM recordings r JOIN visits v ON v.visit_id = r.visit_id
          WHERE r.organization_id = $1 AND ($2::uuid IS NULL OR r.recording_id = $2::uuid)
            AND ((r.status = 'stopped' AND v.status IN ('finalized', 'amended') AND v.finalized_at < $3
                  AND r.frames > 0 AND r.transcribed / $4 >= r.frames / $4
                  AND EXISTS (SELECT 1 FROM transcripts t WHERE t.visit_id = r.visit_id))
                 OR (r.status = 'cleaned' AND EXISTS
                     (SELECT 1 FROM recording_segments s WHERE s.recording_id = r.recording_id)))
          ORDER BY v.finalized_at, r.recording_id LIMIT $5",
        org,
        only.map(RecordingId::get),
        Ts::from(signed_before.get()) as _,
        millisecond,
        i64::from(limit)
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(rows.into_iter().map(RecordingId::new).collect())
}

pub(super) async fn sealed_bytes(unit: &mut Unit, recording: RecordingId) -> Result<u64, Failure> {
    let org = unit.org()?;
    let bytes = sqlx::query_scalar!(
        r#"SELECT CAST(coalesce(sum(sealed), 0) AS bigint) AS "bytes!: i64" FROM recording_segments
            WHERE organization_id = $1 AND recording_id = $2"#,
        org,
        recording.get()
    )
    .fetch_one(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(u64::try_from(bytes).unwrap_or(0))
}
