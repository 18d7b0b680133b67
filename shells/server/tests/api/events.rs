//! What happens, as it happens.

use crate::kit::{Kit, Server, events, text};
use futures::StreamExt;
use praxis_domain::access::model::Role;
use serde_json::{Value, json};
use std::{pin::Pin, time::Duration};

crate::on_both! {
    iam_14_each_clinic_hears_its_own_events,
    fil_2_a_reader_who_comes_back_misses_nothing,
    fil_2_a_reader_who_was_away_too_long_reads_anew,
    iam_10_the_stream_of_a_deactivated_user_ends,
    aic_1_a_draft_arrives_sentence_by_sentence,
    fil_3_a_draft_nobody_waits_for_is_not_kept,
    plt_7_a_stopping_server_ends_its_streams,
}

type Bytes = Pin<Box<dyn futures::Stream<Item = Vec<u8>> + Send>>;

/// A stream of server-sent events, read one by one.
struct Frames {
    bytes: Bytes,
    text: String,
}

impl Frames {
    async fn open(kit: &Kit, token: &str, last: Option<u64>) -> Self {
        Self::open_at(kit, &kit.server, token, last).await
    }
    async fn open_at(kit: &Kit, server: &Server, token: &str, last: Option<u64>) -> Self {
        let url = format!("{}/v1/events", server.base);
        let mut request = kit.client.get(url).bearer_auth(token);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_u16(), 200);
        Self {
            bytes: Box::pin(
                response
                    .bytes_stream()
                    .map(|b| b.map_or(vec![], |b| b.to_vec())),
            ),
            text: String::new(),
        }
    }
    /// The next event: its name and its data; `None` when the stream ended.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| {
                    let line = event.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_default().trim().to_owned()
                };
                if field("data:").is_empty() {
                    continue;
                }
                return Some((
                    field("event:"),
                    serde_json::from_str(&field("data:")).unwrap(),
                ));
            }
            let more = tokio::time::timeout(Duration::from_secs(20), self.bytes.next());
            let more = more.await.expect("an event or the end within 20 seconds")?;
            self.text += &String::from_utf8(more).unwrap();
        }
    }
}

pub async fn iam_14_each_clinic_hears_its_own_events(kit: Kit) {
    let mut ours = Frames::open(&kit, kit.ours.doctor(), None).await;
    let mut theirs = Frames::open(&kit, kit.theirs.doctor(), None).await;
    kit.patient(kit.ours.doctor(), "Nowak").await;
    let change = json!({"preferences": {"language": "pl", "theme": "dark", "single_keys": true}});
    kit.put(kit.theirs.doctor(), "/v1/auth/me/preferences", change)
        .await
        .ok();
    let (name, frame) = ours.next().await.unwrap();
    assert_eq!(
        (name.as_str(), &frame["payload"]["tags"]),
        ("records:changed", &json!(["patients"]))
    );
    let (_, frame) = theirs.next().await.unwrap();
    assert_eq!(
        frame["payload"]["tags"],
        json!(["me"]),
        "the first thing they hear is their own"
    );
    kit.end().await;
}

pub async fn fil_2_a_reader_who_comes_back_misses_nothing(kit: Kit) {
    let doctor = kit.ours.doctor();
    let mut before = Frames::open(&kit, doctor, None).await;
    kit.patient(doctor, "A").await;
    let (_, first) = before.next().await.unwrap();
    let seen = first["sequence"].as_u64().unwrap();
    drop(before);
    for family in ["B", "C", "D"] {
        kit.patient(kit.theirs.doctor(), family).await;
        kit.patient(doctor, family).await;
    }
    let mut after = Frames::open(&kit, doctor, Some(seen)).await;
    kit.patient(doctor, "E").await;
    let mut sequence = seen;
    for _ in 0..4 {
        let (_, frame) = after.next().await.unwrap();
        let next = frame["sequence"].as_u64().unwrap();
        assert!(next > sequence, "in order and none twice");
        sequence = next;
        assert_eq!(frame["payload"]["type"], "records_changed");
    }
    kit.end().await;
}

pub async fn fil_2_a_reader_who_was_away_too_long_reads_anew(kit: Kit) {
    let doctor = kit.ours.doctor();
    let organization = kit.ours.organization.organization_id;
    kit.patient(doctor, "A").await;
    for _ in 0..600 {
        let event = praxis_kernel::Event::RecordsChanged { tags: vec![] };
        kit.server
            .runtime
            .services()
            .events
            .publish(organization, event);
    }
    for last in [0, 1, 999_999] {
        let mut frames = Frames::open(&kit, doctor, Some(last)).await;
        let (name, frame) = frames.next().await.unwrap();
        assert_eq!(
            (name.as_str(), &frame["payload"]["type"]),
            ("processing:reload", &json!("processing_reload"))
        );
    }
    kit.end().await;
}

