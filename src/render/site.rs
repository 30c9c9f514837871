//! The site as every template sees it, the same on every page.

use super::scene::Scene;
use super::view::{LinkView, SegmentView, SiteView, SupportView};
use super::{cards, feed, head, policy, signup};
use crate::model::{Detail, Item, Policy, SegmentId};
use crate::parse::Kind;
use crate::plan::FeedTopic;

/// Kinds of the main navigation, in order; the rest is found from the home page.
const NAV: [Kind; 6] = [Kind::Track, Kind::Guide, Kind::Series, Kind::Faq, Kind::Spotlight, Kind::Event];
/// Kinds of the footer.
const FOOTER: [Kind; 3] = [Kind::Prompt, Kind::Challenge, Kind::Offer];

/// The view of the site.
pub(super) fn view(scene: &Scene<'_>) -> SiteView {
    let settings = &scene.site.settings;
    SiteView {
        title: settings.title.clone(),
        tagline: settings.tagline.clone(),
        description: settings.description.clone(),
        language: settings.language.value.clone(),
        locale: locale(&settings.language.value),
        dir: scene.theme.words().direction().to_owned(),
        timezone: settings.zone.name().to_owned(),
        base_url: scene.absolute("/"),
        home: scene.local("/"),
        css: scene.local(&scene.files.css),
        js: scene.files.js.as_ref().map(|route| scene.local(route)),
        favicon: scene.paths.favicon.as_ref().map(|(_, route)| scene.local(route)),
        boot: scene.theme.boot().to_owned(),
        policy: policy::for_meta(scene),
        search: to(scene, "nav.search", scene.paths.search.as_ref()),
        nav: nav(scene),
        footer: footer(scene),
        segments: segments(scene),
        support: settings.support.as_ref().map(|support| SupportView {
            url: support.url.clone(),
            label: support.label.clone(),
            hours: support.hours.clone(),
            answer_time: support.answer_time.clone(),
        }),
        signup: signup::view(scene),
        profiles: settings.profiles.clone(),
    }
}

/// `de_AT` for `de-AT`; a region that nobody named is none.
fn locale(tag: &str) -> String {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_region = |part: &&str| part.len() == 2 || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
    let region = parts.take_while(|part| part.len() > 1).find(is_region);
    region.map(|region| format!("{language}_{}", region.to_ascii_uppercase())).unwrap_or_default()
}

fn to(scene: &Scene<'_>, key: &str, route: Option<&String>) -> Option<LinkView> {
    route.map(|route| LinkView { title: scene.word(key), url: scene.local(route) })
}

/// The listings among `kinds` that hold something.
fn listings(scene: &Scene<'_>, kinds: &[Kind]) -> Vec<LinkView> {
    let has_items = |kind: &Kind| scene.plan.listings.get(kind).is_some_and(|items| !items.is_empty());
    let has_dates = |kind: &Kind| *kind == Kind::Event && !scene.plan.next_dates.is_empty();
    let filled = kinds.iter().filter(|kind| has_items(kind) || has_dates(kind));
    let link = |kind: &Kind| to(scene, &format!("nav.{}", kind.folder()), scene.paths.listings.get(kind));
    filled.filter_map(link).collect()
}

/// The main navigation: only what exists.
pub(super) fn nav(scene: &Scene<'_>) -> Vec<LinkView> {
    let first = to(scene, "nav.start", scene.paths.start.as_ref());
    let last = to(scene, "nav.newsletter", scene.paths.newsletters.values().next());
    first.into_iter().chain(listings(scene, &NAV)).chain(last).collect()
}

fn footer(scene: &Scene<'_>) -> Vec<LinkView> {
    let paths = &scene.paths;
    let pages = [
        ("rewards", &paths.rewards),
        ("answered", &paths.answered),
        ("upcoming", &paths.upcoming),
        ("tags", &paths.tags),
    ];
    let pages = pages.into_iter().filter_map(|(key, route)| to(scene, &format!("nav.{key}"), route.as_ref()));
    let everything = feed::about(scene, FeedTopic::All);
    let everything = everything.and_then(|it| to(scene, "nav.feed", Some(&it.path)));
    listings(scene, &FOOTER)
        .into_iter()
        .chain(pages)
        .chain(policies(scene, &[Policy::Privacy, Policy::Refund, Policy::Terms, Policy::Imprint]))
        .chain(everything)
        .chain(to(scene, "nav.preferences", paths.preferences.as_ref()))
        .collect()
}

/// Public pages of these policies, in the order of the list.
pub(super) fn policies(scene: &Scene<'_>, wanted: &[Policy]) -> Vec<LinkView> {
    let pages = |policy: Policy| {
        let is_it = move |item: &Item| matches!(&item.detail, Detail::Page(page) if page.policy == Some(policy));
        scene.site.of_kind(Kind::Page).filter(move |(_, item)| is_it(item)).filter_map(|(id, _)| cards::link(scene, id))
    };
    wanted.iter().flat_map(|policy| pages(*policy)).collect()
}

/// Segments that have a page, in the order of hub.toml.
pub(super) fn segments(scene: &Scene<'_>) -> Vec<SegmentView> {
    let ids = (0..scene.site.settings.segments.len()).map(SegmentId::at);
    ids.filter(|id| scene.paths.segments.contains_key(id)).filter_map(|id| segment(scene, id)).collect()
}

/// A segment.
pub(super) fn segment(scene: &Scene<'_>, id: SegmentId) -> Option<SegmentView> {
    let segment = scene.site.settings.segments.get(id.index())?;
    Some(SegmentView {
        id: segment.id.clone(),
        title: segment.title.clone(),
        axis: segment.axis.clone(),
        audience: segment.audience.clone(),
        not_for: segment.not_for.clone(),
        description: segment.description.clone(),
        url: scene.paths.segments.get(&id).map(|route| scene.local(route)).unwrap_or_default(),
        track: segment.track.and_then(|track| cards::link(scene, track)),
        tag: signup::tag(scene, id),
    })
}

/// Where to go from a page that isn't there.
pub(super) fn ways_out(scene: &Scene<'_>) -> Vec<LinkView> {
    std::iter::once(head::home(scene)).chain(nav(scene)).collect()
}

#[cfg(test)]
mod tests {
    use super::locale;

    #[test]
    fn a_locale_names_only_regions_that_are_there() {
        assert_eq!(locale("de-AT"), "de_AT");
        assert_eq!(locale("zh-Hans-cn"), "zh_CN");
        assert_eq!(locale("es-419"), "es_419");
        assert_eq!(locale("ar"), "");
        assert_eq!(locale("en-x-us"), "");
    }
}
