//! Links and images of a text: to other pieces, to files that come along, to what isn't there any more.

use std::collections::BTreeMap;

use super::note::{self, Found};
use super::piece::Piece;
use super::post::{Export, Post};
use super::readers::folder::is_media;
use super::readers::path_of;
use super::tree::Tree;
use crate::edit::slug_of;
use crate::markdown::{self, LinkKind, Trust};
use crate::output::{check_segment, nfc};
use crate::source::FileId;

/// Everything that a link can lead to.
pub(super) struct Links<'a> {
    tree: &'a Tree,
    export: &'a Export,
    pieces: &'a [Option<Piece>],
    by_source: BTreeMap<String, usize>,
    by_stem: BTreeMap<String, usize>,
    by_old: BTreeMap<String, usize>,
    host: Option<String>,
    base: String,
}

/// Where a link leads.
enum End {
    /// A piece, and what stood behind `#`.
    Piece(usize, String),
    /// A file of the source beside the text.
    Beside(String),
    /// A file that stands at the top: its address.
    Top(String),
    /// Somewhere else; as it was, or as it is written now.
    Elsewhere(String),
    /// Nowhere.
    Gone,
}

/// What became of a text's links.
#[derive(Default)]
pub(super) struct Rewritten {
    /// The text.
    pub(super) body: String,
    /// Files that go beside it: their names there, and in the source.
    pub(super) beside: Vec<(String, String)>,
    /// What needs a hand.
    pub(super) notes: Vec<Found>,
    /// Images on other hosts.
    pub(super) remote: Vec<String>,
}

impl<'a> Links<'a> {
    /// For the pieces of an import.
    pub(super) fn new(tree: &'a Tree, export: &'a Export, pieces: &'a [Option<Piece>]) -> Self {
        let host = export.site.url.as_deref().and_then(host_of);
        let base = export.site.url.as_deref().and_then(path_of).unwrap_or_default();
        let base = base.trim_end_matches('/').to_owned();
        let mut links = Links {
            tree,
            export,
            pieces,
            by_source: BTreeMap::new(),
            by_stem: BTreeMap::new(),
            by_old: BTreeMap::new(),
            host,
            base,
        };
        for (at, post) in export.posts.iter().enumerate() {
            links.by_source.insert(post.source.clone(), at);
            for key in stems(post) {
                links.by_stem.entry(key).or_insert(at);
            }
            for old in &post.olds {
                if let Some(path) = if old.contains("://") { path_of(old) } else { Some(old.clone()) } {
                    links.by_old.entry(links.key(&path)).or_insert(at);
                }
            }
        }
        links
    }

    /// An old address as it is looked up: without base, ending and case.
    fn key(&self, path: &str) -> String {
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let path = path.strip_prefix(self.base.as_str()).filter(|rest| rest.starts_with('/')).unwrap_or(path);
        let path = path.strip_suffix("index.html").unwrap_or(path);
        path.trim_end_matches('/').trim_end_matches(".html").to_lowercase()
    }

    /// A text with its links as they are in the hub; where pieces lie is filled in by [`Links::place`].
    pub(super) fn rewrite(&self, at: usize, body: &str) -> Rewritten {
        let Some(post) = self.export.posts.get(at) else { return Rewritten::default() };
        let place = markdown::Place { file: FileId(0), offset: 0 };
        let (outline, _) = markdown::outline(body, place, Trust::Creator);
        let mut done = Rewritten { body: body.to_owned(), ..Rewritten::default() };
        let mut links: Vec<_> =
            outline.links.iter().map(|link| (link.span.start as usize, link.span.end as usize, link)).collect();
        // From the end, inner before outer: a change never moves what is still to come.
        links.sort_by_key(|(start, end, _)| (std::cmp::Reverse(*start), *end));
        let mut defined: BTreeMap<String, New> = BTreeMap::new();
        for (start, _, link) in links {
            let end = self.end(post, &link.dest, link.kind);
            let Some(new) = self.told(&end, link, &mut done) else { continue };
            if !replace_dest(&mut done.body, start, &link.dest, &new) {
                defined.insert(link.dest.clone(), new);
            }
        }
        redefine(&mut done.body, &defined);
        done
    }

