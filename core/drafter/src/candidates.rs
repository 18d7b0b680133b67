//! Every sentence that could stand in the note, written as it would stand there.

use praxis_domain::scribe::{
    answers::is_question,
    model::{EvidenceSpan, PatientFacts, Speaker, Transcript},
    words::Word,
};

use crate::{
    casing::Casing,
    clean::clean,
    contractions::expanded,
    corrections::{corrected, is_taken_back},
    fragments::{is_fragment, stands_alone},
    labelled::label,
    model::Boundaries,
    orders::{self, is_rejected},
    parent,
    person::{Pronouns, SUBJECT, third_person},
    polish::{finish, join, with_digits},
    questions::{Answered, answered},
    rules,
    text::{Sentence, is_listening, sentences},
};

/// How a candidate came to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Said as it is.
    Statement,
    /// A question about findings with a clear answer.
    Answer(Answered),
    /// A question of another kind with its answer behind a label.
    Labelled,
}

impl PartialEq for Answered {
    fn eq(&self, other: &Self) -> bool {
        self.segment == other.segment && self.findings == other.findings
    }
}

/// Part of a visit that a sentence falls in, as far as the clinician announces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// The story.
    History,
    /// The examination.
    Exam,
    /// Pictures and laboratory.
    Results,
    /// What follows from it.
    Plan,
}

/// A sentence that could stand in the note.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// As it would stand there; [`SUBJECT`] stands for the patient at its head.
    pub text: String,
    /// Where it comes from.
    pub spans: Vec<EvidenceSpan>,
    /// First segment.
    pub segment: u32,
    /// Who says it; for answers the patient.
    pub speaker: Speaker,
    /// How it was made.
    pub origin: Origin,
    /// Where in the visit.
    pub zone: Zone,
    /// Its words in lower case.
    pub words: Vec<String>,
    /// It answers a question of the clinician directly.
    pub reply: bool,
    /// From 0 at the beginning of the visit to 1 at its end.
    pub position: f32,
    /// The clinician orders something in it, so the plan has it whatever it is worth.
    pub order: bool,
}

/// The words by which drafts and notes are compared: letters and digits, as the ROUGE measure splits them.
pub fn tokens(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Makes every candidate of a conversation, in its order.
pub fn candidates(
    transcript: &Transcript,
    facts: &PatientFacts,
    boundaries: &Boundaries,
) -> Vec<Candidate> {
    let sentences = corrected(sentences(transcript, boundaries));
    let casing = Casing::of(transcript);
    let who = Pronouns::of(transcript, facts);
    let count = transcript.segments.len().max(1) as f32;
    let mut zone = Zone::History;
    // The segment of the order just before, with which a dose without a verb goes on.
    let mut ordering = None;
    let mut all = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        zone = next_zone(zone, sentence);
        // Words of somebody uncertain stand in nobody's mouth.
        if sentence.speaker == Speaker::Unknown {
            continue;
        }
        let asked = at
            .checked_sub(1)
            .map(|before| &sentences[before])
            .filter(|before| before.question && before.speaker != sentence.speaker);
        let goes_on = ordering == Some(sentence.segment);
        let order = order(&sentences, at, &who, goes_on);
        if order.is_some() && is_rejected(&sentences, at) {
            continue;
        }
        ordering = order.as_ref().map(|_| sentence.segment);
        let ordered = order.is_some();
        let made = label(sentence, asked).or_else(|| {
            let text = match order {
                Some(text) => text,
                None => statement(sentence, &sentences, at, &who, zone)?,
            };
            Some((text, Origin::Statement, sentence.spans.clone()))
        });
        let Some((text, origin, spans)) = made else {
            continue;
        };
        let text = casing.apply(&text);
        all.push(Candidate {
            words: tokens(&text),
            text,
            spans,
            segment: sentence.segment,
            speaker: sentence.speaker,
            origin,
            zone,
            reply: asked.is_some(),
            position: sentence.segment as f32 / count,
            order: ordered,
        });
    }
    all.extend(
        answered(&sentences)
            .into_iter()
            .map(|answer| from_answer(answer, &who, count)),
    );
    all.sort_by_key(|candidate| candidate.segment);
    all
}

