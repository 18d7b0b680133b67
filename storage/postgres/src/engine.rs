//! All that is PostgreSQL, and nothing else is.

use crate::queries::{Entry, Ledger, Lent, Pool};
use praxis_domain::{peers::Peers, store::Trail};
use praxis_kernel::{Failure, FailureType, Rule};
use sqlx::{
    Connection, PgConnection,
    migrate::{MigrateError, Migrator},
    postgres::PgConnectOptions,
};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

pub use jiff_sqlx::{Date as Day, Timestamp as Ts};
pub type Conn = PgConnection;

mod channel;
use channel::Channel;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Longest time that one statement may run; `invoke` gives up at the same time.
const STATEMENT_TIME: &str = "5s";

/// How to open the database.
#[derive(Clone)]
pub struct Options {
    /// `postgres://user:password@host/database`.
    pub url: String,
    /// Connections at most.
    pub connections: u32,
}

// The address holds a password.
impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

/// A pool of connections.
pub struct Engine {
    pool: Pool,
    slots: Slots,
    ledger: Arc<Ledger>,
    channel: Arc<Channel>,
}

impl Engine {
    pub async fn open(options: &Options) -> Result<Self, Failure> {
        let connect: PgConnectOptions = options.url.parse().map_err(|error: sqlx::Error| {
            Failure::new(
                FailureType::Unavailable,
                "The address of the database cannot be read.",
            )
            .because(error)
        })?;
        migrate(&connect).await?;
        let limited = connect.options([
            ("statement_timeout", STATEMENT_TIME),
            ("idle_in_transaction_session_timeout", "30s"),
        ]);
        Ok(Self {
            pool: Pool::open(limited, options.connections).await?,
            slots: Slots::new(options.connections),
            ledger: Arc::default(),
            channel: Arc::new(Channel::new(&options.url)),
        })
    }

    pub async fn read(&self, trail: &Trail) -> Result<Handle, Failure> {
        Ok(Handle::Reader(self.pool.lend(trail).await?))
    }

    pub async fn snapshot(&self, trail: &Trail) -> Result<Handle, Failure> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(Handle::Reader(self.pool.begin(trail, begin).await?))
    }

    pub async fn write(&self, trail: &Trail) -> Result<Handle, Failure> {
        let transaction = self.pool.begin(trail, "BEGIN").await?;
        let ledger = Arc::clone(&self.ledger);
        Ok(Handle::Writer(transaction, self.slots.take(), ledger))
    }

    /// Writes rows of the audit log that belong to no change: one statement is a transaction of its
    /// own.
    pub async fn record(&self, entries: Vec<Entry>) -> Result<(), Failure> {
        let mut lent = self.pool.lend(&Trail::default()).await?;
        let slot = self.slots.take();
        let chain = slot.number.unwrap_or(0);
        self.ledger.append(lent.conn(), chain, &entries).await
    }

    /// The room on the database server's disk is its operator's.
    pub async fn make_room(&self) -> Result<(), Failure> {
        std::future::ready(Err(storage_full())).await
    }

    pub fn peers(&self) -> Option<Arc<dyn Peers>> {
        Some(Arc::clone(&self.channel) as Arc<dyn Peers>)
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

pub type LinkOptions = PgConnectOptions;

/// A connection that has not been asked for so long may be gone.
const CHECK_EVERY: Duration = Duration::from_secs(1);

/// A connection to the server.
pub struct Link {
    connection: Conn,
    /// When it last answered a question that was only asked to know.
    checked: Instant,
}

impl Link {
    pub async fn open(options: &LinkOptions) -> Result<Self, Failure> {
        Ok(Self {
            connection: Conn::connect_with(options).await.map_err(failure)?,
            checked: Instant::now(),
        })
    }
    pub const fn conn(&mut self) -> &mut Conn {
        &mut self.connection
    }
    pub async fn close(self) {
        // The server ends what hangs up without a word as well.
        let _closed = self.connection.close().await;
    }
    /// The connection; the server ends a statement that runs too long.
    pub const fn interrupted(&mut self) -> &mut Conn {
        &mut self.connection
    }
    /// Whether the server is still there: asked at most once in a while, since it costs as much as
    /// a small statement.
    pub async fn check(&mut self) -> Result<(), Failure> {
        if self.checked.elapsed() < CHECK_EVERY {
            return Ok(());
        }
        self.connection.ping().await.map_err(failure)?;
        self.checked = Instant::now();
        Ok(())
    }
}

/// Parts of sharded rows, one for each connection, so that writers do not wait for each other's
/// commit: the audit log has as many chains.
#[derive(Clone)]
struct Slots(Arc<Mutex<VecDeque<i64>>>);

impl Slots {
    fn new(connections: u32) -> Self {
        Self(Arc::new(Mutex::new((0..i64::from(connections)).collect())))
    }
    /// A slot that nobody of this process holds; the first when all are taken, which only waits.
    fn take(&self) -> Slot {
        let mut free = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Slot {
            number: free.pop_front(),
            free: self.clone(),
        }
    }
}

pub struct Slot {
    number: Option<i64>,
    free: Slots,
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            let mut free = self.free.0.lock().unwrap_or_else(PoisonError::into_inner);
            free.push_front(number);
        }
    }
}

