//! What all pieces share: ids, addresses, references to hub.toml, files.

use super::{HUB, page, problems, read, site, words};
use crate::model::site::AuthorId;

const A: &str = "content/guides/a.md";

fn guide(fields: &str) -> Vec<String> {
    let hub = format!(
        "{HUB}[[author]]\nid = \"ana\"\nname = \"Ana\"\n[[segment]]\nid = \"new\"\ntitle = \"New\"\nfor = \"all\"\n"
    );
    problems(&[
        ("hub.toml", &hub),
        (A, &page(fields, "")),
        ("content/guides/b.md", &page("", "")),
        ("content/guides/plot.svg", ""),
        ("static/img/logo.svg", ""),
    ])
}

#[test]
fn each_wrong_field_is_named_with_its_place() {
    for (fields, problem) in [
        ("id = \"Guides a\"", "bad-id content/guides/a.md:3:6"),
        ("id = \"guides/../a\"", "bad-id content/guides/a.md:3:6"),
        ("slug = \"a/b\"", "bad-slug content/guides/a.md:3:8"),
        ("slug = \"con\"", "bad-slug content/guides/a.md:3:8"),
        ("slug = \"..\"", "bad-slug content/guides/a.md:3:8"),
        ("aliases = [\"old\"]", "bad-alias content/guides/a.md:3:12"),
        ("aliases = [\"/\"]", "bad-alias content/guides/a.md:3:12"),
        ("aliases = [\"/ok/\", \"/../../x\"]", "bad-alias content/guides/a.md:3:20"),
        ("aliases = [\"/%2e%2e/x\"]", "bad-alias content/guides/a.md:3:12"),
        ("authors = [\"anna\"]", "unknown-author content/guides/a.md:3:12"),
        ("segments = [\"old\"]", "unknown-segment content/guides/a.md:3:13"),
        ("level = \"expert\"", "unknown-level content/guides/a.md:3:9"),
        ("phase = \"teeach\"", "unknown-phase content/guides/a.md:3:9"),
        ("tags = [\"??\"]", "bad-tag content/guides/a.md:3:9"),
        ("image = \"plat.svg\"", "missing-file content/guides/a.md:3:9"),
        ("image = \"/img/logo.png\"", "missing-file content/guides/a.md:3:9"),
        ("image = \"../../../etc/passwd\"", "missing-file content/guides/a.md:3:9"),
        ("downloads = [\"x.pdf\"]", "missing-file content/guides/a.md:3:14"),
        ("related = [\"guides/c\"]", "unknown-id content/guides/a.md:3:12"),
        ("sources = [{ title = \"x\", url = \"javascript:x\" }]", "bad-url content/guides/a.md:3:33"),
        ("updated = 2026-01-01\nminutes = -1", "bad-number content/guides/a.md:4:11"),
    ] {
        assert_eq!(guide(fields), [problem], "{fields}");
    }
}

#[test]
fn right_fields_have_no_problems() {
    let fields = "authors = [\"ana\"]\nsegments = [\"new\"]\nimage = \"plot.svg\"\nimage_alt = \"A plot\"\ndownloads = [\"/img/logo.svg\"]\n\
        aliases = [\"/old/page/\", \"/old.html\"]\nslug = \"ü\"\nid = \"own/id\"\nrelated = [\"guides/b\"]";
    assert_eq!(guide(fields), [""; 0]);
}

#[test]
fn suggestions_are_what_must_be_written() {
    let with_file = |image: &str| {
        words(&[
            (A, &page(&format!("image = \"{image}\""), "")),
            ("content/guides/plot.svg", ""),
            ("static/i/x.svg", ""),
        ])
    };
    assert!(with_file("plat.svg").ends_with("did you mean `plot.svg`?"));
    assert!(with_file("/i/y.svg").ends_with("did you mean `/i/x.svg`?"));
    assert!(words(&[(A, &page("related = [\"guide/a\"]", ""))]).ends_with("did you mean `guides/a`?"));
    assert!(words(&[(A, &page("id = \"Mein Weg\"", ""))]).ends_with("write `mein-weg`"));
}

#[test]
fn one_id_for_two_pieces_names_both() {
    let (_, found, sources) = read(&[
        ("content/guides/a.md", &page("", "")),
        ("content/guides/a/index.md", &page("", "")),
        ("content/faq/b.md", &page("short = \"s\"\nid = \"guides/a\"", "")),
    ]);
    let places: Vec<Vec<&str>> = found
        .iter()
        .map(|problem| problem.labels.iter().map(|label| sources.file(label.span.file).path.as_str()).collect())
        .collect();
    assert!(found.iter().all(|problem| problem.code == "duplicate-id"));
    assert_eq!(
        places,
        [["content/guides/a.md", "content/faq/b.md"], ["content/guides/a/index.md", "content/faq/b.md"]]
    );
}

#[test]
fn one_feed_id_for_two_pieces_is_an_error() {
    let text = page("guid = \"x\"", "");
    assert_eq!(problems(&[(A, &text), ("content/guides/b.md", &text)]), ["duplicate-guid content/guides/b.md:3:8"]);
}

#[test]
fn a_broken_front_matter_is_one_problem() {
    let broken = "+++\ntitle = \nlevel = \"x\"\n+++\n[gone](gone.md)\n";
    let found = problems(&[
        ("content/guides/broken.md", broken),
        (A, &page("related = [\"guides/broken\"]", "[b](broken.md#anywhere)\n")),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("toml-syntax content/guides/broken.md:2"));
}

#[test]
fn tags_are_titled_by_the_first_piece_in_id_order() {
    let site = site(&[
        ("content/guides/b.md", &page("tags = [\"e-mail\", \"E-Mail\"]", "")),
        ("content/guides/a.md", &page("tags = [\"E-Mail\"]", "")),
    ]);
    assert_eq!(site.tags.get("e-mail").map(String::as_str), Some("E-Mail"));
    assert!(site.items.iter().all(|item| item.tags == ["e-mail"]));
}

#[test]
fn the_first_author_is_the_default() {
    let hub = format!("{HUB}[[author]]\nid = \"ana\"\nname = \"Ana\"\n");
    let site = site(&[("hub.toml", &hub), (A, &page("", ""))]);
    assert_eq!(site.items[0].authors, [AuthorId(0)]);
}

#[test]
fn items_are_sorted_by_id_and_found_by_it() {
    let site = site(&[(A, &page("id = \"z\"", "")), ("content/guides/b.md", &page("", ""))]);
    let ids: Vec<_> = site.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["guides/b", "z"]);
    assert_eq!(site.by_id.get("z").map(|id| site.item(*id).slug.value.as_str()), Some("a"));
}
