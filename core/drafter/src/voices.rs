//! Who speaks, where the source does not say: from the words and from how they follow each other.
//!
//! One linear model reads from an utterance and its neighbours whether a clinician says it, another whether the
//! speaker changes before it. Sums over both ways through the conversation (forward and backward) make of them one
//! probability for each utterance, which speakers that are known pull along.

use praxis_domain::scribe::{
    answers::is_question,
    model::{Segment, Speaker},
    words::{Kind, Word, split},
};

use crate::model::{Linear, feature};

/// The models that tell voices apart.
#[derive(Debug, Default)]
pub struct Voices {
    /// Of two classes: patient, clinician.
    pub who: Linear,
    /// Of two classes: the speaker goes on, the speaker changes.
    pub turn: Linear,
}

/// Who speaks a segment, and how sure that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Voice {
    /// Clinician or patient for what was unknown; otherwise what the source says.
    pub speaker: Speaker,
    /// From 0.5 to 1; 1 for what the source says.
    pub certainty: f32,
}

/// The most likely speaker of every segment, in their order.
pub fn voices(segments: &[Segment], models: &Voices) -> Vec<Voice> {
    let all = utterances(segments);
    let chances = chances(segments, &all, models);
    segments
        .iter()
        .zip(chances)
        .map(|(segment, clinician)| match segment.speaker {
            Speaker::Unknown if clinician >= 0.5 => Voice {
                speaker: Speaker::Clinician,
                certainty: clinician,
            },
            Speaker::Unknown => Voice {
                speaker: Speaker::Patient,
                certainty: 1.0 - clinician,
            },
            speaker => Voice {
                speaker,
                certainty: 1.0,
            },
        })
        .collect()
}

/// Patient and clinician, in the order of the models' classes.
type Pair = [f32; 2];

/// The probability of the clinician for each segment.
fn chances(segments: &[Segment], all: &[Utterance], models: &Voices) -> Vec<f32> {
    let said: Vec<Pair> = (0..all.len())
        .map(|at| match segments[at].speaker {
            Speaker::Patient => [1.0, 0.0],
            Speaker::Clinician => [0.0, 1.0],
            // A third person's words tell nothing of the other two.
            Speaker::Other => [0.5, 0.5],
            Speaker::Unknown => pair(&models.who.probabilities(&who_features(all, at))),
        })
        .collect();
    let turns: Vec<Pair> = (0..all.len())
        .map(|at| {
            let between = at
                .checked_sub(1)
                .map(|before| [segments[before].speaker, segments[at].speaker]);
            match between {
                Some(both) if !both.contains(&Speaker::Other) => {
                    pair(&models.turn.probabilities(&turn_features(all, at)))
                }
                _ => [0.5, 0.5],
            }
        })
        .collect();
    let mut forward = said.clone();
    for at in 1..forward.len() {
        forward[at] = times(step(forward[at - 1], turns[at]), said[at]);
    }
    let mut behind = [0.5, 0.5];
    let mut result = vec![0.5; forward.len()];
    for at in (0..forward.len()).rev() {
        result[at] = times(forward[at], behind)[1];
        behind = step(times(said[at], behind), turns[at]);
    }
    result
}

/// A damaged or empty model says nothing.
fn pair(probabilities: &[f32]) -> Pair {
    match probabilities {
        [patient, clinician] => [*patient, *clinician],
        _ => [0.5, 0.5],
    }
}

/// From one utterance to its neighbour.
fn step([patient, clinician]: Pair, [stays, changes]: Pair) -> Pair {
    [
        patient * stays + clinician * changes,
        patient * changes + clinician * stays,
    ]
}

/// Both together, as probabilities.
fn times(a: Pair, b: Pair) -> Pair {
    let [patient, clinician] = [a[0] * b[0], a[1] * b[1]];
    let sum = patient + clinician;
    if sum > 0.0 {
        [patient / sum, clinician / sum]
    } else {
        [0.5, 0.5]
    }
}

/// What the models see of a segment.
pub struct Utterance {
    words: Vec<String>,
    /// Sentences, as far as marks tell.
    sentences: usize,
    /// It ends in a question mark.
    marked: bool,
    /// It asks, by its mark or its first words.
    asks: bool,
    /// Of the conversation.
    pace: &'static str,
}

/// Reads what the models need of the segments.
pub fn utterances(segments: &[Segment]) -> Vec<Utterance> {
    let mut all: Vec<Utterance> = segments
        .iter()
        .map(|segment| utterance(&segment.text))
        .collect();
    let pace = pace(&all);
    for one in &mut all {
        one.pace = pace;
    }
    all
}

fn utterance(text: &str) -> Utterance {
    let words = split(text);
    let is_end =
        |word: &Word| word.kind == Kind::Mark && matches!(word.text.as_str(), "." | "?" | "!");
    let marked = words.iter().rev().find(|word| is_end(word));
    let marked = marked.is_some_and(|word| word.text == "?");
    let sentences = words.split(is_end);
    let spoken: Vec<Word> = words
        .iter()
        .filter(|word| word.is_spoken())
        .cloned()
        .collect();
    Utterance {
        sentences: sentences
            .filter(|part| part.iter().any(Word::is_spoken))
            .count(),
        marked,
        pace: "",
        asks: marked || is_question(&spoken),
        words: spoken
            .into_iter()
            .map(|word| match word.kind {
                Kind::Number => "0".to_owned(),
                _ => word.text,
            })
            .collect(),
    }
}

