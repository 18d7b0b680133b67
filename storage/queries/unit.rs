//! The unit of work and the database that lends it.

use super::{ledger::Entry, remembered::Remembered};
use crate::engine::{self, Conn, Engine, Handle, Options, Ts};
use async_trait::async_trait;
use praxis_domain::{
    access::{model::OrganizationId, ports::Access},
    audit::ports::Audit,
    documents::Uploads,
    models::ports::Models,
    patients::ports::Patients,
    peers::Peers,
    scribe::{ports::Scribe, recordings::ports::Recordings},
    store::{Actor, Store, Touched, Trail, Work},
    vault::ports::ServiceKeys,
    visits::ports::Visits,
    workflows::ports::Jobs,
};
use praxis_kernel::{Failure, FailureType};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// One transaction on behalf of one caller.
pub struct Unit {
    handle: Handle,
    actor: Actor,
    writes: bool,
    /// Whether users or sessions may have changed.
    changes_access: bool,
    remembered: Arc<Remembered>,
    /// The memory's epoch before the unit began.
    epoch: u64,
}

impl Unit {
    pub(super) const fn writes(&self) -> bool {
        self.writes
    }
    pub(super) fn remembered(&self) -> &Remembered {
        &self.remembered
    }
    pub(super) const fn epoch(&self) -> u64 {
        self.epoch
    }
    /// In a unit that changes: waits until no other one works on the same thing, and keeps others
    /// waiting until it ends, so that what it reads of it stays true.
    pub(super) async fn alone(&mut self, about: Uuid) -> Result<(), Failure> {
        if self.writes {
            engine::alone(self.handle.conn(), about).await?;
        }
        Ok(())
    }
    pub(super) const fn actor(&self) -> &Actor {
        &self.actor
    }
    /// The caller's organisation; records are out of reach of whoever has none.
    pub(super) fn org(&self) -> Result<Uuid, Failure> {
        organization_of(&self.actor).map(OrganizationId::get)
    }
    pub(super) fn now(&self) -> Ts {
        self.actor.now.get().into()
    }
    pub(super) const fn sees_restricted(&self) -> bool {
        self.actor.sees_restricted
    }
    pub(super) fn db(&mut self) -> &mut Conn {
        self.handle.conn()
    }
    /// Notes what is read or changed; written to the audit log before the answer leaves.
    pub(super) fn touch(&self, touched: Touched) {
        self.actor.trail.push(touched);
    }
}

#[async_trait]
impl Work for Unit {
    fn access(&mut self) -> &mut dyn Access {
        self.changes_access = self.writes;
        self
    }
    fn patients(&mut self) -> &mut dyn Patients {
        self
    }
    fn visits(&mut self) -> &mut dyn Visits {
        self
    }
    fn scribe(&mut self) -> &mut dyn Scribe {
        self
    }
    fn recordings(&mut self) -> &mut dyn Recordings {
        self
    }
    fn models(&mut self) -> &mut dyn Models {
        self
    }
    fn service_keys(&mut self) -> &mut dyn ServiceKeys {
        self
    }
    fn jobs(&mut self) -> &mut dyn Jobs {
        self
    }
    fn uploads(&mut self) -> &mut dyn Uploads {
        self
    }
    fn audit(&mut self) -> &mut dyn Audit {
        self
    }
    async fn commit(self: Box<Self>) -> Result<(), Failure> {
        let rows = self.actor.trail.take();
        let trail = (!rows.is_empty()).then(|| self.actor.trail.clone());
        let stored = self.handle.commit(entries(&self.actor, rows)?).await;
        if self.changes_access {
            // Also when it failed, because nobody knows then what the database kept.
            self.remembered.forget();
        }
        stored?;
        if let Some(trail) = trail {
            trail.mark_written();
        }
        Ok(())
    }
}

fn entries(actor: &Actor, rows: Vec<Touched>) -> Result<Vec<Entry>, Failure> {
    rows.into_iter()
        .map(|touched| {
            Ok(Entry {
                organization: organization_of(actor)?,
                actor: actor.clone(),
                touched,
            })
        })
        .collect()
}

fn organization_of(actor: &Actor) -> Result<OrganizationId, Failure> {
    actor
        .organization
        .ok_or_else(|| Failure::new(FailureType::Unauthenticated, "Please sign in."))
}

