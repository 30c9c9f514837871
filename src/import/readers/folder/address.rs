//! The old address of a file, by the rules of its generator.

use serde_json::{Map, Value};

use super::super::super::post::Post;
use super::super::Format;
use super::fields::text;
use super::settings::Settings;
use super::{Place, Sort};
use crate::edit::slug_of;

/// All old addresses, its own first. Fields that say one are taken out.
pub(super) fn of(post: &mut Post, fields: &mut Map<String, Value>, place: &Place, settings: &Settings) -> Vec<String> {
    let typed = text(fields, &["permalink", "url", "path", "save_as"]);
    let typed = typed.filter(|typed| typed != "false" && !typed.contains("{{") && !typed.contains('<'));
    let own = match typed {
        Some(pattern) if pattern.contains(':') && !pattern.contains("://") => filled(&pattern, post, place),
        Some(typed) => Some(if typed.contains("://") || typed.starts_with('/') { typed } else { format!("/{typed}") }),
        None => by_rule(post, place, settings),
    };
    // Obsidian's `aliases` are other names of a note, not addresses.
    let older = std::mem::take(&mut post.olds);
    if settings.format == Format::Obsidian {
        if !older.is_empty() {
            fields.insert("aliases".to_owned(), older.into());
        }
        return own.into_iter().collect();
    }
    let base = own
        .as_deref()
        .and_then(|own| own.trim_end_matches('/').rsplit_once('/'))
        .map_or("", |(base, _)| base)
        .to_owned();
    let absolute = |old: String| {
        if old.starts_with('/') || old.contains("://") {
            old
        } else if settings.format == Format::Hugo {
            format!("{base}/{old}")
        } else {
            format!("/{old}")
        }
    };
    own.into_iter().chain(older.into_iter().map(absolute)).collect()
}

fn by_rule(post: &Post, place: &Place, settings: &Settings) -> Option<String> {
    let name = post.slug.clone().unwrap_or_else(|| place.stem.clone());
    let folders: String = place.folders.iter().map(|folder| format!("{folder}/")).collect();
    let lower = |path: String| path.to_lowercase().replace(' ', "-");
    let section = if place.is_index { format!("/{folders}") } else { format!("/{folders}{name}/") };
    match settings.format {
        Format::Hugo => {
            let top = place.folders.first().map_or("", String::as_str);
            let pattern = settings.patterns.iter().find(|(section, _)| section == top).filter(|_| !place.is_index);
            pattern.map_or_else(|| Some(lower(section)), |(_, pattern)| filled(pattern, post, place))
        }
        Format::Zola => Some(section),
        Format::Astro => Some(lower(section)),
        Format::Eleventy => Some(section),
        Format::Jekyll => jekyll(post, place, settings, &name),
        Format::Pelican => {
            let slug = post.slug.clone().or_else(|| slug_of(&post.title)).unwrap_or(name);
            let pattern = settings.pattern.as_deref().map(|pattern| pattern.replace("{slug}", &slug));
            let page = if post.sort == Sort::Page { format!("/pages/{slug}.html") } else { format!("/{slug}.html") };
            let custom = pattern.filter(|pattern| !pattern.contains('{') && post.sort != Sort::Page);
            Some(custom.map_or(page, |pattern| format!("/{}", pattern.trim_start_matches('/'))))
        }
        _ => None,
    }
}

fn jekyll(post: &Post, place: &Place, settings: &Settings, name: &str) -> Option<String> {
    let folders: Vec<&str> = place.folders.iter().map(|folder| folder.trim_start_matches('_')).collect();
    let below: String = folders.iter().map(|folder| format!("{folder}/")).collect();
    if post.date.is_none() || !post.source.contains("_posts/") {
        let is_pretty =
            settings.pattern.as_deref().is_some_and(|pattern| pattern == "pretty" || pattern.ends_with('/'));
        return Some(match (place.is_index, is_pretty) {
            (true, _) => format!("/{below}"),
            (false, true) => format!("/{below}{name}/"),
            (false, false) => format!("/{below}{name}.html"),
        });
    }
    let pattern = match settings.pattern.as_deref() {
        None | Some("date") => "/:categories/:year/:month/:day/:title.html",
        Some("pretty") => "/:categories/:year/:month/:day/:title/",
        Some("ordinal") => "/:categories/:year/:y_day/:title.html",
        Some("none") => "/:categories/:title.html",
        Some(own) => own,
    };
    filled(pattern, post, place)
}

/// A pattern with its words filled in; nothing where one isn't known.
fn filled(pattern: &str, post: &Post, place: &Place) -> Option<String> {
    let date = post.date.or(place.date);
    let name = || post.slug.clone().unwrap_or_else(|| place.stem.clone());
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        path.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        let (word, left) = after.split_at_checked(end)?;
        path.push_str(&match word {
            "year" => format!("{:04}", date?.year),
            "short_year" => format!("{:02}", date?.year % 100),
            "month" => format!("{:02}", date?.month),
            "i_month" => date?.month.to_string(),
            "day" => format!("{:02}", date?.day),
            "i_day" => date?.day.to_string(),
            "title" if pattern.starts_with("/:categories") || post.source.contains("_posts/") => name(),
            "title" => slug_of(&post.title).unwrap_or_else(name),
            "slug"
            | "contentbasename"
            | "slugorcontentbasename"
            | "slugorfilename"
            | "filename"
            | "name"
            | "basename" => name(),
            "section" | "collection" => place.folders.first().cloned().unwrap_or_default(),
            "sections" | "path" => place.folders.join("/"),
            "categories" => post.categories.join("/").to_lowercase().replace(' ', "-"),
            "output_ext" => ".html".to_owned(),
            _ => return None,
        });
        rest = left;
    }
    path.push_str(rest);
    while path.contains("//") {
        path = path.replace("//", "/");
    }
    Some(if path.starts_with('/') { path } else { format!("/{path}") })
}

/// The id that a generator's own feed gives a post: its address, as that feed writes it.
pub(super) fn guid(format: Format, url: &str, olds: &[String]) -> Option<String> {
    let own = olds.first()?;
    let whole = || if own.contains("://") { own.clone() } else { format!("{}{own}", url.trim_end_matches('/')) };
    match format {
        Format::Hugo | Format::Zola | Format::Astro | Format::Eleventy => Some(whole()),
        Format::Jekyll => Some(whole().trim_end_matches(".html").trim_end_matches('/').to_owned()),
        _ => None,
    }
}
