//! Connections to models, and what a clinic decided about them.

use super::{count, from_json, from_word, model_calls, to_json, to_word, unit::Unit, version};
use crate::engine::{self, Ts};
use async_trait::async_trait;
use praxis_domain::{
    access::model::UserId,
    models::{
        model::{
            Connection, ConnectionId, ModelCall, ModelPrice, ModelSettings, ModelTask, ModelUsage,
        },
        ports::Models,
    },
    store::Touched,
    visits::model::VisitId,
};
use praxis_kernel::{Failure, Timestamp};
use uuid::Uuid;

struct Row {
    connection_id: Uuid,
    name: String,
    kind: String,
    base_url: String,
    model: String,
    key_id: Option<String>,
    enabled: bool,
    patience_seconds: i64,
    version: i64,
    created_at: Ts,
}

impl TryFrom<Row> for Connection {
    type Error = Failure;
    fn try_from(row: Row) -> Result<Self, Failure> {
        Ok(Self {
            connection_id: ConnectionId::new(row.connection_id),
            name: row.name,
            kind: from_word(&row.kind)?,
            base_url: row.base_url,
            model: row.model,
            has_key: row.key_id.is_some(),
            enabled: row.enabled,
            patience_seconds: count(row.patience_seconds),
            version: version(row.version),
            created_at: Timestamp::new(row.created_at.into()),
        })
    }
}

#[async_trait]
impl Models for Unit {
    async fn connections(&mut self) -> Result<Vec<Connection>, Failure> {
        let org = self.org()?;
        let rows = sqlx::query_as!(
            Row,
            "SELECT connection_id, name, kind, base_url, model, key_id, enabled, patience_seconds, version, created_at
               FROM model_connections WHERE organization_id = $1 ORDER BY created_at, connection_id",
            org
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        rows.into_iter().map(Connection::try_from).collect()
    }

    async fn connection(&mut self, id: ConnectionId) -> Result<Option<Connection>, Failure> {
        let all = self.connections().await?;
        Ok(all.into_iter().find(|one| one.connection_id == id))
    }

    async fn insert_connection(&mut self, connection: &Connection) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "INSERT INTO model_connections (connection_id, organization_id, name, kind, base_url, model, enabled,
                                            patience_seconds, version, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            connection.connection_id.get(),
            org,
            connection.name,
            to_word(&connection.kind)?,
            connection.base_url,
            connection.model,
            connection.enabled,
            i64::from(connection.patience_seconds),
            i64::from(connection.version),
            Ts::from(connection.created_at.get()) as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_model("created", connection.connection_id);
        Ok(())
    }

