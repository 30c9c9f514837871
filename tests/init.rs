//! `hub init`: a hub to start with, in a folder that has room for it; completions and manual pages.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::io::Write;
use std::process::{Command, Stdio};

use common::{TestSite, golden, hub_command, run, skip, tree};
use hub::model::time::Date;

const EN: [&str; 8] =
    ["--title", "Clay & tea", "--url", "https://clay.example", "--timezone", "Europe/Berlin", "--language", "en"];
const DE: [&str; 8] = [
    "--title",
    "Ton und Tee",
    "--url",
    "https://ton.example/hub",
    "--timezone",
    "Europe/Vienna",
    "--language",
    "de-AT",
];

/// A new hub, and what was said.
fn made(args: &[&str]) -> (TestSite, String) {
    let site = TestSite::empty();
    let run = site.hub(&[&["init", "."], args].concat());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    (site, run.stdout)
}

/// Every file of the author's, its text too.
fn shown(site: &TestSite) -> String {
    let files = tree(site.root()).into_iter().filter(|(path, _)| !path.starts_with(".hub/"));
    files.map(|(path, text)| format!("======== {path}\n{}\n", String::from_utf8(text).unwrap())).collect()
}

/// Problems of a site at a time, but for notes.
fn problems(site: &TestSite, at: &str) -> Vec<String> {
    let run = site.hub(&["check", "--at", at, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(run.code, 0, "{at}: {}", run.stdout);
    let all = report["diagnostics"].as_array().unwrap().iter();
    all.filter(|one| one["severity"] != "note")
        .map(|one| format!("{at}: {}: {}", one["code"], one["message"]))
        .collect()
}

#[test]
fn a_new_hub_in_both_languages() {
    for (name, args) in [("en", EN), ("de", DE)] {
        let (site, said) = made(&args);
        let files = shown(&site);
        assert!(!files.contains("@@"), "a gap is open");
        golden(&format!("golden/init/{name}.txt"), &format!("{said}\n{files}"));
        let built = site.hub(&["build"]);
        assert_eq!(built.code, 0, "{}", built.stderr);
        assert!(!built.stderr.contains("warning"), "{}", built.stderr);
        for file in ["hub.toml", "calendar.toml", "links.toml"] {
            let text = std::fs::read_to_string(site.root().join(file)).unwrap();
            let stem = file.strip_suffix(".toml").unwrap();
            assert!(text.starts_with(&format!("#:schema .hub/schema/{stem}.json\n")), "{file}");
        }
    }
}

#[test]
fn it_stays_right_for_120_days() {
    let first = Date::parse("2026-12-01").unwrap();
    let right = |args: [&str; 8], zone: &str, step: usize| {
        let args = args.map(|one| if one.starts_with("Europe/") { zone } else { one });
        let (site, _) = made(&args);
        let days: Vec<String> =
            (1..=120).step_by(step).map(|days| format!("{}T06:30", first.plus_days(days))).collect();
        let mut found = Vec::new();
        for (number, at) in days.iter().enumerate() {
            // As the workflows do each time.
            let sealed = site.hub(&["newsletter", "seal", "--at", at]);
            assert_eq!(sealed.code, 0, "{at}: {}", sealed.stderr);
            found.extend(problems(&site, at));
            if number % 30 == 0 {
                let built = site.hub(&["build", "--at", at]);
                assert!(built.code == 0 && !built.stderr.contains("warning"), "{at}: {}", built.stderr);
            }
        }
        assert!(found.is_empty(), "{zone}: {found:#?}");
    };
    std::thread::scope(|scope| {
        scope.spawn(|| right(EN, "Europe/Berlin", 1));
        scope.spawn(|| right(DE, "Europe/Vienna", 1));
        // Other zones turn their clocks on other days; all else is the same.
        scope.spawn(|| right(EN, "Pacific/Apia", 10));
        scope.spawn(|| right(DE, "America/St_Johns", 10));
    });
}

#[test]
fn it_can_be_made_on_any_day() {
    for day in
        ["2026-12-31", "2027-01-01", "2028-02-29", "2027-03-28", "2026-12-02", "2026-12-03T23:59", "2027-10-31T02:30"]
    {
        let (site, _) = made(&[&EN[..], &["--at", day]].concat());
        assert_eq!(problems(&site, day), [""; 0]);
    }
}

#[test]
fn its_workflows_are_those_of_the_host() {
    for (host, path) in
        [("gitlab", ".gitlab-ci.yml"), ("netlify", "netlify.toml"), ("cloudflare", ".github/workflows/site.yml")]
    {
        let (site, said) = made(&[&EN[..], &["--ci", host]].concat());
        assert!(site.root().join(path).exists(), "{host}");
        assert!(said.contains(&format!("`hub init --ci {host}`")), "{said}");
        let again = site.hub(&["init", "--ci", host]);
        assert!(
            again.code == 0 && !again.stdout.contains("written") && !again.stdout.contains("replaced"),
            "{}",
            again.stdout
        );
    }
}

#[test]
fn nothing_is_ever_overwritten() {
    for (path, named) in [
        ("content/guides/mine.md", "`content` is in this folder already"),
        ("calendar.toml", "`calendar.toml` is in this folder already"),
        (".github/workflows/site.yml", "`.github/workflows/site.yml` is in this folder already"),
        ("static/a.txt", "`static` is in this folder already"),
    ] {
        let site = TestSite::empty().file(path, "mine\n");
        let before = tree(site.root());
        let run = site.hub(&["init"]);
        assert_eq!(run.code, 2, "{path}: {}", run.stdout);
        assert!(run.stderr.contains(named) && run.stderr.contains("nothing was written"), "{}", run.stderr);
        assert_eq!(tree(site.root()), before);
    }
    let site = TestSite::new();
    for args in [&["init"][..], &["init", "--title", "Another"], &["init", "--ci", "github", "--language", "de"]] {
        let run = site.hub(args);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("there is a hub in `.` already; nothing was written"), "{}", run.stderr);
    }
    let site = TestSite::empty().file("my-hub", "a file\n");
    assert_eq!(site.hub(&["init", "my-hub"]).code, 2);
    assert_eq!(site.hub(&["init", "my-hub/inner"]).code, 2);
    assert_eq!(tree(site.root()).len(), 1);
}

#[test]
fn what_is_there_and_in_nobodys_way_stays() {
    let site = TestSite::empty()
        .file("readme.txt", "mine\n")
        .file(".gitignore", "*.tmp\n")
        .file(".git/HEAD", "ref: refs/heads/main\n")
        .file("LICENSE", "all mine\n");
    std::fs::create_dir(site.root().join("content")).unwrap();
    let run = site.hub(&["init"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Kept: your README and your `.gitignore`."), "{}", run.stdout);
    assert!(run.stdout.contains("/public/ /public-preview/ /.public.hub/ /.hub/"), "{}", run.stdout);
    let files = tree(site.root());
    assert_eq!(files["readme.txt"], b"mine\n");
    assert_eq!(files[".gitignore"], b"*.tmp\n");
    assert!(!files.contains_key("README.md") && files.contains_key("content/pages/about.md"));
    assert!(files.contains_key(".hub/schema/hub.json"), "what hub.toml names in its first line is there");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_stays_as_it_was() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (site, elsewhere) = (TestSite::empty(), TestSite::empty());
    symlink(elsewhere.root(), site.root().join(".github")).unwrap();
    let run = site.hub(&["init"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(tree(site.root()).is_empty() && tree(elsewhere.root()).is_empty());
    std::fs::remove_file(site.root().join(".github")).unwrap();

    // A workflow folder that takes no file, after the contents have been staged.
    let folder = site.root().join(".github/workflows");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o555)).unwrap();
    let is_protected = std::fs::write(folder.join("probe"), "").is_err();
    let run = site.hub(&["init"]);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    if is_protected {
        assert_eq!(run.code, 2);
        assert!(tree(site.root()).is_empty() && !site.root().join("content").exists());
    } else {
        println!("SKIPPED the half of it that root, who may write everywhere, can't see");
    }
}

#[test]
fn nobody_is_asked_where_nobody_sees_it() {
    let site = TestSite::empty();
    let piped = |folder: &str, vars: &[(&str, &str)]| {
        let mut command = hub_command(site.root());
        command.args(["init", folder]).env_remove("LC_ALL").env_remove("LC_MESSAGES");
        run(command.envs(vars.iter().copied()).stdin(Stdio::null()))
    };
    let run = piped("bee-garden", &[("TZ", "Europe/Lisbon"), ("LANG", "de_DE.UTF-8")]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for line in ["title      Bee garden", "address    https://example.org/", "zone  Europe/Lisbon", "language   de"] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    assert!(run.stdout.contains("Before you publish, put your address into `hub.toml`"), "{}", run.stdout);
    let run = piped("more", &[("TZ", "nowhere"), ("LANG", "tlh")]);
    assert!(run.stdout.contains("zone  UTC") && run.stdout.contains("language   en"), "{}", run.stdout);
}

#[test]
fn a_language_without_texts_begins_in_english() {
    for (language, says) in [
        ("ar", "set it to `ar`: menus, dates and the direction of the pages follow"),
        ("fr-CA", "hub has no words of its own in `fr-CA` yet: `hub help languages`"),
    ] {
        let (site, said) = made(&["--title", "A", "--language", language]);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(says), "{said}");
        assert!(std::fs::read_to_string(site.root().join("hub.toml")).unwrap().contains("\nlanguage = \"en\"\n"));
        assert_eq!(problems(&site, "2026-12-01T12:00"), [""; 0]);
    }
}

#[test]
fn a_flag_that_does_not_fit_is_told_with_the_nearest() {
    for (args, message, help) in [
        (
            ["--url", "clay.example"],
            "`clay.example` can't be the address of a site",
            "did you mean `https://clay.example/`?",
        ),
        (["--timezone", "berlin"], "there is no time zone `berlin`", "did you mean `Europe/Berlin`?"),
        (["--language", "Deutsch"], "`Deutsch` is no language tag", "did you mean `de`?"),
        (["--title", "  "], "a hub needs a name", "one or a few words"),
        (["--at", "soon"], "`--at soon` is no time", "write `2026-12-02`"),
    ] {
        let site = TestSite::empty();
        let run = site.hub(&["init", args[0], args[1]]);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(message) && run.stderr.contains(help), "{}", run.stderr);
        assert!(tree(site.root()).is_empty());
    }
}

#[test]
fn titles_of_every_kind_are_kept() {
    for title in
        ["it's \"quoted\" & <b>bold</b>", "C:\\new\\table", "# [x](y) @@URL@@ {{ signup() }}", "مدونة", "\u{1F41D}"]
    {
        let (site, _) = made(&["--title", title, "--language", "en"]);
        assert_eq!(problems(&site, "2026-12-01T12:00"), [""; 0], "{title}");
        site.build();
    }
}

/// What a terminal shows while somebody types `answers`, by `script`; nothing where there is no such program.
#[cfg(target_os = "linux")]
fn typed(site: &TestSite, args: &str, answers: &str) -> Option<(bool, String)> {
    let hub = env!("CARGO_BIN_EXE_hub");
    let mut child = Command::new("script")
        .args(["-qec", &format!("{hub} init {args}"), "/dev/null"])
        .current_dir(site.root())
        .env("SOURCE_DATE_EPOCH", "1796122800")
        .env("TZ", "Europe/Berlin")
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((output.status.success(), String::from_utf8(output.stdout).unwrap().replace('\r', "")))
}

#[cfg(target_os = "linux")]
#[test]
fn four_questions_and_no_more() {
    const NAME: &str = "four_questions_and_no_more";
    let site = TestSite::empty();
    let Some((fine, shown)) = typed(&site, "bees", "\nbees.example\n\nEurope/Berlim\nEurope/Lisbon\ndeutsch\n\n")
    else {
        return skip(NAME, "`script`");
    };
    assert!(fine, "{shown}");
    for line in [
        "A new hub, in `bees`. 4 questions; Enter takes what stands in brackets.",
        "What is it called? [Bees] ",
        "Where will it be published? [https://example.org/] ",
        "did you mean `https://bees.example/`?",
        "Where will it be published? [https://bees.example/] ",
        "In which time zone do you plan? [Europe/Berlin] ",
        "there is no time zone `Europe/Berlim`",
        "In which language do you write? [en] ",
        "In which language do you write? [de] ",
        "address    https://bees.example/",
        "time zone  Europe/Lisbon",
        "language   de",
    ] {
        assert!(shown.contains(line), "{line:?} is missing in\n{shown}");
    }
    assert!(site.root().join("bees/content/guides/erste-woche.md").exists());

    // What a flag says isn't asked; and who breaks off has nothing written.
    let (fine, shown) = typed(&site, "one --title A --url https://a.example --language en", "\n").unwrap();
    assert!(fine && shown.contains("in `one`. One question;") && !shown.contains("called?"), "{shown}");
    let (fine, shown) = typed(&site, "none", "A title\n\u{4}").unwrap();
    assert!(!fine && shown.contains("the questions were broken off"), "{shown}");
    assert!(!site.root().join("none").exists());
    let site = site.file("taken/hub.toml", "");
    let (fine, shown) = typed(&site, "taken", "A title\n").unwrap();
    assert!(!fine && !shown.contains("called?"), "nobody is asked for nothing: {shown}");
}

#[test]
fn shells_complete_every_command() {
    let site = TestSite::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = site.hub(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["init", "build", "newsletter", "--timezone", "spotlights"] {
            let word = if shell == "fish" { word.trim_start_matches("--") } else { word };
            assert!(run.stdout.contains(word), "{shell} doesn't know `{word}`");
        }
    }
    assert_eq!(site.hub(&["completions", "tcsh"]).code, 2);
    let run = site.hub(&["completions", "bash"]);
    let file = site.root().join("hub.bash");
    std::fs::write(&file, run.stdout).unwrap();
    let ask = format!(
        "source {}; COMP_WORDS=(hub cal); COMP_CWORD=1; _hub hub cal hub; echo \"${{COMPREPLY[@]}}\"",
        file.display()
    );
    match Command::new("bash").args(["-c", &ask]).output() {
        Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "calendar"),
        Err(_) => skip("shells_complete_every_command", "bash"),
    }
}

#[test]
fn every_command_has_a_page() {
    let site = TestSite::empty();
    let one = site.hub(&["man"]);
    assert!(one.code == 0 && one.stdout.contains(".TH hub 1"), "{}", one.stdout);
    let all = site.hub(&["man", "pages/man1"]);
    assert_eq!((all.code, all.stderr.as_str()), (0, ""));
    let files = tree(&site.root().join("pages/man1"));
    assert_eq!(files["hub.1"], one.stdout.as_bytes());
    for name in
        ["hub-init.1", "hub-new.1", "hub-build.1", "hub-calendar.1", "hub-calendar-add.1", "hub-newsletter-seal.1"]
    {
        assert!(files.contains_key(name), "{name} is missing: {:?}", files.keys());
    }
    assert!(all.stdout.contains(&format!("{} pages written to pages/man1", files.len())), "{}", all.stdout);
    assert_eq!(site.hub(&["man", "pages/man1"]).code, 0);
    assert_eq!(tree(&site.root().join("pages/man1")), files, "the same bytes");
    match Command::new("man").args(["--warnings", "-l", "pages/man1/hub-new.1"]).current_dir(site.root()).output() {
        Ok(output) => assert_eq!(String::from_utf8_lossy(&output.stderr), ""),
        Err(_) => println!("`man` is not there to read a page"),
    }
}
