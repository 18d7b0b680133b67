//! Recordings as files: ranges, seeking, and who may hear them.

use crate::{
    kit::{Kit, text},
    recordings::{RECORDINGS, agree, append, second, start},
    visits::begin,
};
use praxis_audio::{Channels, wav};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;
use std::ops::Range;

crate::on_both! {
    aud_6_a_player_seeks_by_ranges,
    aud_6_any_range_is_a_part_of_the_whole,
    aud_6_a_file_is_heard_only_by_whom_it_concerns,
    aud_6_a_player_is_told_when_sound_is_gone_or_damaged,
}

/// A recording of two channels whose third second never came, and the file that it is.
async fn recorded(kit: &Kit) -> (String, Vec<u8>) {
    let visit = begin(kit).await;
    agree(kit, &visit, "given").await;
    let recording = start(kit, Some(&visit), 2).await;
    for number in (0..24).filter(|number| *number != 2) {
        append(kit, &recording, number, &second(number, 2)).await;
    }
    let mut file = wav::header(Channels::Two, 24 * 16_000).unwrap().to_vec();
    for number in 0..24 {
        let missing = number == 2;
        file.extend(if missing {
            vec![0; 64_000]
        } else {
            second(number, 2)
        });
    }
    (recording, file)
}

async fn ask(
    kit: &Kit,
    method: &str,
    recording: &str,
    headers: &[(&str, &str)],
) -> (u16, reqwest::header::HeaderMap, Vec<u8>) {
    let path = format!("{RECORDINGS}/{recording}/audio");
    let mut request = kit.request(kit.ours.doctor(), method, &path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap().to_vec())
}

pub async fn aud_6_a_player_seeks_by_ranges(kit: Kit) {
    let (recording, file) = recorded(&kit).await;
    let (status, headers, body) =
        ask(&kit, "GET", &recording, &[("accept-encoding", "gzip")]).await;
    assert_eq!(status, 200);
    assert!(body == file);
    let told = |name: &str| headers[name].to_str().unwrap().to_owned();
    let length = file.len();
    for (name, value) in [
        ("content-type", "audio/wav"),
        ("accept-ranges", "bytes"),
        ("content-length", &length.to_string()),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(told(name), value);
    }
    assert!(!headers.contains_key("content-encoding"));
    assert_eq!(headers["x-request-id"].len(), 12);
    let tag = told("etag");
    let (status, headers, body) = ask(&kit, "HEAD", &recording, &[]).await;
    assert_eq!((status, body.len()), (200, 0));
    assert_eq!(headers["content-length"], length.to_string().as_str());

    let last = length - 1;
    let table: [(&str, Range<usize>); 7] = [
        ("bytes=0-0", 0..1),
        ("bytes=0-43", 0..44),
        ("bytes=40-47", 40..48),
        ("bytes=640000-1300000", 640_000..1_300_001),
        (&format!("bytes={last}-"), last..length),
        ("bytes=-100", length - 100..length),
        ("bytes=1000-99999999", 1000..length),
    ];
    for (range, expected) in table {
        let (status, headers, body) = ask(&kit, "GET", &recording, &[("range", range)]).await;
        assert_eq!(status, 206, "{range}");
        assert!(body == file[expected.clone()], "{range}");
        let said = format!("bytes {}-{}/{length}", expected.start, expected.end - 1);
        assert_eq!(headers["content-range"], said.as_str(), "{range}");
        let known = [("range", range), ("if-range", tag.as_str())];
        assert_eq!(ask(&kit, "GET", &recording, &known).await.0, 206);
        let other = [("range", range), ("if-range", "\"another\"")];
        assert_eq!(ask(&kit, "GET", &recording, &other).await.0, 200);
        let head = ask(&kit, "HEAD", &recording, &[("range", range)]).await;
        assert_eq!((head.0, head.2.len()), (206, 0));
    }
    for range in [
        "bytes=0-1,5-6",
        "bytes=99999999999999999999-",
        "seconds=1-2",
        "bytes=",
        "bytes=-99999999",
    ] {
        let (status, _, body) = ask(&kit, "GET", &recording, &[("range", range)]).await;
        assert_eq!((status, body.len()), (200, length), "{range}");
    }
    let beyond = format!("bytes={length}-");
    let path = format!("{RECORDINGS}/{recording}/audio");
    let request = kit.request(kit.ours.doctor(), "GET", &path);
    let answer = kit.send(request.header("range", beyond)).await;
    assert_eq!(answer.status, 416);
    assert_eq!(answer.header("content-range"), format!("bytes */{length}"));
    kit.end().await;
}

