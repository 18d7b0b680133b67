//! Which part of the note a sentence belongs to.

use std::sync::LazyLock;

use praxis_domain::scribe::model::Speaker;
use regex::Regex;

use crate::candidates::{Candidate, Zone};

/// Division of a note that the linear model assigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Division {
    /// The story.
    Subjective,
    /// What was examined.
    Exam,
    /// Pictures and laboratory.
    Results,
    /// What it means and what will be done.
    Plan,
}

/// The division of a candidate; what the patient says is the story.
pub fn division(candidate: &Candidate, probabilities: &[f32]) -> Division {
    const ALL: [Division; 4] = [
        Division::Subjective,
        Division::Exam,
        Division::Results,
        Division::Plan,
    ];
    if matches!(candidate.speaker, Speaker::Patient | Speaker::Other) {
        return Division::Subjective;
    }
    // What a picture shows is a result even where the words are those of a judgement.
    let pictures = [
        "ray",
        "rays",
        "echocardiogram",
        "mri",
        "ekg",
        "ultrasound",
        "hemoglobin",
        "a1c",
        "labs",
        "ct",
        "radiographs",
    ];
    if candidate.zone == Zone::Results
        && candidate
            .words
            .iter()
            .any(|word| pictures.contains(&word.as_str()))
        && is_assessment(&candidate.text)
    {
        return Division::Results;
    }
    let rest = probabilities.get(1..).unwrap_or_default();
    let vitals = [
        "temperature",
        "pulse",
        "oxygen",
        "respiratory",
        "saturation",
    ];
    let measured = candidate.text.bytes().any(|b| b.is_ascii_digit());
    let vital = candidate
        .words
        .iter()
        .any(|word| vitals.contains(&word.as_str()));
    if candidate.zone == Zone::Exam && measured && vital {
        return Division::Exam;
    }
    // What was ordered before is the story.
    if !candidate.order
        && ORDERED
            .as_ref()
            .is_some_and(|told| told.is_match(&candidate.text))
    {
        return Division::Subjective;
    }
    // What the patient should do is a plan.
    if ADVISED
        .as_ref()
        .is_some_and(|advised| advised.is_match(&candidate.text))
    {
        return Division::Plan;
    }
    // Late in a visit, once the plan is announced, nobody goes back to the story.
    if candidate.zone == Zone::Plan
        && candidate.position > 0.5
        && rest
            .first()
            .is_some_and(|first| rest.iter().all(|other| other <= first))
    {
        return Division::Plan;
    }
    let best = rest
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map_or(0, |(at, _)| at);
    let best = ALL.get(best).copied().unwrap_or(Division::Subjective);
    if best == Division::Subjective && is_examined(candidate) {
        return Division::Exam;
    }
    best
}

/// A drug that was ordered earlier or by another, that might have been ordered, or that the patient takes already.
static ORDERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(?:started|starting|put|placed|prescribed|gave|increased|decreased|switched|stopped)\b.*\b(?:last\ (?:time|visit|week|month|year)|ago|before)\b
         |\b(?:they|\w+ologist|doctor|hospital|surgeon|er|specialist|clinic)\ (?:had\ |have\ |has\ )?(?:started|put|placed|prescribed|gave|increased|decreased|switched|stopped)\b
         |\b(?:was|were)\ (?:\w+\ )?(?:started|put|placed|prescribed|given)\b
         |\b(?:would|could|should|might)\ have\ (?:started|given|put|prescribed|tried|taken|used)\b
         |^\x01\ would\ (?:take|use|have)\b
         |^\x01\ (?:(?:has|have|had)\ been|is|are|was|were)\ (?:\w+\ )?(?:taking|using|on)\b",
    )
    .ok()
});

/// What the patient is told to do.
static ADVISED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\x01 (?:should|must)\b").ok());

/// What only an examiner says.
static EXAMINED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(tender(ness)?|palpation|auscultation|range\ of\ (motion|movement)|murmurs?|crackles|rales|rhonchi|erythema(tous)?
         |ecchymosis|(non)?distended|effusion|guarding|reflexes|pupils|tonsils?|tonsillar|tympanic|eardrums?|lymph\ nodes|lymphadenopathy)\b
         |\b(ears?|throat|skin|lungs|heart|abdomen|belly|chest|eyes|neck|pharynx)\ (is|are|looks?|sounds?|has|have)\b",
    )
    .ok()
});

/// What is measured when a patient comes.
static MEASURED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(temperature|temp|fever|pulse|heart rate|oxygen|saturation|respiratory rate|respirations|blood pressure|weight|bmi)\b.*\d",
    )
    .ok()
});

/// The story, a condition or a plan in which the same words stand.
static TOLD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)\b(ago|at\ home|last|yesterday|earlier|since|history|past|presents|said|says|told|mentioned|reports|reported|notice[ds]?|gets|getting
         |used\ to|been|was|were|had|did|because|could|would|might|may|should|will|can|going\ to|goal|if|when|below|under|for\ the|mg|milligrams|I)\b",
    )
    .ok()
});

/// What a clinician found or measured just now, although the words are those of a complaint.
pub fn is_examined(candidate: &Candidate) -> bool {
    let is = |pattern: &LazyLock<Option<Regex>>| {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(&candidate.text))
    };
    candidate.speaker == Speaker::Clinician && (is(&EXAMINED) || is(&MEASURED)) && !is(&TOLD)
}

/// What is going to be done, as opposed to what it means.
static DOING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(we\ will|i\ advised|i\ will|i\ would\ like|i\ recommend|take|continue|start|stop|increase|decrease|avoid|follow|call|return|use|keep)\b
         |\b(will|should|need(s)?\ to|can\ (take|use|do|start|try)|follow(-|\ )up|refer(ral|red)?|prescri\w+|order(ed|ing)?|recommend\w*|schedule\w*|come\ back|call\ (me|us)|mg|continue|increase|decrease|start|stop|physical\ therapy|every\ \d+\ hours|going\ to)\b",
    )
    .ok()
});

/// True for a sentence that tells what something means and orders nothing.
pub fn is_assessment(text: &str) -> bool {
    !DOING.as_ref().is_some_and(|doing| doing.is_match(text))
}
