//! What was asked of models, and what it cost.

use super::{count, from_json, to_json, to_word, unit::Unit};
use crate::engine::{self, Ts};
use praxis_domain::{
    access::model::UserId,
    models::model::{ModelCall, ModelCallId, ModelPrice, ModelTask, ModelUsage},
    store::Touched,
    visits::model::VisitId,
};
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

struct Row {
    call_id: Uuid,
    asked_at: Ts,
    steps: String,
    model: Option<String>,
    prompt_tokens: Option<i64>,
    answer_tokens: Option<i64>,
    first_piece_ms: Option<i64>,
    total_ms: i64,
}

impl Row {
    fn call(self, task: ModelTask, visit_id: Option<VisitId>) -> Result<ModelCall, Failure> {
        Ok(ModelCall {
            call_id: ModelCallId::new(self.call_id),
            task,
            visit_id,
            asked_at: Timestamp::new(self.asked_at.into()),
            steps: from_json(&self.steps)?,
            model: self.model,
            prompt_tokens: counted(self.prompt_tokens),
            answer_tokens: counted(self.answer_tokens),
            first_piece_ms: counted(self.first_piece_ms),
            total_ms: count(self.total_ms),
        })
    }
}

fn counted(number: Option<i64>) -> Option<u32> {
    number.map(count)
}

pub(super) async fn insert(unit: &mut Unit, call: &ModelCall, by: UserId) -> Result<(), Failure> {
    let org = unit.org()?;
    sqlx::query!(
        "INSERT INTO model_calls (call_id, organization_id, task, visit_id, asked_by, asked_at, steps, model,
                                  prompt_tokens, answer_tokens, first_piece_ms, total_ms)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        call.call_id.get(),
        org,
        to_word(&call.task)?,
        call.visit_id.map(VisitId::get),
        by.get(),
        Ts::from(call.asked_at.get()) as _,
        to_json(&call.steps)?,
        call.model,
        call.prompt_tokens.map(i64::from),
        call.answer_tokens.map(i64::from),
        call.first_piece_ms.map(i64::from),
        i64::from(call.total_ms)
    )
    .execute(unit.db())
    .await
    .map_err(engine::failure)?;
    let asked = Touched::one("created", "question to a model", call.call_id.get(), None);
    unit.touch(asked);
    Ok(())
}

pub(super) async fn latest(
    unit: &mut Unit,
    visit: VisitId,
    task: ModelTask,
) -> Result<Option<ModelCall>, Failure> {
    let (org, word) = (unit.org()?, to_word(&task)?);
    let row = sqlx::query_as!(
        Row,
        "SELECT call_id, asked_at, steps, model, prompt_tokens, answer_tokens, first_piece_ms, total_ms
           FROM model_calls WHERE organization_id = $1 AND visit_id = $2 AND task = $3
          ORDER BY asked_at DESC, call_id DESC LIMIT 1",
        org,
        visit.get(),
        word
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    row.map(|row| row.call(task, Some(visit))).transpose()
}

pub(super) async fn latest_chat(unit: &mut Unit, by: UserId) -> Result<Option<ModelCall>, Failure> {
    let (org, word) = (unit.org()?, to_word(&ModelTask::Chat)?);
    let row = sqlx::query_as!(
        Row,
        "SELECT call_id, asked_at, steps, model, prompt_tokens, answer_tokens, first_piece_ms, total_ms
           FROM model_calls WHERE organization_id = $1 AND asked_by = $2 AND task = $3
          ORDER BY asked_at DESC, call_id DESC LIMIT 1",
        org,
        by.get(),
        word
    )
    .fetch_optional(unit.db())
    .await
    .map_err(engine::failure)?;
    row.map(|row| row.call(ModelTask::Chat, None)).transpose()
}

pub(super) async fn usage(
    unit: &mut Unit,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<ModelUsage>, Failure> {
    let org = unit.org()?;
    let rows = sqlx::query!(
        r#"SELECT model AS "model!",
                  count(*) AS "calls!: i64",
                  CAST(coalesce(sum(prompt_tokens), 0) AS bigint) AS "prompt_tokens!: i64",
                  CAST(coalesce(sum(answer_tokens), 0) AS bigint) AS "answer_tokens!: i64",
                  count(*) - count(answer_tokens) AS "uncounted!: i64",
                  CAST(avg(first_piece_ms) AS bigint) AS "first_piece_ms?: i64",
                  CAST(avg(total_ms) AS bigint) AS "total_ms!: i64"
             FROM model_calls
            WHERE organization_id = $1 AND asked_at >= $2 AND asked_at < $3 AND model IS NOT NULL
            GROUP BY model ORDER BY model"#,
        org,
        Ts::from(from.get()) as _,
        Ts::from(to.get()) as _
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(rows
        .into_iter()
        .map(|row| ModelUsage {
            model: row.model,
            calls: count(row.calls),
            prompt_tokens: count(row.prompt_tokens),
            answer_tokens: count(row.answer_tokens),
            uncounted: count(row.uncounted),
            first_piece_ms: counted(row.first_piece_ms),
            total_ms: count(row.total_ms),
            cost: None,
            currency: None,
        })
        .collect())
}

pub(super) async fn prices(unit: &mut Unit) -> Result<Vec<ModelPrice>, Failure> {
    let org = unit.org()?;
    let rows = sqlx::query!(
        "SELECT model, prompt_price, answer_price, currency FROM model_prices
          WHERE organization_id = $1 ORDER BY model",
        org
    )
    .fetch_all(unit.db())
    .await
    .map_err(engine::failure)?;
    Ok(rows
        .into_iter()
        .map(|row| ModelPrice {
            model: row.model,
            prompt_price: count(row.prompt_price),
            answer_price: count(row.answer_price),
            currency: row.currency,
        })
        .collect())
}

pub(super) async fn set_prices(unit: &mut Unit, prices: &[ModelPrice]) -> Result<(), Failure> {
    let org = unit.org()?;
    sqlx::query!("DELETE FROM model_prices WHERE organization_id = $1", org)
        .execute(unit.db())
        .await
        .map_err(engine::failure)?;
    for price in prices {
        sqlx::query!(
            "INSERT INTO model_prices (organization_id, model, prompt_price, answer_price, currency)
             VALUES ($1, $2, $3, $4, $5)",
            org,
            price.model,
            i64::from(price.prompt_price),
            i64::from(price.answer_price),
            price.currency
        )
        .execute(unit.db())
        .await
        .map_err(engine::failure)?;
    }
    unit.touch(Touched::one("changed", "model prices", org, None));
    Ok(())
}
