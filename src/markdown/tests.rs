//! Outline and HTML together: whole results on small texts, hostile texts, and what must agree on any text.

use std::cell::RefCell;
use std::fmt::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// Answers with the destination itself, and writes down what it was asked.
#[derive(Default)]
struct Echo {
    asked: RefCell<Vec<(usize, String)>>,
}

impl Resolve for Echo {
    fn link(&self, number: usize, dest: &str) -> LinkTarget {
        self.asked.borrow_mut().push((number, dest.to_owned()));
        match dest {
            "private.md" => LinkTarget::Words,
            "link:shop" => LinkTarget::Href {
                url: "https://shop.example/".to_owned(),
                rel: "sponsored",
                note: Some("paid <link>".to_owned()),
            },
            _ => LinkTarget::Href { url: dest.to_owned(), rel: "", note: None },
        }
    }

    fn image(&self, number: usize, dest: &str) -> Option<ImageTarget> {
        self.asked.borrow_mut().push((number, dest.to_owned()));
        (dest != "private.png").then(|| ImageTarget { url: dest.to_owned(), size: Some((3, 2)) })
    }

    fn embed(&self, number: usize, embed: &Embed) -> String {
        match embed {
            Embed::Signup => "<form><input name=\"email\"></form>".to_owned(),
            other => format!("<b>{number} {other:?}</b>"),
        }
    }
}

fn words() -> Words {
    Words {
        anchor: "Link to “{title}”".to_owned(),
        code: "Code, {language}".to_owned(),
        table: "Table".to_owned(),
        footnote_back: "Back to".to_owned(),
        footnotes: "Notes".to_owned(),
        is_rtl: false,
        alerts: ["Note", "Tip", "Important", "Warning", "Caution"].map(str::to_owned),
    }
}

fn render(text: &str, id_prefix: &str, code: CodeColours, trust: Trust) -> String {
    to_html(text, &Echo::default(), &HtmlOptions { id_prefix, code, trust, words: &words() })
}

fn page(text: &str) -> String {
    render(text, "p-", CodeColours::Classes, Trust::Creator)
}

fn read(text: &str) -> (Outline, Vec<Diagnostic>) {
    outline(text, Place { file: FileId(0), offset: 0 }, Trust::Creator)
}

/// Each diagnostic as `code «source»: message`.
fn problems(text: &str) -> Vec<String> {
    let (_, diagnostics) = read(text);
    diagnostics
        .iter()
        .map(|d| {
            let span = d.labels[0].span;
            format!("{} «{}»: {}", d.code, &text[span.start as usize..span.end as usize], d.message)
        })
        .collect()
}

#[test]
fn an_outline_whole() {
    let text = "# Hello\r\n\r\n![pic](a.png)\r\n\r\nFirst *words* with [a link](b.md#c).[^n]\r\n\r\n## Hello\r\n\r\n\
                {{ faq(\"x\") }}\r\n\r\n```rust,ignore\r\nfn x() {}\r\n```\r\n\r\n<p id=\"own\">raw</p>\r\n\r\n[^n]: see <me@a.example>\r\n";
    let (outline, diagnostics) = outline(text, Place { file: FileId(7), offset: 100 }, Trust::Creator);
    assert_eq!(diagnostics, []);
    let at = |part: &str| {
        let start = text.find(part).unwrap() + 100;
        Span::new(FileId(7), start, start + part.len())
    };
    let second = text.find("## Hello").unwrap() + 100;
    let heading = |level, id: &str, start| Heading {
        level,
        id: id.to_owned(),
        text: "Hello".to_owned(),
        span: Span::new(FileId(7), start, start + 6 + usize::from(level)),
    };
    let link = |kind, dest: &str, text: &str, span| Link { kind, dest: dest.to_owned(), text: text.to_owned(), span };
    assert_eq!(
        outline,
        Outline {
            headings: vec![heading(1, "hello", 100), heading(2, "hello-2", second)],
            links: vec![
                link(LinkKind::Image, "a.png", "pic", at("![pic](a.png)")),
                link(LinkKind::Link, "b.md#c", "a link", at("[a link](b.md#c)")),
                link(LinkKind::Link, "mailto:me@a.example", "me@a.example", at("<me@a.example>")),
            ],
            embeds: vec![Spanned::new(Embed::Faq("x".to_owned()), at("{{ faq(\"x\") }}"))],
            ids: vec!["own".to_owned(), "fn-1".to_owned(), "fnref-1".to_owned()],
            words: 11,
            excerpt: "First words with a link.".to_owned(),
            languages: vec![Spanned::new("rust".to_owned(), at("rust"))],
            raw_html: true,
            // What they are stands in `blocks.rs`.
            blocks: outline.blocks.clone(),
        }
    );
}

