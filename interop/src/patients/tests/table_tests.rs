use super::*;
use praxis_kernel::Date;

fn date(text: &str) -> Option<Date> {
    Some(text.parse().expect("a date"))
}

#[test]
fn pat_13_three_bad_rows_are_named_by_line() {
    let file = "family_name,given_name,birth_date,sex\n\
        Nowak,Anna,1980-05-17,f\n\
        Kowal,Jan,1990-13-45,m\n\
        \"Lis\nZając\",Ewa,,k\n\
        Wilk,Adam,,x\n\
        \n\
        Sowa,,1970-01-01,f\n\
        Żuk,Olga,03.02.2001,female\n";
    let items = items(Format::Csv, file);
    assert_eq!(good(&items), [(2, "Anna"), (4, "Ewa"), (9, "Olga")]);
    assert_eq!(
        bad(&items),
        [
            (3, Some("birth_date")),
            (6, Some("sex")),
            (8, Some("given_name"))
        ]
    );
    let told = format!(
        "{:?}",
        items
            .iter()
            .filter(|item| matches!(item, Item::Bad(_)))
            .collect::<Vec<_>>()
    );
    for value in ["1990-13-45", "Kowal", "Wilk", "\"x\""] {
        assert!(!told.contains(value), "{told}");
    }
}

#[test]
fn pat_13_headers_are_known_by_many_names() {
    for header in [
        "nazwisko;imię;data urodzenia;płeć;telefon",
        "Last Name,First Name,Date of Birth,Gender,Phone Number",
        "SURNAME\tGiven-Name\tDOB\tSex\tMobile",
        "\u{feff}\"family_name\" , given_name,birth_date,sex,phone",
        "sep=;\r\nfamily_name;given_name;birth_date;sex;phone",
    ] {
        let delimiter = [";", "\t", ","]
            .into_iter()
            .find(|delimiter| header.contains(delimiter))
            .expect("a delimiter");
        let row = ["Żółć", "Łucja", "17.05.1980", "K", "+48 000 000 001"].join(delimiter);
        for end in ["\n", "\r\n"] {
            let record = one(Format::Csv, &format!("{header}{end}{row}{end}"));
            let patient = record.patient;
            assert_eq!(patient.family_name, "Żółć", "{header}");
            assert_eq!(patient.given_name, "Łucja", "{header}");
            assert_eq!(patient.birth_date, date("1980-05-17"), "{header}");
            assert_eq!(patient.sex, Sex::Female, "{header}");
            assert_eq!(
                patient.phone.as_deref(),
                Some("+48 000 000 001"),
                "{header}"
            );
            assert_eq!(patient.kind, PatientKind::Human);
            assert_eq!(record.line, if header.contains("sep=") { 3 } else { 2 });
        }
    }
}

#[test]
fn pat_13_values_are_read_or_named() {
    for (column, value, known) in [
        ("sex", "female", true),
        ("sex", "M", true),
        ("sex", "Mężczyzna", true),
        ("sex", "kobieta", true),
        ("sex", "other", true),
        ("sex", "unknown", true),
        ("sex", "", true),
        ("sex", "7", false),
        ("birth_date", "1980-05-17", true),
        ("birth_date", "7.5.1980", true),
        ("birth_date", " 1980-05-17 ", true),
        ("birth_date", "", true),
        ("birth_date", "1980-02-30", false),
        ("birth_date", "1980", false),
        ("birth_date", "05/17/1980", false),
        ("birth_date", "17.05.80", false),
        ("birth_date", "-1980-05-17", false),
        ("birth_date", "+980-05-17", false),
        ("birth_date", "1980-05-99999999999", false),
        ("restricted", "tak", true),
        ("restricted", "0", true),
        ("restricted", "perhaps", false),
        ("kind", "human", true),
        ("kind", "robot", false),
        ("kind", "animal", false),
        ("species", "dog", false),
    ] {
        let header = format!("family_name,given_name,{column}\nNowak,Anna,{value}\n");
        let items = items(Format::Csv, &header);
        assert_eq!(good(&items).len() == 1, known, "{column} {value}");
        let blamed = bad(&items);
        let field = match (column, value) {
            ("kind", "animal") => "species",
            // An animal then, which nobody owns.
            ("species", _) => "owner_family_name",
            _ => column,
        };
        assert!(
            known || blamed == [(2, Some(field))],
            "{column} {value} {blamed:?}"
        );
    }
}

