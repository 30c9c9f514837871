//! Where the links, images and embeds of a body lead.
//!
//! Authors write ordinary relative links between their files; here they become items, listings and assets, and anchors are
//! held against the headings of their target. An address that is no file (`/start/`) is left to plan, which knows routes.

use super::address::{decoded, split_web, web};
use super::catalogue::{File, PUT_THERE, Piece, nearest_file, resolve, written};
use super::known::Known;
use super::site::{Body, EmbedTarget, Target};
use crate::diagnostic::{Diagnostic, nearest_help};
use crate::markdown::{Embed, Link, LinkKind, Outline};
use crate::parse::Kind;
use crate::source::{AssetId, Span, Spanned};

/// The body of a piece with its links resolved.
pub(super) fn body(piece: &Piece<'_>, known: &Known<'_>, problems: &mut Vec<Diagnostic>) -> Body {
    let outline = &piece.raw.outline;
    let here = Here { piece, known };
    Body {
        span: piece.raw.body,
        targets: outline.links.iter().map(|link| here.target(link, problems)).collect(),
        embeds: outline.embeds.iter().map(|embed| here.embed(embed, problems)).collect(),
        outline: outline.clone(),
    }
}

/// A link's place: the piece whose body it is in.
struct Here<'a> {
    piece: &'a Piece<'a>,
    known: &'a Known<'a>,
}

/// A destination in parts: path and query as written, anchor without `#`.
struct Parts<'a> {
    path: &'a str,
    query: &'a str,
    anchor: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(dest: &'a str) -> Self {
        let (rest, anchor) = dest.split_once('#').map_or((dest, None), |(rest, anchor)| (rest, Some(anchor)));
        let query = rest.find('?').and_then(|at| rest.get(at..)).unwrap_or("");
        let path = rest.get(..rest.len() - query.len()).unwrap_or(rest);
        Parts { path, query, anchor: anchor.filter(|anchor| !anchor.is_empty()) }
    }
}

