//! What goes wrong.

use crate::{
    Script, Wire,
    wire::{Ending, Events},
};
use serde_json::{Value, json};
use std::time::Duration;

/// A way to fail, or a way to be odd and right all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The port is closed. Only the first script of a server can have it.
    NobodyListens,
    /// The question is taken, and nothing comes.
    HangsBeforeHeaders,
    /// Nothing comes after the first piece.
    HangsMidStream,
    /// Only comments and empty lines come after the first piece.
    OnlyComments,
    /// This status with the provider's error.
    Status(u16),
    /// This status, with a header.
    StatusWith(u16, &'static str, &'static str),
    /// This status, with this code in the error.
    StatusCode(u16, &'static str),
    /// This status, with a page for people.
    Html(u16),
    /// A redirect to another server with this status.
    Redirect(u16),
    /// A good status and no body.
    NoBody,
    /// The connection is cut before the first event.
    CutAfterHeaders,
    /// The connection is cut inside an event.
    CutMidEvent,
    /// The connection is cut inside a character.
    CutMidCharacter,
    /// The body ends, properly, inside an event.
    EndsMidEvent,
    /// The body ends, properly, inside a character.
    EndsMidCharacter,
    /// The body ends after the last piece.
    EndsAfterText,
    /// The event that says the end is missing.
    NoEnd,
    /// The end comes, without a reason.
    NoReason,
    /// The end comes twice, and more text after it.
    EndsTwice,
    /// Each byte travels alone.
    ByteByByte,
    /// Lines end in CR LF, and comments stand between them.
    CrLfAndComments,
    /// Events and fields that nobody knows stand between the others.
    UnknownEvents,
    /// A line that is not JSON.
    BrokenJson,
    /// A line of ten megabytes.
    LongLine,
    /// Five megabytes of text.
    LongAnswer,
    /// An error in the stream, with this code.
    ErrorEvent(&'static str),
    /// The most tokens were reached.
    TooLong,
    /// The most tokens were reached, and the provider calls that finished.
    TooLongCalledFinished,
    /// The provider's filter cut the answer off.
    Filtered,
    /// The model refuses.
    Refused,
    /// Nothing was counted.
    NoUsage,
    /// The answer is empty.
    Empty,
    /// The answer is blanks.
    Blank,
    /// The body is compressed though nobody asked for it.
    Gzip,
    /// The body is noise.
    Noise,
    /// The pieces come with pauses.
    Trickle,
    /// The answer is JSON of another form.
    WrongSchema,
    /// The answer, JSON, lacks this field.
    MissingField(&'static str),
    /// Sentences stand round the answer.
    ExtraText,
    /// The answer stands in a code fence.
    Fenced,
    /// The second half of the answer is missing, and the provider calls it finished.
    HalfJson,
}

/// A step of sending a body.
pub(crate) enum Step {
    Bytes(Vec<u8>),
    Wait(Duration),
    Hang,
    Cut,
}

impl Fault {
    /// What the model says instead of the script's text.
    fn text(self, text: &str) -> String {
        match self {
            Self::Empty | Self::Refused => String::new(),
            Self::Blank => " \n ".to_owned(),
            Self::LongAnswer => "long ".repeat(20_000),
            Self::WrongSchema => json!({ "unexpected": [1, 2, 3] }).to_string(),
            Self::MissingField(name) => match serde_json::from_str(text) {
                Ok(Value::Object(mut fields)) => {
                    fields.remove(name);
                    Value::Object(fields).to_string()
                }
                _ => text.to_owned(),
            },
            Self::ExtraText => format!("Here is the note:\n\n{text}\n\nLet me know."),
            Self::Fenced => format!("```json\n{text}\n```"),
            Self::HalfJson => text.chars().take(text.chars().count() / 2).collect(),
            _ => text.to_owned(),
        }
    }

    fn ending(self) -> Ending {
        match self {
            Self::TooLong => Ending::TooLong,
            Self::Filtered => Ending::Filtered,
            Self::Refused => Ending::Refused,
            Self::NoReason => Ending::Unsaid,
            _ => Ending::Finished,
        }
    }
}

/// What is sent as the body of an answer. `sent` is what errors repeat.
pub(crate) fn steps(script: &Script, wire: Wire, sent: &str) -> Vec<Step> {
    let Some(fault) = script.fault else {
        let events = wire.events(script, Ending::Finished, true);
        return paced(whole(events), script.delay);
    };
    let script = &Script {
        text: fault.text(&script.text),
        pieces: match fault {
            Fault::LongAnswer => 1,
            _ => script.pieces,
        },
        delay: match fault {
            Fault::Trickle => Duration::from_millis(60),
            _ => script.delay,
        },
        usage: match fault {
            // More than anybody allows.
            Fault::TooLongCalledFinished => (script.usage.0, u32::MAX),
            _ => script.usage,
        },
        ..script.clone()
    };
    let events = wire.events(script, fault.ending(), fault != Fault::NoUsage);
    let first = events.said.clone();
    let all = whole_of(&events);
    match fault {
        Fault::NoBody => vec![],
        Fault::HangsMidStream => then(events.said, Step::Hang),
        Fault::OnlyComments => {
            let mut steps = paced(events.said, Duration::ZERO);
            for _ in 0..200 {
                steps.push(Step::Bytes(quiet(wire)));
                steps.push(Step::Wait(Duration::from_millis(20)));
            }
            steps
        }
        Fault::CutAfterHeaders => vec![Step::Wait(Duration::from_millis(20)), Step::Cut],
        Fault::CutMidEvent => then(half(first), Step::Cut),
        Fault::CutMidCharacter => then(mid_character(wire, script), Step::Cut),
        Fault::EndsMidEvent => paced(half(first), Duration::ZERO),
        Fault::EndsMidCharacter => paced(mid_character(wire, script), Duration::ZERO),
        Fault::EndsAfterText => paced(events.said, Duration::ZERO),
        Fault::NoEnd => paced([events.said, events.finish].concat(), Duration::ZERO),
        Fault::EndsTwice => {
            let again = [events.end.clone(), events.said.clone(), events.end.clone()].concat();
            paced([all, again].concat(), Duration::ZERO)
        }
        Fault::ByteByByte => {
            let bytes = all.concat().into_iter().map(|byte| vec![byte]);
            paced(bytes.collect(), Duration::ZERO)
        }
        Fault::CrLfAndComments => {
            let odd = all.iter().map(|event| odd_lines(wire, event));
            paced(odd.collect(), Duration::ZERO)
        }
        Fault::UnknownEvents => {
            let unknown = wire.event(&json!({ "type": "new.event", "new": { "x": [1] } }));
            let all = all.into_iter().flat_map(|event| [unknown.clone(), event]);
            paced(all.collect(), Duration::ZERO)
        }
        Fault::BrokenJson => {
            let line = match wire {
                Wire::Ollama => b"{\"message\": oops}\n".to_vec(),
                _ => b"data: {\"choices\": oops}\n\n".to_vec(),
            };
            paced([first, vec![line]].concat(), Duration::ZERO)
        }
        Fault::LongLine => {
            let mut line = if wire == Wire::Ollama {
                vec![]
            } else {
                b"data: ".to_vec()
            };
            line.extend(b"{\"x\":\"");
            let long = std::iter::repeat_n(vec![b'x'; 64 << 10], 160);
            paced(std::iter::once(line).chain(long).collect(), Duration::ZERO)
        }
        Fault::LongAnswer => {
            let again = events.said.last().cloned().unwrap_or_default();
            let fifty = std::iter::repeat_n(again, 50);
            paced(fifty.chain(all).collect(), Duration::ZERO)
        }
        Fault::ErrorEvent(code) => paced(
            [first, vec![wire.error_event(code, sent)]].concat(),
            Duration::ZERO,
        ),
        // The bytes that every file of gzip begins with.
        Fault::Gzip => vec![Step::Bytes(
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03KT(\xc9\xc8,V\0".to_vec(),
        )],
        Fault::Noise => {
            let noise = (0..4096u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8);
            vec![Step::Bytes(noise.collect())]
        }
        _ => paced(all, script.delay),
    }
}

fn whole(events: Events) -> Vec<Vec<u8>> {
    [events.said, events.finish, events.end].concat()
}

fn whole_of(events: &Events) -> Vec<Vec<u8>> {
    [
        events.said.clone(),
        events.finish.clone(),
        events.end.clone(),
    ]
    .concat()
}

fn paced(events: Vec<Vec<u8>>, delay: Duration) -> Vec<Step> {
    let step = |event| {
        let wait = (!delay.is_zero()).then_some(Step::Wait(delay));
        wait.into_iter().chain([Step::Bytes(event)])
    };
    events.into_iter().flat_map(step).collect()
}

/// Events, time for them to arrive, and then this.
fn then(events: Vec<Vec<u8>>, last: Step) -> Vec<Step> {
    let mut steps = paced(events, Duration::ZERO);
    steps.push(Step::Wait(Duration::from_millis(20)));
    steps.push(last);
    steps
}

/// The events without the second half of the last.
fn half(mut events: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    if let Some(last) = events.last_mut() {
        last.truncate(last.len() / 2);
    }
    events
}

/// Events up to the first byte of a character that has two.
fn mid_character(wire: Wire, script: &Script) -> Vec<Vec<u8>> {
    let script = Script {
        text: "zażółć".to_owned(),
        pieces: 1,
        ..script.clone()
    };
    let bytes = wire.events(&script, Ending::Finished, true).said.concat();
    let cut = bytes
        .iter()
        .position(|byte| *byte == 0xc5)
        .map_or(0, |at| at + 1);
    vec![bytes[..cut].to_vec()]
}

/// What keeps a connection open and says nothing.
fn quiet(wire: Wire) -> Vec<u8> {
    match wire {
        Wire::Ollama => b"\n".to_vec(),
        Wire::Messages => wire.event(&json!({ "type": "ping" })),
        _ => b": still here\n\n".to_vec(),
    }
}

fn odd_lines(wire: Wire, event: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(event).replace('\n', "\r\n");
    match wire {
        Wire::Ollama => format!("\r\n{text}").into_bytes(),
        _ => format!(": comment\r\n\r\nretry: 10\r\nid: 7\r\n{text}").into_bytes(),
    }
}
