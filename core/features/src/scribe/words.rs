//! From sound to words, one utterance after the other.

use super::{
    record::find,
    service_keys::speech,
    sound::{self, samples_of},
};
use crate::{Ctx, Failure};
use praxis_audio::{
    Channels, RATE,
    utterances::{Utterance, Utterances},
};
use praxis_domain::{
    scribe::{
        model::{Segment, Speaker, Spoken, Transcript},
        recordings::{
            model::{Recording, RecordingId},
            rules::{frames_at, is_interrupted, milliseconds},
            states::RecordingStatus,
        },
        speech::{EngineTried, Heard},
    },
    store::Work,
    visits::model::VisitId,
};
use praxis_kernel::{Event, FailureType, Tag};
use std::collections::VecDeque;

/// How far the words of a recording have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// Frames up to which there are words, or silence.
    words: u32,
    /// Second at which nobody spoke, from which speech can be looked for again.
    resting: u32,
}

/// The utterances of a recording that have no words yet.
pub(super) struct Words {
    recording: Recording,
    /// The whole sound that is there now, in frames.
    end: u32,
    place: Place,
    /// The same, as it is stored.
    stored: Place,
    detector: Option<Utterances>,
    /// The next second to listen to.
    second: u32,
    found: VecDeque<Utterance>,
}

/// Words and who spoke them, with the engine that wrote them.
pub(super) struct Said {
    heard: Heard,
    speaker: Speaker,
    engine: String,
}

impl Words {
    /// Begins where the words end that are there.
    pub async fn begin(ctx: &Ctx, id: RecordingId) -> Result<Self, Failure> {
        let mut work = ctx.read().await?;
        let recording = find(work.as_mut(), id).await?;
        let (words, resting) = work.recordings().words(id).await?;
        let end = whole(work.as_mut(), &recording).await?;
        let place = Place { words, resting };
        Ok(Self {
            place,
            stored: place,
            detector: Some(Utterances::starting_at(resting)),
            second: resting,
            found: VecDeque::new(),
            recording,
            end,
        })
    }

    /// The next utterance that ended; the last one ends when the recording is stopped.
    pub async fn next(&mut self, ctx: &Ctx) -> Result<Option<Utterance>, Failure> {
        loop {
            // After a crash, some were stored before.
            let stored = self.place.words;
            let fresh = |utterance: &Utterance| frame(utterance.end_ms) > stored;
            while let Some(utterance) = self.found.pop_front() {
                if fresh(&utterance) {
                    return Ok(Some(utterance));
                }
            }
            if !self.listen(ctx).await? {
                return Ok(None);
            }
        }
    }

    /// Listens to one more second; false at the end of what there is.
    async fn listen(&mut self, ctx: &Ctx) -> Result<bool, Failure> {
        let begin = self.second * RATE;
        let stopped = !self.recording.status.is_open();
        let whole = begin + RATE <= self.end;
        if !whole && (!stopped || begin >= self.end) {
            let last = self.detector.take().filter(|_| stopped);
            let last = last.and_then(Utterances::finish);
            let is_some = last.is_some();
            self.found.extend(last);
            return Ok(is_some);
        }
        let Some(detector) = &mut self.detector else {
            return Ok(false);
        };
        let to = (begin + RATE).min(self.end);
        let bytes = sound::read(ctx, &self.recording, begin, to).await?;
        let samples = samples_of(&bytes);
        let mixed = channels(&self.recording).mixed(&samples);
        let found = detector.push(Some(&mixed));
        self.second += 1;
        if detector.is_resting() && self.found.is_empty() && found.is_empty() {
            self.place.resting = self.second;
        }
        self.found.extend(found);
        Ok(true)
    }

    /// What the first engine that works makes of an utterance.
    pub async fn hear(&self, ctx: &Ctx, utterance: Utterance) -> Result<Said, Failure> {
        let (from, to) = (frame(utterance.start_ms), frame(utterance.end_ms));
        let bytes = sound::read(ctx, &self.recording, from, to.min(self.end)).await?;
        let samples = samples_of(&bytes);
        let (speaker, samples) = speaker(channels(&self.recording), &samples);
        let mut tried = vec![];
        let mut work = ctx.read().await?;
        let speech = speech(ctx, work.as_mut()).await?;
        drop(work);
        for engine in &speech.engines {
            let name = engine.info().name;
            match engine.hear(&samples).await {
                Ok(heard) => {
                    return Ok(Said {
                        heard,
                        speaker,
                        engine: name,
                    });
                }
                Err(problem) => tried.push(EngineTried { name, problem }),
            }
        }
        Err(speech.silence(tried).failure())
    }

    /// Adds the words to the transcript together with how far the work has come.
    pub async fn keep(
        &mut self,
        ctx: &Ctx,
        utterance: Utterance,
        said: Said,
    ) -> Result<(), Failure> {
        let after = Place {
            words: frame(utterance.end_ms),
            resting: self.place.resting,
        };
        let mut work = ctx.write().await?;
        if !said.heard.text.is_empty() {
            let visit = self.visit()?;
            let segment = Segment {
                index: 0,
                speaker: said.speaker,
                text: said.heard.text,
                start_ms: u32::try_from(utterance.start_ms).ok(),
                end_ms: u32::try_from(utterance.end_ms).ok(),
                spoken: Some(Spoken {
                    recording_id: self.recording.recording_id,
                    engine: said.engine,
                    confidence: said.heard.confidence,
                }),
            };
            append(work.as_mut(), visit, segment).await?;
        }
        self.advance(work, after).await?;
        tell(ctx);
        Ok(())
    }

    fn visit(&self) -> Result<VisitId, Failure> {
        self.recording
            .visit_id
            .ok_or_else(|| Failure::not_found("visit of this recording"))
    }

