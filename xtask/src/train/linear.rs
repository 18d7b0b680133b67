//! Multinomial logistic regression over hashed features, trained with AdaGrad in a fixed order.

use std::collections::HashMap;

use praxis_drafter::model::softmax;

/// How to train.
pub struct Plan {
    /// Passes over the rows.
    pub epochs: usize,
    /// Rows that a feature must be seen in to be kept.
    pub least: usize,
    /// Step size.
    pub rate: f32,
    /// Weight decay for each step.
    pub decay: f32,
}

/// Trained weights.
pub struct Trained {
    classes: usize,
    hashes: Vec<u32>,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// Trains on rows of features with their class.
pub fn train(rows: &[(Vec<u32>, usize)], classes: usize, plan: &Plan) -> Trained {
    let mut seen: HashMap<u32, usize> = HashMap::new();
    for hash in rows.iter().flat_map(|(features, _)| features) {
        *seen.entry(*hash).or_default() += 1;
    }
    let mut hashes: Vec<u32> = seen
        .iter()
        .filter(|(_, times)| **times >= plan.least)
        .map(|(hash, _)| *hash)
        .collect();
    hashes.sort_unstable();
    let known: Vec<(Vec<usize>, usize, f32)> = rows
        .iter()
        .map(|(features, class)| {
            let places = features
                .iter()
                .filter_map(|hash| hashes.binary_search(hash).ok())
                .collect();
            (places, *class, 1.0 / (features.len().max(1) as f32).sqrt())
        })
        .collect();
    let mut weights = vec![0.0f32; hashes.len() * classes];
    let mut bias = vec![0.0f32; classes];
    let mut squares = vec![1e-4f32; weights.len()];
    let mut sums = vec![0.0f32; classes];
    let mut seed = 1u64;
    let mut order: Vec<usize> = (0..known.len()).collect();
    for epoch in 0..plan.epochs {
        shuffle(&mut order, &mut seed);
        let rate = plan.rate / (1.0 + epoch as f32 * 0.2);
        for (places, class, norm) in order.iter().map(|at| &known[*at]) {
            sums.copy_from_slice(&bias);
            for place in places {
                for (sum, weight) in sums.iter_mut().zip(&weights[place * classes..]) {
                    *sum += weight * norm;
                }
            }
            softmax(&mut sums);
            for (at, value) in sums.iter().enumerate() {
                let error = value - if at == *class { 1.0 } else { 0.0 };
                bias[at] -= 0.01 * rate * error;
                for place in places {
                    let weight = place * classes + at;
                    let step = error * norm + plan.decay * weights[weight];
                    squares[weight] += step * step;
                    weights[weight] -= rate * step / squares[weight].sqrt();
                }
            }
        }
    }
    Trained {
        classes,
        hashes,
        weights,
        bias,
    }
}

/// A fixed sequence of exchanges.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(at, (*seed % (at as u64 + 1)) as usize);
    }
}

impl Trained {
    /// The form that `praxis_drafter::model::Linear::read` reads.
    pub fn bytes(&self) -> Vec<u8> {
        let top = self
            .weights
            .iter()
            .fold(1e-6f32, |top, weight| top.max(weight.abs()));
        let scale = top / 127.0;
        let mut out = vec![self.classes as u8];
        out.extend(scale.to_le_bytes());
        out.extend(self.bias.iter().flat_map(|value| value.to_le_bytes()));
        let rounded: Vec<i8> = self
            .weights
            .iter()
            .map(|weight| (weight / scale).round() as i8)
            .collect();
        let kept: Vec<usize> = (0..self.hashes.len())
            .filter(|at| {
                rounded[at * self.classes..(at + 1) * self.classes]
                    .iter()
                    .any(|w| *w != 0)
            })
            .collect();
        out.extend((kept.len() as u32).to_le_bytes());
        out.extend(kept.iter().flat_map(|at| self.hashes[*at].to_le_bytes()));
        out.extend(kept.iter().flat_map(|at| {
            rounded[at * self.classes..(at + 1) * self.classes]
                .iter()
                .map(|w| *w as u8)
        }));
        out
    }
}
