//! From names to addresses.

use praxis_domain::models::{address::is_localhost, ports::Reach};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

/// Answers what may be reached. `localhost` is always this machine and asks nobody.
pub(crate) struct Names(pub(crate) Reach);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            if is_localhost(name.as_str()) {
                let here: [SocketAddr; 2] = [
                    (Ipv4Addr::LOCALHOST, 0).into(),
                    (Ipv6Addr::LOCALHOST, 0).into(),
                ];
                return Ok(Box::new(here.into_iter()) as Addrs);
            }
            match reach {
                Reach::ThisMachine => Err("the name is beyond this machine".into()),
                Reach::Anywhere => {
                    let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
                    Ok(Box::new(found.collect::<Vec<_>>().into_iter()) as Addrs)
                }
            }
        })
    }
}
