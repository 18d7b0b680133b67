use crate::{Place, local};
use anyhow::Context;
use async_trait::async_trait;
use clap::Subcommand;
use praxis_domain::{
    scribe::recordings::model::RecordingId, visits::model::VisitId, workflows::model::ImportReport,
};
use praxis_features::{
    JobCtx, Progress,
    patients::import::import,
    scribe::bring::{SoundFile, bring},
};
use praxis_kernel::Failure;
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What to import.
#[derive(Subcommand)]
pub enum Import {
    /// Patients from CSV, FHIR R4 bundles or NDJSON
    Patients {
        #[command(flatten)]
        place: Place,
        /// On behalf of this user
        #[arg(long = "as")]
        login: Option<String>,
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// A conversation, which becomes the transcript of a visit
    Transcript {
        #[command(flatten)]
        place: Place,
        /// On behalf of this user, whose visit it is
        #[arg(long = "as")]
        login: String,
        /// Record number of the patient
        #[arg(long)]
        patient: String,
        /// The file; of a TextGrid pair the clinician's, then the patient's
        #[arg(required = true, num_args = 1..=2)]
        files: Vec<PathBuf>,
    },
    /// A sound file, which becomes a recording of a visit, or a capture that waits for one
    Recording {
        #[command(flatten)]
        place: Place,
        /// On behalf of this user, whose recording it is
        #[arg(long = "as")]
        login: String,
        /// The visit, whose patient must have agreed to a recording
        #[arg(long)]
        visit: Option<VisitId>,
        /// The file: WAV, FLAC, MP3, M4A, Ogg Vorbis or Opus, WebM
        file: PathBuf,
    },
}

impl Import {
    pub async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Patients {
                place,
                login,
                files,
            } => patients(&place, login.as_deref(), &files).await,
            Self::Transcript {
                place,
                login,
                patient,
                files,
            } => transcript(&place, &login, &patient, &files).await,
            Self::Recording {
                place,
                login,
                visit,
                file,
            } => recording(&place, &login, visit, &file).await,
        }
    }
}

/// Says how far the import is, and stops nothing.
struct Console;

#[async_trait]
impl Progress for Console {
    async fn note(&self, done: u32, _total: Option<u32>) -> Result<(), Failure> {
        if done.is_multiple_of(10_000) {
            eprintln!("{done} records read");
        }
        Ok(())
    }
}

/// The last part of a path.
fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

async fn patients(place: &Place, login: Option<&str>, files: &[PathBuf]) -> anyhow::Result<()> {
    let runtime = local::open_trusted(place).await?;
    let mut failed = 0;
    for path in files {
        let name = name_of(path);
        let file = File::open(path).with_context(|| format!("{}", path.display()))?;
        let job = JobCtx {
            ctx: local::operator(&runtime, "import_patients", login).await?,
            reporter: Arc::new(Console),
        };
        let report = import(&job, &name, None, file)
            .await
            .map_err(local::plain)?;
        print(&name, &report);
        failed += report.failed;
    }
    runtime.stop().await;
    anyhow::ensure!(failed == 0, "{failed} records could not be imported");
    Ok(())
}

fn print(name: &str, report: &ImportReport) {
    println!(
        "{name}: {} new, {} updated, {} unchanged, {} failed",
        report.created, report.updated, report.unchanged, report.failed
    );
    for issue in &report.issues {
        let field = issue
            .field
            .as_ref()
            .map_or_else(String::new, |field| format!("{field}: "));
        println!("  line {}: {field}{}", issue.line, issue.problem);
    }
    for other in &report.not_imported {
        println!("  not imported: {} {}", other.count, other.resource);
    }
}

async fn transcript(
    place: &Place,
    login: &str,
    mrn: &str,
    files: &[PathBuf],
) -> anyhow::Result<()> {
    let texts: Vec<String> = files
        .iter()
        .map(|path| crate::draft::read_text(path))
        .collect::<anyhow::Result<_>>()?;
    let runtime = local::open_trusted(place).await?;
    let ctx = local::operator(&runtime, "import_transcript", Some(login)).await?;
    let transcript = crate::draft::parse(&texts)?;
    let visit = praxis_features::scribe::transcript::attach(&ctx, mrn, &transcript)
        .await
        .map_err(local::plain)?;
    runtime.stop().await;
    println!(
        "{} turns are now the transcript of visit {visit}.",
        transcript.segments.len()
    );
    Ok(())
}

/// Stops nothing, and says nothing: the screens tell of a job, the command line of its end.
struct Silent;

#[async_trait]
impl Progress for Silent {
    async fn note(&self, _done: u32, _total: Option<u32>) -> Result<(), Failure> {
        Ok(())
    }
}

async fn recording(
    place: &Place,
    login: &str,
    visit_id: Option<VisitId>,
    path: &Path,
) -> anyhow::Result<()> {
    let source = File::open(path).with_context(|| format!("{}", path.display()))?;
    let size = source.metadata()?.len();
    let runtime = local::open_trusted(place).await?;
    let ctx = local::operator(&runtime, "import_recording", Some(login)).await?;
    let recorded_by = ctx.actor.user.context("there is no such user")?;
    let file = SoundFile {
        recording_id: RecordingId::new(ctx.id()),
        visit_id,
        recorded_by,
        name: name_of(path),
        size,
    };
    let job = JobCtx {
        ctx,
        reporter: Arc::new(Silent),
    };
    let report = bring(&job, &file, source).await.map_err(local::plain)?;
    runtime.stop().await;
    println!("{} is now recording {}.", file.name, file.recording_id);
    for issue in report.issues {
        println!("  after {} s: {}", issue.line, issue.problem);
    }
    Ok(())
}
