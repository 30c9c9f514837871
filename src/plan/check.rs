//! What is wrong with the URLs of a site (at any time), and what time has taken away (now).

use std::collections::BTreeSet;

use super::{Audience, FeedTopic, Moment, Page, Plan, Route, SEARCH_INDEX, STUDIO, Visibility, World};
use super::{issue_problems, offers, routes, visible};
use crate::diagnostic::{Diagnostic, nearest};
use crate::markdown::LinkKind;
use crate::model::time::Instant;
use crate::model::{Becomes, Body, Detail, EmbedTarget, Item, ItemId, Never, Policy, Site, Target};
use crate::output::PathProblem;
use crate::parse::Kind;
use crate::source::{AssetId, Sources, Span};

/// Collisions, addresses that can't be files, and links to addresses that never exist. Holds at any time.
pub fn check(world: World<'_>, now: Instant) -> Vec<Diagnostic> {
    let moment = Moment { now, audience: Audience::Public };
    let ever = super::with_visibility(world, moment, visible::ever(world.site));
    let mut problems = bad_paths(world.site, &ever);
    problems.extend(collisions(world, &ever));
    problems.extend(dead_paths(world, moment, &ever));
    problems
}

fn bad_paths(site: &Site, ever: &Plan) -> Vec<Diagnostic> {
    let wrong = |path: &str| match crate::output::OutputPath::new(path.trim_matches('/')) {
        Err(problem) if path != "/" => Some(problem),
        _ => None,
    };
    let report = |path: &str, span, problem: PathProblem| {
        Diagnostic::error("bad-path", format!("`{path}` can't be an address: {problem}")).at(span, "")
    };
    let mut problems = Vec::new();
    for (item, url) in site.items.iter().zip(&ever.urls) {
        problems.extend(wrong(url).map(|problem| report(url, item.slug.span, problem)));
    }
    for (tag, items) in &ever.tags {
        let span = items.first().map(|id| site.item(*id).span);
        problems.extend(wrong(tag).zip(span).map(|(problem, span)| report(&format!("/tags/{tag}/"), span, problem)));
    }
    problems
}

/// Who claims a file of the output.
struct Claim<'a> {
    path: &'a str,
    what: String,
    span: Option<Span>,
    is_feed: bool,
}

/// What claims an address; who that is, in words, is asked only where there are two.
#[derive(Clone, Copy)]
enum Taker<'a> {
    Route(&'a Page),
    SearchIndex,
    Studio,
    Letter(&'a Item),
}

fn collisions(world: World<'_>, ever: &Plan) -> Vec<Diagnostic> {
    let mut taken = taken(world.site, ever);
    taken.sort_by(|(one, ..), (other, ..)| one.cmp(other));
    let several = taken.chunk_by(|(one, ..), (other, ..)| one == other).filter(|group| group.len() > 1);
    let claims = several.map(|group| claims(world, ever, group));
    claims.filter(|claims| claims.len() > 1 && !is_told(claims)).map(|claims| collision(&claims)).collect()
}

/// Every address by the file it would be, with who takes it.
fn taken<'a>(site: &'a Site, ever: &'a Plan) -> Vec<(String, &'a str, Taker<'a>)> {
    let searches = ever.routes.iter().any(|route| route.page == Page::Search);
    let mut taken = Vec::with_capacity(ever.routes.len());
    for route in &ever.routes {
        let key = route.output.collision_key();
        let path = route.path.as_str();
        let index = (searches && is_in_index(route)).then(|| (key.clone(), path, Taker::SearchIndex));
        taken.push((key, path, Taker::Route(&route.page)));
        taken.extend(index);
        taken.extend(is_in_studio(route).then(|| (route.output.collision_key(), path, Taker::Studio)));
    }
    // The route of a letter exists only from its day on; its address is taken all the same.
    for (id, item) in site.of_kind(Kind::Issue) {
        let path = ever.urls.get(id.index()).map_or("", String::as_str);
        let output = routes::output(path);
        taken.extend(output.map(|output| (output.collision_key(), path, Taker::Letter(item))));
    }
    taken
}