impl Here<'_> {
    fn target(&self, link: &Link, problems: &mut Vec<Diagnostic>) -> Target {
        let dest = link.dest.trim();
        let found = match scheme(dest) {
            Some(scheme) => self.elsewhere(link, scheme, problems),
            None if dest.starts_with("//") => {
                Err(Diagnostic::error("link-scheme", format!("`{dest}` does not say how it is reached"))
                    .at(link.span, "")
                    .help(format!("write `https:{dest}`")))
            }
            None => self.inside(link, &Parts::of(dest)),
        };
        found.unwrap_or_else(|problem| {
            problems.push(problem);
            Target::Broken
        })
    }

    fn elsewhere(&self, link: &Link, scheme: &str, problems: &mut Vec<Diagnostic>) -> Result<Target, Diagnostic> {
        let dest = link.dest.trim();
        match (scheme.to_ascii_lowercase().as_str(), link.kind) {
            ("link", LinkKind::Link) => {
                let id = Spanned::new(dest.get("link:".len()..).unwrap_or("").to_owned(), link.span);
                Ok(self.known.links.find(&id, problems).map_or(Target::Broken, Target::Registry))
            }
            ("http" | "https", _) if split_web(dest).is_none() => {
                Err(Diagnostic::error("bad-url", format!("`{dest}` is no web address")).at(link.span, ""))
            }
            ("http" | "https", LinkKind::Image) => {
                problems.push(
                    Diagnostic::warning("remote-image", "this image lies on another host")
                        .at(link.span, "")
                        .note("readers' browsers are not allowed to load it, so they won't see it")
                        .help("put the file beside the text and link to that"),
                );
                Ok(Target::External(dest.to_owned()))
            }
            // What is paid for says so, however its address got into the text.
            ("http" | "https" | "mailto" | "tel", LinkKind::Link) => Ok(match self.known.disclosed.get(dest) {
                Some(id) => Target::Registry(*id),
                None => Target::External(dest.to_owned()),
            }),
            // Other schemes can't be published: Markdown itself reports them.
            _ => Ok(Target::Broken),
        }
    }

    fn inside(&self, link: &Link, parts: &Parts<'_>) -> Result<Target, Diagnostic> {
        if parts.path.is_empty() && parts.query.is_empty() {
            return match parts.anchor {
                Some(anchor) if link.kind == LinkKind::Link => self.own_anchor(anchor, link.span),
                _ => Err(broken(link, "it has no address")),
            };
        }
        let Some(path) = decoded(parts.path) else {
            return Err(broken(link, "its percent signs stand for no text"));
        };
        match path.strip_prefix('/') {
            Some(rest) => self.absolute(link, parts, rest),
            None => self.relative(link, parts, &path),
        }
    }

    fn own_anchor(&self, typed: &str, span: Span) -> Result<Target, Diagnostic> {
        anchor(typed, &self.piece.raw.outline, span).map(Target::Anchor)
    }

    fn absolute(&self, link: &Link, parts: &Parts<'_>, path: &str) -> Result<Target, Diagnostic> {
        let file = resolve("static", path).unwrap_or_default();
        if let Some(asset) = self.known.catalogue.assets.get(file.as_str()) {
            return Ok(Target::Asset(*asset));
        }
        if link.kind == LinkKind::Image {
            let nearest = self.known.catalogue.nearest_asset(&file).and_then(|near| near.strip_prefix("static"));
            return Err(no_file(link, &file, nearest.map(str::to_owned)));
        }
        let anchor = match parts.anchor {
            Some(typed) => Some(decoded(typed).ok_or_else(|| broken(link, "its percent signs stand for no text"))?),
            None => None,
        };
        Ok(Target::Site(format!("/{path}{}", parts.query), anchor.map(|anchor| anchor.into_owned())))
    }

    fn relative(&self, link: &Link, parts: &Parts<'_>, typed: &str) -> Result<Target, Diagnostic> {
        let folder = &self.piece.raw.place.folder;
        let catalogue = self.known.catalogue;
        let inside = |path: &String| path.starts_with("content/") || path.starts_with("static/");
        let Some(path) = resolve(folder, typed).filter(inside) else {
            return Err(broken(link, "it leads out of `content/`"));
        };
        match (catalogue.by_path.get(path.as_str()), catalogue.assets.get(path.as_str()), link.kind) {
            (Some(file), _, LinkKind::Link) => self.file(*file, parts.anchor, link.span),
            (_, Some(asset), _) => Ok(Target::Asset(*asset)),
            (_, None, LinkKind::Image) => {
                Err(no_file(link, &path, catalogue.nearest_asset(&path).map(|near| written(folder, near))))
            }
            (None, None, LinkKind::Link) => {
                let asset = || catalogue.nearest_asset(&path).map(|near| written(folder, near));
                Err(no_file(link, &path, nearest_file(catalogue, folder, &path).or_else(asset)))
            }
        }
    }

    fn file(&self, file: File, typed: Option<&str>, span: Span) -> Result<Target, Diagnostic> {
        let catalogue = self.known.catalogue;
        let piece = match file {
            File::Item(id) => Some(catalogue.piece(id)),
            File::Listing(kind) => catalogue.listings.get(&kind),
        };
        // What a file with unreadable front matter holds is not known: its anchors are not held against anyone.
        let known = piece.filter(|piece| !piece.raw.broken);
        let anchor = match (typed, known) {
            (Some(typed), Some(piece)) => Some(anchor(typed, &piece.raw.outline, span)?),
            (typed, _) => typed.map(str::to_owned),
        };
        Ok(match file {
            File::Item(id) => Target::Item(id, anchor),
            File::Listing(kind) => Target::Listing(kind, anchor),
        })
    }

    fn embed(&self, embed: &Spanned<Embed>, problems: &mut Vec<Diagnostic>) -> EmbedTarget {
        let mut item = |id: &String, kind| {
            let typed = Spanned::new(id.clone(), embed.span);
            self.known.names.item(&typed, Some(kind), problems).map(EmbedTarget::Item)
        };
        let found = match &embed.value {
            Embed::Faq(id) => item(id, Kind::Faq),
            Embed::Offer(id) => item(id, Kind::Offer),
            Embed::Track(id) => item(id, Kind::Track),
            Embed::Event(id) => item(id, Kind::Event),
            Embed::Member(id) => {
                let typed = Spanned::new(id.clone(), embed.span);
                self.known.members.find(&typed, problems).map(EmbedTarget::Item)
            }
            Embed::Survey(id) => {
                let typed = Spanned::new(id.clone(), embed.span);
                self.known.surveys.find(&typed, problems).map(EmbedTarget::Survey)
            }
            Embed::Signup => self.signup(embed.span, problems),
            Embed::Video { url, title, transcript } => {
                let transcript = self.transcript(&Spanned::new(transcript.clone(), embed.span), problems);
                let url = web(&Spanned::new(url.clone(), embed.span), problems);
                url.zip(transcript).map(|(url, transcript)| EmbedTarget::Video {
                    url,
                    title: title.clone(),
                    transcript,
                })
            }
        };
        found.unwrap_or(EmbedTarget::Broken)
    }

    fn signup(&self, span: Span, problems: &mut Vec<Diagnostic>) -> Option<EmbedTarget> {
        if !self.known.has_signup {
            problems.push(
                Diagnostic::error("signup-missing", "this site has no sign-up form")
                    .at(span, "")
                    .help("add `[signup]` to `hub.toml`, or take this line out"),
            );
        }
        Some(EmbedTarget::Signup)
    }

    /// The transcript's file, or the sentence that says why there is none. (An empty one is no embed.)
    fn transcript(&self, typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<Result<AssetId, String>> {
        let text = typed.value.trim();
        if !looks_like_file(text) {
            return Some(Err(text.to_owned()));
        }
        let file = Spanned::new(text.to_owned(), typed.span);
        self.known.catalogue.asset(&self.piece.raw.place.folder, &file, problems).map(Ok)
    }
}

