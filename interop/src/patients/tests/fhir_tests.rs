use super::*;
use serde_json::{Value, json};

/// A patient with some elements changed.
fn patient(changes: Value) -> Value {
    let mut patient = json!({
        "resourceType": "Patient",
        "id": "p1",
        "name": [{"family": "Nowak", "given": ["Anna", "Maria"]}],
        "gender": "female",
        "birthDate": "1980-05-17",
    });
    for (key, value) in changes.as_object().expect("an object") {
        patient[key] = value.clone();
    }
    patient
}

fn read_one(changes: Value) -> Record {
    one(Format::FhirBundle, &patient(changes).to_string())
}

#[test]
fn pat_13_a_bundle_gives_patients_and_counts_the_rest() {
    let bundle = json!({
        "resourceType": "Bundle",
        "type": "transaction",
        "identifier": {"value": "b"},
        "entry": [
            {"fullUrl": "urn:uuid:1", "resource": patient(json!({})), "request": {"method": "POST"}},
            {"resource": {"resourceType": "Organization", "name": "A name that is no list"}},
            {"request": {"method": "DELETE", "url": "Patient/9"}},
            {"resource": {"resourceType": "Bundle", "entry": [{"resource": patient(json!({}))}]}},
            {"resource": patient(json!({"gender": "x"}))},
            {"resource": null},
            7,
            {"resource": {"id": "no type"}},
            {"resource": {"name": [{"text": "Jan Kowal"}], "id": "p2", "resourceType": "Patient"}},
        ],
    });
    let items = items(Format::FhirBundle, &bundle.to_string());
    assert_eq!(good(&items), [(1, "Anna Maria"), (9, "Jan")]);
    assert_eq!(
        bad(&items),
        [
            (5, Some("gender")),
            (6, None),
            (7, None),
            (8, Some("resourceType"))
        ]
    );
    let others: Vec<&str> = items
        .iter()
        .filter_map(|item| match item {
            Item::Other(kind) => Some(kind.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(others, ["Organization", "Bundle"]);
}

#[test]
fn pat_13_invalid_elements_are_named() {
    for (changes, field) in [
        (json!({"birthDate": "1990-13-45"}), "birthDate"),
        (json!({"birthDate": "1990-13"}), "birthDate"),
        (json!({"birthDate": "17.05.1980"}), "birthDate"),
        (json!({"birthDate": 1980}), "birthDate"),
        (json!({"gender": "x"}), "gender"),
        (json!({"gender": ["male"]}), "gender"),
        (json!({"name": null}), "name"),
        (json!({"name": []}), "name"),
        (json!({"name": "Nowak"}), "name"),
        (
            json!({"name": [{"use": "old", "family": "A", "given": ["B"]}]}),
            "name",
        ),
        (json!({"name": [{"family": "Nowak"}]}), "name.given"),
        (json!({"name": [{"given": ["Anna"]}]}), "name.family"),
        (json!({"resourceType": "x y"}), "resourceType"),
        (json!({"resourceType": 5}), "resourceType"),
    ] {
        let text = patient(changes.clone()).to_string();
        let items = items(Format::FhirBundle, &text);
        assert_eq!(bad(&items), [(1, Some(field))], "{changes}");
        assert_eq!(items.len(), 1);
    }
}

#[test]
fn pat_13_elements_become_fields() {
    let record = read_one(json!({
        "identifier": [
            {"system": "http://hl7.org/fhir/sid/us-ssn", "type": {"coding": [{"code": "SS"}]}, "value": "999-54-3599"},
            {"system": "urn:other", "value": "other"},
            {"system": "urn:clinic", "type": {"coding": [{"code": "MR"}]}, "value": "P-7"},
        ],
        "name": [
            {"use": "maiden", "family": "Lis", "given": ["Anna"]},
            {"use": "official", "family": "Eichmann12", "given": ["Blake4", "J"]},
        ],
        "gender": "other",
        "telecom": [
            {"system": "phone", "use": "old", "value": "1"},
            {"system": "phone", "rank": 2, "value": "2"},
            {"system": "phone", "rank": 1, "value": "3"},
            {"system": "email", "value": "a@example.org"},
        ],
        "address": [{"line": ["498 Zieme Throughway", "Apt 2"], "city": "Tewksbury", "state": "Massachusetts", "postalCode": "01876", "country": "US"}],
        "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}]},
    }));
    assert_eq!(record.source, "fhir:urn:clinic|P-7");
    let patient = record.patient;
    assert_eq!(patient.mrn.as_deref(), Some("P-7"));
    assert_eq!(patient.family_name, "Eichmann12");
    assert_eq!(patient.given_name, "Blake4 J");
    assert_eq!(patient.sex, Sex::Other);
    assert_eq!(patient.phone.as_deref(), Some("3"));
    assert_eq!(patient.email.as_deref(), Some("a@example.org"));
    assert_eq!(
        patient.address.as_deref(),
        Some("498 Zieme Throughway, Apt 2, Tewksbury, Massachusetts 01876, US")
    );
    assert!(patient.restricted);

    let plain =
        read_one(json!({"address": {"text": "ul. Długa 1\n00-950 Warszawa"}, "gender": null}));
    assert_eq!(
        plain.patient.address.as_deref(),
        Some("ul. Długa 1, 00-950 Warszawa")
    );
    assert_eq!(plain.patient.sex, Sex::Unknown);
    assert_eq!(plain.patient.mrn, None);
    assert!(!plain.patient.restricted);
}

#[test]
fn pat_13_partial_birth_dates_count_as_not_known() {
    for (written, known) in [("1980", false), ("1980-05", false), ("1980-05-17", true)] {
        let record = read_one(json!({"birthDate": written}));
        assert_eq!(record.patient.birth_date.is_some(), known, "{written}");
    }
}

#[test]
fn pat_13_a_key_holds_no_national_number_and_no_name() {
    let ssn = json!([{"system": "http://hl7.org/fhir/sid/us-ssn", "value": "999-54-3599"}]);
    assert_eq!(
        read_one(json!({"identifier": ssn})).source,
        "fhir:Patient/p1"
    );
    let hashed = read_one(json!({"identifier": ssn, "id": null})).source;
    assert_eq!(hashed.len(), 5 + 64);
    assert_eq!(read_one(json!({"id": null})).source, hashed);
    assert_ne!(
        read_one(json!({"id": null, "birthDate": "1980-05-18"})).source,
        hashed
    );
    let long = "x".repeat(300);
    let key = read_one(json!({"identifier": [{"value": long}]}));
    assert_eq!(key.source.len(), 5 + 64);
    assert_eq!(key.patient.mrn, None);
}

#[test]
fn pat_9_an_animal_resource_has_species_and_owner() {
    let extension = json!([{"url": "http://hl7.org/fhir/StructureDefinition/patient-animal", "extension": [
        {"url": "species", "valueCodeableConcept": {"coding": [{"code": "canislf", "display": "Dog"}]}},
        {"url": "breed", "valueCodeableConcept": {"text": "Beagle", "coding": [{"code": "b"}]}},
        {"url": "genderStatus", "valueCodeableConcept": {"coding": [{"code": "neutered"}]}},
    ]}]);
    let contact = json!([{"name": {"family": "Kowalski", "given": ["Jan"]}, "telecom": [{"system": "phone", "value": "+48 000 000 011"}]}]);
    let chip = json!([{"type": {"coding": [{"code": "MCN"}]}, "value": "999000000000011"}]);
    let record = read_one(json!({
        "name": [{"given": ["Burek"]}],
        "extension": extension,
        "contact": contact,
        "identifier": chip,
    }));
    assert_eq!(record.patient.kind, PatientKind::Animal);
    assert_eq!(record.patient.given_name, "Burek");
    assert_eq!(record.patient.mrn, None);
    let animal = record.patient.animal.expect("an animal");
    assert_eq!(animal.species, "dog");
    assert_eq!(animal.breed.as_deref(), Some("Beagle"));
    assert_eq!(animal.is_neutered, Some(true));
    assert_eq!(animal.chip_number.as_deref(), Some("999000000000011"));
    let owner = animal.owner.expect("an owner");
    assert_eq!(
        (owner.family_name.as_str(), owner.given_name.as_str()),
        ("Kowalski", "Jan")
    );
    assert_eq!(owner.phone.as_deref(), Some("+48 000 000 011"));

    let alone = patient(json!({"extension": extension})).to_string();
    assert_eq!(
        bad(&items(Format::FhirBundle, &alone)),
        [(1, Some("contact"))]
    );
    let nameless = json!([{"url": "http://hl7.org/fhir/StructureDefinition/patient-animal"}]);
    let what = patient(json!({"extension": nameless, "contact": contact})).to_string();
    assert_eq!(
        bad(&items(Format::FhirBundle, &what)),
        [(1, Some("extension.species"))]
    );
}

#[test]
fn pat_13_a_bad_line_costs_itself() {
    let good_line = patient(json!({})).to_string();
    let mut file =
        format!("\u{feff}{good_line}\r\n\r\n{{\"resourceType\": \"Pat\n[]\n").into_bytes();
    file.extend(b"{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\xff\"}]}\n");
    file.extend(
        format!("{good_line} {{}}\n{{\"resourceType\":\"Encounter\"}}\n{good_line}").into_bytes(),
    );
    let (items, end) = all(Format::Ndjson, &file);
    assert!(end.is_ok());
    assert_eq!(good(&items), [(1, "Anna Maria"), (8, "Anna Maria")]);
    assert_eq!(bad(&items), [(3, None), (4, None), (5, None), (6, None)]);
    assert!(items.contains(&Item::Other("Encounter".to_owned())));
}

#[test]
fn pat_13_a_broken_bundle_ends_where_it_breaks() {
    let start = r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","name":[{"family":"Nowak","given":["Anna"]}]}},"#;
    for (rest, told) in [
        (
            "\n{\"resource\":",
            "line 2, column 12: this is not valid JSON",
        ),
        ("\n}", "line 2, column 1: this is not valid JSON"),
        ("\n7]} extra", "line 2, column 5: this is not valid JSON"),
    ] {
        let (items, end) = all(Format::FhirBundle, format!("{start}{rest}").as_bytes());
        assert_eq!(end.expect_err("broken").to_string(), told, "{rest}");
        assert_eq!(good(&items), [(1, "Anna")], "{rest}");
    }
    for (file, told) in [
        ("", "the file is empty"),
        (" ", "line 1, column 1: this is not valid JSON"),
        ("[1]", "line 1, column 1: this is not a FHIR resource"),
        ("{}", "line 1, column 2: this is not a FHIR resource"),
        (
            "{\"resourceType\":\"Bundle\",\"entry\":\"Nowak\"}",
            "line 1, column 40: this is not a FHIR resource",
        ),
    ] {
        let (items, end) = all(Format::FhirBundle, file.as_bytes());
        assert_eq!(end.expect_err("broken").to_string(), told, "{file}");
        assert!(items.is_empty());
    }
    let deep = format!(
        "{{\"resourceType\":\"Patient\",\"name\":{}",
        "[".repeat(100_000)
    );
    assert!(matches!(
        all(Format::FhirBundle, deep.as_bytes()).1,
        Err(ReadError::Json { .. })
    ));
    let aside = format!(
        "{{\"resourceType\":\"Patient\",\"photo\":{}",
        "[".repeat(100_000)
    );
    assert!(matches!(
        all(Format::FhirBundle, aside.as_bytes()).1,
        Err(ReadError::Json { .. })
    ));
}

#[test]
fn pat_13_a_bundle_streams_entry_by_entry() {
    /// Makes entries for ever; only a reader that streams comes to an end.
    struct Endless {
        entry: Vec<u8>,
        at: usize,
    }
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let rest = &self.entry[self.at..];
            let length = rest.len().min(buffer.len());
            buffer[..length].copy_from_slice(&rest[..length]);
            self.at = (self.at + length) % self.entry.len();
            Ok(length)
        }
    }
    let head = &b"{\"type\":\"collection\",\"entry\":["[..];
    let entry = format!(
        "{{\"resource\":{}}},",
        patient(json!({"text": {"div": "long"}}))
    );
    let endless = Endless {
        entry: entry.into_bytes(),
        at: 0,
    };
    let mut count = 0;
    read(
        Format::FhirBundle,
        io::BufReader::new(head.chain(endless)),
        &mut |item| {
            let Item::Patient(record) = item else {
                panic!("{item:?}")
            };
            count += 1;
            assert_eq!(record.line, count);
            if count == 5_000 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
    )
    .expect("as far as wanted");
    assert_eq!(count, 5_000);
}
