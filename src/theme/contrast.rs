//! Whether the colours of a site can be read: each pair of tokens that `theme.toml` names as text and ground is measured, in
//! light and in dark, and where a pair is too faint the nearest colour is found that isn't.
//!
//! A token may be made of others, so what is told of is the token that a creator can change: the site's own before the
//! theme's, that of the text before that of the ground. Knows nothing of how pages use the tokens: that is the theme's word.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, nearest_help};
use crate::markdown::highlight;
use crate::parse::settings::{CONTRASTS, READABLE};
use crate::source::{Sources, Span, Spanned};

use super::bundle::token_sheets;
use super::colour::{Colour, Reading, Scheme, asked, branch, meant};
use super::lineage::Lineage;
use super::tokens::{self, Token};

/// Reports pairs that are too faint, and colours that can't be read.
pub(super) fn check(sources: &Sources, lineage: &Lineage, site: &[Token], problems: &mut Vec<Diagnostic>) {
    let code = highlight::stylesheet();
    let palette = Palette::of(sources, lineage, site, &code);
    let pairs = pairs(lineage, &palette, problems);
    let unread = unread(&palette, &pairs);
    problems.extend(unread.iter().filter_map(|(name, scheme)| unmeasured(&palette, name, *scheme)));
    let is_measured = |it: &Faint<'_>| !palette.parts(&it.pair, it.scheme).iter().any(|name| unread.contains_key(name));
    let faint = pairs.iter().flat_map(|pair| palette.faint(pair)).filter(is_measured).collect();
    problems.extend(told(&palette, &pairs, faint));
}

/// Two tokens that meet.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pair<'t> {
    text: &'t str,
    ground: &'t str,
    least: f64,
}

/// A pair that is too faint on one ground.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Faint<'t> {
    pair: Pair<'t>,
    scheme: Scheme,
    ratio: f64,
}

impl Faint<'_> {
    /// ``​`muted` on `paper`, in light: 2.31``
    fn words(&self) -> String {
        let Pair { text, ground, .. } = self.pair;
        format!("`{text}` on `{ground}`, in {}: {}", self.scheme.name(), two_decimals(self.ratio))
    }
}

/// Two decimals, never rounded up to what is enough.
fn two_decimals(ratio: f64) -> String {
    format!("{:.2}", (ratio * 100.0).floor() / 100.0)
}

/// A token as it stands.
#[derive(Clone, Copy, Debug)]
struct Value<'t> {
    light: &'t str,
    dark: &'t str,
    place: Option<Span>,
    is_of_site: bool,
}

impl<'t> Value<'t> {
    fn of(&self, scheme: Scheme) -> &'t str {
        match scheme {
            Scheme::Light => self.light,
            Scheme::Dark => self.dark,
        }
    }
}

/// Another value for a token.
#[derive(Clone, Debug, PartialEq)]
struct Change<'t> {
    name: &'t str,
    value: String,
}

/// All tokens of a site.
#[derive(Clone, Debug, Default)]
struct Palette<'t> {
    values: BTreeMap<&'t str, Value<'t>>,
}

impl<'t> Palette<'t> {
    /// The colours of code, what the theme declares, and over both what the site says.
    fn of(sources: &'t Sources, lineage: &Lineage, site: &'t [Token], code: &'t str) -> Self {
        let mut palette = Palette::default();
        tokens::values(code).iter().for_each(|declared| palette.declare(declared, None));
        for (file, sheet) in token_sheets(sources, lineage) {
            for declared in tokens::values(&sheet.text) {
                palette.declare(&declared, Some(Span::new(file, declared.place.start, declared.place.end)));
            }
        }
        for (name, value) in site.iter().filter(|(_, value)| tokens::stands(&value.value)) {
            let (name, text) = (name.value.trim_start_matches('-'), value.value.trim());
            let own = Value { light: text, dark: text, place: Some(value.span), is_of_site: true };
            palette.values.insert(name, own);
        }
        palette
    }

