//! What a patient's fields must be, and by which words a patient is found.

use super::model::{
    Animal, NewAnimal, NewOwner, NewPatient, Owner, OwnerId, Patient, PatientId, PatientKind,
};
use crate::text::{digits, fold, words};
use jiff::civil::Date as Day;
use praxis_kernel::{Date, Failure, Rule, Timestamp};

/// Longest name, in characters.
pub const NAME_MAX: usize = 200;
/// Longest other field, in characters.
pub const FIELD_MAX: usize = 500;
/// Words of a search beyond which the rest is ignored; each costs an index look-up.
pub const SEARCH_WORDS: usize = 4;

/// A trimmed, non-blank text without control characters and of bounded length.
pub fn required(field: &str, text: &str, max: usize) -> Result<String, Failure> {
    let text = plain(field, text, max)?;
    if text.is_empty() {
        return Err(Failure::validation(
            field.to_owned(),
            Rule::Required,
            format!("{} is required", spoken(field)),
        ));
    }
    Ok(text)
}

/// A trimmed text; blank counts as absent.
pub fn optional(field: &str, text: Option<&str>, max: usize) -> Result<Option<String>, Failure> {
    let text = plain(field, text.unwrap_or_default(), max)?;
    Ok((!text.is_empty()).then_some(text))
}

fn plain(field: &str, text: &str, max: usize) -> Result<String, Failure> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err(Failure::validation(
            field.to_owned(),
            Rule::Malformed,
            format!("{} has characters that cannot be shown.", spoken(field)),
        ));
    }
    if text.chars().count() > max {
        return Err(Failure::validation(
            field.to_owned(),
            Rule::TooLong,
            format!("{} has at most {max} characters.", spoken(field)),
        ));
    }
    Ok(text.to_owned())
}

