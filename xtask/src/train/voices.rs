//! What the models learn that tell voices apart: whole turns and their sentences, with marks and without.

use anyhow::Result;
use praxis_domain::scribe::model::{Segment, Speaker};
use praxis_drafter::{
    model::Boundaries,
    voices::{Voices, turn_features, utterances, voices, who_features},
};

use super::{
    FOLDS,
    forms::{cut, unlabelled, without_marks},
    linear::{self, Plan, Trained},
    read,
};
use crate::visits::Visit;

/// Features with their class.
type Rows = Vec<(Vec<u32>, usize)>;

/// How to train who says an utterance. Few and small steps: the words of few visits are soon learnt by heart.
const WHO: Plan = Plan {
    epochs: 6,
    least: 5,
    rate: 0.05,
    decay: 1e-3,
};

/// How to train whether the speaker changes.
const TURN: Plan = Plan {
    epochs: 6,
    least: 5,
    rate: 0.05,
    decay: 1e-3,
};

/// Trains who says an utterance, and whether the speaker changes before it.
///
/// Some conversations of the data have their labels the wrong way round from beginning to end. One that models
/// trained on the others contradict in most utterances is left out.
pub fn train(visits: &[Visit], boundaries: &Boundaries) -> Result<(Trained, Trained)> {
    let mut kept = Vec::new();
    for fold in 0..FOLDS {
        let (inside, rest): (Vec<_>, Vec<_>) = visits
            .iter()
            .enumerate()
            .partition(|(at, _)| at % FOLDS != fold);
        let (who, turn) = trained(inside.into_iter().map(|(_, visit)| visit), boundaries);
        let models = Voices {
            who: read(&who.bytes())?,
            turn: read(&turn.bytes())?,
        };
        let agrees = |visit: &Visit| {
            let segments = &visit.transcript.segments;
            let guesses = voices(&unlabelled(&visit.transcript).segments, &models);
            let right = segments.iter().zip(guesses);
            let right = right.filter(|(said, guess)| said.speaker == guess.speaker);
            right.count() * 2 > segments.len()
        };
        kept.extend(rest.into_iter().filter(|(_, visit)| agrees(visit)));
    }
    kept.sort_by_key(|(at, _)| *at);
    println!("{} of {} visits teach who speaks", kept.len(), visits.len());
    Ok(trained(
        kept.into_iter().map(|(_, visit)| visit),
        boundaries,
    ))
}

fn trained<'a>(
    visits: impl Iterator<Item = &'a Visit>,
    boundaries: &Boundaries,
) -> (Trained, Trained) {
    let (mut who, mut turn) = (Vec::new(), Vec::new());
    for visit in visits {
        let whole = &visit.transcript;
        let cut = cut(whole, boundaries);
        for form in [
            without_marks(whole),
            without_marks(&cut),
            whole.clone(),
            cut,
        ] {
            add(&form.segments, &mut who, &mut turn);
        }
    }
    (linear::train(&who, 2, &WHO), linear::train(&turn, 2, &TURN))
}

fn add(segments: &[Segment], who: &mut Rows, turn: &mut Rows) {
    let all = utterances(segments);
    let clinician = |at: usize| usize::from(segments[at].speaker == Speaker::Clinician);
    let known = |at: usize| matches!(segments[at].speaker, Speaker::Clinician | Speaker::Patient);
    for at in (0..all.len()).filter(|at| known(*at)) {
        who.push((who_features(&all, at), clinician(at)));
        if at > 0 && known(at - 1) {
            let changes = clinician(at) != clinician(at - 1);
            turn.push((turn_features(&all, at), usize::from(changes)));
        }
    }
}
