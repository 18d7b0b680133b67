//! The program behind its real router on a loopback port, with two clinics and somebody of every
//! role in each.

#![allow(dead_code)]

use crate::disk::Disk;
#[allow(unused_imports)] // Not every test binary uses each of them.
pub use crate::inputs::{encode, nothing, operation, operations, route, sample, text};

use praxis_domain::{
    access::{
        model::{Organization, OrganizationId, Role, SessionId, User, UserId},
        ports::NewSession,
    },
    documents::MAX_PIECE,
    store::{Actor, Trail},
};
use praxis_features::{Clock, SetupGate, access::sign_in::token_hash};
use praxis_kernel::{FailureType, Meta, Timestamp};
use praxis_runtime::{Configuration, DatabaseChoice, NoCode, Runtime};
use praxis_server::{ServerOptions, router};
use praxis_suite::{Kind, Place};
use serde_json::{Value, json};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio::{sync::OnceCell, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";
/// The site that the configuration allows.
pub const FRIEND: &str = "https://friend.example";

/// A clock that a test sets, in seconds after the suite's moment.
#[derive(Default)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        praxis_suite::at(self.0.load(Ordering::SeqCst))
    }
}

pub struct Member {
    pub user: User,
    pub token: String,
    pub refresh: String,
}

pub struct Clinic {
    pub organization: Organization,
    pub people: Vec<Member>,
}

impl Clinic {
    pub fn member(&self, role: Role) -> &Member {
        let found = self.people.iter().find(|m| m.user.roles == [role]);
        found.expect("somebody of every role")
    }
    pub fn token(&self, role: Role) -> &str {
        &self.member(role).token
    }
    pub fn admin(&self) -> &str {
        self.token(Role::Admin)
    }
    pub fn doctor(&self) -> &str {
        self.token(Role::Clinician)
    }
}

/// The running server.
pub struct Server {
    pub runtime: Arc<Runtime>,
    pub base: String,
    stop: CancellationToken,
    task: JoinHandle<std::io::Result<()>>,
}