/// `patient_id` → `Patient ID`.
fn spoken(field: &str) -> String {
    let text = field.replace('_', " ").replace(" id", " ID");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// What only the caller of [`patient`] knows.
#[derive(Debug)]
pub struct Registration {
    /// Identifier.
    pub patient_id: PatientId,
    /// A free record number, used when none was given.
    pub mrn: String,
    /// The owner of an animal: an existing one, or the new one of the input.
    pub owner: Option<Owner>,
    /// Now.
    pub now: Timestamp,
}

/// Checks an input and makes the patient of it.
pub fn patient(input: &NewPatient, registration: Registration) -> Result<Patient, Failure> {
    let person = input.kind == PatientKind::Human;
    let family_name = if person {
        required("family_name", &input.family_name, NAME_MAX)?
    } else {
        optional("family_name", Some(&input.family_name), NAME_MAX)?.unwrap_or_default()
    };
    check_birth_date(input.birth_date, registration.now)?;
    let animal = match (&input.animal, registration.owner) {
        (None, _) if person => None,
        (Some(animal), Some(owner)) if !person => Some(check_animal(animal, owner)?),
        (Some(_), _) if person => {
            return Err(Failure::validation(
                "animal",
                Rule::Inconsistent,
                "A person has no species and no owner.",
            ));
        }
        (Some(_), _) => {
            return Err(Failure::validation(
                "animal.owner",
                Rule::Required,
                "An animal needs an owner.",
            ));
        }
        (None, _) => {
            return Err(Failure::validation(
                "animal.species",
                Rule::Required,
                "An animal needs a species and an owner.",
            ));
        }
    };
    Ok(Patient {
        patient_id: registration.patient_id,
        kind: input.kind,
        mrn: optional("mrn", input.mrn.as_deref(), 64)?.unwrap_or(registration.mrn),
        family_name,
        given_name: required("given_name", &input.given_name, NAME_MAX)?,
        birth_date: input.birth_date,
        sex: input.sex,
        phone: optional("phone", input.phone.as_deref(), 50)?,
        email: optional("email", input.email.as_deref(), FIELD_MAX)?,
        address: optional("address", input.address.as_deref(), FIELD_MAX)?,
        restricted: input.restricted,
        animal,
        version: 1,
        created_at: registration.now,
        updated_at: registration.now,
    })
}

/// A day of birth lies between 1850 and tomorrow: the clinic's clock may be behind UTC's day.
fn check_birth_date(birth_date: Option<Date>, now: Timestamp) -> Result<(), Failure> {
    let Some(day) = birth_date else { return Ok(()) };
    let tomorrow = now.plus_seconds(24 * 60 * 60).day();
    if day > tomorrow {
        return Err(Failure::validation(
            "birth_date",
            Rule::InFuture,
            "The birth date lies in the future.",
        ));
    }
    if day.get().year() < 1850 {
        return Err(Failure::validation(
            "birth_date",
            Rule::OutOfRange,
            "The birth date lies before 1850.",
        ));
    }
    Ok(())
}

fn check_animal(input: &NewAnimal, owner: Owner) -> Result<Animal, Failure> {
    Ok(Animal {
        species: required("animal.species", &input.species, 100)?,
        breed: optional("animal.breed", input.breed.as_deref(), 100)?,
        coat_color: optional("animal.coat_color", input.coat_color.as_deref(), 100)?,
        chip_number: optional("animal.chip_number", input.chip_number.as_deref(), 50)?,
        is_neutered: input.is_neutered,
        owner,
    })
}

/// Checks a new owner.
pub fn owner(input: &NewOwner, owner_id: OwnerId) -> Result<Owner, Failure> {
    Ok(Owner {
        owner_id,
        family_name: required("animal.owner.family_name", &input.family_name, NAME_MAX)?,
        given_name: optional("animal.owner.given_name", Some(&input.given_name), NAME_MAX)?
            .unwrap_or_default(),
        phone: optional("animal.owner.phone", input.phone.as_deref(), 50)?,
        email: optional("animal.owner.email", input.email.as_deref(), FIELD_MAX)?,
    })
}

/// By what lists are ordered: folded family name and given name, the owner's family name for animals.
pub fn sort_key(patient: &Patient) -> String {
    fold(&format!(
        "{} {}",
        listed_family(patient),
        patient.given_name
    ))
}

/// The family name that a list shows.
pub fn listed_family(patient: &Patient) -> &str {
    match &patient.animal {
        Some(animal) if patient.family_name.is_empty() => &animal.owner.family_name,
        _ => &patient.family_name,
    }
}

/// The patient's name as one text: `Nowak Anna`, `Burek (Kowalski)`.
pub fn shown_name(family: &str, given: &str, kind: PatientKind) -> String {
    match kind {
        PatientKind::Human => format!("{family} {given}"),
        PatientKind::Animal => format!("{given} ({family})"),
    }
}

/// Every word by which the patient is found: names, record number, phone, chip, birth date.
pub fn tokens(patient: &Patient) -> Vec<String> {
    // The record number in one, which also begins with its first part, and its other parts.
    let parts = patient.mrn.split(|letter: char| !letter.is_alphanumeric());
    let mut text = format!("{} {} ", patient.family_name, patient.given_name);
    text.extend(parts.clone());
    for part in parts.skip(1) {
        text += &format!(" {part}");
    }
    let mut numbers = vec![patient.phone.clone()];
    if let Some(animal) = &patient.animal {
        text += &format!(" {} {}", animal.owner.family_name, animal.owner.given_name);
        numbers.push(animal.owner.phone.clone());
        numbers.push(animal.chip_number.clone());
    }
    let folded = fold(&text);
    let mut tokens: Vec<String> = words(&folded).map(str::to_owned).collect();
    for number in numbers.iter().flatten() {
        let all = digits(number);
        // Found with and without the country's prefix: the last nine digits stand alone.
        if let Some(national) = all.len().checked_sub(9).map(|start| &all[start..]) {
            tokens.push(national.to_owned());
        }
        tokens.push(all);
    }
    if let Some(day) = patient.birth_date {
        tokens.push(date_token(day.get()));
    }
    tokens.retain(|token| !token.is_empty());
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

fn date_token(day: Day) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

/// What a person typed, as prefixes of tokens that must all match, the longest first.
pub fn search_words(typed: &str) -> Vec<String> {
    if let Some(day) = typed_date(typed.trim()) {
        return vec![date_token(day)];
    }
    let phone = typed.trim();
    let digits_only = digits(phone);
    let is_phone = digits_only.len() >= 5
        && phone
            .chars()
            .all(|letter| letter.is_ascii_digit() || " +-()/.".contains(letter));
    if is_phone {
        return vec![digits_only];
    }
    let folded = fold(typed);
    let mut found: Vec<String> = words(&folded).map(str::to_owned).collect();
    found.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    found.dedup();
    found.truncate(SEARCH_WORDS);
    found
}

/// `1980-05-17`, `17.05.1980`, `17/05/1980`, `17-05-1980`.
fn typed_date(typed: &str) -> Option<Day> {
    let parts: Vec<&str> = typed.split(['-', '.', '/']).collect();
    let [first, second, third] = parts[..] else {
        return None;
    };
    let number = |text: &str| text.parse::<i16>().ok();
    let (year, month, day) = if first.len() == 4 {
        (number(first)?, number(second)?, number(third)?)
    } else if third.len() == 4 {
        (number(third)?, number(second)?, number(first)?)
    } else {
        return None;
    };
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Completed years and months between two days.
pub fn age(born: Date, today: Date) -> Option<(u32, u32)> {
    let span = born.get().until((jiff::Unit::Year, today.get())).ok()?;
    Some((
        u32::try_from(span.get_years()).ok()?,
        u32::try_from(span.get_months()).ok()?,
    ))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
