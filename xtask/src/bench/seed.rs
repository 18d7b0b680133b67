//! A large clinic, and the same statements without the program.

use anyhow::Context;
use futures::future::BoxFuture;
use praxis_domain::patients::{
    model::{Patient, PatientId},
    rules::{self, Registration},
};
use praxis_kernel::Timestamp;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Which database, and where its files lie.
pub enum Engine {
    Sqlite { folder: PathBuf },
    Postgres { folder: PathBuf, url: String },
}

impl Engine {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }
    pub const fn folder(&self) -> &PathBuf {
        match self {
            Self::Sqlite { folder } | Self::Postgres { folder, .. } => folder,
        }
    }
    /// Makes an empty database and says where it is.
    pub async fn prepare(&self) -> anyhow::Result<String> {
        match self {
            Self::Sqlite { folder } => Ok(format!("sqlite://{}/praxis.db", folder.display())),
            Self::Postgres { url, .. } => {
                let mut admin = PgConnection::connect(url).await?;
                admin
                    .execute("DROP DATABASE IF EXISTS praxis_bench WITH (FORCE)")
                    .await?;
                admin.execute("CREATE DATABASE praxis_bench").await?;
                let (base, _) = url.rsplit_once('/').context("no database in the address")?;
                Ok(format!("{base}/praxis_bench"))
            }
        }
    }
}

const FAMILY: &[&str] = &[
    "nowak",
    "kowalski",
    "wisniewski",
    "wojcik",
    "kowalczyk",
    "kaminski",
    "lewandowski",
    "zielinski",
    "szymanski",
    "wozniak",
    "dabrowski",
    "kozlowski",
    "jankowski",
    "mazur",
    "smith",
    "johnson",
    "williams",
    "brown",
    "jones",
    "garcia",
    "miller",
    "davis",
    "martinez",
    "lopez",
    "schmidt",
    "weber",
];
const GIVEN: &[&str] = &[
    "anna",
    "maria",
    "katarzyna",
    "malgorzata",
    "agnieszka",
    "jan",
    "andrzej",
    "piotr",
    "krzysztof",
    "stanislaw",
    "james",
    "mary",
    "robert",
    "patricia",
    "john",
    "jennifer",
    "michael",
    "linda",
    "zofia",
];

/// The same patient every time.
fn name(index: u32) -> (String, String) {
    let mixed = index.wrapping_mul(2_654_435_761);
    let family = FAMILY[(mixed >> 7) as usize % FAMILY.len()];
    let given = GIVEN[(mixed >> 17) as usize % GIVEN.len()];
    // Syllables make names as different as a real register's.
    let syllable =
        |n: u32| ["ba", "ko", "le", "mi", "ro", "su", "ta", "we", "zy", "du"][n as usize % 10];
    (
        format!("{family}{}{}", syllable(mixed >> 3), syllable(mixed >> 11)),
        given.to_owned(),
    )
}

pub fn mrn(index: u32) -> String {
    format!("B-{index:08}")
}

/// An identifier for this number.
pub fn id(index: u32) -> Uuid {
    Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + u128::from(index))
}

/// Any patient, the same at every run.
pub fn pick(index: usize, patients: u32) -> u32 {
    (index as u32).wrapping_mul(2_246_822_519) % patients
}

/// The end of some page.
pub fn cursor(index: usize, patients: u32) -> (String, Uuid) {
    let patient = pick(index, patients);
    let (family, given) = name(patient);
    (format!("{family} {given}"), id(patient))
}

/// What people type: three letters of a name.
pub fn searches(count: usize) -> Vec<String> {
    (0..count)
        .map(|index| {
            let (family, given) = name(pick(index, u32::MAX));
            let word = if index % 3 == 0 { given } else { family };
            word[..word.len().min(3 + index % 3)].to_owned()
        })
        .collect()
}

/// Fills the clinic with patients, as fast as the engine takes them.
pub async fn fill(engine: &Engine, url: &str, patients: u32) -> anyhow::Result<()> {
    let begin = Instant::now();
    match engine {
        Engine::Sqlite { .. } => fill_sqlite(url, patients).await?,
        Engine::Postgres { .. } => fill_postgres(url, patients).await?,
    }
    eprintln!("  filled in {:.0} s", begin.elapsed().as_secs_f64());
    Ok(())
}

