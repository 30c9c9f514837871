//! Forms of text: what an id, a time of day or an address looks like, for those who complete and check as one types.
//!
//! A pattern may be wider than the form and is never narrower: what the model takes has to fit. Editors show patterns to
//! people, so they are as short as can be; the model has a word about each mistake.

/// A form that texts of some fields have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An id that becomes part of an address.
    Id,
    /// An id of an outgoing link.
    LinkId,
    /// A time of day.
    Time,
    /// A rule of what comes again.
    Rule,
    /// A web address.
    Web,
    /// An address of any kind that a link can have.
    Address,
    /// A mail address or a web address.
    Contact,
    /// A language tag.
    Language,
    /// A part of an address.
    Slug,
    /// A path on the site itself.
    Path,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 10] = [
        Form::Id,
        Form::LinkId,
        Form::Time,
        Form::Rule,
        Form::Web,
        Form::Address,
        Form::Contact,
        Form::Language,
        Form::Slug,
        Form::Path,
    ];

    /// As authors are told it.
    pub fn words(self) -> &'static str {
        match self {
            Form::Id => "a to z, 0 to 9 and -",
            Form::LinkId => "letters, digits, -, _ and .",
            Form::Time => "from 00:00 to 23:59",
            Form::Rule => "a rule, such as weekly:wed",
            Form::Web => "a web address with https://",
            Form::Address => "an address with https:// or mailto:",
            Form::Contact => "a mail address or a web address",
            Form::Language => "a language tag, such as en or de-AT",
            Form::Slug => "without /, # and %",
            Form::Path => "a path that begins with /",
        }
    }

    /// As a regular expression that every language reads alike.
    pub fn pattern(self) -> &'static str {
        match self {
            Form::Id => "^[a-z0-9-]*[a-z0-9][a-z0-9-]*$",
            Form::LinkId => r"^[^\s/:()\[\]<>]+$",
            Form::Time => "^([01]?[0-9]|2[0-3]):[0-5][0-9]$",
            Form::Rule => "^[^:]+:[^:]+$",
            Form::Web => r"^\s*[A-Za-z]+://\S+\s*$",
            Form::Address => r"^[A-Za-z]+:\S+$",
            Form::Contact => r"\S(@|://)\S",
            Form::Language => r"^\s*[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\s*$",
            Form::Slug => "^[^/#%]+$",
            Form::Path => r"^\s*(/|%2[Ff]).+$",
        }
    }
}
