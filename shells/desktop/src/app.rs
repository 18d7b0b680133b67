//! From the start of the process to its end.

use crate::{
    bindings,
    instance::{self, First},
    problem::{self, Problem},
    session::Keeper,
    shared::Shared,
};
use praxis_kernel::Failure;
use praxis_runtime::{Configuration, KeyPlace, NoCode, Runtime};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tauri::{
    App, AppHandle, Manager, RunEvent, Url, Webview, WebviewUrl, WebviewWindowBuilder,
    webview::{DownloadEvent, NewWindowResponse, PageLoadEvent},
};

/// The label of the one window that may call operations.
pub const WINDOW: &str = "main";
/// The folder, within the data, of what pages keep for themselves.
pub const PAGES: &str = "pages";
/// Running work gets so long to stop when the window is closed.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs until the window is closed.
pub fn run() -> tauri::Result<()> {
    let app = tauri::Builder::default()
        .manage(Problem::default())
        .register_uri_scheme_protocol(problem::SCHEME, |context, _request| {
            problem::page(context.app_handle())
        })
        .invoke_handler(bindings::handler())
        .setup(|app| Ok(start(app)?))
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            stop(app);
        }
    });
    Ok(())
}

fn start(app: &mut App) -> tauri::Result<()> {
    let data = data_folder(app)?;
    match instance::claim(&data) {
        Ok(Some(first)) => be_first(app, first),
        Ok(None) => {
            app.handle().exit(0);
            return Ok(());
        }
        Err(error) => {
            tracing::error!(%error, "the data folder cannot be used");
            let words = "The data folder cannot be made or used.";
            return problem::show(app.handle(), words, &data);
        }
    }
    #[cfg(unix)]
    end_when_told(app.handle().clone());
    let shared = Shared::new(Keeper::open(&data));
    app.manage(shared.clone());
    // The page loads while the database is opened; its first call waits for that.
    open_window(app.handle(), &data)?;
    let handle = app.handle().clone();
    // A thread of its own, because opening cannot move between threads; its tasks can.
    std::thread::spawn(move || {
        let mut configuration = Configuration::new(data.clone(), Arc::new(NoCode));
        configuration.keys = KeyPlace::Keychain;
        configuration.local_only =
            std::env::var_os("PRAXIS_LOCAL_ONLY").is_some_and(|set| set == "true");
        #[cfg(feature = "whisper")]
        {
            configuration.whisper = praxis_runtime::WorkerProgram::of_this_program();
        }
        let opened = tauri::async_runtime::block_on(Runtime::start(configuration));
        match opened {
            Ok(runtime) => shared.opened(runtime),
            Err(failure) => give_up(&handle, failure, data),
        }
    });
    Ok(())
}

/// The end of the user's session ends the app as closing its window does: work is parked.
#[cfg(unix)]
fn end_when_told(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        match signal(SignalKind::terminate()) {
            Ok(mut told) => {
                if told.recv().await.is_some() {
                    app.exit(0);
                }
            }
            Err(error) => tracing::warn!(%error, "being told to end is not noticed"),
        }
    });
}

fn be_first(app: &App, first: First) {
    let handle = app.handle().clone();
    first.on_second_start(move || {
        if let Some(window) = handle.get_webview_window(WINDOW) {
            let shown = window
                .unminimize()
                .and_then(|()| window.show())
                .and_then(|()| window.set_focus());
            tracing::info!(?shown, "a second start asked for the window");
        }
    });
    app.manage(first);
}

/// `PRAXIS_DATA_FOLDER`, or the place that the system has for data of apps.
fn data_folder(app: &App) -> tauri::Result<PathBuf> {
    match std::env::var_os("PRAXIS_DATA_FOLDER") {
        Some(folder) if !folder.is_empty() => Ok(folder.into()),
        _ => app.path().app_data_dir(),
    }
}

fn open_window(app: &AppHandle, data: &Path) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::default())
        .title("Praxis")
        .inner_size(1280.0, 860.0)
        .min_inner_size(360.0, 480.0)
        // What pages keep, such as text not yet saved, stays with the data that it belongs to.
        .data_directory(data.join(PAGES))
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|webview, event| match event {
            DownloadEvent::Requested { url, destination } => {
                place_download(&webview, destination);
                url.scheme() == "blob" && is_ours(&url)
            }
            _ => true,
        })
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Started {
                close_microphone(window.app_handle());
            }
        })
        .build()?;
    Ok(())
}

/// A page that is loaded anew shows no sign of a recording, so nothing may listen behind it. What
/// was heard is kept, and the recording is offered as interrupted.
fn close_microphone(app: &AppHandle) {
    if let Some(shared) = app.try_state::<Shared>().map(|it| it.inner().clone()) {
        // On a thread of its own, because it waits for the device. Mostly nothing is recorded.
        std::thread::spawn(move || shared.recorder().stop());
    }
}

/// Where the system names no folder for downloads, the user's home is better than wherever the
/// process was started.
fn place_download(webview: &Webview, destination: &mut PathBuf) {
    let known = webview.path().download_dir().is_ok();
    if let (false, Ok(home), Some(name)) =
        (known, webview.path().home_dir(), destination.file_name())
    {
        *destination = home.join(name);
    }
}

/// The window shows the app's own pages and the files that they make, and nothing else.
pub fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "blob" => url.path().parse().is_ok_and(|origin| is_ours(&origin)),
        "tauri" => url.host_str() == Some("localhost"),
        // Where the system's web view cannot have a scheme of ours.
        "http" | "https" if cfg!(windows) => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// Shows why the program cannot be opened, in place of its window.
fn give_up(app: &AppHandle, failure: Failure, data: PathBuf) {
    let cause = failure.cause().map(|cause| format!("{cause:#}"));
    tracing::error!(?cause, "the program cannot be opened");
    let words = failure.wire("").message;
    let handle = app.clone();
    let shown = app.run_on_main_thread(move || {
        if let Err(error) = problem::show(&handle, &words, &data) {
            tracing::error!(%error, "no window can be opened");
            handle.exit(1);
        } else if let Some(window) = handle.get_webview_window(WINDOW) {
            let _already_gone = window.destroy();
        }
    });
    if shown.is_err() {
        app.exit(1);
    }
}

/// Parks running jobs and closes the database.
fn stop(app: &AppHandle) {
    let Some(shared) = app.try_state::<Shared>() else {
        return;
    };
    let shared = shared.inner().clone();
    tauri::async_runtime::block_on(async move {
        if let Some(runtime) = shared.runtime_if_open()
            && tokio::time::timeout(PATIENCE, runtime.stop())
                .await
                .is_err()
        {
            tracing::warn!("running work did not stop in time");
        }
        tracing::info!("closed");
    });
}
