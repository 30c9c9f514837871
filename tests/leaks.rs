//! The leak audit: what isn't public is caught however it is written, and what only looks like it is left alone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it skipped"
)]

mod common;

use common::{Run, SETTINGS, TestSite};

/// A secret of each class, beside one public guide.
const FUTURE: &str = "+++\ntitle = \"A zebra's launch plan\"\ndescription = \"How the striped animal takes off at last.\"\n\
    date = 2026-12-24\ntags = [\"Striped animals at work\", \"stripes\", \"both\"]\naliases = [\"/old/zebra/\"]\n\
    downloads = [\"zebra-checklist.pdf\"]\n+++\nNobody knows.\n\n![A zebra](zebra-cover.png)\n";
const DRAFT: &str = "+++\ntitle = \"Die süße Überraschung kommt\"\ndraft = true\n+++\nNobody knows.\n";
const HELD: &str = "+++\ntitle = \"Whatever the herd does\"\n+++\nNobody knows.\n";
const CALENDAR: &str = "[[entry]]\nref = \"series/herd/what\"\npublish = 2026-11-01\nstatus = \"held\"\n";
const WITHDRAWN: &str = "+++\ntitle = \"Nia draws all the rivers\"\nmember = \"nia\"\nname = \"Nia Okoro-Lund\"\n\
    quote = \"I never dared to show these lines before.\"\nimage = \"nia-portrait.png\"\nimage_alt = \"Nia\"\n\
    date = 2026-01-02\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\", \"photo\"]\n\
    withdrawn = 2026-02-01\n+++\nShe draws.\n";
const EXPIRED: &str = "+++\ntitle = \"The summer sale guide\"\n+++\nIt was nice.\n";
const TRACK: &str = "+++\ntitle = \"Begin\"\ndate = 2026-01-01\n[[step]]\nref = \"guides/plain\"\nday = 1\n\
    [[step]]\nref = \"guides/zebra\"\nday = 2\nslug = \"stripes\"\n+++\nText.\n";
const PLAIN: &str = "+++\ntitle = \"A plain guide\"\ndate = 2026-01-01\ntags = [\"both\"]\n+++\nText.\n";

fn savanna() -> TestSite {
    TestSite::new()
        .file(
            "calendar.toml",
            format!("{CALENDAR}[[entry]]\nref = \"guides/summer\"\npublish = 2026-06-01\nexpire = 2026-09-01\n"),
        )
        .file("content/guides/zebra.md", FUTURE)
        .file("content/guides/zebra-checklist.pdf", "pdf")
        .file("content/guides/zebra-cover.png", PNG)
        .file("content/guides/surprise.md", DRAFT)
        .file("content/guides/summer.md", EXPIRED)
        .file("content/guides/plain.md", PLAIN)
        .file("content/series/herd/_index.md", "+++\ntitle = \"The herd\"\ndate = 2026-01-01\n+++\nText.\n")
        .file("content/series/herd/01-why.md", "+++\ntitle = \"Why\"\ndate = 2026-01-01\n+++\nText.\n")
        .file("content/series/herd/02-what.md", HELD)
        .file("content/spotlights/nia.md", WITHDRAWN)
        .file("content/spotlights/nia-portrait.png", PNG)
        .file("content/tracks/begin.md", TRACK)
}

/// One pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// A template of the creator's own that plants `leak` into every guide.
fn planted(leak: &str) -> TestSite {
    let leak = leak.replace("{{", "{{ \"{{\" }}");
    savanna().file("templates/guide.html", format!("<!doctype html><title>x</title>\n<body>{leak}</body>"))
}