    fn declare(&mut self, declared: &tokens::Declared<'t>, place: Option<Span>) {
        let first = Value { light: declared.value, dark: declared.value, place, is_of_site: false };
        let value = self.values.entry(declared.name).or_insert(first);
        match declared.scheme {
            None => *value = first,
            Some(Scheme::Light) => value.light = declared.value,
            Some(Scheme::Dark) => value.dark = declared.value,
        }
    }

    /// A token's colour, were others changed.
    fn colour(&self, name: &str, scheme: Scheme, changes: &[Change<'_>]) -> Option<Colour> {
        let value = |asked: &str| match changes.iter().rfind(|change| change.name == asked) {
            Some(change) => Some(change.value.as_str()),
            None => self.values.get(asked).map(|value| value.of(scheme)),
        };
        Colour::read(value(name)?, Reading { scheme, values: &value })
    }

    /// The contrast of a pair; `None` where a colour can't be read, or the ground lets light through.
    fn ratio(&self, pair: &Pair<'_>, scheme: Scheme, changes: &[Change<'_>]) -> Option<f64> {
        let ground = self.colour(pair.ground, scheme, changes).filter(|ground| !ground.is_translucent())?;
        Some(self.colour(pair.text, scheme, changes)?.contrast(ground))
    }

    fn faint(&self, pair: &Pair<'t>) -> Vec<Faint<'t>> {
        let measured = |scheme| Some(Faint { pair: *pair, scheme, ratio: self.ratio(pair, scheme, &[])? });
        Scheme::BOTH.into_iter().filter_map(measured).filter(|it| it.ratio < pair.least).collect()
    }

    /// The token and those it is made of, nearest first.
    fn made_of(&self, name: &'t str, scheme: Scheme) -> Vec<&'t str> {
        let mut chain = vec![name];
        let mut next = 0;
        while let Some(value) = chain.get(next).map(|name| self.values.get(name)) {
            let branch = value.map_or("", |value| branch(value.of(scheme), scheme));
            for part in asked(branch) {
                if !chain.contains(&part) {
                    chain.push(part);
                }
            }
            next += 1;
        }
        chain
    }

    /// All tokens that have a part in a pair, the text's first.
    fn parts(&self, pair: &Pair<'t>, scheme: Scheme) -> Vec<&'t str> {
        let mut names = self.made_of(pair.text, scheme);
        names.extend(self.made_of(pair.ground, scheme));
        names
    }

    fn is_of_site(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|value| value.is_of_site)
    }

    /// Tokens that could be changed for a pair: the site's own first, the text's before the ground's.
    fn changeable(&self, faint: &Faint<'t>) -> Vec<&'t str> {
        let is_plain = |name: &&str| {
            let value = self.values.get(*name).filter(|value| value.place.is_some());
            value.is_some_and(|value| asked(branch(value.of(faint.scheme), faint.scheme)).next().is_none())
        };
        let names = self.parts(&faint.pair, faint.scheme).into_iter().filter(is_plain);
        let (own, others): (Vec<_>, Vec<_>) = names.partition(|name| self.is_of_site(name));
        if own.is_empty() { others } else { own }
    }
}

/// The pairs of `theme.toml`; tokens it names that aren't there are reported, unless an ancestor names them: a theme may leave
/// its styles, and their tokens with them.
fn pairs<'l>(lineage: &'l Lineage, palette: &Palette<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Pair<'l>> {
    let mut pairs = Vec::new();
    let own = lineage.themes.first().map(|theme| theme.file);
    for raw in lineage.list(|settings| &settings.contrast) {
        let least = raw.value.min.as_ref().map_or(READABLE, |min| min.value);
        if let Some(min) = raw.value.min.as_ref().filter(|min| !CONTRASTS.contains(&min.value)) {
            problems.push(
                Diagnostic::error("bad-number", format!("no two colours can have a contrast of {}", min.value))
                    .at(min.span, "from 1 to 21")
                    .help("text needs 4.5; large text, edges and icons need 3"),
            );
        }
        let mut known = |names: &'l [Spanned<String>]| -> Vec<&'l str> {
            let (known, unknown): (Vec<_>, Vec<_>) =
                names.iter().partition(|name| palette.values.contains_key(name.value.as_str()));
            let own = unknown.into_iter().filter(|name| Some(name.span.file) == own);
            problems.extend(own.map(|name| unknown_token(name, palette)));
            known.into_iter().map(|name| name.value.as_str()).collect()
        };
        let (texts, grounds) = (known(&raw.value.text), known(&raw.value.ground));
        pairs.extend(texts.iter().flat_map(|text| grounds.iter().map(move |ground| Pair { text, ground, least })));
    }
    pairs
}

fn unknown_token(name: &Spanned<String>, palette: &Palette<'_>) -> Diagnostic {
    Diagnostic::error("unknown-token", format!("the theme has no token `{}`", name.value))
        .at(name.span, "unknown token")
        .maybe_help(nearest_help(&name.value, palette.values.keys().copied()))
        .help("tokens are named as in the theme's `tokens.css`, without dashes before the name")
}

/// Tokens whose contrast nobody can measure, each with the ground it is so on.
fn unread<'t>(palette: &Palette<'t>, pairs: &[Pair<'t>]) -> BTreeMap<&'t str, Scheme> {
    let mut found = BTreeMap::new();
    let uses = pairs.iter().flat_map(|pair| [(pair.text, Use::Text), (pair.ground, Use::Ground)]);
    for ((name, purpose), scheme) in uses.flat_map(|it| Scheme::BOTH.map(|scheme| (it, scheme))) {
        let is_bad = |name: &&str| match palette.colour(name, scheme, &[]) {
            Some(colour) => purpose == Use::Ground && colour.is_translucent(),
            None => true,
        };
        // The last in the chain that can't be read is what keeps the others from it.
        let culprit = palette.made_of(name, scheme).into_iter().rfind(is_bad);
        if let Some(culprit) = culprit.filter(|_| is_bad(&name)) {
            found.entry(culprit).or_insert(scheme);
        }
    }
    found
}

/// What a token is in a pair.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Text,
    Ground,
}

fn unmeasured(palette: &Palette<'_>, name: &str, scheme: Scheme) -> Option<Diagnostic> {
    let value = palette.values.get(name)?;
    let message = match palette.colour(name, scheme, &[]) {
        Some(_) => {
            format!("text stands on `{name}`, which lets through what is under it, so its contrast can't be measured")
        }
        None => format!("`{name}` is no colour that hub can read, so nobody has measured whether text in it can be"),
    };
    let problem = Diagnostic::warning("colour-unread", message)
        .at(value.place?, "")
        .maybe_help(meant(branch(value.of(scheme), scheme)))
        .help("write a colour such as `#a8442a`, `rgb(168 68 42)`, `hsl(12 60% 41%)` or `oklch(50% 0.14 35)`, or give one each: `light-dark(#a8442a, #f0a080)`");
    Some(problem)
}

/// One warning for each token to change, with all pairs that its change mends. Proposals build on one another: pairs with one
/// token of the site's come first, since there is no choice there.
fn told<'t>(palette: &Palette<'t>, pairs: &[Pair<'t>], mut faint: Vec<Faint<'t>>) -> Vec<Diagnostic> {
    let own =
        |it: &Faint<'t>| palette.parts(&it.pair, it.scheme).iter().filter(|name| palette.is_of_site(name)).count();
    faint.sort_by_key(own);
    let (mut problems, mut changes) = (Vec::new(), Vec::new());
    while let Some(first) = faint.first().copied() {
        let names = palette.changeable(&first);
        let found =
            names.iter().find_map(|name| Mending { palette, pairs, faint: &first, name, changes: &changes }.found());
        let help = match &found {
            Some(Change { name, value }) => format!("the nearest that can be read: `{name} = \"{value}\"`"),
            None => "no other lightness of one colour mends it alone: change both".to_owned(),
        };
        let name = found.as_ref().map(|change| change.name).or(names.first().copied()).unwrap_or(first.pair.text);
        let has_change = found.is_some();
        changes.extend(found);
        let is_mended = |it: &Faint<'t>| match has_change {
            true => palette.ratio(&it.pair, it.scheme, &changes).is_some_and(|ratio| ratio >= it.pair.least),
            false => it == &first,
        };
        let (with_it, rest): (Vec<_>, Vec<_>) = faint.into_iter().partition(is_mended);
        faint = rest;
        problems.push(warning(palette, name, &with_it).help(help));
    }
    problems
}

fn warning(palette: &Palette<'_>, name: &str, faint: &[Faint<'_>]) -> Diagnostic {
    let (first, others) = faint.split_first().expect("a token is told of for a pair");
    let Pair { text, ground, least } = first.pair;
    let (scheme, ratio) = (first.scheme.name(), two_decimals(first.ratio));
    let message =
        format!("`{text}` on `{ground}` is hard to see in {scheme}: its contrast is {ratio}, and {least} is the least");
    let label = if [text, ground].contains(&name) { String::new() } else { format!("`{text}` is made of it") };
    let problem = Diagnostic::warning("low-contrast", message);
    let problem = match palette.values.get(name).and_then(|value| value.place) {
        Some(place) => problem.at(place, label),
        None => problem,
    };
    others.iter().fold(problem, |problem, it| problem.note(format!("and {}", it.words())))
}

