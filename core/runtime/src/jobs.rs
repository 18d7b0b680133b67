//! Runs jobs: claims what is due, keeps the lease while it works, and says how it ended.

use crate::{
    Runtime,
    events::Hub,
    invoke::{Request, Whole},
};
use async_trait::async_trait;
use futures::FutureExt;
use praxis_domain::{
    store::Actor,
    workflows::{
        model::JobError,
        ports::{Claimed, Ending},
    },
};
use praxis_features::{Ctx, Events, JobCtx, JobHandler, Progress, Services};
use praxis_kernel::{Event, Failure, FailureType, Machine};
use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex as AsyncMutex, OwnedSemaphorePermit, Semaphore};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// A worker that says nothing for so many seconds has lost its job.
const LEASE_SECONDS: i64 = 30;
/// How often the lease is renewed, however slow the job is.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// Progress is written at most this often, in microseconds.
const PROGRESS_EVERY: i64 = 250_000;
/// Jobs whose worker was lost are found this soon.
const POLL: Duration = Duration::from_secs(2);
/// A job that failed so often is given up.
const ATTEMPTS: u32 = 3;
/// Jobs that work at the same time; those that wait for something outside come on top.
const AT_WORK: usize = 2;

/// Starts the workers; they end with `stop`, parking what they hold.
pub fn start(
    runtime: &Arc<Runtime>,
    handlers: Vec<Arc<dyn JobHandler>>,
    tasks: &TaskTracker,
    stop: &CancellationToken,
) {
    let handlers: Arc<HashMap<&'static str, Arc<dyn JobHandler>>> = Arc::new(
        handlers
            .into_iter()
            .map(|handler| (handler.kind(), handler))
            .collect(),
    );
    let worker = Arc::new(Worker {
        places: Arc::new(Semaphore::new(AT_WORK)),
        runtime: Arc::clone(runtime),
        handlers,
        stop: stop.clone(),
    });
    let jobs = tasks.clone();
    tasks.spawn(async move { worker.run(&jobs).await });
}

struct Worker {
    /// Whoever works holds one of these.
    places: Arc<Semaphore>,
    runtime: Arc<Runtime>,
    handlers: Arc<HashMap<&'static str, Arc<dyn JobHandler>>>,
    stop: CancellationToken,
}

