use crate::{Ctx, Done, Failure, vault::secrets};
use praxis_domain::{
    access::rules::check_name,
    models::{
        address::is_loopback,
        model::{Connection, ConnectionId, ConnectionKind, ConnectionState, ModelSettings},
        ports::{Endpoint, ModelProblem, Reach, Unanswered},
        rules,
    },
    store::Work,
};
use praxis_kernel::{FailureType, Rule, Secret, operation, wire};
use std::time::Duration;

/// A test answers within so much time.
const TEST: Duration = Duration::from_secs(4);
/// What a key is sealed for, along with the connection.
const KIND: &[u8] = b"model key";

/// Nothing is asked.
#[wire(input)]
pub struct ListModelConnections {}

/// The connections with what is known of them.
#[wire]
pub struct ModelConnections {
    /// Oldest first.
    pub items: Vec<ConnectionState>,
}

/// The connections to models, with which of them answer.
#[operation(GET "/v1/models/connections", allow = "model:read", reads = [Models])]
pub async fn list_model_connections(
    ctx: &Ctx,
    _input: ListModelConnections,
) -> Result<ModelConnections, Failure> {
    let mut work = ctx.read().await?;
    let settings = work.models().settings().await?;
    let connections = work.models().connections().await?;
    let state = |connection| state(ctx, connection, &settings);
    Ok(ModelConnections {
        items: connections.into_iter().map(state).collect(),
    })
}

fn state(ctx: &Ctx, connection: Connection, settings: &ModelSettings) -> ConnectionState {
    let health = ctx.services.model_health.of(connection.connection_id);
    ConnectionState {
        inside: rules::is_inside(&connection, settings),
        answered_at: health.answered_at,
        latency_ms: health.latency_ms,
        problem: health.problem,
        resting_until: health.resting_until(ctx.now()),
        connection,
    }
}

/// A new connection.
#[wire(input)]
pub struct CreateModelConnection {
    /// As the clinic calls it.
    pub name: String,
    /// How it is spoken to.
    pub kind: ConnectionKind,
    /// Its address; absent for the usual one of its kind.
    #[serde(default)]
    pub base_url: Option<String>,
    /// The model that is asked.
    pub model: String,
    /// Without a piece of the answer for so many seconds, it is given up: 1 to 600.
    pub patience_seconds: u32,
}

/// Adds a connection. It is asked only when it stands in the order of a task.
#[operation(POST "/v1/models/connections", allow = "model:write", status = 201, changes = [Models])]
pub async fn create_model_connection(
    ctx: &Ctx,
    input: CreateModelConnection,
) -> Result<Connection, Failure> {
    let usual = rules::usual_base_url(input.kind);
    let connection = checked(Connection {
        connection_id: ConnectionId::new(ctx.id()),
        name: input.name,
        kind: input.kind,
        base_url: input.base_url.unwrap_or_else(|| usual.to_owned()),
        model: input.model,
        has_key: false,
        enabled: true,
        patience_seconds: input.patience_seconds,
        version: 1,
        created_at: ctx.now(),
    })?;
    let mut work = ctx.write().await?;
    work.models().insert_connection(&connection).await?;
    work.commit().await?;
    Ok(connection)
}

fn checked(connection: Connection) -> Result<Connection, Failure> {
    if !(1..=600).contains(&connection.patience_seconds) {
        let words = "Between 1 and 600 seconds.";
        return Err(Failure::validation(
            "patience_seconds",
            Rule::OutOfRange,
            words,
        ));
    }
    Ok(Connection {
        name: check_name("name", &connection.name)?,
        model: check_name("model", &connection.model)?,
        base_url: rules::check_base_url(&connection.base_url)?,
        ..connection
    })
}

/// A changed connection.
#[wire(input)]
pub struct UpdateModelConnection {
    /// Which.
    pub connection_id: ConnectionId,
    /// The version that was read.
    pub version: i32,
    /// As the clinic calls it.
    pub name: String,
    /// How it is spoken to.
    pub kind: ConnectionKind,
    /// Its address. At another host, its key is removed and what is sent is shown anew.
    pub base_url: String,
    /// The model that is asked.
    pub model: String,
    /// Whether it may be asked at all.
    pub enabled: bool,
    /// Without a piece of the answer for so many seconds, it is given up: 1 to 600.
    pub patience_seconds: u32,
}

/// Changes a connection. A key goes only to the host it was given for.
#[operation(PUT "/v1/models/connections/{connection_id}", allow = "model:write", changes = [Models], errors = [NotFound, Conflict])]
pub async fn update_model_connection(
    ctx: &Ctx,
    input: UpdateModelConnection,
) -> Result<Connection, Failure> {
    let mut work = ctx.write().await?;
    let stored = find(work.as_mut(), input.connection_id).await?;
    let changed = checked(Connection {
        name: input.name,
        kind: input.kind,
        base_url: input.base_url,
        model: input.model,
        enabled: input.enabled,
        patience_seconds: input.patience_seconds,
        version: input.version,
        ..stored.clone()
    })?;
    let moved = rules::host(&changed.base_url) != rules::host(&stored.base_url);
    let Some(mut changed) = work.models().update_connection(&changed).await? else {
        return Err(Failure::stale(&stored));
    };
    if moved {
        work.models().set_key(stored.connection_id, None).await?;
        work.models().forget_shown(stored.connection_id).await?;
        changed.has_key = false;
    }
    work.commit().await?;
    ctx.services.model_health.forget(stored.connection_id);
    Ok(changed)
}

/// One connection.
#[wire(input)]
pub struct OneModelConnection {
    /// Which.
    pub connection_id: ConnectionId,
}

