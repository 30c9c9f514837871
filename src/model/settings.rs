//! hub.toml: from what was typed to [`Settings`].
//!
//! Read in two steps, because ids and dates need the zone before the quiz can name a track: [`ground`] is what everything
//! else stands on, [`settings`] the whole.

use std::collections::BTreeSet;

use super::address::{contact, split_web, web};
use super::catalogue::Catalogue;
use super::fields::{text, texts};
use super::known::Dates;
use super::site::{Author, BaseUrl, Calendar, Question, Security, Segment, SegmentId, Settings, Support, Survey, Tier};
use super::time::Zone;
use super::words::{check_id, duplicate_ids, unknown};
use super::{names::Names, signup, translations};
use crate::diagnostic::{Diagnostic, codes, nearest_help};
use crate::parse::Kind;
use crate::parse::settings::{
    AXIS, FEED_ITEMS, FEED_LIMIT, RawAuthor, RawSegment, RawSettings, RawSupport, RawSurvey, RawTier, THEME, YEARS,
};
use crate::parse::toml::{Map, TextOr};
use crate::parse::words::MOMENTS;
use crate::source::{FileId, Span, Spanned};

/// What the rest of the site is read with.
#[derive(Clone, Debug)]
pub(super) struct Ground {
    /// Where the site is published.
    pub(super) base_url: BaseUrl,
    /// Time zone.
    pub(super) zone: Zone,
    /// False where one of them stands in for what can't be used: the site is then checked, but not made.
    pub(super) usable: bool,
}

/// What hub.toml refers to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    /// Pieces and files.
    pub(super) catalogue: &'a Catalogue<'a>,
    /// Newsletters.
    pub(super) calendar: &'a Calendar,
    /// Dates of the site.
    pub(super) dates: Dates<'a>,
}

/// Reads zone and base URL; where one is unusable a stand-in lets the rest be checked all the same.
pub(super) fn ground(raw: &RawSettings, problems: &mut Vec<Diagnostic>) -> Ground {
    let base_url = raw.base_url.as_ref().and_then(|typed| base_url(typed, problems));
    let zone = raw.timezone.as_ref().and_then(|typed| zone(typed, problems));
    Ground {
        usable: base_url.is_some() && zone.is_some(),
        base_url: base_url.unwrap_or_else(|| BaseUrl {
            origin: "https://example.org".to_owned(),
            host: "example.org".to_owned(),
            path: "/".to_owned(),
        }),
        zone: zone.unwrap_or_else(Zone::utc),
    }
}

fn zone(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<Zone> {
    let found = Zone::named(&typed.value);
    if found.is_none() {
        let nearest = Zone::nearest(&typed.value).map(|name| format!("did you mean `{name}`?"));
        problems.push(
            Diagnostic::error("unknown-timezone", format!("there is no time zone `{}`", typed.value))
                .at(typed.span, "")
                .help(nearest.unwrap_or_else(|| "write its IANA name, such as `Europe/Berlin`".to_owned())),
        );
    }
    found
}

fn base_url(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<BaseUrl> {
    let read = read_base_url(typed.value.trim());
    read.map_err(|why| {
        problems.push(
            Diagnostic::error("bad-base-url", format!("`{}` can't be the address of a site", typed.value))
                .at(typed.span, why)
                .help("write it as in `https://example.org/` or `https://example.org/hub/`"),
        );
    })
    .ok()
}

/// Reads a base URL; the error says what is expected instead.
pub(super) fn read_base_url(text: &str) -> Result<BaseUrl, &'static str> {
    let web = split_web(text).ok_or("an address with `https://` is expected here")?;
    if web.rest.contains(['?', '#']) {
        return Err("without `?` and `#`");
    }
    if !web.host.is_ascii() {
        return Err("the host is written in its ASCII form, `xn--…`");
    }
    let parts: Vec<&str> = web.rest.split('/').filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| crate::output::check_segment(part).is_err() || part.contains('%')) {
        return Err("its path holds what no folder can be named");
    }
    let host = web.host.to_ascii_lowercase();
    Ok(BaseUrl {
        origin: format!("{}://{host}{}", web.scheme.to_ascii_lowercase(), web.port),
        path: if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) },
        host,
    })
}