#[test]
fn what_looks_wrong_is_said_with_its_place() {
    assert_eq!(
        problems(concat!(
            "# a {#x onmouseover=y style=z .c}\n\n# b {#x}\n\n{{ fqa(\"x\") }}\n\n{{ faq() }}\n\n> {{ faq }}\n\n",
            "text\n{{ faq(\"x\") }}\n\nin text {{ faq }} and `{{ faq }}`\n\n[l](javascript:x) ![i](data:image/png;base64,x) ",
            "[m](java&#x73;cript:x) <vbscript:x>\n\n```pyton\n```\n\n{{ video(\"javascript:x\", \"t\", \"n\") }}\n",
        )),
        [
            "heading-attribute «# a {#x onmouseover=y style=z .c}»: `onmouseover` is left out: headings take only `#id` and `.class`",
            "heading-attribute «# a {#x onmouseover=y style=z .c}»: `style` is left out: headings take only `#id` and `.class`",
            "duplicate-anchor «# b {#x}»: the anchor `x` is set twice",
            "unknown-embed «{{ fqa(\"x\") }}»: there is no embed `fqa`",
            "embed-arguments «{{ faq() }}»: the arguments of `faq` don't fit",
            "embed-syntax «{{ faq }}»: this line looks like an embed, but can't be read as one",
            "embed-syntax «{{ faq(\"x\") }}»: this embed stands in the middle of a paragraph",
            "link-scheme «[l](javascript:x)»: an address that begins with `javascript:` can't be published",
            "link-scheme «![i](data:image/png;base64,x)»: an address that begins with `data:` can't be published",
            "link-scheme «[m](java&#x73;cript:x)»: an address that begins with `javascript:` can't be published",
            "link-scheme «<vbscript:x>»: an address that begins with `vbscript:` can't be published",
            "unknown-language «pyton»: no language `pyton` is known, so this code stays plain",
            "link-scheme «{{ video(\"javascript:x\", \"t\", \"n\") }}»: an address that begins with `javascript:` can't be published",
        ]
    );
}

#[test]
fn raw_html_has_its_place_even_in_a_quote() {
    assert_eq!(
        problems("> <div\n> onclick=\"x\">\n> <script>y</script>\n\na <b style=\"c\">d</b>\n"),
        [
            "raw-html-refused «onclick=\"x\"»: `onclick` can't stand in a text",
            "raw-html-refused «<script>»: `<script>` can't stand in a text",
            "raw-html-refused «style=\"c\"»: `style` can't stand in a text",
        ]
    );
}

#[test]
fn inline_text() {
    assert_eq!(
        page("*a* **b** ~~c~~ `<d>` <https://e.example/?f&g>  \nh \\* \"i\" & j\n"),
        "<p><em>a</em> <strong>b</strong> <del>c</del> <code>&lt;d&gt;</code> \
         <a href=\"https://e.example/?f&amp;g\">https://e.example/?f&amp;g</a><br>\nh * \"i\" &amp; j</p>\n"
    );
}

#[test]
fn headings_have_anchors_beside_them() {
    assert_eq!(
        page("## A \"b\" {.c onmouseover=x}\n"),
        "<div class=\"heading\"><h2 id=\"p-a-b\" class=\"c\">A \"b\"</h2>\
         <a class=\"anchor\" href=\"#p-a-b\" aria-label=\"Link to “A &quot;b&quot;”\"><span aria-hidden=\"true\">#</span></a></div>\n"
    );
}

