//! What every theme looks at: the site at a moment, the days ahead, and the pieces with their days.

use super::pieces::{self, Piece};
use super::wording::Days;
use crate::calendar::held::{Countable, countables};
use crate::model::time::{Date, Instant, Zone};
use crate::model::{ItemId, Site};
use crate::plan::{Moment, Plan, World};

/// The site and the days ahead.
pub(super) struct Outlook<'a> {
    pub(super) world: World<'a>,
    pub(super) site: &'a Site,
    pub(super) zone: &'a Zone,
    pub(super) moment: Moment,
    pub(super) plan: &'a Plan,
    /// Today in the site's zone, and the last day that is looked at.
    pub(super) today: Date,
    pub(super) last: Date,
    /// How many days that is.
    pub(super) length: u32,
    /// Everything that has a day, by day.
    pub(super) pieces: Vec<Piece<'a>>,
    /// Everything that may count for a phase.
    pub(super) countables: Vec<Countable>,
    /// Words for days.
    pub(super) words: Days,
}

impl<'a> Outlook<'a> {
    pub(super) fn new(world: World<'a>, moment: Moment, plan: &'a Plan, length: u32) -> Self {
        let (site, zone) = (world.site, &world.site.settings.zone);
        let today = zone.date_of(moment.now);
        Outlook {
            world,
            site,
            zone,
            moment,
            plan,
            today,
            last: today.plus_days(i64::from(length)),
            length,
            pieces: pieces::pieces(site, moment.now),
            countables: countables(site),
            words: Days { today },
        }
    }

    /// The first instant after the days ahead.
    pub(super) fn until(&self) -> Instant {
        self.zone.end_of_day(self.last)
    }

    /// Whether any of these days lies ahead.
    pub(super) fn meets(&self, first: Date, last: Date) -> bool {
        last >= self.today && first <= self.last
    }

    /// Pieces whose day is one of these, by day.
    pub(super) fn between(&self, first: Date, last: Date) -> impl Iterator<Item = &Piece<'a>> {
        let start = self.pieces.partition_point(|piece| piece.day < first);
        self.pieces.iter().skip(start).take_while(move |piece| piece.day <= last)
    }

    /// An item in a message.
    pub(super) fn name(&self, item: ItemId) -> String {
        format!("`{}`", self.site.item(item).id)
    }

    /// How an author gives a piece another day.
    pub(super) fn moving(&self, piece: &Piece<'_>, to: Date) -> String {
        let name = piece.name();
        match piece.moved_by {
            pieces::MovedBy::Entry => format!("`hub calendar move {} {to}`", piece.typed()),
            pieces::MovedBy::Date => format!("set `date = {to}` in {name}"),
            pieces::MovedBy::Starts => format!("set `starts = {to}` in {name}"),
        }
    }
}
