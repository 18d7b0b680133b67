//! Joins a question about symptoms with its answer.
//!
//! Only a question whose every word is known is joined, and only when the answer is a clear yes or no. Everything else
//! is left out: a note that says less is better than one that says the opposite.

use praxis_domain::scribe::{
    answers::{KIN, classify, mentions_kin},
    findings::{self, Found},
    model::{EvidenceSpan, Speaker},
    polarity::{Polarity, has_cue, scopes},
    words::{Kind, Word},
};

use crate::{
    clean::clean,
    text::{Sentence, is_listening},
};

/// A finding with the answer that it got.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The findings as they were asked for, in lower case; `your` is left for the writer of the sentence.
    pub findings: Vec<(Vec<String>, usize)>,
    /// True for a yes.
    pub present: bool,
    /// Question and answer.
    pub spans: Vec<EvidenceSpan>,
    /// Segment of the question.
    pub segment: u32,
}

/// Words that frame a question and change nothing of what is asked.
const FRAME: &str = "do does did you he she they it have had has having are is was were been be there any a an the some or and \
 with of in on at for from to your his her their its experience experiencing experienced feel feeling felt notice noticing noticed get \
 getting got ever how about what anything like such as new recent recently lately symptoms symptom signs sign problems problem \
 trouble along also associated currently today still now right okay so then well um uh all alright if know mean that this \
 these those along just sort kind specifically especially denies say would complain complaining suffering suffer develop developed \
 gone through since last time past night day days week weeks month months year years few couple down up into around \
 me tell can at all rest during when normally maybe um any either too and/or both very really bad severe significant much lot lots \
 i see ask whatsoever unintentional unexplained excessive i'm you're you've he's she's they're it's haven't see seen use going seeing having";

/// Parts of the body and sides, which may follow a finding.
const BODY: &str = "leg legs foot feet arm arms hand hands finger fingers toe toes chest back belly stomach abdomen neck head eye eyes \
 ear ears nose throat knee knees hip hips shoulder shoulders ankle ankles wrist wrists elbow elbows calf calves thigh thighs face mouth \
 skin body lower upper left right extremities extremity groin side sides spine joint joints muscles buttocks heel urine stool stools \
 lung lungs heart paw paws tail";

fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// Finds every answered question about symptoms.
pub fn answered(sentences: &[Sentence]) -> Vec<Answered> {
    (0..sentences.len())
        .filter_map(|at| answer_at(sentences, at))
        .collect()
}

/// The answer to the question that ends its turn at this sentence.
fn answer_at(sentences: &[Sentence], at: usize) -> Option<Answered> {
    let next = sentences.get(at + 1)?;
    let last = &sentences[at];
    if last.speaker != Speaker::Clinician || next.speaker != Speaker::Patient || !last.last {
        return None;
    }
    let asking = if adds_nothing(last) {
        at.checked_sub(1)?
    } else {
        at
    };
    let question = &sentences[asking];
    if question.segment != last.segment {
        return None;
    }
    let mut findings = asked(question)?;
    let reply: Vec<&Sentence> = sentences[at + 1..]
        .iter()
        .take_while(|reply| reply.segment == next.segment)
        .collect();
    // Whoever speaks next may be going on with the answer.
    let mut after = sentences[at + 1..].iter().skip(reply.len());
    let after = after.find(|after| !is_listening(after));
    if after.is_some_and(|after| after.speaker == Speaker::Unknown) {
        return None;
    }
    let (present, spans) = reply_polarity(question, &reply)?;
    let listens = is_listening(next) && next.words[0].text == "mm-hmm";
    if present && (findings.len() != 1 || listens) {
        return None;
    }
    only_named(&mut findings, &reply);
    findings.retain(|(words, _)| !is_disputed(words, present, sentences));
    if findings.is_empty() {
        return None;
    }
    let mut all = question.spans.clone();
    all.extend(spans);
    let segment = question.segment;
    Some(Answered {
        findings,
        present,
        spans: all,
        segment,
    })
}

/// `Numbness or tingling?` — `No numbness.` leaves open whether there is tingling.
fn only_named(findings: &mut Vec<(Vec<String>, usize)>, reply: &[&Sentence]) {
    let said = |word: &String| reply.iter().any(|sentence| has_word(sentence, word));
    let own = |word: &&String| word.len() > 3 && !listed(BODY, word) && !listed(FRAME, word);
    let touched = |words: &[String]| words.iter().filter(own).any(said);
    // `numbness or tingling` is one finding; naming half of it answers half of it.
    if findings.iter().any(|(words, _)| touched(words)) {
        findings.retain(|(words, _)| touched(words) && words.iter().filter(own).all(said));
    }
}

/// `Anything like that?` asks again what was just asked.
fn adds_nothing(sentence: &Sentence) -> bool {
    let again = has_word(sentence, "anything") || has_word(sentence, "that");
    again
        && sentence.words.len() <= 8
        && findings::find(&sentence.words).is_empty()
        && sentence.words.iter().all(|word| {
            word.kind == Kind::Mark
                || matches!(
                    word.text.as_str(),
                    "anything"
                        | "like"
                        | "that"
                        | "at"
                        | "all"
                        | "or"
                        | "you've"
                        | "noticed"
                        | "any"
                        | "of"
                        | "those"
                        | "you"
                        | "have"
                )
        })
}

fn has_word(sentence: &Sentence, text: &str) -> bool {
    sentence.words.iter().any(|word| word.text == text)
}