#[test]
fn links_are_as_the_caller_says() {
    assert_eq!(
        page("[a](link:shop) [b](private.md) [c](#d \"e\") [f](x:y)"),
        "<p><a href=\"https://shop.example/\" rel=\"sponsored\">a</a> <span class=\"disclosure\">(paid &lt;link&gt;)</span> b \
         <a href=\"#p-d\" title=\"e\">c</a> f</p>\n"
    );
    assert_eq!(
        render("[a](/b) <b onclick=c>d</b> {{ x }}", "", CodeColours::Classes, Trust::Member),
        "<p><a href=\"/b\" rel=\"ugc nofollow\">a</a> d {{ x }}</p>\n"
    );
}

#[test]
fn images_and_figures() {
    let img = |src: &str, more: &str| {
        format!("<img src=\"{src}\" alt=\"a\"{more} width=\"3\" height=\"2\" loading=\"lazy\" decoding=\"async\">")
    };
    assert_eq!(page("![a](b \"c\")"), format!("<figure>{}<figcaption>c</figcaption></figure>\n", img("b", "")));
    assert_eq!(page("x ![a](b \"c\")"), format!("<p>x {}</p>\n", img("b", " title=\"c\"")));
    assert_eq!(page("[![a](b)](c)"), format!("<figure><a href=\"c\">{}</a></figure>\n", img("b", "")));
    assert_eq!(page("![a *b* [c](d)](private.png)"), "<p>a b c</p>\n");
}

#[test]
fn code_is_named_and_focusable() {
    assert_eq!(
        page("```rust,x\nlet a;\n```\n\n    b<\n"),
        "<div class=\"code\" data-language=\"rust\"><pre tabindex=\"0\" role=\"group\" aria-label=\"Code, rust\">\
         <code class=\"language-rust\"><span class=\"c-k\">let</span> a;\n</code></pre></div>\n\
         <div class=\"code\"><pre tabindex=\"0\" role=\"group\" aria-label=\"Code\"><code>b&lt;\n</code></pre></div>\n"
    );
    assert_eq!(
        page("```\"><script>\nx\n```"),
        "<div class=\"code\" data-language=\"&quot;&gt;&lt;script&gt;\"><pre tabindex=\"0\" role=\"group\" \
         aria-label=\"Code, &quot;&gt;&lt;script&gt;\"><code class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre></div>\n"
    );
}

#[test]
fn tables_scroll_and_are_named() {
    let table = "| a | [b](c) | |\n|:--|--:|:-:|\n| 1 | 2 |\n";
    let expected = |name: &str| {
        format!(
            "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table>\n<thead><tr>\
             <th scope=\"col\" class=\"align-left\">a</th><th scope=\"col\" class=\"align-right\"><a href=\"c\">b</a></th>\
             <td class=\"align-center\"></td></tr></thead>\n<tbody><tr><td class=\"align-left\">1</td>\
             <td class=\"align-right\">2</td><td class=\"align-center\"></td></tr>\n</tbody></table></div>\n"
        )
    };
    assert_eq!(page(&format!("{table}\n{table}")), expected("Table: a, b") + &expected("Table: a, b (2)"));
}

#[test]
fn lists_tasks_definitions_and_alerts() {
    assert_eq!(
        page("- [x] do *it*\n- [ ] \"this\"\n\n3. c\n\n   d\n\n---\n\na\n: b\n\n> [!TIP]\n> c\n\n> d\n"),
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"do it\"> do <em>it</em></li>\n\
         <li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"&quot;this&quot;\"> \"this\"</li>\n</ul>\n\
         <ol start=\"3\">\n<li><p>c</p>\n<p>d</p>\n</li>\n</ol>\n<hr>\n<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n\
         <aside class=\"alert alert-tip\" role=\"note\"><p class=\"alert-title\">Tip</p>\n<p>c</p>\n</aside>\n\
         <blockquote>\n<p>d</p>\n</blockquote>\n"
    );
}

