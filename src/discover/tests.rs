//! Small sites on disk, each with one thing wrong.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("hub-discover-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn site() -> Self {
        Folder::new().with("hub.toml", "title = 'x'")
    }

    fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    fn read(&self) -> (Sources, Vec<Diagnostic>) {
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        discover_site(&self.0, &mut sources, &mut problems).unwrap();
        (sources, problems)
    }

    fn problems(&self) -> Vec<(&'static str, String)> {
        let (sources, problems) = self.read();
        problems
            .into_iter()
            .map(|problem| (problem.code, sources.file(problem.labels[0].span.file).path.clone()))
            .collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_site_is_read_in_path_order_and_nothing_else_is() {
    let site = Folder::site()
        .with("README.md", "not mine")
        .with("public/index.html", "")
        .with("node_modules/x/content/y.md", "")
        .with("content/guides/a/index.md", "x")
        .with("content/guides/a.md", "\u{FEFF}hello\r\n")
        .with("content/guides/a/plot.svg", "<svg width=\"4\" height=\"2\"/>")
        .with("content/.draft.md", "")
        .with("content/.obsidian/x.md", "")
        .with("static/.well-known/x.txt", "")
        .with("static/.htaccess", "")
        .with("i18n/de.toml", "")
        .with("calendar/a.toml", "");
    let (sources, problems) = site.read();
    let paths: Vec<_> = sources.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        ["calendar/a.toml", "content/guides/a.md", "content/guides/a/index.md", "hub.toml", "i18n/de.toml"]
    );
    assert_eq!(&*sources.files[1].text, "hello\r\n");
    let assets: Vec<_> = sources.assets.iter().map(|asset| (asset.path.as_str(), asset.size)).collect();
    assert_eq!(assets, [("content/guides/a/plot.svg", Some((4, 2))), ("static/.well-known/x.txt", None)]);
    assert_eq!(problems, []);
}

#[test]
fn a_folder_without_settings_is_refused_with_the_site_nearby() {
    let folder = Folder::new().with("my-site/hub.toml", "");
    let refuse = |root: &Path| discover_site(root, &mut Sources::default(), &mut Vec::new()).unwrap_err();
    let Error::Refused { message, help } = refuse(&folder.0) else { panic!() };
    assert!(message.starts_with("there is no `hub.toml` in "), "{message}");
    assert!(help.contains("my-site"), "{help}");
    let around = folder.with("my-site/content/x.md", "");
    let Error::Refused { help, .. } = refuse(&around.0.join("my-site/content")) else { panic!() };
    assert!(help.contains("my-site`"), "{help}");
    assert!(refuse(&around.0.join("nowhere")).to_string().starts_with("there is no folder"));
}

#[test]
fn text_that_is_not_utf8_shows_its_first_bad_byte() {
    let site =
        Folder::site().with("content/latin.md", b"one\ncaf\xE9 au lait").with("content/wide.md", b"\xFF\xFEh\0i\0");
    let (sources, problems) = site.read();
    assert_eq!(problems.len(), 2);
    let span = problems[0].labels[0].span;
    assert_eq!(sources.line_column(span), (2, 4));
    assert_eq!(sources.text(span), "\u{FFFD}");
    assert_eq!(problems[0].labels[0].message, "the byte 0xE9 is no UTF-8");
    assert!(problems[1].notes[0].contains("UTF-16"));
    assert!(sources.files.iter().take(2).all(|file| file.class == SourceClass::Refused));
}

#[test]
fn control_characters_are_counted_and_the_text_is_kept() {
    let site = Folder::site().with("content/x.md", "a\tb\r\n\u{0}é\u{1b}[2J\u{85}");
    let (sources, problems) = site.read();
    assert_eq!(problems[0].code, "control-character");
    assert_eq!(problems[0].labels[0].message, "U+0000; there are 3 in this file");
    assert_eq!(sources.files[0].class, SourceClass::Content);
    let long = Folder::site().with("content/x.md", format!("{}\u{7f}", "é".repeat(300)));
    assert_eq!(long.read().1[0].labels[0].message, "U+007F");
}

#[test]
fn files_past_their_limit_are_not_read() {
    let site = Folder::site().with("content/x.md", "");
    fs::File::create(site.0.join("content/x.md")).unwrap().set_len(50 << 20).unwrap();
    fs::File::create(site.0.join("links.toml")).unwrap().set_len((1 << 20) + 1).unwrap();
    let (sources, problems) = site.read();
    assert_eq!(problems[0].message, "`content/x.md` has 50.0 MiB, and 4 MiB is the limit");
    assert_eq!(problems[1].code, "file-too-large");
    assert!(sources.files.iter().all(|file| file.text.len() < 100));
}

