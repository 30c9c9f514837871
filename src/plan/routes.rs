//! Routes: the URL of every item, and every URL that exists with what stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::happenings;
use super::{Page, Plan, Route, SEARCH, SignupState, Slice, Visibility};
use crate::model::{
    AuthorId, Detail, EmbedTarget, Item, ItemId, NewsletterId, SegmentId, Site, Target, Transcript, decoded,
    path_encoded,
};
use crate::output::OutputPath;
use crate::parse::Kind;
use crate::source::{AssetId, Sources};

const PAGE: usize = 20;
/// An FAQ is searched with the browser's own search: it is cut only where a page would get too heavy.
const FAQ_PAGE: usize = 100;

/// The canonical route of an item.
pub(super) fn url(site: &Site, item: &Item) -> String {
    let slug = &item.slug.value;
    match &item.detail {
        Detail::Part(part) => {
            let series = site.items.get(part.series.index()).map_or("", |series| series.slug.value.as_str());
            format!("/series/{series}/{slug}/")
        }
        Detail::Issue(letter) => {
            let newsletter = site.calendar.newsletters.get(letter.newsletter.index());
            format!("/newsletter/{}/{}/", newsletter.map_or("", |newsletter| newsletter.id.value.as_str()), letter.date)
        }
        Detail::Page(_) => format!("/{slug}/"),
        _ => format!("/{}/{slug}/", item.kind.folder()),
    }
}

/// The file that serves a route: `/guides/x/` → `guides/x/index.html`. `None` where the path can't be a file.
pub(super) fn output(path: &str) -> Option<OutputPath> {
    let inner = path.strip_prefix('/').unwrap_or(path);
    match inner.strip_suffix('/') {
        Some(folder) => OutputPath::new(format!("{folder}/index.html")).ok(),
        None if inner.is_empty() => OutputPath::new("index.html").ok(),
        None => OutputPath::new(inner).ok(),
    }
}

/// Every route of a plan whose lists are made, sorted by path.
pub(super) fn routes(site: &Site, plan: &Plan, theme_files: &[String]) -> Vec<Route> {
    let mut pages = Pages { list: Vec::new() };
    pages.fixed(site);
    pages.listings(site, plan);
    pages.items(site, plan);
    pages.groups(site, plan);
    pages.newsletters(site, plan);
    pages.calendars(site, plan);
    for (index, redirect) in plan.redirects.iter().enumerate() {
        pages.add(redirect.from.clone(), Page::Redirect(index));
    }
    for (index, feed) in plan.feeds.iter().enumerate() {
        pages.add(feed.path.clone(), Page::Feed(index));
        if let Some(json) = &feed.json {
            pages.add(json.clone(), Page::JsonFeed(index));
        }
    }
    for (asset, address) in &plan.assets {
        pages.add(decoded(address).unwrap_or_default().into_owned(), Page::Asset(*asset));
    }
    for (index, path) in theme_files.iter().enumerate() {
        let page = if path == SEARCH { Page::Search } else { Page::Theme(index) };
        pages.add(path.clone(), page);
    }
    pages.list.sort_by(|a, b| (&a.path, &a.output).cmp(&(&b.path, &b.output)));
    pages.list
}

/// Kinds that have a listing: those with something to list, and those that the author introduced. Dates that only a rule
/// names stand among the events.
fn listed_kinds(site: &Site, plan: &Plan) -> BTreeSet<Kind> {
    let introduced = site.listings.keys().filter(|kind| !matches!(kind, Kind::Issue | Kind::Page | Kind::Part));
    let by_rule = site.calendar.recurrings.iter().any(happenings::is_attended).then_some(Kind::Event);
    plan.listings.keys().chain(introduced).copied().chain(by_rule).collect()
}

struct Pages {
    list: Vec<Route>,
}

impl Pages {
    /// Adds a route; a path that can't be a file was reported where it was written.
    fn add(&mut self, path: String, page: Page) {
        if let Some(output) = output(&path) {
            self.list.push(Route { path, output, page });
        }
    }