/// The search for the least change of one token that mends a pair.
#[derive(Clone, Copy)]
struct Mending<'a, 't> {
    palette: &'a Palette<'t>,
    pairs: &'a [Pair<'t>],
    faint: &'a Faint<'t>,
    name: &'a &'t str,
    /// What was proposed before.
    changes: &'a [Change<'t>],
}

/// How much a change has to mend.
#[derive(Clone, Copy, PartialEq)]
enum Wish {
    /// Every pair with the token.
    All,
    /// Those that no other token of the site's has a part in; the others become no worse.
    Own,
    /// The pair in question; the others become no worse.
    One,
}

impl<'t> Mending<'_, 't> {
    /// The change, tried on every pair in light and in dark.
    fn found(&self) -> Option<Change<'t>> {
        let touched = Scheme::BOTH.map(|scheme| self.touched(scheme));
        let [light, dark] = touched.each_ref().map(|touched| self.branch(touched));
        let (light, dark) = (light?, dark?);
        let parted = format!("light-dark({light}, {dark})");
        let values = if self.is_parted() { vec![parted] } else { vec![light, dark, parted] };
        let is_sound = |value: &String| touched.iter().all(|touched| self.holds(value, touched, Wish::One));
        values.into_iter().find(is_sound).map(|value| Change { name: self.name, value })
    }

    fn now(&self, scheme: Scheme) -> &str {
        let value = self.palette.values.get(self.name).map_or("", |value| value.of(scheme));
        let proposed = self.changes.iter().rfind(|change| change.name == *self.name);
        branch(proposed.map_or(value, |change| &change.value), scheme)
    }

    fn is_parted(&self) -> bool {
        self.now(Scheme::Light) != self.now(Scheme::Dark)
    }

    /// Pairs that the token has a part in.
    fn touched(&self, scheme: Scheme) -> Touched<'t> {
        let measured = |pair: &Pair<'t>| {
            let parts = self.palette.parts(pair, scheme);
            let ratio = self.palette.ratio(pair, scheme, self.changes)?;
            let is_shared = parts.iter().any(|name| name != self.name && self.palette.is_of_site(name));
            parts.contains(self.name).then_some((*pair, ratio, is_shared))
        };
        Touched { scheme, pairs: self.pairs.iter().filter_map(measured).collect() }
    }

    /// What the token should be on one ground: as it is, unless a pair with it is faint there.
    fn branch(&self, touched: &Touched<'t>) -> Option<String> {
        let now = self.now(touched.scheme);
        if self.holds(now, touched, Wish::All) {
            return Some(now.to_owned());
        }
        let colour = self.palette.colour(self.name, touched.scheme, self.changes)?;
        let mut values: Vec<_> = colour.other_lightness().map(Colour::hex).collect();
        values.dedup();
        let best = |wish| values.iter().find(|value| self.holds(value, touched, wish)).cloned();
        Some([Wish::All, Wish::Own, Wish::One].into_iter().find_map(best).unwrap_or_else(|| now.to_owned()))
    }

    /// Whether pairs with the token are as wished.
    fn holds(&self, value: &str, touched: &Touched<'t>, wish: Wish) -> bool {
        let mut changes = self.changes.to_vec();
        changes.push(Change { name: self.name, value: value.to_owned() });
        touched.pairs.iter().all(|(pair, before, is_shared)| {
            let Some(after) = self.palette.ratio(pair, touched.scheme, &changes) else { return true };
            let may_stay = match wish {
                Wish::All => false,
                Wish::Own => *is_shared,
                Wish::One => (touched.scheme, pair) != (self.faint.scheme, &self.faint.pair),
            };
            after >= pair.least || (may_stay && after >= *before)
        })
    }
}