/// Reads the whole of hub.toml.
pub(super) fn settings(
    (file, raw): (FileId, &RawSettings),
    ground: Ground,
    around: Around<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Settings {
    let names = around.catalogue.names();
    let (theme, tokens) = theme(file, raw);
    check_ids(raw, problems);
    let language = language(file, raw, problems);
    let segments: Vec<_> = raw.segment.iter().map(|raw| segment(raw, &names, problems)).collect();
    Settings {
        file,
        title: text(&raw.title),
        tagline: text(&raw.tagline),
        description: text(&raw.description),
        guid_host: guid_host(raw, &ground.base_url, problems),
        base_url: ground.base_url,
        zone: ground.zone,
        since: since(raw, problems),
        upcoming: raw.upcoming.as_ref().is_some_and(|flag| flag.value),
        translations: translations::of_site(&raw.translation, &language.value, problems),
        language,
        profiles: raw.profiles.iter().filter_map(|url| web(url, problems)).collect(),
        theme,
        tokens,
        search: search(raw),
        authors: raw.author.iter().map(|raw| author(&raw.value, around.catalogue, problems)).collect(),
        tiers: raw.tier.iter().map(|typed| tier(&typed.value, raw, &names, problems)).collect(),
        quiz: quiz(raw, &names, problems),
        signup: raw.signup.as_ref().and_then(|raw| signup::signup(raw, &segments, around, problems)),
        support: raw.support.as_ref().and_then(|raw| support(raw, problems)),
        segments,
        surveys: raw.survey.iter().map(|raw| survey(&raw.value, problems)).collect(),
        feed_limit: feed_limit(raw, problems),
        security: security(raw, around.dates, problems),
        off: off(raw, problems),
    }
}

fn check_ids(raw: &RawSettings, problems: &mut Vec<Diagnostic>) {
    let lists: [(&str, Vec<&Spanned<String>>); 4] = [
        ("authors", raw.author.iter().filter_map(|raw| raw.value.id.as_ref()).collect()),
        ("segments", raw.segment.iter().filter_map(|raw| raw.value.id.as_ref()).collect()),
        ("tiers", raw.tier.iter().filter_map(|raw| raw.value.id.as_ref()).collect()),
        ("surveys", raw.survey.iter().filter_map(|raw| raw.value.id.as_ref()).collect()),
    ];
    for (noun, ids) in lists {
        ids.iter().for_each(|id| check_id(id, problems));
        duplicate_ids(noun, ids.into_iter(), problems);
    }
}

fn theme(file: FileId, raw: &RawSettings) -> (Spanned<String>, Map<String>) {
    let Some(typed) = &raw.theme else { return (Spanned::new(THEME.to_owned(), Span::file(file)), Vec::new()) };
    let default = || Spanned::new(THEME.to_owned(), typed.span);
    match &typed.value {
        TextOr::Text(name) => (Spanned::new(name.clone(), typed.span), Vec::new()),
        TextOr::Table(theme) => (
            theme.name.clone().unwrap_or_else(default),
            theme.tokens.as_ref().map_or_else(Vec::new, |tokens| tokens.value.clone()),
        ),
    }
}

fn search(raw: &RawSettings) -> bool {
    match raw.theme.as_ref().map(|typed| &typed.value) {
        Some(TextOr::Table(theme)) => theme.search.as_ref().is_none_or(|flag| flag.value),
        _ => true,
    }
}

fn guid_host(raw: &RawSettings, base_url: &BaseUrl, problems: &mut Vec<Diagnostic>) -> String {
    let Some(typed) = &raw.guid_host else { return base_url.host.clone() };
    let host = typed.value.trim().to_ascii_lowercase();
    let is_bare = split_web(&format!("https://{host}")).is_some_and(|web| web.host == host && host.is_ascii());
    if !is_bare {
        let meant = split_web(&host).map(|web| format!("write `{}`", web.host));
        problems.push(
            Diagnostic::error("bad-guid-host", format!("`{}` is no host name", typed.value))
                .at(typed.span, "a host alone is expected here, without `https://` and path")
                .maybe_help(meant),
        );
    }
    host
}

fn language(file: FileId, raw: &RawSettings, problems: &mut Vec<Diagnostic>) -> Spanned<String> {
    let Some(typed) = &raw.language else { return Spanned::new("en".to_owned(), Span::file(file)) };
    // What stands in has words, so that this is the only problem told.
    let stand_in = || meant_language(typed).unwrap_or_else(|| "en".to_owned());
    Spanned::new(language_tag(typed, problems).unwrap_or_else(stand_in), typed.span)
}

/// The language tag that was typed, or a `bad-language` problem.
pub(super) fn language_tag(typed: &Spanned<String>, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let tag = typed.value.trim();
    if is_language(tag) {
        return Some(tag.to_owned());
    }
    let help = match meant_language(typed) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "write a tag such as `en`, `de-AT` or `pt-BR`".to_owned(),
    };
    let problem = Diagnostic::error("bad-language", format!("`{}` is no language tag", typed.value));
    problems.push(problem.at(typed.span, "").help(help));
    None
}

