//! Newsletters and their issues.

use super::draft::{Draft, Indexed, Rendered};
use super::head::{self, Head};
use super::scene::Scene;
use super::view::{ArticleView, IssuePage, IssueView, LinkView, NewsletterPage, NewsletterView};
use super::{ask, body, cards, dates, feed, indexed, offers, signup, structured};
use crate::diagnostic::Diagnostic;
use crate::markdown::Trust;
use crate::model::{Detail, Letter, NewsletterId};
use crate::plan::{Gone, Issue, Route};

/// Titles that an issue without a preheader is described by.
const TITLES: usize = 4;

/// A newsletter's archive.
pub(super) fn newsletter(scene: &Scene<'_>, route: &Route, id: NewsletterId) -> Result<Rendered, Diagnostic> {
    let Some(mut newsletter) = view(scene, id) else { return Ok(Rendered::text(String::new())) };
    newsletter.issues = newest(scene, id, usize::MAX);
    let page = Head {
        kind: "newsletter",
        description: match (newsletter.description.as_str(), newsletter.promise.as_str()) {
            ("", "") => newsletter.title.clone(),
            ("", promise) => format!("{}: {promise}", newsletter.title),
            (description, _) => description.to_owned(),
        },
        breadcrumbs: vec![head::home(scene)],
        ..Head::titled(newsletter.title.clone())
    };
    let fields = NewsletterPage { newsletter };
    Draft { template: "newsletter.html", page: page.view(scene, route), fields, bodies: Vec::new() }.draw(scene, route)
}

/// An issue's page.
pub(super) fn issue(scene: &Scene<'_>, route: &Route, position: usize) -> Result<Rendered, Diagnostic> {
    let issue = scene.plan.issues.get(position);
    let Some((issue, newsletter)) = issue.and_then(|issue| Some((issue, view(scene, issue.newsletter)?))) else {
        return Ok(Rendered::text(String::new()));
    };
    let issue_view = whole(scene, issue)?;
    let letter = issue_view.letter.clone();
    let page = Head {
        kind: "issue",
        description: summary(scene, &issue_view, &newsletter),
        breadcrumbs: vec![head::home(scene), LinkView { title: newsletter.title.clone(), url: newsletter.url.clone() }],
        og_type: "article",
        article: Some(ArticleView {
            published: issue_view.date.iso.clone(),
            section: newsletter.title.clone(),
            ..ArticleView::default()
        }),
        structured: vec![structured::issue(scene, &issue_view, &scene.absolute(&issue.url))],
        ..Head::titled(issue_view.subject.clone())
    };
    let (previous, next) = neighbours(scene, issue);
    let id = format!("newsletter/{}/{}", newsletter.id, issue.date);
    let ask = ask::about(scene, &id, &issue_view.subject);
    let indexed = indexed::issue(scene, &issue_view);
    let fields = IssuePage { newsletter, issue: issue_view, previous, next, ask };
    let page = page.view(scene, route);
    let drawn = Draft { template: "issue.html", page, fields, bodies: vec![letter] }.draw(scene, route)?;
    Ok(Rendered { indexed, ..drawn })
}

/// What the search index shall know of an issue.
pub(super) fn for_search(scene: &Scene<'_>, position: usize) -> Result<Option<Indexed>, Diagnostic> {
    match scene.plan.issues.get(position).filter(|_| indexed::is_searched(scene)) {
        Some(issue) => Ok(indexed::issue(scene, &whole(scene, issue)?)),
        None => Ok(None),
    }
}

/// An issue with its letter.
fn whole(scene: &Scene<'_>, issue: &Issue) -> Result<IssueView, Diagnostic> {
    let letter = match letter_body(scene, issue) {
        Some(letter) => body::on_page(scene, letter, Trust::Creator)?,
        None => String::new(),
    };
    Ok(IssueView { letter, ..line(scene, issue) })
}

/// What an issue is about, in a sentence: its preheader, else what it holds first.
fn summary(scene: &Scene<'_>, issue: &IssueView, newsletter: &NewsletterView) -> String {
    let titles: Vec<_> = issue.members.iter().take(TITLES).map(|card| card.title.as_str()).collect();
    match (issue.preheader.as_str(), titles.is_empty()) {
        ("", true) if newsletter.description.is_empty() => issue.subject.clone(),
        ("", true) => newsletter.description.clone(),
        ("", false) => scene.say("issue.description", &[("titles", &titles.join(" · "))]),
        (preheader, _) => preheader.to_owned(),
    }
}

