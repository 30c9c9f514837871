//! One line on a terminal that says what takes so long. Nothing in the first second, nothing into a pipe.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::pipeline::Progress;

const QUIET: Duration = Duration::from_secs(1);
const PAUSE_MILLIS: u64 = 100;

/// The line; steps may come from many threads.
pub(super) struct Line {
    start: Instant,
    is_seen: bool,
    stage: Mutex<(&'static str, Option<usize>)>,
    steps: AtomicUsize,
    /// Milliseconds after the start at which it was drawn; 0 is never.
    drawn: AtomicU64,
}

impl Line {
    pub(super) fn new() -> Self {
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Line {
            start: Instant::now(),
            is_seen: std::io::stderr().is_terminal() && !is_dumb,
            stage: Mutex::new(("", None)),
            steps: AtomicUsize::new(0),
            drawn: AtomicU64::new(0),
        }
    }

    /// Takes the line away, so that what follows begins at the margin.
    pub(super) fn clear(&self) {
        if self.drawn.swap(0, Ordering::Relaxed) > 0 {
            show("\r\u{1b}[2K");
        }
    }

    fn draw_if_due(&self) {
        let elapsed = self.start.elapsed();
        if !self.is_seen || elapsed < QUIET {
            return;
        }
        let now = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        let last = self.drawn.load(Ordering::Relaxed);
        let is_due = now >= last.saturating_add(PAUSE_MILLIS);
        // Of the threads that find it due, one draws.
        if is_due && self.drawn.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let (name, total) = *self.stage.lock().unwrap_or_else(PoisonError::into_inner);
            show(&format!("\r\u{1b}[2K{}", words(name, self.steps.load(Ordering::Relaxed), total)));
        }
    }
}

impl Progress for Line {
    fn stage(&self, name: &'static str, total: Option<usize>) {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner) = (name, total);
        self.steps.store(0, Ordering::Relaxed);
        self.draw_if_due();
    }

    fn step(&self) {
        self.steps.fetch_add(1, Ordering::Relaxed);
        self.draw_if_due();
    }

    fn say(&self, sentence: &str) {
        self.clear();
        show(&format!("{sentence}\n"));
    }
}

/// A panic draws its own lines: they should not stand behind this one.
impl Drop for Line {
    fn drop(&mut self) {
        self.clear();
    }
}

/// To stderr; nobody there to read it is no reason to fail.
fn show(text: &str) {
    drop(std::io::stderr().write_all(text.as_bytes()));
}

fn words(name: &str, steps: usize, total: Option<usize>) -> String {
    match total {
        Some(total) => format!("{name} {steps}/{total}"),
        None if steps > 0 => format!("{name} {steps}"),
        None => format!("{name} …"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_counts_what_can_be_counted() {
        assert_eq!(words("render", 3, Some(9)), "render 3/9");
        assert_eq!(words("parse", 3, None), "parse 3");
        assert_eq!(words("plan", 0, None), "plan …");
    }
}
