//! Where a site is written: two builds at once, folders that can't be written, other disks, names that clash or are too
//! long, files that somebody removed. Each is right, or refused with a way out and nothing changed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;

use common::{Run, TestSite, hub_command, run};

fn site() -> TestSite {
    TestSite::new().file("content/guides/one.md", "+++\ntitle = \"One\"\ndate = 2026-01-01\n+++\nText.\n")
}

/// Refused, with a way out.
fn refused(run: &Run, words: &str) {
    assert!(run.code == 1 || run.code == 2, "{}", run.stderr);
    assert!(run.stderr.contains(words), "no `{words}` in:\n{}", run.stderr);
    assert!(run.stderr.contains("help: "), "no way out in:\n{}", run.stderr);
}

#[test]
fn a_second_build_says_that_it_waits_and_then_builds() {
    let site = site();
    site.build();
    let first = fs::File::open(site.root().join(".public.hub/lock")).unwrap();
    first.lock().unwrap();
    let mut second =
        hub_command(site.root()).arg("build").stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut said = BufReader::new(second.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "another build is writing to this folder; waiting for it\n");
    assert!(second.try_wait().unwrap().is_none());
    first.unlock().unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(second.wait().unwrap().success(), "{rest}");
}

#[test]
fn six_builds_at_once_make_what_one_makes() {
    let alone = site();
    alone.build();
    let site = site();
    let builds: Vec<_> = (0..6)
        .map(|_| hub_command(site.root()).arg("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
        .collect();
    for mut build in builds {
        assert!(build.wait().unwrap().success());
    }
    assert_eq!(site.tree(), alone.tree());
    assert_eq!(common::tree(&site.root().join(".hub")), common::tree(&alone.root().join(".hub")));
}

#[test]
fn ten_thousand_files_removed_by_hand_come_back() {
    let site = site();
    for number in 0..10_000 {
        site.write(&format!("static/many/{}/{number}.txt", number % 100), number.to_string());
    }
    site.build();
    let before = site.tree();
    fs::remove_dir_all(site.root().join("public/many")).unwrap();
    site.build();
    assert!(site.tree() == before);
    fs::remove_dir_all(site.root().join("public")).unwrap();
    site.build();
    assert!(site.tree() == before);
    fs::remove_dir_all(site.root().join("static")).unwrap();
    site.build();
    assert!(before.len() >= 10_000 && !site.has("many"));
}

#[test]
fn names_as_long_as_a_disk_takes_them() {
    let (longest, longer) = (format!("static/{}.txt", "n".repeat(196)), format!("static/{}.txt", "n".repeat(251)));
    let fits = site().file(&longest, "text");
    fits.build();
    assert!(fits.has(longest.trim_start_matches("static/")));
    let too_long = site().file(&longer, "text");
    refused(&too_long.hub(&["build"]), "[bad-path]");
    assert!(!too_long.has("index.html"));
    let out = "o".repeat(255);
    refused(&fits.hub(&["build", "--out", &out]), "help: the name is too long for this disk");
}

#[test]
fn names_that_differ_by_case_clash() {
    let site = site().file("static/logo.svg", "<svg/>");
    site.build();
    // On a disk that takes the two for one there is nothing to refuse.
    site.write("static/Logo.svg", "<svg></svg>");
    if fs::read_dir(site.root().join("static")).unwrap().count() == 2 {
        let before = site.tree();
        refused(&site.hub(&["build"]), "[route-collision]");
        assert_eq!(site.tree(), before);
        fs::remove_file(site.root().join("static/logo.svg")).unwrap();
    }
    site.build();
    assert_eq!(site.tree().keys().filter(|path| path.eq_ignore_ascii_case("logo.svg")).count(), 1);
}

#[cfg(target_os = "linux")]
mod linux {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use super::*;

    const NOBODY: u32 = 65_534;

    /// `hub ARGS` as somebody whom permissions bind. To root they are nothing: then it runs as nobody, from a place that
    /// nobody can reach.
    fn as_somebody(site: &TestSite, args: &[&str]) -> Run {
        let mut command = hub_command(site.root());
        if fs::metadata("/proc/self").unwrap().uid() == 0 {
            give(site.root());
            let program = site.root().join(".program");
            fs::copy(env!("CARGO_BIN_EXE_hub"), &program).unwrap();
            command = Command::new(program);
            command.current_dir(site.root()).env("SOURCE_DATE_EPOCH", "1796122800").env("HOME", "/nowhere");
            command.uid(NOBODY).gid(NOBODY);
        }
        run(command.args(args))
    }

    fn give(place: &Path) {
        chown(place, Some(NOBODY), Some(NOBODY)).unwrap();
        for entry in fs::read_dir(place).into_iter().flatten() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                give(&entry.path())
            } else {
                chown(entry.path(), Some(NOBODY), None).unwrap()
            }
        }
    }

    fn allow(place: &Path, mode: u32) {
        fs::set_permissions(place, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_and_built_later() {
        for locked in ["public", "public/guides", ".public.hub", "."] {
            let site = site();
            assert_eq!(as_somebody(&site, &["build"]).code, 0);
            let before = site.tree();
            site.write("content/guides/one.md", "+++\ntitle = \"Two\"\ndate = 2026-01-01\n+++\nText.\n");
            site.write("content/guides/two.md", "+++\ntitle = \"Three\"\ndate = 2026-01-01\n+++\nText.\n");
            let folder = site.root().join(locked);
            // The folder of the site itself: a new output folder can't be made.
            let args = if locked == "." { vec!["build", "--out", "new"] } else { vec!["build"] };
            give(site.root());
            allow(&folder, 0o555);
            let told = as_somebody_again(&site, &args);
            refused(&told, "Permission denied");
            assert!(told.stderr.contains("change the permissions"), "{}", told.stderr);
            if locked == ".public.hub" || locked == "." {
                assert_eq!(site.tree(), before, "{locked}");
            }
            allow(&folder, 0o755);
            assert_eq!(as_somebody_again(&site, &args).code, 0);
        }
    }

    /// The same, with all as it stands.
    fn as_somebody_again(site: &TestSite, args: &[&str]) -> Run {
        let program = site.root().join(".program");
        let mut command = if program.exists() { Command::new(program) } else { hub_command(site.root()) };
        command.current_dir(site.root()).env("SOURCE_DATE_EPOCH", "1796122800");
        if fs::metadata("/proc/self").unwrap().uid() == 0 {
            command.env("HOME", "/nowhere").uid(NOBODY).gid(NOBODY);
        }
        run(command.args(args))
    }

    #[test]
    fn another_disk_is_a_place_like_any() {
        let (here, shared) = (site(), Path::new("/dev/shm"));
        let device = |place: &Path| fs::metadata(place).map(|metadata| metadata.dev());
        if !device(shared).is_ok_and(|other| other != device(here.root()).unwrap()) {
            return common::skip("another_disk_is_a_place_like_any", "a second disk at /dev/shm");
        }
        refused(&here.hub(&["build", "--out", "/dev/shm"]), "mount point");
        here.build();
        let around = shared.join(format!("hub-target-{}", std::process::id()));
        let out = around.join("public");
        fs::create_dir_all(&around).unwrap();
        for _ in 0..2 {
            let built = here.hub(&["build", "--out", out.to_str().unwrap()]);
            assert_eq!(built.code, 0, "{}", built.stderr);
            assert_eq!(common::tree(&out), here.tree());
        }
        fs::remove_dir_all(&around).unwrap();
    }
}
