//! Each kind of output by itself, however a leak gets into it.

use super::*;
use crate::model::time::Instant;
use crate::model::{self};
use crate::parse;
use crate::plan::{self, Audience, Moment, World};
use crate::source::{Source, classify};

const HUB: &str = "title = \"Hub\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\n";
const SECRET: &str = "+++\ntitle = \"A zebra launch plan\"\ndate = 2026-12-24\n\
    tags = [\"Striped animals at work\", \"Stripes\", \"both\"]\n+++\nNobody knows.\n";
const SHORT: &str = "+++\ntitle = \"Zebras\"\ndraft = true\n+++\nNobody knows.\n";
const PUBLIC: &str = "+++\ntitle = \"A plain guide\"\ndate = 2026-01-01\ntags = [\"both\"]\n+++\nOf giraffes.\n";

/// What the audit says of a text in an output: nothing, a doubt or a proof.
fn judged(output: &str, text: &str) -> Option<Severe> {
    let file = |(path, text): (&str, &str)| Source {
        path: path.to_owned(),
        class: classify(path).expect("hub knows the file"),
        text: text.into(),
    };
    let files = [
        ("content/guides/plain.md", PUBLIC),
        ("content/guides/short.md", SHORT),
        ("content/guides/zebra.md", SECRET),
        ("hub.toml", HUB),
    ];
    let sources = Sources { files: files.into_iter().map(file).collect(), assets: Vec::new() };
    let site = model::model(&sources, &parse::parse(&sources)).0.expect("the site is whole");
    let now = Instant::parse_at("2026-12-01", &site.settings.zone).expect("it is a day");
    let world = World { sources: &sources, site: &site, theme_files: &[] };
    let plan = plan::plan(world, Moment { now, audience: Audience::Public });
    let audit = Audit::new(&sources, &site, &plan, &site.settings.base_url);
    let hits = audit.scan(output, text.as_bytes(), Writer::Template(&[]));
    hits.iter().map(|hit| hit.severe).max()
}

#[test]
fn every_kind_of_output_is_read() {
    for (output, leak) in [
        ("feeds/all.rss", "<category>Striped animals at work</category>"),
        ("feeds/all.rss", "<category><![CDATA[A zebra launch plan]]></category>"),
        ("feeds/all.rss", "<category>guides/zebra</category>"),
        ("feeds/all.rss", "<item><title>A zebra&#32;launch plan</title></item>"),
        (
            "feeds/all.rss",
            "<content:encoded>&lt;p&gt;A &lt;b&gt;x&lt;/b&gt; &lt;a href=&quot;/guides/zebra/&quot;&gt;</content:encoded>",
        ),
        (
            "feeds/all.rss",
            "<content:encoded><![CDATA[<a href=\"https://hub.example/guides/zebra/\">]]></content:encoded>",
        ),
        ("feeds/all.rss", "<guid isPermaLink=\"false\">tag:hub.example,2026:guides/zebra</guid>"),
        ("sitemap.xml", "<loc>https://hub.example/guides/zebra/</loc>"),
        ("_redirects", "/old/ /guides/zebra/ 301\n"),
        ("_headers", "/guides/zebra/\n  X-Robots-Tag: noindex\n"),
        ("llms.txt", "- [A zebra launch plan](https://hub.example/x/)\n"),
        ("faq.json", "{\"url\":\"https:\\/\\/hub.example\\/guides\\/zebra\\/\"}"),
        ("search/records.json", "[{\"t\":\"A zebra launch plan\"}]"),
        ("calendar.ics", "SUMMARY:A zebra la\r\n unch plan\r\n"),
        ("tags/index.html", "<a href=\"/tags/stripes/\">x</a>"),
    ] {
        assert_eq!(judged(output, leak), Some(Severe::Proof), "{output}: {leak}");
    }
}

#[test]
fn a_word_or_two_by_themselves_are_a_doubt() {
    for (output, text) in [
        ("feeds/all.rss", "<category>Stripes</category>"),
        ("index.html", "<a href=\"/x/\">\n Zebras </a>"),
        ("index.html", "<img alt=\"Zebras\">"),
        ("search/records.json", "[{\"t\":\"Zebras\"}]"),
    ] {
        assert_eq!(judged(output, text), Some(Severe::Doubt), "{output}: {text}");
    }
    for text in ["<p>Zebras run.</p>", "<b>zebras</b>", "<b>Stripes and dots</b>", "<b>Zebras-x</b>", "<b>both</b>"] {
        assert_eq!(judged("index.html", text), None, "{text}");
    }
}