/// `Denies fever or chills.`
fn from_answer(answer: Answered, who: &Pronouns, count: f32) -> Candidate {
    let verb = if answer.present { "reports" } else { "denies" };
    let text = format!(
        "{SUBJECT} {verb} {}.",
        listing(
            &answer
                .findings
                .iter()
                .map(|(words, _)| phrase(words, who))
                .collect::<Vec<_>>(),
            "or"
        )
    );
    Candidate {
        words: tokens(&text),
        text,
        spans: answer.spans.clone(),
        segment: answer.segment,
        speaker: Speaker::Patient,
        zone: Zone::History,
        reply: true,
        position: answer.segment as f32 / count,
        order: false,
        origin: Origin::Answer(answer),
    }
}

/// A finding as it is written: `numbness in her feet`.
pub fn phrase(words: &[String], who: &Pronouns) -> String {
    let possessive = if who.speaks_for {
        "the"
    } else {
        who.possessive
    };
    let words: Vec<&str> = words
        .iter()
        .map(|word| {
            if word == "your" {
                possessive
            } else {
                word.as_str()
            }
        })
        .collect();
    match words.join(" ").as_str() {
        "short of breath" => "shortness of breath".to_owned(),
        "smoke" => "smoking".to_owned(),
        "drink alcohol" => "drinking alcohol".to_owned(),
        "dizzy" => "dizziness".to_owned(),
        "lightheaded" => "lightheadedness".to_owned(),
        "nauseous" | "nauseated" => "nausea".to_owned(),
        "throwing up" | "vomit" => "vomiting".to_owned(),
        "problem breathing" | "problems breathing" => "problems breathing".to_owned(),
        "depressed" => "feeling depressed".to_owned(),
        "anxious" => "feeling anxious".to_owned(),
        "tired" => "feeling tired".to_owned(),
        other => other.to_owned(),
    }
}

/// `a`, `a or b`, `a, b, or c`.
pub fn listing(parts: &[String], joint: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} {joint} {two}"),
        [head @ .., last] => format!("{}, {joint} {last}", head.join(", ")),
    }
}

/// True when any of the words is there.
pub fn has(words: &[Word], any: &[&str]) -> bool {
    words.iter().any(|word| any.contains(&word.text.as_str()))
}

fn next_zone(zone: Zone, sentence: &Sentence) -> Zone {
    if sentence.speaker != Speaker::Clinician {
        return zone;
    }
    let words = &sentence.words;
    let exam = has(
        words,
        &[
            "exam",
            "examination",
            "auscultation",
            "palpation",
            "stethoscope",
        ],
    ) || has(words, &["listen", "press", "examine"]);
    let picture = has(
        words,
        &[
            "x-ray",
            "x-rays",
            "mri",
            "ct",
            "ekg",
            "echocardiogram",
            "echo",
            "labs",
            "lab",
            "results",
            "result",
            "bloodwork",
            "imaging",
            "a1c",
            "ultrasound",
            "radiographs",
            "scan",
        ],
    );
    let plan = has(
        words,
        &["assessment", "plan", "diagnosis", "recommend", "impression"],
    ) || has(words, &["first", "second", "third", "next", "last"])
        && has(words, &["problem", "concern"]);
    if plan {
        Zone::Plan
    } else if exam {
        Zone::Exam
    } else if picture && zone >= Zone::Exam && zone != Zone::Plan {
        Zone::Results
    } else {
        zone
    }
}

/// Words with which an order goes on to something that is never said.
const JOINTS: [&str; 12] = [
    ",", "and", "then", "so", "but", "or", "because", "the", "a", "an", "please", "also",
];

