//! A program that is given a WAV file on its standard input and prints what it heard.

use crate::{program, sound};
use async_trait::async_trait;
use praxis_domain::scribe::speech::{EngineInfo, EngineKind, Heard, SpeechEngine, SpeechProblem};
use serde::Deserialize;

/// Longest answer that is read, in bytes.
const ANSWER_MAX: u64 = 1 << 20;

/// How a program prints what it heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// As plain text.
    #[default]
    Text,
    /// As one JSON object with `text`, and perhaps `confidence` from 0 to 1.
    Json,
}

/// A program, as the clinic describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandEngine {
    /// Its name, to show.
    pub name: String,
    /// The program and its arguments. It reads a WAV file (16 kHz, 16 bits, one channel) from its
    /// standard input, which many know as `-` or `/dev/stdin`.
    pub command: Vec<String>,
    /// How it prints what it heard.
    #[serde(default)]
    pub output: Output,
}

#[derive(Deserialize)]
struct Answer {
    text: String,
    #[serde(default)]
    confidence: Option<f64>,
}

impl CommandEngine {
    fn parse(&self, printed: &[u8]) -> Result<Heard, SpeechProblem> {
        let text = std::str::from_utf8(printed).map_err(|_| SpeechProblem::Unreadable)?;
        let answer = match self.output {
            Output::Text => Answer {
                text: text.to_owned(),
                confidence: None,
            },
            Output::Json => serde_json::from_str(text).map_err(|_| SpeechProblem::Unreadable)?,
        };
        Ok(Heard {
            text: sound::line(&answer.text),
            confidence: answer.confidence.and_then(sound::percent),
        })
    }
}

#[async_trait]
impl SpeechEngine for CommandEngine {
    fn info(&self) -> EngineInfo {
        EngineInfo::program(&self.name, EngineKind::Command)
    }

    async fn hear(&self, samples: &[i16]) -> Result<Heard, SpeechProblem> {
        let file = sound::file_of(samples)?;
        let asked = program::ask(&self.command, &file, ANSWER_MAX);
        let printed = tokio::time::timeout(sound::patience(samples), asked).await;
        self.parse(&printed.map_err(|_| SpeechProblem::Late)??)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn engine(script: &str, output: Output) -> CommandEngine {
        CommandEngine {
            name: "test".to_owned(),
            command: ["sh", "-c", script].map(str::to_owned).to_vec(),
            output,
        }
    }

    async fn heard(script: &str, output: Output) -> Result<(String, Option<u32>), SpeechProblem> {
        let heard = engine(script, output).hear(&[7; 16_000]).await?;
        Ok((heard.text, heard.confidence))
    }

    #[tokio::test]
    async fn aud_8_a_program_hears_the_sound_and_prints_words() {
        use Output::{Json, Text};
        let says = |text: &str, sure| Ok((text.to_owned(), sure));
        for (script, output, expected) in [
            ("wc -c", Text, says("32044", None)),
            ("head -c 4", Text, says("RIFF", None)),
            (
                "printf ' two  words\\n more '",
                Text,
                says("two words more", None),
            ),
            ("true", Text, says("", None)),
            (
                r#"echo '{"text":"Zażółć","confidence":0.936}'"#,
                Json,
                says("Zażółć", Some(94)),
            ),
            (
                r#"echo '{"text":"a","confidence":7}'"#,
                Json,
                says("a", None),
            ),
            (
                r#"echo '{"words":1}'"#,
                Json,
                Err(SpeechProblem::Unreadable),
            ),
            ("printf '\\377'", Text, Err(SpeechProblem::Unreadable)),
            ("echo words; exit 3", Text, Err(SpeechProblem::Failed)),
            ("kill -9 $$", Text, Err(SpeechProblem::Failed)),
        ] {
            assert_eq!(heard(script, output).await, expected, "{script}");
        }
        let absent = CommandEngine {
            command: vec!["/nowhere/engine".to_owned()],
            ..engine("", Text)
        };
        assert_eq!(absent.hear(&[0]).await, Err(SpeechProblem::Missing));
    }

    #[tokio::test]
    async fn aud_8_a_program_sees_nothing_of_our_environment() {
        let printed = heard("env | cut -d= -f1 | sort", Output::Text).await;
        let (text, _) = printed.unwrap();
        for name in text.split(' ') {
            assert!(
                [
                    "PATH",
                    "HOME",
                    "LD_LIBRARY_PATH",
                    "PWD",
                    "OLDPWD",
                    "SHLVL",
                    "_"
                ]
                .contains(&name),
                "{name}"
            );
        }
    }

    #[tokio::test]
    async fn aud_4_dropping_the_call_ends_the_program() {
        let name = format!("praxis-speech-{}", std::process::id());
        let file = std::env::temp_dir().join(name);
        let script = format!(
            "sh -c 'while true; do date +%N > {}; sleep 0.05; done' & wait",
            file.display()
        );
        let engine = engine(&script, Output::Text);
        let call = tokio::time::timeout(Duration::from_millis(700), engine.hear(&[0; 16]));
        assert!(call.await.is_err());
        tokio::time::sleep(Duration::from_millis(300)).await;
        let before = std::fs::read_to_string(&file).unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
        std::fs::remove_file(&file).unwrap();
    }
}