    async fn update_connection(
        &mut self,
        connection: &Connection,
    ) -> Result<Option<Connection>, Failure> {
        let (org, id) = (self.org()?, connection.connection_id);
        let row = sqlx::query_as!(
            Row,
            "UPDATE model_connections
                SET name = $4, kind = $5, base_url = $6, model = $7, enabled = $8, patience_seconds = $9,
                    version = version + 1
              WHERE organization_id = $1 AND connection_id = $2 AND version = $3
              RETURNING connection_id, name, kind, base_url, model, key_id, enabled, patience_seconds, version,
                        created_at",
            org,
            id.get(),
            i64::from(connection.version),
            connection.name,
            to_word(&connection.kind)?,
            connection.base_url,
            connection.model,
            connection.enabled,
            i64::from(connection.patience_seconds)
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_model("changed", id);
        row.map(Connection::try_from).transpose()
    }

    async fn delete_connection(&mut self, id: ConnectionId) -> Result<bool, Failure> {
        let org = self.org()?;
        let gone = sqlx::query!(
            "DELETE FROM model_connections WHERE organization_id = $1 AND connection_id = $2",
            org,
            id.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_model("deleted", id);
        Ok(gone.rows_affected() == 1)
    }

    async fn sealed_key(&mut self, id: ConnectionId) -> Result<Option<Vec<u8>>, Failure> {
        let org = self.org()?;
        let sealed = sqlx::query_scalar!(
            "SELECT sealed_key FROM model_connections WHERE organization_id = $1 AND connection_id = $2",
            org,
            id.get()
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(sealed.flatten())
    }

    async fn set_key(
        &mut self,
        id: ConnectionId,
        sealed: Option<(&[u8], &str)>,
    ) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "UPDATE model_connections SET sealed_key = $3, key_id = $4
              WHERE organization_id = $1 AND connection_id = $2",
            org,
            id.get(),
            sealed.map(|(key, _)| key),
            sealed.map(|(_, id)| id)
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_model("changed", id);
        Ok(())
    }

    async fn sealed_by(&mut self) -> Result<Vec<String>, Failure> {
        let ids = sqlx::query_scalar!(
            "SELECT DISTINCT key_id FROM model_connections WHERE key_id IS NOT NULL"
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(ids.into_iter().flatten().collect())
    }

    async fn settings(&mut self) -> Result<ModelSettings, Failure> {
        let org = self.org()?;
        let row = sqlx::query!(
            "SELECT settings, version FROM model_settings WHERE organization_id = $1",
            org
        )
        .fetch_optional(self.db())
        .await
        .map_err(engine::failure)?;
        let Some(row) = row else {
            return Ok(ModelSettings::default());
        };
        Ok(ModelSettings {
            version: version(row.version),
            ..from_json(&row.settings)?
        })
    }

    async fn save_settings(&mut self, settings: &ModelSettings) -> Result<bool, Failure> {
        let (org, text) = (self.org()?, to_json(settings)?);
        let before = i64::from(settings.version);
        let stored = sqlx::query!(
            "INSERT INTO model_settings (organization_id, settings, version) VALUES ($1, $2, $3)
             ON CONFLICT (organization_id) DO UPDATE SET settings = excluded.settings, version = excluded.version
              WHERE model_settings.version = $4",
            org,
            text,
            before + 1,
            before
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch(Touched::one("changed", "model settings", org, None));
        Ok(stored.rows_affected() == 1)
    }

    async fn shown_to(&mut self, user: UserId) -> Result<Vec<ConnectionId>, Failure> {
        let org = self.org()?;
        let ids = sqlx::query_scalar!(
            "SELECT connection_id FROM model_disclosures WHERE organization_id = $1 AND user_id = $2",
            org,
            user.get()
        )
        .fetch_all(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(ids.into_iter().map(ConnectionId::new).collect())
    }

    async fn mark_shown(&mut self, user: UserId, id: ConnectionId) -> Result<(), Failure> {
        let (org, now) = (self.org()?, self.now());
        sqlx::query!(
            "INSERT INTO model_disclosures (user_id, connection_id, organization_id, shown_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, connection_id) DO NOTHING",
            user.get(),
            id.get(),
            org,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        self.touch_model("shown", id);
        Ok(())
    }

    async fn forget_shown(&mut self, id: ConnectionId) -> Result<(), Failure> {
        let org = self.org()?;
        sqlx::query!(
            "DELETE FROM model_disclosures WHERE organization_id = $1 AND connection_id = $2",
            org,
            id.get()
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(())
    }

    async fn insert_call(&mut self, call: &ModelCall, by: UserId) -> Result<(), Failure> {
        model_calls::insert(self, call, by).await
    }
    async fn latest_call(
        &mut self,
        visit: VisitId,
        task: ModelTask,
    ) -> Result<Option<ModelCall>, Failure> {
        model_calls::latest(self, visit, task).await
    }
    async fn latest_chat(&mut self, by: UserId) -> Result<Option<ModelCall>, Failure> {
        model_calls::latest_chat(self, by).await
    }
    async fn usage(&mut self, from: Timestamp, to: Timestamp) -> Result<Vec<ModelUsage>, Failure> {
        model_calls::usage(self, from, to).await
    }
    async fn prices(&mut self) -> Result<Vec<ModelPrice>, Failure> {
        model_calls::prices(self).await
    }
    async fn set_prices(&mut self, prices: &[ModelPrice]) -> Result<(), Failure> {
        model_calls::set_prices(self, prices).await
    }
}

impl Unit {
    fn touch_model(&self, outcome: &'static str, id: ConnectionId) {
        let row = Touched::one(outcome, "model connection", id.get(), None);
        self.touch(row);
    }
}
