//! Every operation of the catalogue as a route.

use crate::{Shared, decode::decode, session};
use axum::{
    Json, Router,
    body::Bytes,
    extract::{
        ConnectInfo, RawPathParams, RawQuery, State,
        rejection::{BytesRejection, RawPathParamsRejection},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response, Sse, sse},
    routing::{MethodFilter, on},
};
use praxis_features::{Ctx, for_each_operation};
use praxis_kernel::{Emit, Failure, FailureType, Method, Operation, WireFailure};
use praxis_runtime::{Request, reference};
use std::{convert::Infallible, net::SocketAddr};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Items of a stream that may wait for a slow reader.
const STREAM_ROOM: usize = 16;

/// Adds every operation.
pub fn mount(router: Router<Shared>) -> Router<Shared> {
    macro_rules! mount {
        ($($kind:ident $name:ident: $operation:ty,)*) => {{
            $( let router = mount_one::<$operation>(router); )*
            router
        }};
    }
    for_each_operation!(mount)
}

fn mount_one<O: Operation<Ctx = Ctx>>(router: Router<Shared>) -> Router<Shared> {
    let filter = match O::META.method {
        Method::GET => MethodFilter::GET,
        Method::POST => MethodFilter::POST,
        Method::PUT => MethodFilter::PUT,
        Method::PATCH => MethodFilter::PATCH,
        Method::DELETE => MethodFilter::DELETE,
    };
    router.route(O::META.path, on(filter, handle::<O>))
}

async fn handle<O: Operation<Ctx = Ctx>>(
    State(shared): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    path: Result<RawPathParams, RawPathParamsRejection>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let reference = reference(&shared.runtime);
    let input = match (path, body) {
        (Ok(path), Ok(body)) => decode::<O>(&path, query.as_deref(), &headers, &body),
        (Err(_), _) => Err(Failure::not_found("path")),
        (_, Err(rejection)) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(
            Failure::new(FailureType::TooLarge, "The request is larger than 1 MiB."),
        ),
        (_, Err(_)) => Err(Failure::new(
            FailureType::Cancelled,
            "The request did not arrive completely.",
        )),
    };
    let input = match input {
        Ok(input) => input,
        Err(failure) => return failed(failure.wire(&reference)),
    };
    let cancel = CancellationToken::new();
    let request = Request {
        token: session::token(&headers),
        origin: peer.ip().to_string(),
        reference: reference.clone(),
        unattended: session::unattended(&headers),
        cancel: cancel.clone(),
    };
    // Dropped with the response or with the connection: then the work stops, too.
    let guard = cancel.drop_guard();
    let mut response = if O::META.streams {
        stream::<O>(shared, request, input, guard).await
    } else {
        let (out, _items) = Emit::channel(1);
        match shared.runtime.invoke::<O>(request, input, out).await {
            Ok(output) => session::answer::<O>(&headers, output, &reference),
            Err(failure) => failed(failure),
        }
    };
    if let Ok(value) = reference.parse() {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Polled inside the response body, so a client that goes away stops the operation. What is
/// refused before anything was sent has its own status, as everywhere.
async fn stream<O: Operation<Ctx = Ctx>>(
    shared: Shared,
    request: Request,
    input: O::Input,
    guard: DropGuard,
) -> Response {
    let (out, mut items) = Emit::channel(STREAM_ROOM);
    let mut call = Box::pin(async move { shared.runtime.invoke::<O>(request, input, out).await });
    let mut ended = None;
    let mut first = None;
    tokio::select! {
        biased;
        Some(item) = items.recv() => first = Some(item),
        result = &mut call => ended = Some(result),
    }
    if let Some(Err(failure)) = ended {
        return failed(failure);
    }
    let events = async_stream::stream! {
        let _guard = guard;
        if let Some(item) = first {
            yield event("item", &item);
        }
        let result = loop {
            if let Some(result) = ended.take() {
                break result;
            }
            tokio::select! {
                biased;
                Some(item) = items.recv() => yield event("item", &item),
                result = &mut call => break result,
            }
        };
        while let Ok(item) = items.try_recv() {
            yield event("item", &item);
        }
        yield match result {
            Ok(output) => event("done", &output),
            Err(failure) => event("error", &failure),
        };
    };
    Sse::new(events)
        .keep_alive(sse::KeepAlive::default())
        .into_response()
}

/// One server-sent event; what cannot be written as JSON is a fault, and the reader is told so.
pub fn event<T: serde::Serialize>(name: &str, data: &T) -> Result<sse::Event, Infallible> {
    Ok(sse::Event::default()
        .event(name)
        .json_data(data)
        .unwrap_or_else(|_| sse::Event::default().event("error").data("{}")))
}

/// A failure as a response.
pub fn failed(failure: WireFailure) -> Response {
    let status =
        StatusCode::from_u16(failure.r#type.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry = failure.retry_after_seconds;
    let reference = failure.reference.parse();
    let mut response = (status, Json(failure)).into_response();
    if let Ok(reference) = reference {
        response.headers_mut().insert("x-request-id", reference);
    }
    if let Some(seconds) = retry
        && let Ok(value) = seconds.to_string().parse()
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}
