//! The hub as it would be, held against hub's own rules, and what an import can mend of it: no piece is written with an error
//! that could have been avoided.

use std::collections::BTreeMap;

use super::note::{self, Found};
use super::piece::Piece;
use super::target::Target;
use super::tree::Tree;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::pipeline;
use crate::source::{Asset, AssetBytes, Source, Sources, classify};

/// How often what was mended is looked at again.
const ROUNDS: usize = 6;

/// What will be written, and what stays wrong.
pub(super) struct Tried {
    /// Errors that are left, each with its file.
    pub(super) left: Vec<(String, String)>,
}

/// Mends pieces until nothing is left that can be.
///
/// # Errors
/// hub could not run.
pub(super) fn mend(
    pieces: &mut [&mut Piece],
    statics: &[(String, String)],
    target: &Target,
    tree: &Tree,
) -> Result<Tried, Error> {
    for round in 0.. {
        let sources = sources(pieces, statics, target, tree);
        let opened = pipeline::open_with(&target.request, sources)?;
        let sources = &opened.report.sources;
        let errors: Vec<&Diagnostic> =
            opened.report.diagnostics.iter().filter(|one| one.severity == Severity::Error).collect();
        let mut at: BTreeMap<String, Vec<(usize, usize, &Diagnostic)>> = BTreeMap::new();
        for error in &errors {
            for label in &error.labels {
                let path = sources.file(label.span.file).path.clone();
                at.entry(path).or_default().push((label.span.start as usize, label.span.end as usize, error));
            }
        }
        let mut mended = false;
        for piece in pieces.iter_mut() {
            let Some(problems) = at.get_mut(&piece.path()) else { continue };
            problems.sort_by_key(|(start, end, _)| (std::cmp::Reverse(*start), *end));
            mended |= mend_piece(piece, problems);
        }
        if !mended || round == ROUNDS {
            let place = |error: &&Diagnostic| {
                let file =
                    error.labels.first().map(|label| sources.file(label.span.file).path.clone()).unwrap_or_default();
                (file, error.message.clone())
            };
            return Ok(Tried { left: errors.iter().map(place).collect() });
        }
    }
    Ok(Tried { left: Vec::new() })
}

/// What would be read of the hub.
fn sources(pieces: &[&mut Piece], statics: &[(String, String)], target: &Target, tree: &Tree) -> Sources {
    let mut texts: BTreeMap<String, String> =
        target.sources.files.iter().map(|file| (file.path.clone(), file.text.to_string())).collect();
    let mut assets: BTreeMap<String, Asset> =
        target.sources.assets.iter().map(|asset| (asset.path.clone(), asset.clone())).collect();
    texts.extend(target.begun.iter().cloned());
    let mut add = |path: String, source: &str| {
        let asset = Asset {
            path: path.clone(),
            bytes: AssetBytes::Disk(source.into()),
            len: u64::from(tree.has(source)),
            size: None,
        };
        assets.entry(path).or_insert(asset);
    };
    for (path, source) in statics {
        add(path.clone(), source);
    }
    for piece in pieces {
        for (name, source) in &piece.beside {
            add(format!("{}/{name}", piece.folder()), source);
        }
        texts.insert(piece.path(), piece.text());
    }
    let source = |(path, text): (String, String)| Some(Source { class: classify(&path)?, text: text.into(), path });
    Sources { files: texts.into_iter().filter_map(source).collect(), assets: assets.into_values().collect() }
}

/// Mends what is known of in a piece, from its end on; whether anything changed.
fn mend_piece(piece: &mut Piece, problems: &[(usize, usize, &Diagnostic)]) -> bool {
    let text = piece.text();
    let front = piece.front().len();
    let start = text.len() - text.get(front..).unwrap_or("").trim_start_matches('\n').len();
    let mut body = piece.body.trim_matches('\n').to_owned();
    let mut mended = false;
    let mut last = usize::MAX;
    for (from, to, problem) in problems {
        let typed = text.get(*from..*to).unwrap_or("");
        if *from < start {
            mended |= mend_field(piece, typed, problem);
        } else if *to <= last {
            let place = (from - start)..(to - start);
            if let Some((place, new, what)) = mend_text(&body, place, problem.code) {
                last = start + place.start;
                piece.notes.push(Found::at(what, new.clone()));
                body.replace_range(place, &new);
                mended = true;
            }
        }
    }
    piece.body = body;
    mended
}

/// A field that can't stay as it is.
fn mend_field(piece: &mut Piece, typed: &str, problem: &Diagnostic) -> bool {
    let value = typed.trim_matches(['"', '\'']);
    let fields = &mut piece.fields;
    let before = (
        fields.aliases.len(),
        fields.tags.len(),
        fields.guid.is_some(),
        fields.image.is_some(),
        fields.feed_link.is_some(),
    );
    match problem.code {
        "bad-alias" | "route-collision" => fields.aliases.retain(|alias| alias != value),
        "bad-tag" => fields.tags.retain(|tag| tag != value),
        "duplicate-guid" | "bad-guid" => fields.guid = None,
        "missing-file" => fields.image = None,
        _ => {}
    }
    if fields.feed_link.as_ref().is_some_and(|link| !fields.aliases.contains(link)) {
        fields.feed_link = None;
    }
    let after = (
        fields.aliases.len(),
        fields.tags.len(),
        fields.guid.is_some(),
        fields.image.is_some(),
        fields.feed_link.is_some(),
    );
    if before != after {
        piece.notes.push(Found::new(format!("{} could not stay: {}", note::inline(value), problem.message)));
    }
    before != after
}

