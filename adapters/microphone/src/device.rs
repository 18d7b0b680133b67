use crate::ear::{Ear, Heard, understands};
use cpal::{
    BufferSize, ErrorKind, HostId, SupportedBufferSize,
    traits::{DeviceTrait, HostTrait, StreamTrait},
};
use praxis_kernel::{Failure, FailureType};
use std::{
    collections::BTreeSet,
    sync::mpsc::{Receiver, sync_channel},
    thread,
    time::Duration,
};

/// A microphone that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Names it to [`Capture::start`](crate::Capture::start), today and after a restart.
    pub id: String,
    /// What a person calls it, as the system says.
    pub name: String,
    /// Whether it is the one that is used when none is chosen.
    pub is_default: bool,
    /// Channels that it gives; none when it cannot be asked now, such as when another program has it.
    /// The default of a Linux sound server says 2 for a single microphone too.
    pub channels: Option<u16>,
}

/// The microphones of this machine; empty when there are none. Opens each for a moment.
///
/// # Errors
/// `Unavailable` when the system's sound cannot be reached.
pub fn devices() -> Result<Vec<Device>, Failure> {
    let host = host()?;
    let default = host.default_input_device().and_then(|d| d.id().ok());
    let named = host.input_devices().map_err(refused)?.filter_map(|device| {
        let id = device.id().ok()?;
        let name = device.description().ok()?.name().to_owned();
        Some((id, name, device))
    });
    let named: Vec<_> = named.collect();
    let names: Vec<(&str, &str)> = named
        .iter()
        .map(|(id, name, _)| (id.id(), &**name))
        .collect();
    let offered: BTreeSet<String> = match host.id().name() {
        "ALSA" => offered(&names),
        _ => names.iter().map(|(id, _)| (*id).to_owned()).collect(),
    };
    let chosen = named
        .into_iter()
        .filter(|(id, ..)| offered.contains(id.id()));
    let devices = chosen.filter_map(|(id, name, device)| {
        let channels = match device.default_input_config() {
            Ok(config) => Some(config.channels()),
            Err(error) => match error.kind() {
                ErrorKind::DeviceBusy | ErrorKind::PermissionDenied => None,
                _ => return None,
            },
        };
        Some(Device {
            is_default: default.as_ref() == Some(&id),
            id: id.to_string(),
            name,
            channels,
        })
    });
    Ok(devices.collect())
}

/// Which of ALSA's names a person should choose from: the default, and each card once, with ALSA's own
/// conversions. ALSA lists a card under a dozen names, and twice by its number, which changes when
/// another card is plugged in.
pub(crate) fn offered(named: &[(&str, &str)]) -> BTreeSet<String> {
    let card = |id: &str| id.strip_prefix("plughw:CARD=").map(str::to_owned);
    let numbered = |id: &str| id.starts_with(|c: char| c.is_ascii_digit());
    let by_name = named
        .iter()
        .filter(|(id, _)| card(id).is_some_and(|card| !numbered(&card)));
    let has_name: BTreeSet<&str> = by_name.map(|(_, name)| *name).collect();
    named
        .iter()
        .filter(|(id, name)| match card(id) {
            Some(card) => !(numbered(&card) && has_name.contains(name)),
            None => *id == "default",
        })
        .map(|(id, _)| (*id).to_owned())
        .collect()
}

/// How often a device that is closed is given 5 ms to pass on what it holds, which is a tenth of a
/// second at most.
const LAST_WORDS: u32 = 25;

/// A device that is being listened to.
pub(crate) struct Open {
    stream: cpal::Stream,
    pub(crate) heard: rtrb::Consumer<Heard>,
    errors: Receiver<cpal::Error>,
    pub(crate) rate: u32,
    pub(crate) channels: u16,
}

impl Open {
    /// What the device complained of since the last question. Most of it passes: a portion of sound
    /// that came too late is found as a gap.
    ///
    /// # Errors
    /// What it does not recover from.
    pub(crate) fn complaint(&self) -> Result<Option<cpal::Error>, cpal::Error> {
        let mut last = None;
        while let Ok(error) = self.errors.try_recv() {
            if is_final(&error) {
                return Err(error);
            }
            last = Some(error);
        }
        Ok(last)
    }

