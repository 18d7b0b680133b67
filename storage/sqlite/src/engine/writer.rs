//! The one connection that writes. Writers queue for it; those that wait together share one
//! commit, and each is answered when that commit is durable. Within the shared transaction every
//! writer has its own savepoint, so that one may fail without the others.
//!
//! A caller may stop waiting at any moment. Statements that open or end something therefore run in
//! tasks of their own: stopped halfway, nobody would know any more what is open.

use super::{Conn, TimeLimit, failure};
use crate::queries::{Entry, Ledger};
use praxis_kernel::{Failure, FailureType};
use sqlx::{Connection, Executor};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// There is one writer, so there is one audit chain.
const CHAIN: i64 = 0;
/// Writers that share one commit at most.
const BATCH: usize = 64;

pub struct Writer {
    lane: Arc<Mutex<Lane>>,
    /// Writers that wait for the lane.
    queue: AtomicUsize,
}

struct Lane {
    /// Absent once closed.
    connection: Option<Conn>,
    limit: TimeLimit,
    /// What the finished writers have to write down.
    entries: Vec<Entry>,
    ledger: Arc<Ledger>,
    /// Finished writers of the open transaction, who wait for its commit.
    batch: Vec<oneshot::Sender<Result<(), FailureType>>>,
    /// Whether a transaction is open, and with it the savepoint of the last writer.
    open: bool,
    /// Whether a writer went away in the middle: its savepoint is to be rolled back.
    abandoned: bool,
}

/// One writer's turn.
pub struct WriterHandle {
    writer: Arc<Writer>,
    /// Absent once committed.
    lane: Option<OwnedMutexGuard<Lane>>,
}

impl Writer {
    pub async fn new(mut connection: Conn) -> Result<Arc<Self>, Failure> {
        let limit = TimeLimit::install(&mut connection).await?;
        Ok(Arc::new(Self {
            lane: Arc::new(Mutex::new(Lane {
                connection: Some(connection),
                limit,
                entries: vec![],
                ledger: Arc::default(),
                batch: vec![],
                open: false,
                abandoned: false,
            })),
            queue: AtomicUsize::new(0),
        }))
    }

    pub async fn begin(this: &Arc<Self>) -> Result<WriterHandle, Failure> {
        let lane = this.take_turn().await;
        // The handle of a caller that is gone is dropped, which gives up its savepoint.
        #[allow(
            clippy::disallowed_methods,
            reason = "awaited here; runs on when the caller is gone"
        )]
        tokio::spawn(Arc::clone(this).open(lane)).await?
    }

    async fn open(
        self: Arc<Self>,
        mut lane: OwnedMutexGuard<Lane>,
    ) -> Result<WriterHandle, Failure> {
        lane.tidy().await?;
        let begin = if lane.open {
            "RELEASE unit; SAVEPOINT unit"
        } else {
            "BEGIN IMMEDIATE; SAVEPOINT unit"
        };
        if let Err(failure) = lane.run(begin).await {
            lane.give_up(failure.r#type()).await;
            return Err(failure);
        }
        lane.open = true;
        Ok(WriterHandle {
            writer: self,
            lane: Some(lane),
        })
    }

    /// Waits in line; whoever stops waiting is no longer counted.
    async fn take_turn(&self) -> OwnedMutexGuard<Lane> {
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        self.queue.fetch_add(1, Ordering::SeqCst);
        let _waiting = Waiting(&self.queue);
        Arc::clone(&self.lane).lock_owned().await
    }

    /// Writes rows that belong to no change: within the open transaction, if any, and else by
    /// themselves, since one statement is a transaction of its own.
    pub async fn record(this: &Arc<Self>, entries: Vec<Entry>) -> Result<(), Failure> {
        let mut lane = this.take_turn().await;
        lane.tidy().await?;
        if lane.open {
            lane.entries.extend(entries);
            return lane.finish().await;
        }
        lane.append(&entries).await
    }

    /// Moves what the log holds into the database, so that the log begins anew and grows no more.
    pub async fn checkpoint(this: &Arc<Self>) -> Result<(), Failure> {
        let mut lane = Arc::clone(&this.lane).lock_owned().await;
        lane.finish().await?;
        lane.run("PRAGMA wal_checkpoint(RESTART)").await
    }

    pub async fn close(this: &Arc<Self>) {
        let mut lane = Arc::clone(&this.lane).lock_owned().await;
        let finished = lane.finish().await;
        if let Some(connection) = lane.connection.take()
            && finished.is_ok()
        {
            // The file is whole either way; a failing close only leaves the WAL behind.
            let _closed = connection.close().await;
        }
    }
}