/// Who claims one file: a letter that has its route is one and the same.
fn claims<'a>(world: World<'_>, ever: &Plan, group: &[(String, &'a str, Taker<'_>)]) -> Vec<Claim<'a>> {
    let mut claims: Vec<Claim<'a>> = Vec::new();
    for (_, path, taker) in group {
        match taker {
            Taker::Route(page) => claims.push(claim(world, ever, path, page)),
            Taker::SearchIndex => claims.push(index_claim(path)),
            Taker::Studio => claims.push(studio_claim(path)),
            Taker::Letter(_) if claims.iter().any(|claim| claim.path == *path) => {}
            Taker::Letter(item) => {
                claims.push(Claim { path, what: describe(item), span: Some(item.span), is_feed: false });
            }
        }
    }
    claims
}

/// Whether a file would stand among those of the search index; a page at its address is another file.
fn is_in_index(route: &Route) -> bool {
    let file = format!("/{}", route.output.as_str().to_lowercase());
    file.strip_prefix(SEARCH_INDEX).is_some_and(|rest| rest != "index.html")
}

fn index_claim(path: &str) -> Claim<'_> {
    Claim { path, what: "the folder of the search index".to_owned(), span: None, is_feed: false }
}

/// Whether a file would stand where `hub serve` has pages of its own, which no site may hide.
fn is_in_studio(route: &Route) -> bool {
    format!("/{}", route.output.as_str().to_lowercase()).starts_with(STUDIO)
}

fn studio_claim(path: &str) -> Claim<'_> {
    Claim { path, what: "the studio of `hub serve`".to_owned(), span: None, is_feed: false }
}

