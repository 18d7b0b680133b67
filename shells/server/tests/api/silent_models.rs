//! Models that say nothing, or stop in the middle.

use crate::{
    kit::Kit,
    model_drafts::{asks, draft, note, talk},
    models::{CHAT, CONNECTIONS, chat, connect, decide, done},
};
use praxis_model_testkit::{Fault, Script, Server};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

crate::on_both! {
    aic_3_the_next_one_is_asked_as_well_after_two_silent_seconds,
    aic_3_nobody_is_let_go_before_somebody_speaks,
    aic_3_an_answer_ends_the_questions_to_all_others,
    aic_3_who_was_let_go_is_asked_again_when_the_first_to_speak_fails,
    aic_7_nothing_leaves_the_clinic_because_a_model_within_is_slow,
    aic_3_who_hangs_is_left_within_three_seconds_where_the_order_is_kept,
}

fn hanging() -> Script {
    Script::saying("").with(Fault::HangsBeforeHeaders)
}

/// Says it all at once, so long after the question.
fn after(milliseconds: u64, text: &str) -> Script {
    Script::saying(text)
        .in_pieces(1)
        .slowly(Duration::from_millis(milliseconds))
}

fn problems(answer: &Value) -> Vec<Value> {
    let steps = answer["call"]["steps"].as_array().unwrap();
    steps.iter().map(|step| step["problem"].clone()).collect()
}

pub async fn aic_3_the_next_one_is_asked_as_well_after_two_silent_seconds(kit: Kit) {
    // It tells its models and never answers a question.
    let silent = Server::start([hanging()]).await;
    let spare = Server::start([Script::saying("Well.")]).await;
    let first = connect(&kit, "First", silent.url(), 60).await;
    let second = connect(&kit, "Second", spare.url(), 60).await;
    decide(&kit, "chat", &[&first, &second], json!({})).await;
    let began = Instant::now();
    let answer = done(&chat(&kit, "Hello?").await);
    let took = began.elapsed();
    assert_eq!(
        (&answer["provider"], &answer["content"]),
        (&json!("Second"), &json!("Well."))
    );
    assert_eq!(problems(&answer), [json!("overtaken"), Value::Null]);
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert!(silent.closed(0, Duration::from_secs(1)).await.is_some());

    // It stops in the middle of a draft: the next one writes a whole one.
    let whole = || Script::saying(note().to_string());
    let stuck = Server::start([whole().with(Fault::HangsMidStream)]).await;
    let spare = Server::start([whole().in_pieces(5)]).await;
    asks(&kit, "draft", &[&stuck, &spare]).await;
    let visit = talk(&kit).await;
    let began = Instant::now();
    let drafted = draft(&kit, &visit).await;
    assert!(began.elapsed() < Duration::from_secs(3));
    let answer = done(&drafted);
    assert_eq!(answer["draft"]["provenance"]["provider"], "Server 1");
    assert_eq!(answer["draft"]["sentences"].as_array().unwrap().len(), 3);
    kit.end().await;
}

pub async fn aic_3_nobody_is_let_go_before_somebody_speaks(kit: Kit) {
    let slow = Server::start([after(2_300, "Slow.")]).await;
    let slower = Server::start([hanging()]).await;
    let first = connect(&kit, "First", slow.url(), 60).await;
    let second = connect(&kit, "Second", slower.url(), 60).await;
    decide(&kit, "chat", &[&first, &second], json!({})).await;
    let answer = done(&chat(&kit, "Hello?").await);
    assert_eq!(
        (&answer["provider"], &answer["content"]),
        (&json!("First"), &json!("Slow."))
    );
    assert_eq!(problems(&answer), [Value::Null, json!("overtaken")]);
    assert_eq!(slower.journal().len(), 1, "the next one was asked as well");
    assert!(slower.closed(0, Duration::from_secs(1)).await.is_some());
    kit.end().await;
}

