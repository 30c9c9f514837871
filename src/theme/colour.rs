//! Colours as stylesheets write them: read, mixed, measured against each other, made lighter or darker.
//!
//! Reads what CSS Color 4 writes for one colour, and the functions themes are made with: `var()`, `light-dark()`,
//! `color-mix()`, colours made from another (`oklch(from …)`). Knows nothing of where a value stands or what it is for.

use csscolorparser::Color;

use crate::diagnostic::nearest_help;

/// The two grounds a page comes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Scheme {
    /// Both.
    pub(super) const BOTH: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

    /// In words.
    pub(super) fn name(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

/// What a value is read with.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The ground that `light-dark()` asks for.
    pub(super) scheme: Scheme,
    /// Values of custom properties, by name without dashes.
    pub(super) values: &'a dyn Fn(&str) -> Option<&'a str>,
}

/// More than any theme nests, and an end to properties that name each other in a circle.
const MOST_DEPTH: usize = 32;

/// A colour a screen can show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Colour(Color);

impl Colour {
    /// Reads a value; `None` where it is no colour, or one that is written in a way hub doesn't know.
    pub(super) fn read(value: &str, reading: Reading<'_>) -> Option<Colour> {
        expression(value, reading, MOST_DEPTH).map(|colour| Colour(colour.clamp()))
    }

    /// Whether light comes through.
    pub(super) fn is_translucent(self) -> bool {
        self.0.a < 1.0
    }

    /// The contrast of this as text on `ground`, from 1 to 21, as WCAG 2.2 defines it
    /// (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>).
    pub(super) fn contrast(self, ground: Colour) -> f64 {
        let (text, ground) = (self.over(ground).luminance(), ground.luminance());
        (text.max(ground) + 0.05) / (text.min(ground) + 0.05)
    }

    /// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    fn luminance(self) -> f64 {
        let [red, green, blue, _] = self.0.to_linear_rgba().map(f64::from);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// What is seen of a translucent colour.
    fn over(self, ground: Colour) -> Colour {
        let ([r, g, b, alpha], [r0, g0, b0, _]) = (self.0.to_array(), ground.0.to_array());
        let mix = |above: f32, below: f32| above * alpha + below * (1.0 - alpha);
        Colour(Color::new(mix(r, r0), mix(g, g0), mix(b, b0), 1.0))
    }

    /// Colours of the same hue and chroma in OKLCH, the least change of lightness first. Where a screen has no colour of
    /// that chroma, it has as much of it as there is. Each is exactly what its [`hex`](Colour::hex) says.
    pub(super) fn other_lightness(self) -> impl Iterator<Item = Colour> {
        let [from, chroma, hue, alpha] = self.0.to_oklcha();
        let steps = (1_i16..=1000).flat_map(|step| [-step, step]).map(move |step| from + f32::from(step) / 1000.0);
        let inside = steps.filter(|lightness| (0.0..=1.0).contains(lightness));
        inside.map(move |lightness| shown(|share| Color::from_oklcha(lightness, chroma * share, hue, alpha)))
    }

    /// `#a8442a`.
    pub(super) fn hex(self) -> String {
        self.0.to_css_hex().to_string()
    }
}

/// The strongest colour that a screen can show, of those that `make` gives for a share of the chroma.
fn shown(make: impl Fn(f32) -> Color) -> Colour {
    const TOLERANCE: f32 = 0.0001;
    let fits = |colour: &Color| {
        [colour.r, colour.g, colour.b].iter().all(|part| (-TOLERANCE..=1.0 + TOLERANCE).contains(part))
    };
    let (mut low, mut high) = (0.0, 1.0);
    if !fits(&make(high)) {
        for _ in 0..12 {
            let middle = (low + high) / 2.0;
            if fits(&make(middle)) { low = middle } else { high = middle }
        }
        high = low;
    }
    let [red, green, blue, alpha] = make(high).clamp().to_rgba8();
    Colour(Color::from_rgba8(red, green, blue, alpha))
}

/// The value of the branch that `scheme` takes of `light-dark(…)`; any other value is its own branch.
pub(super) fn branch(value: &str, scheme: Scheme) -> &str {
    match call(value, "light-dark").map(arguments).as_deref() {
        Some([light, dark]) => match scheme {
            Scheme::Light => light,
            Scheme::Dark => dark,
        },
        _ => value.trim(),
    }
}

/// Names of the custom properties that a value asks for, without dashes.
pub(super) fn asked(value: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| c == ')' || c == ',' || c.is_whitespace();
    value.split("var(").skip(1).filter_map(move |rest| rest.trim_start().strip_prefix("--")?.split(is_end).next())
}

