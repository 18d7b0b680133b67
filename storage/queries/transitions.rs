//! Every change of a state: of visits and of jobs.

use super::unit::Unit;
use crate::engine;
use praxis_kernel::{Failure, Machine};
use uuid::Uuid;

impl Unit {
    /// Writes a transition down, in the transaction that makes it.
    pub(super) async fn log_transition<M: Machine>(
        &mut self,
        org: Uuid,
        subject: Uuid,
        from: M,
        event: M::Event,
        to: M,
    ) -> Result<(), Failure> {
        let now = self.now();
        let user = self.actor().user.map(|user| user.get());
        sqlx::query!(
            "INSERT INTO transitions (organization_id, machine, subject_id, from_state, event, to_state, user_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            org,
            M::NAME,
            subject,
            from.word(),
            M::event_word(event),
            to.word(),
            user,
            now as _
        )
        .execute(self.db())
        .await
        .map_err(engine::failure)?;
        Ok(())
    }
}
