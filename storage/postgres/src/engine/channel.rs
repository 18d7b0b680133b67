//! What processes on one database tell each other: `NOTIFY` and `LISTEN`.

use super::failure;
use async_trait::async_trait;
use praxis_domain::peers::{Heard, Peers};
use praxis_kernel::{Failure, FailureType};
use sqlx::{Connection, PgConnection, postgres::PgListener};
use tokio::sync::Mutex;

const NAME: &str = "praxis";

/// Connections of its own, so that telling never waits for a unit of work.
pub struct Channel {
    url: String,
    speaker: Mutex<Option<PgConnection>>,
    listener: Mutex<Option<PgListener>>,
}

impl Channel {
    pub fn new(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            speaker: Mutex::default(),
            listener: Mutex::default(),
        }
    }
}

#[async_trait]
impl Peers for Channel {
    async fn tell(&self, text: &str) -> Result<(), Failure> {
        let mut kept = self.speaker.lock().await;
        let mut speaker = match kept.take() {
            Some(speaker) => speaker,
            None => PgConnection::connect(&self.url).await.map_err(failure)?,
        };
        sqlx::query("SELECT pg_notify($1, $2)")
            .bind(NAME)
            .bind(text)
            .execute(&mut speaker)
            .await
            .map_err(failure)?;
        // Kept only while it is known to work.
        *kept = Some(speaker);
        Ok(())
    }

    async fn hear(&self) -> Result<Heard, Failure> {
        let mut kept = self.listener.lock().await;
        let Some(mut listener) = kept.take() else {
            let mut listener = PgListener::connect(&self.url).await.map_err(failure)?;
            listener.listen(NAME).await.map_err(failure)?;
            *kept = Some(listener);
            return Ok(Heard::Connected);
        };
        match listener.try_recv().await.map_err(failure)? {
            Some(heard) => {
                *kept = Some(listener);
                Ok(Heard::Text(heard.payload().to_owned()))
            }
            None => Err(Failure::new(
                FailureType::Unavailable,
                "The connection to the database was lost.",
            )),
        }
    }
}