#[test]
fn footnotes_lead_back_to_each_reference() {
    assert_eq!(
        page("a[^x] b[^x]\n\n[^x]: d\n[^unused]: e\n"),
        "<p>a<sup class=\"footnote-ref\" id=\"p-fnref-1\"><a href=\"#p-fn-1\" role=\"doc-noteref\">1</a></sup> \
         b<sup class=\"footnote-ref\" id=\"p-fnref-1-2\"><a href=\"#p-fn-1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\"><p class=\"footnotes-title\" aria-hidden=\"true\">Notes</p>\n\
         <ol>\n<li id=\"p-fn-1\"><p>d <a class=\"footnote-back\" href=\"#p-fnref-1\" role=\"doc-backlink\" aria-label=\"Back to 1\">\
         <span aria-hidden=\"true\">↩</span></a> <a class=\"footnote-back\" href=\"#p-fnref-1-2\" role=\"doc-backlink\" aria-label=\"Back to 1-2\">\
         <span aria-hidden=\"true\">↩<sup>2</sup></span></a></p></li>\n</ol></section>\n"
    );
}

#[test]
fn embeds_stand_alone_and_survive_raw_html() {
    assert_eq!(
        page("{{ signup() }}\n\n- {{ faq(\"a_b_\") }}\n- x {{ faq(\"c\") }}\n\n`{{ signup() }}`\n"),
        "<form><input name=\"email\"></form>\n<ul>\n<li><b>1 Faq(\"a_b_\")</b>\n</li>\n<li>x {{ faq(\"c\") }}</li>\n</ul>\n\
         <p><code>{{ signup() }}</code></p>\n"
    );
    assert_eq!(page("<div>\n\n{{ signup() }}\n"), "<div>\n<form><input name=\"email\"></form>\n</div>");
}

#[test]
fn mail_has_neither_classes_nor_anchors() {
    let text = "## A {#b}\n\n- [x] c\n\n```rust\nlet a;\n```\n\n![a](b)\n\n> [!NOTE]\n> d\n\n|e|\n|-|\n|f|\n";
    assert_eq!(
        render(text, "", CodeColours::Inline, Trust::Creator),
        "<h2>A</h2>\n<ul>\n<li>☑ c</li>\n</ul>\n<pre style=\"background-color:#f6f4ef;color:#2c2825;font-family:monospace;\
         white-space:pre-wrap\"><code><span style=\"color:#8a2f86\">let</span> a;\n</code></pre>\n\
         <figure><img src=\"b\" alt=\"a\" width=\"3\" height=\"2\"></figure>\n<blockquote><p><strong>Note</strong></p>\n<p>d</p>\n</blockquote>\n\
         <table>\n<thead><tr><th scope=\"col\">e</th></tr></thead>\n<tbody><tr><td>f</td></tr>\n</tbody></table>\n"
    );
}

#[test]
fn raw_html_cannot_break_the_page() {
    for (text, html) in [
        ("<div>\n\na", "<div>\n<p>a</p>\n</div>"),
        ("</article></main>\n\na", "\n<p>a</p>\n"),
        ("a <b>c\n\nd", "<p>a <b>c</b></p><b>\n<p>d</p>\n</b>"),
        (
            "<p id=x class=y onclick=z>a <a href='#x'>b</a></p>",
            "<p id=\"p-x\" class=\"y\">a <a href=\"#p-x\">b</a></p>",
        ),
        ("<details open><summary>a</summary>b</details>", "<details open=\"\"><summary>a</summary>b</details>"),
        ("<!-- a -->\n\nb", "<p>b</p>\n"),
        ("<div data-a'b='c' data-d='e' aria-\u{1}='f'>g</div>", "<div data-d=\"e\">g</div>"),
        ("<plaintext>\n\na", "<p>a</p>\n"),
        ("<div title=\"\n\na", "&lt;div title=\"\n<p>a</p>\n"),
    ] {
        assert_eq!(page(text), html, "{text:?}");
    }
    for text in [
        "<script>a</script>",
        "<a href=javascript:a>b</a>",
        "<img src=x onerror=a>",
        "<svg onload=a>",
        "<b style='c:d'>",
    ] {
        let html = page(&format!("x {text}"));
        for bad in ["script", "onerror", "onload", "style", "<svg"] {
            assert!(!html.contains(bad), "{text}: {html}");
        }
    }
}