impl Server {
    async fn start(place: &Place, clock: &Arc<TestClock>, gate: Arc<dyn SetupGate>) -> Self {
        Self::start_with(place, clock, gate, |_| {}).await
    }
    async fn start_with(
        place: &Place,
        clock: &Arc<TestClock>,
        gate: Arc<dyn SetupGate>,
        change: impl FnOnce(&mut Configuration),
    ) -> Self {
        let mut configuration = Configuration::new(place.folder().clone(), gate);
        configuration.clock = Arc::clone(clock) as Arc<dyn Clock>;
        configuration.sounds = Arc::new(Disk {
            blobs: configuration.sounds,
            free: place.folder().join("free"),
        });
        if let Some(url) = place.url() {
            configuration.database = DatabaseChoice::Postgres { url };
        }
        change(&mut configuration);
        let runtime = Runtime::start(configuration)
            .await
            .expect("the program starts");
        let options = ServerOptions {
            ui: place.folder().join("ui"),
            allowed_origins: vec![FRIEND.to_owned()],
        };
        let stop = CancellationToken::new();
        let router = router(Arc::clone(&runtime), options, stop.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(praxis_server::serve(listener, router, stop.clone()));
        Self {
            runtime,
            base,
            stop,
            task,
        }
    }
    /// Says that the server is to stop.
    pub fn shut_down(&self) {
        self.stop.cancel();
    }
    pub async fn end(self) {
        self.stop.cancel();
        self.task.abort();
        // Aborted on purpose: a client may hold its connection open.
        let _aborted = self.task.await;
        self.runtime.stop().await;
    }
}

pub struct Kit {
    pub server: Server,
    pub clock: Arc<TestClock>,
    pub client: reqwest::Client,
    pub ours: Clinic,
    pub theirs: Clinic,
    gate: Arc<dyn SetupGate>,
    // Last, so that the database is dropped after everything that uses it.
    pub place: Place,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Answer {
    pub fn ok(self) -> Value {
        assert!(self.status < 300, "{} {}", self.status, self.text);
        self.body
    }
    pub fn failed(self, status: u16, kind: &str) -> Value {
        assert_eq!(
            (self.status, self.body["type"].as_str()),
            (status, Some(kind)),
            "{}",
            self.text
        );
        self.body
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Kit {
    /// Two clinics.
    pub async fn fresh(kind: Kind) -> Option<Self> {
        let mut kit = Self::empty(kind, Arc::new(NoCode)).await?;
        kit.ours = kit.clinic("ours").await;
        kit.theirs = kit.clinic("theirs").await;
        Some(kit)
    }
    /// No clinic at all.
    pub async fn empty(kind: Kind, gate: Arc<dyn SetupGate>) -> Option<Self> {
        let place = Place::fresh(kind).await?;
        let clock = Arc::new(TestClock::default());
        let nobody = || Clinic {
            organization: Organization {
                organization_id: OrganizationId::new(Uuid::max()),
                name: String::new(),
            },
            people: vec![],
        };
        Some(Self {
            server: Server::start(&place, &clock, Arc::clone(&gate)).await,
            clock,
            client: reqwest::Client::builder()
                .timeout(Duration::from_secs(60))
                .build()
                .unwrap(),
            ours: nobody(),
            theirs: nobody(),
            gate,
            place,
        })
    }
    /// Another process on the same data.
    pub async fn another(&self) -> Server {
        Server::start(&self.place, &self.clock, Arc::clone(&self.gate)).await
    }
    /// The same data in a new process.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| {}).await
    }
    /// The same data in a new process that is configured otherwise.
    pub async fn restart_with(self, change: impl FnOnce(&mut Configuration)) -> Self {
        let Self {
            server,
            clock,
            client,
            ours,
            theirs,
            gate,
            place,
        } = self;
        server.end().await;
        Self {
            server: Server::start_with(&place, &clock, Arc::clone(&gate), change).await,
            clock,
            client,
            ours,
            theirs,
            gate,
            place,
        }
    }
    pub async fn end(self) {
        self.server.end().await;
    }
    /// From now on the disk has so many bytes left.
    pub fn set_free(&self, bytes: u64) {
        std::fs::write(self.place.folder().join("free"), bytes.to_string()).unwrap();
    }

    async fn clinic(&self, name: &str) -> Clinic {
        let organization = Organization {
            organization_id: OrganizationId::new(Uuid::now_v7()),
            name: name.to_owned(),
        };
        let hash = self.password_hash().await;
        let actor = self.actor(organization.organization_id);
        let mut work = self
            .server
            .runtime
            .services()
            .store
            .write(&actor)
            .await
            .unwrap();
        work.access()
            .insert_organization(&organization)
            .await
            .unwrap();
        let mut people = vec![];
        for role in Role::ALL {
            let user = User {
                user_id: UserId::new(Uuid::now_v7()),
                login: format!("{}.{name}", role.word()),
                display_name: format!("{} of {name}", role.word()),
                roles: vec![role],
                active: true,
                version: 1,
                created_at: self.clock.now(),
            };
            work.access().insert_user(&user, &hash).await.unwrap();
            let (token, refresh, session) = self.new_session(user.user_id);
            work.access().insert_session(&session).await.unwrap();
            people.push(Member {
                user,
                token,
                refresh,
            });
        }
        work.commit().await.unwrap();
        Clinic {
            organization,
            people,
        }
    }
    pub fn actor(&self, organization: OrganizationId) -> Actor {
        Actor {
            organization: Some(organization),
            user: None,
            action: "kit",
            reference: "kit".to_owned(),
            origin: "kit".to_owned(),
            sees_restricted: true,
            now: self.clock.now(),
            trail: Trail::default(),
        }
    }
    async fn password_hash(&self) -> String {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let passwords = &self.server.runtime.services().passwords;
        let hash = HASH.get_or_init(|| async { passwords.hash(PASSWORD).await.unwrap() });
        hash.await.clone()
    }
    fn new_session(&self, user: UserId) -> (String, String, NewSession) {
        let token = Uuid::now_v7().to_string();
        let refresh = Uuid::now_v7().to_string();
        let session = NewSession {
            session_id: SessionId::new(Uuid::now_v7()),
            user_id: user,
            token_hash: token_hash(&token),
            refresh_hash: token_hash(&refresh),
            expires_at: self.clock.now().plus_seconds(12 * 3600),
        };
        (token, refresh, session)
    }
    /// One more session of a user.
    pub async fn session(&self, clinic: &Clinic, user: UserId) -> String {
        let (token, _, session) = self.new_session(user);
        let actor = self.actor(clinic.organization.organization_id);
        let mut work = self
            .server
            .runtime
            .services()
            .store
            .write(&actor)
            .await
            .unwrap();
        work.access().insert_session(&session).await.unwrap();
        work.commit().await.unwrap();
        token
    }

    pub fn request(&self, token: &str, method: &str, path: &str) -> reqwest::RequestBuilder {
        let url = format!("{}{path}", self.server.base);
        let request = self.client.request(method.parse().unwrap(), url);
        if token.is_empty() {
            request
        } else {
            request.bearer_auth(token)
        }
    }
    /// Asks; every failure is checked for the one shape that failures have.
    pub async fn ask(&self, token: &str, method: &str, path: &str, body: Value) -> Answer {
        let mut request = self.request(token, method, path);
        if !body.is_null() {
            request = request
                .header("content-type", "application/json")
                .body(body.to_string());
        }
        self.send(request).await
    }
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the connection survives");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a whole answer");
        let answer = Answer {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        };
        if status >= 400 {
            check_failure(&answer);
        }
        answer
    }
    pub async fn get(&self, token: &str, path: &str) -> Answer {
        self.ask(token, "GET", path, Value::Null).await
    }
    pub async fn post(&self, token: &str, path: &str, body: Value) -> Answer {
        self.ask(token, "POST", path, body).await
    }
    pub async fn put(&self, token: &str, path: &str, body: Value) -> Answer {
        self.ask(token, "PUT", path, body).await
    }
    /// Asks for what an operation offers, with this input.
    pub async fn call(&self, token: &str, meta: &Meta, input: &Value) -> Answer {
        let (path, body) = route(meta, input);
        self.ask(token, meta.method.name(), &path, body).await
    }

