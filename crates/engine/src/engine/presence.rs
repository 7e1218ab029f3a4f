//! Who is online and who is typing: between the frames, the list, the tabs and the screen.

use cruddur_contract::frame::{ClientFrame, ServerFrame};
use cruddur_contract::person::same_handle;
use cruddur_contract::presence::{Presence as Report, Typist};
use cruddur_contract::{GroupId, GroupRow, Member, PersonId};

use super::Engine;
use crate::presence::Watched;
use crate::tabs::TabMessage;
use crate::view::{Load, PresenceView};

/// What decides on what is watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    leads: bool,
    hears_frames: bool,
    on_screen: (u64, u64),
    list: u64,
}

impl Engine {
    /// Who is online and who is typing. Empty while that is not known.
    pub fn presence_view(&self) -> PresenceView {
        if !self.hears_frames() {
            return PresenceView::default();
        }
        let online = |report: &&Report| self.presence.is_online(&report.user_uuid) == Some(true);
        let reports = self.presence.reports().filter(online);
        let mut view = PresenceView {
            online: reports.map(|report| report.user_uuid.clone()).collect(),
            ..PresenceView::default()
        };
        view.online.sort_unstable();
        let typists = self.presence.typists();
        for (group, person) in typists {
            if let Some(typist) = self.other_in(group, person) {
                view.add_typist(group, &typist.display_name);
            }
        }
        let open = self.conversations.open_group();
        if let Some(row) = open.and_then(|open| self.conversations.get(open)) {
            let others = self.others_in(row);
            let here = others.filter(|member| view.is_online(&member.user_uuid));
            view.here = here.cloned().collect();
            view.last_seen = row.user_uuid.as_ref().and_then(|other| {
                let mut reports = self.presence.reports();
                let report = reports.find(|report| report.user_uuid == *other)?;
                report.since.filter(|_| view.here.is_empty())
            });
        }
        view
    }

    fn others_in<'a>(&'a self, row: &'a GroupRow) -> impl Iterator<Item = &'a Member> {
        let me = self.session.me().map_or("", |me| &me.handle);
        let members = row.members.iter().flatten();
        members.filter(move |member| !same_handle(&member.handle, me))
    }

    fn other_in(&self, group: &GroupId, person: &PersonId) -> Option<&Member> {
        let mut others = self.others_in(self.conversations.get(group)?);
        others.find(|member| member.user_uuid == *person)
    }

    /// A frame reports who is online.
    pub(super) fn presence_frame(&mut self, text: &str, reports: Vec<Report>) {
        self.tabs.pass_on(&mut self.ctx, text);
        self.presence.hear(&mut self.ctx, reports);
    }

    /// A frame says who is typing. Strangers to the conversation are ignored.
    pub(super) fn typing_frame(&mut self, text: &str, typist: Typist) {
        self.tabs.pass_on(&mut self.ctx, text);
        let (group, person) = (typist.message_group_uuid, typist.user_uuid);
        if self.other_in(&group, &person).is_some() {
            self.presence.hear_typing(&mut self.ctx, group, person);
        }
    }

    /// The person types in the open conversation: others are told, if one of them may be there to see it.
    pub(super) fn say_typing(&mut self, text: &str) {
        let Some(group) = self.conversations.open_group().cloned() else {
            return;
        };
        let failed = |group| {
            let timeline = self.timelines.get(group);
            timeline.is_some_and(|it| matches!(it.shown_load(), Load::Failed(_)))
        };
        let somebody = self.conversations.get(&group).is_some_and(|row| {
            let mut others = self.others_in(row);
            others.any(|member| self.presence.is_online(&member.user_uuid) != Some(false))
        });
        let can = self.hears_frames() && !self.session.is_expired();
        if !text.trim().is_empty() && can && somebody && !failed(&group) {
            self.tell_typing(group);
        }
    }

    /// Not more often than the server passes it on.
    pub(super) fn tell_typing(&mut self, message_group_uuid: GroupId) {
        if !self.presence.typed(&self.ctx) {
            return;
        }
        if self.leads() {
            let frame = ClientFrame::Typing { message_group_uuid };
            self.connection.send(&mut self.ctx, &frame);
        } else {
            let group = message_group_uuid;
            self.ctx.broadcast(TabMessage::Typing { group });
        }
    }

    /// At the end of a turn: follows what is on screen and the connection.
    pub(super) fn follow_presence(&mut self) {
        let looked = Looked {
            leads: self.leads(),
            hears_frames: self.is_signed_in() && self.hears_frames(),
            on_screen: (
                self.conversations.open_revision(),
                self.presence.watching.revision(),
            ),
            list: self.conversations.list_revision(),
        };
        let before = std::mem::replace(&mut self.looked, looked);
        if before == looked {
            return;
        }
        if !looked.hears_frames {
            return self.presence.disconnect();
        }
        let same_screen = Looked {
            list: before.list,
            ..looked
        } == before;
        match (looked.leads, same_screen) {
            (true, false) => self.presence.watching.plan(&mut self.ctx),
            (true, true) => self.presence.watching.plan_if_calm(&mut self.ctx),
            (false, false) => self.say_what_is_on_screen(),
            (false, true) => {}
        }
    }

    /// In a follower: the leader watches for this tab too.
    pub(super) fn say_what_is_on_screen(&mut self) {
        let open = self.conversations.open_group();
        let groups = self.presence.watching.on_screen(open);
        let tab = self.presence.watching.name(&mut self.ctx);
        self.ctx.broadcast(TabMessage::Look { tab, groups });
    }

    /// In the leader: another tab has this on screen. It is told what is known.
    pub(super) fn tab_looks(&mut self, tab: String, groups: Vec<GroupId>) {
        self.presence.watching.hear(tab, groups);
        self.presence.watching.plan(&mut self.ctx);
        let known = self.presence.reports().cloned().collect();
        if let Some(text) = ServerFrame::PresenceState(known).to_text() {
            self.tabs.pass_on(&mut self.ctx, &text);
        }
    }

    /// Asks the server about what is on screen; `again`: because what it said is in doubt.
    pub(super) fn watch(&mut self, again: bool) {
        if !self.leads() || !self.connection.is_open() {
            return;
        }
        let wanted = self
            .presence
            .watching
            .wanted(self.conversations.open_group());
        let members = |group: &GroupId| {
            let row = self.conversations.get(group);
            let members = row.and_then(|row| row.members.as_ref()).into_iter();
            members.flatten().map(|member| member.user_uuid.clone())
        };
        let wanted = wanted.into_iter().map(|group| {
            let members = members(&group).collect();
            (group, members)
        });
        let wanted: Watched = wanted.collect();
        let people: Vec<_> = wanted.values().flatten().cloned().collect();
        let now = self.ctx.now.mono;
        if let Some(frame) = self.presence.watching.due(now, wanted, again) {
            self.presence.keep(|person| people.contains(person));
            self.connection.send(&mut self.ctx, &frame);
        }
    }
}
