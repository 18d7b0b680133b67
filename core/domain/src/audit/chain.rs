//! The hash chain: each row's hash covers the row and the hash before it.

use super::{
    model::{AuditDamage, AuditProblem},
    ports::ChainHead,
};
use crate::store::ChainedEntry;
use sha2::{Digest, Sha256};

/// Hash before the first row.
pub const START: [u8; 32] = [b'p'; 32];

/// SHA-256 over the previous hash and every field, each with its length, so that no two rows can
/// be written as the same bytes.
pub fn hash(row: &ChainedEntry) -> Vec<u8> {
    let entry = &row.entry;
    let mut digest = Sha256::new();
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    field(&row.previous);
    field(&entry.chain.to_be_bytes());
    field(&entry.sequence.to_be_bytes());
    field(&entry.at.micros().to_be_bytes());
    for text in [
        entry.user_id.as_deref().unwrap_or(""),
        &entry.action,
        &entry.outcome,
        &entry.resource,
        entry.resource_id.as_deref().unwrap_or(""),
        entry.patient_id.as_deref().unwrap_or(""),
        &entry.reference,
        &entry.origin,
    ] {
        field(text.as_bytes());
    }
    field(&row.subjects);
    digest.finalize().to_vec()
}

/// Checks a chain piece by piece, in constant memory.
#[derive(Debug)]
pub struct Verifier {
    chain: u32,
    sequence: u32,
    hash: Vec<u8>,
    anchor: Option<ChainHead>,
}

impl Verifier {
    /// Begins at the start of a chain, which must lead through the end that was remembered
    /// elsewhere, if any.
    pub fn new(chain: u32, anchor: Option<ChainHead>) -> Self {
        Self {
            chain,
            anchor,
            sequence: 0,
            hash: START.to_vec(),
        }
    }
    /// The last row that was found good.
    pub const fn sequence(&self) -> u32 {
        self.sequence
    }
    /// Hash of the last row that was found good.
    pub fn last_hash(&self) -> &[u8] {
        &self.hash
    }
    /// Checks the next rows.
    pub fn feed(&mut self, rows: &[ChainedEntry]) -> Result<(), AuditProblem> {
        for row in rows {
            let expected = self.sequence + 1;
            let kind = if row.entry.sequence != expected {
                AuditDamage::Missing
            } else if hash(row) != row.hash {
                AuditDamage::Edited
            } else if row.previous != self.hash {
                AuditDamage::Reordered
            } else if self.is_rewritten(row) {
                AuditDamage::Rewritten
            } else {
                self.sequence = expected;
                self.hash.clone_from(&row.hash);
                continue;
            };
            return Err(self.problem(expected, kind));
        }
        Ok(())
    }
    /// Compares the end that was reached with the end that is remembered.
    pub fn finish(&self, head: &ChainHead) -> Result<(), AuditProblem> {
        let anchored = self.anchor.as_ref().map_or(0, |anchor| anchor.sequence);
        if self.sequence == head.sequence && self.hash == head.hash && self.sequence >= anchored {
            return Ok(());
        }
        Err(self.problem(self.sequence + 1, AuditDamage::Truncated))
    }
    /// Every hash fits, and yet this is not the row that once was the end: all rows up to here may
    /// have been written anew.
    fn is_rewritten(&self, row: &ChainedEntry) -> bool {
        self.anchor
            .as_ref()
            .is_some_and(|anchor| anchor.sequence == row.entry.sequence && anchor.hash != row.hash)
    }
    const fn problem(&self, sequence: u32, kind: AuditDamage) -> AuditProblem {
        AuditProblem {
            chain: self.chain,
            sequence,
            kind,
        }
    }
}