/// Pairs on one ground that a token has a part in, each with its contrast, and whether another of the site's tokens has one.
struct Touched<'t> {
    scheme: Scheme,
    pairs: Vec<(Pair<'t>, f64, bool)>,
}

#[cfg(test)]
mod tests {
    use super::super::built_in::built_in_sources;
    use super::*;
    use crate::source::FileId;

    /// What is said of a site's tokens in a theme: place in the text of all values, message, last way out.
    fn said(theme: &str, tokens: &[(&str, &str)]) -> Vec<(&'static str, String, String)> {
        let mut sources = Sources::default();
        built_in_sources(theme, &mut sources);
        let span = Span::file(FileId(0));
        let spanned = |text: &str| Spanned::new(text.to_owned(), span);
        let site: Vec<Token> = tokens.iter().map(|(name, value)| (spanned(name), spanned(value))).collect();
        let mut problems = Vec::new();
        let lineage = Lineage::find(&sources, &spanned(theme), &mut problems).unwrap();
        check(&sources, &lineage, &site, &mut problems);
        let told = |it: Diagnostic| (it.code, it.message, it.help.last().cloned().unwrap_or_default());
        problems.into_iter().map(told).collect()
    }

    #[test]
    fn built_in_themes_can_be_read() {
        for theme in ["hearth", "plain"] {
            assert_eq!(said(theme, &[]), [], "{theme}");
        }
    }

