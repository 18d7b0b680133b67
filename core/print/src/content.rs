//! What is said on the paper, before anybody knows where.

use crate::{
    PrintedNote,
    labels::Labels,
    moments::{day, moment},
    text::Faces,
};
use praxis_domain::{patients::model::Animal, visits::model::Signature};
use praxis_kernel::Timestamp;

/// How a block looks and what it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// What the paper is.
    Title,
    /// The mark of a draft, in a frame.
    Mark,
    /// A label and its value.
    Field,
    /// The heading of a part.
    Heading,
    /// A paragraph.
    Text,
    /// A paragraph about the note.
    Small,
}

/// A heading, a paragraph or a field; one element for whoever reads the document aloud.
pub struct Block {
    pub style: Style,
    /// Stands before the text; only fields have one.
    pub label: &'static str,
    pub text: String,
    /// Whether the next block has to begin on the same page.
    pub keep: bool,
}

/// Everything that is printed; all texts are printable.
pub struct Content {
    pub labels: &'static Labels,
    /// What the document is called in lists and windows; nobody's name is in it.
    pub title: String,
    /// The document's identifier, the same for every version of one visit's note.
    pub identifier: String,
    /// The latest change of what is printed.
    pub changed_at: Timestamp,
    pub signed: bool,
    pub clinic: String,
    /// Whose paper it is, on one line; on each page.
    pub identity: String,
    /// The state of the signature on one line; at the foot of each page.
    pub state: String,
    pub blocks: Vec<Block>,
}

/// Says all of a note.
pub fn of(note: &PrintedNote<'_>, faces: &Faces) -> Content {
    let labels = Labels::of(note.language);
    let visit = &note.visit.visit;
    let signature = note.visit.signature.as_ref();
    let amended = note.visit.amendments.iter().map(|a| a.amended_at).max();
    let signed_at = signature.map_or(visit.updated_at, |signature| signature.signed_at);
    let started = moment(labels, visit.started_at, &note.zone);
    let mut writer = Writer {
        note,
        labels,
        faces,
        blocks: Vec::new(),
    };
    writer.head(&started);
    writer.sections();
    writer.signature();
    writer.amendments();
    let state = match signature {
        Some(signature) => writer.signed_by(signature),
        None => labels.unsigned.to_owned(),
    };
    Content {
        labels,
        title: faces.printable(&format!(
            "{}, {started}, {} {}",
            labels.title, labels.number, note.patient.mrn
        )),
        identifier: visit.visit_id.to_string(),
        changed_at: amended.map_or(signed_at, |at| at.max(signed_at)),
        signed: signature.is_some(),
        clinic: faces.printable(note.clinic),
        identity: faces.printable(&identity(note, labels)),
        state: faces.printable(&state),
        blocks: writer.blocks,
    }
}

/// `Nowak Anna · born 17 May 1980 · No. K-17`
fn identity(note: &PrintedNote<'_>, labels: &Labels) -> String {
    let born = note.patient.birth_date.map_or_else(String::new, |date| {
        format!(" · {} {}", labels.born, day(labels, date))
    });
    format!(
        "{}{born} · {} {}",
        note.visit.visit.patient_name, labels.number, note.patient.mrn
    )
}

struct Writer<'a> {
    note: &'a PrintedNote<'a>,
    labels: &'static Labels,
    faces: &'a Faces,
    blocks: Vec<Block>,
}

impl Writer<'_> {
    fn push(&mut self, style: Style, label: &'static str, text: &str, keep: bool) {
        self.blocks.push(Block {
            style,
            label,
            text: self.faces.printable(text),
            keep,
        });
    }

    /// A text as paragraphs, one for each of its lines; a dash where there is none.
    fn paragraphs(&mut self, text: &str) {
        let before = self.blocks.len();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.push(Style::Text, "", line, false);
        }
        if self.blocks.len() == before {
            self.push(Style::Text, "", "–", false);
        }
    }

    fn field(&mut self, label: &'static str, text: &str) {
        if !text.trim().is_empty() {
            self.push(Style::Field, label, text, false);
        }
    }

    fn head(&mut self, started: &str) {
        let (labels, note) = (self.labels, self.note);
        let (visit, patient) = (&note.visit.visit, note.patient);
        self.push(Style::Title, "", labels.title, true);
        if note.visit.signature.is_none() {
            self.push(Style::Mark, "", labels.unsigned, true);
        }
        self.field(labels.patient, &visit.patient_name);
        if let Some(date) = patient.birth_date {
            self.field(labels.birth_date, &day(labels, date));
        }
        self.field(labels.record, &patient.mrn);
        if let Some(animal) = &patient.animal {
            self.animal(animal);
        }
        self.field(labels.visit, started);
        self.field(labels.clinician, &visit.clinician_name);
        self.field(labels.reason, &visit.reason);
        match note.visit.amendments.len() {
            0 => {}
            count => self.field(
                labels.amendments,
                &format!("{count} ({})", labels.at_the_end),
            ),
        }
    }

    fn animal(&mut self, animal: &Animal) {
        let labels = self.labels;
        let breed = animal.breed.as_deref().unwrap_or_default();
        let kind: Vec<&str> = [animal.species.as_str(), breed]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect();
        self.field(labels.animal, &kind.join(", "));
        self.field(
            labels.chip,
            animal.chip_number.as_deref().unwrap_or_default(),
        );
        let owner = &animal.owner;
        self.field(
            labels.owner,
            &format!("{} {}", owner.family_name, owner.given_name),
        );
    }

    fn sections(&mut self) {
        for part in &self.note.visit.sections {
            self.push(Style::Heading, "", self.labels.section(part.section), true);
            let lines: Vec<&str> = part.sentences.iter().map(|s| s.text.as_str()).collect();
            self.paragraphs(&lines.join("\n"));
        }
    }

    fn signed_by(&self, signature: &Signature) -> String {
        format!(
            "{} {}, {}",
            self.labels.signed_by,
            signature.signer_name,
            moment(self.labels, signature.signed_at, &self.note.zone)
        )
    }

    /// The signature stands under what it covers, before what was added later.
    fn signature(&mut self) {
        let labels = self.labels;
        self.push(Style::Heading, "", labels.signature, true);
        let Some(signature) = &self.note.visit.signature else {
            return self.push(Style::Text, "", labels.unsigned, false);
        };
        self.push(Style::Text, "", &self.signed_by(signature), true);
        let hash = format!("{} {}", labels.hash, signature.content_hash);
        self.push(Style::Small, "", &hash, true);
        let state = if signature.matches {
            labels.matches
        } else {
            labels.differs
        };
        self.push(Style::Small, "", state, false);
    }

    fn amendments(&mut self) {
        let labels = self.labels;
        for amendment in &self.note.visit.amendments {
            self.push(Style::Heading, "", labels.amendment, true);
            let about = format!(
                "{}, {}. {}: {}",
                amendment.author_name,
                moment(labels, amendment.amended_at, &self.note.zone),
                labels.amendment_reason,
                amendment.reason
            );
            self.push(Style::Small, "", &about, true);
            self.paragraphs(&amendment.text);
        }
    }
}
