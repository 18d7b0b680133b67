//! The engine without the program: the statements that the program prepared, run directly.

use super::seed::{Engine, cursor, id, mrn, pick};
use anyhow::Context;
use futures::future::BoxFuture;
use praxis_domain::patients::{
    model::{Patient, PatientId},
    rules::{self, Registration},
};
use praxis_kernel::Timestamp;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use uuid::Uuid;

/// The program's own statement for a new patient; its triggers index and count it.
macro_rules! insert_patient {
    ($raw:expr, $db:expr, $org:expr, $patient:expr, $id:expr, $no_day:expr, $now:expr) => {{
        let none = None::<String>;
        sqlx::query(sqlx::AssertSqlSafe($raw.insert.clone()))
            .bind($id)
            .bind($org)
            .bind("human")
            .bind(&$patient.mrn)
            .bind(&$patient.family_name)
            .bind(&$patient.given_name)
            .bind(rules::listed_family($patient))
            .bind(none.clone())
            .bind(rules::sort_key($patient))
            .bind($no_day)
            .bind("female")
            .bind(none.clone())
            .bind(none.clone())
            .bind(none.clone())
            .bind(false)
            .bind(none.clone())
            .bind(none.clone())
            .bind(none.clone())
            .bind(none.clone())
            .bind(None::<bool>)
            .bind(None::<Uuid>)
            .bind(serde_json::to_string(&rules::tokens($patient))?)
            .bind($now)
            .execute($db)
            .await?;
    }};
}

/// One commit of one client.
macro_rules! commit {
    ($raw:expr, $commit:expr, $begin:expr, $db:expr, $org:expr, $client:expr, $index:expr, $new:expr, $id:expr, $no_day:expr, $now:expr) => {
        match $commit {
            Commit::SmallRow => {
                sqlx::query(SMALL_ROW).execute(&mut $db).await?;
            }
            Commit::Patient => insert_patient!($raw, &mut $db, $org, $new, $id, $no_day, $now),
            Commit::AuditedPatient => {
                let mut work = $db.begin_with($begin).await?;
                insert_patient!($raw, &mut *work, $org, $new, $id, $no_day, $now);
                let audited = sqlx::query(sqlx::AssertSqlSafe($raw.audit.clone()))
                    .bind($org)
                    .bind(CHAIN + $client as i64)
                    .bind(audit_line($index + 1, $new))
                    .execute(&mut *work)
                    .await?;
                anyhow::ensure!(audited.rows_affected() == 1, "the chain does not go on");
                work.commit().await?;
            }
        }
    };
}

/// The engine without the program: the statements that the program prepared.
pub struct Raw {
    connection: Mutex<Either>,
    search: String,
    mrn: String,
    page: String,
    insert: String,
    audit: String,
    url: String,
}

/// What is committed, durably, by each of several clients.
#[derive(Clone, Copy)]
pub enum Commit {
    /// One small row.
    SmallRow,
    /// A whole patient, with the statement that the program has.
    Patient,
    /// The same with its row of the audit log, in one transaction as invariant 6 has it.
    AuditedPatient,
}

enum Either {
    Sqlite(SqliteConnection, Vec<u8>),
    Postgres(PgConnection, Uuid),
}

impl Raw {
    pub async fn open(engine: &Engine, url: &str) -> anyhow::Result<Self> {
        let (folder, connection) = match engine {
            Engine::Sqlite { .. } => {
                let mut db = SqliteConnection::connect(url).await?;
                db.execute("PRAGMA synchronous = FULL; CREATE TABLE bench_row (n INTEGER, t TEXT)")
                    .await?;
                let org = sqlx::query_scalar("SELECT organization_id FROM organizations")
                    .fetch_one(&mut db)
                    .await?;
                ("sqlite", Either::Sqlite(db, org))
            }
            Engine::Postgres { .. } => {
                let mut db = PgConnection::connect(url).await?;
                db.execute("CREATE TABLE bench_row (n bigint, t text)")
                    .await?;
                let org = sqlx::query_scalar("SELECT organization_id FROM organizations")
                    .fetch_one(&mut db)
                    .await?;
                ("postgres", Either::Postgres(db, org))
            }
        };
        Ok(Self {
            connection: Mutex::new(connection),
            search: statement(folder, "FROM patient_words w JOIN patients p")?,
            mrn: statement(folder, "m.mrn = $4")?,
            page: statement(folder, "LIMIT $5 OFFSET $6")?,
            insert: statement(folder, "INSERT INTO patients (")?,
            audit: statement(folder, "INSERT INTO audit (")?,
            url: url.to_owned(),
        })
    }

    pub async fn run(
        &self,
        kind: &str,
        index: usize,
        words: &[String],
        patients: u32,
    ) -> anyhow::Result<usize> {
        let word = words[index % words.len()].clone();
        let end = format!("{word}\u{10FFFF}");
        let empty = || (String::new(), "\u{10FFFF}".to_owned());
        let (b, c, d) = (empty(), empty(), empty());
        let (key, id) = cursor(index, patients);
        macro_rules! go {
            ($db:expr, $org:expr, $id:expr) => {
                match kind {
                    "search" => sqlx::query(sqlx::AssertSqlSafe(self.search.clone()))
                        .bind($org)
                        .bind(word)
                        .bind(end)
                        .bind(true)
                        .bind(b.0)
                        .bind(b.1)
                        .bind(c.0)
                        .bind(c.1)
                        .bind(d.0)
                        .bind(d.1)
                        .bind(40_i64)
                        .fetch_all($db)
                        .await?
                        .len(),
                    "record number" => sqlx::query(sqlx::AssertSqlSafe(self.mrn.clone()))
                        .bind($org)
                        .bind(true)
                        .bind(None::<Uuid>)
                        .bind(mrn(pick(index, patients)))
                        .fetch_all($db)
                        .await?
                        .len(),
                    _ => sqlx::query(sqlx::AssertSqlSafe(self.page.clone()))
                        .bind($org)
                        .bind(key)
                        .bind($id)
                        .bind(true)
                        .bind(51_i64)
                        .bind(0_i64)
                        .fetch_all($db)
                        .await?
                        .len(),
                }
            };
        }
        Ok(match &mut *self.connection.lock().await {
            Either::Sqlite(db, org) => go!(db, org.clone(), id.as_bytes().to_vec()),
            Either::Postgres(db, org) => go!(db, *org, id),
        })
    }

