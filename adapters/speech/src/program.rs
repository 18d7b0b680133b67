//! Programs that are given something on their standard input and answer on their standard output.
//! Everything is piped: nothing is written to the disk in clear.

use praxis_domain::scribe::speech::SpeechProblem;
use std::{ffi::OsStr, process::Stdio};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, ChildStdin, ChildStdout, Command},
};

/// A program with all that it started; dropping it ends them.
pub(crate) struct Running {
    child: Child,
    group: Group,
}

struct Group(Option<u32>);

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

impl Running {
    /// Starts it in a process group of its own, with nothing of our environment but where programs
    /// are found.
    pub fn start<A: AsRef<OsStr>>(
        program: impl AsRef<OsStr>,
        arguments: impl IntoIterator<Item = A>,
    ) -> Result<(Self, ChildStdin, ChildStdout), SpeechProblem> {
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
        let mut child = command.spawn().map_err(|_| SpeechProblem::Missing)?;
        let group = Group(child.id());
        match (child.stdin.take(), child.stdout.take()) {
            (Some(input), Some(output)) => Ok((Self { child, group }, input, output)),
            _ => Err(SpeechProblem::Missing),
        }
    }

    /// Waits for its end; true when it says that it succeeded.
    async fn succeeded(&mut self) -> Result<bool, SpeechProblem> {
        let ended = self.child.wait().await.map_err(|_| SpeechProblem::Failed)?;
        // What it left behind by itself was meant to stay.
        self.group.0 = None;
        Ok(ended.success())
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        let ended = !matches!(self.child.try_wait(), Ok(None));
        if ended {
            self.group.0 = None;
        }
        ended
    }
}

/// What a program prints that is given `input`, at most so many bytes of it. Dropping the future
/// ends the program.
pub(crate) async fn ask(
    command: &[String],
    input: &[u8],
    most: u64,
) -> Result<Vec<u8>, SpeechProblem> {
    let (program, arguments) = command.split_first().ok_or(SpeechProblem::Missing)?;
    let (mut running, mut stdin, stdout) = Running::start(program, arguments)?;
    let write = async {
        // A program that has read enough closes its input; its answer counts.
        let _closed = stdin.write_all(input).await;
        drop(stdin);
    };
    let read = async {
        let mut printed = vec![];
        let read = stdout.take(most).read_to_end(&mut printed).await;
        read.map(|_| printed).map_err(|_| SpeechProblem::Failed)
    };
    let ((), printed) = tokio::join!(write, read);
    if running.succeeded().await? {
        printed
    } else {
        Err(SpeechProblem::Failed)
    }
}
