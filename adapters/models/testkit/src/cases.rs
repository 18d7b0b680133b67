//! The ways to fail, and what a caller must make of each.

use crate::{Fault, Wire};
use praxis_domain::models::ports::{
    ModelProblem::{
        self, Broken, BrokenOff, Busy, Empty, KeyRefused, Late, QuestionTooLong, Refused,
        UnknownModel, Unreachable, Unreadable,
    },
    Stop,
};
use std::time::Duration;

/// A way to fail.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// What goes wrong.
    pub fault: Fault,
    /// What a caller is told.
    pub expected: Result<Stop, ModelProblem>,
    /// How long the provider asks to wait.
    pub retry_after: Option<Duration>,
    /// On which wire formats it can happen.
    pub on: &'static [Wire],
}

const fn case(name: &'static str, fault: Fault, expected: Result<Stop, ModelProblem>) -> Case {
    Case {
        name,
        fault,
        expected,
        retry_after: None,
        on: &Wire::ALL,
    }
}

const fn wait(name: &'static str, fault: Fault, problem: ModelProblem, seconds: u64) -> Case {
    Case {
        retry_after: Some(Duration::from_secs(seconds)),
        ..case(name, fault, Err(problem))
    }
}

const fn on(wires: &'static [Wire], case: Case) -> Case {
    Case { on: wires, ..case }
}

const FINISHED: Result<Stop, ModelProblem> = Ok(Stop::Finished);
const CODED: &[Wire] = &[Wire::Chat, Wire::Responses, Wire::Messages, Wire::Gemini];
const OPENAI: &[Wire] = &[Wire::Chat, Wire::Responses];