/// True when the patient says the opposite of an answer somewhere else: then nobody but a reader can tell.
fn is_disputed(finding: &[String], present: bool, sentences: &[Sentence]) -> bool {
    let stem = |word: &String| word.chars().take(4).collect::<String>();
    let long = finding
        .iter()
        .filter(|word| (word.len() > 3 || finding.len() == 1) && *word != "your");
    let wanted: Vec<String> = long.map(stem).collect();
    let own = sentences.iter().filter(|sentence| {
        let conditional = sentence.words.iter().any(|word| word.text == "if");
        !sentence.question && !conditional && sentence.speaker != Speaker::Clinician
    });
    own.into_iter().any(|sentence| {
        let place = |stem: &String| {
            let starts = |word: &Word| word.text.starts_with(stem.as_str());
            sentence.words.iter().position(starts)
        };
        let places: Vec<usize> = wanted.iter().filter_map(place).collect();
        let ends = places.iter().max().zip(places.iter().min());
        let near = ends.is_some_and(|(last, first)| last - first <= 5);
        let covered = scopes(&sentence.words);
        let opposite = places.iter().all(|place| covered[*place] == present);
        near && places.len() == wanted.len() && opposite
    })
}

/// The findings that a question asks for, when it asks for nothing else.
fn asked(question: &Sentence) -> Option<Vec<(Vec<String>, usize)>> {
    let words: Vec<Word> = clean(&question.words)
        .into_iter()
        .filter(|word| word.text != "-")
        .collect();
    let found = findings::find(&words);
    let first = found.first()?;
    if has_cue(&words) || mentions_kin(&words) || !asks(&question.words, question, &words) {
        return None;
    }
    for (at, word) in words.iter().enumerate() {
        // `Other symptoms` asks afresh; `any other pain` speaks of one that is there.
        let next = words.get(at + 1).map_or("", |next| next.text.as_str());
        if word.text == "other" && next.starts_with("sympt") {
            continue;
        }
        let inside = found.iter().any(|hit| (hit.first..hit.last).contains(&at));
        let known =
            word.kind == Kind::Mark || listed(FRAME, &word.text) || listed(BODY, &word.text);
        if !inside && !known {
            return None;
        }
    }
    // `Did the pain stop?` has no such word inside; `do you have pain when you have a fever?` has two frames.
    if words[..first.first]
        .iter()
        .filter(|word| word.text == "when" || word.text == "if")
        .count()
        > 0
    {
        return None;
    }
    let after_last = &words[found[found.len() - 1].last..];
    if after_last.iter().any(|word| {
        matches!(
            word.text.as_str(),
            "when" | "if" | "gone" | "during" | "you" | "through" | "how" | "what"
        )
    }) {
        return None;
    }
    Some(
        found
            .iter()
            .enumerate()
            .map(|(at, hit)| (phrase(&words, hit, found.get(at + 1)), hit.system))
            .collect(),
    )
}

/// It must be a question of yes or no: not `what`, `when`, `where`, `how long`.
fn asks(said: &[Word], question: &Sentence, words: &[Word]) -> bool {
    const OPEN: [&str; 9] = [
        "what", "when", "where", "which", "who", "why", "long", "often", "many",
    ];
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let about = |word: &str| (0..words.len()).any(|at| text(at) == word && text(at + 1) == "about");
    let any_about = about("what") || about("how");
    let open = words.iter().any(|word| OPEN.contains(&word.text.as_str())) && !about("what");
    let how = words.iter().any(|word| word.text == "how") && !about("how");
    let bare = question.open || said.len() <= 6;
    !open
        && !how
        && (question.question || any_about || words.iter().any(|word| word.text == "any") || bare)
}

/// The finding with the part of the body behind it.
fn phrase(words: &[Word], hit: &Found, next: Option<&Found>) -> Vec<String> {
    let mut end = hit.last;
    let limit = next.map_or(words.len(), |next| next.first);
    let preposition = words
        .get(end)
        .is_some_and(|word| matches!(word.text.as_str(), "in" | "of" | "on" | "down"));
    if preposition {
        let body = |word: &Word| {
            listed(BODY, &word.text)
                || matches!(
                    word.text.as_str(),
                    "your" | "the" | "his" | "her" | "either" | "or" | "and" | "both" | "of"
                )
        };
        let mut until = end + 1;
        while until < limit && body(&words[until]) {
            until += 1;
        }
        while until > end + 1 && !listed(BODY, &words[until - 1].text) {
            until -= 1;
        }
        if until > end + 1 {
            end = until;
        }
    }
    words[hit.first..end]
        .iter()
        .map(|word| word.text.clone())
        .collect()
}

/// The answer's polarity and its spans; `None` when it is not clear.
fn reply_polarity(question: &Sentence, reply: &[&Sentence]) -> Option<(bool, Vec<EvidenceSpan>)> {
    // The whole reply decides, so that a later `but` is heard.
    let mut words: Vec<Word> = Vec::new();
    for sentence in reply {
        words.extend(
            sentence
                .words
                .iter()
                .filter(|word| word.kind != Kind::Cut)
                .cloned(),
        );
        words.push(Word {
            text: ".".to_owned(),
            start: 0,
            end: 0,
            kind: Kind::Mark,
        });
    }
    let asks_back = reply.iter().any(|sentence| sentence.question);
    let present = match classify(&question.words, &words) {
        Polarity::Affirmed => true,
        Polarity::Negated => false,
        Polarity::Unclear => return None,
    };
    let kin = words.iter().any(|word| KIN.contains(&word.text.as_str()));
    if asks_back || present && kin {
        return None;
    }
    let spans = reply
        .iter()
        .flat_map(|sentence| sentence.spans.iter().cloned())
        .collect();
    Some((present, spans))
}
