use crate::{Ctx, Done, Failure, vault::secrets};
use praxis_domain::{
    scribe::speech::{GivenKey, GivenKeys, Speech},
    store::Work,
};
use praxis_kernel::{Secret, operation, wire};

/// What such a key is sealed for, along with the address.
const KIND: &[u8] = b"service key";

/// What the clinic has to hear and to speak with, and the keys that it gave for it.
pub(crate) async fn speech(ctx: &Ctx, work: &mut dyn Work) -> Result<Speech, Failure> {
    let mut keys = GivenKeys::new();
    for (address, sealed) in work.service_keys().sealed_keys().await? {
        let opened = secrets::open(ctx, KIND, address.as_bytes(), &sealed);
        keys.insert(address, opened.map_or(GivenKey::Closed, GivenKey::Open));
    }
    Ok(ctx.services.speech.current(&keys))
}

/// A key for a service that hears or speaks.
#[wire(input)]
pub struct SetSpeechKey {
    /// Whose it is: the `address` of an engine or a voice. Those at the same address share it.
    pub address: String,
    /// The key as the provider gave it; absent removes the one that is there.
    #[serde(default)]
    pub key: Option<Secret>,
}

/// Keeps the key of a speech service, sealed. It is never shown again, and goes to no other address than the one that it was given for.
#[operation(PUT "/v1/scribe/engines/key", allow = "key:write", changes = [Recordings], errors = [NotFound])]
pub async fn set_speech_key(ctx: &Ctx, input: SetSpeechKey) -> Result<Done, Failure> {
    let mut work = ctx.write().await?;
    let sealed = match &input.key {
        Some(key) => {
            let speech = speech(ctx, work.as_mut()).await?;
            let known = |address: Option<String>| address.as_deref() == Some(&input.address);
            let mut engines = speech.engines.iter().map(|it| it.info().address);
            let mut voices = speech.voices.iter().map(|it| it.info().address);
            if !engines.any(known) && !voices.any(known) {
                return Err(Failure::not_found("service at this address"));
            }
            Some(secrets::seal(ctx, KIND, input.address.as_bytes(), key)?)
        }
        None => None,
    };
    let sealed = sealed.as_ref().map(|(key, id)| (&key[..], &id[..]));
    work.service_keys()
        .set_sealed_key(&input.address, sealed)
        .await?;
    work.commit().await?;
    Ok(Done {})
}
