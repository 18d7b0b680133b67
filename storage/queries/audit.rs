//! The audit log as it is read.

use super::{count, unit::Unit};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use praxis_domain::{
    PageRequest,
    audit::{
        model::{AuditEntry, AuditPage},
        ports::{Audit, AuditFilter, ChainHead},
    },
    store::{ChainedEntry, Touched},
};
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

struct Row {
    chain: i64,
    sequence: i64,
    at: Ts,
    user_id: Option<Uuid>,
    user_name: Option<String>,
    action: String,
    outcome: String,
    resource: String,
    resource_id: Option<Uuid>,
    patient_id: Option<Uuid>,
    reference: String,
    origin: String,
    subjects: Vec<u8>,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

impl From<Row> for ChainedEntry {
    fn from(row: Row) -> Self {
        Self {
            entry: AuditEntry {
                chain: count(row.chain),
                sequence: count(row.sequence),
                at: Timestamp::new(row.at.into()),
                user_id: row.user_id.map(|id| id.to_string()),
                user_name: row.user_name,
                action: row.action,
                outcome: row.outcome,
                resource: row.resource,
                resource_id: row.resource_id.map(|id| id.to_string()),
                patient_id: row.patient_id.map(|id| id.to_string()),
                reference: row.reference,
                origin: row.origin,
            },
            subjects: row.subjects,
            previous: row.previous,
            hash: row.hash,
        }
    }
}

/// The days of a filter as moments: from the start of the first to the end of the last.
fn bounds(filter: &AuditFilter) -> (Option<Ts>, Option<Ts>) {
    let start = |day: jiff::civil::Date| {
        day.to_zoned(jiff::tz::TimeZone::UTC)
            .map(|zoned| Ts::from(zoned.timestamp()))
            .ok()
    };
    (
        filter.from.and_then(|day| start(day.get())),
        filter
            .to
            .and_then(|day| start(day.get().tomorrow().unwrap_or(day.get()))),
    )
}

#[async_trait]
impl Audit for Unit {
    async fn page(
        &mut self,
        filter: &AuditFilter,
        page: PageRequest,
    ) -> Result<AuditPage, Failure> {
        let org = self.org()?;
        let (from, to) = bounds(filter);
        let rows = sqlx::query_as!(
            Row,
            r#"SELECT a.chain AS "chain!", a.sequence AS "sequence!", a.at AS "at!", a.user_id AS "user_id?",
                      u.display_name AS "user_name?", a.action AS "action!", a.outcome AS "outcome!",
                      a.resource AS "resource!", a.resource_id AS "resource_id?", a.patient_id AS "patient_id?",
                      a.reference AS "reference!", a.origin AS "origin!", a.subjects AS "subjects!",
                      a.previous AS "previous!", a.hash AS "hash!"
                 FROM audit a LEFT JOIN users u ON u.user_id = a.user_id
                WHERE a.organization_id = $1
                  AND ($2::uuid IS NULL OR a.user_id = $2::uuid)
                  AND ($3::uuid IS NULL OR a.patient_id = $3::uuid)
                  AND ($4::text IS NULL OR a.action = $4::text)
                  AND ($5::timestamptz IS NULL OR a.at >= $5::timestamptz)
                  AND ($6::timestamptz IS NULL OR a.at < $6::timestamptz)
                ORDER BY a.at DESC, a.chain DESC, a.sequence DESC
                LIMIT $7 OFFSET $8"#,
            org,
            filter.user,
            filter.patient,
            filter.action,
            from as _,
            to as _,
            i64::from(page.limit),
            i64::from(page.offset)
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!: i64" FROM audit a
                WHERE a.organization_id = $1
                  AND ($2::uuid IS NULL OR a.user_id = $2::uuid)
                  AND ($3::uuid IS NULL OR a.patient_id = $3::uuid)
                  AND ($4::text IS NULL OR a.action = $4::text)
                  AND ($5::timestamptz IS NULL OR a.at >= $5::timestamptz)
                  AND ($6::timestamptz IS NULL OR a.at < $6::timestamptz)"#,
            org,
            filter.user,
            filter.patient,
            filter.action,
            from as _,
            to as _
        )
        .fetch_one(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::list("audit", filter.patient, vec![]));
        Ok(AuditPage {
            items: rows
                .into_iter()
                .map(|row| ChainedEntry::from(row).entry)
                .collect(),
            total: count(total),
        })
    }

    async fn heads(&mut self) -> Result<Vec<ChainHead>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query!(
            "SELECT chain, sequence, hash FROM audit_heads WHERE organization_id = $1 ORDER BY chain",
            org
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(rows
            .into_iter()
            .map(|row| ChainHead {
                chain: count(row.chain),
                sequence: count(row.sequence),
                hash: row.hash,
            })
            .collect())
    }

    async fn chain(
        &mut self,
        chain: u32,
        after: u32,
        limit: u32,
    ) -> Result<Vec<ChainedEntry>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query_as!(
            Row,
            r#"SELECT chain, sequence, at, user_id, NULL AS "user_name?: String", action, outcome, resource,
                      resource_id, patient_id, reference, origin, subjects, previous, hash
                 FROM audit
                WHERE organization_id = $1 AND chain = $2 AND sequence > $3
                ORDER BY sequence LIMIT $4"#,
            org,
            i64::from(chain),
            i64::from(after),
            i64::from(limit)
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(rows.into_iter().map(Into::into).collect())
    }
}
