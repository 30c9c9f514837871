use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::pipeline::Silent;
use crate::source::FileId;

const FAST: Limits = Limits {
    at_once: 8,
    timeout: Duration::from_millis(400),
    pause: Duration::from_millis(1),
    patience: Duration::from_secs(2),
    total: Duration::from_secs(20),
};

/// A server that accepts connections and says nothing.
fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept() {
            held.push(stream);
        }
    });
    url
}

/// A server that gives the same answer to everybody.
fn saying(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            drop(stream.read(&mut [0; 2048]));
            drop(stream.write_all(answer.as_bytes()));
        }
    });
    url
}

fn answers(urls: &[&str], limits: Limits) -> Vec<Verdict> {
    let client = Client::new(limits.timeout, Reach::LoopbackToo);
    let found = queue::ask_all(urls, &client, limits, &Silent);
    urls.iter().map(|url| found[*url].clone()).collect()
}

#[test]
fn a_host_that_says_nothing_or_nonsense_is_not_dead() {
    let start = Instant::now();
    let (quiet, nonsense, closes) = (silent(), saying("nonsense\r\n\r\n"), saying(""));
    let verdicts = answers(&[&quiet, &nonsense, &closes], FAST);
    assert!(verdicts.iter().all(|verdict| matches!(verdict, Verdict::Unsure(_))), "{verdicts:?}");
    assert_eq!(verdicts[0], Verdict::Unsure("no answer came in time".into()));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_head_without_end_is_cut_off() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            drop(stream.write_all(b"HTTP/1.1 200 OK\r\n"));
            while stream.write_all(b"X-More: and more and more and more and more\r\n").is_ok() {}
        }
    });
    assert!(matches!(answers(&[&url], FAST)[..], [Verdict::Unsure(_)]));
}

#[test]
fn when_the_time_is_over_the_rest_is_left() {
    let quiet = silent();
    let urls: Vec<String> = (0..5).map(|number| format!("{quiet}{number}")).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let verdicts = answers(&urls, Limits { total: Duration::from_millis(500), ..FAST });
    let left = verdicts.iter().filter(|verdict| **verdict == Verdict::Unasked).count();
    assert!((3..=4).contains(&left), "{verdicts:?}");
}

#[test]
fn without_any_host_the_computer_may_be_offline() {
    let mut found = BTreeMap::from([("a".to_owned(), Verdict::NoHost("a.org".into()))]);
    doubt_if_offline(&mut found);
    assert!(matches!(found["a"], Verdict::Unsure(_)));
    let mut found =
        BTreeMap::from([("a".to_owned(), Verdict::NoHost("a.org".into())), ("b".to_owned(), Verdict::Fine)]);
    doubt_if_offline(&mut found);
    assert!(matches!(found["a"], Verdict::NoHost(_)));
}

#[test]
fn an_address_stands_once_with_all_its_places() {
    let link = |url: &str, at| Spanned::new(url.to_owned(), Span::new(FileId(0), at, at + 1));
    let found = places(&[link("https://a.org/x#y", 1), link("https://a.org/x", 5), link("https://a.org/x#z", 1)]);
    assert_eq!(
        found.into_iter().map(|(url, places)| (url, places.len())).collect::<Vec<_>>(),
        [("https://a.org/x".into(), 2)]
    );
}
