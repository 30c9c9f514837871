//! The fixed lists of words, each with what it stands for: what the model reads is what the schema and the reference offer.

/// A fixed list of words, each with what it stands for.
#[derive(Debug)]
pub struct Words<T: 'static> {
    /// Code of the problem with another word.
    pub code: &'static str,
    /// What such a word is called.
    pub noun: &'static str,
    /// The words.
    pub known: &'static [(&'static str, T)],
}

impl<T> Words<T> {
    /// The words alone, in their order.
    pub fn names(&self) -> Vec<&'static str> {
        self.known.iter().map(|(word, _)| *word).collect()
    }
}

/// Level of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is the level of its name")]
pub enum Level {
    Beginner,
    Intermediate,
    Advanced,
}

impl Level {
    /// As it is written in front matter.
    pub const fn word(self) -> &'static str {
        match self {
            Level::Beginner => "beginner",
            Level::Intermediate => "intermediate",
            Level::Advanced => "advanced",
        }
    }
}

/// Phase of the 90-day rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is the phase of its name")]
pub enum Phase {
    Teach,
    Prove,
    Support,
    Community,
}

impl Phase {
    /// As it is written in front matter.
    pub const fn word(self) -> &'static str {
        match self {
            Phase::Teach => "teach",
            Phase::Prove => "prove",
            Phase::Support => "support",
            Phase::Community => "community",
        }
    }
}

/// Role of an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is the role of its name")]
pub enum OfferRole {
    Starter,
    Upgrade,
    Bundle,
    Gift,
}

/// Kind of policy page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each variant is the policy of its name")]
pub enum Policy {
    Privacy,
    Refund,
    Terms,
    Imprint,
}

/// A mail provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the provider of its name")]
pub enum Preset {
    Buttondown,
    Kit,
    Mailchimp,
    Mailerlite,
    Beehiiv,
    Listmonk,
    Brevo,
    Custom,
}

/// A built-in plan of weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the plan of its name")]
pub enum Template {
    Creator90,
    Creator30,
    Partner3m,
}

/// Levels of a piece.
pub const LEVELS: Words<Level> = Words {
    code: "unknown-level",
    noun: "level",
    known: &[
        (Level::Beginner.word(), Level::Beginner),
        (Level::Intermediate.word(), Level::Intermediate),
        (Level::Advanced.word(), Level::Advanced),
    ],
};

/// Phases of the 90 days.
pub const PHASES: Words<Phase> = Words {
    code: "unknown-phase",
    noun: "phase",
    known: &[
        (Phase::Teach.word(), Phase::Teach),
        (Phase::Prove.word(), Phase::Prove),
        (Phase::Support.word(), Phase::Support),
        (Phase::Community.word(), Phase::Community),
    ],
};

/// What a guide promises of its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each variant is the format of its name")]
pub enum Format {
    NotFor,
    Proof,
    Mistakes,
    Walkthrough,
    Comparison,
}

/// What a guide may promise of its form.
pub const FORMATS: Words<Format> = Words {
    code: "unknown-format",
    noun: "format",
    known: &[
        ("not-for", Format::NotFor),
        ("proof", Format::Proof),
        ("mistakes", Format::Mistakes),
        ("walkthrough", Format::Walkthrough),
        ("comparison", Format::Comparison),
    ],
};

/// What a member can consent to.
pub const SCOPES: Words<()> = Words {
    code: "unknown-scope",
    noun: "scope of consent",
    known: &[("site", ()), ("newsletter", ()), ("photo", ())],
};

/// Who may see the address to join an event: everybody, or not.
pub const ACCESS: Words<bool> =
    Words { code: "unknown-access", noun: "kind of access", known: &[("public", true), (MEMBERS, false)] };

/// Who may see it unless the author says otherwise.
pub const MEMBERS: &str = "members";

/// Roles of offers.
pub const ROLES: Words<OfferRole> = Words {
    code: "unknown-role",
    noun: "role of an offer",
    known: &[
        ("starter", OfferRole::Starter),
        ("upgrade", OfferRole::Upgrade),
        ("bundle", OfferRole::Bundle),
        ("gift", OfferRole::Gift),
    ],
};

/// What a page can be by law.
pub const POLICIES: Words<Policy> = Words {
    code: "unknown-policy",
    noun: "policy",
    known: &[
        ("privacy", Policy::Privacy),
        ("refund", Policy::Refund),
        ("terms", Policy::Terms),
        ("imprint", Policy::Imprint),
    ],
};

/// How far a piece is.
pub const STATUSES: Words<&str> = Words {
    code: "unknown-status",
    noun: "status",
    known: &[
        ("idea", "idea"),
        ("outlined", "outlined"),
        ("drafting", "drafting"),
        ("review", "review"),
        ("held", "held"),
        ("ready", "ready"),
    ],
};

/// How a newsletter is sent: from its feed, or by hand.
pub const SEND: Words<bool> =
    Words { code: "unknown-send", noun: "kind of sending", known: &[(FEED, true), ("paste", false)] };

/// How it is sent unless the author says otherwise.
pub const FEED: &str = "feed";

/// What can come again and again.
pub const RECURRING: Words<&str> = Words {
    code: "unknown-kind",
    noun: "kind of recurrence",
    known: &[
        ("event", "event"),
        ("prompt", "prompt"),
        ("challenge", "challenge"),
        ("spotlight", "spotlight"),
        ("check-in", "check-in"),
    ],
};

/// Plans of weeks that are built in.
pub const TEMPLATES: Words<Template> = Words {
    code: "unknown-template",
    noun: "built-in plan",
    known: &[
        ("creator-90", Template::Creator90),
        ("creator-30", Template::Creator30),
        ("partner-3m", Template::Partner3m),
    ],
};

/// What readers must know of a link.
pub const DISCLOSURES: Words<&str> = Words {
    code: "unknown-disclosure",
    noun: "disclosure",
    known: &[("affiliate", "affiliate"), ("sponsored", "sponsored"), ("own", "own")],
};

/// When readers are asked.
pub const MOMENTS: Words<&str> = Words {
    code: "unknown-moment",
    noun: "moment",
    known: &[
        ("onboarding", "onboarding"),
        ("day-7", "day-7"),
        ("day-30", "day-30"),
        ("day-60", "day-60"),
        ("refund", "refund"),
    ],
};

/// Mail providers whose forms are known.
pub const PRESETS: Words<Preset> = Words {
    code: "unknown-preset",
    noun: "mail provider",
    known: &[
        ("buttondown", Preset::Buttondown),
        ("kit", Preset::Kit),
        ("mailchimp", Preset::Mailchimp),
        ("mailerlite", Preset::Mailerlite),
        ("beehiiv", Preset::Beehiiv),
        ("listmonk", Preset::Listmonk),
        ("brevo", Preset::Brevo),
        (CUSTOM, Preset::Custom),
    ],
};

/// Any other provider.
pub const CUSTOM: &str = "custom";
