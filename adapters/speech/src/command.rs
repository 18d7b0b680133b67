//! A program that is given a WAV file on its standard input and prints what it heard. The sound is
//! piped: nothing is written to the disk in clear.

use async_trait::async_trait;
use praxis_audio::{Channels, RATE, wav};
use praxis_domain::scribe::speech::{EngineInfo, EngineKind, Heard, SpeechEngine, SpeechProblem};
use serde::Deserialize;
use std::{process::Stdio, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
};

/// Longest answer that is read, in bytes.
const ANSWER_MAX: u64 = 1 << 20;
/// Shortest time that a program gets, and how often it gets the length of the sound beyond that.
const PATIENCE: Duration = Duration::from_secs(30);
const PATIENCE_PER_SECOND: u32 = 20;

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
    /// Whether it can be used at all.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        if self.name.trim().is_empty() {
            return Err("every engine needs a name");
        }
        if self
            .command
            .first()
            .is_none_or(|program| program.is_empty())
        {
            return Err("every engine needs a command");
        }
        Ok(())
    }

    /// In a process group of its own, with nothing of our environment but where programs are found.
    fn spawn(&self) -> Result<Child, SpeechProblem> {
        let (program, arguments) = self.command.split_first().ok_or(SpeechProblem::Missing)?;
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        for name in ["PATH", "HOME", "LD_LIBRARY_PATH", "SystemRoot"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.spawn().map_err(|_| SpeechProblem::Missing)
    }

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
            text: answer.text.split_whitespace().collect::<Vec<_>>().join(" "),
            // Anything outside is a mistake of the engine, and no reason to lose the words.
            confidence: answer
                .confidence
                .filter(|sure| (0.0..=1.0).contains(sure))
                .map(|sure| (sure * 100.0).round() as u32),
        })
    }
}

/// A program with all that it started; dropping it ends them.
struct Group(Option<u32>);

impl Group {
    fn of(child: &Child) -> Self {
        Self(child.id())
    }
    /// The program ended by itself; what it left behind was meant to stay.
    fn ended(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self
            .0
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw)
        {
            // Fails when they are gone already.
            let _gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// A WAV file of one channel.
fn file_of(samples: &[i16]) -> Result<Vec<u8>, SpeechProblem> {
    let frames = samples.len() as u64;
    let header = wav::header(Channels::One, frames).map_err(|_| SpeechProblem::Failed)?;
    let mut file = header.to_vec();
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    Ok(file)
}

#[async_trait]
impl SpeechEngine for CommandEngine {
    fn info(&self) -> EngineInfo {
        EngineInfo {
            name: self.name.clone(),
            kind: EngineKind::Command,
            local: true,
        }
    }

    async fn hear(&self, samples: &[i16]) -> Result<Heard, SpeechProblem> {
        let file = file_of(samples)?;
        let mut child = self.spawn()?;
        let mut group = Group::of(&child);
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(SpeechProblem::Missing);
        };
        let talk = async {
            let write = async {
                // A program that has read enough closes its input; its answer counts.
                let _closed = stdin.write_all(&file).await;
                drop(stdin);
            };
            let read = async {
                let mut printed = vec![];
                let mut limited = stdout.take(ANSWER_MAX);
                let read = limited.read_to_end(&mut printed).await;
                read.map(|_| printed).map_err(|_| SpeechProblem::Failed)
            };
            let ((), printed) = tokio::join!(write, read);
            let ended = child.wait().await.map_err(|_| SpeechProblem::Failed)?;
            group.ended();
            if !ended.success() {
                return Err(SpeechProblem::Failed);
            }
            self.parse(&printed?)
        };
        let seconds = u32::try_from(samples.len()).unwrap_or(u32::MAX) / RATE;
        let patience = PATIENCE + Duration::from_secs(1) * (seconds * PATIENCE_PER_SECOND);
        tokio::time::timeout(patience, talk)
            .await
            .map_err(|_| SpeechProblem::Late)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
