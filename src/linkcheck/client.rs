//! One request and its answer. The only file that opens a connection.
//!
//! Follows no redirect by itself, goes by no proxy, and looks at each address a name stands for before it connects: what lies
//! on this computer or in its network isn't asked, whatever name leads there.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

use super::Reach;
use super::address::is_public;

/// Bytes of an answer's head. Of its body none is read.
const MOST_BYTES: usize = 32 * 1024;
/// What a request for a whole page asks for.
const FIRST_BYTES: &str = "bytes=0-1023";

/// How a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Its head alone.
    Head,
    /// Its beginning.
    Get,
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// An answer: its number, where it leads on, and how long to wait.
    Status { code: u16, location: Option<String>, retry_after: Option<String> },
    /// Nobody knows the host.
    NoHost,
    /// The name can't be looked up now.
    NoLookup,
    /// The host lies on this computer or in its network.
    Private,
    /// Nothing came in time.
    TimedOut,
    /// No secure connection came about.
    NotSecure,
    /// Nobody accepts a connection there.
    Refused,
    /// Anything else: a connection that broke off, an answer that is none.
    Broken,
}

/// Who asks.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    pub(super) reach: Reach,
}

impl Client {
    /// With a time for each request.
    pub(super) fn new(timeout: Duration, reach: Reach) -> Self {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("hub/", env!("CARGO_PKG_VERSION"), " (+link check)"))
            .timeout_global(Some(timeout))
            .max_response_header_size(MOST_BYTES)
            .max_idle_connections(0)
            .tls_config(tls)
            .build();
        let agent = Agent::with_parts(
            config,
            DefaultConnector::default(),
            Careful { reach, inner: DefaultResolver::default() },
        );
        Client { agent, reach }
    }

    /// Asks for an address.
    pub(super) fn ask(&self, method: Method, url: &str) -> Answer {
        let result = match method {
            Method::Head => self.agent.head(url).call(),
            Method::Get => self.agent.get(url).header("Range", FIRST_BYTES).call(),
        };
        match result {
            Ok(response) => {
                let header = |name| response.headers().get(name)?.to_str().ok().map(str::to_owned);
                let code = response.status().as_u16();
                Answer::Status { code, location: header("location"), retry_after: header("retry-after") }
            }
            Err(error) => understood(&error),
        }
    }
}

fn understood(error: &Error) -> Answer {
    match error {
        Error::HostNotFound => Answer::NoHost,
        Error::Timeout(_) => Answer::TimedOut,
        Error::Tls(_) | Error::Rustls(_) => Answer::NotSecure,
        Error::Other(other) => other.downcast_ref::<Refusal>().map_or(Answer::Broken, |refusal| match refusal {
            Refusal::Private => Answer::Private,
            Refusal::NoHost => Answer::NoHost,
            Refusal::NoLookup => Answer::NoLookup,
        }),
        Error::Io(error) => match error.kind() {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Answer::TimedOut,
            ErrorKind::ConnectionRefused => Answer::Refused,
            // A certificate that doesn't fit comes as an error of reading.
            ErrorKind::InvalidData => Answer::NotSecure,
            _ => Answer::Broken,
        },
        _ => Answer::Broken,
    }
}

/// Looks names up, and lets through what may be asked.
#[derive(Debug)]
struct Careful {
    reach: Reach,
    inner: DefaultResolver,
}

impl Careful {
    fn lets(&self, address: &SocketAddr) -> bool {
        is_public(address.ip()) || (self.reach == Reach::LoopbackToo && address.ip().is_loopback())
    }
}

impl Resolver for Careful {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout).map_err(|error| match error {
            Error::Io(error) if is_passing(&error.to_string()) => Error::Other(Box::new(Refusal::NoLookup)),
            Error::Io(_) => Error::Other(Box::new(Refusal::NoHost)),
            other => other,
        })?;
        // One inner address among others is enough: which of them would be asked is chance.
        if found.iter().all(|address| self.lets(address)) {
            Ok(found)
        } else {
            Err(Error::Other(Box::new(Refusal::Private)))
        }
    }
}

/// Whether a look-up may go well the next time; systems say so in words only.
fn is_passing(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    ["temporary", "try again", "os error 11002", "non-recoverable"].iter().any(|sign| message.contains(sign))
}

/// Why a name isn't followed.
#[derive(Debug)]
enum Refusal {
    Private,
    NoHost,
    NoLookup,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("this name isn't followed")
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_up_that_fails_now_is_told_from_a_name_that_isnt_there() {
        for message in [
            "failed to lookup address information: Temporary failure in name resolution",
            "failed to lookup address information: Try again",
        ] {
            assert!(is_passing(message), "{message}");
        }
        for message in [
            "failed to lookup address information: Name or service not known",
            "failed to lookup address information: nodename nor servname provided, or not known",
            "No such host is known. (os error 11001)",
        ] {
            assert!(!is_passing(message), "{message}");
        }
    }
}
