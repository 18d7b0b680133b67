//! A draft as text.

use praxis_domain::scribe::model::Section;

use crate::{Draft, select::Heading};

/// The four parts of the note, each under its name; what is flagged stays out.
pub fn render_soap(draft: &Draft) -> String {
    let mut text = String::new();
    for section in Section::ALL {
        let name = match section {
            Section::Subjective => "SUBJECTIVE",
            Section::Objective => "OBJECTIVE",
            Section::Assessment => "ASSESSMENT",
            Section::Plan => "PLAN",
        };
        text.push_str(name);
        text.push_str("\n\n");
        let mut lines = draft
            .sentences
            .iter()
            .filter(|sentence| sentence.section == section && sentence.flags.is_empty())
            .peekable();
        if lines.peek().is_none() {
            text.push_str("—\n");
        }
        for sentence in lines {
            text.push_str(&sentence.text);
            text.push('\n');
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}

const HEADINGS: [(Heading, &str); 6] = [
    (Heading::ChiefComplaint, "CHIEF COMPLAINT"),
    (Heading::History, "HISTORY OF PRESENT ILLNESS"),
    (Heading::ReviewOfSystems, "REVIEW OF SYSTEMS"),
    (Heading::PhysicalExam, "PHYSICAL EXAM"),
    (Heading::Results, "RESULTS"),
    (Heading::AssessmentAndPlan, "ASSESSMENT AND PLAN"),
];

/// The note under the headings of a narrative note; what is flagged stays out.
pub fn render_narrative(draft: &Draft) -> String {
    let mut text = String::new();
    for (heading, name) in HEADINGS {
        let lines: Vec<String> = draft
            .sentences
            .iter()
            .zip(&draft.places)
            .filter(|(sentence, place)| place.heading == heading && sentence.flags.is_empty())
            .map(|(sentence, place)| match place.label {
                Some(label) => format!("• {label}: {}", sentence.text),
                None => sentence.text.clone(),
            })
            .collect();
        let always = matches!(
            heading,
            Heading::History
                | Heading::PhysicalExam
                | Heading::Results
                | Heading::AssessmentAndPlan
        );
        if lines.is_empty() && !always {
            continue;
        }
        text.push_str(name);
        text.push_str("\n\n");
        text.push_str(&if lines.is_empty() {
            "—".to_owned()
        } else {
            lines.join("\n")
        });
        text.push_str("\n\n");
    }
    text.trim_end().to_owned() + "\n"
}
