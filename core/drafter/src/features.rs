//! What the models see of a candidate.

use praxis_domain::scribe::{
    drugs::is_drug, findings, model::Speaker, polarity::has_cue, words::split,
};

use crate::{
    candidates::{Candidate, Origin},
    model::{CLASSES, feature},
    person::SUBJECT,
};

/// Number of dense features.
pub const DENSE: usize = 24;

impl Candidate {
    /// Hashed features for the linear model.
    pub fn features(&self) -> Vec<u32> {
        let mut all = Vec::with_capacity(self.words.len() * 3 + 8);
        let speaker = format!("{:?}", self.speaker);
        let zone = format!("{:?}", self.zone);
        for word in &self.words {
            all.push(feature(&["u", word]));
            all.push(feature(&["us", word, &speaker]));
        }
        for pair in self.words.windows(2) {
            all.push(feature(&["p", &pair[0], &pair[1]]));
        }
        all.push(feature(&[
            "first",
            self.words.first().map_or("", String::as_str),
        ]));
        let place = format!("{}", (self.position * 8.0) as u32);
        for _ in 0..2 {
            all.push(feature(&["zone", &zone, &speaker]));
            all.push(feature(&["place", &place, &speaker]));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Features for the ranker; `probabilities` are those of the linear model.
    pub fn dense(&self, probabilities: &[f32]) -> [f32; DENSE] {
        let yes = |is: bool| if is { 1.0 } else { 0.0 };
        let words = split(&self.text);
        let content = self.words.iter().filter(|word| word.len() > 3).count();
        let first = self.words.first().map_or("", String::as_str);
        let mut row = [0.0; DENSE];
        row[0] = yes(self.speaker == Speaker::Clinician);
        row[1] = yes(matches!(self.origin, Origin::Answer(_)));
        row[2] = self.position;
        row[3] = self.words.len() as f32;
        row[4] = content as f32;
        row[5] = content as f32 / self.words.len().max(1) as f32;
        row[6] = yes(has_cue(&words));
        row[7] = yes(self.text.bytes().any(|b| b.is_ascii_digit()));
        row[8] = self.zone as u8 as f32;
        row[9] = yes(self.reply);
        row[10] = findings::find(&words).len() as f32;
        row[11] = self.words.iter().filter(|word| is_drug(word)).count() as f32;
        row[12] = yes(self.text.contains("-year-old"));
        row[13] = yes(matches!(first, "it" | "that" | "this" | "they"));
        row[14] = yes(self.text.starts_with("We will") || self.text.starts_with("I advised"));
        row[15] = yes(self.text.starts_with(SUBJECT));
        row[16] = yes(self.origin == Origin::Labelled);
        for (place, value) in row[17..17 + CLASSES].iter_mut().zip(probabilities) {
            *place = *value;
        }
        row[22] = self.words.iter().map(String::len).sum::<usize>() as f32
            / self.words.len().max(1) as f32;
        row[23] = self.text.matches(',').count() as f32;
        row
    }
}
