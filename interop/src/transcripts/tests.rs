use super::*;

fn said(transcript: &Transcript) -> Vec<(Speaker, &str)> {
    transcript
        .segments
        .iter()
        .map(|segment| (segment.speaker, segment.text.as_str()))
        .collect()
}

#[test]
fn aic_2_reads_plain_tags_with_mark_and_carriage_returns() {
    let text =
        "\u{feff}[doctor] hi .\r\n[patient] it hurts .\r\nbadly .\r\n\r\n[patient_guest] yes\r\n";
    let read = parse(text).unwrap();
    assert_eq!(
        said(&read),
        [
            (Speaker::Clinician, "hi ."),
            (Speaker::Patient, "it hurts . badly ."),
            (Speaker::Other, "yes")
        ]
    );
    let read = parse("Dr. Moore: hello\nPatient: my plan: rest\n00:10 Doctor: ok").unwrap();
    assert_eq!(read.segments[1].text, "my plan: rest");
    assert_eq!(read.segments[2].start_ms, Some(10_000));
    let read = parse("Anna: hello\nŁukasz: hi\nAnna: bye\nŁukasz: bye").unwrap();
    assert_eq!(said(&read)[1], (Speaker::Unknown, "hi"));
    let read = parse("It hurts.\nPlan: rest").unwrap();
    assert_eq!(
        said(&read),
        [
            (Speaker::Unknown, "It hurts."),
            (Speaker::Unknown, "Plan: rest")
        ]
    );
}

#[test]
fn aic_2_reads_webvtt() {
    let text = "WEBVTT - visit\n\nNOTE made\nby hand\n\n1\n00:01.500 --> 00:03.000 align:start\n<v Doctor>Any <i>fever</i>?</v>\n\n00:00:03.000 --> 00:00:04.000\n<v Patient>No &amp; no\n<v.loud Dr. May>Good.\n\n00:05.000 --> 00:06.000\nPatient: bye\n";
    let read = parse(text).unwrap();
    assert_eq!(
        said(&read),
        [
            (Speaker::Clinician, "Any fever?"),
            (Speaker::Patient, "No & no"),
            (Speaker::Clinician, "Good."),
            (Speaker::Patient, "bye")
        ]
    );
    assert_eq!(read.segments[0].start_ms, Some(1500));
    assert_eq!(read.segments[0].end_ms, Some(3000));
    let wrong = parse("WEBVTT\n\n00:03.000 --> 00:01.000\nx");
    assert_eq!(wrong, Err(TranscriptError::Time { line: 3 }));
}

#[test]
fn aic_2_reads_srt() {
    let text = "1\r\n00:00:01,000 --> 00:00:02,250\r\nDoctor: hello\r\n\r\n2\r\n00:00:02,300 --> 00:00:03,000\r\n- fine\r\n";
    let read = parse(text).unwrap();
    assert_eq!(
        said(&read),
        [(Speaker::Clinician, "hello"), (Speaker::Unknown, "fine")]
    );
    assert_eq!(read.segments[0].end_ms, Some(2250));
}

