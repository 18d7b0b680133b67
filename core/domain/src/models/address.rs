//! Addresses of providers, read in one way everywhere.

use url::{Host, Url};

/// The address that somebody typed: `http` or `https` with a host, without a name or password in
/// it. Where the scheme is missing it is `http` on this machine and `https` elsewhere. Whoever
/// connects uses this very `Url`, so that nobody reads an address in two ways.
pub fn address(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    let url = if typed.contains("://") {
        Url::parse(typed).ok()?
    } else {
        let near = Url::parse(&format!("http://{typed}")).ok()?;
        if leads_here(&near) {
            near
        } else {
            Url::parse(&format!("https://{typed}")).ok()?
        }
    };
    let known = matches!(url.scheme(), "http" | "https");
    let secretless = url.username().is_empty() && url.password().is_none();
    (known && secretless && url.host().is_some()).then_some(url)
}

/// Whether an address, as somebody typed it, leads to this machine whatever a name server says:
/// `localhost`, 127.0.0.0/8 or `::1` in any of their spellings. Another name that happens to
/// resolve to this machine does not count, because asking for it already tells somebody.
pub fn is_loopback(typed: &str) -> bool {
    address(typed).is_some_and(|url| leads_here(&url))
}

fn leads_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_localhost(name),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

/// Whether a name is this machine's own, which no name server is asked for.
pub fn is_localhost(name: &str) -> bool {
    name.strip_suffix('.')
        .unwrap_or(name)
        .eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aic_7_only_loopback_addresses_are_this_machine() {
        for near in [
            "http://localhost:11434",
            "http://LOCALHOST/v1",
            "http://localhost.:1234/",
            "https://127.0.0.1:8443",
            "http://127.0.0.1./v1",
            "http://127.1",
            "http://127.255.255.254",
            "http://2130706433",
            "http://0x7f000001:80",
            "http://0x7f.1",
            "http://0177.0.0.1",
            "http://[::1]:8080/v1",
            "http://[0:0:0:0:0:0:0:1]",
            "http://[::ffff:127.0.0.1]",
            "http://[::ffff:7f00:1]",
            "http://localhost\\@evil.example/",
            "http://localhost/@evil.example",
            "http://ⓛocalhost",
            " http://localhost ",
            "localhost:11434",
            "127.0.0.1:1234/v1",
        ] {
            assert!(is_loopback(near), "{near}");
        }
        for far in [
            "http://localhost@evil.example",
            "http://localhost:11434@evil.example",
            "http://127.0.0.1@8.8.8.8/",
            "http://user@localhost",
            "http://localhost.evil.example",
            "http://sub.localhost",
            "http://localhost..",
            "http://127.0.0.1.evil.example",
            "http://127.0.0.1.nip.io",
            "http://0.0.0.0:11434",
            "http://0",
            "http://[::]",
            "http://[::ffff:8.8.8.8]",
            "http://[::127.0.0.1]",
            "http://[64:ff9b::7f00:1]",
            "http://[fe80::1]",
            "http://128.0.0.1",
            "http://10.0.0.5",
            "http://192.168.1.2:11434",
            "http://169.254.169.254",
            "http://134744072",
            "http://evil.example#localhost",
            "http://evil.example?localhost",
            "http://evil.example\\localhost",
            "evil.example:11434",
            "https://api.openai.com/v1",
            "ftp://localhost",
            "file:///etc/passwd",
            "unix:///run/localhost",
            "http://",
            "http:evil.example",
            "localhost@evil.example",
            "",
        ] {
            assert!(!is_loopback(far), "{far}");
        }
    }

    #[test]
    fn aia_6_a_typed_address_gets_a_scheme() {
        for (typed, read) in [
            ("localhost:11434", "http://localhost:11434/"),
            ("[::1]:1234/v1", "http://[::1]:1234/v1"),
            ("api.example.org/v1", "https://api.example.org/v1"),
            ("http://api.example.org", "http://api.example.org/"),
        ] {
            assert_eq!(address(typed).unwrap().as_str(), read);
        }
        for none in ["", "http://u:p@host", "host with spaces", "gopher://host"] {
            assert!(address(none).is_none(), "{none}");
        }
    }
}
