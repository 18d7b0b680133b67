//! Files on their way in.

use super::{count, unit::Unit};
use crate::engine;
use async_trait::async_trait;
use praxis_domain::{
    documents::{Upload, UploadId, Uploads},
    store::Touched,
};
use praxis_kernel::Failure;

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
}
