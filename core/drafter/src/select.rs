//! Chooses the sentences that make the note, puts them in order and checks them.

use std::{collections::BTreeMap, collections::HashSet, sync::LazyLock};

use praxis_domain::scribe::{
    findings::{self, SYSTEMS},
    model::{DraftSentence, EvidenceSpan, PatientFacts, Section, Speaker, Transcript},
    words::split,
};
use regex::Regex;

use crate::{
    Draft,
    candidates::{Candidate, Origin, Zone, candidates, listing, phrase},
    divisions::{Division, division, is_assessment, is_examined},
    model::Models,
    orders,
    person::{Pronouns, SUBJECT},
    polish::{capital, finish},
    support,
    turns::Turns,
};

/// Headings of a narrative note, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    /// Why the patient comes.
    ChiefComplaint,
    /// The story.
    History,
    /// What was asked for by system.
    ReviewOfSystems,
    /// What was examined.
    PhysicalExam,
    /// Pictures and laboratory.
    Results,
    /// What it means and what will be done.
    AssessmentAndPlan,
}

/// Where a sentence stands in a narrative note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its heading.
    pub heading: Heading,
    /// A body system that leads its line, if any.
    pub label: Option<&'static str>,
}

/// How much is kept; calibrated on the validation part only.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Least score of a sentence.
    pub least: f32,
    /// Least score of a sentence in a talk of a few lines.
    pub few: f32,
    /// Words of the note that do not depend on the visit.
    pub base: f32,
    /// Words of the note for each word spoken.
    pub share: f32,
    /// Largest part of a sentence's words that another one may have.
    pub overlap: f32,
    /// Least certainty with which an utterance is put into somebody's mouth, from 0.5 to 1.
    pub certain: f32,
}

/// See [`Limits`].
pub const LIMITS: Limits = Limits {
    least: 0.36,
    few: 0.29,
    base: 220.0,
    share: 0.12,
    overlap: 0.65,
    certain: 0.8,
};

/// A talk with fewer words than this is one of a few lines.
const FEW: usize = 250;

/// A sentence that was chosen.
struct Chosen {
    sentence: DraftSentence,
    place: Place,
    order: (u32, u32),
}

/// Drafts with the given models.
pub fn draft_with(transcript: &Transcript, facts: &PatientFacts, models: &Models) -> Draft {
    draft_within(transcript, facts, models, &LIMITS)
}

/// Drafts with the given models and limits.
pub fn draft_within(
    transcript: &Transcript,
    facts: &PatientFacts,
    models: &Models,
    limits: &Limits,
) -> Draft {
    let turns = Turns::of(transcript, &models.voices, limits.certain);
    let mut all = candidates(&turns.transcript, facts, &models.boundaries);
    all.retain(|candidate| {
        let stated = candidate.origin == Origin::Statement && !candidate.order;
        !(stated && turns.is_denied(&candidate.spans))
    });
    let who = Pronouns::of(&turns.transcript, facts);
    let spoken: usize = transcript
        .segments
        .iter()
        .map(|segment| segment.text.split_whitespace().count())
        .sum();
    let budget = limits.base + limits.share * spoken as f32;
    let mut chosen = review(&all, &who);
    let complaint = complaint(&all);
    // In a few lines hardly anything is said twice or beside the point.
    let least = if spoken < FEW {
        limits.few
    } else {
        limits.least
    };
    let mut told = statements(&all, models, &Limits { least, ..*limits }, budget);
    // A short sentence that says nothing but the complaint need not say it again.
    if let Some(complaint) = &complaint {
        told.retain(|item| {
            item.sentence.evidence != complaint.sentence.evidence
                || item.sentence.text.split(' ').count() > 9
        });
    }
    chosen.extend(complaint);
    chosen.extend(told);
    let mut flagged = 0;
    chosen.retain_mut(|item| {
        item.sentence.evidence = turns.restored(&item.sentence.evidence);
        support::check(transcript, &mut item.sentence);
        let supported = item.sentence.flags.is_empty();
        let shown = supported || flagged < support::MOST && support::is_readable(&item.sentence);
        flagged += usize::from(shown && !supported);
        shown
    });
    chosen.sort_by_key(|item| {
        (
            item.place.heading,
            rank(item.sentence.section),
            item.place.label.and_then(system_of),
            item.order,
        )
    });
    name_subjects(&mut chosen, &who);
    let (sentences, places) = chosen
        .into_iter()
        .map(|item| (item.sentence, item.place))
        .unzip();
    Draft { sentences, places }
}