async fn fill_sqlite(url: &str, patients: u32) -> anyhow::Result<()> {
    let mut db = SqliteConnection::connect(url).await?;
    let org: Vec<u8> = sqlx::query_scalar("SELECT organization_id FROM organizations")
        .fetch_one(&mut db)
        .await?;
    // Only for filling: what is measured afterwards opens the file as the program does.
    db.execute("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")
        .await?;
    // Indexes are built at the end, which is many times faster than keeping them meanwhile.
    let kept: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL
            AND tbl_name IN ('patients', 'patient_words')",
    )
    .fetch_all(&mut db)
    .await?;
    for (kind, name, _) in &kept {
        db.execute(sqlx::AssertSqlSafe(format!("DROP {kind} {name}")))
            .await?;
    }
    for start in (0..patients).step_by(20_000) {
        let rows: Vec<_> = (start..patients.min(start + 20_000))
            .map(|index| {
                let (family, given) = name(index);
                (id(index).simple().to_string(), mrn(index), family, given)
            })
            .collect();
        sqlx::query(
            "INSERT INTO patients (patient_id, organization_id, kind, mrn, family_name, given_name, listed_family, sort_key,
                                   sex, restricted, words, version, created_at, updated_at)
             SELECT unhex(value ->> 0), $1, 'human', value ->> 1, value ->> 2, value ->> 3, value ->> 2,
                    (value ->> 2) || ' ' || (value ->> 3), 'female', 0,
                    json_array(value ->> 2, value ->> 3), 1, 0, 0
               FROM json_each($2)",
        )
        .bind(&org)
        .bind(serde_json::to_string(&rows)?)
        .execute(&mut db)
        .await?;
    }
    db.execute(
        "INSERT INTO patient_words
         SELECT organization_id, family_name, sort_key, patient_id FROM patients
         UNION ALL SELECT organization_id, given_name, sort_key, patient_id FROM patients
         ORDER BY 1, 2, 3, 4",
    )
    .await?;
    for (_, _, sql) in kept {
        db.execute(sqlx::AssertSqlSafe(sql)).await?;
    }
    db.execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)")
        .await?;
    db.close().await?;
    Ok(())
}

async fn fill_postgres(url: &str, patients: u32) -> anyhow::Result<()> {
    let mut db = PgConnection::connect(url).await?;
    let org: Uuid = sqlx::query_scalar("SELECT organization_id FROM organizations")
        .fetch_one(&mut db)
        .await?;
    for start in (0..patients).step_by(20_000) {
        let range = start..patients.min(start + 20_000);
        let ids: Vec<Uuid> = range.clone().map(id).collect();
        let mrns: Vec<String> = range.clone().map(mrn).collect();
        let (families, givens): (Vec<String>, Vec<String>) = range.map(name).unzip();
        sqlx::query(
            "INSERT INTO patients (patient_id, organization_id, kind, mrn, family_name, given_name, listed_family, sort_key,
                                   sex, restricted, words, version, created_at, updated_at)
             SELECT i, $1, 'human', m, f, g, f, f || ' ' || g, 'female', false, json_build_array(f, g)::text, 1, now(),
                    now()
               FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) AS t (i, m, f, g)",
        )
        .bind(org)
        .bind(&ids)
        .bind(&mrns)
        .bind(&families)
        .bind(&givens)
        .execute(&mut db)
        .await?;
    }
    db.execute("VACUUM ANALYZE").await?;
    Ok(())
}

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

/// The engine without the program: the statements that the program prepared.
pub struct Raw {
    connection: Mutex<Either>,
    search: String,
    mrn: String,
    page: String,
    insert: String,
    url: String,
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

    /// Synced commits a second by so many clients, each with its own connection: of one small row,
    /// or of a whole patient with the statement that the program has.
    pub async fn commits(&self, clients: usize, whole: bool) -> anyhow::Result<f64> {
        const EACH: usize = 150;
        let mut tasks: Vec<BoxFuture<'_, anyhow::Result<()>>> = vec![];
        for client in 0..clients {
            let patients: Vec<_> = (0..EACH)
                .map(|index| patient(client, index))
                .collect::<Result<_, _>>()?;
            match &*self.connection.lock().await {
                Either::Sqlite(_, org) => {
                    let org = org.clone();
                    let mut db = SqliteConnection::connect(&self.url).await?;
                    db.execute("PRAGMA synchronous = FULL; PRAGMA busy_timeout = 60000")
                        .await?;
                    tasks.push(Box::pin(async move {
                        for new in &patients {
                            if whole {
                                let id = new.patient_id.get().as_bytes().to_vec();
                                let no_day = None::<String>;
                                insert_patient!(self, &mut db, &org, new, id, no_day, 0_i64);
                            } else {
                                sqlx::query(SMALL_ROW).execute(&mut db).await?;
                            }
                        }
                        Ok(())
                    }));
                }
                Either::Postgres(_, org) => {
                    let org = *org;
                    let mut db = PgConnection::connect(&self.url).await?;
                    tasks.push(Box::pin(async move {
                        for new in &patients {
                            if whole {
                                let (id, no_day) = (new.patient_id.get(), None::<jiff_sqlx::Date>);
                                let now = jiff_sqlx::Timestamp::from(new.created_at.get());
                                insert_patient!(self, &mut db, org, new, id, no_day, now);
                            } else {
                                sqlx::query(SMALL_ROW).execute(&mut db).await?;
                            }
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
