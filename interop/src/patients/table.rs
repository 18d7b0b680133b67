//! Patients from a table with a header row.

use super::columns::Column;
use super::rows::{Row, Rows};
use super::{Flaw, Item, ReadError, Record, fingerprint, hashed, one_line};
use praxis_domain::patients::model::{NewAnimal, NewOwner, NewPatient, PatientKind, Sex};
use praxis_domain::text::fold;
use praxis_kernel::{Date, Rule};
use std::io::BufRead;
use std::ops::ControlFlow;

/// Longest key that stands in clear.
const SOURCE_MAX: usize = 200;

/// What only animals have.
const OF_ANIMALS: &[Column] = &[
    Column::Species,
    Column::Breed,
    Column::CoatColor,
    Column::ChipNumber,
    Column::IsNeutered,
    Column::OwnerFamilyName,
    Column::OwnerGivenName,
    Column::OwnerPhone,
    Column::OwnerEmail,
];

pub fn read(
    input: impl BufRead,
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    let mut rows = Rows::new(input)?;
    let header = match rows.next()? {
        None => return Err(ReadError::Empty),
        Some((line, Row::Fields(fields))) => header(line, fields)?,
        Some((line, Row::TooLong | Row::Open)) => return Err(ReadError::Header { line }),
    };
    while let Some((line, row)) = rows.next()? {
        let item = match row {
            Row::TooLong => Flaw::whole(Rule::TooLong, "The row is too long.").at(line),
            Row::Open => Flaw::whole(Rule::Malformed, "A quotation mark is not closed.").at(line),
            Row::Fields(fields) if fields.iter().all(|field| field.trim_ascii().is_empty()) => {
                continue;
            }
            Row::Fields(fields) => match patient(&header, fields) {
                Ok(patient) => Item::Patient(Box::new(Record {
                    line,
                    source: source(&patient),
                    patient,
                })),
                Err(flaw) => flaw.at(line),
            },
        };
        if each(item).is_break() {
            break;
        }
    }
    Ok(())
}

/// The field of each column; `None` for columns that nobody reads.
fn header(line: u32, fields: Vec<Vec<u8>>) -> Result<Vec<Option<Column>>, ReadError> {
    let mut columns = Vec::with_capacity(fields.len());
    for field in fields {
        let name = String::from_utf8(field).map_err(|_| ReadError::Encoding { line })?;
        columns.push(Column::of(&name));
    }
    let has = |column: Column| columns.contains(&Some(column));
    let mut required = vec![Column::GivenName];
    // A list of animals needs no family names.
    if !has(Column::Species) {
        required.push(Column::FamilyName);
    }
    match required.into_iter().find(|column| !has(*column)) {
        Some(column) => Err(ReadError::MissingColumn {
            line,
            column: column.name(),
        }),
        None => Ok(columns),
    }
}

/// One row by its columns.
struct Cells(Vec<(Column, String)>);

impl Cells {
    fn new(header: &[Option<Column>], mut fields: Vec<Vec<u8>>) -> Result<Self, Flaw> {
        let blank = |field: &Vec<u8>| field.trim_ascii().is_empty();
        while fields.len() > header.len() && fields.last().is_some_and(blank) {
            fields.pop();
        }
        if fields.len() != header.len() {
            return Err(Flaw::whole(
                Rule::Malformed,
                if fields.len() > header.len() {
                    "The row has more fields than the header."
                } else {
                    "The row has fewer fields than the header."
                },
            ));
        }
        let mut cells = Vec::new();
        for (column, field) in header.iter().zip(fields) {
            let Some(column) = *column else { continue };
            let written = String::from_utf8(field).map_err(|_| {
                Flaw::new(
                    column.name(),
                    Rule::Malformed,
                    "The field is not UTF-8 text.",
                )
            })?;
            let between = if column == Column::Address { ", " } else { " " };
            cells.extend(one_line(&written, between).map(|text| (column, text)));
        }
        Ok(Self(cells))
    }

    /// The first of the column's cells that is not blank.
    fn get(&self, wanted: Column) -> Option<&str> {
        self.0
            .iter()
            .find(|(column, _)| *column == wanted)
            .map(|(_, text)| text.as_str())
    }

    fn owned(&self, wanted: Column) -> Option<String> {
        self.get(wanted).map(str::to_owned)
    }

    fn required(&self, wanted: Column, problem: &'static str) -> Result<String, Flaw> {
        self.owned(wanted)
            .ok_or(Flaw::new(wanted.name(), Rule::Required, problem))
    }

    /// The first cell that only an animal has.
    fn of_animals(&self) -> Option<Column> {
        OF_ANIMALS
            .iter()
            .copied()
            .find(|column| self.get(*column).is_some())
    }
}

