//! Turns: a host is asked once at a time, with a pause, and not before it wants to be.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Every host that was asked, with when it may be asked again.
#[derive(Debug)]
pub(super) struct Hosts {
    gates: Mutex<BTreeMap<String, Arc<Mutex<Instant>>>>,
    pause: Duration,
    /// When all is over.
    end: Instant,
}

impl Hosts {
    pub(super) fn new(pause: Duration, total: Duration) -> Self {
        let now = Instant::now();
        Hosts { gates: Mutex::default(), pause, end: now + total }
    }

    /// Whether the time is over.
    pub(super) fn is_over(&self) -> bool {
        Instant::now() >= self.end
    }

    /// Asks a host when its turn has come; nothing where that would be after the end.
    pub(super) fn turn<T>(&self, host: &str, ask: impl FnOnce() -> T) -> Option<T> {
        let gate = self.gate(host);
        let mut free = gate.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_over() || *free >= self.end {
            return None;
        }
        sleep(free.saturating_duration_since(Instant::now()));
        let answer = ask();
        *free = Instant::now() + self.pause;
        Some(answer)
    }

    /// Leaves a host alone for a while.
    pub(super) fn leave(&self, host: &str, time: Duration) {
        let gate = self.gate(host);
        let mut free = gate.lock().unwrap_or_else(PoisonError::into_inner);
        *free = (*free).max(Instant::now() + time);
    }

    fn gate(&self, host: &str) -> Arc<Mutex<Instant>> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        gates.entry(host.to_owned()).or_insert_with(|| Arc::new(Mutex::new(Instant::now()))).clone()
    }
}
