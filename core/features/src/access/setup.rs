use super::{
    attempts::Attempt,
    sign_in::{open_session, view},
};
use crate::{Ctx, Failure};
use praxis_domain::access::{
    model::{Organization, OrganizationId, Role, SetupStatus, SignedIn, User, UserId},
    rules,
};
use praxis_kernel::{FailureType, Rule, operation, wire};

/// Nothing is asked.
#[wire(input)]
#[derive(Default)]
pub struct Nothing {}

/// Whether the first-run set-up is still to be done.
#[operation(GET "/v1/setup/status", allow = "public", reads = [Me])]
pub async fn setup_status(ctx: &Ctx, _input: Nothing) -> Result<SetupStatus, Failure> {
    let needed = !ctx.read().await?.access().is_set_up().await?;
    Ok(SetupStatus {
        needed,
        code_required: ctx.services.setup.code_required(),
    })
}

/// The first clinic and its first admin.
#[wire(input)]
pub struct InitializeSetup {
    /// The one-time code that the server printed at its start.
    #[serde(default)]
    pub code: Option<String>,
    /// The clinic's name.
    pub organization_name: String,
    /// The admin's name, as it signs notes.
    pub display_name: String,
    /// What the admin types to sign in.
    pub login: String,
    /// 8 to 128 characters.
    pub password: String,
    /// Whether to load the demo clinic.
    #[serde(default)]
    pub demo: bool,
}

/// Creates the first organisation and its first admin, once.
#[operation(POST "/v1/setup/initialize", allow = "public", status = 201, changes = [Me, Users], errors = [Conflict, TooManyRequests], session = Starts)]
pub async fn initialize_setup(ctx: &Ctx, input: InitializeSetup) -> Result<SignedIn, Failure> {
    let attempt = Attempt::begin(ctx, None).await?;
    if ctx.read().await?.access().is_set_up().await? {
        return Err(already_done());
    }
    if !ctx.services.setup.admits(input.code.as_deref(), ctx.now()) {
        return Err(Failure::validation(
            "code",
            Rule::Wrong,
            "The set-up code is wrong or has expired. A new one is printed when the server starts.",
        ));
    }
    let mut work = ctx.write().await?;
    attempt.succeeded(work.as_mut()).await?;
    work.commit().await?;
    found_clinic(ctx, &input).await
}

/// Creates a clinic with its first admin and signs the admin in.
async fn found_clinic(ctx: &Ctx, input: &InitializeSetup) -> Result<SignedIn, Failure> {
    let organization = Organization {
        organization_id: OrganizationId::new(ctx.id()),
        name: rules::check_name("organization_name", &input.organization_name)?,
    };
    let admin = User {
        user_id: UserId::new(ctx.id()),
        login: rules::check_login(&input.login)?,
        display_name: rules::check_name("display_name", &input.display_name)?,
        // The first person of a small practice is its clinician as well.
        roles: vec![Role::Admin, Role::Clinician],
        active: true,
        version: 1,
        created_at: ctx.now(),
    };
    rules::check_password(&input.password, &input.login)?;
    let hash = ctx.services.passwords.hash(&input.password).await?;

    let actor = ctx.actor_as(organization.organization_id, Some(admin.user_id));
    let mut work = ctx.services.store.write(&actor).await?;
    if work.access().is_set_up().await? {
        return Err(already_done());
    }
    work.access().insert_organization(&organization).await?;
    work.access().insert_user(&admin, &hash).await?;
    if input.demo {
        crate::patients::demo::enqueue(ctx, work.as_mut()).await?;
    }
    let (session, tokens) = open_session(ctx, work.as_mut(), &admin, &organization).await?;
    let me = view(ctx, work.as_mut(), &session).await?;
    work.commit().await?;
    ctx.services.events.jobs_changed();
    Ok(tokens.answer(me))
}

fn already_done() -> Failure {
    Failure::new(
        FailureType::Conflict,
        "The set-up was done before. Please sign in.",
    )
}