pub async fn aic_3_an_answer_ends_the_questions_to_all_others(kit: Kit) {
    // It begins, says everything, and says that this was all, with 2.3 seconds between; each time it
    // is silent another one is asked, the last of them when nobody has the floor any more.
    let slow = Server::start([after(2_300, &note().to_string())]).await;
    let mut others = vec![];
    for _ in 0..4 {
        others.push(Server::start([hanging()]).await);
    }
    let servers: Vec<&Server> = std::iter::once(&slow).chain(&others).collect();
    asks(&kit, "draft", &servers).await;
    let visit = talk(&kit).await;
    let began = Instant::now();
    let answer = done(&draft(&kit, &visit).await);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}: {answer}");
    assert_eq!(answer["draft"]["provenance"]["provider"], "Server 0");
    let problems = problems(&answer);
    assert!(problems.len() > 3 && problems[0].is_null(), "{problems:?}");
    assert!(
        problems[1..].iter().all(|one| one == "overtaken"),
        "{problems:?}"
    );
    kit.end().await;
}

pub async fn aic_3_who_was_let_go_is_asked_again_when_the_first_to_speak_fails(kit: Kit) {
    let text = note().to_string();
    let broken = || after(2_200, &text).with(Fault::MissingField("plan"));
    let first = Server::start([broken(), broken()]).await;
    let second = Server::start([hanging(), Script::saying(text.clone())]).await;
    asks(&kit, "draft", &[&first, &second]).await;
    let visit = talk(&kit).await;
    let answer = done(&draft(&kit, &visit).await);
    assert_eq!(answer["draft"]["provenance"]["provider"], "Server 1");
    assert_eq!(
        problems(&answer),
        [json!("wrong_form"), json!("overtaken"), Value::Null]
    );
    kit.end().await;
}

pub async fn aic_7_nothing_leaves_the_clinic_because_a_model_within_is_slow(kit: Kit) {
    let slow = Server::start([after(2_800, "Slow.")]).await;
    let inside = connect(&kit, "Inside", slow.url(), 60).await;
    let outside = connect(&kit, "Cloud", "https://cloud.invalid/v1", 5).await;
    let order = [&inside, &outside];
    decide(&kit, "chat", &order, json!({"local_only": false})).await;
    let seen = format!("{CONNECTIONS}/{outside}/shown");
    kit.post(kit.ours.doctor(), &seen, json!({})).await.ok();
    let planned = kit.get(kit.ours.doctor(), CHAT).await.ok();
    assert_eq!(
        planned["steps"][1]["not_asked"],
        Value::Null,
        "it might be asked"
    );
    let answer = done(&chat(&kit, "Hello?").await);
    assert_eq!(answer["provider"], "Inside");
    assert_eq!(problems(&answer), [Value::Null], "nobody else was asked");
    kit.end().await;
}

pub async fn aic_3_who_hangs_is_left_within_three_seconds_where_the_order_is_kept(kit: Kit) {
    let spare = Server::start([Script::saying("Well.")]).await;
    let second = connect(&kit, "Second", spare.url(), 60).await;
    let dead = Server::start([hanging()]).await;
    dead.fail_lists(Fault::HangsBeforeHeaders);
    let first = connect(&kit, "First", dead.url(), 60).await;
    let kept = json!({"ask_next_when_silent": false});
    decide(&kit, "chat", &[&first, &second], kept).await;
    let began = Instant::now();
    let answer = done(&chat(&kit, "Hello?").await);
    let took = began.elapsed();
    assert_eq!(answer["provider"], "Second");
    assert_eq!(problems(&answer), [json!("late"), Value::Null]);
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert!(dead.closed(0, Duration::from_secs(1)).await.is_some());

    // Who is only slow, and tells its models, is waited for.
    let busy = Server::start([after(2_500, "Slow.")]).await;
    let first = connect(&kit, "Busy", busy.url(), 60).await;
    decide(&kit, "chat", &[&first, &second], json!({})).await;
    let answer = done(&chat(&kit, "Hello?").await);
    assert_eq!(answer["provider"], "Busy");
    let asked: Vec<String> = busy.journal().into_iter().map(|seen| seen.path).collect();
    assert!(asked.contains(&"/v1/models".to_owned()), "{asked:?}");
    assert_eq!(spare.journal().len(), 1, "the next one was not asked again");

    // Whoever stands alone has all its patience: there is nobody else to ask.
    let only = connect(&kit, "Alone", dead.url(), 4).await;
    decide(&kit, "chat", &[&only], json!({})).await;
    let began = Instant::now();
    let said = chat(&kit, "Hello?").await;
    assert!(
        said.text.contains("did not answer in time"),
        "{}",
        said.text
    );
    assert!(began.elapsed() >= Duration::from_secs(4));
    kit.end().await;
}