    /// What a link says now; nothing where it stays as it is.
    fn told(&self, end: &End, link: &markdown::Link, done: &mut Rewritten) -> Option<New> {
        match end {
            End::Piece(at, anchor) => Some(New::Dest(format!("hub-piece:{at}{anchor}"))),
            End::Beside(source) => Some(New::Dest(percent(&beside(&mut done.beside, source)))),
            End::Top(address) => Some(New::Dest(percent(address))),
            End::Elsewhere(url) => {
                if link.kind == LinkKind::Image && url.contains("://") {
                    done.remote.push(url.clone());
                }
                (*url != link.dest).then(|| New::Dest(url.clone()))
            }
            End::Gone => {
                let what = if link.kind == LinkKind::Image { "the image" } else { "what is linked to" };
                let dest = link.dest.trim_start_matches("source:");
                let mark = if link.kind == LinkKind::Image { dest } else { &link.text };
                done.notes.push(Found::at(format!("{what} is not in the source: {}", note::inline(dest)), mark));
                Some(if link.kind == LinkKind::Image { New::Code } else { New::Words })
            }
        }
    }

    /// Where a lead image is.
    pub(super) fn cover(&self, at: usize, dest: &str, piece: &mut Piece) {
        let Some(post) = self.export.posts.get(at) else { return };
        piece.fields.image = match self.end(post, dest, LinkKind::Image) {
            End::Beside(source) => Some(beside(&mut piece.beside, &source)),
            End::Top(address) => Some(address),
            End::Elsewhere(url) => {
                piece.fields.extra.insert("cover_url".to_owned(), url.clone().into());
                let what =
                    format!("its lead image lies on another host: save {url} beside the text and name it in `image`");
                piece.notes.push(Found::at(what, url));
                None
            }
            _ => {
                piece.fields.extra.insert("cover".to_owned(), dest.to_owned().into());
                let what = format!("its lead image is not in the source: {}", note::inline(dest));
                piece.notes.push(Found::at(what, dest));
                None
            }
        };
        if piece.fields.image.is_none()
            && let Some(alt) = piece.fields.image_alt.take()
        {
            piece.fields.extra.insert("cover_alt".to_owned(), alt.into());
        }
    }

    fn end(&self, post: &Post, dest: &str, kind: LinkKind) -> End {
        let dest = dest.trim();
        let dest = if let Some(rest) = dest.strip_prefix("//").filter(|rest| rest.contains('.')) {
            format!("https://{rest}")
        } else {
            dest.to_owned()
        };
        let dest = dest.as_str();
        let (path, anchor) = dest.find('#').and_then(|at| dest.split_at_checked(at)).unwrap_or((dest, ""));
        if path.is_empty() {
            return End::Elsewhere(dest.to_owned());
        }
        if let Some(named) = path.strip_prefix("source:").or_else(|| path.strip_prefix("@/")) {
            return self.named(&decoded(named), anchor, post);
        }
        if dest.contains("://") {
            let is_own = host_of(dest).is_some() && host_of(dest) == self.host;
            let found = path_of(path).filter(|_| is_own).and_then(|path| self.absolute(&path, anchor));
            return found.unwrap_or_else(|| End::Elsewhere(dest.to_owned()));
        }
        if path.split(['/', '?']).next().is_some_and(|first| first.contains(':')) {
            return End::Elsewhere(dest.to_owned());
        }
        let path = decoded(path);
        let found =
            if path.starts_with('/') { self.absolute(&path, anchor) } else { self.relative(post, &path, anchor) };
        found.unwrap_or_else(|| self.old_site(post, &path, anchor, kind))
    }

    /// What isn't in the source is still where it was, if that is known.
    fn old_site(&self, post: &Post, path: &str, anchor: &str, kind: LinkKind) -> End {
        let Some(url) = self.export.site.url.as_deref().filter(|url| url.contains("://")) else { return End::Gone };
        if kind == LinkKind::Image && self.host.is_some() && !path.starts_with('/') {
            return End::Gone;
        }
        let own = post.olds.first().map_or("/", String::as_str);
        let own = if own.contains("://") { path_of(own).unwrap_or_default() } else { own.to_owned() };
        let path = if path.starts_with('/') {
            Some(path.to_owned())
        } else {
            joined(own.rsplit_once('/').map_or("", |(folder, _)| folder), path)
                .map(|path| format!("/{}", path.trim_start_matches('/')))
        };
        path.map_or(End::Gone, |path| End::Elsewhere(percent(&format!("{}{path}{anchor}", url.trim_end_matches('/')))))
    }

    /// A file or a note by its name in the source.
    fn named(&self, name: &str, anchor: &str, post: &Post) -> End {
        let (name, anchor) = name
            .split_once('#')
            .map_or((name, anchor.to_owned()), |(name, part)| (name, format!("#{}", anchor_of(part))));
        let name = name.trim().trim_start_matches('/');
        if is_media(name) {
            let found = self
                .tree
                .names()
                .filter(|file| *file == name || file.ends_with(&format!("/{name}")))
                .min_by_key(|file| file.len());
            return found.map_or(End::Gone, |file| self.file(file));
        }
        let exact = self
            .export
            .roots
            .iter()
            .map(|root| format!("{root}{name}"))
            .chain([name.to_owned()])
            .find_map(|path| self.text_at(&path));
        let stem = || self.by_stem.get(&stem_key(name.rsplit('/').next().unwrap_or(name))).copied();
        let relative = || post.source.rsplit_once('/').and_then(|(folder, _)| self.text_at(&joined(folder, name)?));
        match exact
            .or_else(relative)
            .or_else(|| self.by_old.get(&self.key(&format!("/{name}"))).copied())
            .or_else(stem)
            .filter(|at| self.is_piece(*at))
        {
            Some(at) => End::Piece(at, anchor),
            None => End::Gone,
        }
    }

