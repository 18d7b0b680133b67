//! The built server as a process of its own.

use super::{client::Client, seed::Engine};
use anyhow::Context;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    time::Instant,
};

/// Of a second, in which Linux counts the use of a core, on every machine.
const TICKS: f64 = 100.0;

pub struct Server {
    child: Child,
    pub port: u16,
    pub cold_start_ms: f64,
    code: Option<String>,
}

impl Server {
    /// Starts it and waits until it answers.
    pub fn start(engine: &Engine, url: &str, first_run: bool) -> anyhow::Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?
            .local_addr()?
            .port();
        let mut command = Command::new(crate::repository::root().join("target/release/praxis"));
        command
            .args(["serve", "--addr", &format!("127.0.0.1:{port}"), "--data"])
            .arg(engine.folder())
            .stdout(Stdio::piped());
        if matches!(engine, Engine::Postgres { .. }) {
            command.env("PRAXIS_DATABASE_URL", url);
        }
        let begin = Instant::now();
        let mut child = command
            .spawn()
            .context("build it first: make build-backend")?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let first = lines.next().context("the server ended")??;
        anyhow::ensure!(first.contains("ready"), "{first}");
        answered(port)?;
        let cold_start_ms = begin.elapsed().as_secs_f64() * 1e3;
        // Before the set-up, two more lines say how to do it.
        let code = if first_run {
            lines.next().transpose()?;
            let link = lines.next().transpose()?.unwrap_or_default();
            link.split_once("code=").map(|(_, code)| code.to_owned())
        } else {
            None
        };
        Ok(Self {
            child,
            port,
            cold_start_ms,
            code,
        })
    }

    /// Does the first-run set-up; answers the admin's token.
    pub async fn set_up(&self) -> anyhow::Result<String> {
        let code = self.code.as_deref().unwrap_or_default();
        let body = format!(
            r#"{{"code":"{code}","organization_name":"Bench","display_name":"Bench","login":"bench","password":"bench bench bench"}}"#
        );
        let mut client = Client::connect(self.port, "").await?;
        let answer = client.post("/v1/setup/initialize", &body).await?;
        let answer: serde_json::Value = serde_json::from_str(&answer)?;
        Ok(answer["token"].as_str().context("no token")?.to_owned())
    }

    /// Resident memory.
    pub fn memory_mb(&self) -> anyhow::Result<f64> {
        self.status_mb("VmRSS:")
    }

    /// The most resident memory since it was started, or since `forget_peak`.
    pub fn peak_mb(&self) -> anyhow::Result<f64> {
        self.status_mb("VmHWM:")
    }

    /// From now on the peak is looked for anew.
    pub fn forget_peak(&self) -> anyhow::Result<()> {
        Ok(std::fs::write(self.proc("clear_refs"), "5")?)
    }

    /// What the process used of the cores so far, in seconds.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let text = std::fs::read_to_string(self.proc("stat"))?;
        let (_, fields) = text.rsplit_once(") ").context("no name")?;
        let ticks = |at: usize| -> anyhow::Result<f64> {
            Ok(fields
                .split(' ')
                .nth(at)
                .context("no such field")?
                .parse()?)
        };
        // Of the process itself, as a program and in the kernel (proc(5): fields 14 and 15).
        Ok((ticks(11)? + ticks(12)?) / TICKS)
    }

    fn proc(&self, file: &str) -> String {
        format!("/proc/{}/{file}", self.child.id())
    }

    fn status_mb(&self, field: &str) -> anyhow::Result<f64> {
        let text = std::fs::read_to_string(self.proc("status"))?;
        let line = text.lines().find(|line| line.starts_with(field));
        let kib = line.and_then(|line| line.split_whitespace().nth(1));
        let kib: f64 = kib.context("no figure")?.parse()?;
        Ok(kib / 1024.0)
    }

    pub fn stop(mut self) -> anyhow::Result<()> {
        let terminated = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        anyhow::ensure!(terminated.success(), "the server was gone");
        self.child.wait()?;
        Ok(())
    }
}

/// A run that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        // Ended long ago when it was stopped.
        let _ended = self.child.kill();
    }
}

/// One request, on a plain connection.
fn answered(port: u16) -> anyhow::Result<()> {
    use std::io::Read;
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port))?;
    stream
        .write_all(b"GET /health/ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    anyhow::ensure!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    Ok(())
}