pub async fn aud_6_any_range_is_a_part_of_the_whole(kit: Kit) {
    let (recording, file) = recorded(&kit).await;
    let (length, handle) = (file.len(), tokio::runtime::Handle::current());
    tokio::task::block_in_place(|| {
        let ranges = (0..length + 50, 0..length + 50);
        let mut runner = TestRunner::new(ProptestConfig::with_cases(60));
        let outcome = runner.run(&ranges, |(first, last)| {
            let range = format!("bytes={first}-{last}");
            let (status, _, body) =
                handle.block_on(ask(&kit, "GET", &recording, &[("range", &range)]));
            if first > last || first >= length {
                prop_assert_eq!(status, 416);
            } else {
                prop_assert_eq!(status, 206);
                prop_assert!(body == file[first..length.min(last + 1)]);
            }
            Ok(())
        });
        outcome.unwrap();
    });
    kit.end().await;
}

pub async fn aud_6_a_file_is_heard_only_by_whom_it_concerns(kit: Kit) {
    let (recording, file) = recorded(&kit).await;
    let path = format!("{RECORDINGS}/{recording}/audio");
    for (token, status, kind) in [
        ("", 401, "Unauthenticated"),
        (kit.theirs.doctor(), 404, "NotFound"),
        (kit.theirs.admin(), 404, "NotFound"),
        (
            kit.ours.token(praxis_domain::access::model::Role::Billing),
            403,
            "Forbidden",
        ),
    ] {
        kit.get(token, &path).await.failed(status, kind);
    }
    for trick in [
        "..%2f..%2fpraxis.key",
        "%2e%2e%2fpraxis.db",
        "..",
        "a%00b",
        "00000000-0000-0000-0000-000000000000",
    ] {
        let answer = kit
            .get(kit.ours.doctor(), &format!("{RECORDINGS}/{trick}/audio"))
            .await;
        assert!(
            matches!(answer.status, 400 | 404),
            "{trick}: {}",
            answer.status
        );
    }
    kit.post(kit.ours.doctor(), &path, json!({}))
        .await
        .failed(405, "NotFound");
    let (status, _, body) = ask(&kit, "GET", &recording, &[]).await;
    assert_eq!((status, body.len()), (200, file.len()));
    let audit = kit.get(kit.ours.admin(), "/v1/audit?limit=1000").await.ok();
    let heard = audit["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| {
            row["action"] == "get_recording_sound" && row["resource_id"] == json!(recording)
        })
        .count();
    assert_eq!(heard, 3, "each ten seconds are written down");
    kit.end().await;
}

pub async fn aud_6_a_player_is_told_when_sound_is_gone_or_damaged(kit: Kit) {
    let doctor = kit.ours.doctor();
    let (recording, _) = recorded(&kit).await;
    let path = format!("{RECORDINGS}/{recording}/audio");
    let file = kit.place.folder().join("recordings").join(&recording);
    let mut bytes = std::fs::read(&file).unwrap();
    bytes[1000] ^= 1;
    std::fs::write(&file, &bytes).unwrap();
    let failure = kit.get(doctor, &path).await.failed(500, "Internal");
    assert!(!text(&failure["message"]).is_empty());
    kit.post(
        doctor,
        &format!("{RECORDINGS}/{recording}/discard"),
        json!({}),
    )
    .await
    .ok();
    kit.get(doctor, &path).await.failed(404, "NotFound");
    // One that has no sound yet is a file of nothing but its header.
    let empty = start(&kit, None, 1).await;
    let (status, _, body) = ask(&kit, "GET", &empty, &[]).await;
    assert_eq!((status, body.len()), (200, 44));
    kit.end().await;
}