/// Every case.
pub const CASES: &[Case] = &[
    case("nobody listens", Fault::NobodyListens, Err(Unreachable)),
    case("hangs before headers", Fault::HangsBeforeHeaders, Err(Late)),
    case("hangs mid-stream", Fault::HangsMidStream, Err(Late)),
    case(
        "only comments keep the line open",
        Fault::OnlyComments,
        Err(Late),
    ),
    case("400", Fault::Status(400), Err(Refused)),
    case(
        "400 context length",
        Fault::StatusCode(400, "context_length_exceeded"),
        Err(QuestionTooLong),
    ),
    on(
        CODED,
        case(
            "400 key",
            Fault::StatusCode(400, "invalid_api_key"),
            Err(KeyRefused),
        ),
    ),
    case("401", Fault::Status(401), Err(KeyRefused)),
    case("402", Fault::Status(402), Err(KeyRefused)),
    case("403", Fault::Status(403), Err(KeyRefused)),
    case("404", Fault::Status(404), Err(UnknownModel)),
    case("405", Fault::Status(405), Err(UnknownModel)),
    case("408", Fault::Status(408), Err(Late)),
    case("413", Fault::Status(413), Err(QuestionTooLong)),
    case("422", Fault::Status(422), Err(Refused)),
    case("429", Fault::Status(429), Err(Busy)),
    wait(
        "429 seconds",
        Fault::StatusWith(429, "retry-after", "7"),
        Busy,
        7,
    ),
    wait(
        "429 date",
        Fault::StatusWith(429, "retry-after", "Wed, 25 Nov 2026 12:00:30 GMT"),
        Busy,
        30,
    ),
    wait(
        "429 three days",
        Fault::StatusWith(429, "retry-after", "259200"),
        Busy,
        259_200,
    ),
    wait(
        "429 milliseconds",
        Fault::StatusWith(429, "retry-after-ms", "2000"),
        Busy,
        2,
    ),
    case(
        "429 nonsense",
        Fault::StatusWith(429, "retry-after", "when ready"),
        Err(Busy),
    ),
    on(
        OPENAI,
        case(
            "429 quota",
            Fault::StatusCode(429, "insufficient_quota"),
            Err(KeyRefused),
        ),
    ),
    case("500", Fault::Status(500), Err(Broken)),
    case(
        "500 context length",
        Fault::StatusCode(500, "context_length_exceeded"),
        Err(QuestionTooLong),
    ),
    case("502", Fault::Status(502), Err(Broken)),
    case("503", Fault::Status(503), Err(Busy)),
    wait(
        "503 seconds",
        Fault::StatusWith(503, "retry-after", "20"),
        Busy,
        20,
    ),
    case("504", Fault::Status(504), Err(Late)),
    case("529", Fault::Status(529), Err(Busy)),
    case("page for people", Fault::Html(200), Err(Unreadable)),
    case("error page for people", Fault::Html(502), Err(Broken)),
    case("redirect 302", Fault::Redirect(302), Err(UnknownModel)),
    case("redirect 307", Fault::Redirect(307), Err(UnknownModel)),
    case("no body", Fault::NoBody, Err(BrokenOff)),
    case("cut after headers", Fault::CutAfterHeaders, Err(BrokenOff)),
    case("cut mid-event", Fault::CutMidEvent, Err(BrokenOff)),
    case("cut mid-character", Fault::CutMidCharacter, Err(BrokenOff)),
    case("ends mid-event", Fault::EndsMidEvent, Err(BrokenOff)),
    case(
        "ends mid-character",
        Fault::EndsMidCharacter,
        Err(BrokenOff),
    ),
    case("ends after the text", Fault::EndsAfterText, Err(BrokenOff)),
    on(
        &[Wire::Chat, Wire::Responses, Wire::Messages],
        case("no end", Fault::NoEnd, Err(BrokenOff)),
    ),
    on(
        &[Wire::Chat, Wire::Messages, Wire::Gemini, Wire::Ollama],
        case("no reason", Fault::NoReason, Err(BrokenOff)),
    ),
    on(
        &[Wire::Chat, Wire::Responses, Wire::Messages, Wire::Ollama],
        case("ends twice", Fault::EndsTwice, FINISHED),
    ),
    case("byte by byte", Fault::ByteByByte, FINISHED),
    case("CR LF and comments", Fault::CrLfAndComments, FINISHED),
    case("unknown events", Fault::UnknownEvents, FINISHED),
    case("broken JSON", Fault::BrokenJson, Err(Unreadable)),
    case("line of 10 MB", Fault::LongLine, Err(Unreadable)),
    case("answer of 5 MB", Fault::LongAnswer, Err(Unreadable)),
    case(
        "error in the stream",
        Fault::ErrorEvent("api_error"),
        Err(Broken),
    ),
    on(
        CODED,
        case(
            "overload in the stream",
            Fault::ErrorEvent("overloaded_error"),
            Err(Busy),
        ),
    ),
    case(
        "context length in the stream",
        Fault::ErrorEvent("context_length_exceeded"),
        Err(QuestionTooLong),
    ),
    case("too long", Fault::TooLong, Ok(Stop::TooLong)),
    case(
        "too long, called finished",
        Fault::TooLongCalledFinished,
        Ok(Stop::TooLong),
    ),
    on(
        &[Wire::Chat, Wire::Responses, Wire::Gemini],
        case("filtered", Fault::Filtered, Ok(Stop::Filtered)),
    ),
    on(CODED, case("refused", Fault::Refused, Err(Refused))),
    case("nothing counted", Fault::NoUsage, FINISHED),
    case("empty", Fault::Empty, Err(Empty)),
    case("blank", Fault::Blank, Err(Empty)),
    case("gzip", Fault::Gzip, Err(Unreadable)),
    case("noise", Fault::Noise, Err(Unreadable)),
    case("trickle", Fault::Trickle, FINISHED),
    case("wrong schema", Fault::WrongSchema, FINISHED),
    case("no plan", Fault::MissingField("plan"), FINISHED),
    case("sentences round the JSON", Fault::ExtraText, FINISHED),
    case("JSON in a code fence", Fault::Fenced, FINISHED),
    case("half the JSON", Fault::HalfJson, FINISHED),
];