/// Whether the collision follows from an id or a slug that is there twice, which the model has reported. Files have no place.
fn is_told(claims: &[Claim<'_>]) -> bool {
    are_alike(claims) && claims.iter().all(|claim| claim.span.is_some())
}

fn are_alike(claims: &[Claim<'_>]) -> bool {
    claims.windows(2).all(|pair| matches!(pair, [one, other] if one.what == other.what))
}

fn collision(claims: &[Claim<'_>]) -> Diagnostic {
    let path = claims.first().map_or("", |claim| claim.path);
    let mut problem = Diagnostic::error("route-collision", format!("two sources claim the address `{path}`"));
    for claim in claims {
        problem = match claim.span {
            Some(span) => problem.at(span, claim.what.clone()),
            None => problem.note(format!("`{}`: {}", claim.path, claim.what)),
        };
    }
    if claims.iter().any(|claim| claim.path != path) {
        problem = problem.note("a path in another case, or `x.html` beside `x/`, is the same file on many hosts");
    }
    if are_alike(claims) && claims.iter().all(|claim| claim.span.is_none()) {
        return problem
            .note("their names look alike: in one of them an accent is a character of its own")
            .help("delete one of the two files");
    }
    if claims.iter().any(|claim| claim.span.is_none()) {
        return problem
            .help("take the file out of `static/`, or give the piece another `slug`: hub's own address stays");
    }
    if claims.iter().all(|claim| claim.is_feed) {
        return problem.help("give one of the newsletters, or the segment, another `id`");
    }
    problem.help("give one of them another `slug`, or rename its file")
}

fn claim<'a>(world: World<'_>, ever: &Plan, path: &'a str, page: &Page) -> Claim<'a> {
    let site = world.site;
    let (what, span) = match page {
        Page::Item(id) => (describe(site.item(*id)), Some(site.item(*id).slug.span)),
        Page::Issue(at) => {
            let letter = ever.issues.get(*at).and_then(|issue| issue.letter);
            ("an issue of the newsletter".to_owned(), letter.map(|id| site.item(id).span))
        }
        Page::Step(track, _) => (format!("a step of {}", describe(site.item(*track))), Some(site.item(*track).span)),
        Page::Tag(tag, _) => (format!("the page of the tag `{tag}`"), tag_span(site, tag)),
        Page::Redirect(at) => redirect_claim(site, ever, *at),
        Page::Feed(at) | Page::JsonFeed(at) => feed_claim(site, ever, *at),
        Page::Asset(asset) => (format!("the file `{}`", world.sources.asset(*asset).path), None),
        Page::Theme(_) => ("a file of the theme".to_owned(), None),
        _ => ("a page that hub makes itself".to_owned(), None),
    };
    Claim { path, what, span, is_feed: matches!(page, Page::Feed(_) | Page::JsonFeed(_)) }
}

/// `weekly-pro` is a newsletter's own feed as well as that of `weekly` for the segment `pro`.
fn feed_claim(site: &Site, ever: &Plan, at: usize) -> (String, Option<Span>) {
    let topic = ever.feeds.get(at).map(|feed| feed.topic);
    let (id, segment) = match topic {
        Some(FeedTopic::Newsletter(id) | FeedTopic::FirstNewsletter(id)) => (id, None),
        Some(FeedTopic::NewsletterFor(id, segment)) => (id, site.settings.segments.get(segment.index())),
        _ => return ("a feed that hub makes itself".to_owned(), None),
    };
    let Some(newsletter) = site.calendar.newsletters.get(id.index()) else { return (String::new(), None) };
    let name = &newsletter.id.value;
    let what = match segment {
        Some(segment) => format!("the feed of the newsletter `{name}` for the segment `{}`", segment.id),
        None => format!("the feed of the newsletter `{name}`"),
    };
    (what, Some(newsletter.id.span))
}

fn redirect_claim(site: &Site, ever: &Plan, at: usize) -> (String, Option<Span>) {
    let from = ever.redirects.get(at).map_or("", |redirect| redirect.from.as_str());
    let aliases = site.items.iter().flat_map(|item| item.aliases.iter().map(move |alias| (item, alias)));
    let mut of_route = aliases.filter(|(_, alias)| routes::alias_route(&alias.value) == from);
    match of_route.next() {
        Some((item, alias)) => (format!("an alias of {}", describe(item)), Some(alias.span)),
        None => ("a redirect".to_owned(), None),
    }
}

fn tag_span(site: &Site, tag: &str) -> Option<Span> {
    site.items.iter().find(|item| item.tags.iter().any(|own| own == tag)).map(|item| item.span)
}

fn describe(item: &Item) -> String {
    format!("the {} `{}`", item.kind.name(), item.id)
}

fn bodies(site: &Site) -> impl Iterator<Item = (Option<ItemId>, &Body)> {
    let items = site.iter().map(|(id, item)| (Some(id), &item.body));
    items.chain(site.listings.values().map(|listing| (None, &listing.body)))
}

fn dead_paths(world: World<'_>, moment: Moment, ever: &Plan) -> Vec<Diagnostic> {
    let exists = addresses(world.site, ever);
    let mut dead = dead_links(world.site, &exists);
    // What a member took back must get through: a link to it, or to what is gone with it, is one to a page that isn't public.
    if !dead.is_empty() && ever.visibility.contains(&Visibility::Withdrawn) {
        let all = vec![Visibility::Public; world.site.items.len()];
        let before = super::with_visibility(world, moment, all);
        let mut existed = addresses(world.site, &before);
        // A withdrawn member has no day, by which a feed begins.
        existed.extend(["/feeds/spotlights.rss", "/feeds/spotlights.json"]);
        dead.retain(|(_, route, _)| !existed.contains(route.as_str()));
    }
    let problem = |(path, route, span): (&str, String, Span)| {
        let near = nearest(&route, exists.iter().copied());
        let problem = Diagnostic::error("broken-link", format!("there is no page `{path}`")).at(span, "");
        problem.maybe_help(near.map(|path| format!("did you mean `{path}`?")))
    };
    dead.into_iter().map(problem).collect()
}

/// Every address of a plan; those of letters are known before their day.
fn addresses<'a>(site: &Site, plan: &'a Plan) -> BTreeSet<&'a str> {
    let issues = site.of_kind(Kind::Issue).filter_map(|(id, _)| plan.urls.get(id.index()));
    plan.routes.iter().map(|route| &route.path).chain(issues).map(String::as_str).collect()
}

/// Links by path that lead to none of these addresses: as typed, as a route, and where.
fn dead_links<'a>(site: &'a Site, exists: &BTreeSet<&str>) -> Vec<(&'a str, String, Span)> {
    let links = bodies(site).flat_map(|(_, body)| body.targets.iter().zip(&body.outline.links));
    let of_path = |(target, link): (&'a Target, &crate::markdown::Link)| match target {
        Target::Site(path, _) => Some((path.as_str(), routes::alias_route(path), link.span)),
        _ => None,
    };
    links.filter_map(of_path).filter(|(_, route, _)| !exists.contains(route.as_str())).collect()
}

