//! Content ids and the items they name: every reference in front matter, calendar and embeds is resolved here.

use std::collections::BTreeMap;

use super::site::ItemId;
use crate::diagnostic::{Diagnostic, nearest};
use crate::parse::Kind;
use crate::source::Spanned;

/// Every content id of the site.
#[derive(Debug)]
pub(super) struct Names<'a> {
    /// Content id → item.
    pub(super) by_id: &'a BTreeMap<String, ItemId>,
    /// Kind of each item, by [`ItemId`].
    pub(super) kinds: &'a [Kind],
}

impl Names<'_> {
    /// The item that `typed` names, or an `unknown-id` problem with the nearest id. Where one kind is meant, the kind's folder
    /// may be left out (`refunds` for `faq/refunds`) and another kind is a `wrong-kind` problem.
    pub(super) fn item(
        &self,
        typed: &Spanned<String>,
        meant: Option<Kind>,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<ItemId> {
        let full = meant.map(|kind| format!("{}/{}", kind.folder(), typed.value));
        let found = self.by_id.get(&typed.value).or_else(|| full.as_ref().and_then(|id| self.by_id.get(id)));
        let Some(id) = found.copied() else {
            problems.push(self.unknown(typed, meant));
            return None;
        };
        let kind = self.kinds.get(id.index()).copied();
        match meant {
            Some(meant) if kind != Some(meant) => {
                let is = kind.map_or("something else", Kind::name);
                problems.push(
                    Diagnostic::error(
                        "wrong-kind",
                        format!("`{}` is a {is}, a {} is needed", typed.value, meant.name()),
                    )
                    .at(typed.span, "")
                    .help(format!("name a piece of `content/{}/`", meant.folder())),
                );
                None
            }
            _ => Some(id),
        }
    }

    fn unknown(&self, typed: &Spanned<String>, meant: Option<Kind>) -> Diagnostic {
        let problem = Diagnostic::error("unknown-id", format!("there is no content with the id `{}`", typed.value))
            .at(typed.span, "");
        let folder = meant.map(|kind| format!("{}/", kind.folder()));
        let fits = |id: &&String| folder.as_ref().is_none_or(|folder| id.starts_with(folder.as_str()));
        let ids = self.by_id.keys().filter(fits).map(String::as_str);
        let short = folder.as_deref().unwrap_or("");
        let names = ids.map(|id| if typed.value.contains('/') { id } else { id.strip_prefix(short).unwrap_or(id) });
        let ending = format!("/{}", typed.value);
        if let Some(id) = self.by_id.keys().find(|id| folder.is_none() && id.ends_with(&ending)) {
            return problem.help(format!("did you mean `{id}`?"));
        }
        problem.maybe_help(nearest(&typed.value, names).map(|id| format!("did you mean `{id}`?")))
    }
}
