use super::*;
use praxis_domain::patients::model::{PatientKind, Sex};

mod demo;
mod fhir_tests;
mod noise;
mod table_tests;

/// Everything that a file gives, and how it ended.
fn all(format: Format, bytes: &[u8]) -> (Vec<Item>, Result<(), ReadError>) {
    let mut items = Vec::new();
    // A tiny buffer, so that everything falls across its edges.
    let input = io::BufReader::with_capacity(3, bytes);
    let end = read(format, input, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    });
    (items, end)
}

/// What a sound file gives.
fn items(format: Format, text: &str) -> Vec<Item> {
    let (items, end) = all(format, text.as_bytes());
    end.expect("a sound file");
    items
}

/// The only record of a sound file.
fn one(format: Format, text: &str) -> Record {
    match &items(format, text)[..] {
        [Item::Patient(record)] => (**record).clone(),
        other => panic!("{other:?}"),
    }
}

/// Line and field of each record that cannot be read.
fn bad(items: &[Item]) -> Vec<(u32, Option<&str>)> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Bad(issue) => Some((issue.line, issue.field.as_deref())),
            _ => None,
        })
        .collect()
}

/// Line and given name of each patient.
fn good(items: &[Item]) -> Vec<(u32, &str)> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Patient(record) => Some((record.line, record.patient.given_name.as_str())),
            _ => None,
        })
        .collect()
}

#[test]
fn pat_13_a_format_is_known_by_name_and_first_bytes() {
    for (name, start, expected) in [
        ("list.csv", "imię;nazwisko", Some(Format::Csv)),
        ("LIST.CSV", "given_name", Some(Format::Csv)),
        ("list.tsv", "a\tb", Some(Format::Csv)),
        ("list.txt", "a;b\n1;2", Some(Format::Csv)),
        ("list.txt", "hello", None),
        ("list", "\u{feff}a,b\n", Some(Format::Csv)),
        (
            "a.json",
            "{\n \"resourceType\": \"Bundle\"",
            Some(Format::FhirBundle),
        ),
        ("a.json", "\u{feff}{}", Some(Format::FhirBundle)),
        ("a.json", "{\"a\":1}\n{\"a\":2", Some(Format::Ndjson)),
        ("a.json", "{\"a\":1}\r\n{\"a\":2}", Some(Format::Ndjson)),
        ("a.json", "", Some(Format::FhirBundle)),
        ("a.json", "[1]", None),
        ("a.ndjson", "{}", Some(Format::Ndjson)),
        ("a.jsonl", "", Some(Format::Ndjson)),
        ("a.bin", "\0\u{1},", None),
        ("", "", None),
    ] {
        assert_eq!(
            Format::guess(name, start.as_bytes()),
            expected,
            "{name} {start}"
        );
    }
}

#[test]
fn pat_13_reading_ends_when_the_caller_has_enough() {
    let bundle = r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"A"}},{"resource":{"resourceType":"B"}},"#;
    for (format, text) in [
        (Format::Csv, "given_name,family_name\na,b\nc,d\n"),
        (
            Format::Ndjson,
            "{\"resourceType\":\"A\"}\n{\"resourceType\":\"B\"}\n",
        ),
        (Format::FhirBundle, bundle),
    ] {
        let mut count = 0;
        let end = read(format, text.as_bytes(), &mut |_| {
            count += 1;
            ControlFlow::Break(())
        });
        assert!(end.is_ok(), "{format:?}");
        assert_eq!(count, 1, "{format:?}");
    }
}

#[test]
fn pat_13_a_failing_disk_is_told_apart() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::TimedOut.into())
        }
    }
    for format in [Format::Csv, Format::FhirBundle, Format::Ndjson] {
        let start: &[u8] = match format {
            Format::Csv => b"given_name,family_name\na,b\n",
            Format::FhirBundle => b"{\"resourceType\":\"Bundle\",\"entry\":[",
            Format::Ndjson => b"{\"resourceType\":\"A\"}\n",
        };
        let input = io::BufReader::new(start.chain(Broken));
        let end = read(format, input, &mut |_| ControlFlow::Continue(()));
        assert!(matches!(end, Err(ReadError::Io(_))), "{format:?} {end:?}");
    }
}
