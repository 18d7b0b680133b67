use super::setup::Nothing;
use crate::{Ctx, Failure};
use praxis_domain::access::{
    model::{Role, User, UserId},
    rules,
};
use praxis_kernel::{Event, FailureType, Rule, operation, wire};

/// All users of the clinic.
#[wire]
pub struct UserList {
    /// By name.
    pub items: Vec<User>,
}

/// All users of the clinic, deactivated ones included.
#[operation(GET "/v1/users", allow = "user:read", reads = [Users])]
pub async fn list_users(ctx: &Ctx, _input: Nothing) -> Result<UserList, Failure> {
    Ok(UserList {
        items: ctx.read().await?.access().users().await?,
    })
}

/// A new user.
#[wire(input)]
pub struct CreateUser {
    /// What is typed to sign in.
    pub login: String,
    /// The name that signs notes.
    pub display_name: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// 8 to 128 characters; told to the person by the admin.
    pub password: String,
}

/// Creates a user who can sign in at once.
#[operation(POST "/v1/users", allow = "user:write", status = 201, changes = [Users], errors = [Conflict])]
pub async fn create_user(ctx: &Ctx, input: CreateUser) -> Result<User, Failure> {
    let user = User {
        user_id: UserId::new(ctx.id()),
        login: rules::check_login(&input.login)?,
        display_name: rules::check_name("display_name", &input.display_name)?,
        roles: check_roles(input.roles)?,
        active: true,
        version: 1,
        created_at: ctx.now(),
    };
    rules::check_password(&input.password, &input.login)?;
    let hash = ctx.services.passwords.hash(&input.password).await?;
    let mut work = ctx.write().await?;
    work.access().insert_user(&user, &hash).await?;
    work.commit().await?;
    Ok(user)
}

/// New name and roles of a user.
#[wire(input)]
pub struct UpdateUser {
    /// Who.
    pub user_id: UserId,
    /// The version that was read.
    pub version: i32,
    /// The name that signs notes.
    pub display_name: String,
    /// At least one.
    pub roles: Vec<Role>,
}

/// Changes a user's name and roles; open sessions have the new rights on their next request.
#[operation(PUT "/v1/users/{user_id}", allow = "user:write", changes = [Users, Me], errors = [NotFound, Conflict])]
pub async fn update_user(ctx: &Ctx, input: UpdateUser) -> Result<User, Failure> {
    let roles = check_roles(input.roles)?;
    let display_name = rules::check_name("display_name", &input.display_name)?;
    change(ctx, input.user_id, input.version, |user| {
        user.display_name = display_name;
        user.roles = roles;
    })
    .await
}

/// Whether a user may sign in.
#[wire(input)]
pub struct SetUserActive {
    /// Who.
    pub user_id: UserId,
    /// The version that was read.
    pub version: i32,
    /// False ends every session of the user.
    pub active: bool,
}

/// Deactivates or reactivates a user.
#[operation(POST "/v1/users/{user_id}/active", allow = "user:write", changes = [Users], errors = [NotFound, Conflict])]
pub async fn set_user_active(ctx: &Ctx, input: SetUserActive) -> Result<User, Failure> {
    change(ctx, input.user_id, input.version, |user| {
        user.active = input.active;
    })
    .await
}

async fn change(
    ctx: &Ctx,
    user_id: UserId,
    version: i32,
    edit: impl FnOnce(&mut User),
) -> Result<User, Failure> {
    let mut work = ctx.write().await?;
    let stored = work
        .access()
        .user(user_id)
        .await?
        .ok_or_else(|| Failure::not_found("user"))?;
    let mut user = stored.clone();
    edit(&mut user);
    user.version = version;
    let loses_admin = !user.active || !user.roles.contains(&Role::Admin);
    if user_id == ctx.user()?.user_id && loses_admin && stored.roles.contains(&Role::Admin) {
        return Err(Failure::new(
            FailureType::Conflict,
            "You cannot take your own rights away. Ask another admin.",
        ));
    }
    let Some(changed) = work.access().update_user(&user).await? else {
        return Err(Failure::stale(&stored));
    };
    if !changed.active {
        work.access().end_sessions_of(user_id).await?;
    }
    work.commit().await?;
    if !changed.active {
        let ended = Event::AccessSessionEnded {
            user_id: user_id.to_string(),
        };
        ctx.services
            .events
            .publish(ctx.organization()?.organization_id, ended);
    }
    Ok(changed)
}

fn check_roles(mut roles: Vec<Role>) -> Result<Vec<Role>, Failure> {
    roles.sort_unstable();
    roles.dedup();
    if roles.is_empty() {
        return Err(Failure::validation(
            "roles",
            Rule::Required,
            "A user needs at least one role.",
        ));
    }
    Ok(roles)
}