impl Lane {
    fn conn(&mut self) -> Result<&mut Conn, Failure> {
        self.limit.renew();
        self.connection
            .as_mut()
            .ok_or_else(|| Failure::new(FailureType::Unavailable, "The program is stopping."))
    }
    async fn run(&mut self, statement: &'static str) -> Result<(), Failure> {
        self.conn()?.execute(statement).await.map_err(failure)?;
        Ok(())
    }
    /// Rolls back what a writer left behind.
    async fn tidy(&mut self) -> Result<(), Failure> {
        if !self.abandoned {
            return Ok(());
        }
        self.abandoned = false;
        // The statement that the writer may have left behind is given no more time.
        self.limit.end_now();
        let rolled_back = match &mut self.connection {
            Some(connection) => connection.execute("ROLLBACK TO unit").await.is_ok(),
            None => false,
        };
        if !rolled_back {
            // SQLite itself gives up the transaction on a full disk or an I/O error.
            self.give_up(FailureType::Unavailable).await;
        }
        Ok(())
    }
    /// Commits what is open and tells all who wait for it.
    async fn finish(&mut self) -> Result<(), Failure> {
        self.tidy().await?;
        if !self.open {
            return Ok(());
        }
        match self.commit().await {
            Ok(()) => {
                self.open = false;
                for waiting in self.batch.drain(..) {
                    let _gone = waiting.send(Ok(()));
                }
                Ok(())
            }
            Err(failure) => {
                // Each who waits is told the kind alone.
                tracing::error!(kind = ?failure.r#type(), cause = ?failure.cause(), "changes could not be stored");
                self.give_up(failure.r#type()).await;
                Err(failure)
            }
        }
    }
    /// The rows of the audit log of all writers, and then the commit that they share.
    async fn commit(&mut self) -> Result<(), Failure> {
        let entries = std::mem::take(&mut self.entries);
        self.append(&entries).await?;
        self.run("COMMIT").await
    }
    async fn append(&mut self, entries: &[Entry]) -> Result<(), Failure> {
        let ledger = Arc::clone(&self.ledger);
        ledger.append(self.conn()?, CHAIN, entries).await
    }
    /// Rolls everything back and says so to all who wait.
    async fn give_up(&mut self, why: FailureType) {
        // Fails when SQLite has rolled back by itself, which is the aim.
        let _rolled_back = self.run("ROLLBACK").await;
        self.open = false;
        self.entries.clear();
        for waiting in self.batch.drain(..) {
            let _gone = waiting.send(Err(why));
        }
    }
}

impl WriterHandle {
    #[allow(clippy::expect_used)]
    pub fn conn(&mut self) -> &mut Conn {
        self.lane
            .as_mut()
            .and_then(|lane| lane.conn().ok())
            .expect("the lane is held until commit, and closing waits for it")
    }

    pub async fn commit(self, entries: Vec<Entry>) -> Result<(), Failure> {
        #[allow(
            clippy::disallowed_methods,
            reason = "awaited here; runs on when the caller is gone"
        )]
        tokio::spawn(self.make_durable(entries)).await?
    }

    async fn make_durable(mut self, entries: Vec<Entry>) -> Result<(), Failure> {
        let (durable, mut outcome) = oneshot::channel();
        if let Some(lane) = &mut self.lane {
            lane.entries.extend(entries);
            lane.batch.push(durable);
            let alone = self.writer.queue.load(Ordering::SeqCst) == 0;
            if alone || lane.batch.len() >= BATCH {
                // The outcome below says the same.
                let _finished = lane.finish().await;
            }
        }
        self.lane = None;
        // Whoever is first in line again commits for all who finished in between.
        let result = tokio::select! {
            biased;
            result = &mut outcome => result,
            mut lane = Arc::clone(&self.writer.lane).lock_owned() => {
                let _finished = lane.finish().await;
                drop(lane);
                outcome.await
            }
        };
        match result {
            Ok(Ok(())) => Ok(()),
            Ok(Err(FailureType::StorageFull)) => Err(super::storage_full()),
            Ok(Err(r#type)) => Err(Failure::new(r#type, "The change could not be stored.")),
            Err(_closed) => Err(Failure::internal(anyhow::anyhow!("the writer is gone"))),
        }
    }
}

impl Drop for WriterHandle {
    fn drop(&mut self) {
        // Without a lane it was committed.
        if let Some(mut lane) = self.lane.take() {
            lane.abandoned = true;
            drop(lane);
            commit_later(&self.writer);
        }
    }
}

/// Finishes the open transaction unless somebody else does first.
fn commit_later(writer: &Arc<Writer>) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    let lane = Arc::clone(&writer.lane);
    runtime.spawn(async move {
        let mut lane = lane.lock_owned().await;
        let _finished = lane.finish().await;
    });
}
