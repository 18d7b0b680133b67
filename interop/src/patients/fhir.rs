//! A FHIR R4 Patient as a new patient.

use super::resource::{Loose, Resource};
use super::{Flaw, Item, Record, fingerprint, hashed, one_line};
use praxis_domain::patients::model::{NewAnimal, NewOwner, NewPatient, PatientKind, Sex};
use praxis_kernel::{Date, Rule};
use serde_json::{Map, Value};

/// What makes a patient an animal.
const ANIMAL: &str = "http://hl7.org/fhir/StructureDefinition/patient-animal";
/// Numbers that a state gives a person: never a record number, and never in a key.
const NATIONAL: &[&str] = &["SS", "DL", "PPN", "NI", "TAX", "PPIN", "CZ", "PN"];
/// Type code of a microchip's number.
const CHIP: &str = "MCN";
/// Longest record number that the domain takes.
const MRN_MAX: usize = 64;
/// Longest key that stands in clear.
const SOURCE_MAX: usize = 200;

/// What a resource is for an import.
pub fn item(found: Loose, line: u32) -> Item {
    let Loose::Resource(resource) = found else {
        return Flaw::whole(Rule::Malformed, "The resource is not an object.").at(line);
    };
    match kind(&resource) {
        None => Flaw::new(
            "resourceType",
            Rule::Required,
            "The resource type is missing or is none.",
        )
        .at(line),
        Some("Patient") => patient(&resource.elements).map_or_else(
            |flaw| flaw.at(line),
            |patient| {
                let source = source(&resource.elements, &patient);
                Item::Patient(Box::new(Record {
                    line,
                    source,
                    patient,
                }))
            },
        ),
        Some(other) => Item::Other(other.to_owned()),
    }
}

/// The type, where it could be one: a report repeats it, so it must not be any text.
fn kind(resource: &Resource) -> Option<&str> {
    let kind = resource.kind.as_ref()?.as_str()?;
    let named = kind.starts_with(|letter: char| letter.is_ascii_uppercase())
        && kind.len() <= 64
        && kind.chars().all(|letter| letter.is_ascii_alphabetic());
    named.then_some(kind)
}

fn patient(elements: &Map<String, Value>) -> Result<NewPatient, Flaw> {
    let animal = animal(elements)?;
    let name = best(elements.get("name"), &["official", "usual"]).ok_or(Flaw::new(
        "name",
        Rule::Required,
        "The name is missing.",
    ))?;
    let (family_name, given_name) = names(name, animal.is_some());
    if given_name.is_empty() && (animal.is_some() || family_name.is_empty()) {
        return Err(Flaw::new("name", Rule::Required, "The name is missing."));
    }
    if given_name.is_empty() {
        return Err(Flaw::new(
            "name.given",
            Rule::Required,
            "The given name is missing.",
        ));
    }
    if family_name.is_empty() && animal.is_none() {
        return Err(Flaw::new(
            "name.family",
            Rule::Required,
            "The family name is missing.",
        ));
    }
    let telecom = elements.get("telecom");
    Ok(NewPatient {
        kind: if animal.is_some() {
            PatientKind::Animal
        } else {
            PatientKind::Human
        },
        mrn: mrn(elements),
        family_name,
        given_name,
        birth_date: birth_date(elements.get("birthDate"))?,
        sex: sex(elements.get("gender"))?,
        phone: contact_point(telecom, &["phone", "sms"]),
        email: contact_point(telecom, &["email"]),
        address: address(elements.get("address")),
        restricted: restricted(elements.get("meta")),
        animal,
    })
}

/// Family and given name. Where only the whole is written, its last word is the family name.
fn names(name: &Value, animal: bool) -> (String, String) {
    let family = text(name, "family").unwrap_or_default();
    let given: Vec<String> = items(name.get("given"))
        .filter_map(|part| one_line(part.as_str()?, " "))
        .collect();
    if !family.is_empty() || !given.is_empty() {
        return (family, given.join(" "));
    }
    let whole = text(name, "text").unwrap_or_default();
    match whole.rsplit_once(' ') {
        Some((given, family)) if !animal => (family.to_owned(), given.trim().to_owned()),
        _ => (String::new(), whole),
    }
}