    fn fixed(&mut self, site: &Site) {
        let always = [
            ("/", Page::Home),
            ("/start/", Page::Start),
            ("/preferences/", Page::Preferences),
            ("/404.html", Page::NotFound),
            ("/sitemap.xml", Page::Sitemap),
            ("/robots.txt", Page::Robots),
            ("/llms.txt", Page::Llms),
            ("/faq.json", Page::FaqJson),
            ("/build.json", Page::BuildJson),
            ("/opml.xml", Page::Opml),
            ("/_headers", Page::Headers),
            ("/_redirects", Page::RedirectsFile),
            ("/vercel.json", Page::Vercel),
        ];
        for (path, page) in always {
            self.add(path.to_owned(), page);
        }
        if site.settings.security.is_some() {
            self.add("/.well-known/security.txt".to_owned(), Page::SecurityTxt);
        }
        if !site.settings.tiers.is_empty() {
            self.add("/rewards/".to_owned(), Page::Rewards);
        }
        if site.settings.upcoming {
            self.add("/upcoming/".to_owned(), Page::Upcoming);
        }
    }

    fn listings(&mut self, site: &Site, plan: &Plan) {
        for kind in listed_kinds(site, plan) {
            let size = if kind == Kind::Faq { FAQ_PAGE } else { PAGE };
            let items = plan.listings.get(&kind).map_or(0, Vec::len);
            let root = format!("/{}/", kind.folder());
            for slice in slices(items, size) {
                self.add(page_path(&root, slice.number), Page::Listing(kind, slice));
            }
        }
    }

    fn items(&mut self, site: &Site, plan: &Plan) {
        for (id, item) in site.iter().filter(|(id, item)| item.kind != Kind::Issue && plan.is_public(*id)) {
            if let Some(url) = plan.url(id) {
                self.add(url.to_owned(), Page::Item(id));
            }
            if let (Detail::Track(track), Some(steps)) = (&item.detail, plan.tracks.get(&id)) {
                for (position, step) in steps.iter().filter_map(|at| track.steps.get(*at)).enumerate() {
                    self.add(format!("/tracks/{}/{}/", item.slug.value, step.slug.value), Page::Step(id, position));
                }
            }
        }
    }

    fn groups(&mut self, site: &Site, plan: &Plan) {
        for (index, segment) in site.settings.segments.iter().enumerate() {
            self.add(format!("/for/{}/", segment.id), Page::Segment(SegmentId::at(index)));
        }
        for (index, author) in site.settings.authors.iter().enumerate() {
            self.add(format!("/authors/{}/", author.id), Page::Author(AuthorId::at(index)));
        }
        if !plan.tags.is_empty() {
            self.add("/tags/".to_owned(), Page::Tags);
        }
        for (tag, items) in &plan.tags {
            let root = format!("/tags/{tag}/");
            for slice in slices(items.len(), PAGE) {
                self.add(page_path(&root, slice.number), Page::Tag(tag.clone(), slice));
            }
        }
        let answers = |(id, item): (ItemId, &Item)| item.listed && !item.answers.is_empty() && plan.is_public(id);
        if site.iter().any(answers) {
            self.add("/answered/".to_owned(), Page::Answered);
        }
    }

    fn newsletters(&mut self, site: &Site, plan: &Plan) {
        for (index, newsletter) in site.calendar.newsletters.iter().enumerate() {
            let path = match index {
                0 => "/newsletter/".to_owned(),
                _ => format!("/newsletter/{}/", newsletter.id.value),
            };
            self.add(path, Page::Newsletter(NewsletterId::at(index)));
        }
        for (index, issue) in plan.issues.iter().enumerate() {
            self.add(issue.url.clone(), Page::Issue(index));
        }
        if site.settings.signup.is_some() {
            for state in SignupState::ALL {
                self.add(format!("/newsletter/{}/", state.slug()), Page::NewsletterState(state));
            }
        }
    }