    fn is_piece(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(Option::is_some)
    }

    /// The text of a path of the source, ending left out or not.
    fn text_at(&self, path: &str) -> Option<usize> {
        let path = path.trim_end_matches('/');
        let endings = ["", ".md", ".mdx", ".markdown", "/index.md", "/_index.md", "/index.mdx", "/README.md"];
        endings
            .iter()
            .find_map(|ending| self.by_source.get(&format!("{path}{ending}")))
            .copied()
            .filter(|at| self.is_piece(*at))
    }

    fn absolute(&self, path: &str, anchor: &str) -> Option<End> {
        let bare = path.split('?').next().unwrap_or(path);
        let below = bare.strip_prefix(self.base.as_str()).filter(|rest| rest.starts_with('/')).unwrap_or(bare);
        if let Some(source) = self.export.public.get(below).or_else(|| self.export.public.get(bare)) {
            return Some(self.file(source));
        }
        if let Some(at) = self.by_old.get(&self.key(bare)).filter(|at| self.is_piece(**at)) {
            return Some(End::Piece(*at, anchor.to_owned()));
        }
        let roots = self.export.roots.iter().map(String::as_str).chain([""]);
        let name = below.trim_start_matches('/');
        roots.into_iter().find_map(|root| {
            let path = format!("{root}{name}");
            if is_media(&path) && self.tree.has(&path) {
                return Some(self.file(&path));
            }
            (!name.is_empty()).then(|| self.text_at(&path)).flatten().map(|at| End::Piece(at, anchor.to_owned()))
        })
    }

    fn relative(&self, post: &Post, path: &str, anchor: &str) -> Option<End> {
        let bare = path.split('?').next().unwrap_or(path);
        let folder = post.source.rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(file) = joined(folder, bare) {
            if self.tree.has(&file) && is_media(&file) {
                return Some(self.file(&file));
            }
            if let Some(at) = self.text_at(&file) {
                return Some(End::Piece(at, anchor.to_owned()));
            }
        }
        // As a browser reads it: from the old address.
        let own = post.olds.first()?;
        let own = if own.contains("://") { path_of(own)? } else { own.clone() };
        let from = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.absolute(&format!("/{}", joined(from, bare)?.trim_start_matches('/')), anchor)
    }

    fn file(&self, source: &str) -> End {
        let top = self.export.public.iter().find(|(_, file)| file.as_str() == source).map(|(address, _)| address);
        top.map_or_else(|| End::Beside(source.to_owned()), |address| End::Top(address.clone()))
    }
}

/// What a link says now.
enum New {
    Dest(String),
    /// Its words alone, its destination as a comment.
    Words,
    /// Itself as code.
    Code,
}

/// Puts the places of pieces into a text whose links are known.
pub(super) fn place(piece: &mut Piece, others: &[Option<Piece>]) {
    let from = piece.folder();
    let mut out = String::new();
    let mut rest = piece.body.as_str();
    while let Some((before, after)) = rest.split_once("hub-piece:") {
        out.push_str(before);
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        let other = digits.parse::<usize>().ok().and_then(|at| others.get(at)?.as_ref());
        out.push_str(&other.map_or_else(|| format!("hub-piece:{digits}"), |other| percent(&way(&from, &other.path()))));
        rest = after.get(digits.len()..).unwrap_or("");
    }
    out.push_str(rest);
    piece.body = out;
}

/// The way from a folder to a file.
fn way(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - same);
    up.chain(to.iter().skip(same).copied()).collect::<Vec<_>>().join("/")
}

/// A name beside the text that no other file there has.
fn beside(files: &mut Vec<(String, String)>, source: &str) -> String {
    if let Some((name, _)) = files.iter().find(|(_, known)| known == source) {
        return name.clone();
    }
    let file = nfc(source.rsplit('/').next().unwrap_or(source));
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file.as_str(), ""));
    let safe = |name: &str| check_segment(name).is_ok() && !name.contains(['#', '%', '?']) && name.len() < 120;
    let stem = if safe(stem) { stem.to_owned() } else { slug_of(stem).unwrap_or_else(|| "file".to_owned()) };
    let names =
        std::iter::once(format!("{stem}.{ending}")).chain((2..).map(|number| format!("{stem}-{number}.{ending}")));
    let is_free = |name: &String| !files.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
    let name = names.into_iter().find(is_free).unwrap_or(file);
    files.push((name.clone(), source.to_owned()));
    name
}

