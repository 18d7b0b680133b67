//! A large clinic.

use anyhow::Context;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use std::{path::PathBuf, time::Instant};
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
