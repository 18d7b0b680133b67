//! Where each line stands.

use crate::{
    content::{Block, Content, Style},
    text::{Face, Faces},
};

/// A4, in points.
pub const PAGE: (f32, f32) = (595.28, 841.89);
/// Left and right of the text: 20 mm.
pub const MARGIN: f32 = 56.7;
/// Width of the text.
pub const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// The first line of the head, from the top.
pub const HEAD: f32 = 36.0;
/// Size and height of the lines of head and foot.
pub const EDGE: (f32, f32) = (9.0, 12.5);
/// The line of the foot, from the top.
pub const FOOT: f32 = PAGE.1 - 40.0;
/// The text ends here.
const BOTTOM: f32 = FOOT - 22.0;
/// Where values begin beside their labels.
const INDENT: f32 = 100.0;
/// A head that is longer says the rest in the text of the first page.
const HEAD_LINES: usize = 6;

/// Letters on a line.
pub struct Run {
    /// From the left margin.
    pub x: f32,
    pub bold: bool,
    pub text: String,
}

/// A line of a block.
pub struct Line {
    /// Which block.
    pub block: usize,
    /// Size of its letters.
    pub size: f32,
    /// Its baseline, from the top of the page.
    pub y: f32,
    /// Height with the space to the next line.
    height: f32,
    /// Space above, except at the top of a page.
    above: f32,
    pub runs: Vec<Run>,
}

/// The lines of every page, and the head that all have.
pub struct Pages {
    pub head: Vec<String>,
    pub pages: Vec<Vec<Line>>,
}

/// Size, line height, space above the first line.
fn measures(style: Style) -> (f32, f32, f32) {
    match style {
        Style::Title => (18.0, 30.0, 0.0),
        Style::Mark => (14.0, 32.0, 6.0),
        Style::Field => (10.5, 15.0, 0.0),
        Style::Heading => (12.5, 18.0, 13.0),
        Style::Text => (10.5, 14.5, 2.5),
        Style::Small => (9.0, 12.5, 2.0),
    }
}

/// Sets all lines, and keeps together what belongs together.
pub fn pages(content: &Content, faces: &Faces) -> Pages {
    let mut head = faces.semibold.wrap(&content.identity, EDGE.0, WIDTH);
    head.truncate(HEAD_LINES);
    // The clinic stands on a line of its own above, and a rule below.
    let top = HEAD + EDGE.1 * (head.len() as f32 + 1.0) + 12.0;
    let mut pages: Vec<Vec<Line>> = vec![vec![]];
    let mut y = top;
    for piece in pieces(content, faces) {
        let needed: f32 = piece.iter().map(|line| line.above + line.height).sum();
        let mut fresh = y > top && y + needed > BOTTOM;
        for mut line in piece {
            if fresh || y + line.height > BOTTOM {
                pages.push(vec![]);
                y = top;
                fresh = false;
            }
            if y > top {
                y += line.above;
            }
            line.y = y + line.size;
            y += line.height;
            if let Some(page) = pages.last_mut() {
                page.push(line);
            }
        }
    }
    Pages { head, pages }
}

/// Lines in pieces that are not parted while a page can hold them: a block that keeps the next one
/// goes with it, and no paragraph leaves a single line behind.
fn pieces(content: &Content, faces: &Faces) -> Vec<Vec<Line>> {
    let mut pieces: Vec<Vec<Line>> = Vec::new();
    let mut kept: Vec<Line> = Vec::new();
    for (at, block) in content.blocks.iter().enumerate() {
        let mut lines = lines(at, block, faces);
        if block.keep {
            kept.append(&mut lines);
            continue;
        }
        let count = lines.len();
        for (number, line) in lines.into_iter().enumerate() {
            let alone = number == 1 || (number + 1 == count && number > 0);
            if number == 0 {
                kept.push(line);
                pieces.push(std::mem::take(&mut kept));
            } else if let (true, Some(piece)) = (alone, pieces.last_mut()) {
                piece.push(line);
            } else {
                pieces.push(vec![line]);
            }
        }
    }
    pieces.push(kept);
    pieces
}

fn lines(at: usize, block: &Block, faces: &Faces) -> Vec<Line> {
    let (size, height, above) = measures(block.style);
    let bold = matches!(block.style, Style::Title | Style::Mark | Style::Heading);
    let face = if bold {
        &faces.semibold
    } else {
        &faces.regular
    };
    let label = (block.style == Style::Field).then(|| format!("{}: ", block.label));
    let indent = label
        .as_ref()
        .map_or(0.0, |label| faces.semibold.width(label, size).max(INDENT));
    let texts = face.wrap(&block.text, size, WIDTH - indent);
    let rows = texts.into_iter().enumerate();
    rows.map(|(number, text)| {
        let x = match block.style {
            Style::Mark => (WIDTH - face.width(&text, size)) / 2.0,
            _ => indent,
        };
        let first = number == 0;
        let mut runs = vec![Run { x, bold, text }];
        if let (true, Some(label)) = (first, &label) {
            let text = label.clone();
            runs.insert(
                0,
                Run {
                    x: 0.0,
                    bold: true,
                    text,
                },
            );
        }
        Line {
            block: at,
            size,
            y: 0.0,
            height,
            above: if first { above } else { 0.0 },
            runs,
        }
    })
    .collect()
}

/// The beginning of a text that fits on one line.
pub fn shortened(face: &Face, text: &str, width: f32) -> String {
    let mut lines = face.wrap(text, EDGE.0, width - face.width("…", EDGE.0));
    match lines.len() {
        0 | 1 => lines.pop().unwrap_or_default(),
        _ => format!("{}…", lines.swap_remove(0).trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::Labels;
    use praxis_domain::access::model::Language;

    fn content(blocks: Vec<Block>) -> Content {
        Content {
            labels: Labels::of(Language::En),
            title: String::new(),
            identifier: String::new(),
            changed_at: praxis_kernel::Timestamp::new("2026-11-21T08:30:00Z".parse().unwrap()),
            signed: true,
            clinic: String::new(),
            identity: "Nowak Anna".to_owned(),
            state: String::new(),
            blocks,
        }
    }

    fn block(style: Style, words: usize) -> Block {
        Block {
            style,
            label: "",
            text: vec!["słowo"; words].join(" "),
            keep: style == Style::Heading,
        }
    }

    #[test]
    fn no_page_ends_with_a_heading_or_parts_a_single_line() {
        let faces = Faces::load().unwrap();
        for filler in 0..100 {
            let mut blocks: Vec<Block> = (0..filler).map(|_| block(Style::Text, 1)).collect();
            blocks.extend([block(Style::Heading, 1), block(Style::Text, 60)]);
            let heading = filler;
            let pages = pages(&content(blocks), &faces).pages;
            let count = |page: &Vec<Line>, block| page.iter().filter(|l| l.block == block).count();
            for page in &pages {
                assert_ne!(page.last().map(|line| line.block), Some(heading));
                assert_ne!(count(page, heading + 1), 1, "{filler}");
                assert!(page.iter().all(|line| line.y < BOTTOM));
            }
        }
    }

    #[test]
    fn a_piece_that_no_page_can_hold_goes_on_over_the_next_ones() {
        let faces = Faces::load().unwrap();
        let pages = pages(&content(vec![block(Style::Heading, 3000)]), &faces).pages;
        assert!(pages.len() > 2);
        let words = pages.iter().flatten().flat_map(|line| &line.runs);
        let words: usize = words.map(|run| run.text.split_whitespace().count()).sum();
        assert_eq!(words, 3000);
    }
}