#[test]
fn sanitising_loses_nothing_the_writer_writes() {
    let text = "## A {#b .c}\n\n[a](link:shop)[^n]\n\n- [x] c\n\n```rust\nlet a;\n```\n\n![a](b \"t\")\n\n> [!NOTE]\n> d\n\n\
                |e|f|\n|:-:|-|\n|f|g|\n\na\n: b\n\n3. x\n\n~~s~~\n\n---\n\n[^n]: n\n";
    for code in [CodeColours::Classes, CodeColours::Inline] {
        let html = render(text, "p-", code, Trust::Creator);
        let options = HtmlOptions { id_prefix: "p-", code, trust: Trust::Creator, words: &words() };
        let plainly = |html: &str| {
            let mut tags: Vec<String> = tags::tokens(html)
                .iter()
                .filter_map(|(token, _)| match token {
                    tags::Token::Tag(tag) => {
                        let mut attributes: Vec<_> = tag
                            .attributes
                            .iter()
                            .map(|a| format!("{}={}", a.name, a.value.replace("&#39;", "'")))
                            .collect();
                        attributes.sort();
                        Some(format!("{} {}", tag.name, attributes.join(" ")))
                    }
                    _ => None,
                })
                .collect();
            tags.sort();
            tags
        };
        assert_eq!(plainly(&sanitize::balance(&html, &options)), plainly(&html));
        assert_eq!(plainly(&sanitize::member(&html)), plainly(&html.replace(" class=\"c\"", "")));
    }
}

#[test]
fn mail_is_absolute_and_harmless() {
    assert_eq!(
        sanitize::mail(
            "<p class=\"a\" onclick=\"b\">c <a href=\"../d\">e</a> <a href=\"#fn-1\">1</a> <a href=\"//f.example/g\" rel=\"sponsored\">h</a></p>\
             <script>i</script><form><input></form><iframe src=\"j\"></iframe><img src=\"k.png\" srcset=\"l 2x\" loading=\"lazy\">\
             <video controls><source src=\"/m.mp4\"><source src=\"/m.webm\"></video><pre style=\"color:red;position:fixed\">n\u{1}</pre>\
             <p style=\"color:red\">o</p><li id=\"p-fn-1\" class=\"x\">q</li><p id=\"r\"></p>",
            "https://a.example/hub/guides/x/"
        ),
        "<p>c <a href=\"https://a.example/hub/guides/d\">e</a> <a href=\"https://a.example/hub/guides/x/#fn-1\">1</a> \
         <a href=\"https://f.example/g\" rel=\"sponsored\">h</a></p><img src=\"https://a.example/hub/guides/x/k.png\">\
         <a href=\"https://a.example/m.mp4\">m.mp4</a><pre style=\"color:red\">n\u{fffd}</pre>\
         <p>o</p><li id=\"p-fn-1\">q</li><p></p>"
    );
}