    pub async fn patient(&self, token: &str, family: &str) -> Value {
        let new =
            json!({"kind": "human", "family_name": family, "given_name": "Anna", "sex": "female"});
        self.post(token, "/v1/ehr/patients", new).await.ok()
    }
    pub async fn visit(&self, token: &str, patient: &Value) -> Value {
        let new = json!({"patient_id": patient["patient_id"], "reason": "cough"});
        self.post(token, "/v1/ehr/encounters", new).await.ok()
    }
    /// Sends a file, piece by piece.
    pub async fn upload(&self, token: &str, name: &str, bytes: &[u8]) -> String {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let new = json!({"name": name, "size": bytes.len()});
        let upload = self.post(token, "/v1/uploads", new).await.ok();
        let id = text(&upload["upload_id"]);
        let path = format!("/v1/uploads/{id}");
        for (number, piece) in bytes.chunks(MAX_PIECE).enumerate() {
            let piece = json!({"offset": number * MAX_PIECE, "data": STANDARD.encode(piece)});
            self.post(token, &path, piece).await.ok();
        }
        id
    }
    /// Waits until a job is no longer open; the clock moves, so that retries come.
    pub async fn finished(&self, token: &str, job: &str) -> Value {
        for _ in 0..1200 {
            let job = self.get(token, &format!("/v1/jobs/{job}")).await.ok();
            let status = job["status"].as_str().unwrap();
            if !matches!(status, "queued" | "running") {
                return job;
            }
            self.clock.advance(1);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the job does not end");
    }
}

/// The events of a stream that has ended: `event: name` and its data.
pub fn events(text: &str) -> Vec<(&str, Value)> {
    text.split("\n\n")
        .filter_map(|event| event.split_once("\ndata: "))
        .map(|(name, data)| (name, serde_json::from_str(data).unwrap()))
        .collect()
}

/// A failure has one shape, whatever the route.
pub fn check_failure(answer: &Answer) {
    let failure: praxis_kernel::WireFailure = serde_json::from_str(&answer.text)
        .unwrap_or_else(|e| panic!("{e}: {} {}", answer.status, answer.text));
    let expected = match answer.status {
        405 => 404,
        416 => 400,
        status => status,
    };
    assert_eq!(failure.r#type.status(), expected, "{}", answer.text);
    assert!(
        !failure.message.is_empty() && !failure.reference.is_empty(),
        "{}",
        answer.text
    );
    assert_eq!(
        answer.header("x-request-id"),
        failure.reference,
        "{}",
        answer.text
    );
    assert!(
        answer
            .header("content-type")
            .starts_with("application/json")
    );
    if failure.r#type == FailureType::Validation {
        assert!(
            failure.field.is_some() && failure.rule.is_some(),
            "{}",
            answer.text
        );
    }
}

/// Runs each test on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($name:ident,)*) => {
        mod sqlite { $( mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn holds() {
                let kit = $crate::kit::Kit::fresh(praxis_suite::Kind::Sqlite).await;
                super::super::$name(kit.expect("a folder")).await;
            }
        } )* }
        mod postgres { $( mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn holds() {
                if let Some(kit) = $crate::kit::Kit::fresh(praxis_suite::Kind::Postgres).await {
                    super::super::$name(kit).await;
                }
            }
        } )* }
    };
}