    /// iCalendar files: of all, of each recurrence that has dates, of each event that readers can see.
    fn calendars(&mut self, site: &Site, plan: &Plan) {
        if plan.calendar().next().is_some() {
            self.add("/calendar.ics".to_owned(), Page::Calendar);
        }
        let recurring: BTreeSet<_> = plan.calendar().filter_map(|one| Some(one.occurrence?.0)).collect();
        for id in recurring {
            if let Some(recurring) = site.calendar.recurrings.get(id.index()) {
                self.add(format!("/calendar/{}.ics", recurring.id.value), Page::RecurringCalendar(id));
            }
        }
        for (id, item) in site.of_kind(Kind::Event).filter(|(id, _)| plan.is_public(*id)) {
            self.add(format!("/events/{}.ics", item.slug.value), Page::EventCalendar(id));
        }
    }
}

fn page_path(root: &str, number: usize) -> String {
    if number == 1 { root.to_owned() } else { format!("{root}page/{number}/") }
}

/// Pages of `items` things, `size` a page; an empty list has one page.
fn slices(items: usize, size: usize) -> Vec<Slice> {
    let pages = items.div_ceil(size).max(1);
    let slice = |number: usize| Slice { number, pages, start: (number - 1) * size, end: (number * size).min(items) };
    (1..=pages).map(slice).collect()
}

/// Assets that are published, with the paths of their addresses: all of `static/`, and files beside texts that a public page uses; but
/// nothing that belongs to a piece which isn't public.
pub(super) fn assets(
    sources: &Sources,
    site: &Site,
    visibility: &[Visibility],
    withheld: &BTreeMap<AssetId, ItemId>,
) -> BTreeMap<AssetId, String> {
    let in_static = asset_ids(sources).filter(|(_, path)| path.starts_with("static/")).map(|(asset, _)| asset);
    let public = site.iter().filter(|(id, _)| visibility.get(id.index()) == Some(&Visibility::Public));
    let used = public.flat_map(|(_, item)| files_of(item));
    let intros = site.listings.values().flat_map(|listing| body_assets(&listing.body));
    let published = in_static.chain(used).chain(intros).filter(|asset| !withheld.contains_key(asset));
    published.map(|asset| (asset, path_encoded(&file_route(sources, asset)))).collect()
}

fn asset_ids(sources: &Sources) -> impl Iterator<Item = (AssetId, &str)> {
    (0..).map(AssetId).zip(sources.assets.iter().map(|asset| asset.path.as_str()))
}

/// Files that stay out until their piece is public, whoever links to them: what lies in the folder of a piece that is secret
/// or withdrawn, and the picture of a withdrawn member that no public piece shows.
pub(super) fn withheld(sources: &Sources, site: &Site, visibility: &[Visibility]) -> BTreeMap<AssetId, ItemId> {
    let is = |id: ItemId, wanted| visibility.get(id.index()) == Some(&wanted);
    // Of most sites all files are in `static/`, which is nobody's.
    let beside_texts = asset_ids(sources).any(|(_, path)| !path.starts_with("static/"));
    let pieces = site.iter().filter(|_| beside_texts);
    let folders: BTreeMap<&str, ItemId> =
        pieces.filter_map(|(id, item)| Some((own_folder(&sources.file(item.span.file).path)?, id))).collect();
    let owner = |path: &str| {
        let parents = path.match_indices('/').rev().filter_map(|(at, _)| path.get(..at));
        parents.filter_map(|folder| folders.get(folder).copied()).next()
    };
    let is_hidden = |id: &ItemId| is(*id, Visibility::Secret) || is(*id, Visibility::Withdrawn);
    let owned = asset_ids(sources).filter_map(|(asset, path)| Some((asset, owner(path).filter(is_hidden)?)));
    let withdrawn = site.iter().filter(|(id, _)| is(*id, Visibility::Withdrawn));
    let pictures = withdrawn.filter_map(|(id, item)| Some((item.image.as_ref()?.asset, id)));
    let mut withheld: BTreeMap<AssetId, ItemId> = pictures.collect();
    if !withheld.is_empty() {
        let public = site.iter().filter(|(id, _)| is(*id, Visibility::Public));
        let shown: BTreeSet<AssetId> = public.flat_map(|(_, item)| files_of(item)).collect();
        withheld.retain(|asset, _| !shown.contains(asset));
    }
    // Whose picture it is counts for more than in whose folder it lies.
    for (asset, id) in owned {
        withheld.entry(asset).or_insert(id);
    }
    withheld
}

