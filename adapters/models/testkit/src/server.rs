//! The server.

use crate::{
    Fault, PROVIDER_TEXT, Pull, Script, Wire, check,
    fault::{Step, steps},
    ollama,
};
use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    serve::ListenerExt,
};
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::{net::TcpListener, task::JoinSet, time::sleep};

/// A request, as the provider saw it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its path with its query.
    pub path: String,
    /// The key that it carried, where this wire format carries one.
    pub key: Option<String>,
    /// Its body; null for lists.
    pub body: Value,
    /// The schema in it, wherever this wire format carries it.
    pub schema: Option<Value>,
    /// What a provider refuses in it.
    pub complaint: Option<&'static str>,
    /// How long after the request its answer was over or its connection was closed.
    pub closed: Option<Duration>,
    /// Whether the answer was sent to its end.
    pub whole: bool,
    /// When each event of the answer was sent.
    pub sent: Vec<Instant>,
}

#[derive(Default)]
struct Book {
    scripts: VecDeque<Script>,
    key: Option<String>,
    models: Vec<String>,
    list_fault: Option<Fault>,
    pull: Pull,
    seen: Vec<Seen>,
    strayed: usize,
    elsewhere: String,
}

type Shared = Arc<Mutex<Book>>;

/// A provider on a port of this machine. It ends when it is dropped.
pub struct Server {
    url: String,
    book: Shared,
    _tasks: JoinSet<()>,
}

impl Server {
    /// Starts one that answers by these scripts, one after another, the last one again and again.
    ///
    /// # Panics
    ///
    /// When this machine lends no port.
    pub async fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let scripts: VecDeque<Script> = scripts.into_iter().collect();
        let refuses = scripts.front().and_then(|it| it.fault) == Some(Fault::NobodyListens);
        let book = Shared::new(Mutex::new(Book {
            scripts,
            models: vec!["model-b".to_owned(), "model-a".to_owned()],
            ..Book::default()
        }));
        let mut tasks = JoinSet::new();
        let trap = Router::new().fallback(strayed).with_state(book.clone());
        let elsewhere = serve(&mut tasks, trap).await;
        open(&book).elsewhere = elsewhere;
        let provider = Router::new().fallback(answer).with_state(book.clone());
        let url = if refuses {
            serve(&mut JoinSet::new(), provider).await
        } else {
            serve(&mut tasks, provider).await
        };
        Self {
            url,
            book,
            _tasks: tasks,
        }
    }

    /// From now on every request must carry this key.
    pub fn demand_key(&self, key: &str) {
        open(&self.book).key = Some(key.to_owned());
    }

    /// From now on these are the models.
    pub fn set_models(&self, names: &[&str]) {
        open(&self.book).models = names.iter().map(|&name| name.to_owned()).collect();
    }

    /// From now on lists of models fail: by a status, by hanging or by a page for people.
    pub fn fail_lists(&self, fault: Fault) {
        open(&self.book).list_fault = Some(fault);
    }

    /// From now on models are fetched so.
    pub fn set_pull(&self, pull: Pull) {
        open(&self.book).pull = pull;
    }

    /// Appends a script to the queue.
    pub fn then(&self, script: Script) {
        open(&self.book).scripts.push_back(script);
    }

    /// Its address, without any path.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What was asked so far.
    pub fn journal(&self) -> Vec<Seen> {
        open(&self.book).seen.clone()
    }

    /// How many requests followed a redirect to another server.
    pub fn strayed(&self) -> usize {
        open(&self.book).strayed
    }

    /// Waits until the connection of the numbered request is closed or its answer is over, and
    /// says how long after the request that was; none if it takes longer than `patience`.
    pub async fn closed(&self, number: usize, patience: Duration) -> Option<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if let Some(closed) = self.journal().get(number).and_then(|seen| seen.closed) {
                return Some(closed);
            }
            sleep(Duration::from_millis(5)).await;
        }
        None
    }
}

fn open(book: &Shared) -> MutexGuard<'_, Book> {
    book.lock().unwrap_or_else(PoisonError::into_inner)
}

#[allow(clippy::expect_used)] // A test without a port cannot go on.
async fn serve(tasks: &mut JoinSet<()>, router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address");
    let listener = listener.tap_io(|stream| {
        // Without it, pieces that are sent one by one wait for each other.
        let _late = stream.set_nodelay(true);
    });
    tasks.spawn(async move {
        // It serves until it is dropped.
        let _ = axum::serve(listener, router).await;
    });
    format!("http://{address}")
}

