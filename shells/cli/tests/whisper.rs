//! The worker with the real whisper.cpp inside (`make test-whisper`). The model has random weights:
//! it recognises nothing, and everything about its life is real.

use praxis_domain::scribe::speech::{GivenKeys, SpeechEngine, SpeechProblem, SpeechSource};
use praxis_speech::{SpeechFile, WorkerProgram};
use serde_json::json;
use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

/// A model of whisper.cpp's form `ggml`, with the sizes of a very small one.
struct Weights {
    bytes: Vec<u8>,
    chance: u32,
}

const STATE: usize = 64;
const LAYERS: usize = 4;
/// The vocabulary of the models that know English only.
const VOCABULARY: usize = 51_864;
const SOUND_CONTEXT: usize = 1500;
const TEXT_CONTEXT: usize = 448;
const MELS: usize = 80;

impl Weights {
    fn model() -> Vec<u8> {
        let mut weights = Self {
            bytes: vec![],
            chance: 1,
        };
        weights.header();
        weights.encoder();
        weights.decoder();
        weights.bytes
    }

    fn numbers(&mut self, numbers: &[usize]) {
        for number in numbers {
            let number = i32::try_from(*number).unwrap();
            self.bytes.extend(number.to_le_bytes());
        }
    }

    fn random(&mut self) -> u32 {
        self.chance ^= self.chance << 13;
        self.chance ^= self.chance >> 17;
        self.chance ^= self.chance << 5;
        self.chance
    }

    fn header(&mut self) {
        self.numbers(&[0x6767_6d6c, VOCABULARY, SOUND_CONTEXT, STATE, 1, LAYERS]);
        self.numbers(&[TEXT_CONTEXT, STATE, 1, LAYERS, MELS, 1]);
        self.numbers(&[MELS, 201]);
        for _ in 0..MELS * 201 {
            let weight = (self.random() % 1000) as f32 / 1000.0;
            self.bytes.extend(weight.to_le_bytes());
        }
        let words = VOCABULARY - 1607;
        self.numbers(&[words]);
        for number in 0..words {
            let word = if number == 220 {
                " ".to_owned()
            } else {
                format!(" t{number}")
            };
            self.numbers(&[word.len()]);
            self.bytes.extend(word.as_bytes());
        }
    }

    /// A tensor: of 16-bit numbers where `half`, else of 32-bit ones.
    fn tensor(&mut self, name: &str, shape: &[usize], half: bool, ones: bool) {
        self.numbers(&[shape.len(), name.len(), usize::from(half)]);
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        self.numbers(&reversed);
        self.bytes.extend(name.as_bytes());
        for _ in 0..shape.iter().product() {
            let random = self.random();
            if half {
                // Sign and fraction by chance, and an exponent for about a thirtieth.
                let bits = (random & 0x83ff) | (10 << 10);
                self.bytes
                    .extend(u16::try_from(bits).unwrap().to_le_bytes());
            } else {
                let weight = (random % 2001) as f32 / 20_000.0 - 0.05;
                let weight: f32 = if ones { 1.0 } else { weight };
                self.bytes.extend(weight.to_le_bytes());
            }
        }
    }

    fn matrix(&mut self, name: &str, shape: &[usize]) {
        self.tensor(name, shape, true, false);
    }
    fn vector(&mut self, name: &str, shape: &[usize]) {
        self.tensor(name, shape, false, false);
    }
    fn norm(&mut self, name: &str) {
        self.tensor(&format!("{name}.weight"), &[STATE], false, true);
        self.vector(&format!("{name}.bias"), &[STATE]);
    }
    fn attention(&mut self, name: &str) {
        for part in ["query", "key", "value", "out"] {
            self.matrix(&format!("{name}.{part}.weight"), &[STATE, STATE]);
            if part != "key" {
                self.vector(&format!("{name}.{part}.bias"), &[STATE]);
            }
        }
    }
    fn block(&mut self, name: &str, crosses: bool) {
        self.norm(&format!("{name}.attn_ln"));
        self.attention(&format!("{name}.attn"));
        if crosses {
            self.norm(&format!("{name}.cross_attn_ln"));
            self.attention(&format!("{name}.cross_attn"));
        }
        self.norm(&format!("{name}.mlp_ln"));
        self.matrix(&format!("{name}.mlp.0.weight"), &[4 * STATE, STATE]);
        self.vector(&format!("{name}.mlp.0.bias"), &[4 * STATE]);
        self.matrix(&format!("{name}.mlp.2.weight"), &[STATE, 4 * STATE]);
        self.vector(&format!("{name}.mlp.2.bias"), &[STATE]);
    }
    fn encoder(&mut self) {
        self.vector("encoder.positional_embedding", &[SOUND_CONTEXT, STATE]);
        self.matrix("encoder.conv1.weight", &[STATE, MELS, 3]);
        self.vector("encoder.conv1.bias", &[STATE, 1]);
        self.matrix("encoder.conv2.weight", &[STATE, STATE, 3]);
        self.vector("encoder.conv2.bias", &[STATE, 1]);
        for layer in 0..LAYERS {
            self.block(&format!("encoder.blocks.{layer}"), false);
        }
        self.norm("encoder.ln_post");
    }
    fn decoder(&mut self) {
        self.vector("decoder.positional_embedding", &[TEXT_CONTEXT, STATE]);
        self.matrix("decoder.token_embedding.weight", &[VOCABULARY, STATE]);
        for layer in 0..LAYERS {
            self.block(&format!("decoder.blocks.{layer}"), true);
        }
        self.norm("decoder.ln");
    }
}

