use super::*;
use crate::patients::model::Sex;

fn now() -> Timestamp {
    Timestamp::new("2026-11-21T08:00:00Z".parse().unwrap())
}

fn person() -> NewPatient {
    NewPatient {
        kind: PatientKind::Human,
        mrn: None,
        family_name: "Żółć".into(),
        given_name: "Łucja".into(),
        birth_date: "1980-05-17".parse().ok(),
        sex: Sex::Female,
        phone: Some("+48 601-234-567".into()),
        email: None,
        address: None,
        restricted: false,
        animal: None,
    }
}

fn made(input: &NewPatient, owner: Option<Owner>) -> Result<Patient, Failure> {
    let registration = Registration {
        patient_id: PatientId::new(uuid::Uuid::nil()),
        mrn: "P-7K3M".into(),
        owner,
        now: now(),
    };
    patient(input, registration)
}

fn kowalski() -> Owner {
    Owner {
        owner_id: OwnerId::new(uuid::Uuid::nil()),
        family_name: "Kowalski".into(),
        given_name: "Jan".into(),
        phone: Some("22 555 00 11".into()),
        email: None,
    }
}

#[test]
fn pat_1_a_bad_field_is_named() {
    type Spoil = fn(&mut NewPatient);
    let cases: [(&str, Spoil); 6] = [
        ("family_name", |p| p.family_name = "  ".into()),
        ("given_name", |p| p.given_name = String::new()),
        ("birth_date", |p| p.birth_date = "2027-01-01".parse().ok()),
        ("birth_date", |p| p.birth_date = "1700-01-01".parse().ok()),
        ("given_name", |p| p.given_name = "a\u{0}b".into()),
        ("family_name", |p| p.family_name = "x".repeat(201)),
    ];
    for (field, spoil) in cases {
        let mut input = person();
        spoil(&mut input);
        let failure = made(&input, None).expect_err("refused").wire("r");
        assert_eq!(failure.field.as_deref(), Some(field));
    }
}

#[test]
fn pat_9_an_animal_needs_species_and_owner() {
    let mut input = person();
    input.kind = PatientKind::Animal;
    assert!(made(&input, None).is_err(), "no species");
    input.animal = Some(NewAnimal {
        species: "dog".into(),
        breed: None,
        coat_color: None,
        chip_number: Some("616 0939 0000 1234".into()),
        is_neutered: None,
        owner_id: None,
        owner: None,
    });
    assert!(made(&input, None).is_err(), "no owner");
    assert!(made(&input, Some(kowalski())).is_ok());
    input.kind = PatientKind::Human;
    assert!(
        made(&input, Some(kowalski())).is_err(),
        "a person with a species"
    );
}

#[test]
fn pat_7_words_that_find() {
    let mut input = person();
    input.kind = PatientKind::Animal;
    input.family_name = String::new();
    input.given_name = "Burek".into();
    input.animal = Some(NewAnimal {
        species: "dog".into(),
        breed: None,
        coat_color: None,
        chip_number: Some("616093900001234".into()),
        is_neutered: None,
        owner_id: None,
        owner: None,
    });
    let burek = made(&input, Some(kowalski())).unwrap();
    let tokens = tokens(&burek);
    for typed in [
        "kow bur",
        "BUREK",
        "p7k3m",
        "P-7K3M",
        "601 234 567",
        "+48 601",
        "225550011",
        "616093900001234",
        "1980-05-17",
        "17.05.1980",
        "jan kowal",
    ] {
        let words = search_words(typed);
        assert!(!words.is_empty(), "{typed}");
        for word in words {
            assert!(
                tokens.iter().any(|token| token.starts_with(&word)),
                "{typed}: {word}"
            );
        }
    }
    assert!(
        !tokens.contains(&"p".to_owned()),
        "the whole number begins with its first part"
    );
    let strangers = search_words("nowak");
    assert!(!tokens.iter().any(|token| token.starts_with(&strangers[0])));
}

#[test]
fn pat_11_age_counts_completed_years() {
    let day = |text: &str| text.parse::<Date>().unwrap();
    assert_eq!(age(day("2000-02-29"), day("2026-02-28")), Some((25, 11)));
    assert_eq!(age(day("2000-02-29"), day("2026-03-01")), Some((26, 0)));
    assert_eq!(age(day("2026-11-21"), day("2026-11-21")), Some((0, 0)));
    assert_eq!(age(day("2027-01-01"), day("2026-11-21")), None);
}