/// What readers don't get because of the date or a status: warnings, each with its place.
pub fn time_problems(world: World<'_>, plan: &Plan) -> Vec<Diagnostic> {
    let site = world.site;
    let mut problems = Vec::new();
    for (owner, body) in bodies(site) {
        if owner.is_none_or(|id| plan.is_public(id)) {
            hidden_links(site, plan, body, &mut problems);
            hidden_files(world, plan, body, &mut problems);
            hidden_embeds(world.sources, site, plan, body, &mut problems);
        }
    }
    for (id, item) in site.iter() {
        hidden_steps(site, plan, id, item, &mut problems);
        problems.extend(hidden_fields(world, plan, id, item));
        problems.extend(offers::lacks(site, plan, id, item));
        problems.extend(alone(site, plan, id, item));
        problems.extend(undated(site, plan, id, item));
        problems.extend(consent(site, plan, id, item));
    }
    problems.extend(privacy_missing(site, plan));
    problems.extend(issue_problems::lost(site, plan));
    problems
}

/// A form that asks for an address, and no page that says what becomes of it.
fn privacy_missing(site: &Site, plan: &Plan) -> Option<Diagnostic> {
    let signup = site.settings.signup.as_ref()?;
    let is_privacy = |item: &Item| matches!(&item.detail, Detail::Page(page) if page.policy == Some(Policy::Privacy));
    let page = site.of_kind(Kind::Page).find(|(_, item)| is_privacy(item)).map(|(id, _)| id);
    let problem = match page {
        Some(page) if plan.is_public(page) => return None,
        Some(page) => Diagnostic::warning(
            "privacy-missing",
            format!("the sign-up asks for an address, and {} is not public", name(site, plan, page)),
        )
        .note(why_not_public(site, plan, page))
        .help("publish the page before the form, or take `[signup]` out until then"),
        None => Diagnostic::warning(
            "privacy-missing",
            "the sign-up asks for an address, and no page says what becomes of it",
        )
        .help("write `content/pages/privacy.md` with `policy = \"privacy\"`: what you keep, where, why, and how to have it deleted"),
    };
    Some(problem.at(signup.span, ""))
}

fn hidden_links(site: &Site, plan: &Plan, body: &Body, problems: &mut Vec<Diagnostic>) {
    for (target, link) in body.targets.iter().zip(&body.outline.links) {
        let problem = match target {
            Target::Item(id, _) if !plan.is_public(*id) => Diagnostic::warning(
                "link-not-public",
                format!("{} is not public; only the words are printed", name(site, plan, *id)),
            )
            .note(why_not_public(site, plan, *id)),
            Target::Site(path, _) if plan.hidden_paths.contains(path) => Diagnostic::warning(
                "link-not-public",
                format!("the page `{path}` does not exist now; only the words are printed"),
            ),
            Target::Registry(id) if plan.ended_links.contains(id) => {
                let link = site.links.get(id.index()).map_or("", |link| link.id.value.as_str());
                Diagnostic::warning("link-ended", format!("the link `{link}` has ended; only the words are printed"))
                    .help("change its `ends` in links.toml, or take the link out of the text")
            }
            _ => continue,
        };
        problems.push(problem.at(link.span, ""));
    }
}

