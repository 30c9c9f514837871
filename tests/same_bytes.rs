//! Same input, same bytes: whatever the folder, the order of files, the time zone, the threads, the locale.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use common::{TestSite, hub_command, run};

type Tree = BTreeMap<String, Vec<u8>>;

/// What a site has published, and what hub keeps beside it for other programs.
struct Made {
    public: Tree,
    kept: Tree,
}

fn made(folder: &Path, command: &mut Command) -> Made {
    let result = run(command);
    assert_eq!(result.code, 0, "{}", result.stderr);
    Made { public: common::tree(&folder.join("public")), kept: common::tree(&folder.join(".hub")) }
}

fn built(folder: &Path, environment: &[(&str, &str)]) -> Made {
    made(folder, hub_command(folder).arg("build").envs(environment.iter().copied()))
}

fn assert_same_tree(one: &Tree, other: &Tree) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (path, bytes) in one {
        assert!(other[path] == *bytes, "`{path}` differs");
    }
}

fn assert_same(one: &Made, other: &Made) {
    assert!(one.public.len() > 100, "the example site has more files than {}", one.public.len());
    assert!(
        one.public.keys().filter(|path| path.starts_with("pagefind/")).count() > 50,
        "the search index is among them"
    );
    assert_same_tree(&one.public, &other.public);
    assert_same_tree(&one.kept, &other.kept);
}

/// The same files, made in another order in another folder; `aged` a day, each by another second.
fn in_other_order(here: &Path, there: &Path) {
    let mut files: Vec<_> = common::tree(here).into_iter().filter(|(path, _)| !path.starts_with(".hub")).collect();
    // By hash, so that no folder gets its entries in any order of names.
    files.sort_by_key(|(path, _)| blake3::hash(path.as_bytes()).to_hex());
    for (second, (path, bytes)) in files.into_iter().enumerate() {
        let place = there.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(&place, bytes).unwrap();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400 + second as u64 * 7);
        fs::File::open(&place).unwrap().set_modified(time).unwrap();
    }
}

#[test]
fn folder_zone_threads_and_locale_do_not_show() {
    let here = TestSite::copy_of(Path::new("example-site"));
    let there = TestSite::empty();
    let folder = there.root().join("a deeper/folder");
    in_other_order(here.root(), &folder);
    let one = built(here.root(), &[("TZ", "UTC"), ("RAYON_NUM_THREADS", "1"), ("LANG", "C"), ("LC_ALL", "C")]);
    let environment = [
        ("TZ", "Pacific/Kiritimati"),
        ("RAYON_NUM_THREADS", "8"),
        ("LANG", "de_DE.UTF-8"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("HOME", "/nowhere"),
        ("USER", "somebody"),
        ("LOGNAME", "somebody"),
        ("TMPDIR", "/nowhere"),
    ];
    assert_same(&one, &built(&folder, &environment));
    // Warm: the index comes from `.hub/cache`. Then without `.hub`, and without what hub knows of its output, too.
    assert_same(&one, &built(&folder, &environment));
    fs::remove_dir_all(folder.join(".hub")).unwrap();
    assert_same_tree(&one.public, &built(&folder, &environment).public);
    for gone in [".hub", "public", ".public.hub"] {
        fs::remove_dir_all(folder.join(gone)).unwrap();
    }
    assert_same(&one, &built(&folder, &environment));
}

#[test]
fn mails_are_the_same_everywhere() {
    let here = TestSite::copy_of(Path::new("example-site"));
    let there = TestSite::empty();
    in_other_order(here.root(), there.root());
    let mailed = |folder: &Path, environment: [(&str, &str); 4]| {
        let mail = ["newsletter", "export"];
        made(folder, hub_command(folder).args(mail).envs(environment)).kept
    };
    let one = mailed(here.root(), [("TZ", "UTC"), ("RAYON_NUM_THREADS", "1"), ("LANG", "C"), ("USER", "one")]);
    let other =
        [("TZ", "America/St_Johns"), ("RAYON_NUM_THREADS", "8"), ("LC_ALL", "de_DE.UTF-8"), ("USER", "another")];
    assert!(one.keys().any(|path| path.starts_with("mail/")), "{:?}", one.keys());
    assert_same_tree(&one, &mailed(there.root(), other));
}

/// Other permissions for new files, another user where that can be, and other processors.
#[cfg(unix)]
#[test]
fn umask_and_user_do_not_show() {
    use std::os::unix::fs::{MetadataExt, chown};
    use std::os::unix::process::CommandExt;

    fn give(place: &Path, to: u32) {
        chown(place, Some(to), Some(to)).unwrap();
        for entry in fs::read_dir(place).unwrap().map(|entry| entry.unwrap()) {
            if entry.file_type().unwrap().is_dir() {
                give(&entry.path(), to)
            } else {
                chown(entry.path(), Some(to), Some(to)).unwrap()
            }
        }
    }

    let here = TestSite::copy_of(Path::new("example-site"));
    let there = TestSite::copy_of(Path::new("example-site"));
    let one = built(here.root(), &[]);
    let is_root = fs::metadata(there.root()).unwrap().uid() == 0;
    // The program itself stands where perhaps only its owner may go.
    let program = there.root().join(".program");
    fs::copy(env!("CARGO_BIN_EXE_hub"), &program).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 077 && exec ./.program build"]).current_dir(there.root());
    shell.env("SOURCE_DATE_EPOCH", "1796122800").env("HOME", "/nowhere");
    if is_root {
        give(there.root(), 65_534);
        shell.uid(65_534).gid(65_534);
    }
    assert_same(&one, &made(there.root(), &mut shell));
}

#[test]
fn a_second_build_touches_nothing() {
    let site = TestSite::copy_of(Path::new("example-site"));
    let first = built(site.root(), &[]);
    let time = |path: &str| fs::metadata(site.root().join("public").join(path)).unwrap().modified().unwrap();
    let before: Vec<_> = first.public.keys().map(|path| time(path)).collect();
    let second = built(site.root(), &[]);
    assert_same(&first, &second);
    assert_eq!(before, first.public.keys().map(|path| time(path)).collect::<Vec<_>>());
}
