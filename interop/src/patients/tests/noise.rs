//! Files that were damaged at random: no reader panics, and each gives its items in order.

use super::*;

/// Numbers that look random and are the same every time (`SplitMix64`).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).expect("below a usize")
    }
}

const CSV: &[u8] =
    "\u{feff}mrn;nazwisko;imię;data_urodzenia;płeć;address;species;owner_family_name\r\n\
    P-1;Żółć;Łucja;17.05.1980;k;\"ul. Długa 1\r\n00-950 \"\"W\"\"\";;\r\n\
    ;;Burek;2020-01-02;m;;dog;Kowalski\r\n\r\n;Bad;Row;1990-13-45;x;;;\r\n"
        .as_bytes();

const JSON: &str = r#"{"resourceType":"Bundle","entry":[
{"resource":{"resourceType":"Patient","id":"1","meta":{"security":[{"system":"Confidentiality","code":"R"}]},"identifier":[{"type":{"coding":[{"code":"MR"}]},"value":"P-1"}],"name":[{"use":"official","family":"Żółć","given":["Łucja"]}],"gender":"female","birthDate":"1980-05-17","telecom":[{"system":"phone","value":"1","rank":1}],"address":[{"line":["a"],"city":"b"}]}},
{"resource":{"resourceType":"Patient","name":[{"text":"Burek"}],"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-animal","extension":[{"url":"species","valueCodeableConcept":{"text":"dog"}}]}],"contact":[{"name":{"text":"Jan Kowalski"}}]}},
{"resource":{"resourceType":"Observation","valueQuantity":{"value":1.5e3}}},{"request":{}}]}"#;

/// Pieces that damage most.
const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\n",
    b"\r\n",
    b"\r",
    b";",
    b",",
    b"\t",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b"null",
    b"\\u",
    b"\\",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\0",
    b"1e999",
    b"-",
    b"9999-12-31",
    b"resourceType",
    b"\xc5",
    b"\"entry\":[",
    b"\"name\":",
    b"true",
];

fn damaged(random: &mut Random, sound: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        let end = at.saturating_add(random.below(40)).min(bytes.len());
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(random.below(256)).expect("a byte");
                }
            }
        }
    }
    bytes
}

#[test]
fn pat_13_no_file_makes_a_reader_panic() {
    let ndjson = JSON
        .lines()
        .filter_map(|line| line.strip_prefix("{\"resource\":"))
        .map(|line| {
            format!(
                "{}\n",
                line.trim_end_matches(',').trim_end_matches('}').to_owned() + "}"
            )
        })
        .collect::<String>();
    let mut random = Random(20_261_121);
    let mut patients = 0_usize;
    for round in 0..12_000 {
        let (format, sound) = match round % 3 {
            0 => (Format::Csv, CSV),
            1 => (Format::FhirBundle, JSON.as_bytes()),
            _ => (Format::Ndjson, ndjson.as_bytes()),
        };
        let bytes = damaged(&mut random, sound);
        let (items, _) = all(format, &bytes);
        let lines: Vec<u32> = items
            .iter()
            .filter_map(|item| match item {
                Item::Patient(record) => Some(record.line),
                Item::Bad(issue) => Some(issue.line),
                Item::Other(_) => None,
            })
            .collect();
        assert!(lines.iter().all(|line| *line > 0), "round {round}");
        // Two arrays of entries in one bundle each count from one.
        assert!(
            format == Format::FhirBundle || lines.is_sorted(),
            "round {round}: {lines:?}"
        );
        patients += good(&items).len();
        Format::guess("", &bytes);
        Format::guess("a.json", &bytes);
        // Any file may be read as any format.
        drop(all(Format::Csv, &bytes));
        drop(all(Format::Ndjson, &bytes));
    }
    // The damage left something to read.
    assert!(patients > 3_000, "{patients}");
}
