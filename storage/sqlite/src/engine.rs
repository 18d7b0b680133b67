//! All that is SQLite, and nothing else is.

use crate::queries::{Entry, Lent, Pool};
use praxis_domain::{peers::Peers, store::Trail};
use praxis_kernel::{Failure, FailureType};
use sqlx::{
    Connection, Decode, Encode, Sqlite, Type,
    encode::IsNull,
    error::BoxDynError,
    migrate::{MigrateError, Migrator},
    sqlite::{
        SqliteArgumentsBuffer, SqliteConnectOptions, SqliteConnection, SqliteJournalMode,
        SqliteSynchronous, SqliteTypeInfo, SqliteValueRef,
    },
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use uuid::Uuid;

mod reserve;
mod writer;
use reserve::Reserve;
use writer::{Writer, WriterHandle};

pub type Conn = SqliteConnection;

static MIGRATIONS: Migrator = sqlx::migrate!();

/// Longest time that one statement may run; `invoke` gives up at the same time.
const STATEMENT_TIME: Duration = Duration::from_secs(5);
/// Virtual machine steps between two looks at the clock.
const STEPS: i32 = 10_000;

/// How to open the database.
#[derive(Debug, Clone)]
pub struct Options {
    /// The file; made when absent.
    pub path: PathBuf,
    /// Connections that read at the same time.
    pub readers: u32,
}

/// One connection that writes and several that read.
pub struct Engine {
    writer: Arc<Writer>,
    readers: Pool,
    reserve: Reserve,
}

impl Engine {
    pub async fn open(options: &Options) -> Result<Self, Failure> {
        let connect = SqliteConnectOptions::new()
            .filename(&options.path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A clinical record survives a power cut, so every commit reaches the disk.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .pragma("trusted_schema", "OFF")
            .pragma("secure_delete", "ON")
            // What a savepoint may have to take back need not reach a file.
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", "-16000");
        let existed = options.path.exists();
        let mut connection = SqliteConnection::connect_with(&connect)
            .await
            .map_err(failure)?;
        migrate(&mut connection, &options.path, existed).await?;
        let reading = connect.create_if_missing(false).pragma("query_only", "ON");
        let readers = Pool::open(reading, options.readers).await?;
        Ok(Self {
            writer: Writer::new(connection).await?,
            readers,
            reserve: Reserve::keep(&options.path),
        })
    }

    pub async fn read(&self, trail: &Trail) -> Result<Handle, Failure> {
        Ok(Handle::Reader(self.readers.lend(trail).await?))
    }

    pub async fn snapshot(&self, trail: &Trail) -> Result<Handle, Failure> {
        Ok(Handle::Reader(self.readers.begin(trail, "BEGIN").await?))
    }

    pub async fn write(&self, _trail: &Trail) -> Result<Handle, Failure> {
        if !self.reserve.allows_changes() {
            return Err(storage_full());
        }
        Ok(Handle::Writer(Writer::begin(&self.writer).await?))
    }

    /// Writes rows of the audit log that belong to no change; they must be written even when the
    /// disk is full.
    pub async fn record(&self, entries: Vec<Entry>) -> Result<(), Failure> {
        Writer::record(&self.writer, entries).await
    }

    /// Makes room for [`Self::record`] on a full disk.
    pub async fn make_room(&self) -> Result<(), Failure> {
        self.reserve.release();
        Writer::checkpoint(&self.writer).await
    }

    /// A file belongs to one running program.
    pub fn peers(&self) -> Option<Arc<dyn Peers>> {
        None
    }

    pub async fn close(&self) {
        self.readers.close().await;
        Writer::close(&self.writer).await;
    }
}

pub type LinkOptions = SqliteConnectOptions;

/// A connection that reads.
pub struct Link {
    connection: Conn,
    limit: TimeLimit,
}

impl Link {
    pub async fn open(options: &LinkOptions) -> Result<Self, Failure> {
        let mut connection = Conn::connect_with(options).await.map_err(failure)?;
        let limit = TimeLimit::install(&mut connection).await?;
        Ok(Self { connection, limit })
    }
    pub fn conn(&mut self) -> &mut Conn {
        self.limit.renew();
        &mut self.connection
    }
    /// The connection, whose running statement, if any, is ended at its next look at the clock.
    /// What is short enough never looks.
    pub fn interrupted(&mut self) -> &mut Conn {
        self.limit.end_now();
        &mut self.connection
    }
    pub async fn close(self) {
        // Nothing was written here; the worst that a failing close leaves behind is the WAL.
        let _closed = self.connection.close().await;
    }
    /// A file does not go away.
    pub async fn check(&mut self) -> Result<(), Failure> {
        std::future::ready(Ok(())).await
    }
}

/// Interrupts a statement that runs too long, so that its connection is free again.
pub struct TimeLimit {
    start: Instant,
    /// Milliseconds after the start.
    end: Arc<AtomicU64>,
}

impl TimeLimit {
    async fn install(connection: &mut Conn) -> Result<Self, Failure> {
        let start = Instant::now();
        let end = Arc::new(AtomicU64::new(millis(STATEMENT_TIME)));
        let seen = Arc::clone(&end);
        connection
            .lock_handle()
            .await
            .map_err(failure)?
            .set_progress_handler(STEPS, move || {
                millis(start.elapsed()) < seen.load(Ordering::Relaxed)
            });
        Ok(Self { start, end })
    }
    /// The statement that runs, if any, is interrupted at its next look at the clock.
    fn end_now(&self) {
        self.end.store(0, Ordering::Relaxed);
    }
    /// The next statement has its whole time.
    fn renew(&self) {
        let end = millis(self.start.elapsed() + STATEMENT_TIME);
        self.end.store(end, Ordering::Relaxed);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Brings the schema up to date: a backup first, a newer database refused.
async fn migrate(connection: &mut Conn, path: &Path, existed: bool) -> Result<(), Failure> {
    let applied = if existed {
        applied(connection).await?
    } else {
        0
    };
    let newest = MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0);
    if applied > newest {
        return Err(Failure::new(
            FailureType::Unavailable,
            "This database was written by a newer Praxis. Please update the program.",
        ));
    }
    if existed && applied > 0 && applied < newest {
        back_up(connection, path, applied).await?;
    }
    match MIGRATIONS.run(&mut *connection).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_)) => Err(Failure::new(
            FailureType::Unavailable,
            "This database was written by a newer Praxis. Please update the program.",
        )),
        Err(error) => Err(Failure::new(
            FailureType::Unavailable,
            "The database could not be brought up to date; it is as it was, beside its backup.",
        )
        .because(error)),
    }
}

