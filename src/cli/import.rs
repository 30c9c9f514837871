//! `hub import SOURCE --to DIR`: what came along, what needs a hand, what is next.

use super::args::ImportCommand;
use super::init::numbered;
use super::{End, complain, print};
use crate::diagnostic::draw::{self, Colour, Format as Drawn, printable};
use crate::error::Error;
use crate::import::{self, Format, Mode, PLAN, REPORT, Told, Wish};

/// Lines of a list that a terminal shows; the report holds them all.
const SHOWN: usize = 8;

/// Imports, and tells.
pub(super) fn answer(command: &ImportCommand, colour: Colour) -> Result<End, Error> {
    let format = command.from.as_deref().map(Format::named).transpose()?;
    let wish = Wish {
        source: &command.source,
        format,
        feed: command.feed.as_deref(),
        request: &command.request,
        mode: command.mode,
    };
    let told = import::import(&wish)?;
    let folder = command.request.root.to_string_lossy();
    let folder = printable(&folder);
    match command.mode {
        Mode::Look => print(&looked(&told, &folder)),
        Mode::Write => {
            print(&written(&told));
            complain(&hands(&told, colour));
            print(&next(&folder));
        }
    }
    Ok(if told.errors.is_empty() { End::Fine } else { End::SiteHasErrors })
}

fn sums(told: &Told) -> String {
    let sums = told.sums();
    let kinds: Vec<String> = told.kinds.iter().map(|(kind, number)| format!("{number} {kind}")).collect();
    format!(
        "{}: {} files and entries\n  {:>5} {}: {}\n  {:>5} {} along\n  {:>5} read for what they say\n  {:>5} left where they are\n",
        capital(told.format.name()),
        sums.all,
        sums.pieces,
        if sums.pieces == 1 { "piece" } else { "pieces" },
        kinds.join(", "),
        sums.taken,
        if sums.taken == 1 { "file comes" } else { "files come" },
        sums.read,
        sums.left,
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn looked(told: &Told, folder: &str) -> String {
    let mut text = sums(told);
    text.push('\n');
    for [_, kind, series, slug, title, date, why] in told.table.iter().take(SHOWN) {
        let within = if series.is_empty() { String::new() } else { format!(" of “{series}”") };
        text.push_str(&printable(&format!("  {kind}{within}, {slug}: “{title}” {date} ({why})")));
        text.push('\n');
    }
    if told.table.len() > SHOWN {
        text.push_str(&format!("  … and {} more\n", told.table.len() - SHOWN));
    }
    notes(&mut text, told);
    let steps = [
        format!("Look at `{folder}/{PLAN}`: `kind` may be guide, faq, page, part (with its `series`), or skip."),
        "Run the same command without `--dry-run`. Nothing else was written.".to_owned(),
    ];
    text.push_str(&numbered("What is next:", &steps));
    text
}

fn notes(text: &mut String, told: &Told) {
    for note in told.notes.iter().chain(&told.settings) {
        text.push_str(&format!("note: {}\n", printable(note)));
    }
    if told.remote_images() > 0 {
        let images = told.remote_images();
        text.push_str(&format!(
            "note: {images} {} on other hosts, where readers' browsers don't load {}\n",
            if images == 1 { "image lies" } else { "images lie" },
            if images == 1 { "it" } else { "them" }
        ));
    }
}

fn written(told: &Told) -> String {
    let counts = told.counts;
    let mut text = sums(told);
    text.push_str(&format!(
        "\nwritten {}, unchanged {}, yours and left as they are {}\n",
        counts.new, counts.same, counts.kept
    ));
    notes(&mut text, told);
    for (file, what) in told.errors.iter().take(SHOWN) {
        text.push_str(&format!("error left: {}: {}\n", printable(file), printable(what)));
    }
    text
}

fn next(folder: &str) -> String {
    let steps = [
        format!("Read `{folder}/{REPORT}`: what became of each file, and what needs a hand."),
        format!("Look at it: `hub serve {folder}`, then `hub build {folder}`."),
        "If people subscribe to your old feed, compare before you publish: `hub help import` says how.".to_owned(),
    ];
    numbered("What is next:", &steps)
}

fn hands(told: &Told, colour: Colour) -> String {
    let number = told.hands.len();
    if number == 0 {
        return String::new();
    }
    let shown = told.hands.get(..SHOWN.min(number)).unwrap_or_default();
    let mut text = String::from("\n");
    text.push_str(&draw::draw(shown, &told.sources, Drawn::Text, colour));
    let more = if number > SHOWN { format!("; all of them are in `{REPORT}`") } else { String::new() };
    text.push_str(&format!("{number} {} a hand{more}\n", if number == 1 { "thing needs" } else { "things need" }));
    text
}
