//! One stylesheet and one script out of a theme's files, named by what is in them, and the inline boot script.
//!
//! Stylesheets stand in cascade layers, so that order of files never decides: a file belongs to the layer of its name
//! (`css/prose.css` to `prose`, others to `components`) unless it declares layers itself.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::output::content_hash;
use crate::source::{FileId, Source, Sources, Span, Spanned};

use super::css::minify;
use super::lineage::Lineage;
use super::templates::TEMPLATES;
use super::tokens::{self, Token};
use crate::parse::settings::RawTheme;

/// Layers, the weakest first. The site's tokens win over the theme's in light and dark alike.
const LAYERS: &str = "@layer reset,tokens,tokens-site,base,prose,components,pages,print;";
const LAYER_NAMES: [&str; 7] = ["reset", "tokens", "base", "prose", "components", "pages", "print"];
/// A boot script stands in every page and holds up the first paint.
const BOOT_BYTES: usize = 500;

/// A file that is made, with its content in its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// Path below the output folder: `assets/style.0123456789ab.css`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// What pages of some kinds load after the stylesheet and the script of all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSheet {
    /// Kinds of pages: `start`.
    pub kinds: Vec<String>,
    /// The stylesheet, if it names any.
    pub css: Option<BundleFile>,
    /// The script, if it names any.
    pub js: Option<BundleFile>,
}

/// The code of a theme.
#[derive(Clone, Debug, Default)]
pub(super) struct Bundle {
    css: String,
    token_rule: String,
    /// Stylesheets and scripts that not all pages need.
    pub(super) sheets: Vec<PageSheet>,
    /// The script, if the theme has any.
    pub(super) js: Option<BundleFile>,
    /// The inline script; empty if the theme has none.
    pub(super) boot: String,
}

impl Bundle {
    /// Reads the theme's code; reports files that aren't there, tokens that don't hold, a boot script that is too long.
    pub(super) fn load(
        sources: &Sources,
        lineage: &Lineage,
        (site, direction): (&[Token], &str),
        problems: &mut Vec<Diagnostic>,
    ) -> Bundle {
        let mut sheets = files(sources, lineage, lineage.list(|settings| &settings.css), problems);
        let mirrored = files(sources, lineage, lineage.list(|settings| &settings.rtl), problems);
        sheets.extend(mirrored.into_iter().filter(|_| direction == "rtl"));
        let scripts = files(sources, lineage, lineage.list(|settings| &settings.js), problems);
        let known = token_sheets(sources, lineage).flat_map(|(_, sheet)| tokens::declared(&sheet.text)).collect();
        Bundle {
            css: sheets.iter().map(|(_, sheet)| in_layer(sheet)).collect(),
            token_rule: tokens::rule(site, &known, problems),
            sheets: page_sheets(sources, lineage, problems),
            js: script("script", &scripts),
            boot: boot(sources, lineage, problems),
        }
    }

    /// The stylesheet, with the colours of highlighted code (`code`) among the components.
    pub(super) fn stylesheet(&self, code: &str) -> BundleFile {
        let mut css = format!("{LAYERS}{}", self.css);
        for (layer, rules) in [("components", code), ("tokens-site", &self.token_rule)] {
            if !rules.trim().is_empty() {
                css.push_str(&format!("@layer {layer}{{{rules}}}"));
            }
        }
        named("style", "css", minify(&css))
    }

    /// `sha256-…` of the boot script for the content security policy; `None` without one.
    pub(super) fn boot_hash(&self) -> Option<String> {
        let hash = || format!("sha256-{}", STANDARD.encode(Sha256::digest(&self.boot)));
        (!self.boot.is_empty()).then(hash)
    }
}

fn named(name: &str, extension: &str, text: String) -> BundleFile {
    BundleFile { path: format!("assets/{name}.{}.{extension}", content_hash(text.as_bytes())), text }
}

/// A file of the theme.
pub(super) type Found<'s> = (FileId, &'s Source);

fn files<'s>(
    sources: &'s Sources,
    lineage: &Lineage,
    names: &[Spanned<String>],
    problems: &mut Vec<Diagnostic>,
) -> Vec<Found<'s>> {
    names.iter().filter_map(|name| file(sources, lineage, name, problems)).collect()
}

fn file<'s>(
    sources: &'s Sources,
    lineage: &Lineage,
    name: &Spanned<String>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Found<'s>> {
    let found = lineage.text(sources, &format!("static/{}", name.value));
    if found.is_none() {
        let problem = Diagnostic::error("theme-file", format!("the theme has no file `static/{}`", name.value))
            .at(name.span, "no such file")
            .help("paths in `theme.toml` begin in the theme's `static` folder");
        problems.push(problem);
    }
    found
}

