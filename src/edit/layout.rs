//! Where a new entry goes in a file of the calendar, and how it is written there: as its neighbours are.

use std::ops::Range;

use super::text::Splice;
use super::toml::{Block, Form, blocks};
use crate::model::time::{Bare, Instant, TimeOfDay, Zone};
use crate::parse::toml::RawDate;

/// How the dates of a file are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock<'a> {
    /// The site's zone.
    pub(super) zone: &'a Zone,
    /// When a bare date publishes.
    pub(super) publish_time: TimeOfDay,
}

impl Clock<'_> {
    /// The instant of a `publish`.
    pub(super) fn publish(self, date: &RawDate) -> Option<Instant> {
        self.zone.resolve(date, Bare::At(self.publish_time)).ok().map(|(instant, _)| instant)
    }
}

/// A block to be written: its lines as keys and values, and when it appears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewBlock {
    /// Keys and values as TOML.
    pub(super) fields: Vec<(&'static str, String)>,
    /// What orders it among its neighbours.
    pub(super) publish: Option<Instant>,
}

/// A file of the calendar with its entries.
pub(super) struct Layout<'a> {
    text: &'a str,
    blocks: Vec<Block>,
    instants: Vec<Option<Instant>>,
}

/// Where something goes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Spot {
    /// Right before the line break at this place.
    After(usize),
    /// At the beginning of the line at this place.
    Before(usize),
}

impl<'a> Layout<'a> {
    /// The layout of a file, if it can be read.
    pub(super) fn of(text: &'a str, clock: Clock<'_>) -> Option<Self> {
        let blocks = blocks(text, "entry")?;
        let publish = |block: &Block| clock.publish(block.field("publish")?.date.as_ref()?);
        let instants = blocks.iter().map(publish).collect();
        Some(Layout { text, blocks, instants })
    }

    /// Its entries.
    pub(super) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// When its entries appear, by their order.
    pub(super) fn instants(&self) -> &[Option<Instant>] {
        &self.instants
    }

    /// Whether its entries stand in one list, `entry = [ … ]`, which can't be continued with `[[entry]]`.
    pub(super) fn is_one_list(&self) -> bool {
        self.blocks.iter().any(|block| block.form == Form::Inline)
    }

    /// The blocks put in, each at its place; a mark's number is the block's position in `new`.
    pub(super) fn insert(&self, new: &[NewBlock]) -> Vec<Splice> {
        let mut placed: Vec<(Spot, Option<Instant>, usize)> =
            new.iter().enumerate().map(|(number, block)| (self.spot(block.publish), block.publish, number)).collect();
        // What has no date comes last of those at one place.
        placed.sort_by_key(|(spot, publish, number)| (*spot, publish.is_none(), *publish, *number));
        let mut splices: Vec<Splice> = Vec::new();
        for (spot, _, number) in placed {
            let Some(block) = new.get(number) else { continue };
            let (Spot::After(at) | Spot::Before(at)) = spot;
            let same = splices.last().is_some_and(|last| last.at.start == at);
            if !same {
                splices.push(Splice { at: at..at, with: String::new(), marks: Vec::new() });
            }
            if let Some(splice) = splices.last_mut() {
                self.append(spot, block, number, splice);
            }
        }
        splices
    }

    fn append(&self, spot: Spot, block: &NewBlock, number: usize, splice: &mut Splice) {
        let style = Style::of(self.text, &self.blocks, splice.at.start);
        let gap = style.line_end.repeat(if self.is_compact() { 1 } else { 2 });
        if matches!(spot, Spot::After(_)) {
            splice.with.push_str(&gap);
        }
        splice.marks.push((number, splice.with.len()));
        splice.with.push_str(&style.block(&block.fields));
        if matches!(spot, Spot::Before(_)) {
            splice.with.push_str(if self.text.is_empty() { style.line_end } else { &gap });
        }
    }

    /// After the last entry that does not appear later, where entries stand in the order of their dates; else at the end.
    fn spot(&self, publish: Option<Instant>) -> Spot {
        let dated: Vec<(usize, Instant)> =
            self.instants.iter().enumerate().filter_map(|(index, instant)| Some((index, (*instant)?))).collect();
        let is_ordered = dated.is_sorted_by_key(|(_, instant)| *instant);
        let neighbour = publish.filter(|_| is_ordered).and_then(|publish| {
            let earlier = dated.iter().rev().find(|(_, instant)| *instant <= publish);
            earlier.or(dated.first()).map(|(index, instant)| (*index, *instant <= publish))
        });
        let neighbour = neighbour.or_else(|| Some((self.blocks.len().checked_sub(1)?, true)));
        match neighbour.and_then(|(index, is_after)| Some((self.blocks.get(index)?, is_after))) {
            Some((block, true)) => Spot::After(self.end_with_comments(block.whole.end)),
            Some((block, false)) => self.before(block),
            None => self.end(),
        }
    }

