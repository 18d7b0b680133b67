//! The way out of Praxis: HTTP clients that go no further than a request may.
//!
//! Every request to the network is made here. A client follows no redirect, keeps no cookies, unpacks
//! nothing and asks no proxy that the environment names. What must stay on this machine is refused before
//! anything is asked of a name server, and the client's own resolver refuses it once more.

mod names;

use names::Names;
use praxis_domain::models::{
    address::{address, is_loopback},
    ports::Reach,
};
use reqwest::{Client, Method, RequestBuilder, redirect, retry};
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use url::Url;

/// A server that does not take a connection within this time, look-up of its name and TLS included,
/// is not there; whoever asks has another one to try and does not wait.
const CONNECT: Duration = Duration::from_millis(2500);

static OUTSIDE_FORBIDDEN: AtomicBool = AtomicBool::new(false);

/// Why a request is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The text is no address of a web server.
    #[error("this is no address of a web server")]
    NoAddress,
    /// The address is beyond what the request may reach.
    #[error("the address is beyond this machine")]
    Beyond,
    /// No client could be made.
    #[error("no connection can be made from this machine")]
    NoClient,
}

/// From now on, and until the process ends, nothing reaches beyond this machine, whatever a
/// request allows.
pub fn forbid_outside() {
    OUTSIDE_FORBIDDEN.store(true, Ordering::SeqCst);
}

/// How far a request may go at most, now.
fn bounded(reach: Reach) -> Reach {
    if OUTSIDE_FORBIDDEN.load(Ordering::SeqCst) {
        Reach::ThisMachine
    } else {
        reach
    }
}

/// Reads an address and refuses it if it is beyond what may be reached. The resolver of a client
/// never sees an address written in numbers, so this comes before every request.
pub fn check(url: &str, reach: Reach) -> Result<Url, Refused> {
    let read = address(url).ok_or(Refused::NoAddress)?;
    match bounded(reach) {
        Reach::ThisMachine if !is_loopback(read.as_str()) => Err(Refused::Beyond),
        _ => Ok(read),
    }
}

/// A request to an address that was checked. This is the way to make one.
pub fn request(method: Method, url: &str, reach: Reach) -> Result<RequestBuilder, Refused> {
    let url = check(url, reach)?;
    Ok(client(reach)?.request(method, url))
}

/// The client for what may be reached; one of each for the whole process, so that connections are
/// used again; they live as long as the runtime that made the request. Whoever uses it itself
/// calls [`check`] before each request.
pub fn client(reach: Reach) -> Result<Client, Refused> {
    static NEAR: OnceLock<Option<Client>> = OnceLock::new();
    static FAR: OnceLock<Option<Client>> = OnceLock::new();
    let reach = bounded(reach);
    let kept = match reach {
        Reach::ThisMachine => &NEAR,
        Reach::Anywhere => &FAR,
    };
    kept.get_or_init(|| build(reach))
        .clone()
        .ok_or(Refused::NoClient)
}

#[allow(clippy::disallowed_methods)] // This is the place that the ban points to.
fn build(reach: Reach) -> Option<Client> {
    let plain = || {
        Client::builder()
            .connect_timeout(CONNECT)
            .redirect(redirect::Policy::none())
            .no_proxy()
            // Another crate may switch these on for the whole program. Over HTTP/1 a dropped answer
            // closes its socket; and what a few bytes unfold to is not ours to hold.
            .http1_only()
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .referer(false)
            .retry(retry::never())
            .dns_resolver(Arc::new(Names(reach)))
    };
    // A machine without any certificates still talks to itself.
    plain()
        .build()
        .or_else(|_| plain().tls_certs_only([]).build())
        .ok()
}
