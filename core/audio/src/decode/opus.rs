//! Opus as one of the codecs: what the demultiplexers find is decoded by `ropus`.

use ropus::{Channels, DecodeMode, Decoder};
use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, GenericAudioBufferRef, layouts,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::well_known::CODEC_ID_OPUS;
use symphonia::core::codecs::audio::{
    AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult,
};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Result, decode_error, unsupported_error};
use symphonia::core::packet::PacketRef;

/// Opus is always decoded at this rate, and counts its time in it.
const RATE: u32 = 48_000;

/// Frames of the longest packet: 120 ms.
const LONGEST: usize = 5_760;

const INFO: CodecInfo = CodecInfo {
    short_name: "opus",
    long_name: "Opus",
    profiles: &[],
};

/// A decoder of one or two channels.
pub struct Opus {
    parameters: AudioCodecParameters,
    decoder: Decoder,
    channels: Channels,
    // The head's gain, in 256ths of a decibel.
    gain: i32,
    // Frames at the beginning that are not to be heard.
    skip: usize,
    decoded: Vec<f32>,
    buffer: AudioBuffer<f32>,
}

impl Opus {
    fn decode_packet(&mut self, packet: &PacketRef<'_>) -> Result<()> {
        self.buffer.clear();
        let decoded = self
            .decoder
            .decode_float(packet.data, &mut self.decoded, DecodeMode::Normal);
        let Ok(frames) = decoded else {
            return decode_error("opus: damaged packet");
        };
        let frames = frames.min(LONGEST);
        let skipped = self.skip.min(frames);
        self.skip -= skipped;
        self.buffer.render_uninit(Some(frames));
        self.buffer
            .copy_from_slice_interleaved(&&self.decoded[..frames * self.channels.count()]);
        let trimmed = |duration: u64| usize::try_from(duration).unwrap_or(LONGEST).min(LONGEST);
        self.buffer.trim(
            skipped + trimmed(packet.trim_start.get()),
            trimmed(packet.trim_end.get()),
        );
        Ok(())
    }
}

impl RegisterableAudioDecoder for Opus {
    fn try_registry_new(
        parameters: &AudioCodecParameters,
        _: &AudioDecoderOptions,
    ) -> Result<Box<dyn AudioDecoder>> {
        let count = parameters.channels.as_ref().map(|it| it.count());
        let (channels, layout) = match count {
            Some(1) => (Channels::Mono, layouts::CHANNEL_LAYOUT_MONO),
            Some(2) => (Channels::Stereo, layouts::CHANNEL_LAYOUT_STEREO),
            _ => return unsupported_error("opus: only one or two channels"),
        };
        // RFC 7845, section 5.1: after the signature, the version and the channels come the frames to skip, the rate
        // of the original, and the gain.
        let head = parameters.extra_data.as_deref().unwrap_or_default();
        let number = |at: usize| {
            let bytes = head.get(at..at + 2).unwrap_or_default();
            bytes.try_into().map(u16::from_le_bytes).unwrap_or_default()
        };
        let Some(decoder) = new_decoder(channels, gain(number(16))) else {
            return unsupported_error("opus: no such decoder");
        };
        Ok(Box::new(Self {
            parameters: parameters.clone(),
            decoder,
            channels,
            gain: gain(number(16)),
            skip: usize::from(number(10)),
            decoded: vec![0.0; LONGEST * channels.count()],
            buffer: AudioBuffer::new(AudioSpec::new(RATE, layout), LONGEST),
        }))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        const SUPPORTED: SupportedAudioCodec = SupportedAudioCodec {
            id: CODEC_ID_OPUS,
            info: INFO,
        };
        &[SUPPORTED]
    }
}

const fn gain(number: u16) -> i32 {
    number.cast_signed() as i32
}

fn new_decoder(channels: Channels, gain: i32) -> Option<Decoder> {
    let mut decoder = Decoder::new(RATE, channels).ok()?;
    decoder.set_gain(gain).ok()?;
    Some(decoder)
}

impl AudioDecoder for Opus {
    fn reset(&mut self) {
        if let Some(decoder) = new_decoder(self.channels, self.gain) {
            self.decoder = decoder;
        }
    }

    fn codec_info(&self) -> &CodecInfo {
        &INFO
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.parameters
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.decode_packet(packet)?;
        Ok(self.buffer.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.buffer.as_generic_audio_buffer_ref()
    }
}
