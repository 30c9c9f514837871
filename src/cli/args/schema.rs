//! `hub schema`: its words and what they ask for.

use std::path::PathBuf;

/// What is asked of the schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum SchemaCommand {
    /// What there are.
    List,
    /// One of them, by its name.
    Print(String),
    /// All of them, into a site.
    Write(PathBuf),
}

/// `hub schema` as typed.
#[derive(clap::Args)]
pub(super) struct SchemaWords {
    /// Print one, such as `calendar` or `guide`; without a name, all that there are are listed
    #[arg(conflicts_with = "write")]
    name: Option<String>,
    /// Write them all into `.hub/schema/` of the site, where editors find them
    #[arg(long)]
    write: bool,
    /// The site: the folder with `hub.toml`
    #[arg(long = "site", value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

impl SchemaWords {
    pub(super) fn understood(self) -> SchemaCommand {
        match self.name {
            Some(name) => SchemaCommand::Print(name),
            None if self.write => SchemaCommand::Write(self.root),
            None => SchemaCommand::List,
        }
    }
}
