//! What may be in the program: `deny.toml`'s licences, bans and sources, held against the lock file without a network.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panic")]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

fn deny() -> toml::Table {
    std::fs::read_to_string("deny.toml").unwrap().parse().unwrap()
}

/// The crates that are on the disk: mostly those of all systems, else those of this one. No network is asked.
fn metadata() -> (Value, Crates) {
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    match asked(&[]) {
        Ok(all) => (all, Crates::OfAllSystems),
        Err(_) => (asked(&["--filter-platform", &host]).unwrap(), Crates::OfThisSystem),
    }
}

#[derive(PartialEq, Eq)]
enum Crates {
    OfAllSystems,
    OfThisSystem,
}

fn asked(more: &[&str]) -> Result<Value, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["metadata", "--locked", "--offline", "--format-version", "1"];
    let output = Command::new(cargo).args(arguments).args(more).output().unwrap();
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn words<'t>(table: &'t toml::Table, section: &str, key: &str) -> Vec<&'t str> {
    table[section][key].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

/// Whether one way to read the expression has allowed licences only. `AND` binds more than `OR`; `/` is an old `OR`.
fn is_allowed(expression: &str, allowed: &mut impl FnMut(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let is = either(&mut words, allowed);
    assert_eq!(words.next(), None, "{expression}");
    is
}

type Words<'a, 'w> = &'a mut std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn either(words: Words<'_, '_>, allowed: &mut impl FnMut(&str) -> bool) -> bool {
    let mut is = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        is |= both(words, allowed);
    }
    is
}

fn both(words: Words<'_, '_>, allowed: &mut impl FnMut(&str) -> bool) -> bool {
    let mut is = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        is &= one(words, allowed);
    }
    is
}

fn one(words: Words<'_, '_>, allowed: &mut impl FnMut(&str) -> bool) -> bool {
    let word = words.next().unwrap();
    if word == "(" {
        let is = either(words, allowed);
        assert_eq!(words.next(), Some(")"));
        return is;
    }
    match words.next_if_eq(&"WITH") {
        Some(_) => allowed(&format!("{word} WITH {}", words.next().unwrap())),
        None => allowed(word),
    }
}

#[test]
fn every_licence_is_allowed_and_every_allowed_one_needed() {
    let deny = deny();
    let (metadata, crates) = metadata();
    let allowed: BTreeSet<&str> = words(&deny, "licenses", "allow").into_iter().collect();
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or("none named");
        let is = is_allowed(licence, &mut |word| {
            seen.extend(allowed.get(word));
            allowed.contains(word)
        });
        assert!(is, "{} is under `{licence}`", package["id"]);
    }
    if crates == Crates::OfAllSystems {
        assert_eq!(seen, allowed, "`deny.toml` allows what nothing needs");
    }
    for refused in ["GPL-3.0-only", "LGPL-2.1-or-later", "AGPL-3.0-only", "MIT AND (GPL-2.0-only OR AGPL-3.0-only)"] {
        assert!(!is_allowed(refused, &mut |word| allowed.contains(word)), "{refused}");
    }
}

#[test]
fn nothing_banned_comes_in_and_all_of_it_from_the_registry() {
    let deny = deny();
    let (metadata, _) = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let name_of = |id: &Value| packages.iter().find(|package| package["id"] == *id).unwrap()["name"].as_str().unwrap();
    for ban in deny["bans"]["deny"].as_array().unwrap() {
        let banned = ban["crate"].as_str().unwrap();
        let wrappers: Vec<&str> = ban
            .get("wrappers")
            .iter()
            .flat_map(|list| list.as_array().unwrap())
            .map(|it| it.as_str().unwrap())
            .collect();
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let needs = node["dependencies"].as_array().unwrap().iter().any(|id| name_of(id) == banned);
            let name = name_of(&node["id"]);
            assert!(!needs || wrappers.contains(&name), "`{name}` needs `{banned}`: {}", ban["reason"]);
        }
    }
    for package in packages.iter().filter(|package| package["name"] != "hub") {
        let source = &package["source"];
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{}", package["id"]);
    }
}
