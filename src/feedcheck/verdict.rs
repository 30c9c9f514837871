//! What was found, as data and as a sentence.

/// What was found about one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub what: What,
    /// The entry, as people know it.
    pub entry: String,
    /// Why, how late, which address; may be empty.
    pub detail: String,
}

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Importers mail it, as they should.
    New,
    /// Importers know it, but not by its new guid, link or date: it would be mailed twice.
    Resent,
    /// New, but older than what importers have seen: those that look at dates never mail it.
    Skipped,
    /// Older than everything in the feed that is deployed: it came back at the end.
    Returned,
    /// It was there and is gone, though older entries stay.
    Gone,
    /// Entries changed places.
    Reordered,
    /// Without a guid importers go by the link.
    MissingGuid,
    /// Two entries have one guid: one of them is never mailed.
    DuplicateGuid,
    /// Scripts, styles, frames, forms.
    UnsafeHtml,
    /// In mail there is nothing that an address could be relative to.
    RelativeUrl,
    /// Published later than now.
    Future,
    /// No date, or none that can be read.
    NoDate,
    /// No page to lead to.
    NoLink,
    /// An enclosure says another length than its file has.
    WrongLength,
}

impl What {
    /// All of them, in the order in which they are told.
    pub const ALL: [What; 14] = [
        What::New,
        What::Resent,
        What::Skipped,
        What::Returned,
        What::Gone,
        What::Reordered,
        What::MissingGuid,
        What::DuplicateGuid,
        What::UnsafeHtml,
        What::RelativeUrl,
        What::Future,
        What::NoDate,
        What::NoLink,
        What::WrongLength,
    ];

    /// For programs.
    pub fn key(self) -> &'static str {
        match self {
            What::New => "new",
            What::Resent => "resent",
            What::Skipped => "skipped",
            What::Returned => "returned",
            What::Gone => "gone",
            What::Reordered => "reordered",
            What::MissingGuid => "missing_guid",
            What::DuplicateGuid => "duplicate_guid",
            What::UnsafeHtml => "unsafe_html",
            What::RelativeUrl => "relative_url",
            What::Future => "future",
            What::NoDate => "no_date",
            What::NoLink => "no_link",
            What::WrongLength => "wrong_length",
        }
    }

    /// Whether something would be mailed twice or never, or harm who reads it.
    pub fn is_unsafe(self) -> bool {
        matches!(self, What::Resent | What::Skipped | What::MissingGuid | What::DuplicateGuid | What::UnsafeHtml)
    }

    /// For people, after a number.
    fn words(self) -> &'static str {
        match self {
            What::New => "new",
            What::Resent => "mailed a second time",
            What::Skipped => "never mailed by importers that look at dates",
            What::Returned => "back at the end",
            What::Gone => "gone",
            What::Reordered => "in another place",
            What::MissingGuid => "without a guid",
            What::DuplicateGuid => "with a guid that another has",
            What::UnsafeHtml => "with HTML that is not safe in mail",
            What::RelativeUrl => "with an address that leads nowhere in mail",
            What::Future => "dated in the future",
            What::NoDate => "without a date that can be read",
            What::NoLink => "without a link",
            What::WrongLength => "with a file of another length than it says",
        }
    }
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// By what it is, then in the order of the feed.
    pub findings: Vec<Finding>,
}

impl Verdict {
    pub(super) fn of(mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| finding.what);
        Verdict { findings }
    }

    /// Whether nothing would be mailed twice or never, or harm who reads it.
    pub fn is_safe(&self) -> bool {
        !self.findings.iter().any(|finding| finding.what.is_unsafe())
    }

    /// How many entries something was found about.
    pub fn count(&self, what: What) -> usize {
        self.findings.iter().filter(|finding| finding.what == what).count()
    }

    /// All of it in a sentence.
    pub fn sentence(&self) -> String {
        let count = |what: What| match self.count(what) {
            0 => None,
            count => Some(format!("{count} {}", what.words())),
        };
        let of = |is_unsafe: bool| {
            let whats = What::ALL.into_iter().filter(move |what| what.is_unsafe() == is_unsafe);
            whats.filter_map(count).collect::<Vec<_>>().join(", ")
        };
        let (bad, rest) = (of(true), of(false));
        match (bad.as_str(), rest.as_str()) {
            ("", "") => "safe: nothing to mail, nothing to mend".to_owned(),
            ("", _) => format!("safe: {rest}"),
            (_, "") => format!("not safe: {bad}"),
            _ => format!("not safe: {bad}; besides: {rest}"),
        }
    }
}
