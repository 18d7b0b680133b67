//! Pages and searches of patients.

use super::{count, patients::SummaryRow, unit::Unit};
use crate::engine::{self, Day, Ts};
use praxis_domain::{
    PageRequest,
    patients::{
        model::{PatientPage, PatientSummary},
        ports::PageStart,
    },
    store::Touched,
};
use praxis_kernel::Failure;
use uuid::Uuid;

/// The first text after all that begin so, in byte order.
pub(super) fn after_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

pub(super) async fn page(
    unit: &mut Unit,
    page: PageRequest,
    start: PageStart,
) -> Result<PatientPage, Failure> {
    let (org, all) = (unit.org()?, unit.sees_restricted());
    let (key, id) = match &start {
        PageStart::Offset => (String::new(), Uuid::nil()),
        PageStart::After(key, patient) => (key.clone(), patient.get()),
    };
    // With the total, which saves asking for it; it is computed once for all rows.
    let rows = sqlx::query!(
        r#"SELECT p.patient_id, p.kind, p.mrn, p.listed_family, p.given_name, p.birth_date AS "birth_date?: Day", p.sex,
                  p.species, p.listed_phone, p.restricted,
                  (SELECT count(*) FROM visits v
                    WHERE v.patient_id = p.patient_id AND v.status <> 'cancelled') AS "visits!: i64",
                  (SELECT max(v.started_at) FROM visits v
                    WHERE v.patient_id = p.patient_id AND v.status <> 'cancelled') AS "last_visit_at?: Ts",
                  p.sort_key,
                  (SELECT CAST(coalesce(sum(t.open + CASE WHEN $4 THEN t.restricted ELSE 0 END), 0) AS bigint)
                     FROM patient_totals t WHERE t.organization_id = $1) AS "total!: i64"
             FROM patients p
            WHERE p.organization_id = $1 AND (p.sort_key, p.patient_id) > ($2, $3) AND (NOT p.restricted OR $4)
            ORDER BY p.sort_key, p.patient_id LIMIT $5 OFFSET $6"#,
        org,
        key,
        id,
        all,
        i64::from(page.limit) + 1,
        i64::from(page.offset)
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    let total = match rows.first() {
        Some(row) => count(row.total),
        None => total(unit).await?,
    };
    let more = rows.len() > page.limit as usize;
    let rows: Vec<SummaryRow> = rows
        .into_iter()
        .take(page.limit as usize)
        .map(|row| SummaryRow {
            patient_id: row.patient_id,
            kind: row.kind,
            mrn: row.mrn,
            listed_family: row.listed_family,
            given_name: row.given_name,
            birth_date: row.birth_date,
            sex: row.sex,
            species: row.species,
            listed_phone: row.listed_phone,
            restricted: row.restricted,
            visits: row.visits,
            last_visit_at: row.last_visit_at,
            sort_key: row.sort_key,
        })
        .collect();
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| format!("{} {}", row.patient_id, row.sort_key));
    Ok(PatientPage {
        items: listed(unit, rows)?,
        total,
        next,
    })
}

