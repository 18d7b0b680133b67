//! Files on their way in.

use super::{count, unit::Unit};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use praxis_domain::{
    documents::{Upload, UploadId, Uploads},
    store::Touched,
};
use praxis_kernel::{Failure, Timestamp};

#[async_trait]
impl Uploads for Unit {
    async fn insert(&mut self, upload: &Upload) -> Result<(), Failure> {
        let (org, now) = (self.org()?, self.now());
        sqlx::query!(
            "INSERT INTO uploads (upload_id, organization_id, name, size, received, created_at)
             VALUES ($1, $2, $3, $4, 0, $5)",
            upload.upload_id.get(),
            org,
            upload.name,
            i64::from(upload.size),
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        let id = upload.upload_id.get();
        self.touch(Touched::one("created", "upload", id, None));
        Ok(())
    }

    async fn find(&mut self, upload: UploadId) -> Result<Option<Upload>, Failure> {
        self.alone(upload.get()).await?;
        let org = self.org()?;
        let row = sqlx::query!(
            "SELECT name, size, received FROM uploads WHERE organization_id = $1 AND upload_id = $2",
            org,
            upload.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(row.map(|row| Upload {
            upload_id: upload,
            name: row.name,
            received: count(row.received),
            size: count(row.size),
        }))
    }

    async fn advance(
        &mut self,
        upload: UploadId,
        before: u32,
        after: u32,
    ) -> Result<bool, Failure> {
        let org = self.org()?;
        let stored = sqlx::query!(
            "UPDATE uploads SET received = $4 WHERE organization_id = $1 AND upload_id = $2 AND received = $3",
            org,
            upload.get(),
            i64::from(before),
            i64::from(after)
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one("changed", "upload", upload.get(), None));
        Ok(stored.rows_affected() == 1)
    }

    async fn unused(
        &mut self,
        before: Timestamp,
        only: Option<UploadId>,
        limit: u32,
    ) -> Result<Vec<UploadId>, Failure> {
        let org = self.org()?;
        // What a job is given names its file.
        let jobs = sqlx::query_scalar!(
            "SELECT payload FROM jobs WHERE organization_id = $1 AND status IN ('queued', 'running')",
            org
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let rows = sqlx::query_scalar!(
            "SELECT upload_id FROM uploads
              WHERE organization_id = $1 AND ($2::uuid IS NULL OR upload_id = $2::uuid) AND created_at < $3
              ORDER BY created_at, upload_id LIMIT $4",
            org,
            only.map(UploadId::get),
            Ts::from(before.get()) as _,
            i64::from(limit)
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let used = |id: &UploadId| jobs.iter().any(|job| job.contains(&id.to_string()));
        let ids = rows.into_iter().map(UploadId::new);
        Ok(ids.filter(|id| !used(id)).collect())
    }

    async fn forget(&mut self, upload: UploadId) -> Result<bool, Failure> {
        let org = self.org()?;
        let gone = sqlx::query!(
            "DELETE FROM uploads WHERE organization_id = $1 AND upload_id = $2",
            org,
            upload.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        let found = gone.rows_affected() == 1;
        if found {
            self.touch(Touched::one("removed", "upload", upload.get(), None));
        }
        Ok(found)
    }
}
