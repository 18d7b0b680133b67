//! Notes to print, the same every time.

use lopdf::Document;
use praxis_domain::{
    access::model::{Language, UserId},
    patients::model::{Animal, Owner, OwnerId, Patient, PatientId, PatientKind, Sex},
    scribe::model::Section,
    visits::{
        model::{
            Amendment, AmendmentId, NoteSection, Origin, Sentence, SentenceId, Signature, Visit,
            VisitDetail, VisitId,
        },
        states::VisitStatus,
    },
};
use praxis_kernel::{Date, Timestamp};
use praxis_print::{PrintedNote, note, zone};

pub const HASH: &str = "3f8a1c5be2d94076a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718";

pub fn at(text: &str) -> Timestamp {
    Timestamp::new(text.parse().unwrap())
}

fn id(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

pub fn person() -> Patient {
    Patient {
        patient_id: PatientId::new(id(1)),
        kind: PatientKind::Human,
        mrn: "K7-0042".to_owned(),
        family_name: "Wiśniewska".to_owned(),
        given_name: "Żaneta".to_owned(),
        birth_date: Some("1980-05-17".parse::<Date>().unwrap()),
        sex: Sex::Female,
        phone: None,
        email: None,
        address: None,
        restricted: false,
        animal: None,
        version: 1,
        created_at: at("2026-01-01T00:00:00Z"),
        updated_at: at("2026-01-01T00:00:00Z"),
    }
}

pub fn dog() -> Patient {
    Patient {
        kind: PatientKind::Animal,
        family_name: String::new(),
        given_name: "Burek".to_owned(),
        animal: Some(Animal {
            species: "pies".to_owned(),
            breed: Some("ogar polski".to_owned()),
            coat_color: None,
            chip_number: Some("616093900123456".to_owned()),
            is_neutered: None,
            owner: Owner {
                owner_id: OwnerId::new(id(2)),
                family_name: "Kowalski".to_owned(),
                given_name: "Łukasz".to_owned(),
                phone: None,
                email: None,
            },
        }),
        ..person()
    }
}

fn sentence(text: &str) -> Sentence {
    Sentence {
        sentence_id: SentenceId::new(id(3)),
        text: text.to_owned(),
        draft_text: None,
        origin: Origin::Yours,
        edited: false,
        evidence: vec![],
        flags: vec![],
        confirmed: true,
    }
}

/// An unsigned visit with these sentences in the four parts, and a suggestion nobody decided.
pub fn visit(patient: &Patient, sentences: [&[&str]; 4]) -> VisitDetail {
    let name = match &patient.animal {
        Some(animal) => format!("{} ({})", patient.given_name, animal.owner.family_name),
        None => format!("{} {}", patient.family_name, patient.given_name),
    };
    let parts = Section::ALL.into_iter().zip(sentences);
    VisitDetail {
        visit: Visit {
            visit_id: VisitId::new(id(4)),
            patient_id: patient.patient_id,
            patient_name: name,
            clinician_id: UserId::new(id(5)),
            clinician_name: "dr Elżbieta Ćwik".to_owned(),
            status: VisitStatus::InProgress,
            reason: "Ból gardła, gorączka".to_owned(),
            started_at: at("2026-11-21T08:30:00Z"),
            finalized_at: None,
            allowed: vec![],
            version: 3,
            created_at: at("2026-11-21T08:30:00Z"),
            updated_at: at("2026-11-21T08:55:00Z"),
        },
        sections: parts
            .map(|(section, sentences)| NoteSection {
                section,
                sentences: sentences.iter().map(|text| sentence(text)).collect(),
                suggestions: vec![sentence("NIEZDECYDOWANE")],
                version: 1,
            })
            .collect(),
        draft: None,
        taken_from: vec![],
        transcript: None,
        signature: None,
        amendments: vec![],
    }
}

/// The same visit, signed.
pub fn signed(mut visit: VisitDetail) -> VisitDetail {
    visit.visit.status = VisitStatus::Finalized;
    visit.signature = Some(Signature {
        signed_by: visit.visit.clinician_id,
        signer_name: "dr Elżbieta Ćwik".to_owned(),
        signed_at: at("2026-11-21T09:02:00Z"),
        content_hash: HASH.to_owned(),
        matches: true,
    });
    visit
}

/// The same visit with something added later.
pub fn amended(mut visit: VisitDetail) -> VisitDetail {
    visit.amendments.push(Amendment {
        amendment_id: AmendmentId::new(id(6)),
        author_id: visit.visit.clinician_id,
        author_name: "dr Jan Żak".to_owned(),
        amended_at: at("2026-07-01T10:15:00Z"),
        reason: "Wynik przyszedł później".to_owned(),
        text: "CRP 48 mg/l.\n\nPowtórzyć za tydzień.".to_owned(),
    });
    visit
}

pub const NOTE: [&[&str]; 4] = [
    &[
        "Pacjentka zgłasza od trzech dni ból gardła, gorączkę do 38,6 °C i osłabienie.",
        "Neguje duszność, kaszel oraz kontakt z chorymi na płonicę.",
    ],
    &["Gardło żywoczerwone, naloty na migdałkach. RR 128/82 mmHg, tętno 92/min, SpO₂ ≥ 98%."],
    &["Ostre zapalenie gardła i migdałków (J03.0), Centor 4/4."],
    &[
        "Fenoksymetylopenicylina 1 500 000 IU co 12 h → 10 dni.\n- paracetamol 500 mg w razie gorączki\n- dużo płynów",
        "Kontrola za 3 dni, jeśli nie będzie poprawy.",
    ],
];

pub const ENGLISH: [&[&str]; 4] = [
    &[
        "Three days of sore throat, fever up to 38.6 °C and tiredness. No cough, no shortness of breath.",
        "No known contact with scarlet fever.",
    ],
    &["Pharynx red, exudate on both tonsils. BP 128/82 mmHg, pulse 92/min, SpO₂ ≥ 98%."],
    &["Acute tonsillitis (J03.0), Centor 4/4."],
    &[
        "Phenoxymethylpenicillin 1,500,000 IU every 12 h for 10 days.",
        "Review in 3 days if no better.",
    ],
];

pub fn print(language: Language, patient: &Patient, visit: &VisitDetail) -> Vec<u8> {
    note(&PrintedNote {
        language,
        zone: zone("Europe/Warsaw").unwrap(),
        clinic: "Przychodnia Źródło, ul. Łąkowa 7, Gdańsk",
        patient,
        visit,
    })
    .unwrap()
}

/// The text of each page, its white space made single spaces.
pub fn read(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).unwrap();
    let pages = document.get_pages();
    pages
        .keys()
        .map(|page| document.extract_text(&[*page]).unwrap())
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}
