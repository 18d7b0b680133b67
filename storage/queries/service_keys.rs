//! Keys that a clinic gave for services.

use super::unit::Unit;
use crate::engine;
use async_trait::async_trait;
use praxis_domain::{store::Touched, vault::ports::ServiceKeys};
use praxis_kernel::Failure;

#[async_trait]
impl ServiceKeys for Unit {
    async fn sealed_keys(&mut self) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query!(
            "SELECT address, sealed_key FROM service_keys WHERE organization_id = $1 ORDER BY address",
            org
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        let pairs = rows.into_iter().map(|row| (row.address, row.sealed_key));
        Ok(pairs.collect())
    }

    async fn set_sealed_key(
        &mut self,
        address: &str,
        sealed: Option<(&[u8], &str)>,
    ) -> Result<(), Failure> {
        let org = self.org()?;
        match sealed {
            Some((key, id)) => sqlx::query!(
                "INSERT INTO service_keys (organization_id, address, sealed_key, key_id)
                 VALUES ($1, $2, $3, $4)
                 ON CONFLICT (organization_id, address)
                 DO UPDATE SET sealed_key = excluded.sealed_key, key_id = excluded.key_id",
                org,
                address,
                key,
                id
            )
            .execute(self.db())
            .await
            .map_err(engine::failure)?,
            None => sqlx::query!(
                "DELETE FROM service_keys WHERE organization_id = $1 AND address = $2",
                org,
                address
            )
            .execute(self.db())
            .await
            .map_err(engine::failure)?,
        };
        self.touch(Touched::one("changed", "service_key", org, None));
        Ok(())
    }

    async fn sealing_keys(&mut self) -> Result<Vec<String>, Failure> {
        sqlx::query_scalar!("SELECT DISTINCT key_id FROM service_keys")
            .fetch_all(self.db())
            .await
            .map_err(engine::failure)
    }
}