const LEAKS: &[(&str, &str, &str)] = &[
    // What is planted, whose trace it is, and how it is written.
    ("<p>A zebra's launch plan</p>", "guides/zebra", "title of a related piece"),
    ("<a href=\"/guides/zebra/\">soon</a>", "guides/zebra", "address of a related piece"),
    ("<i data-related=\"guides/zebra\"></i>", "guides/zebra", "id of a related piece"),
    ("<a rel=\"next\" href=\"/series/herd/what/\">Next</a>", "series/herd/what", "next part of a series"),
    (
        "<link rel=\"prev\" href=\"https://hub.example/series/herd/what/\">",
        "series/herd/what",
        "previous part, absolute",
    ),
    ("<ol><li>Why<li>Whatever the herd does</ol>", "series/herd/what", "index of a series"),
    ("<a href=\"/tags/stripes/\">x</a>", "guides/zebra", "page of a tag that nothing public has"),
    ("<b>Striped animals at work</b>", "guides/zebra", "words of such a tag"),
    ("<a href=\"/tracks/begin/stripes/\">x</a>", "guides/zebra", "its page inside a track"),
    ("<a href=\"/old/zebra/\">x</a>", "guides/zebra", "an older address of it"),
    ("<meta http-equiv=\"refresh\" content=\"0; url=/guides/zebra/\">", "guides/zebra", "a redirect page"),
    ("<i data-search='{\"url\":\"/guides/zebra/\"}'></i>", "guides/zebra", "search record in an attribute"),
    ("<i data-search=\"{&quot;url&quot;:&quot;/guides/zebra/&quot;}\"></i>", "guides/zebra", "the same, escaped"),
    (
        "<script type=\"application/json\">{\"u\":\"\\/guides\\/zebra\\/\"}</script>",
        "guides/zebra",
        "JSON with escaped slashes",
    ),
    ("<i data-u='\\u002fguides\\u002fzebra\\u002f'></i>", "guides/zebra", "JSON with escaped letters"),
    ("<i data-t='A \\u007aebra\\u2019s launch plan'></i>", "guides/zebra", "title with escaped letters"),
    ("<i data-t='Die s\\u00fc\\u00dfe \\u00dcberraschung kommt'></i>", "guides/surprise", "title in ASCII JSON"),
    ("<i data-t=\"a zebra's launch plan\"></i>", "guides/zebra", "search record in small letters"),
    (
        "<script type=\"application/ld+json\">{\"@id\":\"https:\\/\\/hub.example\\/guides\\/zebra\\/\"}</script>",
        "guides/zebra",
        "JSON-LD",
    ),
    (
        "<meta name=\"description\" content=\"How the striped animal takes off at last.\">",
        "guides/zebra",
        "meta description",
    ),
    ("<meta property=\"og:title\" content=\"A zebra&#x27;s launch plan\">", "guides/zebra", "og:title with an entity"),
    ("<p>A&nbsp;zebra&rsquo;s launch&#32;plan</p>", "guides/zebra", "title with entities and typographic quote"),
    ("<p>A zebra&amp;#x27;s launch plan</p>", "guides/zebra", "title escaped twice"),
    ("<p>A\n      zebra's\n      launch plan</p>", "guides/zebra", "title with line breaks"),
    ("<p>A ZEBRA'S LAUNCH PLAN</p>", "guides/zebra", "title in capitals"),
    ("<p>DIE SÜSSE ÜBERRASCHUNG KOMMT</p>", "guides/surprise", "title in capitals beyond ASCII"),
    ("<p><b>A zebra's</b> launch <i>plan</i></p>", "guides/zebra", "title split by inline markup"),
    ("<p><span>A</span> z<wbr>ebra's la&shy;unch plan</p>", "guides/zebra", "title split inside words"),
    ("<a href=\"https://share.example/?t=A+zebra%27s+launch+plan\">x</a>", "guides/zebra", "title in a query"),
    (
        "<a href=\"https://share.example/?u=https%3A%2F%2Fhub.example%2Fguides%2Fzebra%2F\">x</a>",
        "guides/zebra",
        "address to share",
    ),
    ("<a href=\"/guides/%7Aebra/\">x</a>", "guides/zebra", "percent-encoded address"),
    ("<a href=\"%252Fguides%252Fzebra\">x</a>", "guides/zebra", "address encoded twice"),
    ("<a href=\"&#x2F;guides&#x2F;zebra&#x2F;\">x</a>", "guides/zebra", "address with entities"),
    ("<a href=/guides/zebra>x</a>", "guides/zebra", "address without quotes or end"),
    ("<a href='../../guides/zebra/index.html#top'>x</a>", "guides/zebra", "relative address"),
    ("<a href=\"//hub.example/Guides/Zebra/\">x</a>", "guides/zebra", "address without scheme, in capitals"),
    ("<a href=\"mailto:x@y.example?subject=guides%2Fzebra\">x</a>", "guides/zebra", "id in a mail"),
    ("tag:hub.example,2026:guides/zebra", "guides/zebra", "id as feeds write it"),
    ("https://git.example/x content/guides/zebra.md", "guides/zebra", "path of the source"),
    ("<img src=\"/guides/zebra-cover.png\" alt>", "guides/zebra", "picture that only it shows"),
    ("<img srcset=\"/a.png 1x, /guides/zebra-cover.png 2x\" alt>", "guides/zebra", "the same in srcset"),
    ("<style>a{background:url(/guides/zebra-cover.png)}</style>", "guides/zebra", "the same in CSS"),
    ("<a href=\"/guides/zebra-checklist.pdf\">x</a>", "guides/zebra", "download"),
    ("<img src=\"/guides/zebra/cover.png\" alt>", "guides/zebra", "picture in its folder"),
    ("<!-- TODO: link guides/zebra -->", "guides/zebra", "comment"),
    ("<!-- Die süße Überraschung kommt -->", "guides/surprise", "title in a comment"),
    ("<a href=\"/guides/surprise/\">x</a>", "guides/surprise", "address of a draft"),
    ("<blockquote>Nia Okoro-Lund</blockquote>", "spotlights/nia", "withdrawn member by name"),
    ("<b>NIA</b> <i>OKORO-LUND</i>", "spotlights/nia", "name in capitals, split"),
    ("<q>I never dared to show these lines before.</q>", "spotlights/nia", "withdrawn member's words"),
    ("<img src=\"/spotlights/nia-portrait.png\" alt>", "spotlights/nia", "withdrawn member's photo"),
    ("<i data-member=\"spotlights/nia\"></i>", "spotlights/nia", "withdrawn member's id"),
    ("<a href=\"/spotlights/nia/\">x</a>", "spotlights/nia", "withdrawn member's page"),
    ("<h2>Nia draws all the rivers</h2>", "spotlights/nia", "title of a withdrawn member's piece"),
];