/// Stylesheets that declare tokens.
pub(super) fn token_sheets<'s>(sources: &'s Sources, lineage: &Lineage) -> impl Iterator<Item = Found<'s>> {
    let names = lineage.list(|settings| &settings.css).iter().filter(|name| layer(&name.value) == Some("tokens"));
    names.filter_map(|name| lineage.text(sources, &format!("static/{}", name.value)))
}

/// What is for some pages only. The order of layers is known by then: the stylesheet of all pages comes first.
fn page_sheets(sources: &Sources, lineage: &Lineage, problems: &mut Vec<Diagnostic>) -> Vec<PageSheet> {
    let mut sheets = Vec::new();
    for (number, sheet) in (1..).zip(lineage.list(|settings| &settings.sheet)) {
        problems.extend(sheet.value.pages.iter().filter(|kind| !is_page(&kind.value)).map(unknown_page));
        let css: String = files(sources, lineage, &sheet.value.css, problems).iter().map(|it| in_layer(it.1)).collect();
        let scripts = files(sources, lineage, &sheet.value.js, problems);
        let name = format!("page-{number}");
        sheets.push(PageSheet {
            kinds: sheet.value.pages.iter().map(|kind| kind.value.clone()).collect(),
            css: (!css.is_empty()).then(|| named(&name, "css", minify(&css))),
            js: script(&name, &scripts),
        });
    }
    sheets
}

fn is_page(kind: &str) -> bool {
    !kind.contains('/') && TEMPLATES.contains(&format!("{kind}.html").as_str())
}

fn unknown_page(kind: &Spanned<String>) -> Diagnostic {
    let kinds = TEMPLATES.iter().filter_map(|name| name.strip_suffix(".html"));
    Diagnostic::error("theme-file", format!("no page is made of a template `{}.html`", kind.value))
        .at(kind.span, "no such kind of page")
        .maybe_help(nearest_help(&kind.value, kinds))
        .help("pages are named as their templates: `pages = [\"start\"]`")
}

/// The layer a stylesheet's name says.
fn layer(path: &str) -> Option<&'static str> {
    let stem = path.rsplit('/').next()?.strip_suffix(".css")?;
    LAYER_NAMES.into_iter().find(|layer| *layer == stem)
}

fn in_layer(sheet: &Source) -> String {
    let text = sheet.text.trim();
    if text.contains("@layer") {
        return format!("{text}\n");
    }
    format!("@layer {}{{{text}\n}}", layer(&sheet.path).unwrap_or("components"))
}

