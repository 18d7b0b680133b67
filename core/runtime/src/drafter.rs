//! The built-in drafter behind the port that a model provider will implement.

use async_trait::async_trait;
use praxis_domain::scribe::{
    model::{DraftSentence, PatientFacts, Transcript},
    ports::Drafter,
};
use praxis_kernel::Failure;

/// Drafts on this machine, without a model file.
#[derive(Debug, Default)]
pub struct BuiltInDrafter;

#[async_trait]
impl Drafter for BuiltInDrafter {
    fn provider(&self) -> &'static str {
        "built-in"
    }
    fn model(&self) -> String {
        format!("extractive {}", env!("CARGO_PKG_VERSION"))
    }
    fn prompt_version(&self) -> Option<String> {
        None
    }
    async fn draft(
        &self,
        transcript: &Transcript,
        facts: &PatientFacts,
    ) -> Result<Vec<DraftSentence>, Failure> {
        let (transcript, facts) = (transcript.clone(), facts.clone());
        // A long conversation takes long enough to hold up others.
        let draft =
            tokio::task::spawn_blocking(move || praxis_drafter::draft(&transcript, &facts)).await?;
        Ok(draft.sentences)
    }
}
