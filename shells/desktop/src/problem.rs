//! The window that is shown when the program cannot be opened: the words of the failure, no script
//! and no commands.

use crate::app::PAGES;
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
};
use tauri::{
    AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Wry,
    http::{Response, header},
};

/// The scheme of the page.
pub const SCHEME: &str = "praxis-problem";
const WINDOW: &str = "problem";

/// What the page says.
#[derive(Default)]
pub struct Problem(Mutex<String>);

/// Shows the window; the app ends when it is closed.
pub fn show(app: &AppHandle, words: &str, data: &Path) -> tauri::Result<()> {
    if let Some(problem) = app.try_state::<Problem>() {
        let text = format!(
            "{words}\n\nThe data folder is {}.\n\nClose this window and try again. If it happens again, show this to whoever looks after this computer: the program's log says more.",
            data.display()
        );
        *problem.0.lock().unwrap_or_else(PoisonError::into_inner) = text;
    }
    let url = format!("{SCHEME}://localhost/").parse();
    let url = url.map_err(|_| tauri::Error::WindowNotFound)?;
    let mut window = WebviewWindowBuilder::new(app, WINDOW, WebviewUrl::CustomProtocol(url))
        .title("Praxis")
        .inner_size(620.0, 380.0)
        .on_navigation(|url| {
            url.scheme() == SCHEME || url.host_str() == Some("praxis-problem.localhost")
        });
    if data.is_dir() {
        window = window.data_directory(data.join(PAGES));
    }
    window.build()?;
    Ok(())
}

/// The page itself.
pub fn page(app: &AppHandle<Wry>) -> Response<Vec<u8>> {
    let words = app
        .try_state::<Problem>()
        .map_or_else(String::new, |problem| {
            let words = problem.0.lock().unwrap_or_else(PoisonError::into_inner);
            escape(&words)
        });
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Praxis</title>\
         <style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui;margin:2rem;white-space:pre-line}}</style>\
         <body role=\"alert\"><h1>Praxis cannot be opened</h1>{words}</body></html>"
    );
    let mut response = Response::new(page.into_bytes());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        header::HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'"),
    );
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