/// Scripts in order, each in a block of its own so that their names don't meet.
fn script(name: &str, files: &[Found<'_>]) -> Option<BundleFile> {
    let block = |(_, file): &Found<'_>| format!("{{\n{}\n}}\n", without_module_syntax(&file.text));
    (!files.is_empty()).then(|| named(name, "js", files.iter().map(block).collect()))
}

/// One file has no one to import from: `import` lines go, `export` goes from declarations.
fn without_module_syntax(text: &str) -> String {
    let lines = text.trim().lines().filter(|line| !line.starts_with("import "));
    let plain = lines.map(|line| line.strip_prefix("export default ").or(line.strip_prefix("export ")).unwrap_or(line));
    plain.collect::<Vec<_>>().join("\n")
}

fn boot(sources: &Sources, lineage: &Lineage, problems: &mut Vec<Diagnostic>) -> String {
    let named = |settings: &RawTheme| settings.boot.clone();
    let Some(name) = lineage.themes.iter().find_map(|theme| named(&theme.settings)) else { return String::new() };
    let Some((file, source)) = file(sources, lineage, &name, problems) else { return String::new() };
    let script = without_indents(&source.text);
    problems.extend(boot_problem(&script, file));
    script
}

/// Lines without indents, blank lines and whole-line comments; line ends stay, a script may lean on them.
fn without_indents(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn boot_problem(script: &str, file: FileId) -> Option<Diagnostic> {
    let lower = script.to_lowercase();
    let message = if lower.contains("</script") || lower.contains("<!--") {
        "the boot script ends its own element: it has `</script` or `<!--`".to_owned()
    } else if script.len() > BOOT_BYTES {
        format!("the boot script has {} bytes, and {BOOT_BYTES} are the most", script.len())
    } else {
        return None;
    };
    let help = "only what must run before the first paint belongs there; the rest goes to the theme's `js`";
    Some(Diagnostic::error("boot-script", message).at(Span::file(file), "").help(help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceClass;

    fn theme(files: &[(&str, &str)]) -> Sources {
        let file = |(path, text): &(&str, &str)| Source {
            path: format!("themes/x/{path}"),
            class: SourceClass::ThemeCode,
            text: (*text).into(),
        };
        Sources { files: files.iter().map(file).collect(), assets: Vec::new() }
    }

    fn load(files: &[(&str, &str)], tokens: &[(&str, &str)]) -> (Bundle, Vec<Diagnostic>) {
        let sources = theme(files);
        let span = Span::file(FileId(0));
        let mut problems = Vec::new();
        let lineage = Lineage::find(&sources, &Spanned::new("x".to_owned(), span), &mut problems).unwrap();
        let tokens: Vec<Token> = tokens
            .iter()
            .map(|(name, value)| (Spanned::new((*name).into(), span), Spanned::new((*value).into(), span)))
            .collect();
        (Bundle::load(&sources, &lineage, (&tokens, "ltr"), &mut problems), problems)
    }

    #[test]
    fn files_stand_in_their_layers_and_tokens_last() {
        let (bundle, problems) = load(
            &[
                ("theme.toml", "title = \"X\"\ncss = [\"css/tokens.css\", \"css/cards.css\"]"),
                ("static/css/tokens.css", ":root { --accent: red; }"),
                ("static/css/cards.css", ".card { color: var(--accent) } /* last"),
            ],
            &[("accent", "blue")],
        );
        assert!(problems.is_empty(), "{problems:?}");
        let sheet = bundle.stylesheet(".hl{color:green}");
        assert!(sheet.text.starts_with(LAYERS));
        assert!(sheet.text.contains("@layer tokens{:root{--accent: red}}"), "{}", sheet.text);
        assert!(sheet.text.contains("@layer components{.card{color:var(--accent)}"));
        assert!(sheet.path.starts_with("assets/style.") && sheet.path.len() == "assets/style.0123456789ab.css".len());
    }

    #[test]
    fn scripts_are_blocks_without_module_syntax() {
        let (bundle, problems) = load(
            &[
                ("theme.toml", "title = \"X\"\njs = [\"js/a.js\", \"js/b.js\"]\nboot = \"js/boot.js\""),
                ("static/js/a.js", "import { b } from \"./b.js\";\nconst x = 1;\n"),
                ("static/js/b.js", "export const x = 2;\n"),
                ("static/js/boot.js", "// theme\nconst a = 1;\n\n  a;\n"),
            ],
            &[],
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(bundle.js.as_ref().unwrap().text, "{\nconst x = 1;\n}\n{\nconst x = 2;\n}\n");
        assert_eq!(bundle.boot, "const a = 1;\na;");
    }

    #[test]
    fn some_pages_have_a_stylesheet_more() {
        let (bundle, problems) = load(
            &[
                ("theme.toml", "title = \"X\"\n[[sheet]]\ncss = [\"css/pages.css\"]\npages = [\"start\", \"strat\"]"),
                ("static/css/pages.css", ".quiz { color: red }"),
            ],
            &[],
        );
        let [sheet] = bundle.sheets.as_slice() else { panic!("{:?}", bundle.sheets) };
        assert_eq!(sheet.css.as_ref().unwrap().text, "@layer pages{.quiz{color: red}}".replace(": ", ":"));
        assert!(sheet.js.is_none());
        assert_eq!(sheet.kinds, ["start", "strat"]);
        assert_eq!(problems[0].message, "no page is made of a template `strat.html`");
        assert_eq!(problems[0].help[0], "did you mean `start`?");
    }

    #[test]
    fn the_boot_hash_is_what_browsers_compute() {
        let bundle = Bundle { boot: "alert(1)".into(), ..Bundle::default() };
        assert_eq!(bundle.boot_hash().unwrap(), "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=");
        assert_eq!(Bundle::default().boot_hash(), None);
    }

    #[test]
    fn absent_files_and_long_boot_scripts_are_reported() {
        let long = "x();".repeat(200);
        let files = [
            ("theme.toml", "title = \"X\"\ncss = [\"css/gone.css\"]\nboot = \"js/boot.js\""),
            ("static/js/boot.js", long.as_str()),
        ];
        let codes: Vec<_> = load(&files, &[]).1.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["theme-file", "boot-script"]);
    }
}