impl Worker {
    /// Looks for jobs, and lets each work as soon as there is a place.
    async fn run(self: Arc<Self>, jobs: &TaskTracker) {
        while let Some(place) = self.place().await {
            match self.claim().await {
                Ok(Some(claimed)) => {
                    let worker = Arc::clone(&self);
                    jobs.spawn(async move { worker.work(claimed, place).await });
                }
                Ok(None) => {
                    drop(place);
                    self.idle().await;
                }
                Err(failure) => {
                    drop(place);
                    tracing::error!(kind = ?failure.r#type(), cause = ?failure.cause(), "no job could be claimed");
                    self.idle().await;
                }
            }
        }
    }

    /// A place to work at; none when the program stops.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => None,
            place = Arc::clone(&self.places).acquire_owned() => place.ok(),
        }
    }

    async fn idle(&self) {
        tokio::select! {
            () = self.runtime.hub().jobs_changed() => {}
            () = tokio::time::sleep(POLL) => {}
            () = self.stop.cancelled() => {}
        }
    }

    fn services(&self) -> &Arc<Services> {
        self.runtime.services()
    }

    fn actor(&self, claimed: Option<&Claimed>) -> Actor {
        let request = Request {
            token: None,
            origin: "job".to_owned(),
            reference: crate::reference(&self.runtime),
            unattended: false,
            cancel: self.stop.clone(),
        };
        let now = self.services().clock.now();
        Actor {
            organization: claimed.map(|claimed| claimed.organization),
            user: claimed.and_then(|claimed| claimed.created_by),
            // The rights were checked when the job was asked for.
            sees_restricted: true,
            ..crate::invoke::actor(None, "job", &request, now)
        }
    }

    async fn claim(&self) -> Result<Option<Claimed>, Failure> {
        let actor = self.actor(None);
        if !self
            .services()
            .store
            .read(&actor)
            .await?
            .jobs()
            .any_due()
            .await?
        {
            return Ok(None);
        }
        let until = actor.now.plus_seconds(LEASE_SECONDS);
        let lease = self.services().random.id();
        let mut work = self.services().store.write(&actor).await?;
        let claimed = work.jobs().claim(lease, until).await?;
        work.commit().await?;
        Ok(claimed)
    }

    async fn work(&self, claimed: Claimed, place: OwnedSemaphorePermit) {
        let cancel = self.stop.child_token();
        let reporter = Arc::new(Reporter {
            services: Arc::clone(self.services()),
            hub: Arc::clone(self.runtime.hub()),
            claimed: claimed.clone(),
            actor: self.actor(Some(&claimed)),
            written: AtomicI64::new(0),
            latest: Mutex::default(),
            cancel: cancel.clone(),
            places: Arc::clone(&self.places),
            place: AsyncMutex::new(Some(place)),
        });
        reporter.tell(claimed.job.status.word(), 0, None);
        let outcome = tokio::select! {
            outcome = self.attempt(&claimed, &reporter, &cancel) => outcome,
            failure = reporter.keep_lease() => Err(failure),
            () = self.stop.cancelled() => {
                // The lease runs out and the job is claimed again after the restart.
                return;
            }
        };
        if let Err(failure) = self.end(&claimed, &reporter, outcome).await {
            tracing::error!(kind = ?failure.r#type(), cause = ?failure.cause(), "a job's end could not be stored");
        }
    }

    async fn attempt(
        &self,
        claimed: &Claimed,
        reporter: &Arc<Reporter>,
        cancel: &CancellationToken,
    ) -> Result<Ending, Failure> {
        let Some(handler) = self.handlers.get(claimed.job.kind.as_str()) else {
            return Err(Failure::new(
                FailureType::Unavailable,
                "This version of the program does not know this kind of work.",
            ));
        };
        let job = JobCtx {
            ctx: Ctx {
                actor: self.actor(Some(claimed)),
                session: None,
                services: Arc::clone(self.services()),
                cancel: cancel.clone(),
            },
            reporter: Arc::clone(reporter) as Arc<dyn Progress>,
        };
        let run = Whole::run(&job.ctx.actor.trail, handler.run(&job, &claimed.payload));
        match AssertUnwindSafe(run).catch_unwind().await {
            Ok(result) => {
                let report = result?;
                // The last steps may have come too soon after those before them to be written.
                reporter.renew().await?;
                Ok(Ending::Done(report))
            }
            Err(_panic) => Err(Failure::internal(anyhow::anyhow!("the job panicked"))),
        }
    }

    async fn end(
        &self,
        claimed: &Claimed,
        reporter: &Reporter,
        outcome: Result<Ending, Failure>,
    ) -> Result<(), Failure> {
        let ending = match outcome {
            Ok(ending) => ending,
            Err(failure) if failure.r#type() == FailureType::Cancelled => {
                reporter.tell("cancelled", 0, None);
                return Ok(());
            }
            Err(failure) => self.after_failure(claimed, failure),
        };
        let actor = self.actor(Some(claimed));
        let mut work = self.services().store.write(&actor).await?;
        if work.jobs().end(claimed, &ending).await? {
            work.commit().await?;
        }
        let word = match &ending {
            Ending::Done(_) => "done",
            Ending::Retry(..) => "queued",
            Ending::Failed(_) => "failed",
        };
        reporter.tell(word, 0, None);
        Ok(())
    }

    /// Tries again later, a little later each time, unless trying again cannot help.
    fn after_failure(&self, claimed: &Claimed, failure: Failure) -> Ending {
        let reference = crate::reference(&self.runtime);
        tracing::error!(job = claimed.job.kind, reference, kind = ?failure.r#type(), cause = ?failure.cause(), "a job failed");
        let hopeless = matches!(
            failure.r#type(),
            FailureType::Validation | FailureType::NotFound | FailureType::Conflict
        );
        let error = JobError::of(failure, &reference);
        if hopeless || claimed.job.attempts >= ATTEMPTS {
            return Ending::Failed(error);
        }
        let chance = i64::from(self.services().random.secret()[0]) % 3;
        let seconds = (5 << claimed.job.attempts.min(10)) + chance;
        Ending::Retry(error, self.services().clock.now().plus_seconds(seconds))
    }
}

