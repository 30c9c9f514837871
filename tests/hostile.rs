//! Bad input of every kind: a clear message or a right result, never a panic, never a half-written site.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use std::fs;

use common::{Run, TestSite};

const GUIDE: &str = "+++\ntitle = \"A guide\"\ndate = 2026-01-01\n+++\nText.\n";

/// Runs `hub build`, which must refuse, name the code, and leave nothing behind.
fn refused(site: &TestSite, code: &str) -> Run {
    let run = site.hub(&["build"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(&format!("[{code}]")), "no {code} in:\n{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(!site.has("index.html"), "a refused build wrote pages");
    run
}

#[test]
fn ten_mistakes_in_ten_files_are_ten_diagnostics() {
    let head = |more: &str| format!("+++\ntitle = \"A title\"\ndate = 2026-01-01\n{more}+++\nText.\n");
    let site = TestSite::new()
        .file("content/guides/a.md", "no front matter\n")
        .file("content/guides/b.md", "+++\ntitle = \"Unclosed\"\n")
        .file("content/guides/c.md", "---\ntitle: YAML\n---\n")
        .file("content/guides/d.md", head("titel = \"x\"\n"))
        .file("content/guides/e.md", head("minutes = \"ten\"\n"))
        .file("content/guides/f.md", "+++\ndate = 2026-01-01\n+++\nText.\n")
        .file("content/guides/g.md", head("segments = [\"beginer\"]\n"))
        .file("content/guides/h.md", format!("{GUIDE}[x](nowhere.md)\n"))
        .file("content/guides/i.md", format!("{GUIDE}[x](link:nothing)\n"))
        .file("content/guides/j.md", format!("{GUIDE}\n{{{{ fqa(\"x\") }}}}\n"));
    let run = site.hub(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let codes: Vec<&str> =
        report["diagnostics"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    let wanted = [
        "front-matter-missing",
        "front-matter-unclosed",
        "front-matter-yaml",
        "unknown-key",
        "wrong-type",
        "missing-title",
        "unknown-segment",
        "broken-link",
        "unknown-link",
        "unknown-embed",
    ];
    assert_eq!(codes, wanted, "{}", run.stdout);
}

#[test]
fn not_utf8_names_the_line() {
    let site = TestSite::new().file("content/guides/x.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n");
    let run = refused(&site, "not-utf8");
    assert!(run.stderr.contains("content/guides/x.md"), "{}", run.stderr);
}

#[test]
fn byte_order_mark_and_crlf_are_fine() {
    let site = TestSite::new().file(
        "content/guides/x.md",
        "\u{feff}+++\r\ntitle = \"A guide\"\r\ndate = 2026-01-01\r\n+++\r\n\r\n## One\r\n\r\nText.\r\n",
    );
    site.build();
    assert!(site.output("guides/x/index.html").contains("id=\"one\""));
}

#[test]
fn a_huge_file_is_refused_unread() {
    let site = TestSite::new().file("content/guides/x.md", vec![b'a'; 50 * 1024 * 1024]);
    refused(&site, "file-too-large");
}

#[test]
fn a_folder_named_like_a_file_is_named() {
    let site = TestSite::new().file("content/guides/x.md/inner.txt", "x");
    refused(&site, "not-a-file");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_site_is_refused() {
    let site = TestSite::new().file("content/guides/x.md", GUIDE);
    let secret = TestSite::empty().file("secret.md", GUIDE);
    std::os::unix::fs::symlink(secret.root().join("secret.md"), site.root().join("content/guides/y.md")).unwrap();
    refused(&site, "symlink-outside");
}

#[test]
fn deep_nesting_is_bounded() {
    for text in [">".repeat(20_000), "[".repeat(20_000), "* ".repeat(5_000), "<div>".repeat(20_000), "`".repeat(20_001)]
    {
        let site = TestSite::new().file("content/guides/x.md", format!("{GUIDE}{text}\n"));
        let run = site.hub(&["build"]);
        assert!(run.code == 0 || run.code == 1, "{} {}", run.code, run.stderr);
    }
    let site = TestSite::new().file("calendar.toml", format!("x = {}1{}\n", "[".repeat(5_000), "]".repeat(5_000)));
    let run = site.hub(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn no_path_leaves_the_output() {
    for (field, value) in
        [("slug", "../../out"), ("slug", "a/b"), ("slug", "con"), ("slug", "a\\\\b"), ("aliases", "/../../out/")]
    {
        let value = if field == "aliases" { format!("[\"{value}\"]") } else { format!("\"{value}\"") };
        let text = format!("+++\ntitle = \"A guide\"\ndate = 2026-01-01\n{field} = {value}\n+++\n");
        let site = TestSite::new().file("content/guides/x.md", text);
        let run = site.hub(&["build"]);
        assert_eq!(run.code, 1, "{field} = {value}: {}", run.stderr);
    }
}

#[test]
fn nothing_an_author_writes_breaks_the_page() {
    let body = "</article></main><div><b>open\n\n# a {onmouseover=alert(1) style=\"x\"}\n\n<!-- open comment\n";
    let title = "</title><script>alert(1)</script> \\\" onload=\\\"x";
    let site = TestSite::new().file(
        "content/guides/x.md",
        format!("+++\ntitle = \"{title}\"\ndescription = \"{title}\"\ndate = 2026-01-01\ntags = [\"a \\\"b\\\" <c>\"]\n+++\n{body}"),
    );
    let run = site.hub(&["build"]);
    if run.code == 1 {
        return assert!(run.stderr.contains("error["), "{}", run.stderr);
    }
    let page = site.output("guides/x/index.html");
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(!page.contains("onmouseover"), "{page}");
    assert_eq!(page.matches("</main>").count(), 1, "{page}");
    assert!(page.contains("</html>"));
}

#[test]
fn a_template_error_names_file_line_and_page_and_writes_nothing() {
    let site = TestSite::new().file("content/guides/x.md", GUIDE);
    site.build();
    let before = site.tree();
    site.write("templates/guide.html", "<p>\n{{ item.nothing.here }}</p>\n");
    site.write("content/guides/y.md", GUIDE.replace("A guide", "Another"));
    let run = site.hub(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("[template-error]") && run.stderr.contains("templates/guide.html:2"), "{}", run.stderr);
    assert!(run.stderr.contains("/guides/x/"), "{}", run.stderr);
    assert_eq!(before, site.tree(), "a failed build changed the output");
}

#[test]
fn the_output_folder_is_never_the_site() {
    let site = TestSite::new().file("content/guides/x.md", GUIDE);
    for out in [".", "..", "content", "/", "static/x"] {
        let run = site.hub(&["build", "--out", out]);
        assert_eq!(run.code, 2, "--out {out}: {}", run.stderr);
    }
    assert_eq!(fs::read_to_string(site.root().join("content/guides/x.md")).unwrap(), GUIDE);
}

#[test]
fn files_that_want_one_address_are_named() {
    let site = TestSite::new().file("static/\u{e9}.txt", "a").file("static/e\u{301}.txt", "b");
    refused(&site, "route-collision");
    let tag = "+++\ntitle = \"A\"\ndate = 2026-01-01\ntags = [\"index.html\"]\n+++\n";
    refused(&TestSite::new().file("content/guides/x.md", tag), "route-collision");
}

#[test]
fn foreign_files_stay() {
    let site = TestSite::new().file("content/guides/x.md", GUIDE).file("public/mine.txt", "mine");
    let run = site.hub(&["build"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(site.output("mine.txt"), "mine");
    let run = site.hub(&["build", "--force"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(site.output("mine.txt"), "mine");
}

#[test]
fn no_settings_is_said_with_a_way_out() {
    let run = TestSite::empty().hub(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("hub.toml"), "{}", run.stderr);
}
