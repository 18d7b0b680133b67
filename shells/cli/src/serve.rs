use crate::{Place, local};
use anyhow::Context;
use clap::Args;
use praxis_runtime::{PrintedCode, Runtime, SystemClock, SystemRandom};
use praxis_server::{ServerOptions, router};
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use tokio_util::sync::CancellationToken;

/// Options of `praxis serve`.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address and port
    #[arg(long, env = "PRAXIS_ADDRESS", default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    /// Folder of the built web pages
    #[arg(long, env = "PRAXIS_UI", default_value = "ui/dist")]
    ui: PathBuf,
    /// Origins of other sites that may call with the user's cookie, separated by commas; `none` for none
    #[arg(long, env = "CORS_ALLOWED_ORIGINS")]
    allow_origins: Option<String>,
    /// Offers the demo clinic in the first-run set-up
    #[arg(long)]
    demo: bool,
    /// A proxy on this machine or network speaks TLS to browsers
    #[arg(long)]
    behind_proxy: bool,
}

impl Serve {
    pub async fn run(self) -> anyhow::Result<()> {
        let options = ServerOptions {
            ui: self.ui.clone(),
            allowed_origins: self.origins()?,
        };
        self.check_address()?;
        let listener = tokio::net::TcpListener::bind(self.addr)
            .await
            .with_context(|| format!("{} cannot be used", self.addr))?;
        let gate = Arc::new(PrintedCode::new(&SystemClock, &SystemRandom));
        let runtime = local::open(&self.place, Arc::clone(&gate) as Arc<_>).await?;
        let stop = CancellationToken::new();
        let router = router(Arc::clone(&runtime), options, stop.clone());
        self.greet(&runtime, &gate, listener.local_addr()?).await?;
        let on_signal = stop.clone();
        #[allow(clippy::disallowed_methods, reason = "ends with the process")]
        tokio::spawn(async move {
            signal().await;
            on_signal.cancel();
        });
        praxis_server::serve(listener, router, stop).await?;
        runtime.stop().await;
        Ok(())
    }

    /// Exact origins; a pattern would let any site act with the user's cookie.
    fn origins(&self) -> anyhow::Result<Vec<String>> {
        let text = match &self.allow_origins {
            Some(text) => text.as_str(),
            None if self.addr.ip().is_loopback() => "none",
            None => anyhow::bail!(
                "say which other sites may call the server: --allow-origins or CORS_ALLOWED_ORIGINS (`none` for none)"
            ),
        };
        if text == "none" {
            return Ok(vec![]);
        }
        let origins: Vec<String> = text.split(',').map(|o| o.trim().to_owned()).collect();
        for origin in &origins {
            let exact = origin.starts_with("https://") || origin.starts_with("http://");
            anyhow::ensure!(
                exact && !origin.contains('*') && !origin.ends_with('/'),
                "{origin} is not an exact origin such as https://clinic.example"
            );
        }
        Ok(origins)
    }

    fn check_address(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.addr.ip().is_loopback() || self.behind_proxy,
            "{} can be reached from other machines, where passwords would travel unencrypted; put a proxy with TLS in front and say --behind-proxy",
            self.addr
        );
        Ok(())
    }

    async fn greet(
        &self,
        runtime: &Arc<Runtime>,
        gate: &PrintedCode,
        address: SocketAddr,
    ) -> anyhow::Result<()> {
        let host = if address.ip().is_loopback() {
            format!("localhost:{}", address.port())
        } else {
            address.to_string()
        };
        println!("Praxis is ready: http://{host}");
        if !is_set_up(runtime).await? {
            println!("To set up the clinic, open this link once, within 15 minutes:");
            let demo = if self.demo { "&demo=true" } else { "" };
            println!("  http://{host}/setup#code={}{demo}", gate.code());
        }
        Ok(())
    }
}

async fn is_set_up(runtime: &Arc<Runtime>) -> anyhow::Result<bool> {
    let actor = local::nobody(runtime, "serve");
    let mut work = runtime
        .services()
        .store
        .read(&actor)
        .await
        .map_err(local::plain)?;
    work.access().is_set_up().await.map_err(local::plain)
}

/// Ctrl-C, or the service manager's request to end.
async fn signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    // Without signals the server runs until it is killed, which it survives.
    let _interrupted = interrupted.await;
}