fn patient(header: &[Option<Column>], fields: Vec<Vec<u8>>) -> Result<NewPatient, Flaw> {
    let cells = Cells::new(header, fields)?;
    let kind = kind(&cells)?;
    let family_name = match kind {
        PatientKind::Human => cells.required(Column::FamilyName, "The family name is missing.")?,
        PatientKind::Animal => cells.owned(Column::FamilyName).unwrap_or_default(),
    };
    Ok(NewPatient {
        kind,
        mrn: cells.owned(Column::Mrn),
        family_name,
        given_name: cells.required(Column::GivenName, "The given name is missing.")?,
        birth_date: cells.get(Column::BirthDate).map(day).transpose()?,
        sex: sex(cells.get(Column::Sex).unwrap_or_default())?,
        phone: cells.owned(Column::Phone),
        email: cells.owned(Column::Email),
        address: cells.owned(Column::Address),
        restricted: yes_or_no(&cells, Column::Restricted)?.unwrap_or(false),
        animal: match kind {
            PatientKind::Human => None,
            PatientKind::Animal => Some(animal(&cells)?),
        },
    })
}

/// As the row says; where it says nothing, by whether it has anything that only animals have.
fn kind(cells: &Cells) -> Result<PatientKind, Flaw> {
    let of_animals = cells.of_animals();
    let said = cells.get(Column::Kind).map(fold);
    match said.as_deref() {
        None if of_animals.is_some() => Ok(PatientKind::Animal),
        None => Ok(PatientKind::Human),
        Some("animal" | "zwierze") => Ok(PatientKind::Animal),
        Some("human" | "person" | "czlowiek" | "osoba") => match of_animals {
            // A table of both may write `false` for everybody.
            Some(column) if column != Column::IsNeutered => Err(Flaw::new(
                column.name(),
                Rule::Inconsistent,
                "A person has no species and no owner.",
            )),
            _ => Ok(PatientKind::Human),
        },
        Some(_) => Err(Flaw::new(
            Column::Kind.name(),
            Rule::Malformed,
            "The kind is neither human nor animal.",
        )),
    }
}

fn animal(cells: &Cells) -> Result<NewAnimal, Flaw> {
    Ok(NewAnimal {
        species: cells.required(Column::Species, "An animal needs a species.")?,
        breed: cells.owned(Column::Breed),
        coat_color: cells.owned(Column::CoatColor),
        chip_number: cells.owned(Column::ChipNumber),
        is_neutered: yes_or_no(cells, Column::IsNeutered)?,
        owner_id: None,
        owner: Some(NewOwner {
            family_name: cells.required(Column::OwnerFamilyName, "An animal needs an owner.")?,
            given_name: cells.owned(Column::OwnerGivenName).unwrap_or_default(),
            phone: cells.owned(Column::OwnerPhone),
            email: cells.owned(Column::OwnerEmail),
        }),
    })
}

fn sex(written: &str) -> Result<Sex, Flaw> {
    match fold(written).as_str() {
        "f" | "female" | "k" | "kobieta" | "samica" => Ok(Sex::Female),
        "m" | "male" | "mezczyzna" | "samiec" => Ok(Sex::Male),
        "other" | "o" | "inna" => Ok(Sex::Other),
        "" | "unknown" | "u" | "nieznana" => Ok(Sex::Unknown),
        _ => Err(Flaw::new(
            Column::Sex.name(),
            Rule::Malformed,
            "The sex is none of female, male, other and unknown.",
        )),
    }
}

/// `1980-05-17` or `17.05.1980`. Slashes are refused: half the world reads them the other way round.
fn day(written: &str) -> Result<Date, Flaw> {
    const FLAW: Flaw = Flaw::new(
        "birth_date",
        Rule::Malformed,
        "The birth date is not a date.",
    );
    let number = |part: &str, most: usize| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        (digits && part.len() <= most)
            .then(|| part.parse::<i16>().ok())
            .flatten()
    };
    let iso: Vec<&str> = written.split('-').collect();
    let dotted: Vec<&str> = written.split('.').collect();
    let (year, month, day) = match (&iso[..], &dotted[..]) {
        ([year, month, day], _) | (_, [day, month, year]) if year.len() == 4 => {
            (number(year, 4), number(month, 2), number(day, 2))
        }
        _ => return Err(FLAW),
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Err(FLAW);
    };
    // Two digits always fit.
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(FLAW);
    };
    jiff::civil::Date::new(year, month, day)
        .map(Date::new)
        .map_err(|_| FLAW)
}

fn yes_or_no(cells: &Cells, column: Column) -> Result<Option<bool>, Flaw> {
    let Some(written) = cells.get(column) else {
        return Ok(None);
    };
    match fold(written).as_str() {
        "true" | "t" | "yes" | "y" | "tak" | "1" => Ok(Some(true)),
        "false" | "f" | "no" | "n" | "nie" | "0" => Ok(Some(false)),
        _ => Err(Flaw::new(
            column.name(),
            Rule::Malformed,
            "The field is neither yes nor no.",
        )),
    }
}

/// The key of a row: its record number, else a hash of what it says.
fn source(patient: &NewPatient) -> String {
    match &patient.mrn {
        Some(mrn) if mrn.len() <= SOURCE_MAX => format!("csv:{mrn}"),
        Some(mrn) => format!("csv:{}", hashed(mrn)),
        None => format!("csv:{}", fingerprint(patient)),
    }
}
