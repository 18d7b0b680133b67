//! `praxis`: serves the clinic, sets it up, imports, drafts, and checks the audit log.

mod audit;
mod draft;
mod draft_model;
mod import;
mod local;
mod serve;
mod setup;

use clap::{Args, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// A clinic's practice in one program.
#[derive(Parser)]
#[command(name = "praxis", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the program to browsers and API clients
    Serve(serve::Serve),
    /// Creates the clinic and its first admin; the password is read from standard input
    Setup(setup::Setup),
    /// Imports patients, a conversation or a recording
    #[command(subcommand)]
    Import(import::Import),
    /// Drafts a note from a conversation in a file
    Draft(draft::Draft),
    /// Brings the database up to date (the embedded one after a backup), as starting does
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Works with the audit log
    #[command(subcommand)]
    Audit(audit::Audit),
}

/// Where the clinic's data lies.
#[derive(Args, Clone)]
struct Place {
    /// Folder of the database and of files
    #[arg(long, env = "PRAXIS_DATA_FOLDER", default_value = ".praxis")]
    data: PathBuf,
    /// Address of a PostgreSQL database; without it, a file in the folder is used
    #[arg(long, env = "PRAXIS_DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Reaches no other machine, whatever a clinic decides: no model and no speech service outside
    #[arg(long, env = "PRAXIS_LOCAL_ONLY")]
    local_only: bool,
}

async fn migrate(place: &Place) -> anyhow::Result<()> {
    let runtime = local::open_trusted(place).await?;
    runtime.stop().await;
    println!("The database is up to date.");
    Ok(())
}

fn main() -> ExitCode {
    #[cfg(feature = "whisper")]
    if let Some(ended) = praxis_whisper::run_if_asked() {
        return ended;
    }
    praxis_runtime::logging::start();
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("praxis: {error}");
            return ExitCode::FAILURE;
        }
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => serve.run().await,
            Command::Setup(setup) => setup.run().await,
            Command::Import(import) => import.run().await,
            Command::Draft(draft) => draft.run().await,
            Command::Migrate { place } => migrate(&place).await,
            Command::Audit(audit) => audit.run().await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("praxis: {error:#}");
            ExitCode::FAILURE
        }
    }
}