impl Utterance {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("#", String::as_str)
    }

    fn word_from_end(&self, at: usize) -> &str {
        let at = self.words.len().checked_sub(at + 1);
        at.map_or("#", |at| self.word(at))
    }

    /// Its length in words, roughly.
    fn size(&self) -> &'static str {
        match self.words.len() {
            0..=1 => "1",
            2..=3 => "3",
            4..=6 => "6",
            7..=11 => "11",
            12..=20 => "20",
            21..=40 => "40",
            _ => "many",
        }
    }

    /// Of whom it speaks: of the one who says it, of the one who hears it, of both, or of neither.
    fn persons(&self) -> &'static str {
        const OWN: [&str; 8] = ["i", "i'm", "i've", "i'd", "my", "me", "mine", "myself"];
        const OTHER: [&str; 7] = [
            "you", "you're", "you've", "you'd", "your", "you'll", "yourself",
        ];
        let any = |list: &[&str]| self.words.iter().any(|word| list.contains(&word.as_str()));
        match (any(&OWN), any(&OTHER)) {
            (true, true) => "both",
            (true, false) => "own",
            (false, true) => "other",
            (false, false) => "neither",
        }
    }

    /// How it ends: with a question, and whether others go before.
    fn shape(&self) -> &'static str {
        match (self.asks, self.sentences > 1) {
            (true, true) => "asks at last",
            (true, false) => "asks",
            (false, true) => "says much",
            (false, false) => "says",
        }
    }
}

/// Roughly how long the utterances of the conversation are: long ones are whole turns.
fn pace(all: &[Utterance]) -> &'static str {
    let words: usize = all.iter().map(|one| one.words.len()).sum();
    match words / all.len().max(1) {
        0..=5 => "short",
        6..=8 => "sentences",
        9..=12 => "some",
        13..=18 => "turns",
        _ => "long turns",
    }
}

/// What tells who says an utterance.
pub fn who_features(all: &[Utterance], at: usize) -> Vec<u32> {
    let own = &all[at];
    let mut found = Vec::with_capacity(own.words.len() * 3 + 24);
    for word in &own.words {
        found.push(feature(&["word", word]));
    }
    for two in own.words.windows(2) {
        found.push(feature(&["two", &two[0], &two[1]]));
    }
    found.push(feature(&["first", own.word(0)]));
    found.push(feature(&["opens", own.word(0), own.word(1)]));
    found.push(feature(&["last", own.word_from_end(0)]));
    found.push(feature(&[
        "ends",
        own.word_from_end(1),
        own.word_from_end(0),
    ]));
    found.push(feature(&["size", own.size()]));
    found.push(feature(&["shape", own.shape(), own.size()]));
    if own.marked {
        found.push(feature(&["?"]));
    }
    found.push(feature(&["persons", own.persons(), own.shape()]));
    found.push(feature(&["persons", own.persons()]));
    // What says little is told by what stands around it.
    let around = |at: Option<usize>| at.and_then(|at| all.get(at));
    if let Some(before) = around(at.checked_sub(1)) {
        found.push(feature(&[
            "before",
            before.shape(),
            before.persons(),
            own.size(),
        ]));
        found.push(feature(&["before", before.shape(), own.word(0)]));
    }
    if let Some(next) = around(Some(at + 1)) {
        found.push(feature(&["next", next.shape(), next.persons(), own.size()]));
        found.push(feature(&["next", own.shape(), next.word(0)]));
    }
    let place = if at < 3 {
        at.to_string()
    } else {
        format!("{}th", at * 6 / all.len())
    };
    found.push(feature(&["place", &place]));
    found.push(feature(&["place", &place, own.size()]));
    found.sort_unstable();
    found.dedup();
    found
}

/// What tells whether the speaker changes before an utterance; `at` is 1 or more.
pub fn turn_features(all: &[Utterance], at: usize) -> Vec<u32> {
    let (before, own) = (&all[at - 1], &all[at]);
    let pace = own.pace;
    let mut found = vec![
        feature(&["pace", pace]),
        feature(&["sizes", before.size(), own.size()]),
        feature(&["sizes", before.size(), own.size(), pace]),
        feature(&["shapes", before.shape(), own.shape()]),
        feature(&["shapes", before.shape(), own.shape(), pace]),
        feature(&["before", before.shape(), before.size()]),
        feature(&["own", own.shape(), own.size()]),
        feature(&["first", own.word(0)]),
        feature(&["opens", own.word(0), own.word(1)]),
        feature(&["opens", own.word(0), own.word(1), own.word(2)]),
        feature(&["first", own.word(0), before.shape()]),
        feature(&["last", before.word_from_end(0)]),
        feature(&["ends", before.word_from_end(1), before.word_from_end(0)]),
        feature(&["seam", before.word_from_end(0), own.word(0)]),
        feature(&["starts", before.word(0), own.word(0)]),
        feature(&["began", before.word(0), before.word(1), before.size()]),
        feature(&["marks", if before.marked { "?" } else { "." }, own.size()]),
    ];
    // A word of the question that comes again is an answer or goes on.
    let again = own
        .words
        .iter()
        .any(|word| word.len() > 3 && before.words.contains(word));
    found.push(feature(&[
        "again",
        if again { "y" } else { "n" },
        before.shape(),
    ]));
    found.sort_unstable();
    found.dedup();
    found
}