fn sex(gender: Option<&Value>) -> Result<Sex, Flaw> {
    match gender {
        None | Some(Value::Null) => Ok(Sex::Unknown),
        Some(value) => match value.as_str() {
            Some("female") => Ok(Sex::Female),
            Some("male") => Ok(Sex::Male),
            Some("other") => Ok(Sex::Other),
            Some("unknown") => Ok(Sex::Unknown),
            _ => Err(Flaw::new(
                "gender",
                Rule::Malformed,
                "The gender is none of female, male, other and unknown.",
            )),
        },
    }
}

/// A whole day; a year or a month alone counts as not known.
fn birth_date(value: Option<&Value>) -> Result<Option<Date>, Flaw> {
    const FLAW: Flaw = Flaw::new(
        "birthDate",
        Rule::Malformed,
        "The birth date is not a date.",
    );
    let written = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(value) => value.as_str().ok_or(FLAW)?.trim(),
    };
    let parts: Vec<&str> = written.split('-').collect();
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts[..] {
        [year] if digits(year, 4) => Ok(None),
        [year, month] if digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month) => {
            Ok(None)
        }
        [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2) => {
            written.parse().map(Some).map_err(|_| FLAW)
        }
        _ => Err(FLAW),
    }
}

/// The first telephone or e-mail address that is still in use, by rank.
fn contact_point(telecom: Option<&Value>, systems: &[&str]) -> Option<String> {
    items(telecom)
        .filter(|point| code(point, "use") != Some("old"))
        .filter(|point| code(point, "system").is_some_and(|system| systems.contains(&system)))
        .filter_map(|point| {
            let rank = point.get("rank").and_then(Value::as_u64);
            Some((rank.unwrap_or(u64::MAX), text(point, "value")?))
        })
        .min_by_key(|(rank, _)| *rank)
        .map(|(_, value)| value)
}

fn address(addresses: Option<&Value>) -> Option<String> {
    let address = best(addresses, &["home"])?;
    let mut parts: Vec<String> = items(address.get("line"))
        .filter_map(|line| one_line(line.as_str()?, ", "))
        .collect();
    let [city, state, code, country] =
        ["city", "state", "postalCode", "country"].map(|key| text(address, key));
    let joined = |parts: [Option<String>; 2]| {
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    if state.is_some() {
        parts.extend(city);
        parts.extend(joined([state, code]));
    } else {
        parts.extend(joined([code, city]));
    }
    if parts.is_empty() {
        return one_line(address.get("text")?.as_str()?, ", ");
    }
    parts.extend(country);
    Some(parts.join(", "))
}

/// Confidentiality R or V.
fn restricted(meta: Option<&Value>) -> bool {
    items(meta.and_then(|meta| meta.get("security"))).any(|label| {
        let system = code(label, "system").unwrap_or_default();
        system.ends_with("Confidentiality") && matches!(code(label, "code"), Some("R" | "V"))
    })
}

fn animal(elements: &Map<String, Value>) -> Result<Option<NewAnimal>, Flaw> {
    let Some(extension) =
        items(elements.get("extension")).find(|extension| code(extension, "url") == Some(ANIMAL))
    else {
        return Ok(None);
    };
    let concept = |name: &str| {
        items(extension.get("extension"))
            .find(|part| code(part, "url") == Some(name))
            .and_then(|part| part.get("valueCodeableConcept"))
    };
    let species = concept("species").and_then(spoken).ok_or(Flaw::new(
        "extension.species",
        Rule::Required,
        "The species is missing.",
    ))?;
    let owner = items(elements.get("contact"))
        .find_map(owner)
        .ok_or(Flaw::new(
            "contact",
            Rule::Required,
            "An animal needs an owner.",
        ))?;
    let neutered = concept("genderStatus").and_then(|status| {
        items(status.get("coding")).find_map(|coding| match code(coding, "code") {
            Some("neutered") => Some(true),
            Some("intact") => Some(false),
            _ => None,
        })
    });
    Ok(Some(NewAnimal {
        species: species.to_lowercase(),
        breed: concept("breed").and_then(spoken),
        coat_color: None,
        chip_number: identifiers(elements)
            .find(|identifier| identifier.is(CHIP))
            .map(|identifier| identifier.value),
        is_neutered: neutered,
        owner_id: None,
        owner: Some(owner),
    }))
}

fn owner(contact: &Value) -> Option<NewOwner> {
    let (family_name, given_name) = names(contact.get("name")?, false);
    // One word alone is how people are called by their family name.
    let (family_name, given_name) = if family_name.is_empty() {
        (given_name, String::new())
    } else {
        (family_name, given_name)
    };
    (!family_name.is_empty()).then(|| NewOwner {
        family_name,
        given_name,
        phone: contact_point(contact.get("telecom"), &["phone", "sms"]),
        email: contact_point(contact.get("telecom"), &["email"]),
    })
}

/// The words of a concept: its text, a display, or a code.
fn spoken(concept: &Value) -> Option<String> {
    text(concept, "text")
        .or_else(|| items(concept.get("coding")).find_map(|coding| text(coding, "display")))
        .or_else(|| items(concept.get("coding")).find_map(|coding| text(coding, "code")))
}

struct Identifier<'a> {
    system: Option<&'a str>,
    codes: Vec<&'a str>,
    value: String,
}

