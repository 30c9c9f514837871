//! What is said of the texts: all of it by a check, a little by a build; and which addresses elsewhere they name.

use rayon::prelude::*;

use super::{Purpose, Report};
use crate::diagnostic::{Diagnostic, few};
use crate::markdown::{Embed, LinkKind};
use crate::model::{Body, Site, Target};
use crate::parse::split_front_matter;
use crate::parse::toml::every_text;
use crate::source::{Source, SourceClass, Sources, Span, Spanned};
use crate::writing;

/// Advice of one code that a build shows.
pub(crate) const FEW: usize = 5;

/// Fields whose address is no page that readers open: where a form is sent, the site's own, the id of a feed item.
const NO_PAGES: [&str; 3] = ["action", "base_url", "guid"];

/// Adds what is to be said of the texts.
pub(super) fn add(report: &mut Report, site: &Site, purpose: Purpose) {
    report.off.clone_from(&site.settings.off);
    let advice = advice(&report.sources, site);
    report.diagnostics.extend(match purpose {
        Purpose::Publish => few(advice, FEW, "`hub check` shows them all"),
        Purpose::Check(_) => advice,
    });
    if purpose == Purpose::Check(super::Outgoing::Listed) {
        report.outgoing = outgoing(&report.sources, site);
    }
}

/// What is to be said of the texts and hasn't been switched off.
pub(super) fn advice(sources: &Sources, site: &Site) -> Vec<Diagnostic> {
    // Every text is judged by itself, and they are many.
    let of_items = site.items.par_iter().map(|item| writing::of_item(sources, site, item));
    let mut advice: Vec<Diagnostic> = of_items.collect::<Vec<_>>().into_iter().flatten().collect();
    advice.extend(writing::of_listings(sources, site));
    advice.retain(|one| !site.settings.off.contains(one.code));
    advice
}

/// Every address elsewhere, each time it is named: in texts, in fields of any file, in links.toml.
fn outgoing(sources: &Sources, site: &Site) -> Vec<Spanned<String>> {
    let bodies = site.items.iter().map(|item| &item.body).chain(site.listings.values().map(|listing| &listing.body));
    let mut found: Vec<Spanned<String>> = bodies.flat_map(of_body).collect();
    for (id, file) in sources.iter() {
        let Some(span) = fields(file, id) else { continue };
        let named = every_text(sources.text(span), span).into_iter();
        found.extend(named.filter(|(key, _)| !NO_PAGES.contains(&key.as_str())).map(|(_, text)| text));
    }
    let own = site.settings.base_url.absolute("/");
    let is_web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
    let is_own = |url: &str| format!("{url}/").starts_with(&own);
    found.iter_mut().for_each(|found| found.value = found.value.trim().to_owned());
    found.retain(|found| is_web(&found.value.to_ascii_lowercase()) && !is_own(&found.value));
    found
}

fn of_body(body: &Body) -> Vec<Spanned<String>> {
    let links = body.targets.iter().zip(&body.outline.links);
    let mut found: Vec<_> = links
        .filter_map(|(target, link)| match target {
            Target::External(url) if link.kind == LinkKind::Link => Some(Spanned::new(url.clone(), link.span)),
            _ => None,
        })
        .collect();
    found.extend(body.outline.embeds.iter().filter_map(|embed| match &embed.value {
        Embed::Video { url, .. } => Some(Spanned::new(url.clone(), embed.span)),
        _ => None,
    }));
    found
}

/// Where the fields of a file stand; what was sent stays as it was, and a theme is its maker's affair.
fn fields(file: &Source, id: crate::source::FileId) -> Option<Span> {
    match file.class {
        SourceClass::Settings | SourceClass::Calendar | SourceClass::Links => Some(Span::new(id, 0, file.text.len())),
        SourceClass::Content => {
            split_front_matter(&file.text).ok().map(|(front, _)| Span::new(id, front.start, front.end))
        }
        _ => None,
    }
}
