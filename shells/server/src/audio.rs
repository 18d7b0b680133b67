//! A recording as a file that players seek in: `GET /v1/scribe/recordings/{recording_id}/audio`. All
//! that it knows comes from the operations, which decide who may hear it.

use crate::{Shared, decode::decode, operations::failed, session};
use axum::{
    body::Body,
    extract::{ConnectInfo, RawPathParams, State, rejection::RawPathParamsRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};
use praxis_domain::scribe::recordings::model::Recording;
use praxis_features::scribe::{
    listen::{get_recording, get_recording_sound},
    wav::{Stretch, WavFile},
};
use praxis_kernel::{Emit, Failure, Rule, WireFailure};
use praxis_runtime::{Request, reference};
use std::{net::SocketAddr, ops::Range};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Where it is served.
pub const PATH: &str = "/v1/scribe/recordings/{recording_id}/audio";

/// The sound of a recording as WAV, whole or a range of its bytes.
pub async fn audio(
    State(shared): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    headers: HeaderMap,
    path: Result<RawPathParams, RawPathParamsRejection>,
) -> Response {
    let cancel = CancellationToken::new();
    let call = Call {
        request: Request {
            token: session::token(&headers),
            origin: peer.ip().to_string(),
            reference: reference(&shared.runtime),
            unattended: session::unattended(&headers),
            cancel: cancel.clone(),
        },
        shared,
        _guard: cancel.drop_guard(),
    };
    let reference = call.request.reference.clone();
    let answered = call.answer(&method, &headers, path).await;
    let mut response = answered.unwrap_or_else(failed);
    if let Ok(value) = reference.parse() {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Which bytes are sent.
enum Wanted {
    All,
    Some(Range<u64>),
    /// None that the file has.
    None,
}

struct Call {
    shared: Shared,
    request: Request,
    /// Dropped with the response or with the connection: then the work stops, too.
    _guard: DropGuard,
}

impl Call {
    async fn answer(
        self,
        method: &Method,
        headers: &HeaderMap,
        path: Result<RawPathParams, RawPathParamsRejection>,
    ) -> Result<Response, WireFailure> {
        let wire = |failure: Failure| failure.wire(&self.request.reference);
        let path = path.map_err(|_| wire(Failure::not_found("path")))?;
        let input = decode::<get_recording>(&path, None, headers, &[]).map_err(wire)?;
        let (out, _nobody) = Emit::channel(1);
        let runtime = &self.shared.runtime;
        let found = runtime
            .invoke::<get_recording>(self.request.clone(), input, out)
            .await?;
        let file = WavFile::of(&found.recording).map_err(wire)?;
        let tag = tag(&found.recording);
        let (status, range) = match wanted(headers, &tag, file.bytes()) {
            Wanted::All => (StatusCode::OK, 0..file.bytes()),
            Wanted::Some(range) => (StatusCode::PARTIAL_CONTENT, range),
            Wanted::None => return Ok(none(&self.request.reference, file.bytes())),
        };
        let length = range.end - range.start;
        let partly = (status == StatusCode::PARTIAL_CONTENT)
            .then(|| format!("bytes {}-{}/{}", range.start, range.end - 1, file.bytes()));
        let body = if method == Method::HEAD {
            Body::empty()
        } else {
            self.body(file, range).await?
        };
        let mut response = (status, body).into_response();
        for (name, value) in [
            (header::CONTENT_TYPE, Some("audio/wav".to_owned())),
            (header::ACCEPT_RANGES, Some("bytes".to_owned())),
            (header::ETAG, Some(tag)),
            (header::CONTENT_LENGTH, Some(length.to_string())),
            (header::CONTENT_RANGE, partly),
        ] {
            if let Some(Ok(value)) = value.map(HeaderValue::try_from) {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }

    /// The first stretch is heard before anything is sent, so that what is refused has its own
    /// status; whatever goes wrong later ends the connection early.
    async fn body(self, file: WavFile, range: Range<u64>) -> Result<Body, WireFailure> {
        let mut slice = file.slice(range);
        let mut start = std::mem::take(&mut slice.header);
        if let Some(stretch) = slice.next() {
            start.extend(self.hear(&stretch).await?);
        }
        Ok(Body::from_stream(async_stream::stream! {
            yield Ok(start);
            for stretch in slice {
                let heard = self.hear(&stretch).await;
                yield heard.map_err(|failure| std::io::Error::other(failure.message));
            }
        }))
    }

    async fn hear(&self, stretch: &Stretch) -> Result<Vec<u8>, WireFailure> {
        let (out, _nobody) = Emit::channel(1);
        let runtime = &self.shared.runtime;
        let sound = runtime
            .invoke::<get_recording_sound>(self.request.clone(), stretch.sound, out)
            .await?;
        let cut = stretch.cut(&sound);
        cut.map_err(|failure| failure.wire(&self.request.reference))
    }
}

/// Changes when sound comes: two parts of different files make no whole one.
fn tag(recording: &Recording) -> String {
    format!(
        "\"{}-{}-{}\"",
        recording.recording_id, recording.duration_ms, recording.segments
    )
}

/// What `Range` asks for. Several ranges at once and what cannot be read are answered by the whole,
/// as RFC 9110 has it, and so is a range of a file that is not this one any more.
fn wanted(headers: &HeaderMap, tag: &str, bytes: u64) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let other = text(header::IF_RANGE).is_some_and(|known| known != tag);
    let Some(Ok(ranges)) = text(header::RANGE).map(parse_range_header) else {
        return Wanted::All;
    };
    if other || ranges.ranges.len() > 1 {
        return Wanted::All;
    }
    match ranges.validate(bytes) {
        Ok(ranges) => ranges.first().map_or(Wanted::All, |range| {
            Wanted::Some(*range.start()..range.end().saturating_add(1))
        }),
        // More bytes from the end than there are: all of them.
        Err(RangeUnsatisfiableError::FileSuffixOutOfBounds) => Wanted::All,
        Err(_) => Wanted::None,
    }
}

fn none(reference: &str, bytes: u64) -> Response {
    let failure = Failure::validation(
        "range",
        Rule::OutOfRange,
        "The recording has no such bytes.",
    );
    let mut response = failed(failure.wire(reference));
    *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    if let Ok(value) = HeaderValue::try_from(format!("bytes */{bytes}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, value);
    }
    response
}
