//! Recordings of one patient are heard one after the other, those of others meanwhile.

use crate::{
    kit::{Kit, text},
    recordings::{agree, append, start},
    speech::{describe, finished, seconds, segments, stop},
};
use serde_json::json;

crate::on_both! {
    aud_5_ten_jobs_of_two_patients_are_heard_in_order_and_side_by_side,
}

/// When a sound was heard.
struct Hearing {
    sound: String,
    begun: u64,
    ended: u64,
}

/// Each line: beginning, end, and checksum of the sound, which no other utterance has.
fn hearings(log: &str) -> Vec<Hearing> {
    let lines = log.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        Hearing {
            begun: words[0].parse().unwrap(),
            ended: words[1].parse().unwrap(),
            sound: words[2].to_owned(),
        }
    });
    let mut hearings: Vec<_> = lines.collect();
    hearings.sort_by_key(|one| one.begun);
    hearings
}

pub async fn aud_5_ten_jobs_of_two_patients_are_heard_in_order_and_side_by_side(kit: Kit) {
    let log = kit.place.folder().join("heard.log");
    let script = format!(
        "begun=$(date +%s%N); sum=$(cksum); sleep 0.3; echo $begun $(date +%s%N) $sum >> {}; echo $sum",
        log.display()
    );
    let engine = json!({"name": "Noting", "command": ["sh", "-c", script]});
    let doctor = kit.ours.doctor();
    let mut visits = vec![];
    for name in ["Nowak", "Kowalska"] {
        let patient = kit.patient(doctor, name).await;
        let visit = kit.visit(doctor, &patient).await;
        let visit = text(&visit["visit"]["visit_id"]);
        agree(&kit, &visit, "this_visit").await;
        visits.push(visit);
    }
    // All are stopped before there is an engine, so that the jobs are enqueued at once.
    let mut recordings = vec![];
    for number in 0..5 {
        for (visit, whose) in visits.iter().zip([0, 8]) {
            let id = start(&kit, Some(visit), 2).await;
            for (at, second) in (0..).zip(seconds()) {
                // Each recording sounds a little different.
                let changed: Vec<u8> = (0..)
                    .zip(second)
                    .map(|(at, byte)| {
                        if at % 2 == 0 {
                            byte ^ number ^ whose
                        } else {
                            byte
                        }
                    })
                    .collect();
                append(&kit, &id, at, &changed).await;
            }
            stop(&kit, &id).await;
            recordings.push((visit.clone(), id));
        }
    }
    describe(&kit, &json!({ "engines": [engine] }));
    for (_, id) in &recordings {
        let path = format!("/v1/scribe/recordings/{id}/transcribe");
        kit.post(doctor, &path, json!({})).await.ok();
    }
    for (_, id) in &recordings {
        finished(&kit, id).await;
    }
    let log = hearings(&std::fs::read_to_string(&log).unwrap());
    assert_eq!(log.len(), 20, "two utterances of ten recordings, each once");
    let at = |moment: u64| {
        let now = log
            .iter()
            .filter(|one| one.begun <= moment && moment < one.ended);
        now.count()
    };
    let most = log.iter().map(|one| at(one.begun)).max();
    assert_eq!(most, Some(2), "the patients are heard side by side");
    for visit in &visits {
        let transcript = segments(&kit, visit).await;
        let order: Vec<_> = transcript
            .iter()
            .map(|one| text(&one["spoken"]["recording_id"]))
            .collect();
        let expected: Vec<_> = recordings
            .iter()
            .filter(|(of, _)| of == visit)
            .flat_map(|(_, id)| [id.clone(), id.clone()])
            .collect();
        assert_eq!(order, expected, "first in, first out");
        let heard: Vec<_> = transcript
            .iter()
            .map(|one| {
                let sum = text(&one["text"]);
                log.iter()
                    .find(|heard| sum.split(' ').next() == Some(&heard.sound))
                    .unwrap()
            })
            .collect();
        for pair in heard.windows(2) {
            assert!(pair[0].ended <= pair[1].begun, "one after the other");
        }
    }
    kit.end().await;
}
