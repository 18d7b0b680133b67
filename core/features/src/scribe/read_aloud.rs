use super::service_keys::speech;
use crate::{
    Ctx, Failure,
    visits::read::{detail, find},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_domain::{
    access::model::Language,
    scribe::{
        model::Section,
        recordings::{
            model::Sound,
            rules::{RATE, milliseconds},
        },
        speech::{EngineTried, Speech, reasons},
    },
    visits::model::{NoteSection, VisitId},
};
use praxis_kernel::{Emit, FailureType, Rule, operation, wire};

/// Longest text that is said at once, in characters; a sentence seldom has as many.
const PIECE: usize = 400;

/// What is to be read aloud.
#[wire(input)]
pub struct ReadAloud {
    /// Of which visit.
    pub visit_id: VisitId,
    /// Which part of the note; the whole note when absent.
    #[serde(default)]
    pub section: Option<Section>,
    /// In which language it is written.
    pub language: Language,
}

/// What was read aloud.
#[wire]
pub struct WasRead {
    /// Whose voice it was.
    pub voice: String,
    /// How long the sound is, in milliseconds.
    pub duration_ms: u32,
}

/// Reads a note aloud with the first voice that works, sending the sound of each sentence as it is ready. Without a voice it is unavailable, and says why.
#[operation(POST "/v1/scribe/read-aloud", allow = "visit:read", errors = [NotFound])]
pub async fn read_aloud(ctx: &Ctx, input: ReadAloud, out: Emit<Sound>) -> Result<WasRead, Failure> {
    let mut work = ctx.snapshot().await?;
    let visit = find(work.as_mut(), input.visit_id).await?;
    let sections = detail(work.as_mut(), visit).await?.sections;
    let speech = speech(ctx, work.as_mut()).await?;
    drop(work);
    let pieces = pieces_of(&sections, input.section, input.language);
    if pieces.is_empty() {
        return Err(Failure::validation(
            "section",
            Rule::Required,
            "Nothing is written there.",
        ));
    }
    let mut read = WasRead {
        voice: String::new(),
        duration_ms: 0,
    };
    let mut frames = 0;
    for piece in pieces {
        let (voice, samples) = say(&speech, &piece, input.language).await?;
        let bytes: Vec<u8> = samples.iter().flat_map(|it| it.to_le_bytes()).collect();
        let sound = Sound {
            from_ms: milliseconds(frames),
            rate: RATE,
            channels: 1,
            data: STANDARD.encode(bytes),
        };
        out.send(sound).await;
        frames += u32::try_from(samples.len())?;
        read = WasRead {
            voice,
            duration_ms: milliseconds(frames),
        };
    }
    Ok(read)
}

/// The first voice that works, and what it says.
async fn say(
    speech: &Speech,
    text: &str,
    language: Language,
) -> Result<(String, Vec<i16>), Failure> {
    let mut tried = vec![];
    for voice in speech.voices.iter().filter(|it| it.speaks(language)) {
        let name = voice.info().name;
        match voice.say(text, language).await {
            Ok(samples) => return Ok((name, samples)),
            Err(problem) => tried.push(EngineTried { name, problem }),
        }
    }
    Err(Failure::new(
        FailureType::Unavailable,
        why_silent(speech, &tried),
    ))
}

fn why_silent(speech: &Speech, tried: &[EngineTried]) -> String {
    let not = "Nothing can be read aloud";
    match (reasons(tried), &speech.problem) {
        (Some(reasons), _) => format!("{not}, no voice could be used ({reasons})."),
        (None, Some(problem)) => format!("{not}: {problem}."),
        (None, None) if speech.voices.is_empty() => format!("{not}, no voice is set up."),
        (None, None) => format!("{not}, no voice speaks this language."),
    }
}

/// What is said of a note, in pieces; the parts of a whole note are named.
fn pieces_of(sections: &[NoteSection], only: Option<Section>, language: Language) -> Vec<String> {
    let mut pieces = vec![];
    for part in sections {
        if part.sentences.is_empty() || only.is_some_and(|only| only != part.section) {
            continue;
        }
        if only.is_none() {
            pieces.push(format!("{}.", heading(part.section, language)));
        }
        for sentence in &part.sentences {
            pieces.extend(cut(&sentence.text));
        }
    }
    pieces
}

/// As screens name them.
const fn heading(section: Section, language: Language) -> &'static str {
    match (language, section) {
        (Language::En, Section::Subjective) => "Subjective",
        (Language::En, Section::Objective) => "Objective",
        (Language::En, Section::Assessment) => "Assessment",
        (Language::En, Section::Plan) => "Plan",
        (Language::Pl, Section::Subjective) => "Wywiad",
        (Language::Pl, Section::Objective) => "Badanie",
        (Language::Pl, Section::Assessment) => "Rozpoznanie",
        (Language::Pl, Section::Plan) => "Zalecenia",
    }
}

/// A long text in pieces between its words.
fn cut(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match pieces.last_mut() {
            Some(piece) if piece.chars().count() + 1 + word.chars().count() <= PIECE => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aud_10_a_long_text_is_cut_between_its_words() {
        assert_eq!(
            cut(" Blood  pressure\n120/80. "),
            ["Blood pressure 120/80."]
        );
        assert!(cut(" \n ").is_empty());
        let long = "żółć ".repeat(200);
        let pieces = cut(&long);
        assert_eq!(pieces.len(), 3);
        assert!(pieces.iter().all(|piece| piece.chars().count() <= PIECE));
        assert_eq!(pieces.join(" "), long.trim());
    }
}