    /// Closes the device and returns what it gave until then. Waits for what it holds already.
    pub(crate) fn close(mut self) -> Vec<Heard> {
        let had = self.heard.slots();
        for _ in 0..LAST_WORDS {
            if self.heard.slots() > had || self.heard.is_abandoned() {
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        // There must be room for the last word of the ear, which it says when it is dropped.
        let mut all: Vec<_> = std::iter::from_fn(|| self.heard.pop().ok()).collect();
        drop(self.stream);
        all.extend(std::iter::from_fn(|| self.heard.pop().ok()));
        all
    }
}

/// Opens the device as it is already set, so that other programs are not disturbed.
///
/// # Errors
/// `Unavailable` with what to do.
pub(crate) fn open(device: Option<&str>) -> Result<Open, Failure> {
    let device = find(device)?;
    let config = device.default_input_config().map_err(refused)?;
    if !understands(config.sample_format()) || config.channels() == 0 || config.sample_rate() == 0 {
        return Err(refused(ErrorKind::UnsupportedConfig.into()));
    }
    let (rate, channels) = (config.sample_rate(), config.channels());
    let mut settings = config.config();
    if let ("ALSA", SupportedBufferSize::Range { min, max }) = (
        device.id().map_err(refused)?.host().name(),
        config.buffer_size(),
    ) {
        // A sound server behind ALSA would else give its sound every two seconds. ALSA holds twice as
        // much, so a tenth is also what a busy computer may be late.
        let tenth = (rate / 10).max(*min).min(*max);
        settings.buffer_size = BufferSize::Fixed(tenth);
    }
    let (mut ear, heard) = Ear::new(rate);
    // A broken device repeats itself; the first errors say it all.
    let (report, errors) = sync_channel(16);
    let stream = device
        .build_input_stream_raw(
            settings,
            config.sample_format(),
            move |data, _| ear.take(data, usize::from(channels)),
            move |error| {
                let _full_or_closed = report.try_send(error);
            },
            // How often a silent device is asked whether it is still there.
            Some(Duration::from_secs(1)),
        )
        .map_err(refused)?;
    stream.play().map_err(refused)?;
    Ok(Open {
        stream,
        heard,
        errors,
        rate,
        channels,
    })
}

fn find(device: Option<&str>) -> Result<cpal::Device, Failure> {
    let host = host()?;
    let found = match device {
        None => host.default_input_device(),
        Some(id) => id.parse().ok().and_then(|id| host.device_by_id(&id)),
    };
    found.ok_or_else(|| refused(ErrorKind::DeviceNotAvailable.into()))
}

fn host() -> Result<cpal::Host, Failure> {
    // Not `default_host`, which panics where there is no sound system.
    let first: Option<HostId> = cpal::available_hosts().first().copied();
    let first = first.ok_or_else(|| refused(ErrorKind::HostUnavailable.into()))?;
    cpal::host_from_id(first).map_err(refused)
}

fn is_final(error: &cpal::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DeviceNotAvailable
            | ErrorKind::HostUnavailable
            | ErrorKind::PermissionDenied
            | ErrorKind::StreamInvalidated
            | ErrorKind::ResourceExhausted
    )
}

/// Why the microphone cannot be opened, and what to do.
pub(crate) fn refused(error: cpal::Error) -> Failure {
    let message = match error.kind() {
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => {
            "No microphone was found. Plug one in or choose another one, and try again."
        }
        ErrorKind::PermissionDenied => {
            "This program may not use the microphone. Allow it in the privacy settings of the system, and try again."
        }
        ErrorKind::DeviceBusy => {
            "Another program is using the microphone. Close that program or choose another microphone, and try again."
        }
        ErrorKind::UnsupportedConfig | ErrorKind::UnsupportedOperation => {
            "This microphone gives sound in a form that is not understood. Choose another one."
        }
        _ => {
            "The microphone does not answer. Unplug it and plug it in again or choose another one, and try again."
        }
    };
    Failure::new(FailureType::Unavailable, message).because(error)
}

/// The device did nothing in good time.
pub(crate) fn silent() -> Failure {
    refused(ErrorKind::Other.into())
}

/// The microphone went away while it was listened to.
pub(crate) fn lost() -> Failure {
    Failure::new(
        FailureType::Unavailable,
        "The microphone is gone; what was recorded so far is kept. Plug it in again or choose another one, and resume.",
    )
}