/// Text, tags and attributes in any order, most of them such as hub writes.
fn tag_soup() -> impl Strategy<Value = String> {
    let names = "p pre h2 ul ol li dl dt dd blockquote figure figcaption table thead tbody tr th td a code em strong del span \
                 sup br img hr b div script svg option";
    let attributes = [
        "",
        " href=\"https://a.example/?b&amp;c\"",
        " href=\"#fn-1\"",
        " href=\"#é &quot;\"",
        " href=\"../x\"",
        " href=\"javascript:x\"",
        " href=\"https://\"",
        " href='https://a.example/'",
        " src=\"https://a.example/x.png\" alt=\"a &quot;b&#39;\"",
        " style=\"color:#fff\"",
        " style=\"color:#FFF;position:fixed\"",
        " style=\"font-style:italic;color:#0a0b0c\"",
        " start=\"3\"",
        " start=\"3\" start=\"4\"",
        " scope=\"col\"",
        " class=\"c\"",
        " title=\"a\u{a0}b\"",
        " width=\"3\" height=\"x\"",
    ];
    let tags: Vec<&str> = names.split_ascii_whitespace().collect();
    let start = (prop::sample::select(tags.clone()), prop::sample::select(attributes.to_vec()));
    let text = [
        "\n",
        " ",
        "a",
        "b &amp; c",
        "&lt;",
        "&quot;",
        "&nbsp;",
        "\u{a0}",
        "<",
        ">",
        "\r",
        "\u{1}",
        "&#x41;",
        "<!-- -->",
    ];
    let open = start.prop_map(|(name, attribute)| format!("<{name}{attribute}>"));
    let leaf = prop_oneof![
        prop::sample::select(text.to_vec()).prop_map(str::to_owned),
        open,
        prop::sample::select(tags.clone()).prop_map(|name| format!("</{name}>")),
    ];
    let whole = (prop::sample::select(tags), prop::sample::select(attributes.to_vec()));
    leaf.prop_recursive(6, 60, 6, move |inner| {
        (whole.clone(), prop::collection::vec(inner, 0..6))
            .prop_map(|((name, attribute), parts)| format!("<{name}{attribute}>{}</{name}>", parts.concat()))
    })
}

fn is_mailed_as_by_ammonia(html: &str) -> Result<(), TestCaseError> {
    let base = sanitize::Url::parse("https://a.example/b/").unwrap();
    if let Some(mail) = plain_mail::mail(html, Some(&base)) {
        prop_assert_eq!(mail, sanitize::mail_by_ammonia(html, Some(base)));
    }
    Ok(())
}

#[test]
fn mail_of_common_texts_needs_no_ammonia() {
    let text = "# A\n\nSome *words* in [lines](https://b.example/?c&d \"e 'f'\") & `code` <https://g.example>.\n\n- one\n- two\n\n  three\n\n\
        1. x\n2. y\n\n> q\n\n```rust\nlet a = \"b\"; // c\n```\n\n| k | l |\n|---|---|\n| 1 | ~~2~~ |\n\nt\n: d\n\n\
        ![i](https://b.example/j.png)\n\n---\n\n- [x] done\\\n  more\n";
    let html = render(text, "", CodeColours::Inline, Trust::Creator);
    let base = sanitize::Url::parse("https://a.example/b/").unwrap();
    let mail = plain_mail::mail(&html, Some(&base));
    assert_eq!(mail.as_deref(), Some(sanitize::mail_by_ammonia(&html, Some(base)).as_str()), "{html}");
}

#[test]
fn hostile_texts_end_soon() {
    let deep = |unit: &str| unit.repeat(10_000);
    let mut texts: Vec<String> =
        [">", "[", "*", "- ", "<div>", "![", "`", "<b>", "~~", "[^a]: ", "1. ", "{{ ", "<!--", "|"].map(deep).to_vec();
    texts.push(format!("{}\n{}\n", "|a".repeat(2_000), "|-".repeat(2_000)));
    texts.push(format!("{}{}", deep("*a "), deep("b*")));
    texts.push(deep("> <div>\n"));
    texts.push(deep("a[^x] ") + "\n\n[^x]: y\n");
    texts.push(deep("# a\n"));
    texts.push(deep("# a {#a}\n"));
    texts.push(deep("<p><b id=1>"));
    for text in texts {
        let start = Instant::now();
        let (_, diagnostics) = read(&text);
        let html = page(&text);
        let head: String = text.chars().take(12).collect();
        // Wide, for a busy machine and an unoptimized build: what is quadratic takes minutes here.
        assert!(start.elapsed() < Duration::from_secs(30), "{head}: {:?}", start.elapsed());
        assert!(diagnostics.len() <= 20_001 && html.len() < 20 << 20, "{head}: {}", html.len());
    }
    assert!(problems(&deep("> "))[0].starts_with("markdown-too-deep"));
}