async fn strayed(State(book): State<Shared>) -> &'static str {
    open(&book).strayed += 1;
    "you went astray"
}

/// Notes when a request is over: dropped with the connection, or after the last byte.
struct Visit {
    book: Shared,
    number: usize,
    begun: Instant,
    whole: bool,
}

impl Drop for Visit {
    fn drop(&mut self) {
        if let Some(seen) = open(&self.book).seen.get_mut(self.number) {
            seen.closed = Some(self.begun.elapsed());
            seen.whole = self.whole;
        }
    }
}

impl Visit {
    fn begin(book: &Shared, seen: Seen) -> Self {
        let mut open = open(book);
        open.seen.push(seen);
        Self {
            book: book.clone(),
            number: open.seen.len() - 1,
            begun: Instant::now(),
            whole: false,
        }
    }

    fn note_sent(&self) {
        if let Some(seen) = open(&self.book).seen.get_mut(self.number) {
            seen.sent.push(Instant::now());
        }
    }
}

async fn answer(
    State(book): State<Shared>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some((wire, asked)) = place(&method, uri.path(), &headers) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let list = asked == Asked::List;
    let sent: Value = serde_json::from_slice(&body).unwrap_or_default();
    let key = check::key(wire, &headers);
    let complaint = match asked {
        Asked::Question => check::complaint(wire, &headers, &sent),
        Asked::List => None,
        Asked::Pull | Asked::Delete => check::unnamed(&headers, &sent),
    };
    let mut visit = Visit::begin(
        &book,
        Seen {
            path: uri.to_string(),
            key: key.clone(),
            schema: check::schema(wire, &sent).cloned(),
            body: sent.clone(),
            complaint,
            closed: None,
            whole: false,
            sent: vec![],
        },
    );
    let question = check::last(wire, &sent).unwrap_or_default();
    let echo = format!("{question} {}", key.as_deref().unwrap_or_default());
    let fault = |code, status| error(wire, code, status, &echo);
    let demanded = open(&book).key.clone();
    if demanded.is_some() && demanded != key {
        return fault("authentication_error", 401);
    }
    if complaint.is_some() {
        return fault("invalid_request_error", 400);
    }
    let model = sent["model"].as_str().unwrap_or_default();
    match asked {
        Asked::Pull => return pulled(&book, model, &echo, visit),
        Asked::Delete => return deleted(&book, model, &echo),
        Asked::List | Asked::Question => {}
    }
    let script = if list {
        list_script(&book)
    } else {
        question_script(&book)
    };
    let Some(script) = script else {
        return fault("no_script", 500);
    };
    let elsewhere = open(&book).elsewhere.clone();
    if let Some(refusal) = refusal(script.fault, wire, &echo, &elsewhere) {
        return refusal;
    }
    if script.fault == Some(Fault::HangsBeforeHeaders) {
        sleep(Duration::from_secs(3600)).await;
    }
    if list {
        visit.whole = true;
        return axum::Json(names(wire, &open(&book).models)).into_response();
    }
    let kind = if wire == Wire::Ollama {
        "application/x-ndjson"
    } else {
        "text/event-stream"
    };
    let body = Body::from_stream(play(steps(&script, wire, &echo), visit));
    ([(CONTENT_TYPE, kind)], body).into_response()
}