    /// Past the rest of the line, and past comments right below it that belong to nothing further down.
    fn end_with_comments(&self, from: usize) -> usize {
        let end = self.line_end(from);
        let mut last = end;
        let mut rest = self.text.get(end..).unwrap_or("");
        let mut at = end;
        while let Some(line) = next_line(rest) {
            let shown = line.trim();
            if shown.is_empty() {
                return last;
            }
            if !shown.starts_with('#') || is_heading(shown) {
                return end;
            }
            let begin = at + 1 + rest.find('\n').unwrap_or(0);
            last = begin + line.len();
            rest = self.text.get(last..).unwrap_or("");
            at = last;
        }
        last
    }

    /// Below what stands before a block, so that comments stay with what follows them. At the top of a file that is
    /// below its first lines of comment, which speak of the whole.
    fn before(&self, block: &Block) -> Spot {
        let start = self.line_start(block.whole.start);
        let above = self.text.get(..start).unwrap_or("");
        let is_free = |line: &&str| line.trim().is_empty() || line.trim().starts_with('#');
        let free: usize = above.split_inclusive('\n').rev().take_while(is_free).map(str::len).sum();
        if free < start {
            let used = above.get(..start - free).unwrap_or("");
            let line = used.strip_suffix('\n').unwrap_or(used);
            return Spot::After(self.end_with_comments(line.strip_suffix('\r').unwrap_or(line).len()));
        }
        let attached: usize = above
            .split_inclusive('\n')
            .rev()
            .take_while(|line| line.trim().starts_with('#') && !is_heading(line.trim()))
            .map(str::len)
            .sum();
        Spot::Before(if attached < start { start - attached } else { start })
    }

    /// Below the last line that says anything.
    fn end(&self) -> Spot {
        let used = self.text.trim_end().len();
        if used == 0 { Spot::Before(0) } else { Spot::After(used) }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |found| found + 1)
    }

    /// The end of a line without its line break.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("");
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// Whether entries follow each other without an empty line.
    fn is_compact(&self) -> bool {
        let pairs = self.blocks.windows(2).filter_map(|pair| match pair {
            [first, second] => self.text.get(first.whole.end..second.whole.start),
            _ => None,
        });
        let gaps: Vec<&str> = pairs.collect();
        !gaps.is_empty() && gaps.iter().all(|gap| !has_empty_line(gap))
    }
}

/// Whether a line of the gap is empty; its first and last part belong to the lines around it.
fn has_empty_line(gap: &str) -> bool {
    let parts: Vec<&str> = gap.split('\n').collect();
    let last = parts.len().saturating_sub(1);
    parts.iter().take(last).skip(1).any(|line| line.trim().is_empty())
}

/// The line below the line break at the beginning of `rest`, without its own.
fn next_line(rest: &str) -> Option<&str> {
    let (_, below) = rest.split_once('\n')?;
    let line = below.split('\n').next().unwrap_or("");
    let line = line.strip_suffix('\r').unwrap_or(line);
    (!below.is_empty()).then_some(line)
}

/// A comment that draws a line: it opens a section.
fn is_heading(comment: &str) -> bool {
    ["---", "===", "***", "###", "~~~"].iter().any(|mark| comment.contains(mark))
}

/// How the entries around a place are written.
struct Style<'a> {
    header: &'a str,
    indent: &'a str,
    equals: &'a str,
    line_end: &'static str,
}

impl<'a> Style<'a> {
    /// The style of the last entry before `at`, else of the first.
    fn of(text: &'a str, blocks: &'a [Block], at: usize) -> Self {
        let neighbour = blocks.iter().rev().find(|block| block.whole.start < at).or(blocks.first());
        let blank_before = |place: usize| {
            let before = text.get(..place).unwrap_or("");
            let line = before.get(before.rfind('\n').map_or(0, |found| found + 1)..).unwrap_or("");
            if line.chars().all(|c| c == ' ' || c == '\t') { line } else { "" }
        };
        let first = neighbour.and_then(|block| block.fields.first());
        Style {
            header: neighbour.map_or("", |block| blank_before(block.whole.start)),
            indent: first.map_or("", |field| blank_before(field.key.start)),
            equals: neighbour.and_then(|block| equals(text, block)).unwrap_or(" = "),
            line_end: line_end(text, at),
        }
    }

    fn block(&self, fields: &[(&'static str, String)]) -> String {
        let lines = fields.iter().map(|(name, value)| format!("{}{name}{}{value}", self.indent, self.equals));
        let header = format!("{}[[entry]]", self.header);
        std::iter::once(header).chain(lines).collect::<Vec<_>>().join(self.line_end)
    }
}

/// What stands between keys and values, where it is the same in a whole entry.
fn equals<'a>(text: &'a str, block: &Block) -> Option<&'a str> {
    let between = |range: Range<usize>| text.get(range).filter(|text| text.trim() == "=");
    let mut all = block.fields.iter().map(|field| between(field.key.end..field.value.start));
    let first = all.next()??;
    all.all(|one| one == Some(first)).then_some(first)
}