/// A folder that is removed with its test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("praxis-whisper-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
    fn model(&self, bytes: &[u8]) -> PathBuf {
        let file = self.0.join("model.bin");
        std::fs::write(&file, bytes).unwrap();
        file
    }
    fn engine(&self, model: &Path) -> Arc<dyn SpeechEngine> {
        let described =
            json!({"engines": [{"name": "Whisper", "whisper_model": model, "language": "en"}]});
        let file = self.0.join("speech.json");
        std::fs::write(&file, described.to_string()).unwrap();
        let worker = WorkerProgram {
            // The desktop app is a worker as well.
            program: std::env::var_os("PRAXIS_WORKER")
                .unwrap_or_else(|| env!("CARGO_BIN_EXE_praxis").into())
                .into(),
            arguments: vec!["speech-worker".into()],
        };
        Arc::clone(
            &SpeechFile::new(file, vec![], Some(worker))
                .current(&GivenKeys::new())
                .engines[0],
        )
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.0);
    }
}

/// The workers that were started with a model and live.
fn workers(model: &Path) -> Vec<u32> {
    let mut found = vec![];
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let Ok(process) = entry.file_name().to_string_lossy().parse() else {
            continue;
        };
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        if String::from_utf8_lossy(&line).contains(&*model.to_string_lossy()) {
            found.push(process);
        }
    }
    found
}

async fn none_left(model: &Path) {
    let begun = Instant::now();
    while !workers(model).is_empty() {
        assert!(
            begun.elapsed() < Duration::from_secs(1),
            "it ends within a second"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn sound(seconds: usize) -> Vec<i16> {
    let tone = (0..seconds * 16_000).map(|at| ((at as f32 * 0.2).sin() * 9000.0) as i16);
    tone.collect()
}

#[tokio::test]
async fn aud_9_whisper_answers_is_cancelled_and_is_started_again() {
    let folder = Folder::new("life");
    let model = folder.model(&Weights::model());
    let engine = folder.engine(&model);
    let begun = Instant::now();
    engine.hear(&sound(1)).await.unwrap();
    println!("first second heard after {:?}", begun.elapsed());
    let first = workers(&model);
    assert_eq!(first.len(), 1);
    let begun = Instant::now();
    engine.hear(&[0; 160]).await.unwrap();
    println!("a hundredth of a second heard after {:?}", begun.elapsed());
    assert_eq!(workers(&model), first, "one worker hears all");

    let killed = Command::new("kill")
        .args(["-9", &first[0].to_string()])
        .status();
    assert!(killed.unwrap().success());
    engine.hear(&sound(1)).await.unwrap();
    assert_ne!(workers(&model), first, "a new one was started");

    let long = sound(110);
    let call = engine.hear(&long);
    let cancelled = tokio::time::timeout(Duration::from_millis(300), call).await;
    assert!(cancelled.is_err(), "two minutes take longer");
    none_left(&model).await;

    engine.hear(&sound(1)).await.unwrap();
    drop(engine);
    none_left(&model).await;
}

#[tokio::test]
async fn aud_9_a_malformed_model_is_said_and_ends_nobody_else() {
    let folder = Folder::new("malformed");
    let whole = Weights::model();
    let mut wrong_shape = whole.clone();
    wrong_shape[12..16].copy_from_slice(&63_i32.to_le_bytes());
    for bytes in [
        &b"no model"[..],
        &[],
        &whole[..100],
        &whole[..whole.len() / 2],
        &wrong_shape,
    ] {
        let model = folder.model(bytes);
        let engine = folder.engine(&model);
        for _ in 0..2 {
            let heard = engine.hear(&sound(1)).await;
            assert_eq!(
                heard,
                Err(SpeechProblem::ModelUnreadable),
                "{}",
                bytes.len()
            );
        }
    }
    let model = folder.model(&whole);
    folder.engine(&model).hear(&sound(1)).await.unwrap();
}
