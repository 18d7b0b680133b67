//! Which column of a table is which field, by the names that people give them.

/// A field of a patient in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    FamilyName,
    GivenName,
    BirthDate,
    Sex,
    Mrn,
    Phone,
    Email,
    Address,
    Kind,
    Species,
    Breed,
    CoatColor,
    ChipNumber,
    IsNeutered,
    OwnerFamilyName,
    OwnerGivenName,
    OwnerPhone,
    OwnerEmail,
    Restricted,
}

/// The proper name, and others that say the same; folded, with `_` between words.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::FamilyName,
        &[
            "family_name",
            "last_name",
            "surname",
            "nazwisko",
            "family",
            "lastname",
        ],
    ),
    (
        Column::GivenName,
        &[
            "given_name",
            "first_name",
            "imie",
            "imiona",
            "given",
            "firstname",
            "forename",
        ],
    ),
    (
        Column::BirthDate,
        &[
            "birth_date",
            "dob",
            "date_of_birth",
            "birthdate",
            "data_urodzenia",
        ],
    ),
    (Column::Sex, &["sex", "gender", "plec"]),
    (
        Column::Mrn,
        &[
            "mrn",
            "medical_record_number",
            "record_number",
            "numer_kartoteki",
            "nr_kartoteki",
        ],
    ),
    (
        Column::Phone,
        &[
            "phone",
            "telephone",
            "phone_number",
            "mobile",
            "telefon",
            "nr_telefonu",
            "numer_telefonu",
        ],
    ),
    (Column::Email, &["email", "e_mail", "mail", "email_address"]),
    (Column::Address, &["address", "postal_address", "adres"]),
    (Column::Kind, &["kind", "patient_kind", "rodzaj"]),
    (Column::Species, &["species", "gatunek"]),
    (Column::Breed, &["breed", "rasa"]),
    (
        Column::CoatColor,
        &[
            "coat_color",
            "coat_colour",
            "color",
            "colour",
            "umaszczenie",
            "masc",
        ],
    ),
    (
        Column::ChipNumber,
        &[
            "chip_number",
            "chip",
            "microchip",
            "microchip_number",
            "numer_chipa",
            "nr_chipa",
            "numer_chip",
        ],
    ),
    (
        Column::IsNeutered,
        &[
            "is_neutered",
            "neutered",
            "kastracja",
            "kastrowany",
            "wykastrowany",
            "sterylizacja",
        ],
    ),
    (
        Column::OwnerFamilyName,
        &[
            "owner_family_name",
            "owner_last_name",
            "owner_surname",
            "nazwisko_wlasciciela",
        ],
    ),
    (
        Column::OwnerGivenName,
        &["owner_given_name", "owner_first_name", "imie_wlasciciela"],
    ),
    (Column::OwnerPhone, &["owner_phone", "telefon_wlasciciela"]),
    (Column::OwnerEmail, &["owner_email", "email_wlasciciela"]),
    (Column::Restricted, &["restricted", "zastrzezony"]),
];

impl Column {
    /// The field that a header names.
    pub fn of(header: &str) -> Option<Self> {
        let folded = praxis_domain::text::fold(header);
        let words: Vec<&str> = praxis_domain::text::words(&folded).collect();
        let name = words.join("_");
        NAMES
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()))
            .map(|(column, _)| *column)
    }

    /// Its proper name.
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(column, _)| *column == self)
            .and_then(|(_, names)| names.first().copied())
            .unwrap_or_default()
    }
}
