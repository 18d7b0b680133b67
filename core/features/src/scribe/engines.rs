use super::service_keys::speech;
use crate::{Ctx, Failure};
use praxis_domain::{
    access::model::Language,
    scribe::speech::{EngineInfo, EngineList, Speech, SpeechProblem, Voice},
};
use praxis_kernel::{Emit, operation, wire};

/// What an engine is tried with: a second in which nobody speaks.
static SILENCE: [i16; 16_000] = [0; 16_000];
/// What a voice is tried with, which is the same word in both languages.
const WORD: &str = "Test.";

/// Nothing is asked.
#[wire(input)]
pub struct ListEngines {}

/// The engines that turn sound into words and the voices that read aloud, in the order in which they are tried. Whoever runs the program describes them in a file, which is read again when it was changed.
#[operation(GET "/v1/scribe/engines", allow = "recording:read", reads = [Recordings])]
pub async fn list_engines(ctx: &Ctx, _input: ListEngines) -> Result<EngineList, Failure> {
    let mut work = ctx.read().await?;
    let speech = speech(ctx, work.as_mut()).await?;
    Ok(EngineList {
        items: speech.engines.iter().map(|engine| engine.info()).collect(),
        voices: speech.voices.iter().map(|voice| voice.info()).collect(),
        problem: speech.problem,
    })
}

/// Which engine or voice is to be tried.
#[wire(input)]
pub struct TestEngine {
    /// Its name.
    pub name: String,
    /// Whether it is a voice.
    pub voice: bool,
}

/// How a trial ended.
#[wire]
pub struct EngineTest {
    /// Why it does not work; absent when it does.
    pub problem: Option<SpeechProblem>,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
}

/// Tries an engine with a second of silence, or a voice with a word, and says whether it works and how long that took. What is tried is sent first, since loading a large model takes a while.
#[operation(POST "/v1/scribe/engines/test", allow = "recording:write", errors = [NotFound])]
pub async fn test_engine(
    ctx: &Ctx,
    input: TestEngine,
    out: Emit<EngineInfo>,
) -> Result<EngineTest, Failure> {
    let mut work = ctx.read().await?;
    let speech = speech(ctx, work.as_mut()).await?;
    drop(work);
    let begun = ctx.services.clock.now().micros();
    let outcome = if input.voice {
        try_voice(&speech, &input.name, &out).await?
    } else {
        try_engine(&speech, &input.name, &out).await?
    };
    let took = (ctx.services.clock.now().micros() - begun) / 1000;
    Ok(EngineTest {
        problem: outcome.err(),
        took_ms: u32::try_from(took).unwrap_or(0),
    })
}

async fn try_engine(
    speech: &Speech,
    name: &str,
    out: &Emit<EngineInfo>,
) -> Result<Result<(), SpeechProblem>, Failure> {
    let mut engines = speech.engines.iter();
    let engine = engines
        .find(|engine| engine.info().name == name)
        .ok_or_else(|| Failure::not_found("engine of this name"))?;
    out.send(engine.info()).await;
    Ok(engine.hear(&SILENCE).await.map(|_words| ()))
}

async fn try_voice(
    speech: &Speech,
    name: &str,
    out: &Emit<EngineInfo>,
) -> Result<Result<(), SpeechProblem>, Failure> {
    let mut voices = speech.voices.iter();
    let voice = voices
        .find(|voice| voice.info().name == name)
        .ok_or_else(|| Failure::not_found("voice of this name"))?;
    out.send(voice.info()).await;
    let said = voice.say(WORD, language_of(voice.as_ref())).await;
    Ok(said.and_then(|samples| {
        if samples.is_empty() {
            Err(SpeechProblem::Unreadable)
        } else {
            Ok(())
        }
    }))
}

fn language_of(voice: &dyn Voice) -> Language {
    if voice.speaks(Language::En) {
        Language::En
    } else {
        Language::Pl
    }
}