/// Links to files, and pictures, that belong to a piece which isn't public.
fn hidden_files(world: World<'_>, plan: &Plan, body: &Body, problems: &mut Vec<Diagnostic>) {
    for (target, link) in body.targets.iter().zip(&body.outline.links) {
        let Target::Asset(asset) = target else { continue };
        let instead = match link.kind {
            LinkKind::Link => "only the words are printed",
            LinkKind::Image => "the image is left out",
        };
        problems.extend(withheld(world, plan, *asset, instead).map(|problem| problem.at(link.span, "")));
    }
}

/// The same of what front matter and embeds name.
fn hidden_fields(world: World<'_>, plan: &Plan, id: ItemId, item: &Item) -> Vec<Diagnostic> {
    if !plan.is_public(id) {
        return Vec::new();
    }
    let in_body = |asset: &AssetId| item.body.targets.contains(&Target::Asset(*asset));
    let files: BTreeSet<AssetId> = routes::files_of(item).into_iter().filter(|asset| !in_body(asset)).collect();
    let problems = files.into_iter().filter_map(|asset| withheld(world, plan, asset, "it is left out"));
    problems.map(|problem| problem.at(item.span, "")).collect()
}

fn withheld(world: World<'_>, plan: &Plan, asset: AssetId, instead: &str) -> Option<Diagnostic> {
    let owner = *plan.withheld.get(&asset)?;
    let path = &world.sources.asset(asset).path;
    let owner_name = name(world.site, plan, owner);
    let message = format!("`{path}` belongs to {owner_name}, which is not public; {instead}");
    let problem = Diagnostic::warning("link-not-public", message).note(why_not_public(world.site, plan, owner));
    Some(match plan.visibility.get(owner.index()) {
        Some(Visibility::Withdrawn) => problem,
        _ => problem.help("to show it before, move the file out of the folder of that piece"),
    })
}

fn hidden_embeds(sources: &Sources, site: &Site, plan: &Plan, body: &Body, problems: &mut Vec<Diagnostic>) {
    for (target, embed) in body.embeds.iter().zip(&body.outline.embeds) {
        let EmbedTarget::Item(id) = target else { continue };
        let typed = sources.text(embed.span).trim();
        let problem = if !plan.is_public(*id) {
            let message = format!("`{typed}` shows nothing: {} is not public", name(site, plan, *id));
            Diagnostic::warning("embed-not-public", message).note(why_not_public(site, plan, *id))
        } else if !plan.is_on(site, *id) {
            let message = format!("`{typed}` shows nothing: {}", offers::why_not_on(site, plan, *id));
            Diagnostic::warning("embed-not-public", message)
                .help("take the line out, or change `starts` and `ends` of the offer")
        } else {
            continue;
        };
        problems.push(problem.at(embed.span, ""));
    }
}

fn hidden_steps(site: &Site, plan: &Plan, id: ItemId, item: &Item, problems: &mut Vec<Diagnostic>) {
    let Detail::Track(track) = &item.detail else { return };
    if !plan.is_public(id) {
        return;
    }
    for step in track.steps.iter().filter(|step| !plan.is_public(step.item)) {
        let message =
            format!("the track leaves out the step on day {}: {} is not public", step.day, name(site, plan, step.item));
        problems.push(
            Diagnostic::warning("step-not-public", message)
                .at(step.slug.span, "")
                .note(why_not_public(site, plan, step.item)),
        );
    }
}

/// A part whose series readers can't see.
fn alone(site: &Site, plan: &Plan, id: ItemId, item: &Item) -> Option<Diagnostic> {
    let Detail::Part(part) = &item.detail else { return None };
    if !plan.is_public(id) || plan.is_public(part.series) {
        return None;
    }
    let series = name(site, plan, part.series);
    Some(
        Diagnostic::warning("series-not-public", format!("{} stands alone: {series} is not public", describe(item)))
            .at(item.span, "")
            .note(why_not_public(site, plan, part.series))
            .help(format!(
                "publish {series} with it or before it, or let the part wait: `after = [\"{}\"]` in its entry",
                site.item(part.series).id
            )),
    )
}

