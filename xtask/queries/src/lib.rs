//! What an offline build knows of each statement. A crate of its own: it must be built while the
//! statements that it is about do not yet.

use anyhow::{Context, ensure};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Checks every statement against fresh databases and writes what the offline build needs; with
/// `check`, fails when it differs from what is kept.
pub fn run(check: bool) -> anyhow::Result<()> {
    let postgres = std::env::var("PRAXIS_TEST_POSTGRES_URL")
        .context("PRAXIS_TEST_POSTGRES_URL names no PostgreSQL server")?;
    let scratch = root().join("target/queries");
    fs::create_dir_all(&scratch)?;
    let runtime = tokio::runtime::Runtime::new()?;

    let file = scratch.join("schema.db");
    // Absent at the first run.
    let _removed = fs::remove_file(&file);
    let sqlite = format!("sqlite://{}?mode=rwc", file.display());
    runtime.block_on(migrate_sqlite(&sqlite))?;
    prepare(
        "sqlite",
        "PRAXIS_SQLITE_SCHEMA_URL",
        &sqlite,
        &scratch,
        check,
    )?;

    let schema = runtime.block_on(migrate_postgres(&postgres))?;
    prepare(
        "postgres",
        "PRAXIS_POSTGRES_SCHEMA_URL",
        &schema,
        &scratch,
        check,
    )
}

async fn migrate_sqlite(url: &str) -> anyhow::Result<()> {
    use sqlx::Connection;
    let mut connection = sqlx::SqliteConnection::connect(url).await?;
    let migrations =
        sqlx::migrate::Migrator::new(root().join("storage/sqlite/migrations").as_path()).await?;
    migrations.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

async fn migrate_postgres(server: &str) -> anyhow::Result<String> {
    use sqlx::{Connection, Executor};
    let mut admin = sqlx::PgConnection::connect(server).await?;
    admin
        .execute("DROP DATABASE IF EXISTS praxis_queries WITH (FORCE)")
        .await?;
    admin.execute("CREATE DATABASE praxis_queries").await?;
    let (base, _) = server
        .rsplit_once('/')
        .context("no database in the address")?;
    let url = format!("{base}/praxis_queries");
    let mut connection = sqlx::PgConnection::connect(&url).await?;
    let migrations =
        sqlx::migrate::Migrator::new(root().join("storage/postgres/migrations").as_path()).await?;
    migrations.run(&mut connection).await?;
    connection.close().await?;
    Ok(url)
}

fn prepare(
    engine: &str,
    variable: &str,
    url: &str,
    scratch: &Path,
    check: bool,
) -> anyhow::Result<()> {
    let fresh = scratch.join(engine);
    // Absent at the first run.
    let _removed = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh)?;
    let kept = root().join(format!("storage/{engine}/.sqlx"));
    // A build folder of its own: the macros must run again, and the usual build stays as it is.
    let status = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
        .args(["check", "-q", "-p", &format!("praxis-{engine}")])
        .current_dir(root())
        .env("CARGO_TARGET_DIR", scratch.join("build"))
        .env(
            "PRAXIS_QUERIES_RUN",
            format!("{:?}", std::time::Instant::now()),
        )
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &fresh)
        .env(variable, url)
        .status()?;
    ensure!(
        status.success(),
        "the statements do not fit the schema of {engine}"
    );
    let (fresh, kept) = (read(&fresh)?, (read(&kept).unwrap_or_default(), kept));
    ensure!(!fresh.is_empty(), "no statement of {engine} was checked");
    if check {
        ensure!(
            fresh == kept.0,
            "storage/{engine}/.sqlx is stale: run `make generate`"
        );
        return Ok(());
    }
    // Absent in a new engine.
    let _removed = fs::remove_dir_all(&kept.1);
    fs::create_dir_all(&kept.1)?;
    for (name, text) in fresh {
        fs::write(kept.1.join(name), text)?;
    }
    Ok(())
}

fn read(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().context("a file without a name")?;
        files.push((
            name.to_string_lossy().into_owned(),
            fs::read_to_string(&path)?,
        ));
    }
    files.sort();
    Ok(files)
}
