//! A Markdown file: its kind by its path, its front matter, its body's outline.

use std::sync::Arc;

use super::front_matter::{RawCommon, RawOwn, title_fields};
use super::kind::Kind;
use super::known::{self, Known};
use super::toml::{ReadTable, read_front_matter, stands_for};
use super::{Raw, RawItem};
use crate::diagnostic::{Diagnostic, nearest_help};
use crate::markdown::{self, Trust};
use crate::source::{FileId, Source, Span};

/// What a path says about a Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Kind of the item, or of the items its listing holds.
    pub kind: Kind,
    /// Whether it introduces the listing of its kind (`content/guides/_index.md`).
    pub listing: bool,
    /// Default id: path without `content/`, extension and number.
    pub id: String,
    /// Default slug.
    pub slug: String,
    /// The number a file name begins with (`01-x.md`).
    pub number: Option<u32>,
    /// Folder of the file, for relative links (`content/guides`).
    pub folder: String,
}

pub(super) fn parse_item(file: FileId, source: &Source, known: &Known) -> (Raw, Vec<Diagnostic>) {
    let place = match place_of(&source.path) {
        Ok(place) => place,
        Err(problem) => return (Raw::Other, vec![problem.at(Span::file(file), "")]),
    };
    let (front, body, mut problems) = match split_front_matter(&source.text) {
        Ok((front, body)) => (front, body, Vec::new()),
        Err(problem) => (0..0, 0..0, vec![problem.draw(file)]),
    };
    let broken_frame = !problems.is_empty();
    let span = Span::new(file, front.start, front.end);
    let text = source.text.get(front).unwrap_or("");
    let (common, own, found) = read_fields(&place, text, span);
    let broken = broken_frame || found.iter().any(|problem| problem.code == "toml-syntax");
    if !broken_frame {
        let is_misspelt = found.iter().any(spoils_title);
        problems.extend(found);
        problems.extend(missing_title(&place, &common, &own, span).filter(|_| !broken && !is_misspelt));
    }
    let trust = if place.kind == Kind::Spotlight { Trust::Member } else { Trust::Creator };
    let at = markdown::Place { file, offset: body.start };
    let body_text = source.text.get(body.clone()).unwrap_or("");
    let words = known::words(body_text, trust);
    let known = known.outline(&words, at).map(|outline| (outline, Vec::new()));
    let (outline, found) = known.unwrap_or_else(|| markdown::outline(body_text, at, trust));
    problems.extend(found);
    let (body, outline) = (Span::new(file, body.start, body.end), Arc::new(outline));
    (Raw::Item(Arc::new(RawItem { place, span, common, own, body, words, outline, broken })), problems)
}

/// Whether a problem says already why there is no title.
fn spoils_title(problem: &Diagnostic) -> bool {
    let wrong = problem.code == "wrong-type" && problem.message.starts_with("`title`");
    wrong || stands_for(problem, "title")
}

fn missing_title(place: &Place, common: &RawCommon, own: &RawOwn, span: Span) -> Option<Diagnostic> {
    let wanted = title_fields((!place.listing).then_some(place.kind));
    let field = wanted.first()?;
    let subject = matches!(own, RawOwn::Issue(issue) if issue.subject.is_some());
    let titled = common.title.as_ref().is_some_and(|title| !title.value.trim().is_empty());
    if titled || subject {
        return None;
    }
    let example = match place.kind {
        Kind::Issue => "subject = \"What the mail is about\"",
        Kind::Faq => "title = \"The question as readers ask it\"",
        _ => "title = \"A title\"",
    };
    let place = common.title.as_ref().map_or(span, |title| title.span);
    Some(
        Diagnostic::error("missing-title", format!("this {} has no {field}", place_name(own)))
            .at(place, "")
            .help(format!("add a line `{example}` between the `+++` lines")),
    )
}

fn place_name(own: &RawOwn) -> &'static str {
    match own {
        RawOwn::Faq(_) => "FAQ entry",
        RawOwn::Issue(_) => "letter",
        RawOwn::Series(_) => "series",
        RawOwn::Part(_) => "part",
        RawOwn::Guide(_) => "guide",
        RawOwn::Track(_) => "track",
        RawOwn::Spotlight(_) => "spotlight",
        RawOwn::Event(_) => "event",
        RawOwn::Prompt(_) => "prompt",
        RawOwn::Challenge(_) => "challenge",
        RawOwn::Offer(_) => "offer",
        RawOwn::Page(_) | RawOwn::Listing(_) => "page",
    }
}

fn read_fields(place: &Place, text: &str, span: Span) -> (RawCommon, RawOwn, Vec<Diagnostic>) {
    fn kind<T: ReadTable>(text: &str, span: Span, wrap: fn(T) -> RawOwn) -> (RawCommon, RawOwn, Vec<Diagnostic>) {
        let (common, own, problems) = read_front_matter::<RawCommon, T>(text, span);
        (common, wrap(own), problems)
    }
    if place.listing {
        return kind(text, span, RawOwn::Listing);
    }
    match place.kind {
        Kind::Series => kind(text, span, RawOwn::Series),
        Kind::Part => kind(text, span, RawOwn::Part),
        Kind::Guide => kind(text, span, RawOwn::Guide),
        Kind::Faq => kind(text, span, RawOwn::Faq),
        Kind::Track => kind(text, span, RawOwn::Track),
        Kind::Spotlight => kind(text, span, RawOwn::Spotlight),
        Kind::Event => kind(text, span, RawOwn::Event),
        Kind::Prompt => kind(text, span, RawOwn::Prompt),
        Kind::Challenge => kind(text, span, RawOwn::Challenge),
        Kind::Offer => kind(text, span, RawOwn::Offer),
        Kind::Issue => kind(text, span, RawOwn::Issue),
        Kind::Page => kind(text, span, RawOwn::Page),
    }
}

