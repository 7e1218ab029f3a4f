//! The open conversation: where the line "New messages" stands, and what was on screen.

use cruddur_contract::{GroupId, Timestamp};

use super::{Mark, Reads};
use crate::timeline::{Entry, Timeline};
use crate::view::RowKey;

/// So many older pages are read in search of the first unread message.
const PAGES: u8 = 20;

/// One look at a conversation, from its opening to its leaving.
#[derive(Debug, Default)]
pub(super) struct Visit {
    group: Option<GroupId>,
    line: Line,
    pages_left: u8,
    /// The newest message that was on screen.
    seen: Option<Timestamp>,
    /// The line was looked for once.
    is_open: bool,
    /// The person has marked it as unread: looking at it does not change that.
    is_held: bool,
    /// How far the others have read was asked for.
    asked: bool,
}

/// The line above the first unread message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Line {
    /// Nothing was unread.
    #[default]
    None,
    /// To be found.
    Wanted,
    Found(RowKey),
}

/// What is to be done for the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineSearch {
    /// It is where it is.
    Settled,
    /// Found just now.
    Found {
        row: RowKey,
        /// The conversation was opened just now: the view goes there.
        opens: bool,
    },
    /// It is before what is loaded.
    LoadOlder,
}

impl Visit {
    pub(super) fn is_of(&self, group: &GroupId) -> bool {
        self.group.as_ref() == Some(group)
    }
}

impl Reads {
    /// Another conversation is shown, or none.
    pub fn visit(&mut self, group: Option<&GroupId>) {
        let visit = self.visit.get_mut();
        *visit = Visit {
            group: group.cloned(),
            line: group.map_or(Line::None, |_| Line::Wanted),
            pages_left: PAGES,
            ..Visit::default()
        };
    }

    /// The reader is back at the window: what came meanwhile is new.
    pub fn returned(&mut self, timeline: &Timeline) {
        if self.unread(&timeline.group, Some(timeline)) > Some(0) && !self.visit.is_held {
            let visit = self.visit.get_mut();
            visit.line = Line::Wanted;
            visit.pages_left = 0;
        }
    }

    /// The person has written: the line has served, and nothing is held unread.
    pub fn answered_here(&mut self, group: &GroupId) {
        if self.visit.is_of(group) {
            let visit = self.visit.get_mut();
            visit.line = Line::None;
            visit.is_held = false;
        }
    }

    /// The row above which the line stands.
    pub fn line(&self, group: &GroupId) -> Option<&RowKey> {
        match &self.visit.line {
            Line::Found(row) if self.visit.is_of(group) => Some(row),
            _ => None,
        }
    }

    /// Whether how far the others have read is still to be asked for, once in a visit.
    pub fn ask_others(&mut self, group: &GroupId) -> bool {
        let ask = self.is_supported && self.visit.is_of(group) && !self.visit.asked;
        if ask {
            self.visit.get_mut().asked = true;
        }
        ask
    }

    /// They may have read on unheard.
    pub fn ask_others_again(&mut self) {
        self.visit.get_mut().asked = false;
    }

    /// Looks for the place of the line, once the conversation's newest messages are here.
    pub fn find_line(&mut self, timeline: &Timeline) -> LineSearch {
        let group = &timeline.group;
        let row = self.groups.get(group).and_then(|it| it.row.as_ref());
        let (Some(row), Line::Wanted, true) = (row, &self.visit.line, self.visit.is_of(group))
        else {
            return LineSearch::Settled;
        };
        let unread = self.unread(group, Some(timeline)).unwrap_or(0);
        let unread = usize::try_from(unread).unwrap_or(usize::MAX);
        let last = row.last_read.as_ref().and_then(|id| timeline.get(id));
        let last = last
            .map(|entry| entry.row.created_at)
            .max(self.read_here(group));
        let first = match last {
            _ if unread == 0 => None,
            Some(last) => timeline.first_of_others_after(last),
            None => timeline.first_of_last_others(unread),
        };
        if let Some(first) = first {
            let row = first.key.clone();
            let visit = self.visit.get_mut();
            visit.line = Line::Found(row.clone());
            let opens = !std::mem::replace(&mut visit.is_open, true);
            return LineSearch::Found { row, opens };
        }
        if unread > 0 && self.visit.pages_left > 0 {
            self.visit.get_mut().pages_left -= 1;
            return LineSearch::LoadOlder;
        }
        let visit = self.visit.get_mut();
        visit.line = Line::None;
        visit.is_open = true;
        LineSearch::Settled
    }

    /// A message was on screen for long enough. Returns the mark that follows.
    pub fn on_screen(&mut self, timeline: &Timeline, entry: &Entry) -> Option<Mark> {
        let (group, at) = (&timeline.group, entry.row.created_at);
        let row = self.groups.get(group)?.row.as_ref()?;
        let is_old = self.visit.seen >= Some(at) || !self.visit.is_of(group);
        let unread = self.unread(group, Some(timeline)) > Some(0);
        // What came after the row it does not count yet.
        let is_news = unread || !entry.mine && row.at < at;
        if is_old || self.visit.is_held {
            return None;
        }
        self.visit.get_mut().seen = Some(at);
        is_news.then(|| Mark::Read {
            message: entry.row.uuid.clone(),
            at,
        })
    }

    /// How far the person has read here, where the server's row does not show it.
    fn read_here(&self, group: &GroupId) -> Option<Timestamp> {
        match &self.groups.get(group)?.marking.as_ref()?.mark {
            Mark::Read { at, .. } => Some(*at),
            Mark::Unread { .. } => None,
        }
    }

    /// The person marks the conversation as unread.
    pub fn mark_unread(&mut self, timeline: &Timeline) -> Option<Mark> {
        let group = &timeline.group;
        let unread = self.unread(group, Some(timeline))?;
        let row = self.groups.get(group)?.row.as_ref()?.at;
        let (last, newest) = (timeline.last_written_by_others()?, timeline.newest_time()?);
        if self.visit.is_of(group) {
            let line = Line::Found(last.key.clone());
            let visit = self.visit.get_mut();
            visit.is_held = true;
            if unread == 0 {
                visit.line = line;
            }
        }
        let until = newest.max(row);
        (unread == 0).then_some(Mark::Unread { until })
    }
}