/// What colour may have been meant by a word.
pub(super) fn meant(word: &str) -> Option<String> {
    nearest_help(word, csscolorparser::NAMED_COLORS.keys().map(|name| name.as_str()))
}

fn expression(value: &str, reading: Reading<'_>, depth: usize) -> Option<Color> {
    let depth = depth.checked_sub(1)?;
    let value = value.trim();
    let chosen = branch(value, reading.scheme);
    if chosen != value {
        return expression(chosen, reading, depth);
    }
    if let Some(inner) = call(value, "var") {
        return property(inner, reading, depth);
    }
    if let Some(inner) = call(value, "color-mix") {
        return mixture(inner, reading, depth);
    }
    match value.split_once('(') {
        Some((function, inner)) => match inner.trim_start().strip_prefix("from ") {
            Some(inner) => relative(function, inner, reading, depth),
            None => absolute(value),
        },
        None => absolute(value),
    }
}

/// The reader of colours knows two ways more to write them, which no browser does.
fn absolute(value: &str) -> Option<Color> {
    let is_bare_hex = value.chars().all(|c| c.is_ascii_hexdigit());
    let lower = value.to_ascii_lowercase();
    let is_foreign = is_bare_hex || ["hsv", "hwba"].iter().any(|function| lower.starts_with(function));
    (!is_foreign).then(|| csscolorparser::parse(value).ok()).flatten()
}

/// `--name` or `--name, fallback`.
fn property(inner: &str, reading: Reading<'_>, depth: usize) -> Option<Color> {
    let (name, fallback) = inner.split_once(',').map_or((inner, None), |(name, rest)| (name, Some(rest)));
    let value = (reading.values)(name.trim().strip_prefix("--")?).or(fallback)?;
    expression(value, reading, depth)
}

/// `oklch(from COLOUR l c h)`, with the colour read first.
fn relative(function: &str, inner: &str, reading: Reading<'_>, depth: usize) -> Option<Color> {
    let inner = inner.trim_start();
    let end = split_outside(inner, char::is_whitespace).next()?.len();
    let (origin, rest) = inner.split_at_checked(end)?;
    let [red, green, blue, alpha] = expression(origin, reading, depth)?.to_array();
    absolute(&format!("{function}(from color(srgb {red} {green} {blue} / {alpha}){rest}"))
}

/// `in oklab, A 11%, B`.
fn mixture(inner: &str, reading: Reading<'_>, depth: usize) -> Option<Color> {
    let parts = arguments(inner);
    let [space, first, second] = parts.as_slice() else { return None };
    let (first, second) = (share(first), share(second));
    let (one, other) = match (first.1, second.1) {
        (None, None) => (0.5, 0.5),
        (Some(one), None) => (one, 1.0 - one),
        (None, Some(other)) => (1.0 - other, other),
        (Some(one), Some(other)) => (one, other),
    };
    let colours = (expression(first.0, reading, depth)?, expression(second.0, reading, depth)?);
    mixed(space.strip_prefix("in ")?.trim(), (colours.0, one), (colours.1, other))
}

type To = fn(&Color) -> [f32; 4];
type From = fn(f32, f32, f32, f32) -> Color;

/// <https://www.w3.org/TR/css-color-5/#color-mix-result>: parts weighed by their shares and by how much of them is opaque.
fn mixed(space: &str, (one, share): (Color, f32), (other, rest): (Color, f32)) -> Option<Color> {
    let (to, from): (To, From) = match space {
        "oklab" => (Color::to_oklaba, Color::from_oklaba),
        "lab" => (Color::to_laba, Color::from_laba),
        "srgb" => (Color::to_array, Color::new),
        "srgb-linear" => (Color::to_linear_rgba, Color::from_linear_rgba),
        _ => return None,
    };
    let sum = share + rest;
    let is_sound = (0.0..=1.0).contains(&share) && (0.0..=1.0).contains(&rest) && sum > 0.0;
    let ([a1, b1, c1, alpha1], [a2, b2, c2, alpha2]) = (to(&one), to(&other));
    let (weight, weight2) = (share / sum * alpha1, rest / sum * alpha2);
    let alpha = weight + weight2;
    let part = |first: f32, second: f32| if alpha > 0.0 { (first * weight + second * weight2) / alpha } else { 0.0 };
    is_sound.then(|| from(part(a1, a2), part(b1, b2), part(c1, c2), alpha * sum.min(1.0)))
}