/// Removes a connection with its key. What it answered stays.
#[operation(DELETE "/v1/models/connections/{connection_id}", allow = "model:write", changes = [Models], errors = [NotFound])]
pub async fn delete_model_connection(
    ctx: &Ctx,
    input: OneModelConnection,
) -> Result<Done, Failure> {
    let mut work = ctx.write().await?;
    let stored = find(work.as_mut(), input.connection_id).await?;
    let mut settings = work.models().settings().await?;
    for chain in &mut settings.chains {
        chain.connections.retain(|id| *id != stored.connection_id);
    }
    // The settings were read in this transaction, so their version is the stored one.
    if settings.version > 0 && !work.models().save_settings(&settings).await? {
        return Err(Failure::stale(&settings));
    }
    work.models()
        .delete_connection(stored.connection_id)
        .await?;
    work.commit().await?;
    ctx.services.model_health.forget(stored.connection_id);
    Ok(Done {})
}

/// A key for a connection.
#[wire(input)]
pub struct SetModelKey {
    /// Which connection.
    pub connection_id: ConnectionId,
    /// The key as the provider gave it; absent removes the one that is there.
    #[serde(default)]
    pub key: Option<Secret>,
}

/// Keeps the key of a connection, sealed. It is never shown again.
#[operation(PUT "/v1/models/connections/{connection_id}/key", allow = "model:write", changes = [Models], errors = [NotFound])]
pub async fn set_model_key(ctx: &Ctx, input: SetModelKey) -> Result<Connection, Failure> {
    let mut work = ctx.write().await?;
    let connection = find(work.as_mut(), input.connection_id).await?;
    let id = connection.connection_id.get();
    let seal = |key: &Secret| secrets::seal(ctx, KIND, id.as_bytes(), key);
    let sealed = input.key.as_ref().map(seal).transpose()?;
    let sealed = sealed.as_ref().map(|(key, id)| (&key[..], &id[..]));
    work.models()
        .set_key(connection.connection_id, sealed)
        .await?;
    work.commit().await?;
    ctx.services.model_health.forget(connection.connection_id);
    Ok(Connection {
        has_key: input.key.is_some(),
        ..connection
    })
}

/// What a test found.
#[wire]
pub struct ModelConnectionTest {
    /// Why it gave no answer; absent when it did.
    pub problem: Option<ModelProblem>,
    /// Milliseconds to the answer.
    pub latency_ms: u32,
    /// Models that can be asked there.
    pub models: Vec<String>,
}

/// Asks a connection for its models: nothing of a patient is sent. Where nothing may leave the clinic, a connection outside is not even tested.
#[operation(POST "/v1/models/connections/{connection_id}/test", allow = "model:write", changes = [Models], errors = [NotFound])]
pub async fn test_model_connection(
    ctx: &Ctx,
    input: OneModelConnection,
) -> Result<ModelConnectionTest, Failure> {
    let mut work = ctx.read().await?;
    let connection = find(work.as_mut(), input.connection_id).await?;
    let endpoint = open_endpoint(ctx, work.as_mut(), &connection).await?;
    drop(work);
    let clock = &ctx.services.clock;
    let before = clock.now();
    let asked = tokio::time::timeout(TEST, ctx.services.models.models(&endpoint)).await;
    let latency_ms = milliseconds(before, clock.now());
    let id = connection.connection_id;
    Ok(
        match asked.unwrap_or_else(|_| Err(ModelProblem::Late.into())) {
            Ok(models) => {
                ctx.services
                    .model_health
                    .answered(id, clock.now(), latency_ms);
                ModelConnectionTest {
                    problem: None,
                    latency_ms,
                    models,
                }
            }
            Err(Unanswered { problem, .. }) => {
                ctx.services.model_health.failed(id, clock.now(), problem);
                ModelConnectionTest {
                    problem: Some(problem),
                    latency_ms,
                    models: vec![],
                }
            }
        },
    )
}

/// Where a connection is asked for what concerns nobody. Where nothing may leave the clinic, a
/// connection outside is not asked at all.
pub(super) async fn open_endpoint(
    ctx: &Ctx,
    work: &mut dyn Work,
    connection: &Connection,
) -> Result<Endpoint, Failure> {
    let settings = work.models().settings().await?;
    let reach = if is_loopback(&connection.base_url) {
        Reach::ThisMachine
    } else if rules::is_inside(connection, &settings) || !settings.local_only {
        Reach::Anywhere
    } else {
        return Err(Failure::new(
            FailureType::Unavailable,
            "This address is outside the clinic, and nothing may leave it.",
        ));
    };
    endpoint(ctx, work, connection, reach).await
}

/// Milliseconds between two moments.
pub(super) fn milliseconds(from: praxis_kernel::Timestamp, to: praxis_kernel::Timestamp) -> u32 {
    u32::try_from((to.micros() - from.micros()).max(0) / 1000).unwrap_or(u32::MAX)
}

/// Where a connection is asked, with its key opened.
pub(super) async fn endpoint(
    ctx: &Ctx,
    work: &mut dyn Work,
    connection: &Connection,
    reach: Reach,
) -> Result<Endpoint, Failure> {
    let key = match work.models().sealed_key(connection.connection_id).await? {
        Some(sealed) => {
            let id = connection.connection_id.get();
            Some(secrets::open(ctx, KIND, id.as_bytes(), &sealed)?)
        }
        None => None,
    };
    Ok(Endpoint {
        kind: connection.kind,
        base_url: connection.base_url.clone(),
        key,
        reach,
    })
}

pub(super) async fn find(work: &mut dyn Work, id: ConnectionId) -> Result<Connection, Failure> {
    work.models()
        .connection(id)
        .await?
        .ok_or_else(|| Failure::not_found("connection"))
}
