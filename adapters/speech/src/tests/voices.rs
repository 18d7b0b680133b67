//! Programs that read aloud.

use super::{in_the_end, voice};
use praxis_audio::level;
use praxis_domain::{
    access::model::Language,
    scribe::speech::{SpeechProblem, Voice},
};
use serde_json::json;
use std::sync::Arc;

fn program(script: &str) -> Arc<dyn Voice> {
    voice(json!({"name": "test", "command": ["sh", "-c", script, "{language}"]}))
}

/// A WAV file of `frames` at 16 kHz, as a program that prints it.
fn prints(frames: u32, claimed: u32) -> String {
    let data = frames * 2;
    let mut header =
        b"RIFF\xff\xff\xff\x7fWAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data"
            .to_vec();
    header.extend(claimed.to_le_bytes());
    let octal: String = header.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("cat > /dev/null; printf '{octal}'; head -c {data} /dev/zero")
}

#[tokio::test]
async fn aud_10_a_program_reads_text_and_prints_sound() {
    // Some do not know how long it will be when they begin, and claim two gigabytes.
    for claimed in [32_000, 0x7fff_f000] {
        let spoken = program(&prints(16_000, claimed))
            .say("a", Language::En)
            .await;
        assert_eq!(spoken.map(|samples| samples.len()), Ok(16_000), "{claimed}");
    }
    let given = |language| {
        let script = format!(
            "[ \"$0 $(cat)\" = 'pl Zażółć.' ] || exit 1; {}",
            prints(160, 320)
        );
        async move { program(&script).say("Zażółć.", language).await }
    };
    assert_eq!(
        given(Language::Pl).await.map(|samples| samples.len()),
        Ok(160)
    );
    assert_eq!(given(Language::En).await, Err(SpeechProblem::Failed));
}

#[tokio::test]
async fn aud_10_what_goes_wrong_is_named() {
    for (script, problem) in [
        ("cat; exit 1", SpeechProblem::Failed),
        ("cat", SpeechProblem::Unreadable),
        ("true", SpeechProblem::Unreadable),
    ] {
        let spoken = program(script).say("words", Language::En).await;
        assert_eq!(spoken, Err(problem), "{script}");
    }
    let absent = voice(json!({"name": "test", "command": ["/nowhere/voice"]}));
    let spoken = absent.say("words", Language::En).await;
    assert_eq!(spoken, Err(SpeechProblem::Missing));
}

#[tokio::test]
async fn aud_10_a_voice_that_hangs_is_given_up() {
    let voice = program("sleep 600");
    let hanging = in_the_end(voice.say("words", Language::En)).await;
    assert_eq!(hanging, (Err(SpeechProblem::Late), 60));
}

/// Where espeak-ng is installed, as on the machines that test every change.
#[tokio::test]
async fn aud_10_espeak_speaks_both_languages() {
    let command = ["espeak-ng", "-v", "{language}", "--stdin", "--stdout"];
    let espeak = voice(json!({"name": "espeak", "command": command}));
    for (text, language) in [
        ("The blood pressure is normal.", Language::En),
        ("Ciśnienie jest prawidłowe.", Language::Pl),
    ] {
        let samples = match espeak.say(text, language).await {
            Err(SpeechProblem::Missing) => return,
            said => said.unwrap(),
        };
        assert!(
            (16_000..80_000).contains(&samples.len()),
            "{}",
            samples.len()
        );
        let levels = level::of(Some(&samples), praxis_audio::Channels::One);
        assert!(!levels[0].is_silent(), "{levels:?}");
    }
}