/// What marks an embed's place, and no text can hold.
const MARK: char = '\u{fdd0}';

/// Small pieces that meet in every way.
fn fragments() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "[a](b)",
        "![c](d)",
        "[![e](f)](g)",
        "![h [i](j)](k)",
        "[l]",
        "[l]: m\n",
        "<n@o.p>",
        "<https://q>",
        "[r[^1]](s)",
        "[^1]",
        "[^2]",
        "\n[^1]: ",
        "\n[^2]: ",
        "\n\n",
        "\n",
        "- ",
        "> ",
        "1. ",
        "    ",
        "| ",
        " |",
        "\n|-|-|\n",
        "# ",
        "{#x}",
        "{{ faq(\"a\") }}",
        "\n\n{{ signup() }}\n\n",
        "*",
        "**",
        "`",
        "```\n",
        "~~",
        "<b>",
        "</b>",
        "<div>",
        "\n: ",
        "[ ] ",
        "t",
        " ",
        "\\",
        "&amp;",
        "\r\n",
        "> [!TIP]\n",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outline_and_html_agree(text in fragments()) {
        let (outline, _) = read(&text);
        let echo = Echo::default();
        let words = words();
        let html = to_html(&text, &echo, &HtmlOptions { id_prefix: "", code: CodeColours::Classes, trust: Trust::Creator, words: &words });
        let mut asked = echo.asked.into_inner();
        asked.sort();
        asked.dedup_by_key(|(number, _)| *number);
        let body = body::read(&text, Trust::Creator);
        let unprinted: Vec<usize> = body.unprinted.iter().filter_map(|step| match &step.piece {
            body::Piece::Link { number, .. } | body::Piece::Image { number, .. } => Some(*number),
            _ => None,
        }).collect();
        let expected: Vec<(usize, String)> = outline.links.iter().map(|link| link.dest.clone()).enumerate()
            .filter(|(number, _)| !unprinted.contains(number)).collect();
        prop_assert_eq!(asked, expected);
        let mut ids: Vec<&String> = outline.headings.iter().map(|heading| &heading.id).chain(&outline.ids).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), count);
        for link in &outline.links {
            prop_assert!(text.get(link.span.start as usize..link.span.end as usize).is_some());
        }
        let placeholders = html.matches(MARK).count();
        prop_assert_eq!(placeholders, 0);
    }

    #[test]
    fn mail_is_the_same_with_and_without_ammonia(text in fragments(), trust in prop::sample::select(vec![Trust::Creator, Trust::Member])) {
        is_mailed_as_by_ammonia(&render(&text, "", CodeColours::Inline, trust))?;
    }

    #[test]
    fn no_tags_are_taken_for_clean_that_are_not(parts in prop::collection::vec(tag_soup(), 0..6)) {
        is_mailed_as_by_ammonia(&parts.concat())?;
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", member in any::<bool>()) {
        let trust = if member { Trust::Member } else { Trust::Creator };
        let _ = outline(&text, Place { file: FileId(0), offset: 0 }, trust);
        let html = render(&text, "", CodeColours::Inline, trust);
        let mut mail = sanitize::mail(&html, "https://a.example/");
        write!(mail, "{}", text::plain(&text)).unwrap();
        let placeholders = mail.matches(MARK).count();
        prop_assert_eq!(placeholders, 0);
    }
}

/// Found by the tests above.
#[test]
fn an_attribute_that_stands_twice_is_mailed_once() {
    is_mailed_as_by_ammonia("<ol start=\"3\" start=\"4\"></ol>").unwrap();
    is_mailed_as_by_ammonia("<a href=\"#a\" href=\"https://a.example/\">b</a>").unwrap();
}

#[test]
fn skipped_levels_are_told_once_each() {
    assert_eq!(
        problems("#### a\n\n##### b\n\n## c\n\n#### d\n\n# e\n\n## f\n"),
        [
            "heading-level «#### a»: this heading is 2 levels too deep for its place",
            "heading-level «#### d»: this heading is 1 level too deep for its place",
        ]
    );
}
