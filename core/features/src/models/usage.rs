use crate::{Ctx, Failure};
use praxis_domain::models::{
    model::{ModelPrice, ModelUsage},
    rules,
};
use praxis_kernel::{Date, Rule, Timestamp, operation, wire};

/// Prices of a list at most.
const MAX_PRICES: usize = 500;

/// From which day to which.
#[wire(input)]
pub struct ListModelUsage {
    /// First day, in UTC.
    pub from: Date,
    /// Last day, in UTC.
    pub to: Date,
}

/// What was asked of each model.
#[wire]
pub struct ModelUsageList {
    /// By model.
    pub items: Vec<ModelUsage>,
}

/// What was asked of each model, and what it cost by the prices as they are now.
#[operation(GET "/v1/models/usage", allow = "model:read", reads = [Models])]
pub async fn list_model_usage(ctx: &Ctx, input: ListModelUsage) -> Result<ModelUsageList, Failure> {
    let (from, to) = (start(input.from, 0)?, start(input.to, 1)?);
    let mut work = ctx.snapshot().await?;
    let prices = work.models().prices().await?;
    let mut items = work.models().usage(from, to).await?;
    for usage in &mut items {
        rules::price(usage, &prices);
    }
    Ok(ModelUsageList { items })
}

fn start(day: Date, later: i64) -> Result<Timestamp, Failure> {
    let text = format!("{day}T00:00:00Z");
    let at = text
        .parse()
        .map(Timestamp::new)
        .map_err(|_| Failure::validation("from", Rule::OutOfRange, "There is no such day."))?;
    Ok(at.plus_seconds(later * 86_400))
}

/// Nothing is asked.
#[wire(input)]
pub struct ListModelPrices {}

/// What models cost.
#[wire]
pub struct ModelPrices {
    /// By model.
    pub items: Vec<ModelPrice>,
}

/// What models cost, by their exact names.
#[operation(GET "/v1/models/prices", allow = "model:read", reads = [Models])]
pub async fn list_model_prices(ctx: &Ctx, _input: ListModelPrices) -> Result<ModelPrices, Failure> {
    let items = ctx.read().await?.models().prices().await?;
    Ok(ModelPrices { items })
}

/// All prices.
#[wire(input)]
pub struct SetModelPrices {
    /// Those left out are removed.
    pub items: Vec<ModelPrice>,
}

/// Replaces the prices.
#[operation(PUT "/v1/models/prices", allow = "model:write", changes = [Models])]
pub async fn set_model_prices(ctx: &Ctx, input: SetModelPrices) -> Result<ModelPrices, Failure> {
    let mut items = input.items;
    items.sort_by(|a, b| a.model.cmp(&b.model));
    check(&items)?;
    let mut work = ctx.write().await?;
    work.models().set_prices(&items).await?;
    work.commit().await?;
    Ok(ModelPrices { items })
}

fn check(prices: &[ModelPrice]) -> Result<(), Failure> {
    let refuse = |rule, words| Err(Failure::validation("items", rule, words));
    if prices.len() > MAX_PRICES {
        return refuse(Rule::TooLong, "At most 500 prices.");
    }
    if prices.windows(2).any(|pair| pair[0].model == pair[1].model) {
        return refuse(Rule::Inconsistent, "A model has one price.");
    }
    let word = |text: &str| !text.is_empty() && text.len() <= 200 && text.trim() == text;
    let currency = |text: &str| text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    if !prices
        .iter()
        .all(|price| word(&price.model) && currency(&price.currency))
    {
        return refuse(
            Rule::Malformed,
            "A price names a model, and a currency of three letters such as EUR.",
        );
    }
    if prices
        .iter()
        .any(|price| price.prompt_price.max(price.answer_price) > i32::MAX.unsigned_abs())
    {
        return refuse(Rule::OutOfRange, "A price is at most 2147483647.");
    }
    Ok(())
}
