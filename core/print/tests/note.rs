//! What stands on the paper, read back from the PDF.

#![allow(clippy::unwrap_used, reason = "a test that finds nothing fails")]

mod kit;

use kit::{ENGLISH, HASH, NOTE, amended, dog, person, print, read, signed, visit};
use lopdf::{Document, Object};
use praxis_domain::access::model::Language::{En, Pl};
use proptest::{collection::vec, prelude::*};
use sha2::{Digest, Sha256};

const LONG: &str = "Chodzenie po schodach, dźwiganie zakupów i dłuższe spacery nasilają dolegliwości, odpoczynek przynosi ulgę.";

fn long() -> [Vec<&'static str>; 4] {
    let many = |count: usize, short: &'static str| {
        let mut all = vec![LONG; count];
        all.push(short);
        all
    };
    [
        many(24, "Koniec wywiadu."),
        many(14, "–"),
        many(3, ""),
        many(9, "Kontrola."),
    ]
}

/// Keeps the paper where somebody can look at it, and answers the hash of its bytes.
fn kept(name: &str, bytes: &[u8]) -> String {
    std::fs::write(format!("{}/{name}.pdf", env!("CARGO_TARGET_TMPDIR")), bytes).unwrap();
    hex::encode(Sha256::digest(bytes))
}

#[test]
fn vis_11_the_same_note_gives_the_same_bytes() {
    let patient = person();
    let long = long();
    let long = [&long[0][..], &long[1], &long[2], &long[3]];
    let papers = [
        ("signed-pl", Pl, signed(visit(&patient, NOTE))),
        ("draft-en", En, visit(&patient, ENGLISH)),
        ("signed-en", En, amended(signed(visit(&patient, ENGLISH)))),
        ("draft-pl-long", Pl, visit(&patient, long)),
        ("signed-pl-long", Pl, amended(signed(visit(&patient, long)))),
    ];
    let hashes: Vec<(&str, String)> = papers
        .iter()
        .map(|(name, language, visit)| {
            let bytes = print(*language, &patient, visit);
            assert_eq!(bytes, print(*language, &patient, visit), "{name}");
            (*name, kept(name, &bytes))
        })
        .collect();
    let known = [
        (
            "signed-pl",
            "460ed077ce3e1e9bf55f587f8143e2e518d32a1c156386af4eb867b671e397f1",
        ),
        (
            "draft-en",
            "0c36e544e8411483dc023a2f65c7ded0f50c25d809154eee6c7115c83aa29d9f",
        ),
    ];
    for ((name, hash), (known, expected)) in hashes.iter().zip(known) {
        assert_eq!(
            (*name, hash.as_str()),
            (known, expected),
            "look at the paper before changing this"
        );
    }
}

