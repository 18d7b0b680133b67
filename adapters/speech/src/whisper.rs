//! whisper.cpp in a process of its own: a model that cannot be read ends that process and not the
//! program, ending it is how work is cancelled, and its memory goes with it.
//!
//! The worker is sent WAV files one after the other on its standard input. It prints a line of JSON
//! when its model is loaded, and one for each file.

use crate::{program::Running, sound};
use async_trait::async_trait;
use praxis_domain::scribe::speech::{EngineInfo, EngineKind, Heard, SpeechEngine, SpeechProblem};
use serde::Deserialize;
use std::{ffi::OsString, path::PathBuf, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    process::{ChildStdin, ChildStdout},
    sync::Mutex,
};

/// Longest line that is read, in bytes.
const LINE_MAX: u64 = 1 << 20;
/// How long loading a model may take: some have three gigabytes.
const LOADING: Duration = Duration::from_secs(120);

/// How a worker is started; `--model FILE` and perhaps `--language CODE` are added.
#[derive(Debug, Clone)]
pub struct WorkerProgram {
    /// The program.
    pub program: PathBuf,
    /// What stands before the options.
    pub arguments: Vec<OsString>,
}

impl WorkerProgram {
    /// This program itself, which was built with the worker inside.
    pub fn of_this_program() -> Option<Self> {
        Some(Self {
            program: std::env::current_exe().ok()?,
            arguments: vec!["speech-worker".into()],
        })
    }
}

/// A model, as the clinic describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Model {
    /// Its name, to show.
    pub name: String,
    /// Its file, of the kind that whisper.cpp reads.
    pub whisper_model: PathBuf,
    /// What is spoken, as `en` or `pl`; found out for each utterance when absent.
    #[serde(default)]
    pub language: Option<String>,
}

/// What a worker says.
#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Said {
    Ready,
    Heard {
        text: String,
        #[serde(default)]
        confidence: Option<f64>,
    },
    Failed,
}

/// A model that hears, in a worker that is started when it is first needed.
pub(crate) struct WhisperEngine {
    model: Model,
    program: Option<WorkerProgram>,
    /// The worker that waits for the next utterance. Whoever uses it takes it out, so that it ends
    /// with whoever does not put it back.
    idle: Mutex<Option<Worker>>,
}

struct Worker {
    running: Running,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl WhisperEngine {
    pub fn new(model: Model, program: Option<WorkerProgram>) -> Self {
        Self {
            model,
            program,
            idle: Mutex::new(None),
        }
    }

    async fn start(&self) -> Result<Worker, SpeechProblem> {
        let program = self.program.as_ref().ok_or(SpeechProblem::NotBuilt)?;
        let known = tokio::fs::metadata(&self.model.whisper_model).await;
        if !known.is_ok_and(|known| known.is_file()) {
            return Err(SpeechProblem::ModelUnreadable);
        }
        let mut arguments = program.arguments.clone();
        arguments.extend(["--model".into(), self.model.whisper_model.clone().into()]);
        if let Some(language) = &self.model.language {
            arguments.extend(["--language".into(), language.into()]);
        }
        let (running, input, output) = Running::start(&program.program, arguments)?;
        let output = BufReader::new(output);
        let mut worker = Worker {
            running,
            input,
            output,
        };
        match tokio::time::timeout(LOADING, worker.line()).await {
            Ok(Ok(Said::Ready)) => Ok(worker),
            Ok(Ok(_)) => Err(SpeechProblem::Unreadable),
            // A model that it cannot read ends it.
            Ok(Err(SpeechProblem::Failed)) => Err(SpeechProblem::ModelUnreadable),
            Ok(Err(problem)) => Err(problem),
            Err(_late) => Err(SpeechProblem::Late),
        }
    }

    /// A worker that answered can be asked again; any other is ended.
    async fn ask(
        &self,
        mut worker: Worker,
        samples: &[i16],
    ) -> Result<(Worker, Said), SpeechProblem> {
        let file = sound::file_of(samples)?;
        let asked = tokio::time::timeout(sound::patience(samples), worker.hear(&file)).await;
        let said = asked.map_err(|_| SpeechProblem::Late)??;
        Ok((worker, said))
    }
}

impl Worker {
    /// A worker ends when it had nothing to do for a while.
    fn alive(mut self) -> Option<Self> {
        (!self.running.has_ended()).then_some(self)
    }

    async fn hear(&mut self, file: &[u8]) -> Result<Said, SpeechProblem> {
        let written = async {
            self.input.write_all(file).await?;
            self.input.flush().await
        };
        written.await.map_err(|_| SpeechProblem::Failed)?;
        self.line().await
    }

    async fn line(&mut self) -> Result<Said, SpeechProblem> {
        let mut line = vec![];
        let mut limited = (&mut self.output).take(LINE_MAX);
        let read = limited.read_until(b'\n', &mut line).await;
        if read.map_err(|_| SpeechProblem::Failed)? == 0 {
            return Err(SpeechProblem::Failed);
        }
        serde_json::from_slice(&line).map_err(|_| SpeechProblem::Unreadable)
    }
}

#[async_trait]
impl SpeechEngine for WhisperEngine {
    fn info(&self) -> EngineInfo {
        EngineInfo {
            blocked: self.program.is_none().then_some(SpeechProblem::NotBuilt),
            ..EngineInfo::program(&self.model.name, EngineKind::Whisper)
        }
    }

    async fn hear(&self, samples: &[i16]) -> Result<Heard, SpeechProblem> {
        let mut idle = self.idle.lock().await;
        let waiting = idle.take().and_then(Worker::alive);
        let (worker, said) = match waiting {
            Some(worker) => match self.ask(worker, samples).await {
                // It may have ended by no fault of this utterance.
                Err(SpeechProblem::Failed) => self.ask(self.start().await?, samples).await?,
                asked => asked?,
            },
            None => self.ask(self.start().await?, samples).await?,
        };
        *idle = Some(worker);
        match said {
            Said::Heard { text, confidence } => Ok(Heard {
                text: sound::line(&text),
                confidence: confidence.and_then(sound::percent),
            }),
            Said::Failed => Err(SpeechProblem::Failed),
            Said::Ready => Err(SpeechProblem::Unreadable),
        }
    }
}