/// A colour of a mixture and its share, if one is named: `red 11%`, `11% red`.
fn share(part: &str) -> (&str, Option<f32>) {
    let percent = |text: &str| text.trim().strip_suffix('%')?.parse::<f32>().ok().map(|percent| percent / 100.0);
    let last = part.rsplit_once(char::is_whitespace).and_then(|(colour, text)| Some((colour, percent(text)?)));
    let first = || part.split_once(char::is_whitespace).and_then(|(text, colour)| Some((colour, percent(text)?)));
    last.or_else(first).map_or((part, None), |(colour, share)| (colour.trim(), Some(share)))
}

/// What stands between the brackets, where the value is one call of this function.
fn call<'t>(value: &'t str, function: &str) -> Option<&'t str> {
    let value = value.trim();
    let (name, rest) = value.split_at_checked(function.len())?;
    let inner = rest.strip_prefix('(')?.strip_suffix(')')?;
    name.eq_ignore_ascii_case(function).then_some(inner)
}

fn arguments(inner: &str) -> Vec<&str> {
    split_outside(inner, |c| c == ',').map(str::trim).collect()
}

/// Parts of a text between separators that stand in no brackets.
fn split_outside(text: &str, is_separator: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    let mut open = 0_usize;
    text.split(move |c: char| {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        open == 0 && is_separator(c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(scheme: Scheme, value: &str) -> Option<String> {
        let values = |name: &str| match name {
            "accent" => Some("#a4401c"),
            "paper" => Some("light-dark(#fff, #181410)"),
            "ring" => Some("var(--ring)"),
            _ => None,
        };
        Colour::read(value, Reading { scheme, values: &values }).map(Colour::hex)
    }

    #[test]
    fn every_way_to_write_a_colour_is_read() {
        for value in [
            "#f00",
            "#ff0000",
            "#FF0000FF",
            "red",
            "RED",
            "rgb(255, 0, 0)",
            "rgb(100% 0% 0% / 1)",
            "rgba(255 0 0)",
            "hsl(0 100% 50%)",
            "hsl(360deg, 100%, 50%)",
            "hwb(0 0% 0%)",
            "oklch(0.62796 0.25768 29.234)",
            "oklch(62.796% 0.25768 29.234deg)",
            "oklab(0.62796 0.22486 0.12585)",
            "color(srgb 1 0 0)",
            "var(--none, red)",
            "light-dark(red, blue)",
            "color-mix(in srgb, red, red)",
        ] {
            assert_eq!(read_in(Scheme::Light, value).as_deref(), Some("#ff0000"), "{value}");
        }
    }

    #[test]
    fn what_browsers_would_not_take_is_not_read() {
        for value in ["", "ff0000", "hsv(0 100% 100%)", "redd", "1rem", "var(--none)", "var(--ring)", "light-dark(red)"]
        {
            assert_eq!(read_in(Scheme::Light, value), None, "{value}");
        }
    }

    /// What browsers paint for the same values.
    #[test]
    fn made_colours_are_what_browsers_make() {
        let ember = "oklch(from var(--accent) .77 calc(c * .78) calc(h + 8))";
        assert_eq!(read_in(Scheme::Dark, ember).as_deref(), Some("#ee9e77"));
        let soft = "color-mix(in oklab, var(--accent) 11%, var(--paper))";
        assert_eq!(read_in(Scheme::Light, soft).as_deref(), Some("#f7eae5"));
        assert_eq!(read_in(Scheme::Dark, "light-dark(red, var(--paper))").as_deref(), Some("#181410"));
    }

    fn colour(value: &str) -> Colour {
        Colour::read(value, Reading { scheme: Scheme::Light, values: &|_| None }).unwrap()
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        let ratio = |text, ground| (colour(text).contrast(colour(ground)) * 100.0).round() / 100.0;
        assert_eq!(ratio("black", "white"), 21.0);
        assert_eq!(ratio("white", "white"), 1.0);
        assert_eq!(ratio("#767676", "#fff"), 4.54);
        assert_eq!(ratio("#fff", "#767676"), 4.54);
        assert_eq!(ratio("rgb(0 0 0 / 50%)", "#fff"), 3.98);
    }

    #[test]
    fn another_lightness_keeps_the_hue() {
        let from = colour("#c98a00");
        let hue = |it: Colour| it.0.to_oklcha()[2].to_degrees();
        let darker = from.other_lightness().find(|it| it.contrast(colour("white")) >= 4.5).unwrap();
        assert!((hue(darker) - hue(from)).abs() < 4.0, "{} {}", hue(darker), hue(from));
        assert_eq!(colour(&darker.hex()), darker);
    }
}