#[test]
fn vis_11_a_signed_note_says_who_what_when_and_with_which_hash() {
    let patient = person();
    let pages = read(&print(Pl, &patient, &signed(visit(&patient, NOTE))));
    assert_eq!(pages.len(), 1);
    let page = &pages[0];
    for words in [
        "Przychodnia Źródło, ul. Łąkowa 7, Gdańsk",
        "Wiśniewska Żaneta · ur. 17.05.1980 · Nr K7-0042",
        "Notatka z wizyty",
        "Pacjent: Wiśniewska Żaneta",
        "Data urodzenia: 17.05.1980",
        "Nr kartoteki: K7-0042",
        "Wizyta: 21.11.2026, 09:30 (UTC+01:00)",
        "Prowadzący: dr Elżbieta Ćwik",
        "Powód wizyty: Ból gardła, gorączka",
        "Wywiad Pacjentka zgłasza od trzech dni ból gardła, gorączkę do 38,6 °C i osłabienie.",
        "Badanie Gardło żywoczerwone",
        "SpO₂ ≥ 98%",
        "Rozpoznanie Ostre zapalenie gardła",
        "Zalecenia Fenoksymetylopenicylina 1 500 000 IU co 12 h → 10 dni. - paracetamol 500 mg",
        "Podpisano: dr Elżbieta Ćwik, 21.11.2026, 10:02 (UTC+01:00)",
        &format!("SHA-256 notatki: {HASH}"),
        "Podpis zgadza się z notatką.",
        "Strona 1/1",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    for words in ["SZKIC", "NIEZDECYDOWANE", "Uzupełnien"] {
        assert!(!page.contains(words), "{words}");
    }
}

#[test]
fn vis_11_a_draft_is_marked_on_every_page() {
    let patient = person();
    let long = long();
    let draft = visit(&patient, [&long[0], &long[1], &long[2], &long[3]]);
    for (language, mark, page_word) in [
        (Pl, "SZKIC – NIEPODPISANY", "Strona"),
        (En, "DRAFT – NOT SIGNED", "Page"),
    ] {
        let pages = read(&print(language, &patient, &draft));
        assert_eq!(pages.len(), 3);
        for (at, page) in pages.iter().enumerate() {
            assert!(page.matches(mark).count() >= 3, "{page}");
            assert!(page.contains("Wiśniewska Żaneta") && page.contains("K7-0042"));
            assert!(page.contains("1980"));
            assert!(page.contains(&format!("{page_word} {}/3", at + 1)));
            assert!(!page.contains("SHA-256") && !page.contains("NIEZDECYDOWANE"));
        }
    }
}

#[test]
fn vis_7_both_texts_are_printed_with_author_time_and_reason() {
    let patient = person();
    let amended = amended(signed(visit(&patient, NOTE)));
    let page = read(&print(Pl, &patient, &amended)).join(" ");
    for words in [
        "Ostre zapalenie gardła i migdałków (J03.0), Centor 4/4.",
        "Uzupełnienia: 1 (po podpisie)",
        "Uzupełnienie dr Jan Żak, 01.07.2026, 12:15 (UTC+02:00). Powód: Wynik przyszedł później",
        "CRP 48 mg/l. Powtórzyć za tydzień.",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn vis_8_a_signature_that_does_not_match_is_printed_as_such() {
    let patient = person();
    let mut changed = signed(visit(&patient, NOTE));
    changed.signature.as_mut().unwrap().matches = false;
    let page = read(&print(En, &patient, &changed)).join(" ");
    assert!(page.contains("The signature does not match: the note was changed"));
    assert!(!page.contains("The signature matches"));
}

#[test]
fn vis_11_an_animal_is_printed_with_its_owner() {
    let patient = dog();
    let page = read(&print(En, &patient, &visit(&patient, ENGLISH))).join(" ");
    for words in [
        "Burek (Kowalski) · born 17 May 1980 · No. K7-0042",
        "Animal: pies, ogar polski",
        "Chip number: 616093900123456",
        "Owner: Kowalski Łukasz",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
}

#[test]
fn vis_11_a_letter_that_the_font_lacks_is_seen_to_be_missing() {
    let patient = person();
    let text: &[&str] = &["ciśnienie 血圧 120/80 😀."];
    let page = read(&print(
        Pl,
        &patient,
        &visit(&patient, [text, &[], &[], &[]]),
    ))
    .join(" ");
    assert!(
        page.contains("ciśnienie \u{FFFD}\u{FFFD} 120/80 \u{FFFD}."),
        "{page}"
    );
}

#[test]
fn vis_11_the_document_is_tagged_and_names_its_language_and_title() {
    let patient = person();
    let bytes = print(Pl, &patient, &signed(visit(&patient, NOTE)));
    let document = Document::load_mem(&bytes).unwrap();
    let catalog = document.catalog().unwrap();
    assert_eq!(
        catalog.get(b"Lang").and_then(Object::as_str).unwrap(),
        b"pl"
    );
    let marked = catalog.get(b"MarkInfo").and_then(Object::as_dict).unwrap();
    assert_eq!(marked.get(b"Marked").unwrap(), &Object::Boolean(true));
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("Notatka z wizyty, 21.11.2026, 09:30 (UTC+01:00), Nr K7-0042"));
    assert!(text.contains("<pdfuaid:part>1") && text.contains("<pdfaid:part>2"));
    assert!(
        text.contains("2026-11-21T09:02:00"),
        "the time of signing is the document's date"
    );
}

/// Words of letters that notes have; long ones are broken between lines.
fn sentences() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        12 => "[a-zA-Z0-9ąćęłńóśźżĄĆĘŁŃÓŚŹŻ,.%/()≥°→-]{1,14}",
        1 => "[a-zęół]{80,160}",
    ];
    vec(vec(word, 1..24).prop_map(|words| words.join(" ")), 1..200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn vis_11_every_word_is_printed_and_every_page_is_numbered(
        sentences in sentences(), signs in any::<bool>(),
    ) {
        let patient = person();
        let texts: Vec<&str> = sentences.iter().map(String::as_str).collect();
        let mut note = visit(&patient, [&texts, &[], &["rozpoznanie"], &["zalecenia"]]);
        if signs {
            note = signed(note);
        }
        let pages = read(&print(Pl, &patient, &note));
        for (at, page) in pages.iter().enumerate() {
            let number = format!("Strona {}/{}", at + 1, pages.len());
            prop_assert!(page.contains(&number), "{}", number);
            prop_assert_eq!(page.matches("· ur. 17.05.1980 · Nr K7-0042").count(), 1);
            prop_assert_eq!(page.contains("NIEPODPISANY"), !signs);
        }
        // Without spaces, so that words broken between lines are whole again; head and foot of
        // each page go, so that words broken between pages are as well.
        let body: String = pages.iter().map(|page| body(page)).collect();
        let whole: String = texts.concat().split_whitespace().collect();
        prop_assert!(body.contains(&whole));
    }

    #[test]
    fn vis_11_no_text_whatever_stops_the_printer(
        text in "\\PC{0,400}|[\\x00-\\x7f]{0,200}|(?s:.{0,200})", name in "(?s:.{0,300})",
    ) {
        let patient = person();
        let mut note = amended(signed(visit(&patient, [&[&text], &[&text, &name], &[], &[]])));
        note.visit.patient_name.clone_from(&name);
        note.visit.reason.clone_from(&text);
        note.amendments[0].text.clone_from(&name);
        let bytes = print(En, &patient, &note);
        prop_assert!(!read(&bytes).is_empty());
    }
}

/// What stands between head and foot of a page, without spaces.
fn body(page: &str) -> String {
    let text = page.split_once("Nr K7-0042").map_or(page, |(_, rest)| rest);
    let foot = text.rfind("Podpisano:").or(text.rfind("SZKIC"));
    let text = foot.and_then(|at| text.get(..at)).unwrap_or(text);
    text.split_whitespace().collect()
}
