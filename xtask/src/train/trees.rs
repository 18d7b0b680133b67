//! Gradient boosting for squared error: small trees grown leaf by leaf on binned features.

use praxis_drafter::model::LEAF;

/// How to grow.
pub struct Plan {
    /// Number of trees.
    pub trees: usize,
    /// Leaves of each tree.
    pub leaves: usize,
    /// Part of each tree's correction that is taken.
    pub rate: f32,
    /// Rows that a leaf needs.
    pub least: usize,
    /// Shrinks the values of small leaves.
    pub ridge: f32,
}

/// A node of a tree.
pub struct Node {
    feature: u8,
    value: f32,
    left: u16,
    right: u16,
}

/// Trained trees on a constant.
pub struct Trained {
    base: f32,
    trees: Vec<Vec<Node>>,
}

/// Places to cut a feature.
const BINS: usize = 48;

struct Split {
    gain: f64,
    feature: usize,
    bin: usize,
}

/// Grows trees for rows of features with their target.
pub fn train(rows: &[(Vec<f32>, f32)], plan: &Plan) -> Trained {
    let width = rows.first().map_or(0, |(row, _)| row.len());
    let cuts: Vec<Vec<f32>> = (0..width).map(|feature| cuts(rows, feature)).collect();
    let bins: Vec<Vec<usize>> = rows
        .iter()
        .map(|(row, _)| {
            (0..width)
                .map(|f| cuts[f].partition_point(|cut| *cut < row[f]))
                .collect()
        })
        .collect();
    let base = rows.iter().map(|(_, y)| y).sum::<f32>() / rows.len().max(1) as f32;
    let mut rest: Vec<f32> = rows.iter().map(|(_, y)| y - base).collect();
    let mut trees = Vec::new();
    for _ in 0..plan.trees {
        trees.push(grow(&bins, &cuts, &mut rest, plan));
    }
    Trained { base, trees }
}

fn cuts(rows: &[(Vec<f32>, f32)], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|(row, _)| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..BINS)
        .map(|at| values[at * values.len() / BINS])
        .collect();
    cuts.dedup();
    // A rare flag lies behind the last cut of equal counts.
    let low = values[0];
    if cuts.first().is_some_and(|cut| *cut > low) {
        cuts.insert(0, low);
    }
    cuts
}

/// One tree; takes its correction from `rest`.
fn grow(bins: &[Vec<usize>], cuts: &[Vec<f32>], rest: &mut [f32], plan: &Plan) -> Vec<Node> {
    let mut nodes = vec![Node {
        feature: LEAF,
        value: 0.0,
        left: 0,
        right: 0,
    }];
    let mut open: Vec<(usize, Vec<usize>, Option<Split>)> = Vec::new();
    let all: Vec<usize> = (0..rest.len()).collect();
    let first = split(bins, cuts, rest, &all, plan);
    open.push((0, all, first));
    while open.len() < plan.leaves {
        let best = open
            .iter()
            .enumerate()
            .filter_map(|(at, (_, _, split))| Some((at, split.as_ref()?.gain)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        let Some((at, _)) = best else { break };
        let (node, rows, Some(found)) = open.swap_remove(at) else {
            break;
        };
        let (left, right): (Vec<usize>, Vec<usize>) = rows
            .iter()
            .partition(|row| bins[**row][found.feature] <= found.bin);
        let place = nodes.len() as u16;
        nodes[node] = Node {
            feature: found.feature as u8,
            value: cuts[found.feature][found.bin],
            left: place,
            right: place + 1,
        };
        for side in [left, right] {
            nodes.push(Node {
                feature: LEAF,
                value: 0.0,
                left: 0,
                right: 0,
            });
            let next = split(bins, cuts, rest, &side, plan);
            open.push((nodes.len() - 1, side, next));
        }
    }
    for (node, rows, _) in open {
        let sum: f32 = rows.iter().map(|row| rest[*row]).sum();
        nodes[node].value = plan.rate * sum / (rows.len() as f32 + plan.ridge);
        for row in rows {
            rest[row] -= nodes[node].value;
        }
    }
    nodes
}

fn split(
    bins: &[Vec<usize>],
    cuts: &[Vec<f32>],
    rest: &[f32],
    rows: &[usize],
    plan: &Plan,
) -> Option<Split> {
    let total: f64 = rows.iter().map(|row| f64::from(rest[*row])).sum();
    let ridge = f64::from(plan.ridge);
    let worth = |sum: f64, count: usize| sum * sum / (count as f64 + ridge);
    let mut best: Option<Split> = None;
    for (feature, cuts) in cuts.iter().enumerate() {
        let mut sums = vec![(0.0f64, 0usize); cuts.len() + 1];
        for row in rows {
            let bin = &mut sums[bins[*row][feature]];
            bin.0 += f64::from(rest[*row]);
            bin.1 += 1;
        }
        let (mut sum, mut count) = (0.0, 0);
        for (bin, (value, times)) in sums.iter().take(cuts.len()).enumerate() {
            sum += value;
            count += times;
            if count < plan.least || rows.len() - count < plan.least {
                continue;
            }
            let gain = worth(sum, count) + worth(total - sum, rows.len() - count)
                - worth(total, rows.len());
            if gain > best.as_ref().map_or(1e-6, |best| best.gain) {
                best = Some(Split { gain, feature, bin });
            }
        }
    }
    best
}

/// The form that `praxis_drafter::model::Trees::read` reads.
pub fn bytes(trained: &Trained) -> Vec<u8> {
    let mut out = trained.base.to_le_bytes().to_vec();
    out.extend((trained.trees.len() as u32).to_le_bytes());
    for tree in &trained.trees {
        out.extend((tree.len() as u32).to_le_bytes());
        for node in tree {
            out.push(node.feature);
            out.extend(node.value.to_le_bytes());
            out.extend(node.left.to_le_bytes());
            out.extend(node.right.to_le_bytes());
        }
    }
    out
}