#[test]
fn aic_2_reads_json() {
    let read =
        parse(r#"{"segments":[{"speaker":"DOCTOR","text":"hi","start":0.5,"end":1}]}"#).unwrap();
    assert_eq!(said(&read), [(Speaker::Clinician, "hi")]);
    assert_eq!(read.segments[0].start_ms, Some(500));
    let own = serde_json::to_string(&read).unwrap();
    assert_eq!(parse(&own).unwrap(), read);
    assert!(matches!(
        parse("{\"segments\": [\n{]}"),
        Err(TranscriptError::Syntax { line: 2, .. })
    ));
    assert_eq!(parse("[]"), Err(TranscriptError::Empty));
}

#[test]
fn aic_2_reads_both_forms_of_textgrid() {
    let short = "File type = \"ooTextFile\"\n\"TextGrid\"\n0\n2\n<exists>\n1\n\"IntervalTier\"\n\"Doctor\"\n0\n2\n2\n0\n1\n\"say \"\"ah\"\" <UNSURE>now</UNSURE> <INAUDIBLE_SPEECH/>\"\n1\n2\n\"\"";
    let read = parse(short).unwrap();
    assert_eq!(said(&read), [(Speaker::Clinician, "say \"ah\" now")]);
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(short.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(parse_bytes(&wide).unwrap(), read);
    let cut = &short[..short.len() - 12];
    assert!(matches!(parse(cut), Err(TranscriptError::Syntax { .. })));
}

#[test]
fn aic_2_merges_a_pair_in_order_of_time() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/primock57/");
    let file = |who: &str| {
        std::fs::read_to_string(format!("{folder}day1_consultation01_{who}.TextGrid")).unwrap()
    };
    let read = parse_textgrid_pair(&file("doctor"), &file("patient")).unwrap();
    assert!(read.segments.len() > 60);
    assert!(read.segments.is_sorted_by_key(|segment| segment.start_ms));
    assert!(
        read.segments
            .iter()
            .all(|segment| !segment.text.contains('<'))
    );
    assert!(
        read.segments
            .iter()
            .any(|segment| segment.speaker == Speaker::Patient)
    );
    assert!(
        read.segments
            .iter()
            .zip(0..)
            .all(|(segment, index)| segment.index == index)
    );
}

#[test]
fn refuses_without_quoting_what_was_said() {
    let secret = "Kowalska has syphilis";
    for text in [
        format!("{{\"segments\": \"{secret}\"}}"),
        format!("WEBVTT\n\n{secret} --> x\n"),
        format!("\"ooTextFile {secret}"),
    ] {
        let error = parse(&text).unwrap_err();
        assert!(!error.to_string().contains("Kowalska"));
    }
    assert_eq!(parse_bytes(&[0xc3, 0x28]), Err(TranscriptError::Encoding));
    assert_eq!(
        parse_bytes(&[0xff, 0xfe, 0x00]),
        Err(TranscriptError::Encoding)
    );
    assert_eq!(parse(" \n"), Err(TranscriptError::Empty));
}

/// Pieces of every format in a random order: nothing may panic, whatever is read.
#[test]
fn never_panics_on_odd_text() {
    let pieces = [
        "[doctor]",
        "[",
        "]",
        "Doctor:",
        ":",
        "\n",
        "\r\n",
        "\n\n",
        "WEBVTT",
        "00:01.000 --> 00:02.000",
        "-->",
        "<v Doctor>",
        "<v",
        "<",
        ">",
        "\"",
        "\"\"",
        "ooTextFile",
        "IntervalTier",
        "1e309",
        "-1",
        "NaN",
        "{",
        "}",
        "{\"segments\":[",
        "żółć",
        "\u{feff}",
        "&amp;",
        "4294967296",
        "99999:99:99.999",
        "\u{301}",
        "😀",
        "text = ",
        "NOTE",
        "!",
        "a b c",
        " ",
    ];
    let mut seed: u64 = 42;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed as usize
    };
    for _ in 0..4000 {
        let text: String = (0..next() % 24)
            .map(|_| pieces[next() % pieces.len()])
            .collect();
        let _ = parse(&text);
        for format in [
            TranscriptFormat::Plain,
            TranscriptFormat::Webvtt,
            TranscriptFormat::Srt,
            TranscriptFormat::Textgrid,
            TranscriptFormat::Json,
        ] {
            let _ = parse_as(format, &text);
        }
        let _ = parse_textgrid_pair(&text, &text);
        let _ = parse_bytes(text.as_bytes());
    }
}

#[test]
fn reads_a_large_file_quickly() {
    let text = "Doctor: how are you today, any fever or chills?\nPatient: no, none at all.\n"
        .repeat(14_000);
    let start = std::time::Instant::now();
    assert_eq!(parse(&text).unwrap().segments.len(), 28_000);
    assert!(start.elapsed().as_secs() < 3);
}
