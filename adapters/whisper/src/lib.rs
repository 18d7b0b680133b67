//! The worker in which whisper.cpp turns sound into words, one utterance after the other.
//!
//! It is a process of its own because a model that cannot be read aborts the process, because ending
//! the process is the only sound way to stop an utterance midway, and because memory of a model of
//! gigabytes is given back with it. `praxis-speech` starts it and talks to it.

mod arguments;
#[cfg(feature = "whisper")]
mod model;
mod protocol;

pub use arguments::Arguments;
pub use protocol::{Hearing, serve};

#[cfg(feature = "whisper")]
pub use model::Model;

/// Runs the worker when the program was started as one, until its input ends; none otherwise.
#[cfg(feature = "whisper")]
pub fn run_if_asked() -> Option<std::process::ExitCode> {
    use std::{io, process::ExitCode};
    let arguments = Arguments::of(std::env::args_os().skip(1))?;
    let served = arguments.and_then(|arguments| {
        let mut model = Model::load(&arguments)?;
        serve(io::stdin().lock(), io::stdout().lock(), &mut model)
    });
    Some(match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    })
}

/// Why the worker ends early.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It was started in another way than `speech-worker --model FILE [--language CODE]`.
    #[error("usage: speech-worker --model FILE [--language CODE]")]
    Usage,
    /// The model is absent or of no kind that is known here.
    #[error("the model cannot be read")]
    Model,
    /// What it was sent is no WAV file of 16 kHz, 16 bits and one channel.
    #[error("what was sent is no utterance")]
    Utterance,
    /// Whoever started it is gone.
    #[error("nobody listens")]
    Gone(#[from] std::io::Error),
}