#[test]
fn pat_9_animals_come_with_their_owners() {
    let header = "kind,given_name,sex,species,breed,coat_color,chip_number,is_neutered,owner_family_name,owner_given_name,owner_phone,owner_email";
    let full = "animal,Burek,m,dog,mixed,brown,999000000000011,yes,Kowalski,Jan,+48 000 000 011,jan@example.org";
    let record = one(Format::Csv, &format!("{header}\n{full}\n"));
    let animal = record.patient.animal.expect("an animal");
    let owner = animal.owner.expect("an owner");
    assert_eq!(record.patient.kind, PatientKind::Animal);
    assert_eq!(record.patient.family_name, "");
    assert_eq!(animal.species, "dog");
    assert_eq!(animal.breed.as_deref(), Some("mixed"));
    assert_eq!(animal.coat_color.as_deref(), Some("brown"));
    assert_eq!(animal.chip_number.as_deref(), Some("999000000000011"));
    assert_eq!(animal.is_neutered, Some(true));
    assert_eq!(owner.family_name, "Kowalski");
    assert_eq!(owner.given_name, "Jan");
    assert_eq!(owner.phone.as_deref(), Some("+48 000 000 011"));
    assert_eq!(owner.email.as_deref(), Some("jan@example.org"));

    for (row, field) in [
        (",Burek,,dog,,,,,,,,", "owner_family_name"),
        (",Burek,,,,,,,Kowalski,,,", "species"),
        ("animal,,,dog,,,,,Kowalski,,,", "given_name"),
        ("animal,Burek,,dog,,,,often,Kowalski,,,", "is_neutered"),
        ("human,Anna,,,,,,,Kowalski,,,", "owner_family_name"),
        ("human,Anna,,,,,,,,,,", "family_name"),
    ] {
        let items = items(Format::Csv, &format!("{header}\n{row}\n"));
        assert_eq!(bad(&items), [(2, Some(field))], "{row}");
    }
}

#[test]
fn pat_13_quotes_hold_delimiters_and_lines() {
    let file = "family_name,given_name,address\r\n\
        \"O\"\"Hara, Jr\",Ann,\"Main St 1\r\n  London\r\n\r\nUK\"\r\n\
        Bell, \"Bo\" ,\r\n\
        5\" Smith,Cy,\"a\" b\r\n\r\n\
        Last,Di,x";
    let items = items(Format::Csv, file);
    assert_eq!(good(&items), [(2, "Ann"), (6, "Bo"), (7, "Cy"), (9, "Di")]);
    let Some(Item::Patient(first)) = items.first() else {
        panic!("{items:?}")
    };
    assert_eq!(first.patient.family_name, "O\"Hara, Jr");
    assert_eq!(
        first.patient.address.as_deref(),
        Some("Main St 1, London, UK")
    );
}

#[test]
fn pat_13_a_quote_that_never_closes_costs_one_row() {
    let file = "family_name,given_name\nA,\"a\nB,b\nC,c\n";
    let items_short = items(Format::Csv, file);
    assert_eq!(bad(&items_short), [(2, None)]);
    assert_eq!(good(&items_short), [(3, "b"), (4, "c")]);

    let rows: String = (0..1000).map(|row| format!("F{row},g{row}\n")).collect();
    let long = items(
        Format::Csv,
        &format!("family_name,given_name\n\"A,a\n{rows}"),
    );
    assert_eq!(bad(&long), [(2, None)]);
    assert_eq!(good(&long).len(), 1000);
    assert_eq!(good(&long)[0], (3, "g0"));
}

#[test]
fn pat_13_rows_that_do_not_fit_are_named() {
    let long = "x".repeat(100_000);
    let file = format!("family_name,given_name\nA\nB,b,extra\n{long},c\nD,d,,\n,\nE,e\n");
    let items = items(Format::Csv, &file);
    assert_eq!(bad(&items), [(2, None), (3, None), (4, None)]);
    assert_eq!(good(&items), [(5, "d"), (7, "e")]);
}

#[test]
fn pat_13_bytes_that_are_no_text_cost_one_row() {
    let file = b"family_name,given_name\nA,a\nB,b\xff\n\xc5\xbb,c\n";
    let (items, end) = all(Format::Csv, file);
    assert!(end.is_ok());
    assert_eq!(bad(&items), [(3, Some("given_name"))]);
    assert_eq!(good(&items), [(2, "a"), (4, "c")]);
}

#[test]
fn pat_13_headers_that_cannot_do_are_refused() {
    for (file, told) in [
        (
            &b"family_name,sex\nA,f\n"[..],
            "line 1: the column given_name is missing",
        ),
        (
            b"\ngiven_name,sex\nA,f\n",
            "line 2: the column family_name is missing",
        ),
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (
            b"imi\xea;nazwisko\n",
            "line 1: the header is not UTF-8 text",
        ),
        (
            b"\"family_name,given_name\nA,b\n",
            "line 1: the header has a quotation mark that is not closed, or is too long",
        ),
    ] {
        let (items, end) = all(Format::Csv, file);
        assert_eq!(end.expect_err("no header").to_string(), told);
        assert!(items.is_empty());
    }
}

#[test]
fn pat_13_the_same_row_has_the_same_key() {
    let key = |row: &str| {
        let header = "mrn,family_name,given_name,birth_date,species,owner_family_name";
        one(Format::Csv, &format!("{header}\n{row}\n")).source
    };
    assert_eq!(key("P-7,Nowak,Anna,1980-05-17,,"), "csv:P-7");
    let hashed = key(",Nowak,Anna,1980-05-17,,");
    assert_eq!(hashed.len(), 4 + 64);
    assert_eq!(key(",NOWAK,anna,17.05.1980,,"), hashed);
    assert_ne!(key(",Nowak,Anna,1980-05-18,,"), hashed);
    assert_ne!(key(",Nowa,kAnna,1980-05-17,,"), hashed);
    assert_ne!(key(",,Burek,,dog,Kowalski"), key(",,Burek,,dog,Nowak"));
}