/// Audit rows of one request that changed nothing, and who waits for them.
struct Reading {
    entries: Vec<Entry>,
    written: oneshot::Sender<Result<(), FailureType>>,
}

/// Readings that share one commit at most.
const BATCH: usize = 256;

/// A database, ready for use.
#[derive(Clone)]
pub struct Database {
    engine: Arc<Engine>,
    remembered: Arc<Remembered>,
    readings: mpsc::Sender<Reading>,
}

impl Database {
    /// Opens the database, backs it up and migrates it where needed.
    pub async fn open(options: &Options) -> Result<Self, Failure> {
        let engine = Arc::new(Engine::open(options).await?);
        let (readings, waiting) = mpsc::channel(BATCH * 4);
        #[allow(
            clippy::disallowed_methods,
            reason = "ends when the last Database is dropped"
        )]
        tokio::spawn(write_readings(Arc::clone(&engine), waiting));
        Ok(Self {
            engine,
            remembered: Arc::default(),
            readings,
        })
    }

    fn unit(&self, epoch: u64, handle: Handle, actor: &Actor, writes: bool) -> Box<dyn Work> {
        Box::new(Unit {
            epoch,
            handle,
            actor: actor.clone(),
            writes,
            changes_access: false,
            remembered: Arc::clone(&self.remembered),
        })
    }
}

#[async_trait]
impl Store for Database {
    async fn read(&self, actor: &Actor) -> Result<Box<dyn Work>, Failure> {
        let epoch = self.remembered.epoch();
        let handle = self.engine.read(&actor.trail).await?;
        Ok(self.unit(epoch, handle, actor, false))
    }
    async fn snapshot(&self, actor: &Actor) -> Result<Box<dyn Work>, Failure> {
        let epoch = self.remembered.epoch();
        let handle = self.engine.snapshot(&actor.trail).await?;
        Ok(self.unit(epoch, handle, actor, false))
    }
    async fn write(&self, actor: &Actor) -> Result<Box<dyn Work>, Failure> {
        let epoch = self.remembered.epoch();
        let handle = self.engine.write(&actor.trail).await?;
        Ok(self.unit(epoch, handle, actor, true))
    }
    async fn record(&self, actor: &Actor, rows: Vec<Touched>) -> Result<(), Failure> {
        let (written, outcome) = oneshot::channel();
        let reading = Reading {
            entries: entries(actor, rows)?,
            written,
        };
        let closed = || Failure::new(FailureType::Unavailable, "The program is stopping.");
        self.readings.send(reading).await.map_err(|_| closed())?;
        outcome
            .await
            .map_err(|_| closed())?
            .map_err(|r#type| match r#type {
                FailureType::StorageFull => engine::storage_full(),
                _ => Failure::new(r#type, "The audit log could not be written."),
            })
    }
    fn peers(&self) -> Option<Arc<dyn Peers>> {
        self.engine.peers()
    }
    async fn ping(&self) -> Result<(), Failure> {
        let mut handle = self.engine.read(&Trail::default()).await?;
        sqlx::query_scalar!(r#"SELECT count(*) AS "n!: i64" FROM organizations WHERE name = ''"#)
            .fetch_one(handle.conn())
            .await
            .map_err(engine::failure)?;
        Ok(())
    }
    async fn close(&self) {
        self.engine.close().await;
    }
}

/// Writes the audit rows of reads: those that wait together share one commit, and each request is
/// answered when its own rows are durable.
async fn write_readings(engine: Arc<Engine>, mut waiting: mpsc::Receiver<Reading>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let mut outcome = write_batch(&engine, &batch).await;
        if let Err(failure) = &outcome
            && failure.r#type() == FailureType::StorageFull
            && engine.make_room().await.is_ok()
        {
            outcome = write_batch(&engine, &batch).await;
        }
        if let Err(failure) = &outcome {
            tracing::error!(cause = ?failure.cause(), kind = ?failure.r#type(), "audit rows of reads could not be written");
        }
        for reading in batch.drain(..) {
            // Whoever waited may have gone away; the row stays all the same.
            let _gone = reading
                .written
                .send(outcome.as_ref().copied().map_err(Failure::r#type));
        }
    }
}

async fn write_batch(engine: &Engine, batch: &[Reading]) -> Result<(), Failure> {
    let entries = batch.iter().flat_map(|reading| reading.entries.clone());
    engine.record(entries.collect()).await
}
