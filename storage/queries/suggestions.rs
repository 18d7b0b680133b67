//! What models suggested for a visit, and what people decided.

use super::{from_json, from_word, to_json, to_word, unit::Unit};
use crate::engine::{self, Ts};
use praxis_domain::{
    access::model::UserId,
    scribe::suggestions::{Suggestion, SuggestionDecision, SuggestionId},
    visits::model::{Provenance, Visit, VisitId},
};
use praxis_kernel::{Failure, Timestamp};

pub(super) async fn insert(
    unit: &mut Unit,
    visit: &Visit,
    suggestions: &[Suggestion],
) -> Result<(), Failure> {
    let org = unit.org()?;
    for (position, suggestion) in (0_i64..).zip(suggestions) {
        sqlx::query!(
            "INSERT INTO suggestions (suggestion_id, organization_id, visit_id, position, kind, body, reason, evidence,
                                      provider, model, prompt_version, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            suggestion.suggestion_id.get(),
            org,
            visit.visit_id.get(),
            position,
            to_word(&suggestion.kind)?,
            suggestion.text,
            suggestion.reason,
            to_json(&suggestion.evidence)?,
            suggestion.provenance.provider,
            suggestion.provenance.model,
            suggestion.provenance.prompt_version,
            Ts::from(suggestion.provenance.drafted_at.get()) as _
        )
        .execute(unit.db())
        .await
        .map_err(engine::failure)?;
    }
    unit.touch_visit("created", "suggestions", visit);
    Ok(())
}

pub(super) async fn of_visit(unit: &mut Unit, visit: VisitId) -> Result<Vec<Suggestion>, Failure> {
    let org = unit.org()?;
    let rows = sqlx::query!(
        "SELECT suggestion_id, kind, body, reason, evidence, provider, model, prompt_version, made_at, taken,
                decided_by, decided_at
           FROM suggestions WHERE organization_id = $1 AND visit_id = $2
          ORDER BY made_at, position, suggestion_id",
        org,
        visit.get()
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    let suggestion = rows.into_iter().map(|row| {
        let decision = match (row.taken, row.decided_by, row.decided_at) {
            (Some(taken), Some(by), Some(at)) => Some(SuggestionDecision {
                taken,
                decided_by: UserId::new(by),
                decided_at: Timestamp::new(at.into()),
            }),
            _ => None,
        };
        Ok(Suggestion {
            suggestion_id: SuggestionId::new(row.suggestion_id),
            visit_id: visit,
            kind: from_word(&row.kind)?,
            text: row.body,
            reason: row.reason,
            evidence: from_json(&row.evidence)?,
            provenance: Provenance {
                provider: row.provider,
                model: row.model,
                prompt_version: row.prompt_version,
                drafted_at: Timestamp::new(row.made_at.into()),
            },
            decision,
        })
    });
    suggestion.collect()
}

pub(super) async fn decide(
    unit: &mut Unit,
    visit: &Visit,
    suggestion: SuggestionId,
    taken: bool,
    by: UserId,
) -> Result<bool, Failure> {
    let (org, now) = (unit.org()?, unit.now());
    let decided = sqlx::query!(
        "UPDATE suggestions SET taken = $4, decided_by = $5, decided_at = $6
          WHERE organization_id = $1 AND visit_id = $2 AND suggestion_id = $3 AND taken IS NULL",
        org,
        visit.visit_id.get(),
        suggestion.get(),
        taken,
        by.get(),
        now as _
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    unit.touch_visit("changed", "suggestion", visit);
    Ok(decided.rows_affected() == 1)
}