/// In a joint assessment and plan the story of a problem keeps its order.
fn rank(section: Section) -> usize {
    match section {
        Section::Subjective => 0,
        Section::Objective => 1,
        Section::Assessment | Section::Plan => 2,
    }
}

fn system_of(label: &str) -> Option<usize> {
    SYSTEMS.iter().position(|(name, _)| *name == label)
}

/// Where the words stand in the conversation.
fn order(spans: &[EvidenceSpan]) -> (u32, u32) {
    spans
        .first()
        .map_or((0, 0), |span| (span.segment, span.start))
}

fn statements(all: &[Candidate], models: &Models, limits: &Limits, budget: f32) -> Vec<Chosen> {
    let mut scored: Vec<(f32, Division, &Candidate)> = all
        .iter()
        .filter(|candidate| !matches!(candidate.origin, Origin::Answer(_)))
        .map(|candidate| {
            let probabilities = models.sections.probabilities(&candidate.features());
            let score = models.ranker.score(&candidate.dense(&probabilities)) + opening(candidate);
            (score, division(candidate, &probabilities), candidate)
        })
        .collect();
    // Orders come first and are all kept, whatever they are worth and however long the note grows.
    scored.sort_by(|a, b| {
        let rank = |candidate: &Candidate| (candidate.order, !is_repeated_aloud(candidate));
        rank(b.2)
            .cmp(&rank(a.2))
            .then(b.0.total_cmp(&a.0))
            .then(a.2.segment.cmp(&b.2.segment))
    });
    let mut kept: Vec<(HashSet<&str>, Chosen)> = Vec::new();
    let mut words = 0.0;
    for (score, division, candidate) in scored {
        if !candidate.order && (score < limits.least || words >= budget) {
            break;
        }
        let own: HashSet<&str> = content(&candidate.words);
        let repeats = kept.iter().any(|(other, _)| {
            let both = own.intersection(other).count() as f32;
            let similar = both >= limits.overlap * own.len().min(other.len()).max(1) as f32;
            let keys = orders::keys(&candidate.words);
            let same = keys.iter().all(|key| other.contains(key));
            let again = is_repeated_aloud(candidate) && !keys.is_empty();
            same && again || similar && (same || !candidate.order)
        });
        if own.len() < if candidate.order { 1 } else { 2 } || repeats {
            continue;
        }
        words += candidate.words.len() as f32;
        kept.push((own, chosen(candidate, division)));
    }
    kept.into_iter().map(|(_, item)| item).collect()
}

/// `Order a lipid panel`: said to a machine or an assistant, what most often was said to the patient before.
fn is_repeated_aloud(candidate: &Candidate) -> bool {
    candidate.order && candidate.text.starts_with("Order ")
}

/// What the patient complains of at the beginning is why there is a visit.
fn opening(candidate: &Candidate) -> f32 {
    // An allergy is never too short to be written down.
    if candidate.text.starts_with("Allergies") {
        return 1.0;
    }
    // Nor is a finding that an early or hurried examination yields.
    if is_examined(candidate) {
        return 0.1;
    }
    let early = candidate.position < 0.2 && candidate.speaker == Speaker::Patient;
    let finding = early && !findings::find(&split(&candidate.text)).is_empty();
    if finding { 0.08 } else { 0.0 }
}

/// The words that two sentences about the same thing have in common.
fn content(words: &[String]) -> HashSet<&str> {
    const EMPTY: [&str; 50] = [
        "the", "and", "that", "this", "with", "have", "has", "had", "for", "his", "her", "their",
        "him", "them", "she", "they", "will", "would", "are", "was", "were", "been", "does", "not",
        "you", "your", "from", "can", "but", "some", "any", "there", "it", "we", "is", "patient",
        "also", "just", "about", "what", "when", "very", "little", "bit", "into", "then", "than",
        "like", "going", "advised",
    ];
    words
        .iter()
        .map(String::as_str)
        .filter(|word| word.len() > 1 && !EMPTY.contains(word))
        .collect()
}

fn chosen(candidate: &Candidate, division: Division) -> Chosen {
    let (section, heading) = match division {
        _ if candidate.order => (Section::Plan, Heading::AssessmentAndPlan),
        Division::Subjective => (Section::Subjective, Heading::History),
        Division::Exam => (Section::Objective, Heading::PhysicalExam),
        Division::Results => (Section::Objective, Heading::Results),
        Division::Plan if is_assessment(&candidate.text) => {
            (Section::Assessment, Heading::AssessmentAndPlan)
        }
        Division::Plan => (Section::Plan, Heading::AssessmentAndPlan),
    };
    Chosen {
        sentence: DraftSentence {
            section,
            text: candidate.text.clone(),
            evidence: candidate.spans.clone(),
            flags: Vec::new(),
        },
        place: Place {
            heading,
            label: None,
        },
        order: order(&candidate.spans),
    }
}