/// How the line at a place ends, else how the first line of the text does.
pub(super) fn line_end(text: &str, at: usize) -> &'static str {
    let rest = text.get(at..).unwrap_or("");
    let line = rest.find('\n').and_then(|end| rest.get(..=end)).or_else(|| text.split_inclusive('\n').next());
    if line.is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::super::text::spliced;
    use super::super::toml::{date_text, read_date};
    use super::*;

    fn added(text: &str, day: Option<&str>) -> String {
        let zone = Zone::utc();
        let clock = Clock { zone: &zone, publish_time: TimeOfDay::MIDNIGHT };
        let layout = Layout::of(text, clock).unwrap();
        let date = day.and_then(read_date);
        let mut fields = vec![("ref", "\"new\"".to_owned())];
        fields.extend(date.as_ref().map(|date| ("publish", date_text(date))));
        let publish = date.and_then(|date| clock.publish(&date));
        spliced(text, &layout.insert(&[NewBlock { fields, publish }]))
    }

    const TWO: &str = "# top\n\n[[entry]]\nref = \"a\"\npublish = 2026-11-10\n\n# --- December\n\n[[entry]]\nref = \"b\"\npublish = 2026-12-10 # late\n";

    #[test]
    fn a_section_comment_stays_with_what_follows() {
        let block = "\n[[entry]]\nref = \"new\"\npublish = 2026-11-30\n";
        let wanted = TWO.replace("\n\n# --- December", &format!("\n{block}\n# --- December"));
        assert_eq!(added(TWO, Some("2026-11-30")), wanted);
        let wanted = format!("{TWO}\n[[entry]]\nref = \"new\"\npublish = 2026-12-10\n");
        assert_eq!(added(TWO, Some("2026-12-10")), wanted);
        assert_eq!(added(TWO, None), format!("{TWO}\n[[entry]]\nref = \"new\"\n"));
    }

    #[test]
    fn before_the_first_it_goes_below_what_the_file_says_of_itself() {
        let wanted = TWO.replacen("[[entry]]", "[[entry]]\nref = \"new\"\npublish = 2026-01-01\n\n[[entry]]", 1);
        assert_eq!(added(TWO, Some("2026-01-01")), wanted);
        let text =
            "[calendar]\npublish_time = \"09:00\"\n\n# --- December\n[[entry]]\nref = \"a\"\npublish = 2026-12-10\n";
        let wanted = text.replace("\n\n# ---", "\n\n[[entry]]\nref = \"new\"\npublish = 2026-11-01\n\n# ---");
        assert_eq!(added(text, Some("2026-11-01")), wanted);
    }

    #[test]
    fn a_comment_right_below_an_entry_is_its_own() {
        let text = "[[entry]]\nref = \"a\"\n# moved twice\n\n[[recurring]]\nid = \"x\"\n";
        let wanted = "[[entry]]\nref = \"a\"\n# moved twice\n\n[[entry]]\nref = \"new\"\n\n[[recurring]]\nid = \"x\"\n";
        assert_eq!(added(text, None), wanted);
        let text = "[[entry]]\nref = \"a\"\n# of the next\n[[entry]]\nref = \"b\"\npublish = 2026-12-01\n";
        assert!(
            added(text, Some("2026-01-01"))
                .contains("ref = \"a\"\n[[entry]]\nref = \"new\"\npublish = 2026-01-01\n# of")
        );
    }

    #[test]
    fn files_without_entries_or_a_last_line_end() {
        assert_eq!(added("", None), "[[entry]]\nref = \"new\"\n");
        assert_eq!(added("# only words\n\n\n", None), "# only words\n\n[[entry]]\nref = \"new\"\n\n\n");
        assert_eq!(added("# only words", None), "# only words\n\n[[entry]]\nref = \"new\"");
        assert_eq!(added("[[entry]]\nref = \"a\"", None), "[[entry]]\nref = \"a\"\n\n[[entry]]\nref = \"new\"");
    }

    #[test]
    fn the_neighbours_style_is_kept() {
        let text = "\t[[entry]]\r\n\t\tref=\"a\"\r\n\t\tpublish=2026-12-01\r\n\t[[entry]]\r\n\t\tref=\"b\"\r\n";
        let wanted = text.replacen("01\r\n", "01\r\n\t[[entry]]\r\n\t\tref=\"new\"\r\n\t\tpublish=2026-12-02\r\n", 1);
        assert_eq!(added(text, Some("2026-12-02")), wanted);
    }

    #[test]
    fn out_of_order_means_at_the_end() {
        let text = "[[entry]]\npublish = 2026-12-10\n\n[[entry]]\npublish = 2026-11-10\n";
        assert!(added(text, Some("2026-11-11")).ends_with("\n\n[[entry]]\nref = \"new\"\npublish = 2026-11-11\n"));
    }
}