impl Identifier<'_> {
    fn is(&self, wanted: &str) -> bool {
        self.codes.contains(&wanted)
    }

    /// Whether it may be shown and kept as a record's number.
    fn is_plain(&self) -> bool {
        let national = self.codes.iter().any(|code| {
            // NNxxx: a person's number in the country xxx.
            NATIONAL.contains(code) || (code.len() == 5 && code.starts_with("NN"))
        });
        let system = self.system.unwrap_or_default();
        let state =
            system.contains("us-ssn") || system.contains("2.16.840.1.113883.3.4424.1.1.616");
        !national && !state && !self.is(CHIP)
    }
}

fn identifiers(elements: &Map<String, Value>) -> impl Iterator<Item = Identifier<'_>> {
    items(elements.get("identifier"))
        .filter(|identifier| code(identifier, "use") != Some("old"))
        .filter_map(|identifier| {
            let coding = identifier.get("type").and_then(|kind| kind.get("coding"));
            Some(Identifier {
                system: code(identifier, "system"),
                codes: items(coding)
                    .filter_map(|coding| code(coding, "code"))
                    .collect(),
                value: text(identifier, "value")?,
            })
        })
}

/// The identifier that is the record's own: type MR, or the first that no state gave.
fn record_identifier(elements: &Map<String, Value>) -> Option<Identifier<'_>> {
    identifiers(elements)
        .find(|identifier| identifier.is("MR"))
        .or_else(|| identifiers(elements).find(Identifier::is_plain))
}

fn mrn(elements: &Map<String, Value>) -> Option<String> {
    record_identifier(elements)
        .map(|identifier| identifier.value)
        .filter(|value| value.chars().count() <= MRN_MAX)
}

/// The key of a record: its identifier with the system, else its id, else a hash of what it says.
fn source(elements: &Map<String, Value>, patient: &NewPatient) -> String {
    let key = record_identifier(elements)
        .map(|found| format!("{}|{}", found.system.unwrap_or_default(), found.value))
        .or_else(|| {
            let id = one_line(elements.get("id")?.as_str()?, " ")?;
            Some(format!("Patient/{id}"))
        })
        .unwrap_or_else(|| fingerprint(patient));
    if key.len() > SOURCE_MAX {
        return format!("fhir:{}", hashed(&key));
    }
    format!("fhir:{key}")
}

/// The elements of an array; a single value where an array should be counts as one.
fn items(value: Option<&Value>) -> std::slice::Iter<'_, Value> {
    match value {
        Some(Value::Array(items)) => items.iter(),
        Some(one @ (Value::Object(_) | Value::String(_))) => std::slice::from_ref(one).iter(),
        _ => [].iter(),
    }
}

/// The object whose `use` comes first in `order`; else the first that is not a former one.
fn best<'a>(values: Option<&'a Value>, order: &[&str]) -> Option<&'a Value> {
    let current = || {
        items(values).filter(|value| {
            value.is_object() && !matches!(code(value, "use"), Some("old" | "maiden"))
        })
    };
    order
        .iter()
        .find_map(|wanted| current().find(|value| code(value, "use") == Some(wanted)))
        .or_else(|| current().next())
}

fn code<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

fn text(value: &Value, key: &str) -> Option<String> {
    one_line(value.get(key)?.as_str()?, " ")
}