/// On SQLite there is one process.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fil_2_processes_on_one_database_hear_each_other() {
    let Some(kit) = Kit::fresh(praxis_suite::Kind::Postgres).await else {
        return;
    };
    let other = kit.another().await;
    let doctor = kit.ours.doctor();
    let mut there = Frames::open_at(&kit, &other, doctor, None).await;
    // What is told before the other process listens is lost, so it is told until it is heard.
    let heard = async {
        loop {
            let (name, frame) = there.next().await.unwrap();
            if frame["payload"]["tags"] == json!(["patients"]) {
                return name;
            }
        }
    };
    let telling = async {
        for _ in 0..100 {
            kit.patient(doctor, "Nowak").await;
            kit.patient(kit.theirs.doctor(), "Lis").await;
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let name = tokio::select! {
        name = heard => name,
        () = telling => panic!("the other process hears nothing"),
    };
    assert_eq!(name, "records:changed");
    // Place numbers of one process mean nothing to the other.
    let mut moved = Frames::open(&kit, doctor, None).await;
    kit.patient(doctor, "Nowak").await;
    let (_, frame) = moved.next().await.unwrap();
    let last = frame["sequence"].as_u64();
    let mut after = Frames::open_at(&kit, &other, doctor, last).await;
    let (name, _) = after.next().await.unwrap();
    assert_eq!(name, "processing:reload");
    // Whoever lost the connection reads everything anew, since something may have been missed.
    let raw = kit.place.raw().await;
    raw.must(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    )
    .await;
    let reloaded = async {
        while let Some((name, _)) = there.next().await {
            if name == "processing:reload" {
                return;
            }
        }
        panic!("nobody is told to read anew");
    };
    tokio::time::timeout(Duration::from_secs(20), reloaded)
        .await
        .expect("in time");
    other.end().await;
    kit.end().await;
}

pub async fn iam_10_the_stream_of_a_deactivated_user_ends(kit: Kit) {
    let viewer = kit.ours.member(Role::Viewer);
    let mut frames = Frames::open(&kit, &viewer.token, None).await;
    let active = format!("/v1/users/{}/active", viewer.user.user_id);
    kit.post(
        kit.ours.admin(),
        &active,
        json!({"version": 1, "active": false}),
    )
    .await
    .ok();
    let mut names = vec![];
    while let Some((name, _)) = frames.next().await {
        names.push(name);
    }
    assert!(
        names.contains(&"access:session-ended".to_owned()),
        "{names:?}"
    );
    kit.patient(kit.ours.doctor(), "Nowak").await;
    kit.end().await;
}

async fn visit_with_talk(kit: &Kit, turns: usize) -> String {
    let doctor = kit.ours.doctor();
    let patient = kit.patient(doctor, "Nowak").await;
    let visit = kit.visit(doctor, &patient).await;
    let path = format!("/v1/ehr/encounters/{}", text(&visit["visit"]["visit_id"]));
    let turn = "Doctor: What brings you in?\nPatient: I have had a dry cough for three days and a sore throat.\n";
    let talk = json!({"text": turn.repeat(turns)});
    kit.post(doctor, &format!("{path}/transcript"), talk)
        .await
        .ok();
    path
}

pub async fn aic_1_a_draft_arrives_sentence_by_sentence(kit: Kit) {
    let doctor = kit.ours.doctor();
    let path = visit_with_talk(&kit, 1).await;
    let answer = kit.post(doctor, &format!("{path}/draft"), json!({})).await;
    assert!(
        answer
            .header("content-type")
            .starts_with("text/event-stream")
    );
    let events = events(&answer.text);
    let (last, items) = events.split_last().unwrap();
    assert_eq!(last.0, "event: done");
    assert!(!items.is_empty() && items.iter().all(|item| item.0 == "event: item"));
    let sentences: Vec<&Value> = items.iter().map(|item| &item.1).collect();
    assert_eq!(json!(sentences), last.1["sentences"], "the same sentences");
    let detail = kit.get(doctor, &path).await.ok();
    assert_eq!(detail["draft"]["draft_id"], last.1["draft_id"]);
    assert!(
        detail["sections"]
            .as_array()
            .unwrap()
            .iter()
            .all(|part| part["version"] == 0),
        "nothing is in the note yet"
    );
    let accept = format!("{path}/draft/{}/accept", text(&last.1["draft_id"]));
    let all = json!({"sections": ["subjective", "objective", "assessment", "plan"]});
    let once = kit.post(doctor, &accept, all.clone()).await.ok();
    let twice = kit.post(doctor, &accept, all).await.ok();
    assert_eq!(once["sections"], twice["sections"], "taken once");
    assert_eq!(once["draft"]["accepted"].as_array().unwrap().len(), 4);
    kit.end().await;
}

pub async fn fil_3_a_draft_nobody_waits_for_is_not_kept(kit: Kit) {
    let doctor = kit.ours.doctor();
    let path = visit_with_talk(&kit, 2_000).await;
    let request = kit.request(doctor, "POST", &format!("{path}/draft"));
    // The connection is closed long before so long a conversation is drafted.
    let gone = tokio::time::timeout(Duration::from_millis(20), request.send()).await;
    assert!(
        gone.is_err(),
        "the draft of a long conversation takes longer than that"
    );
    let started = std::time::Instant::now();
    kit.get(doctor, &path).await.ok();
    let short = visit_with_talk(&kit, 1).await;
    kit.post(doctor, &format!("{short}/draft"), json!({}))
        .await
        .ok();
    assert!(started.elapsed() < Duration::from_secs(30));
    let detail = kit.get(doctor, &path).await.ok();
    assert_eq!(detail["draft"], Value::Null, "nobody asked for it any more");
    kit.end().await;
}

pub async fn plt_7_a_stopping_server_ends_its_streams(kit: Kit) {
    let mut frames = Frames::open(&kit, kit.ours.doctor(), None).await;
    kit.server.shut_down();
    assert!(frames.next().await.is_none(), "the stream ends by itself");
    kit.end().await;
}
