//! The files that come with the program.

use super::*;
use praxis_domain::patients::rules;
use praxis_kernel::Timestamp;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

fn data(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../data")
        .join(path)
}

fn text(path: &str) -> String {
    std::fs::read_to_string(data(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn check(patient: &NewPatient) {
    use praxis_domain::patients::model::{Owner, OwnerId};
    let now: Timestamp = Timestamp::new("2026-11-21T12:00:00Z".parse().expect("a time"));
    let id = "01930000-0000-7000-8000-000000000001";
    let owner_of = |id: OwnerId| {
        let owner = patient.animal.as_ref()?.owner.as_ref()?;
        let checked: Owner = rules::owner(owner, id).expect("a sound owner");
        Some(checked)
    };
    rules::patient(
        patient,
        rules::Registration {
            patient_id: id.parse().expect("an identifier"),
            mrn: "P-1".to_owned(),
            owner: owner_of(id.parse().expect("an identifier")),
            now,
        },
    )
    .expect("a sound patient");
}

#[test]
fn pat_13_synthea_bundles_are_imported() {
    let mut files = 0;
    let mut patients = Vec::new();
    let mut others = BTreeMap::<String, u32>::new();
    for file in std::fs::read_dir(data("synthea-r4")).expect("the folder") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        files += 1;
        let bytes = std::fs::read(&path).expect("its bytes");
        let name = path.to_string_lossy();
        assert_eq!(Format::guess(&name, &bytes), Some(Format::FhirBundle));
        read(Format::FhirBundle, &bytes[..], &mut |item| {
            match item {
                Item::Patient(record) => patients.push(*record),
                Item::Other(kind) => *others.entry(kind).or_default() += 1,
                Item::Bad(issue) => panic!("{issue:?}"),
            }
            ControlFlow::Continue(())
        })
        .expect("a sound bundle");
    }
    assert_eq!(files, 11);
    assert_eq!(patients.len(), 10);
    assert_eq!(others.values().sum::<u32>(), 110);
    assert!(others["Practitioner"] >= 10);
    let keys: HashSet<&str> = patients
        .iter()
        .map(|record| record.source.as_str())
        .collect();
    assert_eq!(keys.len(), patients.len());
    for record in &patients {
        let patient = &record.patient;
        check(patient);
        assert!(patient.birth_date.is_some() && patient.sex != Sex::Unknown);
        assert!(patient.phone.is_some() && patient.address.is_some());
        assert_eq!(
            record.source,
            format!(
                "fhir:http://hospital.smarthealthit.org|{}",
                patient.mrn.as_deref().unwrap_or_default()
            )
        );
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    encounter_id: String,
    set: String,
    given_name: String,
    family_name: String,
    birth_date: praxis_kernel::Date,
    sex: Sex,
    phone: String,
}

#[test]
fn pat_13_people_of_the_demo_have_their_conversations() {
    let people: Vec<Person> = serde_json::from_str(&text("demo/people.json")).expect("people");
    assert!(people.len() >= 20);
    let mut seen = HashSet::new();
    for person in people {
        let id = &person.encounter_id;
        assert!(seen.insert(id.clone()), "{id} twice");
        match person.set.as_str() {
            "aci-bench/train" | "aci-bench/valid" => {
                let set = text(&format!("{}.csv", person.set));
                assert!(set.contains(&format!(",{id},")), "{id}");
            }
            "primock57" => assert!(
                data(&format!("primock57/{id}_doctor.TextGrid")).exists(),
                "{id}"
            ),
            other => panic!("{other}"),
        }
        check(&NewPatient {
            kind: PatientKind::Human,
            mrn: None,
            family_name: person.family_name,
            given_name: person.given_name,
            birth_date: Some(person.birth_date),
            sex: person.sex,
            phone: Some(person.phone),
            email: None,
            address: None,
            restricted: false,
            animal: None,
        });
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Household {
    owner: praxis_domain::patients::model::NewOwner,
    animals: Vec<Pet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pet {
    given_name: String,
    birth_date: praxis_kernel::Date,
    sex: Sex,
    species: String,
    breed: Option<String>,
    coat_color: Option<String>,
    chip_number: Option<String>,
    is_neutered: Option<bool>,
    conversation: Option<String>,
}

#[test]
fn pat_9_animals_of_the_demo_have_owners() {
    let households: Vec<Household> =
        serde_json::from_str(&text("demo/animals.json")).expect("households");
    let mut animals = 0;
    let mut conversations = 0;
    for household in &households {
        for pet in &household.animals {
            animals += 1;
            check(&NewPatient {
                kind: PatientKind::Animal,
                mrn: None,
                family_name: String::new(),
                given_name: pet.given_name.clone(),
                birth_date: Some(pet.birth_date),
                sex: pet.sex,
                phone: None,
                email: None,
                address: None,
                restricted: false,
                animal: Some(praxis_domain::patients::model::NewAnimal {
                    species: pet.species.clone(),
                    breed: pet.breed.clone(),
                    coat_color: pet.coat_color.clone(),
                    chip_number: pet.chip_number.clone(),
                    is_neutered: pet.is_neutered,
                    owner_id: None,
                    owner: Some(household.owner.clone()),
                }),
            });
            let Some(name) = &pet.conversation else {
                continue;
            };
            conversations += 1;
            let said = text(&format!("demo/conversations/{name}.txt"));
            let turn = |line: &&str| line.starts_with("[doctor] ") || line.starts_with("[owner] ");
            assert_eq!(
                said.lines().filter(turn).count(),
                said.lines().count(),
                "{name}"
            );
            assert!(said.lines().count() >= 38, "{name}");
            assert!(said.contains(&pet.given_name), "{name}");
        }
    }
    assert_eq!((households.len(), animals, conversations), (4, 6, 2));
    let kowalski = households
        .iter()
        .find(|one| one.owner.family_name == "Kowalski")
        .expect("Kowalski");
    assert_eq!(kowalski.animals.len(), 3);
    assert!(
        kowalski
            .animals
            .iter()
            .any(|pet| pet.given_name == "Burek" && pet.species == "dog")
    );
}
