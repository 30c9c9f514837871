//! A running `hub serve`, asked over a plain socket: what goes out and comes back is seen to the byte.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "each test file uses its part of this module, and a test may fail by panic"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::hub_command;

/// How long anything may take before a test calls it lost. Generous: the machine may be full.
pub const LONG: Duration = Duration::from_secs(60);

/// A server that ends with the test.
pub struct Server {
    child: Child,
    said: Arc<Mutex<String>>,
    pub address: SocketAddr,
    /// Path of the home page.
    pub home: String,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The page as a build would write it.
    pub fn page(&self) -> String {
        without_script(&self.text())
    }
}

/// A page without what `hub serve` puts into it.
pub fn without_script(page: &str) -> String {
    match page.split_once("<script type=\"module\" src=\"/_hub/live.js\"") {
        Some((before, after)) => format!("{before}{}", after.split_once("</script>\n").map_or("", |(_, rest)| rest)),
        None => page.to_owned(),
    }
}

impl Server {
    /// `hub serve ARGS` in a folder, on a port of its own.
    pub fn start(folder: &Path, args: &[&str]) -> Self {
        let mut command = hub_command(folder);
        command.arg("serve").args(args);
        if !args.contains(&"--port") {
            command.args(["--port", "0"]);
        }
        Self::of(&mut command)
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (heard, stderr) = (Arc::clone(&said), child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut said = heard.lock().unwrap();
                said.push_str(&line);
                said.push('\n');
            }
        });
        let start = Instant::now();
        let url = loop {
            let text = said.lock().unwrap().clone();
            if let Some((_, rest)) = text.split_once("http://") {
                break rest.split(';').next().unwrap().trim().to_owned();
            }
            assert!(start.elapsed() < LONG, "hub serve never said its address:\n{text}");
            std::thread::sleep(Duration::from_millis(5));
        };
        let (address, home) = url.split_once('/').unwrap();
        Server { child, said, address: address.parse().unwrap(), home: format!("/{home}") }
    }

    /// What it said so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it said something.
    pub fn hears(&self, words: &str) {
        until(|| self.said().contains(words), || format!("it never said `{words}`:\n{}", self.said()));
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// Sends bytes as they are; the answer, if there is one.
    pub fn raw(&self, request: &[u8]) -> Option<Answer> {
        let mut stream = self.connect();
        // A server that has heard enough may close before all is sent.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        answer(&bytes)
    }

    /// A request with further header lines.
    pub fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let host = if headers.to_lowercase().contains("host:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        let request = format!("{method} {target} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n");
        self.raw(request.as_bytes()).unwrap_or_else(|| panic!("no answer to {method} {target}"))
    }

    pub fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "")
    }

    /// Waits until a page holds words.
    pub fn shows(&self, target: &str, words: &str) {
        let is_there = || self.get(target).text().contains(words);
        until(is_there, || format!("{target} never showed `{words}`:\n{}\n{}", self.said(), self.get(target).text()));
    }

    /// Listens to what a page is told.
    pub fn listen(&self, path: &str) -> Events {
        let mut stream = self.connect();
        let request = format!("GET /_hub/events?path={path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        Events { lines: BufReader::new(stream) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until something holds.
pub fn until(mut holds: impl FnMut() -> bool, otherwise: impl Fn() -> String) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < LONG, "{}", otherwise());
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The stream of server-sent events (HTML Standard, 9.2).
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next state.
    pub fn next(&mut self) -> serde_json::Value {
        let start = Instant::now();
        loop {
            let mut line = String::new();
            // A stream that only says that it is still there would be read for ever.
            assert!(start.elapsed() < LONG, "nothing was told for too long");
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream of events ended");
            if let Some(data) = line.strip_prefix("data:") {
                return serde_json::from_str(data.trim()).unwrap();
            }
        }
    }

    /// The next state that is as wanted.
    pub fn wait(&mut self, is_wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let start = Instant::now();
        loop {
            let state = self.next();
            if is_wanted(&state) {
                return state;
            }
            assert!(start.elapsed() < LONG, "what was waited for never came; last: {state}");
        }
    }
}

fn answer(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let is_chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = bytes[end + 4..].to_vec();
    Some(Answer { status, headers, body: if is_chunked { joined(&body) } else { body } })
}

fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = chunks.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(&String::from_utf8_lossy(&chunks[..end]), 16).unwrap_or(0);
        let rest = &chunks[end + 2..];
        if length == 0 || rest.len() < length {
            break;
        }
        body.extend_from_slice(&rest[..length]);
        chunks = rest.get(length + 2..).unwrap_or_default();
    }
    body
}
