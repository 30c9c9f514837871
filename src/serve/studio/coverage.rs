//! For whom there is what: segments against phases and against levels, each cell with the pieces behind it.

use serde::Serialize;

use super::look::{Cut, Look, PieceRow};
use crate::calendar::{self, Coverage, Covering};
use crate::model::{Level, Phase, SegmentId};

/// Pieces that are listed for a cell.
const MOST: usize = 100;
const PHASES: [Phase; 4] = [Phase::Teach, Phase::Prove, Phase::Support, Phase::Community];
const LEVELS: [Level; 3] = [Level::Beginner, Level::Intermediate, Level::Advanced];

#[derive(Serialize)]
pub(super) struct View {
    tables: Vec<Table>,
    chosen: Option<Chosen>,
    has_segments: bool,
    is_empty: bool,
}

/// A heat map.
#[derive(Serialize)]
struct Table {
    title: &'static str,
    about: &'static str,
    columns: Vec<String>,
    rows: Vec<TableRow>,
}

#[derive(Serialize)]
struct TableRow {
    title: String,
    note: String,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    number: usize,
    /// 0 to 5.
    shade: usize,
    /// What the cell is, in words.
    words: String,
    href: String,
    is_chosen: bool,
}

#[derive(Serialize)]
struct Chosen {
    title: String,
    pieces: Cut<PieceRow>,
}

/// A column: all pieces with this value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Phase(Option<Phase>),
    Level(Option<Level>),
}

impl Column {
    fn word(self) -> &'static str {
        match self {
            Column::Phase(phase) => phase.map_or("no phase", Phase::word),
            Column::Level(level) => level.map_or("any level", Level::word),
        }
    }

    fn key(self) -> String {
        match self {
            Column::Phase(phase) => format!("phase.{}", phase.map_or("none", Phase::word)),
            Column::Level(level) => format!("level.{}", level.map_or("none", Level::word)),
        }
    }

    fn holds(self, piece: &Covering) -> bool {
        match self {
            Column::Phase(phase) => piece.phase == phase,
            Column::Level(level) => piece.level == level,
        }
    }
}

fn phases() -> impl Iterator<Item = Column> {
    PHASES.into_iter().map(Some).chain([None]).map(Column::Phase)
}

fn levels() -> impl Iterator<Item = Column> {
    LEVELS.into_iter().map(Some).chain([None]).map(Column::Level)
}

pub(super) fn view(look: &Look<'_>) -> View {
    let coverage = calendar::coverage(look.standpoint());
    View {
        tables: vec![
            table(look, &coverage, &phases().collect::<Vec<_>>()),
            table(look, &coverage, &levels().collect::<Vec<_>>()),
        ],
        chosen: chosen(look, &coverage),
        has_segments: !look.site().settings.segments.is_empty(),
        is_empty: coverage.iter().all(|one| one.pieces.is_empty()),
    }
}

fn table(look: &Look<'_>, coverage: &[Coverage], columns: &[Column]) -> Table {
    let count = |one: &Coverage, column: Column| one.pieces.iter().filter(|piece| column.holds(piece)).count();
    // What carries no phase would outshine the rest.
    let named = columns.split_last().map_or(columns, |(_, named)| named);
    let most = coverage.iter().flat_map(|one| named.iter().map(move |column| count(one, *column))).max();
    let is_phases = matches!(columns.first(), Some(Column::Phase(_)));
    let row = |one: &Coverage| {
        let (title, note) = name(look, one.segment);
        let cell = |column: &Column| cell(look, (one, &title), *column, (count(one, *column), most.unwrap_or(0)));
        TableRow { cells: columns.iter().map(cell).collect(), note, title: title.clone() }
    };
    Table {
        title: if is_phases { "By phase" } else { "By level" },
        about: match is_phases {
            true => "what you teach, prove, support and build together",
            false => "how much one must know to follow",
        },
        columns: columns.iter().map(|column| column.word().to_owned()).collect(),
        rows: coverage.iter().map(row).collect(),
    }
}

fn cell(look: &Look<'_>, (one, title): (&Coverage, &str), column: Column, (number, most): (usize, usize)) -> Cell {
    let key = key(look, one.segment, column);
    Cell {
        number,
        shade: shade(number, most),
        words: format!("{title}, {}: {}", column.word(), crate::diagnostic::counted(number, "piece")),
        is_chosen: look.desk.query.get("cell") == Some(&key),
        href: format!("{}#pieces", look.desk.link("coverage/", &[("cell", &key)])),
    }
}

/// From 0 for nothing to 5 for the most there is.
fn shade(number: usize, most: usize) -> usize {
    match number {
        0 => 0,
        _ => (number * 5).div_ceil(most.max(1)).clamp(1, 5),
    }
}

fn key(look: &Look<'_>, segment: Option<SegmentId>, column: Column) -> String {
    let segments = &look.site().settings.segments;
    let segment = segment.and_then(|id| segments.get(id.index())).map_or("", |segment| segment.id.as_str());
    format!("{segment}.{}", column.key())
}

fn name(look: &Look<'_>, segment: Option<SegmentId>) -> (String, String) {
    let segments = &look.site().settings.segments;
    match segment.and_then(|id| segments.get(id.index())) {
        Some(segment) => (segment.title.clone(), segment.axis.clone()),
        None => ("All pieces".to_owned(), String::new()),
    }
}

fn chosen(look: &Look<'_>, coverage: &[Coverage]) -> Option<Chosen> {
    let asked = look.desk.query.get("cell")?;
    let columns: Vec<Column> = phases().chain(levels()).collect();
    let cells = coverage.iter().flat_map(|one| columns.iter().map(move |column| (one, *column)));
    let (one, column) = cells.into_iter().find(|(one, column)| key(look, one.segment, *column) == asked)?;
    let standpoint = look.standpoint();
    let pieces = one.pieces.iter().filter(|piece| column.holds(piece));
    Some(Chosen {
        title: format!("{}, {}", name(look, one.segment).0, column.word()),
        pieces: Cut::of(pieces.map(|piece| look.row(&standpoint.piece(piece.item))), MOST),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_darkest_and_one_is_never_nothing() {
        assert_eq!([0, 1, 5, 10].map(|number| shade(number, 10)), [0, 1, 3, 5]);
        assert_eq!([shade(1, 1), shade(1, 1000), shade(90, 10)], [5, 1, 5]);
    }
}
