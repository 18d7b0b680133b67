//! Letters: which there are, how wide they are, and where a line ends.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use praxis_kernel::Failure;
use skrifa::{
    FontRef, MetadataProvider,
    charmap::Charmap,
    instance::{LocationRef, Size},
    metrics::GlyphMetrics,
};
use unicode_normalization::UnicodeNormalization;

const REGULAR: &[u8] = include_bytes!("../fonts/IBMPlexSans-Regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf");
/// Stands for a letter that the font lacks.
const REPLACEMENT: char = '\u{FFFD}';

/// One weight of the font.
pub struct Face {
    font: Font,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    em: f32,
}

/// The two weights that a note is set in.
pub struct Faces {
    pub regular: Face,
    pub semibold: Face,
}

impl Faces {
    /// Reads the fonts inside the program.
    pub fn load() -> Result<Self, Failure> {
        Ok(Self {
            regular: Face::load(REGULAR)?,
            semibold: Face::load(SEMIBOLD)?,
        })
    }

    /// The text as it can be shown: composed letters, and [`REPLACEMENT`] for what the font lacks.
    /// White space stays. Only what is invisible by definition is left out.
    pub fn printable(&self, text: &str) -> String {
        text.nfc()
            .filter(|letter| !is_invisible(*letter))
            .map(|letter| match letter {
                _ if letter.is_whitespace() && !is_hard_space(letter) => letter,
                _ if self.has(letter) => letter,
                _ => REPLACEMENT,
            })
            .collect()
    }

    fn has(&self, letter: char) -> bool {
        // Letters of the private use areas mean something else in each font.
        let private = matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
        !private && self.regular.glyph(letter).is_some() && self.semibold.glyph(letter).is_some()
    }
}

impl Face {
    fn load(data: &'static [u8]) -> Result<Self, Failure> {
        let unreadable = || Failure::internal(anyhow::anyhow!("the font cannot be read"));
        let letters = FontRef::new(data).map_err(Failure::internal)?;
        let font = Font::new(data.into(), 0).ok_or_else(unreadable)?;
        Ok(Self {
            letters: letters.charmap(),
            widths: letters.glyph_metrics(Size::unscaled(), LocationRef::default()),
            em: font.units_per_em(),
            font,
        })
    }

    /// The font as the document embeds it.
    pub fn font(&self) -> Font {
        self.font.clone()
    }

    fn glyph(&self, letter: char) -> Option<skrifa::GlyphId> {
        self.letters.map(letter).filter(|glyph| glyph.to_u32() != 0)
    }

    /// Width of one letter, in parts of the font size.
    fn advance(&self, glyph: skrifa::GlyphId) -> f32 {
        self.widths.advance_width(glyph).unwrap_or(0.0) / self.em
    }

    /// Width of a text in points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let widths = text
            .chars()
            .filter_map(|letter| self.glyph(letter))
            .map(|glyph| self.advance(glyph));
        widths.sum::<f32>() * size
    }

    /// The letters of a printable text as the document wants them.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        text.char_indices()
            .filter_map(|(at, letter)| {
                let glyph = self.glyph(letter)?;
                let range = at..at + letter.len_utf8();
                let (id, advance) = (GlyphId::new(glyph.to_u32()), self.advance(glyph));
                Some(KrillaGlyph::new(id, advance, 0.0, 0.0, 0.0, range, None))
            })
            .collect()
    }

    /// Breaks a text at its spaces into lines of at most `width` points; a word that is wider is
    /// broken where the line ends. Lines that go on end with a space, for whoever reads the
    /// document aloud or copies from it. An empty text has no lines.
    pub fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut used = 0.0;
        let space = self.width(" ", size);
        let words = text.split(|letter: char| letter.is_whitespace() && !is_hard_space(letter));
        for word in words.filter(|word| !word.is_empty()) {
            let wide = self.width(word, size);
            if used > 0.0 && used + wide > width {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            if wide <= width {
                line.push_str(word);
                used += wide;
            } else {
                for letter in word.chars() {
                    let wide = self.width(letter.encode_utf8(&mut [0; 4]), size);
                    if used > 0.0 && used + wide > width {
                        lines.push(std::mem::take(&mut line));
                        used = 0.0;
                    }
                    line.push(letter);
                    used += wide;
                }
            }
            line.push(' ');
            used += space;
        }
        line.truncate(line.trim_end_matches(' ').len());
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

/// Spaces at which no line ends.
fn is_hard_space(letter: char) -> bool {
    matches!(letter, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

/// Hints to programs that set text, which nobody sees: soft hyphens, joiners, marks of direction.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_shown_or_replaced_and_never_dropped() {
        let faces = Faces::load().unwrap();
        for (text, shown) in [
            (
                "zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ",
                "zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ",
            ),
            ("z\u{307}o\u{301}ł\u{107}", "żółć"),
            (
                "≥ 38,5 °C → ½ tabl. µg/dl ± 2 × 3",
                "≥ 38,5 °C → ½ tabl. µg/dl ± 2 × 3",
            ),
            ("血压 😀", "\u{FFFD}\u{FFFD} \u{FFFD}"),
            ("a\u{0}b\u{7}\u{E000}", "a\u{FFFD}b\u{FFFD}\u{FFFD}"),
            ("so\u{AD}ft\u{FEFF}", "soft"),
        ] {
            assert_eq!(faces.printable(text), shown);
        }
    }

    #[test]
    fn lines_end_at_words_and_never_beyond_the_width() {
        let face = Faces::load().unwrap().regular;
        assert_eq!(face.wrap("  \t ", 10.0, 100.0), Vec::<String>::new());
        let text = "Pacjentka zgłasza od trzech dni ból gardła i gorączkę";
        let lines = face.wrap(text, 10.0, 100.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), text);
        for line in &lines {
            assert!(face.width(line.trim_end(), 10.0) <= 100.0);
        }
        let word = "a".repeat(100);
        let lines = face.wrap(&word, 10.0, 100.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), word);
        assert_eq!(face.wrap("5\u{A0}mg", 10.0, 1.0).concat(), "5\u{A0}mg");
    }
}