/// Keeps a job's lease and tells how far it is.
struct Reporter {
    services: Arc<Services>,
    hub: Arc<Hub>,
    claimed: Claimed,
    actor: Actor,
    /// When progress was last written, in microseconds.
    written: AtomicI64,
    /// How far the job is, written or not.
    latest: Mutex<(u32, Option<u32>)>,
    cancel: CancellationToken,
    places: Arc<Semaphore>,
    /// Absent while the job waits.
    place: AsyncMutex<Option<OwnedSemaphorePermit>>,
}

impl Reporter {
    fn latest(&self) -> MutexGuard<'_, (u32, Option<u32>)> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, status: &str, done: u32, total: Option<u32>) {
        let event = Event::ProcessingProgress {
            job_id: self.claimed.job.job_id.to_string(),
            kind: self.claimed.job.kind.clone(),
            status: status.to_owned(),
            done,
            total,
        };
        self.hub.publish(self.claimed.organization, event);
    }

    async fn write(&self, done: u32, total: Option<u32>) -> Result<(), Failure> {
        let mut actor = self.actor.clone();
        actor.now = self.services.clock.now();
        let until = actor.now.plus_seconds(LEASE_SECONDS);
        let mut work = self.services.store.write(&actor).await?;
        let held = work
            .jobs()
            .progress(&self.claimed, done, total, until)
            .await?;
        work.commit().await?;
        if held {
            return Ok(());
        }
        self.cancel.cancel();
        Err(Failure::new(FailureType::Cancelled, "Cancelled."))
    }

    /// Renews the lease until it is lost.
    async fn keep_lease(&self) -> Failure {
        loop {
            // Cancelling is noticed within a second, the lease is renewed now and then.
            for _ in 0..HEARTBEAT.as_secs() * 2 {
                tokio::time::sleep(Duration::from_millis(500)).await;
                match self.still_running().await {
                    Ok(true) => {}
                    Ok(false) => return Failure::new(FailureType::Cancelled, "Cancelled."),
                    Err(failure) => return failure,
                }
            }
            if let Err(failure) = self.renew().await {
                return failure;
            }
        }
    }

    async fn still_running(&self) -> Result<bool, Failure> {
        let mut work = self.services.store.read(&self.actor).await?;
        let job = work.jobs().find(self.claimed.job.job_id).await?;
        Ok(job.is_some_and(|job| job.status.word() == "running"))
    }

    /// Writes how far the job is, and with it the lease.
    async fn renew(&self) -> Result<(), Failure> {
        let (done, total) = *self.latest();
        self.write(done, total).await
    }
}

#[async_trait]
impl Progress for Reporter {
    async fn note(&self, done: u32, total: Option<u32>) -> Result<(), Failure> {
        if self.cancel.is_cancelled() {
            return Err(Failure::new(FailureType::Cancelled, "Cancelled."));
        }
        *self.latest() = (done, total);
        let now = self.services.clock.now().micros();
        if now - self.written.load(Ordering::SeqCst) < PROGRESS_EVERY {
            return Ok(());
        }
        self.written.store(now, Ordering::SeqCst);
        self.write(done, total).await?;
        self.tell("running", done, total);
        Ok(())
    }

    async fn wait(&self, time: Duration) -> Result<(), Failure> {
        let mut place = self.place.lock().await;
        *place = None;
        tokio::time::sleep(time).await;
        *place = Some(Arc::clone(&self.places).acquire_owned().await?);
        if self.cancel.is_cancelled() {
            return Err(Failure::new(FailureType::Cancelled, "Cancelled."));
        }
        Ok(())
    }
}
