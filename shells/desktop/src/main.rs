//! The practice on one computer: the operations of the catalogue in a window of their own, with
//! the database in the user's own data folder and no network at all.

#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod app;
mod bindings;
mod call;
mod commands;
mod events;
#[cfg(test)]
mod generate;
mod input;
mod instance;
mod problem;
mod recorder;
mod session;
mod shared;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(feature = "whisper")]
    if let Some(ended) = praxis_whisper::run_if_asked() {
        return ended;
    }
    praxis_runtime::logging::start();
    match app::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window system cannot be used");
            eprintln!("praxis-desktop: {error}");
            ExitCode::FAILURE
        }
    }
}
