//! Links, images and embeds.

use super::{HUB, page, problems, read, site, words};
use crate::model::site::{EmbedTarget, ItemId, OutLinkId, SurveyId, Target};
use crate::parse::Kind;
use crate::source::AssetId;

/// A site with something of everything, and one guide with this body.
fn around(body: &str) -> Vec<(String, String)> {
    let hub = format!(
        "{HUB}[[survey]]\nid = \"day-7\"\ntitle = \"S\"\nurl = \"https://example.org/s\"\nmoment = \"day-7\"\n"
    );
    let spotlight =
        "member = \"ana\"\nname = \"Ana\"\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]";
    let files = [
        ("hub.toml", hub),
        ("links.toml", "[[link]]\nid = \"pens\"\nurl = \"https://pens.example\"\n".to_owned()),
        ("content/guides/_index.md", page("", "## All guides\n")),
        ("content/guides/a.md", page("", body)),
        ("content/guides/my guide.md", page("slug = \"mine\"", "# One\n\n## Zwei Wörter\n")),
        ("content/faq/refunds.md", page("short = \"s\"", "## How\n")),
        ("content/spotlights/ana-2026.md", page(spotlight, "")),
        ("content/guides/plot.svg", String::new()),
        ("content/guides/talk.txt", String::new()),
        ("static/logo.svg", String::new()),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

fn refs(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

fn target(body: &str) -> Target {
    let site = site(&refs(&around(body)));
    site.item(site.by_id["guides/a"]).body.targets[0].clone()
}

fn found(body: &str) -> Vec<String> {
    problems(&refs(&around(body)))
}

#[test]
fn links_lead_to_what_they_name() {
    let some = |text: &str| Some(text.to_owned());
    for (body, expected) in [
        ("[x](../faq/refunds.md)", Target::Item(ItemId(0), None)),
        ("[x](../faq/refunds.md#how)", Target::Item(ItemId(0), some("how"))),
        ("[x](<my guide.md>)", Target::Item(ItemId(2), None)),
        ("[x](my%20guide.md#zwei-w%C3%B6rter)", Target::Item(ItemId(2), some("zwei-wörter"))),
        ("[x](_index.md#all-guides)", Target::Listing(Kind::Guide, some("all-guides"))),
        ("[x](./plot.svg)", Target::Asset(AssetId(0))),
        ("![x](plot.svg)", Target::Asset(AssetId(0))),
        ("![x](/logo.svg)", Target::Asset(AssetId(2))),
        ("[x](../../static/logo.svg)", Target::Asset(AssetId(2))),
        ("[x](/start/#quiz)", Target::Site("/start/".to_owned(), some("quiz"))),
        ("[x](/search/?q=a)", Target::Site("/search/?q=a".to_owned(), None)),
        ("[x](link:pens)", Target::Registry(OutLinkId(0))),
        ("[x](https://example.com/a?b#c)", Target::External("https://example.com/a?b#c".to_owned())),
        ("[x](mailto:a@example.org)", Target::External("mailto:a@example.org".to_owned())),
        ("[x](#here)\n\n## Here\n", Target::Anchor("here".to_owned())),
    ] {
        assert_eq!(target(body), expected, "{body}");
    }
}

#[test]
fn links_to_nothing_are_found() {
    for (body, code) in [
        ("[x](../faq/refund.md)", "broken-link"),
        ("[x](nothing.pdf)", "broken-link"),
        ("[x](../../../hub.toml)", "broken-link"),
        ("[x](../../hub.toml)", "broken-link"),
        ("[x](%2e%2e/%2e%2e/hub.toml)", "broken-link"),
        ("[x](%ff.md)", "broken-link"),
        ("[x]()", "broken-link"),
        ("![x](plat.svg)", "broken-image"),
        ("![x](/plot.svg)", "broken-image"),
        ("![x](a.md)", "broken-image"),
        ("[x](#nowhere)", "broken-anchor"),
        ("[x](../faq/refunds.md#hwo)", "broken-anchor"),
        ("[x](_index.md#none)", "broken-anchor"),
        ("[x](link:pen)", "unknown-link"),
        ("[x](data:text/html,x)", "link-scheme"),
        ("[x](//example.org)", "link-scheme"),
        ("![x](https://example.org/x.png)", "remote-image"),
        ("{{ faq(\"refund\") }}", "unknown-id"),
        ("{{ faq(\"guides/a\") }}", "wrong-kind"),
        ("{{ offer(\"x\") }}", "unknown-id"),
        ("{{ member(\"bob\") }}", "unknown-member"),
        ("{{ survey(\"day-8\") }}", "unknown-survey"),
        ("{{ signup() }}", "signup-missing"),
        ("{{ video(\"https://v.example/1\", \"Talk\", \"\") }}", "embed-arguments"),
        ("{{ video(\"https://v.example/1\", \"Talk\", \"tlk.txt\") }}", "missing-file"),
        ("{{ video(\"v.example/1\", \"Talk\", \"no speech\") }}", "bad-url"),
    ] {
        let found = found(&format!("{body}\n"));
        assert_eq!(found, [format!("{code} content/guides/a.md:5:1")], "{body}");
    }
}

#[test]
fn suggestions_are_written_as_the_link_must_be() {
    for (body, help) in [
        ("[x](../faq/refund.md)", "did you mean `../faq/refunds.md`?"),
        ("[x](refunds.md)", "did you mean `../faq/refunds.md`?"),
        ("[x](../faq/refunds)", "did you mean `../faq/refunds.md`?"),
        ("![x](plat.svg)", "did you mean `plot.svg`?"),
        ("![x](/lgo.svg)", "did you mean `/logo.svg`?"),
        ("[x](../faq/refunds.md#hwo)", "did you mean `#how`?"),
        ("[x](link:pen)", "did you mean `pens`?"),
    ] {
        let words = words(&refs(&around(body)));
        assert!(words.ends_with(help), "{words}");
    }
}

#[test]
fn embeds_name_pieces_without_their_folder() {
    let body = "{{ faq(\"refunds\") }}\n\n{{ member(\"ana\") }}\n\n{{ member(\"ana-2026\") }}\n\n{{ survey(\"day-7\") }}\n\n\
        {{ video(\"https://v.example/1\", \"Talk\", \"talk.txt\") }}\n\n\
        {{ video(\"https://v.example/1\", \"Talk\", \"nobody speaks.\") }}\n";
    let site = site(&refs(&around(body)));
    let video =
        |transcript| EmbedTarget::Video { url: "https://v.example/1".to_owned(), title: "Talk".to_owned(), transcript };
    assert_eq!(
        site.item(site.by_id["guides/a"]).body.embeds,
        [
            EmbedTarget::Item(ItemId(0)),
            EmbedTarget::Item(ItemId(3)),
            EmbedTarget::Item(ItemId(3)),
            EmbedTarget::Survey(SurveyId(0)),
            video(Ok(AssetId(1))),
            video(Err("nobody speaks.".to_owned())),
        ]
    );
}

#[test]
fn a_broken_target_answers_for_every_link() {
    let (site, _, _) = read(&refs(&around("[a](no.md) [b](#no) ![c](no.svg)\n")));
    let site = site.expect("the site is made");
    assert_eq!(site.item(site.by_id["guides/a"]).body.targets, [Target::Broken, Target::Broken, Target::Broken]);
}