type Mended = (std::ops::Range<usize>, String, String);

/// A place of a text that can't stay as it is: where, what goes there, and what is told.
fn mend_text(body: &str, place: std::ops::Range<usize>, code: &str) -> Option<Mended> {
    let typed = body.get(place.clone())?;
    if let Some((words, dest)) = by_name(body, typed) {
        return mend_named(place, (words, &dest), code);
    }
    match code {
        "broken-anchor" => {
            let open = typed.rfind("](")?;
            let (head, tail) = typed.split_at_checked(open)?;
            let hash = tail.find('#')?;
            let end = tail.get(hash..)?.find([')', '>', ' ', '"']).map(|end| hash + end)?;
            let kept = format!("{}{}", tail.get(..hash)?, tail.get(end..)?);
            let what = format!(
                "there is no heading {} where this link leads; it leads to the page",
                note::inline(tail.get(hash..end)?)
            );
            let is_own = kept.starts_with("]()") || kept.starts_with("](<>");
            let new = if is_own { head.trim_start_matches('[').to_owned() } else { format!("{head}{kept}") };
            Some((place, new, what))
        }
        "broken-link" | "bad-url" | "link-scheme" if typed.starts_with('[') && typed.contains("](") => {
            let open = typed.rfind("](")?;
            let was = typed.get(open + 2..)?.trim_end_matches(')');
            let what = format!("a link leads nowhere, and its words stayed: {}", note::inline(was));
            Some((place, format!("{}{}", typed.get(1..open)?, note::comment(&format!("link: {was}"))), what))
        }
        "broken-image" | "bad-url" | "broken-link" | "link-scheme" | "embed-syntax" | "unknown-embed"
        | "embed-arguments" => {
            let what = format!("{} stands as code", note::inline(typed));
            Some((place, note::inline(typed), what))
        }
        "raw-html-refused" | "raw-html-too-deep" if typed.starts_with('<') => {
            let what = format!("{} stands as text", note::inline(typed));
            Some((place, typed.replacen('<', "&lt;", 1), what))
        }
        "raw-html-refused" => Some((place, String::new(), format!("{} was taken out of a tag", note::inline(typed)))),
        "duplicate-anchor" | "heading-attribute" => {
            let from = body.get(..place.start)?.rfind('\n').map_or(0, |at| at + 1);
            let end = body.get(from..)?.find('\n').map_or(body.len(), |at| from + at);
            let line = body.get(from..end)?;
            let brace = line.rfind('{')?;
            let what = format!("{} was taken from a heading", note::inline(line.get(brace..)?));
            Some((from + brace..end, String::new(), what))
        }
        _ => None,
    }
}

/// The words of a link whose address stands in a line of its own (`[name]: address`), and that address.
fn by_name<'t>(body: &str, typed: &'t str) -> Option<(&'t str, String)> {
    let inner = typed.strip_prefix('[')?.strip_suffix(']')?;
    let (words, label) = inner.rsplit_once("][").unwrap_or((inner, inner));
    let label = if label.is_empty() { words } else { label };
    let dest = body.lines().find_map(|line| {
        let (name, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        name.eq_ignore_ascii_case(label).then(|| rest.split_whitespace().next())?
    })?;
    Some((words.trim_end_matches("]["), dest.to_owned()))
}

fn mend_named(place: std::ops::Range<usize>, (words, dest): (&str, &str), code: &str) -> Option<Mended> {
    match code {
        "broken-anchor" => {
            let (page, anchor) = dest.split_once('#')?;
            let what = format!("there is no heading {} where this link leads", note::inline(&format!("#{anchor}")));
            let new = if page.is_empty() { words.to_owned() } else { format!("[{words}]({page})") };
            Some((place, new, what))
        }
        "broken-link" | "bad-url" | "link-scheme" => {
            let what = format!("a link leads nowhere, and its words stayed: {}", note::inline(dest));
            Some((place, format!("{words}{}", note::comment(&format!("link: {dest}"))), what))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(body: &str, code: &str) -> Option<String> {
        let end = body.find('\n').unwrap_or(body.len());
        let (place, new, _) = mend_text(body, 0..end, code)?;
        let mut body = body.get(..end).unwrap_or("").to_owned();
        body.replace_range(place, &new);
        Some(body)
    }

    #[test]
    fn words_stay_when_a_link_goes() {
        for (code, body, wanted) in [
            ("broken-anchor", "[a](b.md#c)", "[a](b.md)"),
            ("broken-anchor", "[a](#c)", "a"),
            ("broken-anchor", "[a][b]\n\n[b]: c.md#d", "[a](c.md)"),
            ("broken-link", "[a](/b/)", "a<!-- link: /b/ -->"),
            ("broken-image", "![a](b.png)", "`![a](b.png)`"),
            ("unknown-embed", "{{ x() }}", "`{{ x() }}`"),
            ("raw-html-refused", "<base href=x>", "&lt;base href=x>"),
            ("duplicate-anchor", "## A {#b}", "## A "),
        ] {
            assert_eq!(mended(body, code).as_deref(), Some(wanted), "{code}");
        }
        assert_eq!(mended("x", "else"), None);
    }
}
