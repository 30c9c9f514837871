//! Every place of a site that text can stand in, filled with strings.

use std::fmt::Write as _;

/// The strings of `strings.txt`: one a line, `\u{…}` for what can't be seen.
pub(crate) fn strings() -> Vec<String> {
    let lines = include_str!("strings.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with("# ")).map(unescaped).collect()
}

fn unescaped(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let mut text = parts.next().unwrap_or("").to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').unwrap();
        text.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        text.push_str(rest);
    }
    text
}

/// A TOML string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => write!(out, "\\u{:04x}", u32::from(c)).unwrap(),
            c => out.push(c),
        }
    }
    out + "\""
}

/// As Markdown that shows it letter by letter, in one line.
pub(crate) fn literal(text: &str) -> String {
    let one_line = text.split(['\n', '\r']).collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    for c in one_line.trim().chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether something of a text can stand in an address.
pub(crate) fn can_be_tag(text: &str) -> bool {
    let has_letters = text.chars().any(char::is_alphanumeric);
    has_letters && text.len() <= 150 && !["con", "con.", "aux.html", "index.html"].contains(&text)
}

/// Whether a field may hold a text: what no document can hold is refused.
pub(crate) fn is_text(text: &str) -> bool {
    text.chars().all(hub::markdown::escape::is_printable)
}

/// A string no title can be, since nothing of it would be seen, gets a letter.
fn seen(text: &str) -> String {
    if text.trim().is_empty() { format!("x{text}") } else { text.to_owned() }
}

const SETTINGS: &str = r#"title = "Test hub"
base_url = "https://hub.example"
timezone = "Europe/Berlin"
language = "en"
since = 2026
theme = "hearth"
upcoming = true

[[author]]
id = "mara"
name = "Mara"

[[segment]]
id = "new"
title = "New"

[feeds]
limit = 500

[signup]
action = "https://mail.example/subscribe"
consent = "Send it."
"#;

/// Whether each string stands in each place, which takes a quarter of an hour; otherwise each stands in some of them, and each of
/// them holds some.
pub(crate) fn is_whole() -> bool {
    std::env::var("HUB_HOSTILE").is_ok_and(|value| value == "all")
}

/// Of [`pieces`], those that others need.
const ALWAYS: usize = 3;
/// Of the others, one in so many.
const EVERY: usize = 4;

/// A site whose pieces hold a string in each of their fields: each string in some kinds of pieces, or in all.
pub(crate) fn site(strings: &[String]) -> Vec<(String, String)> {
    let mut files = vec![
        ("hub.toml".to_owned(), SETTINGS.to_owned()),
        (
            "content/guides/pic.svg".to_owned(),
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>".to_owned(),
        ),
        ("content/pages/terms.md".to_owned(), "+++\ntitle = \"Terms\"\npolicy = \"refund\"\n+++\nText.\n".to_owned()),
    ];
    let mut links = String::new();
    let mut calendar = "[[newsletter]]\nid = \"weekly\"\nrule = \"weekly:wed\"\nstart = 2026-11-04\ninclude = [\"guide\", \"faq\", \"spotlight\"]\nmax = 40\n".to_owned();
    for (i, s) in strings.iter().enumerate() {
        let s = seen(s);
        let pieces = pieces(i, &s);
        // A series is no series without its part.
        let is_wanted =
            |at: usize| at < ALWAYS || is_whole() || (at.min(pieces.len() - 2) - ALWAYS + i).is_multiple_of(EVERY);
        writeln!(links, "[[link]]\nid = \"l{i}\"\nurl = \"https://x.example/{i}\"\nlabel = {}\nutm = {{ source = {0}, campaign = {0} }}\ndisclosure = \"affiliate\"", quoted(&s)).unwrap();
        writeln!(calendar, "[[recurring]]\nid = \"r{i}\"\nkind = \"event\"\ntitle = {}\nrule = \"monthly:{}\"\nstart = 2026-12-01\nuntil = 2026-12-31\nwhere = {0}", quoted(&s), i % 28 + 1).unwrap();
        writeln!(calendar, "[[entry]]\ntitle = {}\nkind = \"guide\"\npublish = 2026-12-20\nstatus = \"drafting\"\nowner = {0}\nchannels = [{0}]\nsource = {0}", quoted(&s)).unwrap();
        files.extend(pieces.iter().enumerate().filter(|(at, _)| is_wanted(*at)).map(|(_, piece)| piece.clone()));
    }
    files.push(("links.toml".to_owned(), links));
    files.push(("calendar.toml".to_owned(), calendar));
    files
}

/// One piece of each kind, `text` in each of its fields.
fn pieces(i: usize, text: &str) -> Vec<(String, String)> {
    let s = quoted(text);
    let short: String = text.chars().take(300).collect();
    let short = quoted(&short);
    let tags = if can_be_tag(text) { format!("tags = [{s}]\n") } else { String::new() };
    let common = format!(
        "title = {s}\ndescription = {s}\n{tags}product = {s}\ntakeaways = [{s}]\nupdated_for = {{ period = {s}, note = {s} }}\nsponsored = {s}\n\
         sources = [{s}, {{ title = {s}, url = \"https://x.example/\" }}]\nimage = \"../guides/pic.svg\"\nimage_alt = {s}\nextra = {{ x = {s} }}\n"
    );
    let dated = format!("{common}date = 2026-{:02}-{:02}\n", i % 11 + 1, i % 28 + 1);
    let in_series = dated.replace("../guides", "../../guides");
    let file = |folder: &str, fields: String, body: String| {
        (format!("content/{folder}/s{i}.md"), format!("+++\n{fields}+++\n{body}\n"))
    };
    vec![
        file("guides", format!("{dated}goal = {s}\ntools = [{s}]\nguid = {s}\n"), literally(i, text)),
        file("faq", format!("{dated}short = {short}\ntopic = {s}\nanswers = [{s}]\n"), "Text.".to_owned()),
        file(
            "spotlights",
            format!(
                "{dated}member = \"m{i}\"\nname = {s}\nrole = {s}\nquote = {s}\ndid = [{s}]\nlinks = [{{ title = {s}, url = \"https://x.example/\" }}]\n[consent]\ngiven = 2026-01-01\nvia = {s}\nscope = [\"site\", \"newsletter\"]\n"
            ),
            "Text.".to_owned(),
        ),
        file(
            "tracks",
            format!(
                "{dated}for = {s}\nnot_for = {s}\noutcome = {s}\n[[step]]\nref = \"guides/s{i}\"\nday = 1\nwhy = {s}\n"
            ),
            "Text.".to_owned(),
        ),
        file(
            "events",
            format!("{dated}starts = 2026-12-{:02}T18:00:00\nwhere = {s}\n", i % 28 + 1),
            "Text.".to_owned(),
        ),
        file("prompts", format!("{dated}task = {s}\nshare = {s}\nresults = {s}\n"), "Text.".to_owned()),
        file(
            "challenges",
            format!(
                "{dated}task = {s}\nshare = {s}\nresults = {s}\nreward = {s}\nstarts = 2026-12-01\nends = 2026-12-20\n"
            ),
            "Text.".to_owned(),
        ),
        file(
            "offers",
            format!("{dated}role = \"starter\"\nlink = \"l{i}\"\nterms = {s}\nprice = {s}\nincludes = [{s}]\n"),
            "Text.".to_owned(),
        ),
        file("pages", common, "Text.".to_owned()),
        (
            format!("content/series/s{i}/_index.md"),
            format!("+++\n{in_series}promise = {s}\noutcome = {s}\n+++\nText.\n"),
        ),
        (format!("content/series/s{i}/01-part.md"), format!("+++\n{in_series}+++\nText.\n")),
    ]
}

/// A body that shows a string wherever Markdown has room for text.
fn literally(i: usize, text: &str) -> String {
    let m = literal(text);
    let info = text.split(['\n', '\r', '`']).next().unwrap_or("");
    let fence = "`".repeat(20);
    let label: String = text.chars().filter(|c| c.is_alphanumeric() || "<>&\"'=/".contains(*c)).take(80).collect();
    let label = if label.is_empty() { "n".to_owned() } else { label };
    let code = text.replace(['\n', '\r', '`'], " ");
    format!(
        "{m}\n\n## {m}\n\n![{m}](pic.svg \"{m}\") and [{m}](https://x.example/ \"{m}\")\n\n![{m}](pic.svg)\n\n\
         Note[^{label}] [shop](link:l{i})\n\n[^{label}]: {m}\n\n| {m} | b |\n|:-|-:|\n| a | {m} |\n\n- [ ] {m}\n- {m}\n\n> [!NOTE]\n> {m}\n\n{m}\n: {m}\n\n\
         *{m}* **{m}** ~~{m}~~ `` {code} ``\n\n{fence} {info}\n{text}\n{fence}\n\n{{{{ video(\"https://v.example/{i}\", {q}, {why}) }}}}\n\n{{{{ member(\"m{i}\") }}}}\n\n{{{{ faq(\"faq/s{i}\") }}}}\n",
        q = quoted(&text.replace(['\n', '\r'], " ")),
        why = quoted(&format!("None, {}", text.replace(['\n', '\r'], " "))),
    )
}

/// A site whose settings hold one string wherever there is room for one text.
pub(crate) fn settings_of(i: usize, text: &str) -> Vec<(String, String)> {
    let s = quoted(&seen(text));
    let hub = format!(
        "title = {s}\ndescription = {s}\nbase_url = \"https://hub.example/s{i}/\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\n\
         theme = \"hearth\"\n[signup]\naction = \"https://mail.example/subscribe\"\nconsent = {s}\nheading = {s}\ntext = {s}\nbutton = {s}\nsender = {s}\n\
         [support]\ncontact = \"help@hub.example\"\nhours = {s}\nanswer_time = {s}\n"
    );
    let weekly = format!(
        "[[newsletter]]\nid = \"weekly\"\ntitle = {s}\ndescription = {s}\nrule = \"weekly:wed\"\nstart = 2026-11-25\ninclude = [\"guide\"]\n"
    );
    let guide = "+++\ntitle = \"A guide\"\ndate = 2026-11-20\n+++\n## One\n\n{{ signup() }}\n".to_owned();
    let letter = format!("+++\nsubject = {s}\npreheader = {s}\n+++\n{}\n", literal(text));
    vec![
        ("hub.toml".to_owned(), hub),
        ("calendar.toml".to_owned(), weekly),
        ("content/guides/a.md".to_owned(), guide),
        ("content/newsletter/weekly/2026-11-25.md".to_owned(), letter),
    ]
}

/// A site of many authors, groups, tiers, questions and surveys, each made of one string.
pub(crate) fn lists_of(n: usize, strings: &[String]) -> Vec<(String, String)> {
    let mut hub = format!(
        "title = \"Hub\"\nbase_url = \"https://hub.example/lists{n}/\"\ntimezone = \"Europe/Berlin\"\nlanguage = \"en\"\nsince = 2026\ntheme = \"hearth\"\n"
    );
    let mut files = vec![(
        "content/tracks/t.md".to_owned(),
        "+++\ntitle = \"T\"\ndate = 2026-01-01\n[[step]]\nref = \"guides/g0\"\nday = 1\n+++\nText.\n".to_owned(),
    )];
    for (i, text) in strings.iter().enumerate() {
        let s = quoted(&seen(text));
        write!(
            hub,
            "[[author]]\nid = \"a{i}\"\nname = {s}\nbio = {s}\nrole = {s}\n[[segment]]\nid = \"s{i}\"\ntitle = {s}\nfor = {s}\nnot_for = {s}\n\
             description = {s}\naxis = \"level\"\n[[tier]]\nid = \"t{i}\"\ntitle = {s}\ngets = [{s}]\nhow = {s}\nprice = {s}\n[[quiz]]\nquestion = {s}\n\
             [[quiz.answer]]\ntext = {s}\ntrack = \"tracks/t\"\n[[survey]]\nid = \"v{i}\"\ntitle = {s}\nurl = \"https://forms.example/{i}\"\nmoment = \"day-7\"\ntext = {s}\n"
        )
        .unwrap();
        let guide = format!(
            "+++\ntitle = \"G {i}\"\ndate = 2026-01-01\nauthors = [\"a{i}\"]\nsegments = [\"s{i}\"]\n+++\n## One\n\n{{{{ survey(\"v{i}\") }}}}\n"
        );
        files.push((format!("content/guides/g{i}.md"), guide));
    }
    files.push(("hub.toml".to_owned(), hub));
    files
}
