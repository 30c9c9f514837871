//! What a build takes from the last one and leaves for the next: outlines of texts, what stands for all that it was made of, and
//! whose words its outputs show. A check takes outlines, and leaves nothing.

use super::untouched::{self, Marks, Parts, Shown, Untouched};
use super::{Force, Instant, Moment, Preview, Purpose, Report, Request, Run, Site, Staging, outlines, unchanged};
use crate::parse::{self, ParsedFile};

/// What is known of the texts once they are parsed.
#[derive(Default)]
pub(super) struct Texts {
    outlines: Option<Vec<u8>>,
    parts: Option<Vec<Parts>>,
}

/// What is known once everything is read. Nothing stands for the whole where a file is too fresh to tell.
pub(super) struct Past {
    outlines: Option<Vec<u8>>,
    whole: Option<(String, Marks)>,
}

/// Parses every file, those texts aside that the last build knew, and tells what is wrong with them.
pub(super) fn parse(run: &mut Run<'_>, request: &Request, purpose: Purpose) -> (Vec<ParsedFile>, Texts) {
    let Report { sources, diagnostics, .. } = &mut run.report;
    let known = outlines::known(&request.root);
    let parsed = parse::parse_knowing(sources, &known);
    diagnostics.extend(parsed.iter().flat_map(|file| file.diagnostics.clone()));
    let texts = match purpose {
        Purpose::Publish => {
            let (outlines, parts) = (outlines::pack(&known, &parsed), untouched::parts(sources, &parsed));
            Texts { outlines, parts: Some(parts) }
        }
        Purpose::Check(_) => Texts::default(),
    };
    (parsed, texts)
}

impl Texts {
    /// With the theme, whose files are the last among the sources.
    pub(super) fn and_theme(self, request: &Request, run: &Run<'_>) -> Past {
        let Texts { outlines, parts } = self;
        let marks = parts.and_then(|parts| Marks::of(request, run, parts));
        Past { outlines, whole: marks.and_then(|marks| Some((unchanged::key(request, run)?, marks))) }
    }
}

impl Past {
    /// What may stay of the last build.
    pub(super) fn untouched(
        &self,
        request: &Request,
        staging: &Staging,
        site: &Site,
        moment: Moment,
    ) -> Option<Untouched> {
        let (_, marks) = self.whole.as_ref().filter(|_| request.force == Force::Off)?;
        marks.untouched(staging, site, moment)
    }

    /// What the next build finds beside the output: the note, which holds `until` something else is to be told, and whose
    /// words are where, if there is no reason to make all anew.
    pub(super) fn note(
        &self,
        report: &Report,
        site: &Site,
        (moment, until): (Moment, Option<Instant>),
        shown: Option<Shown>,
    ) -> Option<Vec<u8>> {
        let (key, marks) = self.whole.as_ref()?;
        let left = shown.and_then(|shown| marks.note(shown)).unwrap_or_default();
        Some(unchanged::with_left(&unchanged::note(key, report, site, (moment, until))?, &left))
    }

    /// Keeps outlines for the next build, where those that are kept won't do; a preview leaves nothing in the site.
    pub(super) fn keep(&self, run: &Run<'_>, request: &Request) {
        if let Some(outlines) = self.outlines.as_ref().filter(|_| request.preview == Preview::Off) {
            outlines::keep(run, &request.root, outlines);
        }
    }
}
