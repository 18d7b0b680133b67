//! Notes on paper, read back from the PDF.

use crate::{
    kit::{Answer, Kit, text},
    visits::{VISITS, begin, signed, write},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use lopdf::Document;
use praxis_domain::access::model::Role;

crate::on_both! {
    vis_11_a_printed_draft_is_marked_and_a_signed_note_names_its_signer_and_hash,
    vis_11_printing_is_allowed_and_logged_as_reading_is,
}

async fn print(kit: &Kit, token: &str, visit: &str, query: &str) -> Answer {
    let path = format!("{VISITS}/{visit}/print{query}");
    kit.get(token, &path).await
}

/// The name of the file, and all text with single spaces.
fn read(answer: Answer) -> (String, String) {
    let printed = answer.ok();
    let bytes = STANDARD.decode(text(&printed["data"])).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let words = document.extract_text(&pages).unwrap();
    let words: Vec<&str> = words.split_whitespace().collect();
    (text(&printed["file_name"]), words.join(" "))
}

pub async fn vis_11_a_printed_draft_is_marked_and_a_signed_note_names_its_signer_and_hash(
    kit: Kit,
) {
    let doctor = kit.ours.doctor();
    let draft = begin(&kit).await;
    write(&kit, &draft, "subjective", 0, "Ból gardła, gęsta żółć.").await;
    let mark = "SZKIC – NIEPODPISANY";
    let (name, paper) = read(print(&kit, doctor, &draft, "?language=pl").await);
    assert!(
        name.starts_with("visit-2026-11-") && name.ends_with("-draft.pdf"),
        "{name}"
    );
    assert!(!name.contains("Nowak"));
    for words in [mark, "Nowak Anna", "Wywiad Ból gardła, gęsta żółć."] {
        assert!(paper.contains(words), "{words}\n{paper}");
    }
    let clinic = &kit.ours.organization.name;
    assert!(paper.contains(clinic.as_str()) && paper.contains("(UTC+00:00)"));

    let visit = signed(&kit).await;
    let query = "?language=en&time_zone=Europe/Warsaw";
    let (name, paper) = read(print(&kit, doctor, &visit, query).await);
    assert!(!name.contains("draft"), "{name}");
    let detail = kit.get(doctor, &format!("{VISITS}/{visit}")).await.ok();
    let signature = &detail["signature"];
    for words in [
        format!("Signed by {}", text(&signature["signer_name"])),
        text(&signature["content_hash"]),
        "The signature matches the note.".to_owned(),
        "(UTC+01:00)".to_owned(),
        "Plan rest".to_owned(),
    ] {
        assert!(paper.contains(&words), "{words}\n{paper}");
    }
    assert!(!paper.contains("NOT SIGNED"));
    for wrong in ["?language=xx", "?time_zone=Nowhere/Town"] {
        print(&kit, doctor, &visit, wrong)
            .await
            .failed(400, "Validation");
    }
    kit.end().await;
}

pub async fn vis_11_printing_is_allowed_and_logged_as_reading_is(kit: Kit) {
    let visit = signed(&kit).await;
    for (role, status) in [
        (Role::Viewer, 200),
        (Role::Assistant, 200),
        (Role::FrontDesk, 403),
    ] {
        let answer = print(&kit, kit.ours.token(role), &visit, "").await;
        assert_eq!(answer.status, status, "{role:?}");
    }
    let elsewhere = kit.theirs.doctor();
    print(&kit, elsewhere, &visit, "")
        .await
        .failed(404, "NotFound");
    let detail = kit
        .get(kit.ours.doctor(), &format!("{VISITS}/{visit}"))
        .await
        .ok();
    let patient = text(&detail["visit"]["patient_id"]);
    let path = format!("/v1/audit?patient_id={patient}&action=print_visit&limit=100");
    let rows = kit.get(kit.ours.admin(), &path).await.ok();
    let items = rows["items"].as_array().unwrap();
    for resource in ["visit", "patient"] {
        let read = items.iter().filter(|row| row["resource"] == resource);
        assert_eq!(read.count(), 2, "one row for each who read it: {rows}");
    }
    assert!(items.iter().all(|row| row["outcome"] == "read"), "{rows}");
    kit.end().await;
}
