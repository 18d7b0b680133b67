//! Jobs. To claim one is to push its time forward: the lease. A lost worker's job is due again by
//! itself, and the lease is a fence: a late worker's writes do nothing.

use super::{count, from_json, to_json, unit::Unit, unreadable};
use crate::engine::{self, Ts, dialect_query_as};
use async_trait::async_trait;
use praxis_domain::{
    PageRequest,
    access::model::{OrganizationId, UserId},
    store::Touched,
    workflows::{
        model::{Job, JobId, JobPage},
        ports::{Claimed, Ending, Jobs, NewJob},
        states::{JobEvent, JobStatus},
    },
};
use praxis_kernel::{Failure, Machine, Timestamp};
use uuid::Uuid;

struct Row {
    job_id: Uuid,
    kind: String,
    label: String,
    status: String,
    done: i64,
    total: Option<i64>,
    attempts: i64,
    error: Option<String>,
    report: Option<String>,
    created_at: Ts,
    updated_at: Ts,
}

impl TryFrom<Row> for Job {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        let status = JobStatus::from_word(&row.status).ok_or_else(|| unreadable("job state"))?;
        // A person may cancel and try again; the rest belongs to the workers.
        let allowed = [JobEvent::Cancel, JobEvent::Requeue]
            .into_iter()
            .filter(|event| status.can(*event))
            .map(|event| JobStatus::event_word(event).to_owned())
            .collect();
        Ok(Self {
            job_id: JobId::new(row.job_id),
            kind: row.kind,
            status,
            label: row.label,
            done: count(row.done),
            total: row.total.map(count),
            attempts: count(row.attempts),
            error: row.error.map(|text| from_json(&text)).transpose()?,
            allowed,
            report: row.report.map(|text| from_json(&text)).transpose()?,
            created_at: Timestamp::new(row.created_at.into()),
            updated_at: Timestamp::new(row.updated_at.into()),
        })
    }
}

struct Due {
    job_id: Uuid,
    organization_id: Uuid,
    status: String,
    created_by: Option<Uuid>,
    payload: String,
}