/// For a page behind the end.
async fn total(unit: &mut Unit) -> Result<u32, Failure> {
    let (org, all) = (unit.org()?, unit.sees_restricted());
    let row = sqlx::query!(
        r#"SELECT CAST(coalesce(sum(open), 0) AS bigint) AS "open!: i64",
                  CAST(coalesce(sum(restricted), 0) AS bigint) AS "restricted!: i64"
             FROM patient_totals WHERE organization_id = $1"#,
        org
    )
    .fetch_one(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(count(row.open + if all { row.restricted } else { 0 }))
}

/// Patients that every word leads to. The first word, the longest, chooses the index range; each
/// other one is looked up per candidate (with `EXISTS`, PostgreSQL would rather hash all words).
pub(super) async fn search(
    unit: &mut Unit,
    words: &[String],
    limit: u32,
) -> Result<Vec<PatientSummary>, Failure> {
    let (org, all) = (unit.org()?, unit.sees_restricted());
    let word = |index: usize| words.get(index).cloned().unwrap_or_default();
    let ranges: Vec<(String, String)> = (0..4)
        .map(|index| (word(index), after_prefix(&word(index))))
        .collect();
    let [(a, a_end), (b, b_end), (c, c_end), (d, d_end)] = ranges.as_slice() else {
        return Ok(vec![]);
    };
    if a.is_empty() {
        return Ok(vec![]);
    }
    let mut rows = sqlx::query_as!(
        SummaryRow,
        r#"SELECT p.patient_id, p.kind, p.mrn, p.listed_family, p.given_name, p.birth_date, p.sex, p.species,
                  p.listed_phone, p.restricted,
                  (SELECT count(*) FROM visits v
                    WHERE v.patient_id = p.patient_id AND v.status <> 'cancelled') AS "visits!: i64",
                  (SELECT max(v.started_at) FROM visits v
                    WHERE v.patient_id = p.patient_id AND v.status <> 'cancelled') AS "last_visit_at?: Ts",
                  p.sort_key
             FROM patient_words w JOIN patients p ON p.patient_id = w.patient_id
            WHERE w.organization_id = $1 AND w.word >= $2 AND w.word < $3 AND (NOT p.restricted OR $4)
              AND ($5::text = '' OR (SELECT 1 FROM patient_words x WHERE x.patient_id = w.patient_id
                     AND x.word >= $5::text AND x.word < $6::text LIMIT 1) = 1)
              AND ($7::text = '' OR (SELECT 1 FROM patient_words x WHERE x.patient_id = w.patient_id
                     AND x.word >= $7::text AND x.word < $8::text LIMIT 1) = 1)
              AND ($9::text = '' OR (SELECT 1 FROM patient_words x WHERE x.patient_id = w.patient_id
                     AND x.word >= $9::text AND x.word < $10::text LIMIT 1) = 1)
            ORDER BY w.word, w.sort_key, w.patient_id LIMIT $11"#,
        org,
        a,
        a_end,
        all,
        b,
        b_end,
        c,
        c_end,
        d,
        d_end,
        // Two words of one patient may lie in the range of the first.
        i64::from(limit) * 2
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| seen.insert(row.patient_id));
    rows.truncate(limit as usize);
    listed(unit, rows)
}

pub(super) async fn animals_of(
    unit: &mut Unit,
    owner: Uuid,
) -> Result<Vec<PatientSummary>, Failure> {
    let (org, all) = (unit.org()?, unit.sees_restricted());
    let rows = sqlx::query_as!(
        SummaryRow,
        r#"SELECT p.patient_id, p.kind, p.mrn, p.listed_family, p.given_name, p.birth_date, p.sex, p.species,
                  p.listed_phone, p.restricted,
                  (SELECT count(*) FROM visits v
                    WHERE v.patient_id = p.patient_id AND v.status <> 'cancelled') AS "visits!: i64",
                  (SELECT max(v.started_at) FROM visits v
                    WHERE v.patient_id = p.patient_id AND v.status <> 'cancelled') AS "last_visit_at?: Ts",
                  p.sort_key
             FROM patients p
            WHERE p.organization_id = $1 AND p.owner_id = $2 AND (NOT p.restricted OR $3)
            ORDER BY p.sort_key, p.patient_id LIMIT 1000"#,
        org,
        owner,
        all
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    listed(unit, rows)
}

/// Rows become what is shown, and the audit log learns who was shown.
fn listed(unit: &Unit, rows: Vec<SummaryRow>) -> Result<Vec<PatientSummary>, Failure> {
    let subjects = rows.iter().map(|row| row.patient_id).collect();
    unit.touch(Touched::list("patient", None, subjects));
    rows.into_iter().map(TryInto::try_into).collect()
}