/// What a clinician orders in the sentence, in the form of a note; `None` when nothing is ordered.
fn order(all: &[Sentence], at: usize, who: &Pronouns, goes_on: bool) -> Option<String> {
    let sentence = &all[at];
    if sentence.speaker != Speaker::Clinician || is_taken_back(all, at) {
        return None;
    }
    let lower = expanded(&with_digits(&clean(&sentence.words))).join(" ");
    let (lower, asked) = orders::without_question(&lower);
    let shaped = rules::clinician(lower);
    let is_order = orders::is_order(&shaped)
        || who.speaks_for && orders::is_order_for(&shaped)
        || (goes_on || shaped.starts_with("for ")) && orders::continues(&shaped);
    if !is_order || !asked && orders::asks(sentence, &shaped) {
        return None;
    }
    let mut words: Vec<String> = shaped.split_whitespace().map(str::to_owned).collect();
    while words
        .last()
        .is_some_and(|last| JOINTS.contains(&last.as_str()))
    {
        words.pop();
    }
    if words.len() < 2 || words.last().is_some_and(|last| last == "called") {
        return None;
    }
    Some(finish(&join(&third_person(&words, sentence.speaker, who))))
}

/// The sentence in the form of a note; `None` for what no note has.
fn statement(
    sentence: &Sentence,
    all: &[Sentence],
    at: usize,
    who: &Pronouns,
    zone: Zone,
) -> Option<String> {
    if sentence.question || is_listening(sentence) || after_machine(all, at) {
        return None;
    }
    let words = clean(&sentence.words);
    if sentence.speaker == Speaker::Clinician && is_question(&words) {
        return None;
    }
    let mut lower = expanded(&with_digits(&words)).join(" ");
    if who.speaks_for {
        lower = parent::child_is_patient(&lower);
    }
    let asks = sentence.speaker != Speaker::Patient && rules::asks_inside(&lower);
    let own = sentence.speaker == Speaker::Clinician && rules::is_of_another(&lower);
    if asks || own || rules::is_talk(&lower) || is_taken_back(all, at) {
        return None;
    }
    if sentence.speaker == Speaker::Other {
        return third(sentence, &words);
    }
    let clinician = sentence.speaker == Speaker::Clinician;
    let shaped = if clinician {
        rules::clinician(&lower)
    } else {
        rules::patient(&lower)
    };
    let shaped: Vec<String> = shaped.split_whitespace().map(str::to_owned).collect();
    if !clinician && !stands_alone(&shaped) {
        return None;
    }
    if !clinician && shaped.iter().any(|word| word == "you" || word == "your") {
        return None;
    }
    if is_fragment(&shaped, clinician, zone) {
        return None;
    }
    let third = third_person(&shaped, sentence.speaker, who);
    // `No redness.` is whole; other sentences have three words.
    let least = if clinician && third.first().is_some_and(|word| word == "no") {
        2
    } else {
        3
    };
    if third
        .iter()
        .filter(|word| word.len() > 1 || *word == SUBJECT)
        .count()
        < least
    {
        return None;
    }
    let text = finish(&join(&third));
    (!text.is_empty()).then_some(text)
}

/// Nobody knows who the `I` of a third person is: such a sentence is left out, one without persons is taken as it is.
fn third(sentence: &Sentence, words: &[Word]) -> Option<String> {
    const PERSONS: [&str; 12] = [
        "i", "you", "my", "your", "me", "we", "our", "i'm", "you're", "i've", "you've", "us",
    ];
    if words.len() < 3 {
        return None;
    }
    let text = finish(&join(&expanded(&with_digits(words))));
    if has(&sentence.words, &PERSONS) {
        None
    } else {
        Some(text)
    }
}

/// What follows `hey dragon` in the same turn is an order to a machine.
fn after_machine(all: &[Sentence], at: usize) -> bool {
    const ORDERS: [&str; 12] = [
        "show",
        "order",
        "finalize",
        "open",
        "pull",
        "prescribe",
        "refer",
        "place",
        "schedule",
        "remind",
        "bring",
        "send",
    ];
    let before = at.checked_sub(1).map(|before| &all[before]);
    let called = before.is_some_and(|before| {
        before.segment == all[at].segment
            && has(&before.words, &["dragon", "dax"])
            && before.words.len() <= 4
    });
    called
        && all[at]
            .words
            .first()
            .is_some_and(|word| ORDERS.contains(&word.text.as_str()))
}