async fn applied(connection: &mut Conn) -> Result<i64, Failure> {
    let known: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *connection)
            .await
            .map_err(failure)?;
    if known == 0 {
        return Ok(0);
    }
    sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
        .map_err(failure)
}

/// A whole copy beside the database, named after the schema version that it has.
async fn back_up(connection: &mut Conn, path: &Path, version: i64) -> Result<(), Failure> {
    let mut copy = path.as_os_str().to_owned();
    copy.push(format!(".before-migration-from-{version}"));
    let copy = PathBuf::from(copy);
    if copy.exists() {
        return Ok(());
    }
    sqlx::query("VACUUM INTO $1")
        .bind(copy.to_string_lossy().into_owned())
        .execute(connection)
        .await
        .map_err(failure)?;
    Ok(())
}

/// A connection in use.
pub enum Handle {
    Reader(Lent),
    Writer(WriterHandle),
}

impl Handle {
    pub fn conn(&mut self) -> &mut Conn {
        match self {
            Self::Reader(reader) => reader.conn(),
            Self::Writer(writer) => writer.conn(),
        }
    }
    /// Writes the rows of the audit log and commits.
    pub async fn commit(self, entries: Vec<Entry>) -> Result<(), Failure> {
        match self {
            Self::Reader(lent) => lent.commit().await,
            Self::Writer(writer) => writer.commit(entries).await,
        }
    }
}

/// Waits until nobody else works on the same thing: there is one writer, so nobody does.
pub async fn alone(_connection: &mut Conn, _about: Uuid) -> Result<(), Failure> {
    std::future::ready(Ok(())).await
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
    // The low byte is the primary code: BUSY 5, LOCKED 6, INTERRUPT 9, IOERR 10, FULL 13.
    let code = match &error {
        sqlx::Error::Database(database) => database
            .code()
            .and_then(|code| code.parse::<i32>().ok())
            .map(|code| code & 0xff),
        _ => None,
    };
    match (&error, code) {
        (_, Some(13)) => storage_full().because(error),
        (_, Some(9)) => Failure::new(FailureType::Timeout, "This took too long.").because(error),
        (_, Some(5 | 6)) | (sqlx::Error::PoolTimedOut, _) => Failure::new(
            FailureType::Unavailable,
            "The database is busy. Please try again.",
        )
        .because(error),
        _ => Failure::internal(error),
    }
}

/// INTEGER µs since 1970 UTC: sorts and compares right, which text of varying length does not.
#[derive(Debug, Clone, Copy)]
pub struct Ts(jiff::Timestamp);

impl From<jiff::Timestamp> for Ts {
    fn from(at: jiff::Timestamp) -> Self {
        Self(at)
    }
}
impl From<Ts> for jiff::Timestamp {
    fn from(at: Ts) -> Self {
        at.0
    }
}
impl Type<Sqlite> for Ts {
    fn type_info() -> SqliteTypeInfo {
        <i64 as Type<Sqlite>>::type_info()
    }
}
impl Encode<'_, Sqlite> for Ts {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.as_microsecond(), buffer)
    }
}
impl<'r> Decode<'r, Sqlite> for Ts {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        let micros = <i64 as Decode<Sqlite>>::decode(value)?;
        Ok(Self(jiff::Timestamp::from_microsecond(micros)?))
    }
}

/// TEXT yyyy-mm-dd.
#[derive(Debug, Clone, Copy)]
pub struct Day(jiff::civil::Date);

impl From<jiff::civil::Date> for Day {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day)
    }
}
impl From<Day> for jiff::civil::Date {
    fn from(day: Day) -> Self {
        day.0
    }
}
impl Type<Sqlite> for Day {
    fn type_info() -> SqliteTypeInfo {
        <str as Type<Sqlite>>::type_info()
    }
}
impl Encode<'_, Sqlite> for Day {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Sqlite>::encode(self.0.to_string(), buffer)
    }
}
impl<'r> Decode<'r, Sqlite> for Day {
    fn decode(value: SqliteValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(<&str as Decode<Sqlite>>::decode(value)?.parse()?))
    }
}

/// Two spellings side by side, each checked where it is compiled.
macro_rules! dialect_query_as {
    ($row:ty, sqlite: $sqlite:literal, postgres: $postgres:literal, $($argument:expr),* $(,)?) => {
        sqlx::query_as!($row, $sqlite, $($argument),*)
    };
}
pub(crate) use dialect_query_as;

/// The same for a statement that answers no rows.
macro_rules! dialect_query {
    (sqlite: $sqlite:literal, postgres: $postgres:literal, $($argument:expr),* $(,)?) => {
        sqlx::query!($sqlite, $($argument),*)
    };
}
pub(crate) use dialect_query;

#[cfg(test)]
mod tests;
