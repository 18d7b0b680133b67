//! Who is treated here.

pub use crate::scribe::model::{PatientKind, Sex};
use praxis_kernel::{Date, Timestamp, ids, wire};

ids! {
    /// A patient.
    PatientId
    /// A person whom animals belong to.
    OwnerId
}

/// A patient of the clinic.
#[wire]
pub struct Patient {
    /// Identifier.
    pub patient_id: PatientId,
    /// Person or animal.
    pub kind: PatientKind,
    /// Medical record number, unique in the clinic.
    pub mrn: String,
    /// Family name; empty for animals.
    pub family_name: String,
    /// Given name; an animal's name.
    pub given_name: String,
    /// Day of birth, where known.
    pub birth_date: Option<Date>,
    /// Administrative sex.
    pub sex: Sex,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Postal address on one line.
    pub address: Option<String>,
    /// Visible only to those who treat: front desk, billing and viewers do not find the patient.
    pub restricted: bool,
    /// What only animals have.
    pub animal: Option<Animal>,
    /// Counts changes; send it back when changing the patient.
    pub version: i32,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What only animals have.
#[wire]
pub struct Animal {
    /// Such as `dog`.
    pub species: String,
    /// Such as `beagle`.
    pub breed: Option<String>,
    /// Colour of the coat.
    pub coat_color: Option<String>,
    /// Number of the chip (ISO 11784: 15 digits; older ones differ).
    pub chip_number: Option<String>,
    /// Whether it is neutered, where known.
    pub is_neutered: Option<bool>,
    /// Whom it belongs to.
    pub owner: Owner,
}

/// A person whom animals belong to.
#[wire]
pub struct Owner {
    /// Identifier.
    pub owner_id: OwnerId,
    /// Family name.
    pub family_name: String,
    /// Given name.
    pub given_name: String,
    /// Telephone, as written.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// An owner with all their animals.
#[wire]
pub struct OwnerWithAnimals {
    /// The person.
    pub owner: Owner,
    /// Their animals by name.
    pub animals: Vec<PatientSummary>,
}

/// One row of a list of patients.
#[wire]
pub struct PatientSummary {
    /// Identifier.
    pub patient_id: PatientId,
    /// Person or animal.
    pub kind: PatientKind,
    /// Medical record number.
    pub mrn: String,
    /// Family name; the owner's for an animal.
    pub family_name: String,
    /// Given name; an animal's name.
    pub given_name: String,
    /// Day of birth, where known.
    pub birth_date: Option<Date>,
    /// Administrative sex.
    pub sex: Sex,
    /// The species of an animal.
    pub species: Option<String>,
    /// Telephone; the owner's for an animal.
    pub phone: Option<String>,
    /// Visible only to those who treat.
    pub restricted: bool,
    /// Visits that were not cancelled.
    pub visit_count: u32,
    /// Start of the latest of them.
    pub last_visit_at: Option<Timestamp>,
}

/// One page of patients.
#[wire]
pub struct PatientPage {
    /// The rows, by family name, given name.
    pub items: Vec<PatientSummary>,
    /// How many there are in all pages.
    pub total: u32,
    /// Continues after the last row when sent as `after`; absent on the last page.
    pub next: Option<String>,
}

/// What stands above a chart.
#[wire]
pub struct PatientBanner {
    /// The patient.
    pub patient: Patient,
    /// Completed years, where the birth date is known.
    pub age_years: Option<u32>,
    /// Completed months below the last completed year.
    pub age_months: Option<u32>,
    /// Visits that were not cancelled.
    pub visit_count: u32,
    /// Visits with an unsigned note.
    pub open_visit_count: u32,
    /// Start of the latest visit.
    pub last_visit_at: Option<Timestamp>,
}

/// What a new patient is made of.
#[wire(input)]
pub struct NewPatient {
    /// Person or animal.
    pub kind: PatientKind,
    /// Medical record number; made by the clinic's counter when absent.
    #[serde(default)]
    pub mrn: Option<String>,
    /// Family name; required for people.
    #[serde(default)]
    pub family_name: String,
    /// Given name; required.
    pub given_name: String,
    /// Day of birth, not in the future.
    #[serde(default)]
    pub birth_date: Option<Date>,
    /// Administrative sex.
    pub sex: Sex,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
    /// Postal address on one line.
    #[serde(default)]
    pub address: Option<String>,
    /// Visible only to those who treat.
    #[serde(default)]
    pub restricted: bool,
    /// Required for animals, absent for people.
    #[serde(default)]
    pub animal: Option<NewAnimal>,
}

/// What a new animal is made of.
#[wire(input)]
pub struct NewAnimal {
    /// Such as `dog`.
    pub species: String,
    /// Such as `beagle`.
    #[serde(default)]
    pub breed: Option<String>,
    /// Colour of the coat.
    #[serde(default)]
    pub coat_color: Option<String>,
    /// Number of the chip.
    #[serde(default)]
    pub chip_number: Option<String>,
    /// Whether it is neutered.
    #[serde(default)]
    pub is_neutered: Option<bool>,
    /// An owner who is already known; either this or `owner`.
    #[serde(default)]
    pub owner_id: Option<OwnerId>,
    /// A new owner.
    #[serde(default)]
    pub owner: Option<NewOwner>,
}

/// What a new owner is made of.
#[wire(input)]
pub struct NewOwner {
    /// Family name.
    pub family_name: String,
    /// Given name.
    #[serde(default)]
    pub given_name: String,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// E-mail address.
    #[serde(default)]
    pub email: Option<String>,
}
