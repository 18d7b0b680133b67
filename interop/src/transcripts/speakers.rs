//! Who a tag means.

use praxis_domain::scribe::model::Speaker;

const CLINICIAN: [&str; 21] = [
    "doctor",
    "dr",
    "doc",
    "d",
    "clinician",
    "physician",
    "vet",
    "veterinarian",
    "nurse",
    "provider",
    "gp",
    "practitioner",
    "therapist",
    "surgeon",
    "examiner",
    "lekarz",
    "lekarka",
    "weterynarz",
    "pielęgniarka",
    "md",
    "np",
];

const PATIENT: [&str; 18] = [
    "patient",
    "pt",
    "p",
    "owner",
    "client",
    "parent",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "caregiver",
    "carer",
    "pacjent",
    "pacjentka",
    "właściciel",
    "właścicielka",
    "opiekun",
];

const OTHER: [&str; 16] = [
    "guest",
    "other",
    "family",
    "wife",
    "husband",
    "son",
    "daughter",
    "spouse",
    "partner",
    "interpreter",
    "translator",
    "friend",
    "brother",
    "sister",
    "relative",
    "assistant",
];

/// Reads a tag such as `Doctor`, `Dr. Moore`, `patient_guest` or `Speaker 1`; `None` when it names no known role.
pub fn role(tag: &str) -> Option<Speaker> {
    let tag = tag.to_lowercase();
    let parts: Vec<&str> = tag
        .split(|c: char| !c.is_alphabetic())
        .filter(|part| !part.is_empty())
        .collect();
    if parts.first() == Some(&"speaker") {
        return Some(Speaker::Unknown);
    }
    // The companion of a patient is not the patient.
    for (roles, speaker) in [
        (&OTHER[..], Speaker::Other),
        (&CLINICIAN[..], Speaker::Clinician),
        (&PATIENT[..], Speaker::Patient),
    ] {
        if parts.iter().any(|part| roles.contains(part)) {
            return Some(speaker);
        }
    }
    None
}