fn undated(site: &Site, plan: &Plan, id: ItemId, item: &Item) -> Option<Diagnostic> {
    let furniture = matches!(item.kind, Kind::Page | Kind::Track | Kind::Series | Kind::Issue | Kind::Offer);
    let undated = site.schedule(id).becomes == Becomes::Undated;
    if furniture || !item.listed || !undated || !plan.is_public(id) {
        return None;
    }
    let (stands, example) = match item.times() {
        Some((Some(_), _)) => ("stands", "when it is announced"),
        _ => ("is listed last and stands", "its day"),
    };
    Some(
        Diagnostic::note_only("undated", format!("{} has no date: it {stands} in no feed or issue", describe(item)))
            .at(item.span, "")
            .help(format!("add `date = 2026-12-02` ({example}), or an entry to calendar.toml")),
    )
}

/// Consent ends by time alone, so it is told here and not when the site is checked.
fn consent(site: &Site, plan: &Plan, id: ItemId, item: &Item) -> Option<Diagnostic> {
    let Detail::Spotlight(spotlight) = &item.detail else { return None };
    let gone = plan.visibility.get(id.index()) == Some(&Visibility::Withdrawn);
    let ended = spotlight.consent.expires.filter(|_| gone && !spotlight.consent.withdrawn)?;
    let when = site.settings.zone.words(ended);
    Some(
        Diagnostic::warning("consent-expired", format!("the consent for {} has expired", describe(item)))
            .at(spotlight.consent.span, format!("until {when}"))
            .note("nothing of the member appears on the site")
            .help("ask the member again and change `expires`, or remove the file"),
    )
}

/// An item in a message about it. A withdrawn one is named only by its file's place.
pub(super) fn name(site: &Site, plan: &Plan, id: ItemId) -> String {
    match plan.visibility.get(id.index()) {
        Some(Visibility::Withdrawn) => "this spotlight".to_owned(),
        _ => format!("`{}`", site.item(id).id),
    }
}

/// Why an item is not public, in one sentence.
pub fn why_not_public(site: &Site, plan: &Plan, id: ItemId) -> String {
    let zone = &site.settings.zone;
    let schedule = site.schedule(id);
    match (plan.visibility.get(id.index()), &schedule.becomes) {
        (Some(Visibility::Withdrawn), _) => "the member's consent has ended".to_owned(),
        (Some(Visibility::Expired), _) => match schedule.expire {
            Some(end) => format!("it was public until {}", zone.words(end)),
            None => "it is over".to_owned(),
        },
        (_, Becomes::At(instant)) => format!("it becomes public on {}", zone.words(*instant)),
        (_, Becomes::Undated) => "its issue is not out yet".to_owned(),
        (_, Becomes::Never(never)) => why_never(site, never),
    }
}

fn why_never(site: &Site, never: &Never) -> String {
    match never {
        Never::Draft => "it is a draft".to_owned(),
        Never::NotReady(status) => format!("its calendar entry is `{status}`, not `ready`"),
        Never::NoEntry => "its kind needs a calendar entry, and it has none".to_owned(),
        Never::Waits(other) => format!("it waits for `{}`, which doesn't become public", site.item(*other).id),
        Never::Consent => "there is no consent".to_owned(),
    }
}

/// Entries whose time has come while they are not ready.
pub fn late(site: &Site, now: Instant) -> Vec<Diagnostic> {
    let entries = site.calendar.entries.iter();
    let late = entries.filter(|entry| entry.status != "ready" && entry.publish.is_some_and(|publish| publish <= now));
    late.map(|entry| {
        let what = match entry.item {
            Some(id) => format!("`{}`", site.item(id).id),
            None => format!("“{}”", entry.title),
        };
        Diagnostic::warning("late", format!("{what} should be public by now, but its status is `{}`", entry.status))
            .at(entry.span, "")
            .help("move `publish`, or set `status = \"ready\"` once it is")
    })
    .collect()
}
