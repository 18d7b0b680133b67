//! Every word on the paper that is not the clinic's own, in each language.

use praxis_domain::{access::model::Language, scribe::model::Section};

/// The words of one language.
pub struct Labels {
    /// Language tag (BCP 47) of the document.
    pub tag: &'static str,
    /// What the paper is.
    pub title: &'static str,
    /// The mark of a note that nobody signed.
    pub unsigned: &'static str,
    pub patient: &'static str,
    pub birth_date: &'static str,
    /// Before the birth date, within a line.
    pub born: &'static str,
    pub record: &'static str,
    /// Before the record number, within a line.
    pub number: &'static str,
    pub owner: &'static str,
    pub animal: &'static str,
    pub chip: &'static str,
    pub visit: &'static str,
    pub clinician: &'static str,
    pub reason: &'static str,
    /// Subjective, objective, assessment, plan.
    pub sections: [&'static str; 4],
    pub signature: &'static str,
    /// Before the signer's name.
    pub signed_by: &'static str,
    /// Before the hash.
    pub hash: &'static str,
    pub matches: &'static str,
    pub differs: &'static str,
    pub amendment: &'static str,
    pub amendments: &'static str,
    /// Where the amendments are.
    pub at_the_end: &'static str,
    pub amendment_reason: &'static str,
    pub page: &'static str,
    /// Abbreviated months; none where dates are written in digits.
    pub months: Option<[&'static str; 12]>,
}

const EN: Labels = Labels {
    tag: "en",
    title: "Visit note",
    unsigned: "DRAFT – NOT SIGNED",
    patient: "Patient",
    birth_date: "Date of birth",
    born: "born",
    record: "Record number",
    number: "No.",
    owner: "Owner",
    animal: "Animal",
    chip: "Chip number",
    visit: "Visit",
    clinician: "Clinician",
    reason: "Reason",
    sections: ["Subjective", "Objective", "Assessment", "Plan"],
    signature: "Signature",
    signed_by: "Signed by",
    hash: "SHA-256 of the note:",
    matches: "The signature matches the note.",
    differs: "The signature does not match: the note was changed outside the program.",
    amendment: "Amendment",
    amendments: "Amendments",
    at_the_end: "after the signature",
    amendment_reason: "Reason",
    page: "Page",
    months: Some([
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]),
};

const PL: Labels = Labels {
    tag: "pl",
    title: "Notatka z wizyty",
    unsigned: "SZKIC – NIEPODPISANY",
    patient: "Pacjent",
    birth_date: "Data urodzenia",
    born: "ur.",
    record: "Nr kartoteki",
    number: "Nr",
    owner: "Opiekun",
    animal: "Zwierzę",
    chip: "Numer chipa",
    visit: "Wizyta",
    clinician: "Prowadzący",
    reason: "Powód wizyty",
    sections: ["Wywiad", "Badanie", "Rozpoznanie", "Zalecenia"],
    signature: "Podpis",
    signed_by: "Podpisano:",
    hash: "SHA-256 notatki:",
    matches: "Podpis zgadza się z notatką.",
    differs: "Podpis się nie zgadza: notatkę zmieniono poza programem.",
    amendment: "Uzupełnienie",
    amendments: "Uzupełnienia",
    at_the_end: "po podpisie",
    amendment_reason: "Powód",
    page: "Strona",
    months: None,
};

impl Labels {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &EN,
            Language::Pl => &PL,
        }
    }

    /// The heading of a part of the note.
    pub fn section(&self, section: Section) -> &'static str {
        let [subjective, objective, assessment, plan] = self.sections;
        match section {
            Section::Subjective => subjective,
            Section::Objective => objective,
            Section::Assessment => assessment,
            Section::Plan => plan,
        }
    }
}