/// Fetches a model as it was said.
fn pulled(book: &Shared, model: &str, echo: &str, visit: Visit) -> Response {
    let pull = open(book).pull;
    if pull == Pull::Whole {
        open(book).models.push(model.to_owned());
    }
    let body = Body::from_stream(play(ollama::steps(pull, echo), visit));
    ([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

fn deleted(book: &Shared, model: &str, echo: &str) -> Response {
    let models = &mut open(book).models;
    let before = models.len();
    models.retain(|name| name != model);
    if models.len() < before {
        StatusCode::OK.into_response()
    } else {
        error(Wire::Ollama, "not_found_error", 404, echo)
    }
}

/// What a request asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Question,
    List,
    Pull,
    Delete,
}

/// Which wire format a path belongs to, and what it asks for.
fn place(method: &Method, path: &str, headers: &HeaderMap) -> Option<(Wire, Asked)> {
    if method == Method::GET && path.ends_with("/models") {
        let wire = if headers.contains_key("anthropic-version") {
            Wire::Messages
        } else if path.starts_with("/v1beta") {
            Wire::Gemini
        } else {
            Wire::Chat
        };
        return Some((wire, Asked::List));
    }
    match (method.as_str(), path) {
        ("GET", "/api/tags") => Some((Wire::Ollama, Asked::List)),
        ("POST", "/api/pull") => Some((Wire::Ollama, Asked::Pull)),
        ("DELETE", "/api/delete") => Some((Wire::Ollama, Asked::Delete)),
        ("POST", "/api/chat") => Some((Wire::Ollama, Asked::Question)),
        ("POST", path) if path.ends_with("/chat/completions") => {
            Some((Wire::Chat, Asked::Question))
        }
        ("POST", path) if path.ends_with("/responses") => Some((Wire::Responses, Asked::Question)),
        ("POST", path) if path.ends_with("/messages") => Some((Wire::Messages, Asked::Question)),
        ("POST", path) if path.ends_with(":streamGenerateContent") => {
            Some((Wire::Gemini, Asked::Question))
        }
        _ => None,
    }
}

fn question_script(book: &Shared) -> Option<Script> {
    let scripts = &mut open(book).scripts;
    if scripts.len() > 1 {
        scripts.pop_front()
    } else {
        scripts.front().cloned()
    }
}

fn list_script(book: &Shared) -> Option<Script> {
    let mut script = Script::saying("");
    script.fault = open(book).list_fault;
    Some(script)
}

fn names(wire: Wire, models: &[String]) -> Value {
    let list = |entry: &dyn Fn(&String) -> Value| models.iter().map(entry).collect::<Vec<_>>();
    match wire {
        Wire::Ollama => json!({ "models": list(&|it| json!({ "name": it, "model": it })) }),
        Wire::Gemini => {
            let mut all = list(&|it| {
                json!({
                    "name": format!("models/{it}"),
                    "supportedGenerationMethods": ["generateContent", "countTokens"],
                })
            });
            all.push(json!({
                "name": "models/for-vectors", "supportedGenerationMethods": ["embedContent"],
            }));
            json!({ "models": all })
        }
        // Both names for one list, as llama.cpp says it, and both names for one model.
        _ => json!({
            "object": "list",
            "data": list(&|it| json!({ "id": it, "object": "model", "name": PROVIDER_TEXT })),
            "models": list(&|it| json!({ "name": it })),
        }),
    }
}

/// An answer that is no stream.
fn refusal(fault: Option<Fault>, wire: Wire, echo: &str, elsewhere: &str) -> Option<Response> {
    let usual = |status: u16| match status {
        401 | 403 => "authentication_error",
        404 => "not_found_error",
        429 => "rate_limit_exceeded",
        503 | 529 => "overloaded_error",
        500.. => "api_error",
        _ => "invalid_request_error",
    };
    Some(match fault? {
        Fault::Status(status) => error(wire, usual(status), status, echo),
        Fault::StatusCode(status, code) => error(wire, code, status, echo),
        Fault::StatusWith(status, name, value) => {
            // The clock of the provider, by which it says a date.
            let headers = [("date", "Wed, 25 Nov 2026 12:00:00 GMT"), (name, value)];
            (headers, error(wire, usual(status), status, echo)).into_response()
        }
        Fault::Html(status) => {
            let page = format!("<!DOCTYPE html>\n<p>{PROVIDER_TEXT} {echo}</p>\n");
            (code(status), [(CONTENT_TYPE, "text/html")], page).into_response()
        }
        Fault::Redirect(status) => {
            (code(status), [("location", format!("{elsewhere}/v1/"))]).into_response()
        }
        _ => return None,
    })
}

fn error(wire: Wire, name: &str, status: u16, echo: &str) -> Response {
    (code(status), axum::Json(wire.error(name, status, echo))).into_response()
}

fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn play(
    steps: Vec<Step>,
    mut visit: Visit,
) -> impl futures::Stream<Item = io::Result<Vec<u8>>> + Send {
    async_stream::stream! {
        for step in steps {
            match step {
                Step::Bytes(bytes) => {
                    visit.note_sent();
                    yield Ok(bytes);
                }
                Step::Wait(pause) => sleep(pause).await,
                Step::Hang => sleep(Duration::from_secs(3600)).await,
                Step::Cut => yield Err(io::Error::from(io::ErrorKind::ConnectionAborted)),
            }
        }
        visit.whole = true;
        drop(visit);
    }
}