    /// How long one client waits for each synced commit of a small row.
    pub async fn commit_times(&self, count: usize) -> anyhow::Result<Vec<Duration>> {
        let mut times = vec![];
        for _ in 0..count {
            let begin = Instant::now();
            match &mut *self.connection.lock().await {
                Either::Sqlite(db, _) => sqlx::query(SMALL_ROW).execute(db).await.map(drop)?,
                Either::Postgres(db, _) => sqlx::query(SMALL_ROW).execute(db).await.map(drop)?,
            }
            times.push(begin.elapsed());
        }
        Ok(times)
    }

    /// Synced commits a second by so many clients, each with its own connection.
    pub async fn commits(&self, clients: usize, commit: Commit) -> anyhow::Result<f64> {
        const EACH: usize = 150;
        let mut tasks: Vec<BoxFuture<'_, anyhow::Result<()>>> = vec![];
        for client in 0..clients {
            let number = client + commit as usize * clients;
            let patients: Vec<_> = (0..EACH)
                .map(|index| patient(number, index))
                .collect::<Result<_, _>>()?;
            match &*self.connection.lock().await {
                Either::Sqlite(_, org) => {
                    let org = org.clone();
                    let mut db = SqliteConnection::connect(&self.url).await?;
                    db.execute("PRAGMA synchronous = FULL; PRAGMA busy_timeout = 60000")
                        .await?;
                    tasks.push(Box::pin(async move {
                        for (index, new) in patients.iter().enumerate() {
                            let id = new.patient_id.get().as_bytes().to_vec();
                            let no_day = None::<String>;
                            let begin = "BEGIN IMMEDIATE";
                            commit!(
                                self,
                                commit,
                                begin,
                                db,
                                org.clone(),
                                client,
                                index,
                                new,
                                id,
                                no_day,
                                0_i64
                            );
                        }
                        Ok(())
                    }));
                }
                Either::Postgres(_, org) => {
                    let org = *org;
                    let mut db = PgConnection::connect(&self.url).await?;
                    tasks.push(Box::pin(async move {
                        for (index, new) in patients.iter().enumerate() {
                            let (id, no_day) = (new.patient_id.get(), None::<jiff_sqlx::Date>);
                            let now = jiff_sqlx::Timestamp::from(new.created_at.get());
                            commit!(
                                self, commit, "BEGIN", db, org, client, index, new, id, no_day, now
                            );
                        }
                        Ok(())
                    }));
                }
            }
        }
        let begin = Instant::now();
        futures::future::try_join_all(tasks).await?;
        Ok((clients * EACH) as f64 / begin.elapsed().as_secs_f64())
    }
}

/// The chains of the audit log that the clients write begin with this number.
const CHAIN: i64 = 1 << 20;

/// The row of the audit log for a new patient, as the program hands it to its statement. Its hash is
/// only a number: the engine checks that the chain goes on, not what was hashed.
fn audit_line(sequence: usize, patient: &Patient) -> String {
    let hash = |sequence: usize| format!("{sequence:064x}");
    let id = patient.patient_id.get().simple().to_string();
    let line = serde_json::json!({
        "sequence": sequence, "at": patient.created_at.micros(), "user": id, "action": "create_patient",
        "outcome": "created", "resource": "patient", "record": id, "patient": id, "reference": "0123456789abcdef",
        "origin": "bench", "subjects": "", "previous": hash(sequence - 1), "hash": hash(sequence),
    });
    serde_json::json!([line]).to_string()
}

/// Where the numbers of patients begin that are made without the program.
const RAW: usize = 1 << 31;

/// One of those that a client creates, as the program would store it: found by as many words.
fn patient(client: usize, index: usize) -> anyhow::Result<Patient> {
    let number = RAW + client * super::EACH + index;
    let registration = Registration {
        patient_id: PatientId::new(id(number as u32)),
        mrn: format!("R-{:04}-{:04}", number / 10_000, number % 10_000),
        owner: None,
        now: Timestamp::new(jiff::Timestamp::constant(1_800_000_000, 0)),
    };
    let input = serde_json::from_str(&super::patient(client, index))?;
    let stored = rules::patient(&input, registration);
    stored.ok().context("no patient")
}

const SMALL_ROW: &str =
    "INSERT INTO bench_row VALUES (1, 'a row of a usual length, as an audit row has it')";

/// A statement of the program, found by a part of it in what the build keeps.
fn statement(engine: &str, part: &str) -> anyhow::Result<String> {
    for entry in
        std::fs::read_dir(crate::repository::root().join(format!("storage/{engine}/.sqlx")))?
    {
        let text = std::fs::read_to_string(entry?.path())?;
        let value: serde_json::Value = serde_json::from_str(&text)?;
        if let Some(query) = value["query"].as_str().filter(|query| query.contains(part)) {
            return Ok(query.to_owned());
        }
    }
    anyhow::bail!("no statement has {part}")
}