/// Answers about symptoms, one sentence for each body system and polarity.
fn review(all: &[Candidate], who: &Pronouns) -> Vec<Chosen> {
    let mut groups: BTreeMap<(usize, bool), (Vec<String>, Vec<EvidenceSpan>)> = BTreeMap::new();
    let answers: Vec<_> = all
        .iter()
        .filter_map(|candidate| match &candidate.origin {
            Origin::Answer(answer) => Some(answer),
            _ => None,
        })
        .collect();
    let said = |text: &str, present: bool| {
        answers.iter().any(|answer| {
            answer.present == present
                && answer
                    .findings
                    .iter()
                    .any(|(words, _)| phrase(words, who) == text)
        })
    };
    for answer in &answers {
        for (words, system) in &answer.findings {
            let text = phrase(words, who);
            // Denied once and reported once: nobody but a reader can tell which holds.
            if said(&text, !answer.present) {
                continue;
            }
            let group = groups
                .entry((*system, answer.present))
                .or_insert_with(|| (Vec::new(), Vec::new()));
            if group.0.contains(&text) {
                continue;
            }
            group.0.push(text);
            for span in &answer.spans {
                if !group.1.contains(span) {
                    group.1.push(span.clone());
                }
            }
        }
    }
    groups
        .into_iter()
        .map(|((system, present), (findings, evidence))| {
            // A patient who speaks for himself needs no name in a list of findings.
            let owner = if who.speaks_for {
                format!("{} ", who.full)
            } else {
                String::new()
            };
            let text = if present {
                format!("{owner}reports {}", listing(&findings, "and"))
            } else {
                format!("{owner}denies {}", listing(&findings, "or"))
            };
            Chosen {
                order: order(&evidence),
                sentence: DraftSentence {
                    section: Section::Subjective,
                    text: finish(&text),
                    evidence,
                    flags: Vec::new(),
                },
                place: Place {
                    heading: Heading::ReviewOfSystems,
                    label: SYSTEMS.get(system).map(|(name, _)| *name),
                },
            }
        })
        .collect()
}

static COMPLAINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:presents?|presenting|here|comes? in|coming in|came in|seen|visit)(?: today| to(?: the)? (?:clinic|office)| in(?: the)? (?:clinic|office)| now| in)*(?: for| with| because of| due to)(?: an?| some| her| his| their| the| today| evaluation of| complaints? of)* ([^.,;]{4,70})",
    )
    .ok()
});

/// Why the patient comes, from the first sentence that says so.
fn complaint(all: &[Candidate]) -> Option<Chosen> {
    let pattern = COMPLAINT.as_ref()?;
    let early = all
        .iter()
        .filter(|candidate| candidate.position < 0.25 && candidate.zone == Zone::History);
    early
        .filter_map(|candidate| {
            Some((
                candidate,
                pattern.captures(&candidate.text)?.get(1)?.as_str(),
            ))
        })
        .find_map(|(candidate, reason)| {
            let reason = reason.split(" and ").next().unwrap_or(reason).trim();
            let verbs = [
                "is", "was", "has", "had", "that", "who", "which", "we", "I", "he", "she", "it",
                "what", "to",
            ];
            let plain = reason.split(' ').count() <= 8
                && !reason.split(' ').any(|word| verbs.contains(&word));
            plain.then(|| Chosen {
                sentence: DraftSentence {
                    section: Section::Subjective,
                    text: finish(&capital(reason)),
                    evidence: candidate.spans.clone(),
                    flags: Vec::new(),
                },
                place: Place {
                    heading: Heading::ChiefComplaint,
                    label: None,
                },
                order: (0, 0),
            })
        })
}

/// Writes the patient as `The patient` or as a pronoun, in turns as a clinician does.
fn name_subjects(chosen: &mut [Chosen], who: &Pronouns) {
    let mut since = 0;
    let mut last = None;
    for item in chosen {
        if last != Some(item.place.heading) {
            since = 0;
            last = Some(item.place.heading);
        }
        if !item.sentence.text.contains(SUBJECT) {
            continue;
        }
        // A pronoun in the plural would need another verb, and a suggestion is read alone.
        let apart = !item.sentence.flags.is_empty();
        let name = if who.plural || apart || since % 3 == 0 {
            who.full
        } else {
            who.subject
        };
        since += u32::from(!apart);
        item.sentence.text = capital(
            &item
                .sentence
                .text
                .replacen(SUBJECT, &capital(name), 1)
                .replace(SUBJECT, name),
        );
    }
}
