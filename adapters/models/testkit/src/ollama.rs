//! Ollama's own: models are fetched and deleted.

use crate::{PROVIDER_TEXT, fault::Step};
use serde_json::{Value, json};
use std::time::Duration;

/// How a model is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pull {
    /// To its end; it is listed afterwards.
    #[default]
    Whole,
    /// There is no such model.
    Unknown,
    /// Ollama has a fault of its own, halfway.
    Broken,
    /// Nothing comes after a quarter.
    Hangs,
    /// The connection is cut halfway.
    Cut,
    /// The answer ends properly, halfway.
    Ends,
    /// A line that is no JSON.
    Noise,
}

/// What Ollama sends. Errors repeat what was sent, as real ones do.
pub(crate) fn steps(pull: Pull, echo: &str) -> Vec<Step> {
    let status = |text: &str| line(&json!({ "status": text }));
    let part = |name: &str, total: u64, completed: Option<u64>| {
        let mut part = json!({ "status": format!("pulling {name}"), "digest": format!("sha256:{name}"), "total": total });
        if let Some(completed) = completed {
            part["completed"] = json!(completed);
        }
        line(&part)
    };
    let error = |text: &str| line(&json!({ "error": format!("{text}: {PROVIDER_TEXT} {echo}") }));
    let begun = vec![
        status("pulling manifest"),
        part("big", 4_000_000_000, None),
        part("big", 4_000_000_000, Some(1_000_000_000)),
    ];
    let half = vec![part("big", 4_000_000_000, Some(2_000_000_000))];
    let rest = vec![
        part("big", 4_000_000_000, Some(4_000_000_000)),
        part("small", 1_000_000_000, Some(0)),
        part("small", 1_000_000_000, Some(1_000_000_000)),
        status("something new"),
        status("verifying sha256 digest"),
        status("writing manifest"),
        status("success"),
    ];
    let (lines, last) = match pull {
        Pull::Whole => ([begun, half, rest].concat(), None),
        Pull::Unknown => {
            let unknown = error("pull model manifest: file does not exist");
            (vec![status("pulling manifest"), unknown], None)
        }
        Pull::Broken => (
            [begun, half, vec![error("no space left on device")]].concat(),
            None,
        ),
        Pull::Hangs => (begun, Some(Step::Hang)),
        Pull::Cut => ([begun, half].concat(), Some(Step::Cut)),
        Pull::Ends => ([begun, half].concat(), None),
        Pull::Noise => ([begun, vec![b"oops\n".to_vec()]].concat(), None),
    };
    let pause = Duration::from_millis(5);
    let paced = lines.into_iter();
    let paced = paced.flat_map(|bytes| [Step::Bytes(bytes), Step::Wait(pause)]);
    paced.chain(last).collect()
}

fn line(value: &Value) -> Vec<u8> {
    format!("{value}\n").into_bytes()
}