    /// The proposals, as a site would paste them.
    fn proposals(theme: &str, tokens: &[(&str, &str)]) -> Vec<(String, String)> {
        let told = said(theme, tokens);
        assert!(!told.is_empty() && told.iter().all(|it| it.0 == "low-contrast"), "{told:?}");
        let parts = |help: &str| {
            let (name, value) = help.split_once('`')?.1.strip_suffix("\"`")?.split_once(" = \"")?;
            Some((name.to_owned(), value.to_owned()))
        };
        told.iter().filter_map(|it| parts(&it.2)).collect()
    }

    #[test]
    fn what_is_proposed_can_be_read() {
        let sites: [&[(&str, &str)]; 7] = [
            &[("accent", "#ffb000")],
            &[("accent", "light-dark(#e08060, #f0a080)")],
            &[("accent", "oklch(80% 0.15 150)"), ("paper", "light-dark(#fff, #000)")],
            &[("muted", "hsl(30 10% 60%)")],
            &[("paper", "#777")],
            &[("--ink", "gray"), ("muted", "silver")],
            &[("accent", "light-dark(#e08060, #7a2010)"), ("paper", "#777")],
        ];
        for site in sites {
            let mut better: Vec<(String, String)> = site.iter().map(|it| (it.0.into(), it.1.into())).collect();
            for (name, value) in proposals("hearth", site) {
                better.retain(|(own, _)| own.trim_start_matches('-') != name);
                better.push((name, value));
            }
            let better: Vec<_> = better.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(said("hearth", &better), [], "{site:?} became {better:?}");
        }
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_told_once() {
        let told = said("plain", &[("accent", "bleu"), ("paper", "rgb(255 255 255 / 50%)")]);
        assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), ["colour-unread", "colour-unread"], "{told:?}");
        let told = said("hearth", &[("accent", "color(display-p3 1 0 0)")]);
        assert_eq!(told.len(), 1, "{told:?}");
    }
}
