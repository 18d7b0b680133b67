//! A database that lives as long as one test.

use crate::Raw;
use praxis_domain::store::Store;
use praxis_kernel::Failure;
use sqlx::{Connection, PgConnection};
use std::{path::PathBuf, sync::Arc};
use uuid::Uuid;

/// The variable with a superuser's address of the PostgreSQL to test on.
const POSTGRES: &str = "PRAXIS_TEST_POSTGRES_URL";

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where the database of one test lies. It is removed when this is dropped.
pub struct Place {
    kind: Kind,
    folder: PathBuf,
    /// Administrator's address and the fresh database's name.
    postgres: Option<(String, String)>,
}

impl Place {
    /// A fresh place; `None` when there is no PostgreSQL to test on, which fails in CI.
    pub async fn fresh(kind: Kind) -> Option<Self> {
        let name = format!("praxis_test_{}", Uuid::now_v7().simple());
        let postgres = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => {
                let Some(url) = postgres_url() else {
                    eprintln!(
                        "SKIPPED: {POSTGRES} is not set, so nothing was tested on PostgreSQL."
                    );
                    return None;
                };
                admin(&url, &format!("CREATE DATABASE {name}")).await;
                Some((url, name.clone()))
            }
        };
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Some(Self {
            kind,
            folder,
            postgres,
        })
    }

    /// Which engine.
    pub const fn kind(&self) -> Kind {
        self.kind
    }
    /// The data folder.
    pub const fn folder(&self) -> &PathBuf {
        &self.folder
    }
    /// The file of the embedded database.
    pub fn file(&self) -> PathBuf {
        self.folder.join("praxis.db")
    }
    /// Address of the fresh PostgreSQL database.
    pub fn url(&self) -> Option<String> {
        self.postgres
            .as_ref()
            .map(|(url, name)| with_database(url, name))
    }

    /// Opens the database as the program does.
    pub async fn try_open(&self) -> Result<Arc<dyn Store>, Failure> {
        Ok(match self.url() {
            None => {
                let options = praxis_sqlite::Options {
                    path: self.file(),
                    readers: 4,
                };
                Arc::new(praxis_sqlite::Database::open(&options).await?)
            }
            Some(url) => {
                let options = praxis_postgres::Options {
                    url,
                    connections: 24,
                };
                Arc::new(praxis_postgres::Database::open(&options).await?)
            }
        })
    }
    /// Opens the database as the program does.
    pub async fn open(&self) -> Arc<dyn Store> {
        self.try_open().await.expect("the database opens")
    }
    /// SQL that goes past the program.
    pub async fn raw(&self) -> Raw {
        match self.url() {
            None => Raw::sqlite(&self.file()).await,
            Some(url) => Raw::postgres(&url).await,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What is left behind in the temporary folder does no harm.
        let _left = std::fs::remove_dir_all(&self.folder);
        let Some((url, name)) = self.postgres.take() else {
            return;
        };
        // A runtime cannot be blocked from within, so another thread waits.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(admin(&url, &format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        assert!(
            dropped.join().is_ok() || std::thread::panicking(),
            "a test database could not be dropped"
        );
    }
}

fn postgres_url() -> Option<String> {
    let url = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty());
    assert!(
        url.is_some() || std::env::var_os("CI").is_none(),
        "CI tests on PostgreSQL: set {POSTGRES} to a superuser's address of a server"
    );
    url
}

fn with_database(url: &str, name: &str) -> String {
    let (server, query) = url
        .split_once('?')
        .map_or((url, None), |(s, q)| (s, Some(q)));
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    query.map_or_else(
        || format!("{base}/{name}"),
        |query| format!("{base}/{name}?{query}"),
    )
}

async fn admin(url: &str, statement: &str) {
    let mut connection = PgConnection::connect(url)
        .await
        .expect("the PostgreSQL of the tests answers");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await
        .expect("the user of the tests may create and drop databases");
    // The work is done; how the connection closes does not matter.
    let _closed = connection.close().await;
}
