//! Services, good and bad, on this machine.

use super::{engine, in_the_end, keyed, voice};
use axum::{
    Router,
    body::Body,
    extract::Multipart,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use futures::{StreamExt, stream};
use praxis_domain::{
    access::model::Language,
    models::ports::ProviderKey,
    scribe::speech::{EngineKind, GivenKey, GivenKeys, Heard, KeySource, SpeechProblem},
};
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{net::TcpListener, task::JoinHandle};
use zeroize::Zeroizing;

/// A server, ended with its test.
struct Service {
    base: String,
    task: JoinHandle<()>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(router: Router) -> Service {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!(
        "http://localhost:{}/v1",
        listener.local_addr().unwrap().port()
    );
    #[expect(clippy::disallowed_methods, reason = "ended by dropping `Service`")]
    let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    Service { base, task }
}

fn described(base: &str) -> Value {
    json!({"name": "Service", "url": base, "model": "small"})
}

/// What one answer of the service becomes.
async fn heard(
    answer: impl IntoResponse + Clone + Send + Sync + 'static,
) -> Result<Heard, SpeechProblem> {
    let answering = post(move |form: Multipart| async move {
        fields(form).await;
        answer
    });
    let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
    engine(described(&service.base)).hear(&[7; 16_000]).await
}

/// The fields of a form, and how long its file is.
async fn fields(mut form: Multipart) -> Vec<(String, String)> {
    let mut fields = vec![];
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let file = field.file_name().map(str::to_owned);
        let bytes = field.bytes().await.unwrap();
        let text = file.map_or_else(
            || String::from_utf8(bytes.to_vec()).unwrap(),
            |file| format!("{file} {} {:?}", bytes.len(), &bytes[..4]),
        );
        fields.push((name, text));
    }
    fields
}

fn ok(text: &str, confidence: Option<u32>) -> Result<Heard, SpeechProblem> {
    let text = text.to_owned();
    Ok(Heard { text, confidence })
}

#[tokio::test]
async fn aud_8_a_service_is_sent_a_wav_file_and_answers_with_words() {
    let asked = Arc::new(Mutex::new(vec![]));
    let kept = Arc::clone(&asked);
    let answering = post(
        move |headers: axum::http::HeaderMap, form: Multipart| async move {
            assert!(headers.get("authorization").is_none());
            let fields = fields(form).await;
            kept.lock().unwrap().push(fields);
            json!({"text": " Zażółć\n gęślą ", "segments": [{"avg_logprob": -0.1}, {"avg_logprob": -0.3}]}).to_string()
        },
    );
    let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
    let mut description = described(&format!("{}/", service.base));
    description["language"] = json!("pl");
    let engine = engine(description);
    let info = engine.info();
    assert_eq!(
        (info.kind, info.local, info.blocked),
        (EngineKind::Service, true, None)
    );
    assert_eq!(
        engine.hear(&[7; 16_000]).await,
        ok("Zażółć gęślą", Some(82))
    );
    let expected = [
        ("file", "utterance.wav 32044 [82, 73, 70, 70]"),
        ("model", "small"),
        ("response_format", "verbose_json"),
        ("language", "pl"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(*asked.lock().unwrap(), [expected.to_vec()]);
}

#[tokio::test]
async fn aud_8_a_service_that_knows_the_short_form_only_is_asked_for_that() {
    for status in [StatusCode::BAD_REQUEST, StatusCode::UNPROCESSABLE_ENTITY] {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        let answering = post(move |form: Multipart| async move {
            counted.fetch_add(1, Ordering::SeqCst);
            let format = fields(form).await[2].1.clone();
            if format == "json" {
                json!({"text": "words"}).to_string().into_response()
            } else {
                status.into_response()
            }
        });
        let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
        let engine = engine(described(&service.base));
        assert_eq!(engine.hear(&[0; 16]).await, ok("words", None));
        assert_eq!(engine.hear(&[0; 16]).await, ok("words", None));
        // It is remembered.
        assert_eq!(asked.load(Ordering::SeqCst), 3);
    }
}

#[tokio::test]
async fn aud_8_what_goes_wrong_is_named_and_never_quoted() {
    use SpeechProblem::{Busy, Failed, Refused, Unreadable};
    for (status, problem) in [
        (401, Refused),
        (403, Refused),
        (429, Busy),
        (400, Failed),
        (404, Failed),
        (500, Failed),
        (503, Failed),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        assert_eq!(heard((status, "quoted")).await, Err(problem), "{status}");
    }
    for (body, problem) in [
        ("words", Unreadable),
        ("", Unreadable),
        ("{\"words\": 1}", Unreadable),
        ("[]", Unreadable),
    ] {
        assert_eq!(heard(body).await, Err(problem), "{body}");
    }
    let long = json!({"text": "a".repeat(10 << 20)}).to_string();
    assert_eq!(heard(long).await, Err(Unreadable));
    // Nobody is followed elsewhere.
    let elsewhere = (
        StatusCode::TEMPORARY_REDIRECT,
        [("location", "/v1/audio/transcriptions")],
    );
    assert_eq!(heard(elsewhere).await, Err(Failed));
}

#[tokio::test]
async fn aud_8_a_truncated_answer_is_none() {
    let answering = post(|form: Multipart| async move {
        fields(form).await;
        let whole = json!({"text": "words"}).to_string();
        // Claims more than it sends, and then breaks off.
        let gone = async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            Err(std::io::Error::other("gone"))
        };
        let parts = stream::iter([Ok(whole)]).chain(stream::once(gone));
        Response::builder()
            .header("content-length", "1000")
            .body(Body::from_stream(parts))
            .unwrap()
    });
    let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
    let answer = engine(described(&service.base)).hear(&[0; 16]).await;
    assert_eq!(answer, Err(SpeechProblem::Unreadable));
}

#[tokio::test]
async fn aud_9_nobody_at_the_address_is_said() {
    let gone = serve(Router::new()).await.base.clone();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let answer = engine(described(&gone)).hear(&[0; 16]).await;
    assert_eq!(answer, Err(SpeechProblem::Unreachable));
}

/// Says when its connection is gone.
struct Gone(Arc<AtomicUsize>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn aud_4_cancelling_closes_the_connection_within_a_second() {
    for begun in [false, true] {
        let closed = Arc::new(AtomicUsize::new(0));
        let watched = Arc::clone(&closed);
        let answering = post(move |form: Multipart| async move {
            fields(form).await;
            let gone = Gone(watched);
            if !begun {
                std::future::pending::<()>().await;
            }
            let first = stream::iter([Ok::<_, Infallible>("{")]);
            let rest = stream::once(async move {
                let _gone = gone;
                std::future::pending().await
            });
            Body::from_stream(first.chain(rest))
        });
        let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
        let engine = engine(described(&service.base));
        let call = engine.hear(&[0; 16]);
        assert!(
            tokio::time::timeout(Duration::from_millis(500), call)
                .await
                .is_err()
        );
        tokio::time::sleep(Duration::from_millis(900)).await;
        assert_eq!(closed.load(Ordering::SeqCst), 1, "{begun}");
    }
}

#[tokio::test]
async fn aud_8_a_service_that_hangs_is_given_up() {
    let answering = post(|| async { std::future::pending::<StatusCode>().await });
    let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
    let engine = engine(described(&service.base));
    let hanging = in_the_end(engine.hear(&[0; 16_000])).await;
    assert_eq!(hanging, (Err(SpeechProblem::Late), 50));
}

#[tokio::test]
async fn aud_9_sound_leaves_the_machine_only_where_that_was_written_down() {
    use SpeechProblem::{RemoteNotAllowed, Unreachable};
    // Nothing listens there: whoever connects is told so, whoever does not is blocked.
    let mut remote = described("http://0.0.0.0:1/v1");
    let blocked = engine(remote.clone());
    let info = blocked.info();
    assert_eq!((info.local, info.blocked), (false, Some(RemoteNotAllowed)));
    assert_eq!(blocked.hear(&[0; 16]).await, Err(RemoteNotAllowed));
    remote["allow_remote"] = json!(true);
    let allowed = engine(remote);
    assert_eq!(
        (allowed.info().local, allowed.info().blocked),
        (false, None)
    );
    assert_eq!(allowed.hear(&[0; 16]).await, Err(Unreachable));

    let spoken = json!({"name": "V", "url": "http://0.0.0.0:1/v1", "model": "m", "voice": "v"});
    let blocked = voice(spoken);
    assert_eq!(blocked.info().blocked, Some(RemoteNotAllowed));
    assert_eq!(blocked.say("a", Language::En).await, Err(RemoteNotAllowed));
}

#[tokio::test]
async fn aud_8_the_key_comes_from_the_environment_and_goes_nowhere_else() {
    let answering = post(|headers: axum::http::HeaderMap| async move {
        let key = headers["authorization"].to_str().unwrap().to_owned();
        json!({ "text": key }).to_string()
    });
    let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
    let mut description = described(&service.base);
    // Set by whoever runs the tests.
    description["key_env"] = json!("CARGO_PKG_NAME");
    let with = engine(description.clone());
    assert_eq!(with.info().key, Some(KeySource::Variable));
    assert_eq!(with.hear(&[0; 16]).await, ok("Bearer praxis-speech", None));
    description["key_env"] = json!("PRAXIS_NO_SUCH_KEY");
    let without = engine(description);
    assert_eq!(without.info().blocked, Some(SpeechProblem::KeyMissing));
    assert_eq!(without.hear(&[0; 16]).await, Err(SpeechProblem::KeyMissing));
}

#[tokio::test]
async fn aia_7_a_key_that_was_given_goes_to_its_address_alone() {
    let answering = post(|headers: axum::http::HeaderMap| async move {
        let key = headers.get("authorization");
        let key = key.map_or("none", |key| key.to_str().unwrap());
        json!({ "text": key }).to_string()
    });
    let service = serve(Router::new().route("/v1/audio/transcriptions", answering)).await;
    let origin = service.base.trim_end_matches("/v1").to_owned();
    let given = || GivenKey::Open(ProviderKey(Zeroizing::new("sk-given".to_owned())));
    let with = |address: &str, key: GivenKey, variable: Option<&str>| {
        let mut description = described(&service.base);
        description["key_env"] = json!(variable);
        let keys = GivenKeys::from([(address.to_owned(), key)]);
        let speech = keyed(&json!({"engines": [description]}), None, &keys);
        Arc::clone(&speech.engines[0])
    };
    // Set by whoever runs the tests; what the clinic gave comes first.
    for variable in [None, Some("CARGO_PKG_NAME"), Some("PRAXIS_NO_SUCH_KEY")] {
        let engine = with(&origin, given(), variable);
        let info = engine.info();
        assert_eq!(info.address.as_deref(), Some(origin.as_str()));
        assert_eq!((info.key, info.blocked), (Some(KeySource::Given), None));
        assert_eq!(engine.hear(&[0; 16]).await, ok("Bearer sk-given", None));
    }
    let closed = with(&origin, GivenKey::Closed, Some("CARGO_PKG_NAME"));
    assert_eq!(closed.info().blocked, Some(SpeechProblem::KeyClosed));
    assert_eq!(closed.hear(&[0; 16]).await, Err(SpeechProblem::KeyClosed));
    // A neighbour on the same machine has another port.
    for other in [
        "http://localhost:1",
        "https://localhost",
        "http://localhost",
    ] {
        let engine = with(other, given(), None);
        assert_eq!(engine.info().key, None);
        assert_eq!(engine.hear(&[0; 16]).await, ok("none", None));
    }
}

#[tokio::test]
async fn aud_10_a_service_reads_aloud() {
    let answering = post(|body: String| async move {
        let asked: Value = serde_json::from_str(&body).unwrap();
        let expected =
            json!({"model": "m", "voice": "nova", "input": "Zażółć.", "response_format": "wav"});
        assert_eq!(asked, expected);
        crate::sound::file_of(&[1000; 24_000]).unwrap()
    });
    let service = serve(Router::new().route("/v1/audio/speech", answering)).await;
    let spoken = json!({"name": "V", "url": service.base, "model": "m", "voice": "nova", "languages": ["pl"]});
    let voice = voice(spoken);
    assert!(voice.speaks(Language::Pl) && !voice.speaks(Language::En));
    assert_eq!(
        voice.say("Zażółć.", Language::Pl).await.unwrap(),
        [1000; 24_000]
    );

    let answering = post(|| async { "no sound" });
    let service = serve(Router::new().route("/v1/audio/speech", answering)).await;
    let spoken = json!({"name": "V", "url": service.base, "model": "m", "voice": "nova"});
    let answer = super::voice(spoken).say("a", Language::En).await;
    assert_eq!(answer, Err(SpeechProblem::Unreadable));
}
