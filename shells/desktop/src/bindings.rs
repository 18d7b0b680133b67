//! The list of commands that the window answers, and that the front end's bindings are made of.

use crate::commands;
use praxis_features::for_each_operation;
use tauri::{Wry, ipc::Invoke};
use tauri_specta::{Commands, collect_commands};

/// Every command, with its types.
pub fn all() -> Commands<Wry> {
    macro_rules! collect {
        ($($kind:ident $name:ident: $operation:ty,)*) => {
            collect_commands![
                commands::subscribe_events,
                commands::cancel_operation,
                commands::recorder_devices,
                commands::recorder_start,
                commands::recorder_pause,
                commands::recorder_resume,
                commands::recorder_stop,
                $( commands::$name ),*
            ]
        };
    }
    for_each_operation!(collect)
}

/// Answers the window's calls.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    let Commands(handler, _) = all();
    move |invoke| handler(invoke)
}