/// What a tag with `_` means.
fn meant_language(typed: &Spanned<String>) -> Option<String> {
    Some(typed.value.trim().replace('_', "-")).filter(|meant| is_language(meant))
}

/// Whether a tag is well-formed (BCP 47): a language, then parts of which a single letter announces the next.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first =
        parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let announces = tag.rsplit('-').next().is_some_and(|last| last.len() == 1);
    let fits = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    first && !announces && parts.all(fits)
}

fn since(raw: &RawSettings, problems: &mut Vec<Diagnostic>) -> i64 {
    let Some(typed) = &raw.since else { return *YEARS.start() };
    if !YEARS.contains(&typed.value) {
        problems.push(
            Diagnostic::error("bad-since", format!("{} is not the year a hub began", typed.value))
                .at(typed.span, format!("a year from {} to {} is expected here", YEARS.start(), YEARS.end())),
        );
    }
    typed.value
}

fn feed_limit(raw: &RawSettings, problems: &mut Vec<Diagnostic>) -> usize {
    let typed = raw.feeds.as_ref().and_then(|feeds| feeds.value.limit.as_ref());
    if let Some(typed) = typed.filter(|typed| !FEED_ITEMS.contains(&typed.value)) {
        let (least, most) = (FEED_ITEMS.start(), FEED_ITEMS.end());
        problems.push(
            Diagnostic::error("bad-number", format!("a feed can't hold {} items", typed.value))
                .at(typed.span, format!("a number from {least} to {most} is expected here")),
        );
    }
    usize::try_from(typed.map_or(FEED_LIMIT, |typed| typed.value)).unwrap_or_default()
}

fn author(raw: &RawAuthor, catalogue: &Catalogue<'_>, problems: &mut Vec<Diagnostic>) -> Author {
    // A portrait has no folder of its own to be relative to: with or without a slash it lies in `static/`.
    let image = raw.image.as_ref().and_then(|typed| {
        let below_static = Spanned::new(format!("/{}", typed.value.trim_start_matches('/')), typed.span);
        catalogue.asset("static", &below_static, problems)
    });
    Author {
        id: text(&raw.id),
        name: text(&raw.name),
        bio: text(&raw.bio),
        role: text(&raw.role),
        url: raw.url.as_ref().and_then(|url| web(url, problems)).unwrap_or_default(),
        image,
    }
}

