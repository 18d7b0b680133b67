//! The built web pages. Paths that name no file belong to the pages' own router.

use axum::{
    Router,
    http::{HeaderValue, header},
};
use std::path::Path;
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// Files with a hash in their name never change; the page that names them is asked for anew.
pub fn pages(folder: &Path) -> Router {
    let assets = Router::new()
        .fallback_service(ServeDir::new(folder.join("assets")))
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ));
    let index = ServeFile::new(folder.join("index.html"));
    let pages = ServeDir::new(folder).fallback(index);
    Router::new()
        .nest("/assets", assets)
        .fallback_service(pages)
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache"),
        ))
}
