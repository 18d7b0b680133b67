//! Units of work: what a feature is lent to read and change records.

use crate::{
    access::{
        model::{OrganizationId, UserId},
        ports::Access,
    },
    audit::{model::AuditEntry, ports::Audit},
    documents::Uploads,
    models::ports::Models,
    patients::ports::Patients,
    peers::Peers,
    scribe::{ports::Scribe, recordings::ports::Recordings},
    vault::ports::ServiceKeys,
    visits::ports::Visits,
    workflows::ports::Jobs,
};
use async_trait::async_trait;
use praxis_kernel::{Failure, Timestamp};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// On whose behalf a unit of work runs. Repositories take the organisation and the scope from
/// here, so that no feature can forget or widen them.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The clinic whose records are within reach; absent before sign-in.
    pub organization: Option<OrganizationId>,
    /// The person; absent before sign-in and for the program's own work.
    pub user: Option<UserId>,
    /// The operation, for the audit log.
    pub action: &'static str,
    /// Finds the request in log and audit.
    pub reference: String,
    /// Where the request came from.
    pub origin: String,
    /// Whether restricted patients are within reach.
    pub sees_restricted: bool,
    /// The moment of the request.
    pub now: Timestamp,
    /// What this request read; written to the audit log before the answer leaves.
    pub trail: Trail,
}

impl Actor {
    /// The program itself, before anybody asked for anything.
    pub fn program(action: &'static str, now: Timestamp) -> Self {
        Self {
            organization: None,
            user: None,
            action,
            reference: String::new(),
            origin: "program".to_owned(),
            sees_restricted: false,
            now,
            trail: Trail::default(),
        }
    }
}

/// What happened to one record, for the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Kind of record, such as `patient`.
    pub resource: &'static str,
    /// Which, where there is one.
    pub resource_id: Option<Uuid>,
    /// The patient concerned.
    pub patient_id: Option<Uuid>,
    /// `read`, `created`, `changed`, `deleted`, a state event or `refused`.
    pub outcome: &'static str,
    /// Records that a list showed.
    pub subjects: Vec<Uuid>,
}

impl Touched {
    /// One record.
    pub const fn one(
        outcome: &'static str,
        resource: &'static str,
        id: Uuid,
        patient: Option<Uuid>,
    ) -> Self {
        Self {
            resource,
            resource_id: Some(id),
            patient_id: patient,
            outcome,
            subjects: vec![],
        }
    }
    /// The records that a list showed.
    pub const fn list(resource: &'static str, patient: Option<Uuid>, subjects: Vec<Uuid>) -> Self {
        Self {
            resource,
            resource_id: None,
            patient_id: patient,
            outcome: "read",
            subjects,
        }
    }
}

/// Collects what a request touches until it is written down.
#[derive(Debug, Clone, Default)]
pub struct Trail(Arc<Mutex<TrailState>>);

#[derive(Debug, Default)]
struct TrailState {
    waiting: Vec<Touched>,
    written: bool,
    cut_off: bool,
}

impl Trail {
    fn state(&self) -> std::sync::MutexGuard<'_, TrailState> {
        // A panic while pushing to a Vec leaves it whole, so a poisoned lock is still good.
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
    /// Adds a row that is still to be written. Looking at the same record again is no other reading.
    pub fn push(&self, touched: Touched) {
        let waiting = &mut self.state().waiting;
        if touched.outcome != "read" || !waiting.contains(&touched) {
            waiting.push(touched);
        }
    }
    /// Takes the rows in order to write them within a transaction.
    pub fn take(&self) -> Vec<Touched> {
        std::mem::take(&mut self.state().waiting)
    }
    /// Says that rows of this request are durable.
    pub fn mark_written(&self) {
        self.state().written = true;
    }
    /// Says that the request ended in the middle of its work, perhaps of a statement.
    pub fn cut_off(&self) {
        self.state().cut_off = true;
    }
    /// Whether the request ended in the middle of its work.
    pub fn is_cut_off(&self) -> bool {
        self.state().cut_off
    }
    /// Whether any row of this request is durable.
    pub fn is_written(&self) -> bool {
        self.state().written
    }
}

/// A database, on either engine.
#[async_trait]
pub trait Store: Send + Sync {
    /// Reads; several statements may see each other's changes in between.
    async fn read(&self, actor: &Actor) -> Result<Box<dyn Work>, Failure>;
    /// Reads one state of the database, however many statements it takes.
    async fn snapshot(&self, actor: &Actor) -> Result<Box<dyn Work>, Failure>;
    /// Changes; nothing is stored before `commit`.
    async fn write(&self, actor: &Actor) -> Result<Box<dyn Work>, Failure>;
    /// Writes audit rows that belong to no change. Rows of many requests share a commit; the call
    /// returns when its own are durable.
    async fn record(&self, actor: &Actor, rows: Vec<Touched>) -> Result<(), Failure>;
    /// Other processes on the same database, where there can be any.
    fn peers(&self) -> Option<Arc<dyn Peers>>;
    /// Whether the database answers.
    async fn ping(&self) -> Result<(), Failure>;
    /// Finishes what is under way and closes.
    async fn close(&self);
}

/// One transaction. Dropping it without `commit` rolls it back.
#[async_trait]
pub trait Work: Send {
    /// Organisations, users, sessions.
    fn access(&mut self) -> &mut dyn Access;
    /// Patients and owners.
    fn patients(&mut self) -> &mut dyn Patients;
    /// Visits and notes.
    fn visits(&mut self) -> &mut dyn Visits;
    /// Transcripts and drafts.
    fn scribe(&mut self) -> &mut dyn Scribe;
    /// Recordings and consents.
    fn recordings(&mut self) -> &mut dyn Recordings;
    /// Connections to models, and what was asked of them.
    fn models(&mut self) -> &mut dyn Models;
    /// Keys that a clinic gave for services.
    fn service_keys(&mut self) -> &mut dyn ServiceKeys;
    /// Jobs.
    fn jobs(&mut self) -> &mut dyn Jobs;
    /// Files on their way in.
    fn uploads(&mut self) -> &mut dyn Uploads;
    /// The audit log.
    fn audit(&mut self) -> &mut dyn Audit;
    /// Stores the changes together with their audit rows; durable when it returns.
    async fn commit(self: Box<Self>) -> Result<(), Failure>;
}

/// An audit row as the chain stores it, with its hashes.
#[derive(Debug, Clone)]
pub struct ChainedEntry {
    /// The row.
    pub entry: AuditEntry,
    /// Records that a list showed, in binary form.
    pub subjects: Vec<u8>,
    /// Hash of the row before.
    pub previous: Vec<u8>,
    /// Hash of this row.
    pub hash: Vec<u8>,
}
