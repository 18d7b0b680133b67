//! A clinic over HTTP, as its screens use it, and the sound that is recorded in it.

use super::stream::Stream;
use crate::bench::{client::Client, seed};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use praxis_audio::{RATE, SEGMENT_FRAMES, decode::decode};
use praxis_domain::models::ports::Reach;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::BufReader,
    sync::atomic::{AtomicU32, Ordering},
};

/// Recordings so far; their identifiers come from whoever records.
static RECORDINGS: AtomicU32 = AtomicU32::new(0);

/// Somebody who is signed in, on one connection.
pub struct Clinic {
    port: u16,
    token: String,
    client: Client,
}

impl Clinic {
    /// Connects.
    pub async fn enter(port: u16, token: &str) -> anyhow::Result<Self> {
        Ok(Self {
            port,
            token: token.to_owned(),
            client: Client::connect(port, token).await?,
        })
    }

    /// The same person on one more connection.
    pub async fn another(&self) -> anyhow::Result<Self> {
        Self::enter(self.port, &self.token).await
    }

    /// So many more connections.
    pub async fn others(&self, count: usize) -> anyhow::Result<Vec<Self>> {
        futures::future::try_join_all((0..count).map(|_| self.another())).await
    }

    /// Calls an operation that reads.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&self.client.get(path).await?)?)
    }

    /// Calls an operation with this input.
    pub async fn post(&mut self, path: &str, input: &Value) -> anyhow::Result<Value> {
        self.post_text(path, &input.to_string()).await
    }

    /// The same with an input that is written down already.
    pub async fn post_text(&mut self, path: &str, input: &str) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(&self.client.post(path, input).await?)?)
    }

    /// Calls an operation that replaces something.
    pub async fn put(&mut self, path: &str, input: &Value) -> anyhow::Result<Value> {
        Ok(serde_json::from_str(
            &self.client.put(path, &input.to_string()).await?,
        )?)
    }

    /// Where an operation is called from elsewhere, and what its `authorization` says.
    pub fn address(&self, path: &str) -> (String, String) {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        (url, format!("Bearer {}", self.token))
    }

    /// A request on a connection of its own, whose answer comes in parts.
    pub fn request(&self, method: Method, path: &str) -> anyhow::Result<RequestBuilder> {
        let (url, authorization) = self.address(path);
        let request = praxis_network::request(method, &url, Reach::ThisMachine)?;
        Ok(request.header("authorization", authorization))
    }

    /// Calls an operation that answers event by event.
    pub async fn stream(&self, path: &str, input: &Value) -> anyhow::Result<Stream> {
        let request = self.request(Method::POST, path)?;
        let request = request.header("content-type", "application/json");
        Stream::open(request.body(input.to_string())).await
    }

    /// A visit of a new patient who agreed to be recorded.
    pub async fn visit(&mut self) -> anyhow::Result<String> {
        let new =
            json!({"kind": "human", "family_name": "Bench", "given_name": "Anna", "sex": "female"});
        let patient = self.post("/v1/ehr/patients", &new).await?;
        let patient = text(&patient, "/patient_id")?;
        let new = json!({"patient_id": patient, "reason": "cough"});
        let visit = self.post("/v1/ehr/encounters", &new).await?;
        let visit = text(&visit, "/visit/visit_id")?;
        let consent = json!({"purpose": "recording", "decision": "this_visit", "visit_id": visit});
        let path = format!("/v1/ehr/patients/{patient}/consents");
        self.post(&path, &consent).await?;
        Ok(visit)
    }

    /// Begins a recording of one channel.
    pub async fn record(&mut self, visit: &str) -> anyhow::Result<String> {
        // Not those of the patients, which the same function makes.
        let number = u32::MAX - RECORDINGS.fetch_add(1, Ordering::Relaxed);
        let id = seed::id(number).to_string();
        let new = json!({"recording_id": id, "visit_id": visit, "channels": 1, "name": "bench"});
        self.post("/v1/scribe/recordings", &new).await?;
        Ok(id)
    }

    /// Sends a second of sound; answered when it is sealed and on the disk.
    pub async fn append(
        &mut self,
        recording: &str,
        number: u32,
        sound: &Sound,
    ) -> anyhow::Result<()> {
        let path = format!("/v1/scribe/recordings/{recording}/segments");
        let (first, data) = (number * RATE, sound.second(number));
        let input = format!(r#"{{"number":{number},"first_frame":{first},"data":"{data}"}}"#);
        self.post_text(&path, &input).await?;
        Ok(())
    }

    /// Ends a recording.
    pub async fn stop(&mut self, recording: &str) -> anyhow::Result<()> {
        let path = format!("/v1/scribe/recordings/{recording}/stop");
        self.post(&path, &json!({})).await?;
        Ok(())
    }
}

/// A text inside an answer.
pub fn text(answer: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = answer.pointer(pointer).and_then(Value::as_str);
    Ok(found
        .with_context(|| format!("no {pointer} in {answer}"))?
        .to_owned())
}

/// People who talk, second by second and over and over again.
pub struct Sound(Vec<Vec<u8>>);

impl Sound {
    /// Two synthetic voices of the tests, as one channel.
    pub fn talk() -> anyhow::Result<Self> {
        let file = crate::repository::root().join("core/audio/tests/data/speech.flac");
        let decoding = decode(BufReader::new(File::open(file)?), 60)?;
        let channels = decoding.channels();
        let mut seconds = vec![];
        for second in decoding {
            let mixed = channels.mixed(&second?).into_owned();
            if mixed.len() == SEGMENT_FRAMES {
                seconds.push(mixed.into_iter().flat_map(i16::to_le_bytes).collect());
            }
        }
        anyhow::ensure!(!seconds.is_empty(), "the sound is shorter than a second");
        Ok(Self(seconds))
    }

    /// Seconds before it begins anew.
    pub fn seconds(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// The samples of a second.
    pub fn samples(&self, number: u32) -> &[u8] {
        &self.0[number as usize % self.0.len()]
    }

    fn second(&self, number: u32) -> String {
        STANDARD.encode(self.samples(number))
    }
}