/// Whether a text is a file name rather than a sentence: one word with an extension.
pub(super) fn looks_like_file(text: &str) -> bool {
    let extension = text.rsplit_once('.').map_or("", |(_, extension)| extension);
    let fits = (1..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    fits && !text.contains(char::is_whitespace)
}

/// `https` of `https://x`: letters before the first colon, as in RFC 3986.
fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let first = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let fits = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (first && fits).then_some(scheme)
}

fn broken(link: &Link, why: &str) -> Diagnostic {
    let (code, what) = words(link);
    Diagnostic::error(code, format!("this {what} leads nowhere: {why}")).at(link.span, "")
}

fn no_file(link: &Link, path: &str, nearest: Option<String>) -> Diagnostic {
    let (code, what) = words(link);
    Diagnostic::error(code, format!("this {what} leads nowhere: there is no file `{path}`"))
        .at(link.span, "")
        .help(nearest.map_or_else(|| PUT_THERE.to_owned(), |path| format!("did you mean `{path}`?")))
}

fn words(link: &Link) -> (&'static str, &'static str) {
    match link.kind {
        LinkKind::Link => ("broken-link", "link"),
        LinkKind::Image => ("broken-image", "image"),
    }
}

/// The anchor that was typed if the target has it, decoded; else `broken-anchor` with the nearest.
fn anchor(typed: &str, outline: &Outline, span: Span) -> Result<String, Diagnostic> {
    let wanted = decoded(typed).map_or_else(|| typed.to_owned(), |text| text.into_owned());
    let ids =
        || outline.headings.iter().map(|heading| heading.id.as_str()).chain(outline.ids.iter().map(String::as_str));
    if ids().any(|id| id == wanted) {
        return Ok(wanted);
    }
    Err(Diagnostic::error("broken-anchor", format!("the page has no heading `#{wanted}`"))
        .at(span, "")
        .maybe_help(nearest_help(&wanted, ids()).map(|help| help.replacen('`', "`#", 1))))
}
