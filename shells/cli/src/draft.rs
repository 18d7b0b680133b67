use crate::draft_model::Provider;
use anyhow::{Context, ensure};
use clap::{Args, ValueEnum};
use praxis_domain::scribe::model::{PatientFacts, PatientKind, Sex, Transcript};
use praxis_interop::transcripts;
use std::path::{Path, PathBuf};

/// How the note is laid out.
#[derive(Clone, Copy, ValueEnum)]
enum Style {
    /// Subjective, objective, assessment, plan
    Soap,
    /// History of present illness, physical exam, results, assessment and plan
    Narrative,
}

/// The patient's sex, which chooses the pronoun.
#[derive(Clone, Copy, ValueEnum)]
enum SexOption {
    Female,
    Male,
    Other,
    Unknown,
}

/// Options of `praxis draft`.
#[derive(Args)]
pub struct Draft {
    /// The conversation: tagged text, WebVTT, SRT, TextGrid (a pair) or JSON segments
    #[arg(required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// Layout of the note
    #[arg(long, value_enum, default_value = "soap")]
    style: Style,
    /// The sentences with their evidence, as JSON
    #[arg(long)]
    json: bool,
    /// The patient's sex
    #[arg(long, value_enum, default_value = "unknown")]
    sex: SexOption,
    /// The patient is an animal
    #[arg(long)]
    animal: bool,
    #[command(flatten)]
    provider: Provider,
}

impl Draft {
    pub async fn run(self) -> anyhow::Result<()> {
        let texts: Vec<String> = self
            .files
            .iter()
            .map(|path| read_text(path))
            .collect::<anyhow::Result<_>>()?;
        let transcript = parse(&texts)?;
        let facts = PatientFacts {
            kind: if self.animal {
                PatientKind::Animal
            } else {
                PatientKind::Human
            },
            sex: match self.sex {
                SexOption::Female => Sex::Female,
                SexOption::Male => Sex::Male,
                SexOption::Other => Sex::Other,
                SexOption::Unknown => Sex::Unknown,
            },
        };
        let mut draft = praxis_drafter::draft(&transcript, &facts);
        if let Some(sentences) = self.provider.draft(&transcript, &draft.sentences).await? {
            ensure!(
                self.json || matches!(self.style, Style::Soap),
                "a model drafts in four sections only"
            );
            draft.sentences = sentences;
        }
        if self.json {
            let whole = serde_json::json!({
                "sentences": draft.sentences,
                "transcript": transcript,
            });
            println!("{}", serde_json::to_string_pretty(&whole)?);
            return Ok(());
        }
        match self.style {
            Style::Soap => println!("{}", praxis_drafter::render_soap(&draft)),
            Style::Narrative => println!("{}", praxis_drafter::render_narrative(&draft)),
        }
        Ok(())
    }
}

/// The text of a file, in UTF-8 or UTF-16.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("{}", path.display()))?;
    Ok(transcripts::decode(&bytes)?)
}

/// The conversation of one file, or of a TextGrid pair.
pub fn parse(texts: &[String]) -> anyhow::Result<Transcript> {
    Ok(match texts {
        [one] => transcripts::parse(one)?,
        [clinician, patient] => transcripts::parse_textgrid_pair(clinician, patient)?,
        _ => anyhow::bail!("one file, or a pair"),
    })
}
