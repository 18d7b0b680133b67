use super::Error;
use super::opus::Opus;
use super::source::{Refusal, Source};
use std::io::{ErrorKind, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::codecs::registry::CodecRegistry;
use symphonia::core::common::Limit;
use symphonia::core::errors::Error as Fault;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;

/// So many packets in a row without any sound are no sound file, but one made to keep us busy.
const BARREN: u32 = 10_000;

/// Bytes of a tag or a picture that are read; nobody looks at them here.
const TAG: usize = 64 * 1024;

/// Sound as it was stored.
pub struct Sound {
    /// Interleaved, nominally from -1 to 1.
    pub samples: Vec<f32>,
    /// At least 1.
    pub channels: usize,
    /// Frames per second, as the file says.
    pub rate: u32,
}

/// The first audible track of a file.
pub struct Track<'s> {
    format: Box<dyn FormatReader + 's>,
    decoder: Box<dyn AudioDecoder>,
    id: u32,
    refusal: Refusal,
    /// Packets that could not be decoded.
    pub skipped: u64,
    // The file ended within something.
    cut: bool,
    // Frames that the file says it has, and those that were read, in its own rate.
    promised: Option<u64>,
    read: u64,
    rate: u32,
}

impl<'s> Track<'s> {
    pub fn open(source: impl Read + Seek + Send + Sync + 's) -> Result<Self, Error> {
        let refusal = Refusal::default();
        let source = Source::new(source, refusal.clone()).map_err(Error::Read)?;
        let stream = MediaSourceStream::new(Box::new(source), Default::default());
        let tags = MetadataOptions::default()
            .limit_tag_bytes(Limit::Maximum(TAG))
            .limit_visual_bytes(Limit::Maximum(TAG));
        let (format, (id, promised, decoder)) = contained(|| {
            let format = symphonia::default::get_probe()
                .probe(&Hint::new(), stream, FormatOptions::default(), tags)
                .map_err(|fault| unopened(&refusal, &fault))?;
            let chosen = choose(&*format)?;
            Ok((format, chosen))
        })?;
        Ok(Self {
            format,
            decoder,
            id,
            refusal,
            skipped: 0,
            cut: false,
            promised,
            read: 0,
            rate: 0,
        })
    }

    /// Whether a file that says how long it is ends within something, or more than a tenth of a second earlier. One
    /// that does not say it, such as what a browser records or any Ogg file, may end anywhere.
    pub fn truncated(&self) -> bool {
        let early =
            |promised| self.skipped == 0 && self.read + u64::from(self.rate / 10) < promised;
        self.promised
            .is_some_and(|promised| self.cut || early(promised))
    }

    /// The next sound, or `None` at the end.
    ///
    /// # Errors
    /// [`Error::Damaged`] if what follows cannot be found, [`Error::Read`] if the source refuses.
    pub fn next(&mut self) -> Result<Option<Sound>, Error> {
        contained(|| self.sound())
    }

    fn sound(&mut self) -> Result<Option<Sound>, Error> {
        for _ in 0..BARREN {
            let packet = match self.format.next_packet() {
                Ok(Some(packet)) => packet,
                Ok(None) => {
                    return self
                        .refusal
                        .take()
                        .map_or(Ok(None), |it| Err(Error::Read(it)));
                }
                Err(fault) => {
                    if let Some(error) = self.refusal.take() {
                        return Err(Error::Read(error));
                    }
                    match fault {
                        Fault::ResetRequired => self.restart()?,
                        Fault::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => {
                            self.cut = true;
                            return Ok(None);
                        }
                        _ => return Err(Error::Damaged { frames: 0 }),
                    }
                    continue;
                }
            };
            if packet.track_id != self.id {
                continue;
            }
            match self.decoder.decode(&packet) {
                Ok(decoded) if decoded.frames() > 0 && decoded.spec().channels().count() > 0 => {
                    let spec = decoded.spec();
                    let (channels, rate) = (spec.channels().count(), spec.rate());
                    let mut samples = Vec::new();
                    decoded.copy_to_vec_interleaved(&mut samples);
                    self.read += decoded.frames() as u64;
                    self.rate = rate;
                    return Ok(Some(Sound {
                        samples,
                        channels,
                        rate,
                    }));
                }
                Ok(_) => {}
                Err(_) => self.skipped += 1,
            }
        }
        Err(Error::Damaged { frames: 0 })
    }

    /// Another stream follows in the same file, as in Ogg files that were joined.
    fn restart(&mut self) -> Result<(), Error> {
        let (id, promised, decoder) = choose(&*self.format)?;
        (self.id, self.decoder) = (id, decoder);
        self.promised = promised.map(|promised| self.read.saturating_add(promised));
        Ok(())
    }
}

/// Does what decoders do with foreign bytes. They check most of them, but not all: where one panics, the file is
/// damaged. Nobody uses a track again after it told so, in whatever state it is then.
fn contained<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Error::Damaged { frames: 0 }))
}

type Chosen = (u32, Option<u64>, Box<dyn AudioDecoder>);

fn choose(format: &dyn FormatReader) -> Result<Chosen, Error> {
    let track = format
        .default_track(TrackType::Audio)
        .ok_or(Error::NotAudio)?;
    let Some(CodecParameters::Audio(parameters)) = &track.codec_params else {
        return Err(Error::NotAudio);
    };
    let mut codecs = CodecRegistry::new();
    symphonia::default::register_enabled_codecs(&mut codecs);
    codecs.register_audio_decoder::<Opus>();
    let decoder = codecs
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map_err(|fault| match fault {
            Fault::Unsupported(_) => Error::NotAudio,
            _ => Error::Damaged { frames: 0 },
        })?;
    let promised = track.num_frames.or_else(|| {
        let media = format.media_info();
        let seconds = media.time_base?.calc_duration(media.duration?)?.as_secs();
        u64::try_from(seconds)
            .ok()?
            .checked_mul(u64::from(parameters.sample_rate?))
    });
    Ok((track.id, promised, decoder))
}

/// A file whose format is not known is no sound; one whose beginning cannot be read is damaged, and so is an MP4 that
/// was cut before the index at its end.
fn unopened(refusal: &Refusal, fault: &Fault) -> Error {
    match (refusal.take(), fault) {
        (Some(error), _) => Error::Read(error),
        (None, Fault::Unsupported(reason)) if !reason.contains("missing moov") => Error::NotAudio,
        (None, _) => Error::Damaged { frames: 0 },
    }
}
