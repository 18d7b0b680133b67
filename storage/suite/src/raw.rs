//! SQL that goes past the program, as somebody with the database's password or file could.

use sqlx::{
    AssertSqlSafe, PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqlitePoolOptions},
};
use std::{path::Path, time::Duration};
use uuid::Uuid;

/// A way around the program.
#[derive(Clone)]
pub enum Raw {
    /// Into the file.
    Sqlite(SqlitePool),
    /// Into the server.
    Postgres(PgPool),
}

impl Raw {
    pub(crate) async fn sqlite(file: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .busy_timeout(Duration::from_secs(20));
        let pool = SqlitePoolOptions::new().max_connections(2);
        Self::Sqlite(pool.connect_with(options).await.unwrap())
    }
    pub(crate) async fn postgres(url: &str) -> Self {
        let pool = PgPoolOptions::new().max_connections(2);
        Self::Postgres(pool.connect(url).await.unwrap())
    }

    /// Runs statements; answers how many rows they changed.
    pub async fn run(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        Ok(match self {
            Self::Sqlite(pool) => sql.execute(pool).await?.rows_affected(),
            Self::Postgres(pool) => sql.execute(pool).await?.rows_affected(),
        })
    }
    /// Runs statements that must work.
    pub async fn must(&self, sql: &str) -> u64 {
        self.run(sql)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }
    /// The one number that a query finds.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }
    /// The one text that a query finds.
    pub async fn text(&self, sql: &str) -> String {
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
        }
    }
    /// An identifier as a literal.
    pub fn id(&self, id: Uuid) -> String {
        match self {
            Self::Sqlite(_) => format!("x'{}'", id.simple()),
            Self::Postgres(_) => format!("'{id}'::uuid"),
        }
    }
    /// Bytes as a literal.
    pub fn bytes(&self, bytes: &[u8]) -> String {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        match self {
            Self::Sqlite(_) => format!("x'{hex}'"),
            Self::Postgres(_) => format!("'\\x{hex}'::bytea"),
        }
    }
    /// Takes the guards off a table, as whoever owns the database can.
    pub async fn unguard(&self, table: &str) {
        match self {
            Self::Sqlite(pool) => {
                let names: Vec<String> = sqlx::query_scalar(
                    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = $1",
                )
                .bind(table)
                .fetch_all(pool)
                .await
                .unwrap();
                for name in names {
                    self.must(&format!("DROP TRIGGER {name}")).await;
                }
            }
            Self::Postgres(_) => {
                self.must(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL"))
                    .await;
            }
        }
    }
    /// Makes every insert into a table fail with this message.
    pub async fn break_inserts(&self, table: &str, message: &str) {
        let sql = match self {
            Self::Sqlite(_) => format!(
                "CREATE TRIGGER broken_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            ),
            Self::Postgres(_) => format!(
                "CREATE FUNCTION broken_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$;
                 CREATE TRIGGER broken_{table} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION broken_{table}()"
            ),
        };
        self.must(&sql).await;
    }
    /// Makes them work again.
    pub async fn mend_inserts(&self, table: &str) {
        let sql = match self {
            Self::Sqlite(_) => format!("DROP TRIGGER broken_{table}"),
            Self::Postgres(_) => {
                format!("DROP TRIGGER broken_{table} ON {table}; DROP FUNCTION broken_{table}()")
            }
        };
        self.must(&sql).await;
    }
}