/// The build ends in an error `leak` that names an output and the item's file, and nothing is written.
fn caught(site: &TestSite, item: &str, what: &str) -> Result<(), String> {
    let run = site.hub(&["build"]);
    let file = site_file(item);
    let error = run.stderr.split("\n\n").find(|one| one.contains("error[leak]") && one.contains(&file));
    if run.code == 1 && error.is_some_and(|one| one.contains("error[leak]: `")) && !site.has("index.html") {
        return Ok(());
    }
    Err(format!("{what}: not caught (code {}):\n{}", run.code, run.stderr))
}

fn site_file(item: &str) -> String {
    match item {
        "series/herd/what" => "content/series/herd/02-what.md".to_owned(),
        other => format!("content/{other}.md"),
    }
}

fn all_well(results: impl Iterator<Item = Result<(), String>>) {
    let wrong: Vec<String> = results.filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_template_that_tells_is_caught_however_it_writes() {
    let clean = savanna().hub(&["build"]);
    assert_eq!(clean.code, 0, "{}", clean.stderr);
    assert!(!clean.stderr.contains("leak"), "{}", clean.stderr);
    all_well(LEAKS.iter().map(|(leak, item, what)| caught(&planted(leak), item, what)));
}

#[test]
fn an_expired_piece_is_no_secret() {
    for leak in ["<a href=\"/guides/summer/\">x</a>", "<p>The summer sale guide</p>"] {
        let run = planted(leak).hub(&["build"]);
        assert_eq!(run.code, 0, "{leak}: {}", run.stderr);
    }
}

/// What reaches outputs that no template makes: llms.txt, feeds, faq.json, sitemap, `_redirects`, headers, styles, scripts,
/// files of `static/`.
#[test]
fn outputs_without_a_template_are_searched_too() {
    let described = |text: &str| PLAIN.replace("date =", &format!("description = \"{text}\"\ndate ="));
    let cases: Vec<(&str, TestSite)> = vec![
        ("llms.txt, feeds and cards", savanna().file("content/guides/plain.md", described("See /guides/zebra/ soon."))),
        (
            "faq.json",
            savanna().file(
                "content/faq/when.md",
                "+++\ntitle = \"When?\"\nshort = \"See https://hub.example/guides/zebra/ then.\"\ndate = 2026-01-01\n+++\nText.\n",
            ),
        ),
        (
            "sitemap, feed category and _redirects",
            savanna().file("content/guides/plain.md", PLAIN.replace("\"both\"", "\"both\", \"guides/zebra\"")),
        ),
        ("title of the site", savanna().file("hub.toml", SETTINGS.replace("Test hub", "Test guides/zebra"))),
        ("a style of the theme", own_theme("static/css/x.css", "a { background: url('/guides/zebra-cover.png') }")),
        ("a script of the theme", own_theme("static/js/x.js", "const next = '/guides/zebra/';")),
        ("a drawing of the theme", own_theme("static/x.svg", "<svg><a href=\"/guides/zebra/\"/></svg>")),
        ("search records in static/", savanna().file("static/search.json", "{\"u\":\"\\/guides\\/zebra\\/\"}")),
        ("a style in static/", savanna().file("static/x.css", "a{background:url(/guides/zebra-cover.png)}")),
        ("rules of a host in static/", savanna().file("static/_worker", "/x /guides/zebra/ 301\n")),
        ("raw HTML in a text", savanna().file("content/guides/plain.md", format!("{PLAIN}\n<a href='/guides/zebra/'>x</a>\n"))),
        (
            "a page that hub makes",
            savanna().file("templates/404.html", "<!doctype html><title>x</title><p>/guides/zebra/"),
        ),
    ];
    all_well(cases.iter().map(|(what, site)| caught(site, "guides/zebra", what)));
}

fn own_theme(path: &str, text: &str) -> TestSite {
    let list = match path.rsplit_once('.') {
        Some((_, "css")) => "css = [\"css/x.css\"]\n",
        Some((_, "js")) => "js = [\"js/x.js\"]\n",
        _ => "",
    };
    savanna()
        .file("hub.toml", SETTINGS.replace("\"plain\"", "\"mine\""))
        .file("themes/mine/theme.toml", format!("title = \"Mine\"\nextends = \"plain\"\n{list}"))
        .file(&format!("themes/mine/{path}"), text)
}

#[test]
fn one_mistake_is_told_once_at_its_line() {
    let site = planted("<p>A zebra's launch plan</p>");
    for number in 0..6 {
        site.write(
            &format!("content/guides/more-{number}.md"),
            PLAIN.replace("A plain guide", &format!("Guide {number}")),
        );
    }
    let run = site.hub(&["check"]);
    assert_eq!(run.stderr.matches("error[leak]").count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("templates/guide.html:2:10"), "{}", run.stderr);
    assert!(run.stderr.contains("and 3 more files"), "{}", run.stderr);
}

/// What looks like a leak: the files of a small site, the warnings about it, and why it is harmless.
struct Alike {
    why: &'static str,
    files: &'static [(&'static str, &'static str)],
    /// Warnings `possible-leak`: only where words are the same.
    told: usize,
}

const fn alike(why: &'static str, files: &'static [(&'static str, &'static str)]) -> Alike {
    Alike { why, files, told: 0 }
}

const fn told(why: &'static str, files: &'static [(&'static str, &'static str)]) -> Alike {
    Alike { why, files, told: 1 }
}

const FIRST: (&str, &str) = (
    "content/guides/first.md",
    "+++\ntitle = \"The very first line\"\ndate = 2026-12-24\ntags = [\"ink\", \"own\"]\n+++\nHidden.\n",
);
const ROSE: (&str, &str) = (
    "content/spotlights/rose.md",
    "+++\ntitle = \"Rose\"\nmember = \"rose\"\nname = \"Rose Gold\"\nquote = \"It works.\"\ndate = 2026-01-02\n\
     [consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\nwithdrawn = 2026-02-01\n+++\nShe draws.\n",
);
const PAGE: &str = "<!doctype html><title>x</title>";

const ALIKES: &[Alike] = &[
    alike(
        "another id only begins like it",
        &[
            FIRST,
            ("content/guides/first-plot.md", GUIDE),
            ("templates/404.html", "<a href=\"/guides/first-plot/\">x</a>"),
        ],
    ),
    alike(
        "another id only ends like it",
        &[FIRST, ("content/guides/my-first.md", GUIDE), ("templates/404.html", "my-guides/first guides/first2")],
    ),
    alike(
        "the same path on another site",
        &[FIRST, ("templates/404.html", "<a href=\"https://other.example/guides/first/\">x</a>")],
    ),
    alike(
        "the same path on another site, without scheme",
        &[FIRST, ("templates/404.html", "<a href=\"//other.example/guides/first/\">x</a>")],
    ),
    alike(
        "the path in a query of another site",
        &[FIRST, ("templates/404.html", "<a href=\"https://other.example/?to=/guides/first/\">x</a>")],
    ),
    alike(
        "a longer path of this site that holds it",
        &[
            FIRST,
            ("static/archive/guides/first/index.html", "x"),
            ("templates/404.html", "<a href=\"/archive/guides/first/\">x</a>"),
        ],
    ),
    alike(
        "a file of static/ in a folder of that name",
        &[
            FIRST,
            ("static/guides/first/map.svg", "<svg/>"),
            ("templates/404.html", "<img src=\"/guides/first/map.svg\" alt>"),
        ],
    ),
    alike(
        "a public file beside it",
        &[
            FIRST,
            ("content/guides/first.svg", "<svg/>"),
            ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\n![x](first.svg)\n"),
        ],
    ),
    alike(
        "the same slug in another kind",
        &[FIRST, ("content/faq/first.md", GUIDE), ("templates/404.html", "<a href=\"/faq/first/\">first</a>")],
    ),
    alike("the last part of its path alone", &[FIRST, ("templates/404.html", "first /first/ #first")]),
    alike(
        "a page named like an HTML tag",
        &[
            ("content/pages/main.md", "+++\ntitle = \"Main\"\ndraft = true\n+++\n"),
            ("templates/404.html", "<main>x</main>"),
        ],
    ),
    alike(
        "a page named like a word",
        &[
            ("content/pages/start-here.md", "+++\ntitle = \"Start\"\ndraft = true\n+++\n"),
            ("templates/404.html", "start-here or start-here/x"),
        ],
    ),
    alike(
        "a title of one everyday word",
        &[
            ("content/guides/a.md", "+++\ntitle = \"Start\"\ndraft = true\n+++\n"),
            ("templates/404.html", "<a href=\"/\">Start</a>"),
        ],
    ),
    told(
        "another one, alone in its element",
        &[("content/faq/a.md", "+++\ntitle = \"Why\"\ndraft = true\n+++\n"), ("templates/404.html", "<p>Why</p>")],
    ),
    told(
        "a title of two words, alone in its element",
        &[
            ("content/faq/a.md", "+++\ntitle = \"Read more\"\ndraft = true\n+++\n"),
            ("templates/404.html", "<p>Read more</p>"),
        ],
    ),
    alike(
        "a title that is a phrase of the theme",
        &[
            ("content/guides/a.md", "+++\ntitle = \"Skip to content\"\ndraft = true\n+++\n"),
            ("content/guides/b.md", "+++\ntitle = \"Page not found\"\ndraft = true\n+++\n"),
        ],
    ),
    alike("a title inside longer words", &[FIRST, ("templates/404.html", "Bathe very first liner")]),
    told(
        "a title in the middle of a sentence of a template",
        &[
            ("content/guides/a.md", "+++\ntitle = \"Whenever it rains\"\ndraft = true\n+++\n"),
            ("templates/404.html", "Stay whenever it rains today"),
        ],
    ),
    told(
        "the title of a public piece too",
        &[FIRST, ("content/guides/other.md", "+++\ntitle = \"The very first line\"\ndate = 2026-01-01\n+++\nText.\n")],
    ),
    told(
        "the title of an author's note about it",
        &[FIRST, ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\nSoon: The very first line.\n")],
    ),
    told(
        "the same in emphasis, at the head of the text",
        &[
            FIRST,
            ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\n*The very* first\nline comes.\n"),
        ],
    ),
    told(
        "a link to it in a text",
        &[
            FIRST,
            ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\n[The very first line](first.md)\n"),
        ],
    ),
    told(
        "a description that announces it",
        &[
            FIRST,
            (
                "content/guides/x.md",
                "+++\ntitle = \"X\"\ndescription = \"Before The very first line.\"\ndate = 2026-01-01\n+++\nText.\n",
            ),
        ],
    ),
    told(
        "an introduction that announces it",
        &[FIRST, ("content/guides/_index.md", "+++\ntitle = \"Guides\"\n+++\nSoon: The very first line.\n")],
    ),
    told(
        "the title of the site",
        &[
            FIRST,
            (
                "hub.toml",
                "title = \"The very first line\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\ntheme = \"plain\"\n",
            ),
        ],
    ),
    told(
        "the title of a segment",
        &[
            FIRST,
            (
                "hub.toml",
                "title = \"T\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\ntheme = \"plain\"\n[[segment]]\nid = \"new\"\ntitle = \"The very first line\"\nfor = \"beginners\"\n",
            ),
        ],
    ),
    told(
        "a word of the site's own language file",
        &[FIRST, ("i18n/en.toml", "\"start.text\" = \"The very first line\"\n")],
    ),
    told("a file of static/ that speaks of it", &[FIRST, ("static/humans.txt", "The very first line\n")]),
    alike(
        "a recurrence of that title",
        &[
            (
                "calendar.toml",
                "[[recurring]]\nid = \"hours\"\nkind = \"event\"\ntitle = \"Office hours with Mara\"\nrule = \"monthly:first-thu\"\nstart = 2026-12-03\ntime = \"18:00\"\nminutes = 60\n",
            ),
            (
                "content/events/next.md",
                "+++\ntitle = \"Office hours with Mara\"\nstarts = 2027-01-07\ndate = 2026-12-30\n+++\nText.\n",
            ),
            ("templates/404.html", "<p>Office hours with Mara</p>"),
        ],
    ),
    alike(
        "an idea in the calendar has the title",
        &[
            FIRST,
            ("calendar.toml", "[[entry]]\ntitle = \"The very first line\"\nkind = \"guide\"\nstatus = \"idea\"\n"),
        ],
    ),
    alike(
        "code that holds its address",
        &[
            FIRST,
            (
                "content/guides/x.md",
                "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\nText.\n\n```html\n<a href=\"/guides/first/\">x</a>\n```\n\nAnd `href=\"/guides/first/\"`.\n",
            ),
        ],
    ),
    alike(
        "a link to a public piece's own site elsewhere",
        &[
            FIRST,
            (
                "content/guides/x.md",
                "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\n[x](https://other.example/guides/first/)\n",
            ),
        ],
    ),
    alike(
        "a tag that a public piece has too",
        &[
            FIRST,
            ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\ntags = [\"ink\"]\n+++\nText.\n"),
            ("templates/404.html", "<a href=\"/tags/ink/\">ink</a>"),
        ],
    ),
    alike("a tag's word without its page", &[FIRST, ("templates/404.html", "own tags, ownership")]),
    alike(
        "a public part of a series that comes later",
        &[
            ("content/series/s/_index.md", "+++\ntitle = \"The series to come\"\ndate = 2026-12-24\n+++\nText.\n"),
            ("content/series/s/01-one.md", "+++\ntitle = \"One\"\ndate = 2026-01-01\n+++\nText.\n"),
            ("templates/404.html", "<a href=\"/series/s/one/\">x</a> tag:hub.example,2026:series/s/one"),
        ],
    ),
    alike(
        "a part that comes later, announced without its title",
        &[
            ("content/series/s/_index.md", "+++\ntitle = \"S\"\ndate = 2026-01-01\n+++\nPart 2 comes later.\n"),
            ("content/series/s/01-one.md", "+++\ntitle = \"One\"\ndate = 2026-01-01\n+++\nText.\n"),
            ("content/series/s/02-two.md", "+++\ntitle = \"Two whole lines more\"\ndate = 2026-12-24\n+++\nText.\n"),
        ],
    ),
    alike(
        "a track with a step that comes later",
        &[
            FIRST,
            ("content/guides/x.md", GUIDE),
            (
                "content/tracks/t.md",
                "+++\ntitle = \"T\"\ndate = 2026-01-01\n[[step]]\nref = \"guides/x\"\nday = 1\n[[step]]\nref = \"guides/first\"\nday = 2\n+++\nText.\n",
            ),
        ],
    ),
    alike(
        "an issue that is out while its letter is a draft",
        &[
            (
                "calendar.toml",
                "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-11-25\ntime = \"08:00\"\ninclude = [\"guide\"]\n",
            ),
            ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-11-24\n+++\nText.\n"),
            (
                "content/newsletter/weekly/2026-11-25.md",
                "+++\nsubject = \"All about the lines\"\ndraft = true\n+++\nText.\n",
            ),
        ],
    ),
    alike(
        "an expired piece, whose address redirects",
        &[
            ("calendar.toml", "[[entry]]\nref = \"guides/sale\"\npublish = 2026-01-01\nexpire = 2026-02-01\n"),
            ("content/guides/sale.md", "+++\ntitle = \"The great winter sale\"\n+++\nText.\n"),
            FIRST,
            ("templates/404.html", "<a href=\"/guides/sale/\">The great winter sale</a>"),
        ],
    ),
    alike("a name in small letters is a colour", &[ROSE, ("templates/404.html", "rose gold, prose golden")]),
    alike("one word of a name", &[ROSE, ("templates/404.html", "Rose is a Gold standard. It works.")]),
    alike(
        "a member named like a word",
        &[
            (
                "content/spotlights/will.md",
                "+++\ntitle = \"Will\"\nmember = \"will\"\nname = \"Will\"\ndate = 2026-01-02\n[consent]\ngiven = 2026-01-01\nvia = \"mail\"\nscope = [\"site\"]\nwithdrawn = 2026-02-01\n+++\nText.\n",
            ),
            ("content/guides/x.md", "+++\ntitle = \"What Will you draw in May?\"\ndate = 2026-01-01\n+++\nWill may.\n"),
            ("templates/404.html", "Will you?"),
        ],
    ),
    told(
        "a name in somebody else's text",
        &[ROSE, ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\nA Rose Gold pen.\n")],
    ),
    told(
        "a name that is also an author's",
        &[
            ROSE,
            (
                "hub.toml",
                "title = \"T\"\nbase_url = \"https://hub.example\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\ntheme = \"plain\"\n[[author]]\nid = \"rose\"\nname = \"Rose Gold\"\n",
            ),
        ],
    ),
    alike("the member's id as a word", &[ROSE, ("templates/404.html", "rose /rose/ members/rose")]),
    alike(
        "a picture of a common name that others have too",
        &[
            ("content/guides/first/index.md", "+++\ntitle = \"F\"\ndraft = true\n+++\n![x](overview.svg)\n"),
            ("content/guides/first/overview.svg", "<svg/>"),
            ("content/guides/x/index.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\n![x](overview.svg)\n"),
            ("content/guides/x/overview.svg", "<svg/>"),
        ],
    ),
    alike(
        "a picture that a public piece shows too",
        &[
            ("content/guides/f.md", "+++\ntitle = \"F\"\ndraft = true\n+++\n![x](overview.svg)\n"),
            ("content/guides/overview.svg", "<svg/>"),
            ("content/guides/x.md", "+++\ntitle = \"X\"\ndate = 2026-01-01\n+++\n![x](overview.svg)\n"),
        ],
    ),
    alike(
        "the folder of the site holds its path",
        &[
            (
                "hub.toml",
                "title = \"T\"\nbase_url = \"https://hub.example/hub/\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\ntheme = \"plain\"\n",
            ),
            FIRST,
            ("templates/404.html", "<a href=\"https://hub.example/blog/guides/first/\">x</a> /blog/guides/first"),
        ],
    ),
    alike(
        "a description that is everyday",
        &[
            ("content/guides/f.md", "+++\ntitle = \"F\"\ndescription = \"All you need.\"\ndraft = true\n+++\n"),
            ("templates/404.html", "<p>All you need.</p>"),
        ],
    ),
];

const GUIDE: &str = "+++\ntitle = \"Quite another thing\"\ndate = 2026-01-01\n+++\nText.\n";

fn site_of(alike: &Alike) -> TestSite {
    let site =
        TestSite::new().file("content/guides/always.md", "+++\ntitle = \"Always\"\ndate = 2026-01-01\n+++\nText.\n");
    for (path, text) in alike.files {
        let text =
            if path.starts_with("templates/") { format!("{PAGE}<body>{text}</body>") } else { (*text).to_owned() };
        site.write(path, text);
    }
    site
}

#[test]
fn what_only_looks_like_a_leak_is_left_alone() {
    assert!(ALIKES.len() >= 40);
    all_well(ALIKES.iter().map(|alike| {
        let run = site_of(alike).hub(&["build"]);
        let told = run.stderr.matches("[possible-leak]").count();
        if run.code == 0 && told == alike.told {
            return Ok(());
        }
        Err(format!("{}: code {}, {told} warnings for {}:\n{}", alike.why, run.code, alike.told, run.stderr))
    }));
}

/// A day before, the day of, a day after, and long after everything.
const DAYS: [&str; 5] = ["2026-02-02", "2026-12-23", "2026-12-24", "2026-12-25", "2028-01-01"];

#[test]
fn no_look_alike_ends_in_an_error_on_another_day() {
    all_well(ALIKES.iter().flat_map(|alike| {
        let site = site_of(alike);
        DAYS.map(|day| {
            let run: Run = site.hub(&["check", "--at", day]);
            if run.code == 0 { Ok(()) } else { Err(format!("{} on {day}:\n{}", alike.why, run.stderr)) }
        })
    }));
}

const PIECE: &str = "+++\ntitle = \"The plan of all plans\"\ndate = 2026-12-24\n+++\nHidden.\n";

#[test]
fn a_file_of_a_hidden_piece_stays_out_until_the_piece_is_public() {
    let guide = "+++\ntitle = \"X\"\ndate = 2026-01-01\ndownloads = [\"secret/list.pdf\"]\n+++\n\
                 [the plan](secret/plan.pdf)\n\n![a map](secret/map.svg)\n\n![own](own.svg)\n";
    for file in ["content/guides/secret.md", "content/guides/secret/index.md"] {
        let site = TestSite::new()
            .file(file, PIECE)
            .file("content/guides/secret/plan.pdf", "pdf")
            .file("content/guides/secret/list.pdf", "pdf")
            .file("content/guides/secret/map.svg", "<svg/>")
            .file("content/guides/own.svg", "<svg/>")
            .file("content/guides/x.md", guide);
        let run = site.build();
        assert_eq!(run.stderr.matches("[link-not-public]").count(), 3, "{}", run.stderr);
        assert!(
            run.stderr.contains("content/guides/x.md:6:1") && run.stderr.contains("guides/x.md:8:1"),
            "{}",
            run.stderr
        );
        let page = site.output("guides/x/index.html");
        assert!(page.contains("the plan") && page.contains("own.svg") && !page.contains("secret"), "{page}");
        assert!(!site.has("guides/secret/plan.pdf") && !site.has("guides/secret/map.svg"));
        let run = site.hub(&["build", "--at", "2026-12-25"]);
        assert!(run.code == 0 && !run.stderr.contains("link-not-public"), "{}", run.stderr);
        assert!(site.has("guides/secret/plan.pdf") && site.has("guides/secret/list.pdf"));
    }
}

#[test]
fn downloads_and_pictures_come_with_their_page_alone() {
    let site = savanna();
    site.build();
    assert!(!site.has("guides/zebra-checklist.pdf") && !site.has("guides/zebra-cover.png"));
    assert!(!site.has("spotlights/nia-portrait.png"));
    let run = site.hub(&["build", "--at", "2026-12-25"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(site.has("guides/zebra-checklist.pdf") && site.has("guides/zebra-cover.png"));
    assert!(!site.has("spotlights/nia-portrait.png"));
}

#[test]
fn a_photo_in_static_goes_with_the_consent() {
    let nia = WITHDRAWN.replace("\"nia-portrait.png\"", "\"/nia.png\"");
    let site = TestSite::new().file("content/spotlights/nia.md", &nia).file("static/nia.png", PNG);
    site.build();
    assert!(!site.has("nia.png"));
    let other = nia.replace("nia\"", "ana\"").replace("withdrawn = 2026-02-01\n", "").replace("Nia", "Ana");
    let site = site.file("content/spotlights/ana.md", other);
    site.build();
    assert!(site.has("nia.png"), "another member shows the same picture");
}

#[test]
fn consent_that_ends_by_itself_ends_no_build_in_an_error() {
    let lapsing = WITHDRAWN.replace("withdrawn = 2026-02-01", "expires = 2026-12-05");
    let site = savanna()
        .file("content/spotlights/nia.md", lapsing)
        .file("templates/404.html", format!("{PAGE}<a href=\"/spotlights/nia/\">Nia Okoro-Lund</a>"));
    assert!(!site.build().stderr.contains("leak]"));
    let run = site.hub(&["build", "--at", "2026-12-06"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[possible-leak]: `404.html` holds"), "{}", run.stderr);
    assert!(!site.has("spotlights/nia/index.html"));
}

#[test]
fn what_was_explained_stays_explained_when_its_piece_expires() {
    // The other piece explains the title, the tag and the picture as long as it is public; and after.
    let secret =
        "+++\ntitle = \"The plan of all plans\"\ndraft = true\ntags = [\"plans\"]\n+++\n![x](drawing-of-plans.svg)\n";
    let other =
        "+++\ntitle = \"X\"\ntags = [\"plans\"]\n+++\nAbout The plan of all plans. ![x](drawing-of-plans.svg)\n";
    let site = TestSite::new()
        .file("calendar.toml", "[[entry]]\nref = \"guides/x\"\npublish = 2026-01-01\nexpire = 2026-12-10\n")
        .file("content/guides/secret.md", secret)
        .file("content/guides/x.md", other)
        .file("content/guides/drawing-of-plans.svg", "<svg/>")
        .file(
            "templates/404.html",
            format!(
                "{PAGE}<a href=\"/tags/plans/\">The plan of all plans</a><img src=\"/guides/drawing-of-plans.svg\">"
            ),
        );
    for day in ["2026-12-01", "2026-12-12"] {
        let run = site.hub(&["build", "--at", day]);
        assert_eq!(run.code, 0, "{day}: {}", run.stderr);
    }
}
