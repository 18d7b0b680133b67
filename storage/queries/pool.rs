//! The connections that units of work are lent.
//!
//! The one given back last is lent first, because its caches are warm. A connection is given back
//! as it is, without asking the database anything, unless its unit left something open or was cut
//! off in the middle of a statement; then it is tidied first, while nobody waits for it.

use crate::engine::{Conn, Link, LinkOptions, failure};
use deadpool::{
    Runtime,
    managed::{Manager, Metrics, Object, Pool as Idle, PoolError, QueueMode, RecycleResult},
};
use praxis_domain::store::Trail;
use praxis_kernel::{Failure, FailureType};
use sqlx::{Connection, Executor};
use std::time::{Duration, Instant};

/// Longest wait for a connection.
const WAIT: Duration = Duration::from_secs(5);

struct Connector(LinkOptions);

impl Manager for Connector {
    type Type = Link;
    type Error = Failure;

    async fn create(&self) -> Result<Link, Failure> {
        Link::open(&self.0).await
    }
    async fn recycle(&self, link: &mut Link, _metrics: &Metrics) -> RecycleResult<Failure> {
        Ok(link.check().await?)
    }
}

pub struct Pool(Idle<Connector>);

impl Pool {
    /// Opens a first connection at once, so that a wrong address is told at the start.
    pub async fn open(options: LinkOptions, size: u32) -> Result<Self, Failure> {
        let pool = Idle::builder(Connector(options))
            .max_size(usize::try_from(size).unwrap_or(1))
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(WAIT))
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(Failure::internal)?;
        let pool = Self(pool);
        pool.lend(&Trail::default()).await?;
        Ok(pool)
    }

    /// A connection for the request that the trail belongs to.
    pub async fn lend(&self, trail: &Trail) -> Result<Lent, Failure> {
        let link = self.0.get().await.map_err(|error| match error {
            PoolError::Backend(failure) => failure,
            PoolError::Closed => Failure::new(FailureType::Unavailable, "The program is stopping."),
            _ => Failure::new(
                FailureType::Unavailable,
                "The database is busy. Please try again.",
            ),
        })?;
        Ok(Lent {
            link: Some(link),
            trail: trail.clone(),
            open: false,
        })
    }

    /// A connection on which the statement has begun a transaction.
    pub async fn begin(&self, trail: &Trail, statement: &'static str) -> Result<Lent, Failure> {
        let mut lent = self.lend(trail).await?;
        lent.open = true;
        lent.conn().execute(statement).await.map_err(failure)?;
        Ok(lent)
    }

    /// Closes every connection. What is still lent is waited for, though not for ever.
    pub async fn close(&self) {
        let begin = Instant::now();
        loop {
            for link in self.0.retain(|_, _| false).removed {
                link.close().await;
            }
            if self.0.status().size == 0 || begin.elapsed() > WAIT {
                break;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        self.0.close();
    }
}

/// A connection in use; dropping it gives it back, and rolls back what it has begun.
pub struct Lent {
    /// Absent only while it is given back.
    link: Option<Object<Connector>>,
    trail: Trail,
    /// Whether a transaction is open.
    open: bool,
}

impl Lent {
    #[allow(clippy::expect_used)]
    pub fn conn(&mut self) -> &mut Conn {
        let link = self.link.as_mut();
        link.expect("only dropping gives it back").conn()
    }

    /// Ends what was begun, if anything was.
    pub async fn commit(mut self) -> Result<(), Failure> {
        if !self.open {
            return Ok(());
        }
        self.conn().execute("COMMIT").await.map_err(failure)?;
        self.open = false;
        Ok(())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(mut link) = self.link.take() else {
            return;
        };
        let (open, cut_off) = (self.open, self.trail.is_cut_off());
        if !open && !cut_off {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else {
            // Closing a connection rolls back as well.
            drop(Object::take(link));
            return;
        };
        runtime.spawn(async move {
            // Whatever still runs on the connection ends before it answers this.
            let connection = link.interrupted();
            let tidied = if open {
                connection.execute("ROLLBACK").await.map(drop)
            } else {
                connection.ping().await
            };
            if tidied.is_err() {
                drop(Object::take(link));
            }
        });
    }
}
