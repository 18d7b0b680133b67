//! How long a clinician waits between the end of a recording and its draft, once the words are there.

use super::{clinic::Clinic, table::Rows, upload::Recorded};
use crate::visits::{Visit, aci};
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::time::Instant;

/// From stopping to a draft that is stored.
pub const STOP_TO_DRAFT: &str = "stop to stored draft of 13 minutes";

const GOAL_MS: f64 = 2000.0;
/// As people talk: 150 words a minute.
const WORDS: usize = 13 * 150;

/// Stops recordings whose words are there, and drafts.
pub async fn measure(
    clinic: &mut Clinic,
    recorded: &[Recorded],
    rows: &mut Rows,
) -> anyhow::Result<()> {
    let talk = conversation()?;
    let text = json!({"text": serde_json::to_string(&talk.transcript)?});
    let mut times = vec![];
    for one in recorded {
        let path = format!("/v1/ehr/encounters/{}", one.visit);
        clinic.post(&format!("{path}/transcript"), &text).await?;
        let begun = Instant::now();
        clinic.stop(&one.recording).await?;
        let mut stream = clinic.stream(&format!("{path}/draft"), &json!({})).await?;
        let done = stream.next_named("done").await?;
        times.push(done.at - begun);
        let made: Value = serde_json::from_str(&done.data)?;
        let stored = clinic.get(&path).await?;
        ensure!(
            stored["draft"]["draft_id"] == made["draft_id"],
            "the draft is not stored"
        );
    }
    rows.few_at_most(STOP_TO_DRAFT, &mut times, GOAL_MS);
    Ok(())
}

/// The conversation that is hardly longer than that.
fn conversation() -> anyhow::Result<Visit> {
    let mut all = vec![];
    for part in ["train", "valid", "test1"] {
        all.extend(aci(part)?);
    }
    let words = |visit: &Visit| -> usize {
        let turns = visit.transcript.segments.iter();
        turns.map(|turn| turn.text.split_whitespace().count()).sum()
    };
    all.retain(|visit| words(visit) >= WORDS);
    let found = all.into_iter().min_by_key(words);
    let found = found.context("no conversation is that long")?;
    eprintln!("  drafted: {}, {} words", found.id, words(&found));
    Ok(found)
}
