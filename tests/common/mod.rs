//! A small site in a folder of its own, the built program, and everything that comes out.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::print_stdout,
    reason = "each test file uses its part of this module, which says what it skipped"
)]

pub mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use hub::source::{Source, Sources, classify};

/// A `hub.toml` with nothing but what is required.
pub const SETTINGS: &str = r#"title = "Test hub"
base_url = "https://hub.example"
timezone = "Europe/Berlin"
language = "en"
since = 2026
theme = "plain"
"#;

/// The moment at which tests look at a site unless they say otherwise.
pub const NOW: &str = "2026-12-01T12:00:00+01:00";

/// A site folder that is removed at the end of the test.
pub struct TestSite {
    root: PathBuf,
}

/// What a run left behind.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl TestSite {
    /// An empty folder.
    pub fn empty() -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir().join(format!("hub-test-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        TestSite { root }
    }

    /// A folder with the smallest `hub.toml`.
    pub fn new() -> Self {
        Self::empty().file("hub.toml", SETTINGS)
    }

    /// A copy of a folder.
    pub fn copy_of(folder: &Path) -> Self {
        let site = Self::empty();
        copy(folder, &site.root);
        site
    }

    /// Adds or replaces a file.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// Adds or replaces a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Runs `hub ARGS` in the folder, at [`NOW`].
    pub fn hub(&self, args: &[&str]) -> Run {
        run(hub_command(&self.root).args(args))
    }

    /// `hub build`, which must succeed.
    pub fn build(&self) -> Run {
        let run = self.hub(&["build"]);
        assert_eq!(run.code, 0, "hub build:\n{}{}", run.stdout, run.stderr);
        run
    }

    /// A file of the result.
    pub fn output(&self, path: &str) -> String {
        let path = self.root.join("public").join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Whether the result has a file.
    pub fn has(&self, path: &str) -> bool {
        self.root.join("public").join(path).exists()
    }

    /// Every file of the result with its bytes.
    pub fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.root.join("public"))
    }
}

impl Drop for TestSite {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Text files of a site in memory, for tests that need no folder.
pub fn in_memory(files: impl IntoIterator<Item = (String, String)>) -> Sources {
    let source = |(path, text): (String, String)| Source { class: classify(&path).unwrap(), text: text.into(), path };
    let mut files: Vec<Source> = files.into_iter().map(source).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Sources { files, assets: Vec::new() }
}

/// The program, in `folder`, with a fixed date and nothing of the environment that could show.
pub fn hub_command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hub"));
    command.current_dir(folder).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.env("SOURCE_DATE_EPOCH", "1796122800");
    command
}

/// What a program says. One that was copied a moment ago may still be open for writing in a child of another test.
fn output(command: &mut Command) -> std::io::Result<Output> {
    for _ in 0..100 {
        match command.output() {
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            done => return done,
        }
    }
    command.output()
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = output(command).unwrap();
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// Every file below a folder, by its path with `/`.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, root, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}

/// Copies a folder, leaving results and caches out.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if ["public", ".public.hub", ".hub", "public-preview"].iter().any(|skipped| name == *skipped) {
            continue;
        }
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(&name));
        } else {
            fs::copy(entry.path(), to.join(&name)).unwrap();
        }
    }
}

/// Compares text with a golden file, or writes it when `HUB_BLESS` is set.
pub fn golden(path: &str, actual: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path);
    if std::env::var_os("HUB_BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    snapbox::assert_data_eq!(actual.to_owned(), snapbox::Data::text(expected).raw());
}

/// Says that a test was skipped; in CI that is a failure.
pub fn skip(test: &str, missing: &str) {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{test}: {missing} is missing, and CI=true");
    println!("SKIPPED {test}: {missing} is missing");
}
