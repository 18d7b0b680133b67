//! The audit log as it is written: inside the transaction of a change, just before its commit, and
//! in one statement for all units of work that share that commit.

use super::{count, to_json};
use crate::engine::{self, Conn, dialect_query, dialect_query_as};
use praxis_domain::{
    access::model::OrganizationId,
    audit::{chain, model::AuditEntry},
    store::{Actor, ChainedEntry, Touched},
};
use praxis_kernel::Failure;
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// Something to write down, and on whose behalf.
#[derive(Clone)]
pub struct Entry {
    pub organization: OrganizationId,
    pub actor: Actor,
    pub touched: Touched,
}

/// The last row of a chain.
#[derive(Clone)]
struct Head {
    sequence: i64,
    hash: Vec<u8>,
}

/// Appends to the chains. It knows where each ends as far as this process can, which saves asking;
/// the database has the last word: it leaves out a row that does not continue its chain.
#[derive(Default)]
pub struct Ledger(Mutex<HashMap<(Uuid, i64), Head>>);

impl Ledger {
    fn known(&self, chain: (Uuid, i64)) -> Option<Head> {
        let heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heads.get(&chain).cloned()
    }

    fn remember(&self, chain: (Uuid, i64), head: Head) {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heads.insert(chain, head);
    }

    /// Appends to the chain that this transaction may write to.
    pub async fn append(
        &self,
        connection: &mut Conn,
        chain: i64,
        entries: &[Entry],
    ) -> Result<(), Failure> {
        let mut of: BTreeMap<Uuid, Vec<&Entry>> = BTreeMap::new();
        for entry in entries {
            of.entry(entry.organization.get()).or_default().push(entry);
        }
        for (org, entries) in of {
            let head = match self.known((org, chain)) {
                Some(head) => head,
                None => read_head(connection, org, chain).await?,
            };
            let head = match insert(connection, org, chain, head, &entries).await? {
                Some(head) => head,
                // Another process or a transaction that was rolled back left the end elsewhere.
                None => {
                    let head = read_head(connection, org, chain).await?;
                    insert(connection, org, chain, head, &entries)
                        .await?
                        .ok_or_else(|| super::unreadable("end of the audit log"))?
                }
            };
            self.remember((org, chain), head);
        }
        Ok(())
    }
}

/// On PostgreSQL, whoever else writes to the chain waits from here on.
async fn read_head(connection: &mut Conn, org: Uuid, chain: i64) -> Result<Head, Failure> {
    let head = dialect_query_as!(
        Head,
        sqlite: "SELECT sequence, hash FROM audit_heads WHERE organization_id = $1 AND chain = $2",
        postgres: "SELECT sequence, hash FROM audit_heads WHERE organization_id = $1 AND chain = $2 FOR UPDATE",
        org,
        chain
    )
    .fetch_optional(connection)
    .await
    .map_err(engine::failure)?;
    Ok(head.unwrap_or_else(|| Head {
        sequence: 0,
        hash: chain::START.to_vec(),
    }))
}

/// One row as the statement reads it; bytes are hexadecimal.
#[derive(Serialize)]
struct Line<'a> {
    sequence: i64,
    at: i64,
    user: Option<String>,
    action: &'a str,
    outcome: &'a str,
    resource: &'a str,
    record: Option<String>,
    patient: Option<String>,
    reference: &'a str,
    origin: &'a str,
    subjects: String,
    previous: String,
    hash: String,
}

/// Writes rows behind the head and answers the new head; none, and nothing written, when the chain
/// ends elsewhere.
async fn insert(
    connection: &mut Conn,
    org: Uuid,
    chain: i64,
    mut head: Head,
    entries: &[&Entry],
) -> Result<Option<Head>, Failure> {
    let hex = |id: Uuid| id.simple().to_string();
    let mut lines = Vec::with_capacity(entries.len());
    for Entry { actor, touched, .. } in entries {
        let sequence = head.sequence + 1;
        let row = chained(actor, touched, count(chain), count(sequence), head.hash);
        lines.push(Line {
            sequence,
            at: actor.now.micros(),
            user: actor.user.map(|user| hex(user.get())),
            action: actor.action,
            outcome: touched.outcome,
            resource: touched.resource,
            record: touched.resource_id.map(hex),
            patient: touched.patient_id.map(hex),
            reference: &actor.reference,
            origin: &actor.origin,
            subjects: hex::encode(&row.subjects),
            previous: hex::encode(&row.previous),
            hash: hex::encode(&row.hash),
        });
        head = Head {
            sequence,
            hash: row.hash,
        };
    }
    let stored = dialect_query!(
        sqlite: "INSERT INTO audit (organization_id, chain, sequence, at, user_id, action, outcome, resource, resource_id,
                                    patient_id, reference, origin, subjects, previous, hash)
                 SELECT $1, $2, value ->> 'sequence', value ->> 'at', unhex(value ->> 'user'), value ->> 'action',
                        value ->> 'outcome', value ->> 'resource', unhex(value ->> 'record'), unhex(value ->> 'patient'),
                        value ->> 'reference', value ->> 'origin', unhex(value ->> 'subjects'),
                        unhex(value ->> 'previous'), unhex(value ->> 'hash')
                   FROM json_each($3) ORDER BY key",
        postgres: r#"INSERT INTO audit (organization_id, chain, sequence, at, user_id, action, outcome, resource, resource_id,
                                      patient_id, reference, origin, subjects, previous, hash)
                   SELECT $1, $2, sequence, timestamptz 'epoch' + at * interval '1 microsecond', "user", action, outcome, resource,
                          record, patient, reference, origin, decode(subjects, 'hex'), decode(previous, 'hex'), decode(hash, 'hex')
                     FROM json_to_recordset($3::text::json)
                       AS t (sequence bigint, at bigint, "user" uuid, action text, outcome text, resource text, record uuid,
                             patient uuid, reference text, origin text, subjects text, previous text, hash text)
                    ORDER BY sequence"#,
        org,
        chain,
        to_json(&lines)?
    )
    .execute(connection)
    .await
    .map_err(engine::failure)?;
    Ok((stored.rows_affected() == lines.len() as u64).then_some(head))
}

fn chained(
    actor: &Actor,
    touched: &Touched,
    chain: u32,
    sequence: u32,
    previous: Vec<u8>,
) -> ChainedEntry {
    let entry = AuditEntry {
        chain,
        sequence,
        at: actor.now,
        user_id: actor.user.map(|user| user.to_string()),
        user_name: None,
        action: actor.action.to_owned(),
        outcome: touched.outcome.to_owned(),
        resource: touched.resource.to_owned(),
        resource_id: touched.resource_id.map(|id| id.to_string()),
        patient_id: touched.patient_id.map(|id| id.to_string()),
        reference: actor.reference.clone(),
        origin: actor.origin.clone(),
    };
    let subjects = touched
        .subjects
        .iter()
        .flat_map(|id| *id.as_bytes())
        .collect();
    let mut row = ChainedEntry {
        entry,
        subjects,
        previous,
        hash: vec![],
    };
    row.hash = chain::hash(&row);
    row
}
