//! A note is read aloud.

use crate::{
    kit::{Answer, Kit, events, text},
    speech::describe,
    visits::{begin, write},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_audio::{Channels, wav};
use serde_json::{Value, json};

crate::on_both! {
    aud_10_a_note_is_read_sentence_by_sentence,
    aud_10_without_a_voice_it_is_said,
    aud_10_notes_of_others_are_not_read,
}

/// Says each character for a millisecond, and keeps what it was given.
fn voice(kit: &Kit, languages: &[&str]) -> Value {
    let folder = kit.place.folder();
    let file = folder.join("speech.wav");
    let mut sound = wav::header(Channels::One, 1600).unwrap().to_vec();
    sound.resize(sound.len() + 3200, 1);
    std::fs::write(&file, sound).unwrap();
    let said = folder.join("said.txt");
    let script = format!(
        "{{ cat; echo \"|$0\"; }} >> {}; cat {}",
        said.display(),
        file.display()
    );
    json!({"name": "Voice", "command": ["sh", "-c", script, "{language}"], "languages": languages})
}

async fn read(kit: &Kit, token: &str, input: &Value) -> Answer {
    kit.post(token, "/v1/scribe/read-aloud", input.clone())
        .await
}

pub async fn aud_10_a_note_is_read_sentence_by_sentence(kit: Kit) {
    let visit = begin(&kit).await;
    write(&kit, &visit, "subjective", 0, "Kaszle od tygodnia.").await;
    write(&kit, &visit, "plan", 0, "Syrop 3 razy dziennie.").await;
    let absent = json!({"name": "Absent", "command": ["/nowhere/voice"]});
    describe(&kit, &json!({"voices": [absent, voice(&kit, &["pl"])]}));
    let input = json!({"visit_id": visit, "section": null, "language": "pl"});
    let answer = read(&kit, kit.ours.doctor(), &input).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let sent = events(&answer.text);
    let (done, pieces) = sent.split_last().unwrap();
    assert_eq!(done.1, json!({"voice": "Voice", "duration_ms": 400}));
    for (number, (_, piece)) in (0..).zip(pieces) {
        let sound = STANDARD.decode(text(&piece["data"])).unwrap();
        assert_eq!(sound, [1; 3200]);
        let expected =
            json!({"from_ms": number * 100, "rate": 16_000, "channels": 1, "data": piece["data"]});
        assert_eq!(*piece, expected);
    }
    let said = std::fs::read_to_string(kit.place.folder().join("said.txt")).unwrap();
    let expected = [
        "Wywiad.",
        "Kaszle od tygodnia.",
        "Zalecenia.",
        "Syrop 3 razy dziennie.",
    ];
    assert_eq!(
        said,
        expected.map(|sentence| format!("{sentence}|pl\n")).concat()
    );

    let input = json!({"visit_id": visit, "section": "plan", "language": "pl"});
    let answer = read(&kit, kit.ours.doctor(), &input).await;
    assert_eq!(events(&answer.text).len(), 2, "one sentence, and the end");
    kit.end().await;
}

/// How a call failed, before or after anything was sent.
fn failure(answer: &Answer) -> Value {
    if answer.status >= 400 {
        return answer.body.clone();
    }
    events(&answer.text).last().unwrap().1.clone()
}

pub async fn aud_10_without_a_voice_it_is_said(kit: Kit) {
    let visit = begin(&kit).await;
    write(&kit, &visit, "subjective", 0, "I cough.").await;
    let input = json!({"visit_id": visit, "section": "subjective", "language": "en"});
    let elsewhere =
        json!({"name": "Elsewhere", "url": "http://0.0.0.0:1/v1", "model": "m", "voice": "v"});
    for (voices, expected) in [
        (json!([]), "no voice is set up"),
        (
            json!([voice(&kit, &["pl"])]),
            "no voice speaks this language",
        ),
        (
            json!([{"name": "Broken", "command": ["false"]}]),
            "Broken: it ended with an error",
        ),
        (json!([elsewhere]), "Elsewhere: it is not on this machine"),
    ] {
        describe(&kit, &json!({ "voices": voices }));
        let failure = failure(&read(&kit, kit.ours.doctor(), &input).await);
        assert_eq!(failure["type"], "Unavailable", "{failure}");
        assert!(text(&failure["message"]).contains(expected), "{failure}");
    }
    let empty = json!({"visit_id": visit, "section": "plan", "language": "en"});
    let failure = failure(&read(&kit, kit.ours.doctor(), &empty).await);
    assert_eq!(
        (&failure["type"], &failure["field"]),
        (&json!("Validation"), &json!("section"))
    );
    kit.end().await;
}

pub async fn aud_10_notes_of_others_are_not_read(kit: Kit) {
    let visit = begin(&kit).await;
    write(&kit, &visit, "subjective", 0, "I cough.").await;
    describe(&kit, &json!({"voices": [voice(&kit, &[])]}));
    let input = json!({"visit_id": visit, "language": "en"});
    let theirs = failure(&read(&kit, kit.theirs.doctor(), &input).await);
    assert_eq!(theirs["type"], "NotFound");
    let billing = kit.ours.token(praxis_domain::access::model::Role::Billing);
    assert_eq!(
        failure(&read(&kit, billing, &input).await)["type"],
        "Forbidden"
    );
    assert!(!kit.place.folder().join("said.txt").exists());
    kit.end().await;
}