/// A range of bytes of a file.
type Range = std::ops::Range<usize>;

/// Why a file has no readable front matter, and where.
#[derive(Debug)]
pub struct FrameProblem {
    // Boxed: the good case is the common one and should not carry the room for this.
    diagnostic: Box<Diagnostic>,
    at: Range,
}

impl FrameProblem {
    fn draw(self, file: FileId) -> Diagnostic {
        (*self.diagnostic).at(Span::new(file, self.at.start, self.at.end), "")
    }
}

/// Splits a file into the TOML between its `+++` lines and the Markdown below, as byte ranges.
///
/// # Errors
/// When it does not begin with `+++`, or the second `+++` is missing.
pub fn split_front_matter(text: &str) -> Result<(Range, Range), FrameProblem> {
    let mut lines = lines_with_places(text).skip_while(|(_, line)| line.trim().is_empty());
    let Some((first, line)) = lines.next() else { return Err(no_front_matter(0..0, "")) };
    let at = first..first + line.trim_end().len();
    if line.trim_end() != "+++" {
        return Err(no_front_matter(at, line.trim_end()));
    }
    let start = first + line.len();
    match lines.find(|(_, line)| line.trim_end() == "+++") {
        Some((end, line)) => Ok((start..end, end + line.len()..text.len())),
        None => Err(FrameProblem {
            diagnostic: Box::new(
                Diagnostic::error("front-matter-unclosed", "the front matter has no end")
                    .help("put a line `+++` below the last field"),
            ),
            at,
        }),
    }
}

fn no_front_matter(at: Range, line: &str) -> FrameProblem {
    let help = "begin the file with three lines: `+++`, `title = \"…\"`, `+++`";
    let diagnostic = match line {
        "---" => Diagnostic::error("front-matter-yaml", "this front matter is YAML; hub reads TOML")
            .note("TOML stands between `+++` lines, with `title = \"…\"` instead of `title: …`")
            .help("replace both `---` lines by `+++`, each `:` by `=`, and put texts in quotes"),
        _ => Diagnostic::error("front-matter-missing", "this file has no front matter").help(help),
    };
    FrameProblem { diagnostic: Box::new(diagnostic), at }
}

fn lines_with_places(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let place = *start;
        *start += line.len();
        Some((place, line))
    })
}

fn place_of(path: &str) -> Result<Place, Diagnostic> {
    let inner = path.strip_prefix("content/").unwrap_or(path);
    let inner = inner.strip_suffix(".md").unwrap_or(inner);
    let parts: Vec<&str> = inner.split('/').collect();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let Some((top, rest)) = parts.split_first() else { return Err(no_kind(inner)) };
    let kind = Kind::of_folder(top).filter(|_| !rest.is_empty()).ok_or_else(|| no_kind(top))?;
    let make = |kind, names: &[&str]| place(kind, top, names, folder.clone());
    match (kind, rest) {
        (_, ["_index"]) => Ok(Place { listing: true, ..make(kind, &["_index"]) }),
        (Kind::Series, [series, "_index"]) => Ok(make(Kind::Series, &[series])),
        (Kind::Series, [series, part]) | (Kind::Series, [series, part, "index"]) => {
            Ok(make(Kind::Part, &[series, part]))
        }
        (Kind::Issue, [newsletter, date]) | (Kind::Issue, [newsletter, date, "index"]) => {
            Ok(make(Kind::Issue, &[newsletter, date]))
        }
        (Kind::Series | Kind::Issue, _) => Err(wrong_depth(kind)),
        (_, [name]) | (_, [name, "index"]) => Ok(make(kind, &[name])),
        _ => Err(wrong_depth(kind)),
    }
}

fn place(kind: Kind, top: &str, names: &[&str], folder: String) -> Place {
    let (last, before) = names.split_last().map_or(("", names), |(last, before)| (*last, before));
    let (number, stem) = match kind {
        Kind::Issue => (None, last),
        _ => split_number(last),
    };
    let mut id: Vec<&str> = vec![top];
    id.extend(before);
    id.push(stem);
    Place { kind, listing: false, id: id.join("/"), slug: stem.to_owned(), number, folder }
}

/// `01-why` → 1 and `why`; a name that is only a number stays a name.
fn split_number(name: &str) -> (Option<u32>, &str) {
    match name.split_once('-') {
        Some((digits, rest))
            if !rest.is_empty() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) =>
        {
            match digits.parse() {
                Ok(number) => (Some(number), rest),
                Err(_) => (None, name),
            }
        }
        _ => (None, name),
    }
}

fn no_kind(folder: &str) -> Diagnostic {
    let folders = || Kind::ALL.into_iter().map(Kind::folder);
    let mut names: Vec<_> = folders().collect();
    names.dedup();
    Diagnostic::error("unknown-kind", format!("`content/{folder}` is no kind of content"))
        .note(format!("kinds are folders: `{}`", names.join("`, `")))
        .maybe_help(nearest_help(folder, folders()))
}

fn wrong_depth(kind: Kind) -> Diagnostic {
    let wanted = match kind {
        Kind::Series | Kind::Part => {
            format!("`{}` for the series and `{}` for its parts", Kind::Series.path(), Kind::Part.path())
        }
        Kind::Issue => format!("`{}` for a letter", kind.path()),
        _ => format!("`{}`, or `content/{}/NAME/index.md` with images beside it", kind.path(), kind.folder()),
    };
    Diagnostic::error("misplaced-file", "this file lies where no piece of its kind can lie")
        .help(format!("move it to {wanted}"))
}
