//! `hub serve`: the site as it is on disk right now, in a browser on this machine, and nothing of it written anywhere.
//!
//! [`desk`] holds the site and reads it again when [`watch`] says that something changed; [`stage`] makes single pages of one
//! view of it, a day or another, with drafts or without; [`search`] makes its search index; [`studio`] is the author's desk at
//! `/_hub/`, which opens files in an [`editor`]; [`http`] is the door for browsers, and lets nobody else in.

mod desk;
mod editor;
mod http;
mod page;
mod search;
mod stage;
mod studio;
mod view;
mod watch;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;

use crate::error::Error;
use crate::pipeline::Request;
use desk::Desk;
pub use desk::Told;
pub use editor::Editor;
use studio::Studio;
use watch::Watch;
pub use watch::Watching;

/// The port that is tried first, and how many after it.
const PORT: u16 = 4000;
const PORTS: u16 = 20;

/// What is to be served, and how.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The site, the moment and whether drafts are shown.
    pub request: Request,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port; without it the first that is free.
    pub port: Option<u16>,
    /// How changes are noticed.
    pub watching: Watching,
    /// Whether pages carry the author's bar.
    pub bar: Bar,
    /// Whether a browser is opened.
    pub open: Open,
    /// How the studio opens files.
    pub editor: Editor,
}

/// Whether pages carry the author's bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Yes.
    Shown,
    /// No.
    Off,
}

/// Whether a browser is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Yes.
    Browser,
    /// No.
    Nothing,
}

/// Serves until the program is ended. `tell` hears what happens, from several threads.
///
/// # Errors
/// There is no site in the folder, or no port to listen on.
pub fn serve(asked: &Asked, tell: Arc<dyn Fn(Told) + Send + Sync>) -> Result<(), Error> {
    let (listener, address) = listen(asked, tell.as_ref())?;
    let origin = format!("http://{address}");
    // Begun before the site is read: what is saved meanwhile is noticed.
    let watch = Watch::new(&asked.request.root, asked.watching);
    let desk = Arc::new(Desk::open(asked, origin.clone(), Arc::clone(&tell))?);
    let home = desk.home();
    tell(Told::Serving(format!("{origin}{home}")));
    tell(Told::Note(format!("the studio is at {origin}/_hub/")));
    if !asked.host.is_loopback() {
        tell(Told::Note(format!("everybody who reaches {address} can see this site, with what is not public yet")));
    }
    if asked.open == Open::Browser && open::that_detached(format!("{origin}{home}")).is_err() {
        tell(Told::Note("no browser could be opened; the address above works in any".to_owned()));
    }
    desk::keep_up(&desk, watch);
    let studio = Studio::new(asked.request.root.clone(), asked.editor.clone());
    http::serve(listener, desk, studio, asked.bar)
}

/// The first free port from the wanted one on.
fn listen(asked: &Asked, tell: &(dyn Fn(Told) + Send + Sync)) -> Result<(TcpListener, SocketAddr), Error> {
    let first = asked.port.unwrap_or(PORT);
    let ports = (0..PORTS).filter_map(|more| first.checked_add(more));
    let mut last = None;
    for port in ports {
        match TcpListener::bind((asked.host, port)) {
            Ok(listener) => {
                let address = listener.local_addr().map_err(|error| no_port(first, &error))?;
                if asked.port.is_some_and(|wanted| wanted != 0 && wanted != address.port()) {
                    tell(Told::Note(format!("port {first} is taken, so this is {}", address.port())));
                }
                return Ok((listener, address));
            }
            Err(error) => last = Some(error),
        }
    }
    let error = last.unwrap_or_else(|| std::io::Error::other("there is no such port"));
    Err(no_port(first, &error))
}

fn no_port(first: u16, error: &std::io::Error) -> Error {
    Error::refused(
        format!("could not listen on port {first} or on one of the {PORTS} after it: {error}"),
        "name another with `--port`; 0 takes any that is free",
    )
}