#[test]
fn folders_named_like_files_and_the_reverse_are_told() {
    let site = Folder::site().with("content/x.md/inside.md", "").with("links.toml/x", "").with("static", "");
    let wanted = [("not-a-file", "content/x.md"), ("not-a-file", "links.toml"), ("not-a-folder", "static")];
    assert_eq!(site.problems(), wanted.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn names_that_some_host_refuses_are_told() {
    let site = Folder::site().with("content/why?.md", "").with("static/con.txt", "").with("templates/a?.html", "");
    let wanted = [("bad-path", "content/why?.md"), ("bad-path", "static/con.txt")];
    assert_eq!(site.problems(), wanted.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn names_are_read_in_one_unicode_form() {
    let site = Folder::site().with("content/cafe\u{301}.md", "x");
    let (sources, problems) = site.read();
    assert_eq!(sources.files[0].path, "content/caf\u{e9}.md");
    assert_eq!(problems, []);
}

#[test]
fn a_theme_is_read_from_its_folder_only() {
    let site = Folder::site()
        .with("themes/mine/theme.toml", "")
        .with("themes/mine/templates/page.html", "")
        .with("themes/mine/static/css/a.css", "")
        .with("themes/mine/static/logo.png", "");
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let mut theme = |name: &str| discover_theme(&site.0, name, &mut sources, &mut problems).unwrap();
    assert_eq!(theme(".."), ThemeFolder::Absent);
    assert_eq!(theme("../themes/mine"), ThemeFolder::Absent);
    assert_eq!(theme("other"), ThemeFolder::Absent);
    assert_eq!(theme("mine"), ThemeFolder::Found);
    let classes: Vec<_> = sources.files.iter().map(|file| file.class).collect();
    assert_eq!(classes, [SourceClass::ThemeCode, SourceClass::Template, SourceClass::ThemeSettings]);
    assert_eq!(sources.assets[0].path, "themes/mine/static/logo.png");
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_inside_are_followed_once_and_links_outside_never() {
        let outside = Folder::new().with("secret.md", "secret");
        let site = Folder::site().with("content/a/x.md", "x").with("static/y.txt", "y");
        let link = |target: &Path, at: &str| symlink(target, site.0.join(at)).unwrap();
        link(Path::new("a"), "content/b");
        link(Path::new(".."), "content/a/up");
        link(Path::new("../a"), "content/a/again");
        link(Path::new("../static/y.txt"), "content/y.txt");
        link(Path::new("nowhere"), "content/dangling.md");
        link(&outside.0.join("secret.md"), "content/file.md");
        link(&outside.0, "content/folder");
        let (sources, _) = site.read();
        assert!(sources.files.iter().all(|file| !file.text.contains("secret")));
        assert!(sources.files.iter().any(|file| file.path == "content/b/x.md"));
        assert!(sources.assets.iter().any(|asset| asset.path == "content/y.txt"));
        let wanted = [
            ("symlink-loop", "content/a/again"),
            ("symlink-loop", "content/a/up"),
            ("symlink-loop", "content/b/again"),
            ("symlink-loop", "content/b/up"),
            ("unreadable", "content/dangling.md"),
            ("symlink-outside", "content/file.md"),
            ("symlink-outside", "content/folder"),
        ];
        assert_eq!(site.problems(), wanted.map(|(code, path)| (code, path.to_owned())));
    }

    #[test]
    fn a_theme_folder_that_is_a_link_outside_is_told() {
        let outside = Folder::new().with("templates/page.html", "secret");
        let site = Folder::site().with("themes/x", "");
        symlink(&outside.0, site.0.join("themes/mine")).unwrap();
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        assert_eq!(discover_theme(&site.0, "mine", &mut sources, &mut problems).unwrap(), ThemeFolder::Found);
        assert_eq!((problems[0].code, sources.files.len()), ("symlink-outside", 1));
    }

    #[test]
    fn a_name_that_is_no_text_is_told() {
        let site = Folder::site().with("static/a.txt", "");
        fs::write(site.0.join("static").join(OsStr::from_bytes(b"caf\xE9.txt")), "").unwrap();
        assert_eq!(site.problems(), [("bad-path", "static/caf\u{FFFD}.txt".to_owned())]);
    }
}
