use super::*;
use crate::patients::model::{Animal, OwnerId, PatientId, PatientKind, Sex};
use praxis_kernel::Timestamp;
use uuid::Uuid;

fn patient() -> Patient {
    let now = Timestamp::new("2026-11-21T08:00:00Z".parse().unwrap());
    Patient {
        patient_id: PatientId::new(Uuid::from_u128(1)),
        kind: PatientKind::Human,
        mrn: "K7Q2M9XA".into(),
        family_name: "Żółć-Nowak".into(),
        given_name: "Anna Maria".into(),
        birth_date: "1980-05-17".parse().ok(),
        sex: Sex::Female,
        phone: Some("601 234 567".into()),
        email: Some("anna@example.org".into()),
        address: Some("ul. Długa 7, Kraków".into()),
        restricted: false,
        animal: None,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

#[test]
fn aic_7_what_identifies_the_patient_is_hidden_and_comes_back() {
    let mut mask = Mask::of(&patient());
    for (said, hidden) in [
        (
            "Pani Anna Maria Żółć-Nowak?",
            "Pani [NAME-2] [NAME-3] [NAME-1]?",
        ),
        ("anna", "[NAME-4]"),
        (
            "Annabelle takes marian thistle",
            "Annabelle takes marian thistle",
        ),
        ("born 1980-05-17, K7Q2M9XA", "born [DATE-1], [NUMBER-1]"),
        (
            "call 601 234 567 or +48 22 123 45 67",
            "call [NUMBER-2] or [NUMBER-3]",
        ),
        ("I live at ul. Długa 7, Kraków.", "I live at [ADDRESS-1]."),
        (
            "write to anna@example.org, not bob@example.com",
            "write to [MAIL-1], not [MAIL-2]",
        ),
        (
            "120/80, 36.6, 500 mg three times a day",
            "120/80, 36.6, 500 mg three times a day",
        ),
        ("", ""),
    ] {
        let sent = mask.hide(said);
        assert_eq!(sent, hidden);
        assert_eq!(mask.show(&sent), said);
    }
}

#[test]
fn aic_7_an_animals_owner_is_hidden_too() {
    let mut animal = patient();
    animal.family_name = String::new();
    animal.given_name = "Burek".into();
    animal.animal = Some(Animal {
        species: "dog".into(),
        breed: None,
        coat_color: None,
        chip_number: None,
        is_neutered: None,
        owner: Owner {
            owner_id: OwnerId::new(Uuid::from_u128(2)),
            family_name: "Kowalski".into(),
            given_name: "Jan".into(),
            phone: Some("22 555".into()),
            email: None,
        },
    });
    let mut mask = Mask::of(&animal);
    let sent = mask.hide("Burek of Jan Kowalski, 22 555");
    for secret in ["Burek", "Jan", "Kowalski", "22 555"] {
        assert!(!sent.contains(secret), "{sent}");
    }
}