/// Writes what a link says now into the text where it stands; false where its destination stands elsewhere.
fn replace_dest(body: &mut String, start: usize, dest: &str, new: &New) -> bool {
    let Some((open, close, end)) = body.get(start..).and_then(|rest| parts(rest, dest)) else { return false };
    let (open, close, end) = (start + open, start + close, start + end);
    match new {
        New::Dest(url) => body.replace_range(open..close, &note::dest(url)),
        New::Code => {
            let code = note::inline(body.get(start..end).unwrap_or(""));
            body.replace_range(start..end, &code);
        }
        New::Words => {
            let words = body.get(start + 1..open - 2).unwrap_or("").to_owned();
            let was = note::comment(&format!("link: {}", dest.trim_start_matches("source:")));
            body.replace_range(start..end, &format!("{words}{was}"));
        }
    }
    true
}

/// Where in a link its destination stands: from, to, and the end of the link.
fn parts(rest: &str, dest: &str) -> Option<(usize, usize, usize)> {
    let mut depth = 0_u32;
    let mut skip = false;
    let mut open = None;
    for (at, c) in rest.char_indices() {
        match c {
            _ if skip => skip = false,
            '\\' => skip = true,
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    open = Some(at + 1);
                    break;
                }
            }
            _ => {}
        }
    }
    let after = rest.get(open?..)?.strip_prefix('(')?;
    let lead = after.len() - after.trim_start().len();
    let start = open? + 1 + lead;
    let inner = rest.get(start..)?;
    let length = if inner.starts_with('<') { inner.find('>')? + 1 } else { bare_length(inner) };
    let typed = inner.get(..length)?.trim_start_matches('<').trim_end_matches('>');
    let plain = |text: &str| text.replace('\\', "");
    let is_it = typed == dest || plain(typed) == plain(dest) || crate::markdown::tags::decode(typed) == dest;
    let tail = inner.get(length..)?;
    let close = closing(tail)?;
    is_it.then_some((start, start + length, start + length + close))
}

fn bare_length(inner: &str) -> usize {
    let mut depth = 0_i32;
    let mut skip = false;
    for (at, c) in inner.char_indices() {
        match c {
            _ if skip => skip = false,
            '\\' => skip = true,
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            c if c.is_whitespace() => return at,
            _ => {}
        }
    }
    inner.len()
}

/// The end of a link behind its destination: a title may stand there.
fn closing(tail: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in tail.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, ')') => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Destinations that stand in a line of their own (`[name]: address`).
fn redefine(body: &mut String, defined: &BTreeMap<String, New>) {
    if defined.is_empty() {
        return;
    }
    let line = |line: &str| {
        let (label, rest) = line.split_once("]:")?;
        label.trim_start().starts_with('[').then_some(())?;
        let typed = rest.split_whitespace().next()?.trim_matches(['<', '>']);
        let New::Dest(new) = defined.get(typed)? else { return None };
        Some(format!("{label}]:{}", rest.replacen(typed, new, 1)))
    };
    *body = body.split('\n').map(|text| line(text).unwrap_or_else(|| text.to_owned())).collect::<Vec<_>>().join("\n");
}

/// Names that a post is called by: its file, its title.
fn stems(post: &Post) -> Vec<String> {
    let file = post.source.rsplit('/').next().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let folder = (stem == "index" || stem == "_index").then(|| post.source.rsplit('/').nth(1)).flatten();
    [Some(stem), folder, Some(post.title.as_str()), post.slug.as_deref()]
        .into_iter()
        .flatten()
        .map(stem_key)
        .filter(|key| !key.is_empty())
        .collect()
}

fn stem_key(name: &str) -> String {
    name.trim_end_matches(".md").trim_end_matches(".markdown").to_lowercase()
}

fn anchor_of(heading: &str) -> String {
    slug_of(heading).unwrap_or_default()
}

fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.trim_start_matches("www.");
    Some(host.to_lowercase()).filter(|host| !host.is_empty())
}

/// A path from a folder, without leaving the top.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn decoded(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or(&[]);
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or_else(|_| path.to_owned(), |path| nfc(&path))
}

/// An address with what would break Markdown written as percent signs.
fn percent(path: &str) -> String {
    path.replace(' ', "%20").replace('(', "%28").replace(')', "%29").replace('<', "%3C").replace('>', "%3E")
}
