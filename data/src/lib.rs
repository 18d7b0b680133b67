//! The demo clinic's material, inside the program: real conversations, synthetic patients, and a
//! few animals. Where each comes from stands in the README files beside it.

use include_dir::{Dir, include_dir};
use praxis_domain::patients::model::{NewAnimal, NewOwner, NewPatient, PatientKind, Sex};
use praxis_kernel::Date;
use serde::Deserialize;

static DEMO: Dir = include_dir!("$CARGO_MANIFEST_DIR/demo");
static BUNDLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/synthea-r4");
static PRIMOCK: Dir = include_dir!("$CARGO_MANIFEST_DIR/primock57");

/// What was said, as its source wrote it down.
#[derive(Debug, Clone, Copy)]
pub enum Conversation {
    /// Lines with a speaker's tag.
    Tagged(&'static str),
    /// A TextGrid for each side: clinician, patient.
    TextGrids(&'static str, &'static str),
}

/// A patient of the demo clinic, perhaps with a conversation.
#[derive(Debug, Clone)]
pub struct DemoPatient {
    /// Stays the same from version to version, so that loading twice changes nothing.
    pub source: String,
    /// Who.
    pub patient: NewPatient,
    /// What was said.
    pub conversation: Option<Conversation>,
}

/// FHIR R4 bundles: name and text.
pub fn bundles() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUNDLES.files().filter_map(|file| {
        let name = file.path().to_str()?;
        name.ends_with(".json").then_some(())?;
        Some((name, file.contents_utf8()?))
    })
}

/// The people of the conversations and the animals.
///
/// # Errors
/// When a file of the program cannot be read, which a test excludes.
pub fn patients() -> Result<Vec<DemoPatient>, serde_json::Error> {
    let people: Vec<Person> = serde_json::from_str(text(&DEMO, "people.json"))?;
    let households: Vec<Household> = serde_json::from_str(text(&DEMO, "animals.json"))?;
    let mut all: Vec<DemoPatient> = people.into_iter().map(Person::into_patient).collect();
    for household in households {
        let Household { owner, animals } = household;
        for animal in animals {
            all.push(animal.into_patient(&owner));
        }
    }
    Ok(all)
}

fn text(folder: &'static Dir, name: &str) -> &'static str {
    folder
        .get_file(name)
        .and_then(include_dir::File::contents_utf8)
        .unwrap_or("")
}

fn tagged(stem: &str) -> Option<Conversation> {
    let words = text(&DEMO, &format!("conversations/{stem}.txt"));
    (!words.is_empty()).then_some(Conversation::Tagged(words))
}

#[derive(Deserialize)]
struct Person {
    encounter_id: String,
    set: String,
    given_name: String,
    family_name: String,
    birth_date: Date,
    sex: Sex,
    phone: String,
}

impl Person {
    fn into_patient(self) -> DemoPatient {
        let stem = &self.encounter_id;
        let conversation = if self.set == "primock57" {
            let side = |who: &str| text(&PRIMOCK, &format!("{stem}_{who}.TextGrid"));
            Some(Conversation::TextGrids(side("doctor"), side("patient")))
        } else {
            tagged(stem)
        };
        DemoPatient {
            source: format!("demo:{stem}"),
            patient: NewPatient {
                kind: PatientKind::Human,
                mrn: None,
                family_name: self.family_name,
                given_name: self.given_name,
                birth_date: Some(self.birth_date),
                sex: self.sex,
                phone: Some(self.phone),
                email: None,
                address: None,
                restricted: false,
                animal: None,
            },
            conversation,
        }
    }
}

#[derive(Deserialize)]
struct Household {
    owner: NewOwner,
    animals: Vec<DemoAnimal>,
}

#[derive(Deserialize)]
struct DemoAnimal {
    given_name: String,
    birth_date: Option<Date>,
    sex: Sex,
    species: String,
    breed: Option<String>,
    coat_color: Option<String>,
    chip_number: Option<String>,
    is_neutered: Option<bool>,
    conversation: Option<String>,
}

impl DemoAnimal {
    fn into_patient(self, owner: &NewOwner) -> DemoPatient {
        DemoPatient {
            source: format!("demo:{} {}", owner.family_name, self.given_name),
            conversation: self.conversation.as_deref().and_then(tagged),
            patient: NewPatient {
                kind: PatientKind::Animal,
                mrn: None,
                family_name: String::new(),
                given_name: self.given_name,
                birth_date: self.birth_date,
                sex: self.sex,
                phone: None,
                email: None,
                address: None,
                restricted: false,
                animal: Some(NewAnimal {
                    species: self.species,
                    breed: self.breed,
                    coat_color: self.coat_color,
                    chip_number: self.chip_number,
                    is_neutered: self.is_neutered,
                    owner_id: None,
                    owner: Some(owner.clone()),
                }),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_material_is_whole() {
        let patients = patients().expect("the files are readable");
        assert!(patients.len() >= 30, "{} patients", patients.len());
        let spoken = patients.iter().filter(|p| p.conversation.is_some()).count();
        assert!(spoken >= 25, "{spoken} conversations");
        for patient in &patients {
            match patient.conversation {
                Some(Conversation::TextGrids(clinician, other)) => {
                    assert!(
                        !clinician.is_empty() && !other.is_empty(),
                        "{}",
                        patient.source
                    );
                }
                Some(Conversation::Tagged(_)) | None => {}
            }
        }
        assert!(bundles().count() >= 10);
    }
}
