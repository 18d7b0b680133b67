use crate::{Ctx, Failure};
use praxis_domain::{
    PageRequest,
    patients::model::{Owner, OwnerId, OwnerWithAnimals},
    text::fold,
};
use praxis_kernel::{operation, wire};

/// What was typed to find an owner.
#[wire(input)]
pub struct SearchOwners {
    /// Beginning of the family name, or of family name and given name.
    pub query: String,
    /// Rows wanted: 20 when absent, at most 100.
    #[serde(default)]
    pub limit: Option<i32>,
}

/// Owners that match.
#[wire]
pub struct OwnerList {
    /// By name.
    pub items: Vec<Owner>,
}

/// Finds owners of animals by name.
#[operation(GET "/v1/ehr/owners", allow = "patient:read", reads = [Patients], tool = Read)]
pub async fn search_owners(ctx: &Ctx, input: SearchOwners) -> Result<OwnerList, Failure> {
    let limit = PageRequest::new(input.limit.or(Some(20)), None)?
        .limit
        .min(100);
    let folded = fold(input.query.trim());
    let items = ctx
        .read()
        .await?
        .patients()
        .search_owners(&folded, limit)
        .await?;
    Ok(OwnerList { items })
}

/// One owner.
#[wire(input)]
pub struct GetOwner {
    /// Who.
    pub owner_id: OwnerId,
}

/// An owner with all their animals.
#[operation(GET "/v1/ehr/owners/{owner_id}", allow = "patient:read", reads = [Patients], errors = [NotFound], tool = Read)]
pub async fn get_owner(ctx: &Ctx, input: GetOwner) -> Result<OwnerWithAnimals, Failure> {
    let mut work = ctx.read().await?;
    let owner = work
        .patients()
        .owner(input.owner_id)
        .await?
        .ok_or_else(|| Failure::not_found("owner"))?;
    let animals = work.patients().animals_of(input.owner_id).await?;
    Ok(OwnerWithAnimals { owner, animals })
}