/// Brings the schema up to date; sqlx holds an advisory lock meanwhile. The backup is the
/// operator's (`pg_dump`, point-in-time recovery), since the program cannot know where to put it.
async fn migrate(connect: &PgConnectOptions) -> Result<(), Failure> {
    let mut connection = PgConnection::connect_with(connect).await.map_err(failure)?;
    let outcome = MIGRATIONS.run(&mut connection).await;
    // The connection did its work; how it closes does not matter.
    let _closed = connection.close().await;
    match outcome {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_)) => Err(Failure::new(
            FailureType::Unavailable,
            "This database was written by a newer Praxis. Please update the program.",
        )),
        Err(error) => Err(Failure::new(
            FailureType::Unavailable,
            "The database could not be brought up to date.",
        )
        .because(error)),
    }
}

/// A connection in use.
pub enum Handle {
    Reader(Lent),
    Writer(Lent, Slot, Arc<Ledger>),
}

impl Handle {
    pub fn conn(&mut self) -> &mut Conn {
        match self {
            Self::Reader(lent) | Self::Writer(lent, ..) => lent.conn(),
        }
    }
    /// Writes the rows of the audit log and commits.
    pub async fn commit(self, entries: Vec<Entry>) -> Result<(), Failure> {
        match self {
            Self::Reader(lent) => lent.commit().await,
            Self::Writer(mut lent, slot, ledger) => {
                let chain = slot.number.unwrap_or(0);
                ledger.append(lent.conn(), chain, &entries).await?;
                lent.commit().await
            }
        }
    }
}

/// Waits until nobody else works on the same thing, in any process; ends with the transaction.
pub async fn alone(connection: &mut Conn, about: Uuid) -> Result<(), Failure> {
    let (_, key) = about.as_u64_pair();
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(key.cast_signed())
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

/// The disk is full.
pub fn storage_full() -> Failure {
    Failure::new(
        FailureType::StorageFull,
        "The disk is full. Nothing was changed; please free some space and try again.",
    )
}

/// What a database error is to the caller.
pub fn failure(error: sqlx::Error) -> Failure {
    let code = match &error {
        sqlx::Error::Database(database) => database.code().map(std::borrow::Cow::into_owned),
        _ => None,
    };
    match (&error, code.as_deref()) {
        (_, Some("53100")) => storage_full().because(error),
        (_, Some("57014")) => {
            Failure::new(FailureType::Timeout, "This took too long.").because(error)
        }
        // NUL in a text, a moment beyond the calendar: other engines and callers may know them.
        (_, Some("22021" | "22008")) => Failure::validation(
            "request",
            Rule::Malformed,
            "A value has characters or a date that cannot be stored.",
        )
        .because(error),
        // Serialisation failure, deadlock, lock not available, shutting down, starting up, too many
        // connections.
        (_, Some("40001" | "40P01" | "55P03" | "57P01" | "57P02" | "57P03" | "53300"))
        | (sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed, _) => {
            Failure::new(
                FailureType::Unavailable,
                "The database is busy or cannot be reached. Please try again.",
            )
            .because(error)
        }
        _ => Failure::internal(error),
    }
}

/// Two spellings side by side, each checked where it is compiled.
macro_rules! dialect_query_as {
    ($row:ty, sqlite: $sqlite:literal, postgres: $postgres:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!($row, $postgres, $($argument),*)
    };
}
pub(crate) use dialect_query_as;

/// The same for a statement that answers no rows.
macro_rules! dialect_query {
    (sqlite: $sqlite:literal, postgres: $postgres:literal, $($argument:expr),* $(,)?) => {
        sqlx::query!($postgres, $($argument),*)
    };
}
pub(crate) use dialect_query;
