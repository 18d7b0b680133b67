//! The clinic server: the operations over HTTP, events, and the web pages.

mod audio;
mod decode;
mod documents;
mod events;
mod guard;
mod health;
mod operations;
mod pages;
mod session;

pub use documents::{openapi, tools};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{any, get},
    serve::ListenerExt,
};
use praxis_runtime::Runtime;
use std::{net::SocketAddr, path::PathBuf, sync::Arc};
use tokio_util::sync::CancellationToken;
use tower_http::compression::{
    CompressionLayer, DefaultPredicate, Predicate, predicate::NotForContentType,
};

/// What the server is told.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    /// The folder of the built web pages.
    pub ui: PathBuf,
    /// Origins of other sites that may call with the user's cookie; usually none.
    pub allowed_origins: Vec<String>,
}

/// What every handler is lent.
#[derive(Clone)]
struct Shared {
    runtime: Arc<Runtime>,
    options: Arc<ServerOptions>,
    stop: CancellationToken,
}

/// Largest JSON body in bytes.
const BODY_MAX: usize = 1024 * 1024;

/// The whole server as one router.
pub fn router(runtime: Arc<Runtime>, options: ServerOptions, stop: CancellationToken) -> Router {
    let shared = Shared {
        runtime,
        options: Arc::new(options),
        stop,
    };
    // Sound is asked for in ranges, and its length is told.
    let compressible = DefaultPredicate::new().and(NotForContentType::const_new("audio/"));
    let api = operations::mount(Router::new())
        .route("/v1/events", get(events::events))
        .route(audio::PATH, get(audio::audio))
        .route("/v1", any(guard::no_such_route))
        .route("/v1/", any(guard::no_such_route))
        .route("/v1/{*rest}", any(guard::no_such_route))
        .method_not_allowed_fallback(guard::no_such_method)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(middleware::from_fn_with_state(
            shared.clone(),
            guard::cross_site,
        ));
    api.route("/openapi.json", get(documents::serve_openapi))
        .route("/tools.json", get(documents::serve_tools))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .with_state(shared.clone())
        .merge(pages::pages(&shared.options.ui))
        .layer(middleware::from_fn_with_state(shared, guard::headers))
        .layer(CompressionLayer::new().compress_when(compressible))
}

/// Serves until `stop`, then lets running requests finish.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    // The words of a model come in small pieces, and none waits for the next to fill a packet.
    // A connection that refuses this is served all the same.
    let listener = listener.tap_io(|stream| {
        let _refused = stream.set_nodelay(true);
    });
    axum::serve(listener, service)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}
