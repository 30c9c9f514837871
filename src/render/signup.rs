//! The sign-up in the terms of each mail provider, and the pages to which the provider sends people.

use super::scene::Scene;
use super::view::{FieldView, LinkView, NewsletterStatePage, SignupView};
use super::{dates, words};
use crate::model::{
    Detail, ItemId, Newsletter, NewsletterId, Policy, Preset, SegmentId, Signup, SignupFields, Subscribers,
};
use crate::parse::Kind;
use crate::plan::SignupState;

/// How a provider names what it is sent.
struct Fields {
    email: &'static str,
    segment: Segment,
    hidden: &'static [(&'static str, &'static str)],
    /// Only listmonk, Mailchimp and Brevo look at theirs; in the others a field of no meaning stands in.
    honeypot: &'static str,
}

/// The field that says which segment somebody comes from, and what it can hold.
enum Segment {
    /// The segment's own id.
    Id(&'static str),
    /// What the provider made up, a number or a UUID: only the author can look it up.
    Number(&'static str),
    /// There is none.
    No,
}

const fn fields(preset: Preset) -> Fields {
    let plain = Fields { email: "email", segment: Segment::No, hidden: &[], honeypot: "website" };
    match preset {
        // Buttondown Documentation, 'Building your subscriber base' and 'Tags': a tag by its name, made if it isn't there.
        Preset::Buttondown => Fields { segment: Segment::Id("tag"), hidden: &[("embed", "1")], ..plain },
        // The HTML that Kit gives for a form ('Embed', 'HTML'); `fields[…]` is a custom field.
        Preset::Kit => Fields { email: "email_address", segment: Segment::Id("fields[segment]"), ..plain },
        // The HTML of Mailchimp's embedded forms: `tags` takes the number of a tag; the trap is named after the list.
        Preset::Mailchimp => Fields { email: "EMAIL", segment: Segment::Number("tags"), ..plain },
        // The HTML of MailerLite's embedded forms; `fields[…]` is a custom field.
        Preset::Mailerlite => Fields {
            email: "fields[email]",
            segment: Segment::Id("fields[segment]"),
            hidden: &[("ml-submit", "1"), ("anticsrf", "true")],
            ..plain
        },
        // Brevo's 'Simple HTML' of a form; attributes stand in capitals, and pages answer where `html_type` is `simple`.
        Preset::Brevo => Fields {
            email: "EMAIL",
            segment: Segment::Id("SEGMENT"),
            hidden: &[("html_type", "simple")],
            honeypot: "email_address_check",
        },
        // listmonk's own form (`cmd/public.go`, `Forms.vue`): lists by UUID, a filled `nonce` is refused; there are no tags.
        Preset::Listmonk => Fields { segment: Segment::Number("l"), honeypot: "nonce", ..plain },
        Preset::Custom => Fields { segment: Segment::Id("segment"), ..plain },
        // beehiiv takes no form of another site; the model asks for a page to lead to.
        Preset::Beehiiv => plain,
    }
}

/// The form, if the site has one.
pub(super) fn view(scene: &Scene<'_>) -> Option<SignupView> {
    let signup = scene.site.settings.signup.as_ref()?;
    let newsletter = newsletter(scene, signup);
    let own = &signup.fields;
    Some(SignupView {
        heading: or_word(scene, &signup.heading, "signup.heading"),
        text: signup.text.clone(),
        promise: newsletter.map(|(id, it)| promise(scene, id, it)).unwrap_or_default(),
        subscribers: signup.subscribers.map(|counted| subscribers(scene, counted)).unwrap_or_default(),
        action: action(signup).0.to_owned(),
        link: signup.leads_to_page,
        email_field: or(&own.email, fields(signup.preset).email),
        hidden: hidden(scene, signup),
        segment_field: segment_field(signup),
        honeypot: honeypot(signup),
        consent: signup.consent.clone(),
        consent_field: own.consent.clone(),
        button: or_word(scene, &signup.button, "signup.button"),
        double_opt_in: signup.double_opt_in,
        archive: archive(scene, signup),
        privacy: privacy(scene).and_then(|page| scene.item_url(page)),
    })
}

/// What the provider calls a segment, if the form can say it.
pub(super) fn tag(scene: &Scene<'_>, id: SegmentId) -> String {
    let Some(signup) = &scene.site.settings.signup else { return String::new() };
    let own = signup.tags.get(&id).cloned();
    let is_named = !signup.fields.segment.is_empty() || matches!(fields(signup.preset).segment, Segment::Id(_));
    let segment = scene.site.settings.segments.get(id.index()).filter(|_| is_named);
    own.or_else(|| segment.map(|segment| segment.id.clone())).unwrap_or_default()
}

/// The promise of a newsletter: what its rule says, from when if it hasn't begun, and nothing once it has ended.
pub(super) fn promise(scene: &Scene<'_>, id: NewsletterId, newsletter: &Newsletter) -> String {
    let next = scene.plan.next_issue.get(id.index()).copied().flatten();
    let Some(next) = next.map(|next| scene.site.settings.zone.date_of(next)) else { return String::new() };
    let promise = words::promise(scene, newsletter.rule);
    let first = newsletter.rule.dates(newsletter.start, newsletter.until).next();
    if first != Some(next) {
        return promise;
    }
    let day = dates::day(scene, next).text;
    scene.say("promise.from", &[("promise", promise.as_str()), ("date", day.as_str())])
}

/// A page to which the mail provider sends people: what happened, what to know, where to go.
pub(super) fn state(scene: &Scene<'_>, state: SignupState) -> NewsletterStatePage {
    let slug = state.slug();
    NewsletterStatePage {
        state: slug.to_owned(),
        text: scene.word(&format!("state.{slug}.text")),
        help: scene.site.settings.signup.as_ref().map(|signup| help(scene, signup, state)).unwrap_or_default(),
        links: links(scene, state),
    }
}

fn help(scene: &Scene<'_>, signup: &Signup, state: SignupState) -> Vec<String> {
    let sender = sender(scene, signup, state);
    match state {
        SignupState::CheckInbox => vec![scene.word("state.check-inbox.spam"), sender, link_words(scene, signup)],
        SignupState::Confirmed => vec![coming(scene, signup), sender, scene.word("state.confirmed.leave")],
        SignupState::Already => vec![coming(scene, signup), sender],
        SignupState::Unsubscribed => vec![scene.word("state.unsubscribed.again")],
    }
    .into_iter()
    .filter(|line| !line.is_empty())
    .collect()
}

/// Whom to look for in the inbox.
fn sender(scene: &Scene<'_>, signup: &Signup, state: SignupState) -> String {
    let key = |end: &str| format!("state.{}.{end}", state.slug());
    if signup.sender.is_empty() {
        return scene.word(&key("sender-unknown"));
    }
    scene.say(&key("sender"), &[("sender", &signup.sender)])
}

/// How long the link in the mail is good, and what to do then.
fn link_words(scene: &Scene<'_>, signup: &Signup) -> String {
    match signup.link_days {
        Some(days) => scene.theme.words().say_count("state.check-inbox.link", u64::from(days), &[]),
        None => scene.word("state.check-inbox.link-unknown"),
    }
}

/// When mails come, as far as the calendar says.
fn coming(scene: &Scene<'_>, signup: &Signup) -> String {
    let promise = newsletter(scene, signup).map(|(id, it)| promise(scene, id, it)).unwrap_or_default();
    if promise.is_empty() {
        return promise;
    }
    scene.say("state.promise", &[("promise", &promise)])
}

/// Who has just come begins to read; who isn't on the list yet, or not any more, may want the form again.
fn links(scene: &Scene<'_>, state: SignupState) -> Vec<LinkView> {
    let link = |key: &str, url: String| LinkView { title: scene.word(key), url };
    let start = scene.paths.start.as_ref().map(|route| link("nav.start", scene.local(route)));
    let form = scene.site.settings.signup.as_ref().map(|signup| archive(scene, signup));
    let form = form.map(|url| match state {
        SignupState::CheckInbox | SignupState::Unsubscribed => link("state.form", url),
        SignupState::Confirmed | SignupState::Already => link("state.archive", url),
    });
    let home = link("nav.home", scene.local("/"));
    match state {
        SignupState::Unsubscribed => form.into_iter().chain(start).chain([home]).collect(),
        _ => start.into_iter().chain(form).chain([home]).collect(),
    }
}

/// How many read it: a number that somebody counted has a day, or it is none.
fn subscribers(scene: &Scene<'_>, counted: Subscribers) -> String {
    let date = dates::day(scene, counted.as_of).text;
    scene.theme.words().say_count("signup.subscribers", counted.count, &[("date", &date)])
}

/// The newsletter a form is for: its own, else the first.
fn newsletter<'a>(scene: &Scene<'a>, signup: &Signup) -> Option<(NewsletterId, &'a Newsletter)> {
    let id = signup.newsletter.unwrap_or(NewsletterId::at(0));
    scene.site.calendar.newsletters.get(id.index()).map(|newsletter| (id, newsletter))
}

/// Path of the newsletter's archive, where the form stands too; without a newsletter, that of the home page.
fn archive(scene: &Scene<'_>, signup: &Signup) -> String {
    let route = newsletter(scene, signup).and_then(|(id, _)| scene.paths.newsletters.get(&id));
    scene.local(route.map_or("/", String::as_str))
}

/// Where the form posts to. listmonk wants the list as a field, not in the address.
fn action(signup: &Signup) -> (&str, Option<&str>) {
    match (signup.preset, signup.action.split_once("?l=")) {
        (Preset::Listmonk, Some((action, list))) => (action, Some(list)),
        _ => (&signup.action, None),
    }
}

fn hidden(scene: &Scene<'_>, signup: &Signup) -> Vec<FieldView> {
    let field = |name: &str, value: &str| FieldView { name: name.to_owned(), value: value.to_owned() };
    let fixed = fields(signup.preset).hidden.iter().map(|(name, value)| field(name, value));
    let list = action(signup).1.map(|list| field("l", list));
    // listmonk sends people on only to addresses that it was told to trust, and shows its own page otherwise.
    let next = (signup.preset == Preset::Listmonk && !signup.leads_to_page).then(|| {
        let slug = SignupState::CheckInbox.slug();
        field("next", &scene.absolute(&format!("/newsletter/{slug}/")))
    });
    // Brevo's own forms say in which language it is to answer.
    let language = scene.site.settings.language.value.split('-').next().unwrap_or("en");
    let locale = (signup.preset == Preset::Brevo).then(|| field("locale", language));
    fixed.chain(list).chain(next).chain(locale).collect()
}

fn segment_field(signup: &Signup) -> String {
    let preset = match fields(signup.preset).segment {
        Segment::Id(name) | Segment::Number(name) => name,
        Segment::No => "",
    };
    or(&signup.fields.segment, preset)
}

/// The field that only programs fill in. Mailchimp's is named after the account and the list in the form's address.
fn honeypot(signup: &Signup) -> String {
    let SignupFields { honeypot, .. } = &signup.fields;
    let trap = (signup.preset == Preset::Mailchimp).then(|| {
        let (_, query) = signup.action.split_once('?')?;
        let value = |key: &str| query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
        Some(format!("b_{}_{}", value("u")?, value("id")?))
    });
    or(honeypot, &trap.flatten().unwrap_or_else(|| fields(signup.preset).honeypot.to_owned()))
}

fn or(own: &str, preset: &str) -> String {
    if own.is_empty() { preset.to_owned() } else { own.to_owned() }
}

fn or_word(scene: &Scene<'_>, text: &str, key: &str) -> String {
    if text.is_empty() { scene.word(key) } else { text.to_owned() }
}

/// The privacy page.
fn privacy(scene: &Scene<'_>) -> Option<ItemId> {
    let mut pages = scene.site.of_kind(Kind::Page);
    let is_privacy = |detail: &Detail| matches!(detail, Detail::Page(page) if page.policy == Some(Policy::Privacy));
    pages.find(|(_, item)| is_privacy(&item.detail)).map(|(id, _)| id)
}
