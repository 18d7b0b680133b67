//! The trained weights, as bytes beside this file, and how they are applied.
//!
//! `cargo run -p xtask -- train` writes them from the training parts of the data. All numbers are little-endian.

use std::sync::LazyLock;

use crate::voices::Voices;

/// Classes of a sentence: left out, then the divisions of a note.
pub const CLASSES: usize = 5;

/// A stable hash of a feature (FNV-1a, folded to 32 bits).
pub fn feature(parts: &[&str]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (hash ^ (hash >> 32)) as u32
}

/// A linear model over hashed features: for every known feature one small weight per class.
#[derive(Debug, Default)]
pub struct Linear {
    classes: usize,
    scale: f32,
    bias: Vec<f32>,
    hashes: Vec<u32>,
    weights: Vec<i8>,
}

impl Linear {
    /// Reads classes (u8), scale (f32), biases, count (u32), hashes in order, and weights (i8).
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let classes = usize::from(*reader.take(1)?.first()?);
        let scale = reader.float()?;
        let bias = (0..classes)
            .map(|_| reader.float())
            .collect::<Option<Vec<_>>>()?;
        let count = reader.int()? as usize;
        let hashes = reader.take(count.checked_mul(4)?)?;
        let hashes = hashes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| u32::from_le_bytes(*bytes))
            .collect();
        let weights = reader.take(count.checked_mul(classes)?)?;
        let weights = weights
            .iter()
            .map(|byte| i8::from_le_bytes([*byte]))
            .collect();
        Some(Self {
            classes,
            scale,
            bias,
            hashes,
            weights,
        })
    }

    /// Probabilities of the classes.
    pub fn probabilities(&self, features: &[u32]) -> Vec<f32> {
        let mut sums = self.bias.clone();
        let norm = self.scale / (features.len().max(1) as f32).sqrt();
        for hash in features {
            let Ok(at) = self.hashes.binary_search(hash) else {
                continue;
            };
            let row = &self.weights[at * self.classes..(at + 1) * self.classes];
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += f32::from(*weight) * norm;
            }
        }
        softmax(&mut sums);
        sums
    }
}

/// Turns sums into probabilities in place.
pub fn softmax(sums: &mut [f32]) {
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    for sum in sums.iter_mut() {
        *sum = (*sum - top).exp();
    }
    let total: f32 = sums.iter().sum();
    for sum in sums.iter_mut() {
        *sum /= total;
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn float(&mut self) -> Option<f32> {
        self.array().map(f32::from_le_bytes)
    }

    fn int(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }
}

/// Where one sentence ends and the next begins, in speech without marks.
#[derive(Debug, Default)]
pub struct Boundaries(Linear);

impl Boundaries {
    /// Wraps a model of two classes, of which the second is a boundary.
    pub fn new(linear: Linear) -> Self {
        Self(linear)
    }

    /// The features of the gap before `texts[gap]`.
    pub fn features(texts: &[&str], gap: usize) -> Vec<u32> {
        let word = |offset: isize| {
            gap.checked_add_signed(offset)
                .and_then(|at| texts.get(at))
                .copied()
                .unwrap_or("#")
        };
        let (a, b, c, d, e) = (word(-2), word(-1), word(0), word(1), word(2));
        vec![
            feature(&["b", b]),
            feature(&["c", c]),
            feature(&["ab", a, b]),
            feature(&["bc", b, c]),
            feature(&["cd", c, d]),
            feature(&["cde", c, d, e]),
            feature(&["bcd", b, c, d]),
            feature(&["d", d]),
        ]
    }

    /// The probability of a boundary before `texts[gap]`.
    pub fn between(&self, texts: &[&str], gap: usize) -> f32 {
        self.0
            .probabilities(&Self::features(texts, gap))
            .get(1)
            .copied()
            .unwrap_or(0.0)
    }
}

/// One node of a tree: an inner node compares a feature, a leaf holds a value.
#[derive(Debug, Clone, Copy)]
struct Node {
    feature: u8,
    value: f32,
    left: u16,
    right: u16,
}

/// A sum of small trees that scores a sentence.
#[derive(Debug, Default)]
pub struct Trees {
    base: f32,
    roots: Vec<Vec<Node>>,
}

/// Marks a leaf in the feature field of a node.
pub const LEAF: u8 = u8::MAX;

impl Trees {
    /// Reads base (f32), trees (u32), and for each tree its nodes (u32) as feature (u8), value (f32), left and right (u16).
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let base = reader.float()?;
        let count = reader.int()?;
        let mut roots = Vec::new();
        for _ in 0..count {
            let nodes = reader.int()?;
            let mut tree = Vec::new();
            for _ in 0..nodes {
                tree.push(Node {
                    feature: *reader.take(1)?.first()?,
                    value: reader.float()?,
                    left: u16::from_le_bytes(reader.array()?),
                    right: u16::from_le_bytes(reader.array()?),
                });
            }
            roots.push(tree);
        }
        Some(Self { base, roots })
    }

    /// The score of one sentence.
    pub fn score(&self, row: &[f32]) -> f32 {
        self.base + self.roots.iter().map(|tree| leaf(tree, row)).sum::<f32>()
    }
}

fn leaf(tree: &[Node], row: &[f32]) -> f32 {
    let mut at = 0;
    // A tree is as deep as it has nodes at most, which also ends a damaged file.
    for _ in 0..tree.len() {
        let Some(node) = tree.get(at) else { return 0.0 };
        if node.feature == LEAF {
            return node.value;
        }
        let value = row.get(usize::from(node.feature)).copied().unwrap_or(0.0);
        at = usize::from(if value <= node.value {
            node.left
        } else {
            node.right
        });
    }
    0.0
}

/// Everything that was trained.
#[derive(Debug, Default)]
pub struct Models {
    /// Ends of sentences.
    pub boundaries: Boundaries,
    /// Section of a sentence, or none.
    pub sections: Linear,
    /// Worth of a sentence in a note.
    pub ranker: Trees,
    /// Who speaks.
    pub voices: Voices,
}

/// The weights that are built in.
pub static MODELS: LazyLock<Models> = LazyLock::new(|| Models {
    boundaries: Boundaries::new(
        Linear::read(include_bytes!("../model/boundaries.bin")).unwrap_or_default(),
    ),
    sections: Linear::read(include_bytes!("../model/sections.bin")).unwrap_or_default(),
    ranker: Trees::read(include_bytes!("../model/ranker.bin")).unwrap_or_default(),
    voices: Voices {
        who: Linear::read(include_bytes!("../model/who.bin")).unwrap_or_default(),
        turn: Linear::read(include_bytes!("../model/turn.bin")).unwrap_or_default(),
    },
});