fn segment(raw: &Spanned<RawSegment>, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Segment {
    let (span, raw) = (raw.span, &raw.value);
    Segment {
        id: text(&raw.id),
        title: text(&raw.title),
        audience: text(&raw.r#for),
        not_for: text(&raw.not_for),
        axis: raw.axis.as_ref().map_or_else(|| AXIS.to_owned(), |axis| axis.value.clone()),
        description: text(&raw.description),
        track: raw.track.as_ref().and_then(|id| names.item(id, Some(Kind::Track), problems)),
        span: raw.id.as_ref().map_or(span, |id| id.span),
    }
}

fn tier(raw: &RawTier, settings: &RawSettings, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Tier {
    let segments =
        || settings.segment.iter().map(|segment| segment.value.id.as_ref().map_or("", |id| id.value.as_str()));
    let segment = raw.segment.as_ref().and_then(|typed| {
        let found = segments().position(|id| id == typed.value).map(SegmentId::at);
        if found.is_none() {
            problems.push(unknown(typed, ("unknown-segment", "segment"), segments()));
        }
        found
    });
    Tier {
        id: text(&raw.id),
        title: text(&raw.title),
        gets: texts(&raw.gets),
        how: text(&raw.how),
        price: text(&raw.price),
        offer: raw.offer.as_ref().and_then(|typed| names.item(typed, Some(Kind::Offer), problems)),
        segment,
    }
}

fn quiz(raw: &RawSettings, names: &Names<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Question> {
    let mut quiz = Vec::new();
    for question in raw.quiz.iter() {
        if question.value.answer.is_empty() {
            problems.push(
                Diagnostic::error("quiz-without-answers", "this question has no answers")
                    .at(question.span, "")
                    .help("add an answer: `[[quiz.answer]]` with `text = \"…\"` and `track = \"…\"`"),
            );
        }
        let answers = question.value.answer.iter().filter_map(|answer| {
            let track = names.item(answer.value.track.as_ref()?, Some(Kind::Track), problems)?;
            Some((text(&answer.value.text), track))
        });
        quiz.push(Question { answers: answers.collect(), text: text(&question.value.question) });
    }
    quiz
}

fn support(raw: &Spanned<RawSupport>, problems: &mut Vec<Diagnostic>) -> Option<Support> {
    let typed = raw.value.contact.as_ref()?;
    Some(Support {
        url: contact(typed, problems)?,
        label: typed.value.trim().trim_start_matches("mailto:").to_owned(),
        hours: text(&raw.value.hours),
        answer_time: text(&raw.value.answer_time),
    })
}

fn survey(raw: &RawSurvey, problems: &mut Vec<Diagnostic>) -> Survey {
    let moment = raw.moment.as_ref().and_then(|typed| MOMENTS.read(typed, problems));
    Survey {
        id: text(&raw.id),
        title: text(&raw.title),
        url: raw.url.as_ref().and_then(|url| web(url, problems)).unwrap_or_default(),
        moment: moment.unwrap_or_default().to_owned(),
        text: text(&raw.text),
    }
}

/// Codes that are switched off. An error says what keeps the site from being built, and what is about other people's data
/// they can't switch off themselves: both stay.
fn off(raw: &RawSettings, problems: &mut Vec<Diagnostic>) -> BTreeSet<&'static str> {
    let mut off = BTreeSet::new();
    for typed in raw.check.as_ref().map_or(&[][..], |check| check.value.off.as_slice()) {
        let Some(code) = codes::all().find(|code| *code == typed.value) else {
            let near = nearest_help(&typed.value, codes::all());
            problems.push(
                Diagnostic::error("unknown-code", format!("there is no code `{}`", typed.value))
                    .at(typed.span, "")
                    .help(near.unwrap_or_else(|| {
                        "write it as it stands in brackets after `warning` or `note`; `hub explain` lists them all"
                            .to_owned()
                    })),
            );
            continue;
        };
        match codes::why_it_stays(code) {
            None => _ = off.insert(code),
            Some(why) => problems.push(
                Diagnostic::error("code-stays", format!("`{code}` can't be switched off: {why}"))
                    .at(typed.span, "")
                    .help(format!("take it out of `off`; `hub explain {code}` says what to do about it")),
            ),
        }
    }
    off
}

fn security(raw: &RawSettings, dates: Dates<'_>, problems: &mut Vec<Diagnostic>) -> Option<Security> {
    let raw = &raw.security.as_ref()?.value;
    let contact = raw.contact.as_ref().and_then(|typed| contact(typed, problems));
    let expires = raw.expires.as_ref().and_then(|typed| dates.end(typed, problems));
    Some(Security { contact: contact?, expires: expires? })
}
