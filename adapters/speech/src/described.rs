//! What stands in the file of engines and voices.

use crate::{
    Unusable,
    command::CommandEngine,
    service::{Address, Keyed},
    transcription::ServiceEngine,
    voice::{CommandVoice, Languages, ServiceVoice},
    whisper::{Model, WhisperEngine, WorkerProgram},
};
use praxis_domain::scribe::speech::{GivenKey, GivenKeys, Speech, SpeechEngine, Voice};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{collections::BTreeSet, sync::Arc};

/// An engine or a voice; a service is lent with the key of whoever asks.
pub(crate) enum Lent<S, T: ?Sized> {
    Service(Arc<S>),
    Program(Arc<T>),
}

/// The engines and voices of a file, or why it cannot be used.
#[derive(Default)]
pub(crate) struct Described {
    pub engines: Vec<Lent<ServiceEngine, dyn SpeechEngine>>,
    pub voices: Vec<Lent<ServiceVoice, dyn Voice>>,
    pub problem: Option<String>,
}

impl Described {
    /// What a clinic hears and speaks with that gave these keys.
    pub fn with(&self, keys: &GivenKeys) -> Speech {
        let engines = self.engines.iter().map(|engine| match engine {
            Lent::Program(engine) => Arc::clone(engine),
            Lent::Service(it) => keyed(it, keys.get(&it.origin())) as Arc<dyn SpeechEngine>,
        });
        let voices = self.voices.iter().map(|voice| match voice {
            Lent::Program(voice) => Arc::clone(voice),
            Lent::Service(it) => keyed(it, keys.get(&it.origin())) as Arc<dyn Voice>,
        });
        Speech {
            engines: engines.collect(),
            voices: voices.collect(),
            problem: self.problem.clone(),
        }
    }
}

fn keyed<T>(service: &Arc<T>, given: Option<&GivenKey>) -> Arc<Keyed<T>> {
    Arc::new(Keyed {
        service: Arc::clone(service),
        given: given.cloned(),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    engines: Vec<Entry>,
    #[serde(default)]
    voices: Vec<Entry>,
}

/// An engine or a voice; one of its fields says of which kind it is.
type Entry = Map<String, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DescribedService {
    name: String,
    url: String,
    model: String,
    #[serde(default)]
    key_env: Option<String>,
    #[serde(default)]
    allow_remote: bool,
    #[serde(default)]
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DescribedServiceVoice {
    name: String,
    url: String,
    model: String,
    voice: String,
    #[serde(default)]
    key_env: Option<String>,
    #[serde(default)]
    allow_remote: bool,
    #[serde(default)]
    languages: Languages,
}

/// The engines and voices that a text describes.
pub(crate) fn parse(text: &str, worker: Option<&WorkerProgram>) -> Result<Described, Unusable> {
    let written: Written =
        serde_json::from_str(text).map_err(|error| Unusable(error.to_string()))?;
    let mut described = Described::default();
    let mut names = BTreeSet::new();
    for (number, entry) in (1..).zip(written.engines) {
        let named = name(&entry, &format!("engine {number}"), &mut names)?;
        described.engines.push(engine(entry, &named, worker)?);
    }
    names.clear();
    for (number, entry) in (1..).zip(written.voices) {
        let named = name(&entry, &format!("voice {number}"), &mut names)?;
        described.voices.push(voice(entry, &named)?);
    }
    Ok(described)
}

/// The name of an entry, which no other has.
fn name(entry: &Entry, place: &str, names: &mut BTreeSet<String>) -> Result<String, Unusable> {
    let name = entry.get("name").and_then(Value::as_str).map(str::trim);
    let name = name.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Unusable(format!("{place} needs a name")))?;
    if names.insert(name.to_owned()) {
        Ok(name.to_owned())
    } else {
        Err(Unusable(format!("the name of {place} is taken")))
    }
}

fn engine(
    entry: Entry,
    name: &str,
    worker: Option<&WorkerProgram>,
) -> Result<Lent<ServiceEngine, dyn SpeechEngine>, Unusable> {
    if entry.contains_key("command") {
        let engine: CommandEngine = read(entry, name)?;
        check_command(&engine.command, name)?;
        return Ok(Lent::Program(Arc::new(engine)));
    }
    if entry.contains_key("url") {
        let it: DescribedService = read(entry, name)?;
        let language = check_language(it.language, name)?;
        let address = Address {
            name: it.name,
            url: it.url,
            model: it.model,
            key_env: it.key_env,
            allow_remote: it.allow_remote,
        };
        let engine = ServiceEngine::new(address, language)?;
        return Ok(Lent::Service(Arc::new(engine)));
    }
    if entry.contains_key("whisper_model") {
        let mut model: Model = read(entry, name)?;
        model.language = check_language(model.language, name)?;
        let engine = WhisperEngine::new(model, worker.cloned());
        return Ok(Lent::Program(Arc::new(engine)));
    }
    let needs = "needs a `command`, a `url` or a `whisper_model`";
    Err(Unusable(format!("{name} {needs}")))
}

fn voice(entry: Entry, name: &str) -> Result<Lent<ServiceVoice, dyn Voice>, Unusable> {
    if entry.contains_key("command") {
        let voice: CommandVoice = read(entry, name)?;
        check_command(&voice.command, name)?;
        return Ok(Lent::Program(Arc::new(voice)));
    }
    if entry.contains_key("url") {
        let it: DescribedServiceVoice = read(entry, name)?;
        let address = Address {
            name: it.name,
            url: it.url,
            model: it.model,
            key_env: it.key_env,
            allow_remote: it.allow_remote,
        };
        let voice = ServiceVoice::new(address, it.voice, it.languages)?;
        return Ok(Lent::Service(Arc::new(voice)));
    }
    Err(Unusable(format!("{name} needs a `command` or a `url`")))
}

fn read<T: DeserializeOwned>(entry: Entry, name: &str) -> Result<T, Unusable> {
    serde_json::from_value(Value::Object(entry))
        .map_err(|error| Unusable(format!("{name}: {error}")))
}

fn check_command(command: &[String], name: &str) -> Result<(), Unusable> {
    if command.first().is_none_or(String::is_empty) {
        return Err(Unusable(format!("{name} needs a command")));
    }
    Ok(())
}

/// A language goes to a program as an argument, so it is a word and nothing else.
fn check_language(language: Option<String>, name: &str) -> Result<Option<String>, Unusable> {
    let is_code = |code: &String| {
        (2..=3).contains(&code.len()) && code.bytes().all(|letter| letter.is_ascii_lowercase())
    };
    if language.as_ref().is_none_or(is_code) {
        Ok(language)
    } else {
        Err(Unusable(format!(
            "the language of {name} is not a code such as `pl`"
        )))
    }
}