fn neighbours(scene: &Scene<'_>, issue: &Issue) -> (Option<LinkView>, Option<LinkView>) {
    let same: Vec<_> = scene.plan.issues.iter().filter(|other| other.newsletter == issue.newsletter).collect();
    let Some(at) = same.iter().position(|other| other.url == issue.url) else { return (None, None) };
    let link =
        |at: usize| same.get(at).map(|other| LinkView { title: subject(scene, other), url: scene.local(&other.url) });
    (at.checked_sub(1).and_then(link), link(at + 1))
}

/// The body of an issue's letter.
pub(super) fn letter_body<'a>(scene: &Scene<'a>, issue: &Issue) -> Option<&'a crate::model::Body> {
    issue.letter.map(|letter| &scene.site.item(letter).body)
}

fn letter<'a>(scene: &Scene<'a>, issue: &Issue) -> Option<&'a Letter> {
    match &scene.site.item(issue.letter?).detail {
        Detail::Issue(letter) => Some(letter),
        _ => None,
    }
}

/// The subject: the letter's, else newsletter and date.
pub(super) fn subject(scene: &Scene<'_>, issue: &Issue) -> String {
    if let Some(letter) = issue.letter {
        return scene.site.item(letter).title.value.clone();
    }
    let newsletter = scene.site.calendar.newsletters.get(issue.newsletter.index());
    let title = newsletter.map_or("", |newsletter| newsletter.title.as_str());
    scene.say("issue.title", &[("newsletter", title), ("date", &dates::moment(scene, issue.sent).text)])
}

/// By whom an issue is sponsored; empty if it isn't.
pub(super) fn sponsor<'a>(scene: &Scene<'a>, issue: &Issue) -> &'a str {
    issue.letter.map_or("", |letter| scene.site.item(letter).sponsored.as_str())
}

/// An issue without its letter's text.
pub(super) fn line(scene: &Scene<'_>, issue: &Issue) -> IssueView {
    let letter = letter(scene, issue);
    IssueView {
        subject: subject(scene, issue),
        untitled: issue.letter.is_none(),
        url: scene.local(&issue.url),
        date: dates::moment(scene, issue.sent),
        number: letter.map_or(0, |letter| letter.number),
        preheader: letter.map(|letter| letter.preheader.clone()).unwrap_or_default(),
        sponsored: sponsor(scene, issue).to_owned(),
        letter: String::new(),
        members: cards::cards(scene, &issue.members),
        gone: gone(scene, issue),
        spotlights: cards::cards(scene, &issue.spotlights),
        events: cards::cards(scene, &issue.events),
        offer: issue.offer.and_then(|offer| offers::offer(scene, offer)),
    }
}

/// What is said of pieces that a sealed issue held and that readers can't see any more: of what is merely over, its title.
pub(super) fn gone(scene: &Scene<'_>, issue: &Issue) -> Vec<String> {
    let over = issue.gone.iter().filter_map(|gone| match gone {
        Gone::Expired(item) => Some(scene.say("issue.over", &[("title", &scene.site.item(*item).title.value)])),
        Gone::Unnamed => None,
    });
    let unnamed = issue.gone.iter().filter(|gone| **gone == Gone::Unnamed).count();
    let counted = (unnamed > 0).then(|| scene.count("issue.gone", unnamed));
    over.chain(counted).collect()
}

/// The newest issues of a newsletter, newest first, without their letters' text.
pub(super) fn newest(scene: &Scene<'_>, id: NewsletterId, count: usize) -> Vec<IssueView> {
    let issues = scene.plan.issues.iter().rev().filter(|issue| issue.newsletter == id);
    issues.take(count).map(|issue| line(scene, issue)).collect()
}

/// Newsletters that have a next date.
pub(super) fn promised(scene: &Scene<'_>) -> Vec<NewsletterView> {
    let ids = (0..scene.site.calendar.newsletters.len()).map(NewsletterId::at);
    ids.filter_map(|id| view(scene, id)).filter(|newsletter| newsletter.next.is_some()).collect()
}

/// A newsletter without its issues.
fn view(scene: &Scene<'_>, id: NewsletterId) -> Option<NewsletterView> {
    let newsletter = scene.site.calendar.newsletters.get(id.index())?;
    let feed = feed::of_newsletter(scene, id);
    let next = scene.plan.next_issue.get(id.index()).copied().flatten();
    Some(NewsletterView {
        id: newsletter.id.value.clone(),
        title: newsletter.title.clone(),
        description: newsletter.description.clone(),
        promise: signup::promise(scene, id, newsletter),
        url: scene.local(scene.paths.newsletters.get(&id)?),
        feed: feed.map(|feed| scene.absolute(&feed.path)).unwrap_or_default(),
        next: next.map(|instant| dates::moment(scene, instant)),
        issues: Vec::new(),
    })
}