impl Unit {
    async fn any_job(&mut self, job: Uuid) -> Result<Option<Job>, Failure> {
        let row = sqlx::query_as!(
            Row,
            "SELECT job_id, kind, label, status, done, total, attempts, error, report, created_at, updated_at
               FROM jobs WHERE job_id = $1",
            job
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        row.map(TryInto::try_into).transpose()
    }

    /// The one statement that changes a job's state.
    async fn move_job(
        &mut self,
        (org, job): (Uuid, Uuid),
        from: JobStatus,
        event: JobEvent,
        run_at: Ts,
        lease: (Option<Uuid>, Option<Uuid>),
    ) -> Result<bool, Failure> {
        let to = from.apply(event).map_err(Failure::transition)?;
        let (held, next) = lease;
        let now = self.now();
        let attempts = i64::from(event == JobEvent::Claim);
        let moved = sqlx::query!(
            "UPDATE jobs SET status = $3, run_at = $4, lease = $5, attempts = attempts + $6, updated_at = $7
              WHERE job_id = $1 AND status = $2 AND ($8::uuid IS NULL OR lease = $8::uuid) AND organization_id = $9",
            job,
            from.word(),
            to.word(),
            run_at as _,
            next,
            attempts,
            now as _,
            held,
            org
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        self.log_transition(org, job, from, event, to).await?;
        Ok(true)
    }
}

#[async_trait]
impl Jobs for Unit {
    async fn enqueue(&mut self, job: &NewJob) -> Result<(), Failure> {
        let (org, now) = (self.org()?, self.now());
        let user = self.actor().user.map(|user| user.get());
        sqlx::query!(
            "INSERT INTO jobs (job_id, organization_id, kind, label, payload, status, done, attempts, run_at,
                               created_by, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7, $8, $7, $7)",
            job.job_id.get(),
            org,
            job.kind,
            job.label,
            job.payload,
            JobStatus::INITIAL.word(),
            now as _,
            user
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one("created", "job", job.job_id.get(), None));
        Ok(())
    }

    async fn find(&mut self, job: JobId) -> Result<Option<Job>, Failure> {
        let org = self.org()?;
        let row = sqlx::query_as!(
            Row,
            "SELECT job_id, kind, label, status, done, total, attempts, error, report, created_at, updated_at
               FROM jobs WHERE organization_id = $1 AND job_id = $2",
            org,
            job.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        row.map(TryInto::try_into).transpose()
    }

    async fn page(&mut self, open: bool, page: PageRequest) -> Result<JobPage, Failure> {
        let org = self.org()?;
        let rows = sqlx::query_as!(
            Row,
            "SELECT job_id, kind, label, status, done, total, attempts, error, report, created_at, updated_at
               FROM jobs
              WHERE organization_id = $1 AND (NOT $2 OR status IN ('queued', 'running', 'failed'))
              ORDER BY created_at DESC, job_id DESC LIMIT $3 OFFSET $4",
            org,
            open,
            i64::from(page.limit),
            i64::from(page.offset)
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let total = sqlx::query_scalar!(
            r#"SELECT count(*) AS "n!: i64" FROM jobs
                WHERE organization_id = $1 AND (NOT $2 OR status IN ('queued', 'running', 'failed'))"#,
            org,
            open
        )
        .fetch_one(self.db())
        .await
        .map_err(engine::failure)?;
        let items: Result<Vec<Job>, Failure> = rows.into_iter().map(TryInto::try_into).collect();
        Ok(JobPage {
            items: items?,
            total: count(total),
        })
    }

    async fn transition(&mut self, job: &Job, event: JobEvent) -> Result<Job, Failure> {
        let (org, now) = (self.org()?, self.now());
        let id = job.job_id.get();
        let moved = self
            .move_job((org, id), job.status, event, now, (None, None))
            .await?;
        let current = Jobs::find(self, job.job_id)
            .await?
            .ok_or_else(|| Failure::not_found("job"))?;
        if !moved {
            return Err(Failure::stale(&current));
        }
        self.touch(Touched::one(JobStatus::event_word(event), "job", id, None));
        Ok(current)
    }

    async fn any_due(&mut self) -> Result<bool, Failure> {
        let now = self.now();
        let due = sqlx::query_scalar!(
            "SELECT job_id FROM jobs WHERE status IN ('queued', 'running') AND run_at <= $1 LIMIT 1",
            now as _
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(due.is_some())
    }

    async fn claim(&mut self, lease: Uuid, until: Timestamp) -> Result<Option<Claimed>, Failure> {
        let now = self.now();
        let due = dialect_query_as!(
            Due,
            sqlite: "SELECT job_id, organization_id, status, created_by, payload FROM jobs
                      WHERE status IN ('queued', 'running') AND run_at <= $1 ORDER BY run_at, job_id LIMIT 1",
            postgres: "SELECT job_id, organization_id, status, created_by, payload FROM jobs
                        WHERE status IN ('queued', 'running') AND run_at <= $1 ORDER BY run_at, job_id LIMIT 1
                        FOR UPDATE SKIP LOCKED",
            now as _
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        let Some(due) = due else { return Ok(None) };
        let from = JobStatus::from_word(&due.status).ok_or_else(|| unreadable("job state"))?;
        let until = Ts::from(until.get());
        self.move_job(
            (due.organization_id, due.job_id),
            from,
            JobEvent::Claim,
            until,
            (None, Some(lease)),
        )
        .await?;
        let job = self.any_job(due.job_id).await?;
        Ok(job.map(|job| Claimed {
            job,
            organization: OrganizationId::new(due.organization_id),
            created_by: due.created_by.map(UserId::new),
            payload: due.payload,
            lease,
        }))
    }

    async fn progress(
        &mut self,
        claimed: &Claimed,
        done: u32,
        total: Option<u32>,
        until: Timestamp,
    ) -> Result<bool, Failure> {
        let now = self.now();
        let held = sqlx::query!(
            "UPDATE jobs SET done = $3, total = $4, run_at = $5, updated_at = $6
              WHERE job_id = $1 AND lease = $2 AND status = 'running'",
            claimed.job.job_id.get(),
            claimed.lease,
            i64::from(done),
            total.map(i64::from),
            Ts::from(until.get()) as _,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(held.rows_affected() == 1)
    }

    async fn end(&mut self, claimed: &Claimed, ending: &Ending) -> Result<bool, Failure> {
        let now = self.now();
        let (event, run_at, error, report) = match ending {
            Ending::Done(report) => (JobEvent::Finish, now, None, report.as_ref()),
            Ending::Retry(error, at) => (JobEvent::Retry, Ts::from(at.get()), Some(error), None),
            Ending::Failed(error) => (JobEvent::Fail, now, Some(error), None),
        };
        let id = claimed.job.job_id.get();
        let moved = self
            .move_job(
                (claimed.organization.get(), id),
                JobStatus::Running,
                event,
                run_at,
                (Some(claimed.lease), None),
            )
            .await?;
        if !moved {
            return Ok(false);
        }
        let (error, report) = (
            error.map(to_json).transpose()?,
            report.map(to_json).transpose()?,
        );
        sqlx::query!(
            "UPDATE jobs SET error = $2, report = $3 WHERE job_id = $1",
            id,
            error,
            report
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one(JobStatus::event_word(event), "job", id, None));
        Ok(true)
    }
}
