//! From the address that somebody typed to the one that is asked.

use praxis_domain::models::{address::address, model::ConnectionKind, ports::Endpoint};
use url::Url;

/// What people paste along with a base address.
const PASTED: &[&str] = &[
    "/chat/completions",
    "/completions",
    "/responses",
    "/messages",
    "/models",
    "/api/chat",
    "/api/tags",
];

/// The address of a path below the endpoint's base; the path may carry a query.
pub(crate) fn url(endpoint: &Endpoint, path: &str) -> Option<Url> {
    base(endpoint.kind, &endpoint.base_url)?.join(path).ok()
}

/// The base below which a provider's paths lie; it ends in `/`. An address without a path gets
/// the version's path that the provider is known to have; one with a path is kept, because
/// gateways put it there.
fn base(kind: ConnectionKind, typed: &str) -> Option<Url> {
    let mut url = address(typed)?;
    url.set_query(None);
    url.set_fragment(None);
    let mut path = url.path().trim_end_matches('/').to_owned();
    for pasted in PASTED {
        if let Some(rest) = path.strip_suffix(pasted) {
            path.truncate(rest.trim_end_matches('/').len());
        }
    }
    let version = match kind {
        ConnectionKind::Gemini => "/v1beta",
        ConnectionKind::Ollama => {
            // Its own dialect lies beside the one that resembles OpenAI's.
            for beside in ["/v1", "/api"] {
                path.truncate(path.strip_suffix(beside).unwrap_or(&path).len());
            }
            ""
        }
        _ => "/v1",
    };
    if path.is_empty() {
        path.push_str(version);
    }
    url.set_path(&format!("{path}/"));
    Some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConnectionKind::{Anthropic, Gemini, Ollama, Openai, OpenaiCompatible};

    #[test]
    fn aia_6_addresses_are_read_as_they_are_typed() {
        for (kind, typed, read) in [
            (
                OpenaiCompatible,
                "http://localhost:1234",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "http://localhost:1234/",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "http://localhost:1234/v1",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "http://localhost:1234/v1/",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "http://localhost:1234/v1//",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "localhost:1234/v1",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                " 127.0.0.1:8080 ",
                "http://127.0.0.1:8080/v1/",
            ),
            (
                OpenaiCompatible,
                "http://localhost:1234/v1/chat/completions",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "http://localhost:1234/v1/models/",
                "http://localhost:1234/v1/",
            ),
            (
                OpenaiCompatible,
                "https://gateway.example/openai/v1",
                "https://gateway.example/openai/v1/",
            ),
            (
                OpenaiCompatible,
                "https://gateway.example/api/paas/v4",
                "https://gateway.example/api/paas/v4/",
            ),
            (
                OpenaiCompatible,
                "https://gateway.example/v1beta/openai/",
                "https://gateway.example/v1beta/openai/",
            ),
            (
                OpenaiCompatible,
                "gateway.example",
                "https://gateway.example/v1/",
            ),
            (
                OpenaiCompatible,
                "https://gateway.example/v1?x=1#y",
                "https://gateway.example/v1/",
            ),
            (
                Openai,
                "https://api.openai.com",
                "https://api.openai.com/v1/",
            ),
            (
                Openai,
                "https://api.openai.com/v1/responses",
                "https://api.openai.com/v1/",
            ),
            (
                Anthropic,
                "https://api.anthropic.com",
                "https://api.anthropic.com/v1/",
            ),
            (
                Anthropic,
                "https://api.anthropic.com/v1/messages",
                "https://api.anthropic.com/v1/",
            ),
            (
                Gemini,
                "https://generativelanguage.googleapis.com",
                "https://generativelanguage.googleapis.com/v1beta/",
            ),
            (
                Gemini,
                "https://generativelanguage.googleapis.com/v1/",
                "https://generativelanguage.googleapis.com/v1/",
            ),
            (Ollama, "http://localhost:11434", "http://localhost:11434/"),
            (Ollama, "localhost:11434/", "http://localhost:11434/"),
            (
                Ollama,
                "http://localhost:11434/v1/",
                "http://localhost:11434/",
            ),
            (
                Ollama,
                "http://localhost:11434/api",
                "http://localhost:11434/",
            ),
            (
                Ollama,
                "http://localhost:11434/api/chat",
                "http://localhost:11434/",
            ),
            (
                Ollama,
                "https://clinic.example/ollama/v1",
                "https://clinic.example/ollama/",
            ),
        ] {
            assert_eq!(base(kind, typed).unwrap().as_str(), read, "{typed}");
        }
        for none in ["", "http://", "ftp://localhost", "http://key@host/v1"] {
            assert!(base(Openai, none).is_none(), "{none}");
        }
    }
}