    async fn advance(&mut self, mut work: Box<dyn Work>, after: Place) -> Result<(), Failure> {
        let id = self.recording.recording_id;
        let moved = work
            .recordings()
            .advance_words(id, self.stored.words, (after.words, after.resting))
            .await?;
        if !moved {
            return Err(Failure::new(
                FailureType::Conflict,
                "Somebody else turns this recording into words.",
            ));
        }
        work.commit().await?;
        self.place = after;
        self.stored = after;
        Ok(())
    }

    /// Notes that what comes after the last words is silence, as far as was listened.
    pub async fn settle(&mut self, ctx: &Ctx) -> Result<(), Failure> {
        let silent = if self.recording.status.is_open() {
            self.place.resting * RATE
        } else {
            self.end
        };
        let after = Place {
            words: silent.max(self.place.words),
            resting: self.place.resting,
        };
        if after == self.stored {
            return Ok(());
        }
        let work = ctx.write().await?;
        self.advance(work, after).await?;
        tell(ctx);
        Ok(())
    }

    /// Whether more may come: somebody still speaks into it, or paused.
    pub fn goes_on(&self, ctx: &Ctx) -> bool {
        let status = self.recording.status;
        status == RecordingStatus::Paused
            || (status.is_open()
                && !is_interrupted(self.recording.heard_at, ctx.services.clock.now()))
    }

    /// Milliseconds that have words, and of the whole sound.
    pub fn progress(&self) -> (u32, u32) {
        (milliseconds(self.place.words), milliseconds(self.end))
    }
}

/// The sound that is there without a gap, while more may come; all of it afterwards.
async fn whole(work: &mut dyn Work, recording: &Recording) -> Result<u32, Failure> {
    let id = recording.recording_id;
    let stored = work.recordings().stored(id).await?;
    if !recording.status.is_open() || stored.next == stored.segments {
        return Ok(frames_at(recording.duration_ms));
    }
    let Some(last) = stored.next.checked_sub(1) else {
        return Ok(0);
    };
    let piece = work.recordings().segment(id, last).await?;
    Ok(piece.map_or(0, |piece| piece.first_frame + piece.frames))
}

/// At the end of the transcript, whose earlier segments keep their numbers.
async fn append(
    work: &mut dyn Work,
    visit_id: VisitId,
    mut segment: Segment,
) -> Result<(), Failure> {
    let visit = crate::visits::read::find(work, visit_id).await?;
    crate::visits::lifecycle::check_open(&visit)?;
    let before = work.scribe().transcript(visit_id).await?;
    let mut segments = before.map_or_else(Vec::new, |transcript| transcript.segments);
    segment.index = u32::try_from(segments.len())?;
    segments.push(segment);
    work.scribe()
        .save_transcript(&visit, &Transcript { segments })
        .await
}

/// Tells the screens that there is more sound or that there are more words.
pub(super) fn tell(ctx: &Ctx) {
    if let Some(organization) = ctx.actor.organization {
        let tags = vec![Tag::Visits, Tag::Recordings];
        let changed = Event::RecordsChanged { tags };
        ctx.services.events.publish(organization, changed);
    }
}

pub(super) fn channels(recording: &Recording) -> Channels {
    Channels::of(recording.channels as usize).unwrap_or(Channels::One)
}

fn frame(ms: u64) -> u32 {
    frames_at(u32::try_from(ms).unwrap_or(u32::MAX))
}

/// A voice is this much stronger in its own microphone than in the other's: 6 dB, as of a mouth that
/// is twice as far away.
const CLEARLY: u64 = 4;

/// Who speaks, where the clinician has the first channel and the patient the second, and what is to
/// be heard of it. A laptop's pair of microphones and a stereo file of a room have nearly the same in
/// both channels, as have two people who speak at once: then nobody is named, and both are heard.
fn speaker(channels: Channels, samples: &[i16]) -> (Speaker, Vec<i16>) {
    let energy = |channel: usize| -> u64 {
        let samples = channels.channel(samples, channel);
        let loudness = |sample: &i16| u64::from(sample.unsigned_abs()).pow(2);
        samples.iter().map(loudness).sum()
    };
    let (clinician, patient) = (energy(0), energy(1));
    let alone = |channel| channels.channel(samples, channel).into_owned();
    if channels == Channels::Two && clinician > CLEARLY.saturating_mul(patient) {
        (Speaker::Clinician, alone(0))
    } else if channels == Channels::Two && patient > CLEARLY.saturating_mul(clinician) {
        (Speaker::Patient, alone(1))
    } else {
        (Speaker::Unknown, channels.mixed(samples).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aud_3_who_speaks_is_said_only_where_a_channel_is_clearly_louder() {
        let (one, two) = (Channels::One, Channels::Two);
        for (channels, samples, who, heard) in [
            (one, vec![900, -900], Speaker::Unknown, vec![900, -900]),
            (
                two,
                vec![900, 300, -900, 300],
                Speaker::Clinician,
                vec![900, -900],
            ),
            (
                two,
                vec![300, 900, 300, -900],
                Speaker::Patient,
                vec![900, -900],
            ),
            (
                two,
                vec![900, 900, -900, -900],
                Speaker::Unknown,
                vec![900, -900],
            ),
            (
                two,
                vec![900, 500, -900, -500],
                Speaker::Unknown,
                vec![700, -700],
            ),
            (two, vec![0, 0], Speaker::Unknown, vec![0]),
            (
                two,
                vec![i16::MIN, 0, i16::MIN, 0],
                Speaker::Clinician,
                vec![i16::MIN; 2],
            ),
            (two, vec![], Speaker::Unknown, vec![]),
        ] {
            assert_eq!(speaker(channels, &samples), (who, heard), "{samples:?}");
        }
    }
}