/// The folder that a piece has for itself: `content/guides/x` of `content/guides/x.md` and of `content/guides/x/index.md`.
/// A series shares its folder with its parts.
fn own_folder(path: &str) -> Option<&str> {
    let stem = path.strip_suffix(".md")?;
    let folder = stem.strip_suffix("/index").unwrap_or(stem);
    let is_own = !folder.ends_with("/_index") && folder.matches('/').count() > 1;
    is_own.then_some(folder)
}

/// Pictures of members, which are published without their metadata (a photo may say where it was taken).
pub(super) fn member_photos(site: &Site, visibility: &[Visibility]) -> BTreeSet<AssetId> {
    let public = site.iter().filter(|(id, _)| visibility.get(id.index()) == Some(&Visibility::Public));
    public.filter(|(_, item)| item.kind == Kind::Spotlight).flat_map(|(_, item)| files_of(item)).collect()
}

/// Where a file stands once it is published.
pub fn file_route(sources: &Sources, asset: AssetId) -> String {
    let path = &sources.asset(asset).path;
    format!("/{}", path.strip_prefix("content/").or_else(|| path.strip_prefix("static/")).unwrap_or(path))
}

/// Files that a piece shows, links to or offers.
pub fn files_of(item: &Item) -> Vec<AssetId> {
    let mut assets = body_assets(&item.body);
    assets.extend(item.image.as_ref().map(|image| image.asset));
    assets.extend(&item.downloads);
    if let Detail::Event(event) = &item.detail
        && let Some(Transcript::File(transcript)) = event.transcript
    {
        assets.push(transcript);
    }
    assets
}

fn body_assets(body: &crate::model::Body) -> Vec<AssetId> {
    let linked = body.targets.iter().filter_map(|target| match target {
        Target::Asset(asset) => Some(*asset),
        _ => None,
    });
    let transcripts = body.embeds.iter().filter_map(|embed| match embed {
        EmbedTarget::Video { transcript: Ok(asset), .. } => Some(*asset),
        _ => None,
    });
    linked.chain(transcripts).collect()
}

/// Redirects: aliases of public items, and the addresses of what expired.
pub(super) fn redirects(site: &Site, plan: &Plan) -> Vec<super::Redirect> {
    let mut redirects = Vec::new();
    for (id, item) in site.iter() {
        let own = plan.urls.get(id.index()).cloned().unwrap_or_default();
        let to = match plan.visibility.get(id.index()) {
            Some(Visibility::Public) => own.clone(),
            Some(Visibility::Expired) => expired_target(site, plan, item),
            _ => continue,
        };
        let aliases = item.aliases.iter().map(|alias| alias_route(&alias.value));
        let gone = (!plan.is_public(id)).then_some(own);
        redirects.extend(aliases.chain(gone).map(|from| super::Redirect { from, to: to.clone() }));
    }
    redirects.sort();
    redirects
}

/// A path as its author wrote it, as a route: `/old/page` is `/old/page/`, `/old/page.html` and what has a query lose nothing else.
pub(super) fn alias_route(alias: &str) -> String {
    let alias = alias.split('?').next().unwrap_or(alias);
    let name = alias.rsplit('/').next().unwrap_or("");
    if name.is_empty() || name.contains('.') { alias.to_owned() } else { format!("{alias}/") }
}

/// Where the address of an expired item leads: its series, its listing, or home, whichever exists.
fn expired_target(site: &Site, plan: &Plan, item: &Item) -> String {
    let series = match &item.detail {
        Detail::Part(part) => plan.url(part.series).map(str::to_owned),
        _ => None,
    };
    let listed = listed_kinds(site, plan).contains(&item.kind);
    series.unwrap_or_else(|| if listed { format!("/{}/", item.kind.folder()) } else { "/".to_owned() })
}
