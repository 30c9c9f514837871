//! `hub schema`: what may stand in which file, for editors and other programs.

use std::path::Path;

use super::args::SchemaCommand;
use super::{End, print};
use crate::diagnostic::nearest_help;
use crate::edit::init::Outcome;
use crate::edit::schema::{self, Put};
use crate::error::Error;
use crate::schema::{Document, FOLDER, documents};

/// What no editor does, said where one might wait for it.
const FRONT_MATTER: &str = "\
To them a date is a text, in quotes or not, and no id is looked up: the last
word has `hub check`.

Editors don't check the front matter of Markdown files: what stands between
`+++` is no TOML file to them. Its schemas are for programs that take it out.
`hub check` checks it, and `hub help fields guide` tells what may stand there.
";

/// Lists the schemas, prints one, or writes them all into a site.
pub(super) fn answer(command: &SchemaCommand) -> Result<End, Error> {
    let text = match command {
        SchemaCommand::List => list(),
        SchemaCommand::Print(name) => schema::text(&named(name)?),
        SchemaCommand::Write(root) => write(root)?,
    };
    print(&text);
    Ok(End::Fine)
}

/// The kind of file with a name, or a refusal with the nearest.
pub(super) fn named(name: &str) -> Result<Document, Error> {
    let mut known = documents();
    match known.iter().position(|document| document.name == name) {
        Some(at) => Ok(known.swap_remove(at)),
        None => Err(unknown(name, &known)),
    }
}

fn unknown(name: &str, known: &[Document]) -> Error {
    let names = || known.iter().map(|document| document.name);
    // Somebody may name the file itself.
    let last = |path: &str| path.rsplit('/').next().map(str::to_owned);
    let is_file = |document: &&Document| document.files.iter().any(|file| last(file) == last(name));
    let help = match known.iter().find(is_file) {
        Some(document) => format!("write `{}`", document.name),
        None => nearest_help(name, names()).unwrap_or_else(|| {
            let all: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            format!("choose one of {}", all.join(", "))
        }),
    };
    Error::refused(format!("there is no kind of file `{name}`"), help)
}

fn list() -> String {
    let line = |document: &Document| format!("hub schema {:10} {}\n", document.name, document.files.join(", "));
    let lines: String = documents().iter().map(line).collect();
    format!("{lines}\n`hub schema --write` writes them all into `{FOLDER}/` of your site, for your editor.\n")
}

fn write(root: &Path) -> Result<String, Error> {
    if !root.join("hub.toml").is_file() {
        let message = format!("there is no `hub.toml` in `{}`", root.display());
        return Err(Error::refused(
            message,
            "go into the folder of your site, or name it: `hub schema --write --site DIR`",
        ));
    }
    let puts = schema::put(root)?;
    Ok(format!("{}\n{}\n{FRONT_MATTER}", outcomes(&puts), directives(&puts)))
}

fn outcomes(puts: &[Put]) -> String {
    let line = |put: &Put| format!("{:9}  {FOLDER}/{}\n", put.outcome.word(), put.document.schema_path());
    puts.iter().map(line).collect()
}

/// The first line of each file for which there is one.
fn directives(puts: &[Put]) -> String {
    let mut text = "\
With Taplo, or Even Better TOML in VS Code, your editor completes and checks a
file that begins with the line of its schema. `.hub/` stays out of git: write
the schemas again wherever the site is new.

"
    .to_owned();
    for document in puts.iter().map(|put| &put.document) {
        for file in &document.files {
            let line = document.directive(file).map(|line| format!("  {file:22}  {line}\n"));
            text.push_str(&line.unwrap_or_default());
        }
    }
    text
}

impl Outcome {
    /// As it is said beside the file.
    pub(super) fn word(self) -> &'static str {
        match self {
            Outcome::Written => "written",
            Outcome::Replaced => "replaced",
            Outcome::Unchanged => "unchanged",
        }
    }
}
