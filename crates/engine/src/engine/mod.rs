//! The coordinator: gives each event to the part that decides on it, and passes what one part found out
//! on to the others. No part knows another.

mod announcing;
mod auth;
mod conversations;
mod editing;
mod events;
mod frames;
mod groups;
mod intents;
mod lifecycle;
mod pages;
mod presence;
mod reading;
mod reads;
mod reconciling;
mod requests;
mod revisions;
mod rows;
mod sending;
mod storing;
mod tabs;
#[cfg(test)]
mod tests;
mod views;

use cruddur_contract::config::AppConfig;

use self::presence::Looked;
use self::revisions::Revisions;
use self::rows::ShownRows;
use crate::announcements::Announcements;
use crate::auth::Auth;
use crate::catch_up::CatchUp;
use crate::changed::Changed;
use crate::connection::Connection;
use crate::conversations::Conversations;
use crate::ctx::Ctx;
use crate::edits::Edits;
use crate::effect::Effect;
use crate::event::Input;
use crate::groups::Groups;
use crate::outbox::Outbox;
use crate::people::People;
use crate::persistence::Persistence;
use crate::presence::Presence;
use crate::reads::Reads;
use crate::requests::Requests;
use crate::returning::Returning;
use crate::server::Server;
use crate::session::Session;
use crate::sign_out::SignOut;
use crate::tabs::Tabs;
use crate::timeline::Timelines;

/// The app's state and every decision about it.
#[derive(Debug)]
pub struct Engine {
    config: AppConfig,
    ctx: Ctx,
    auth: Auth,
    session: Session,
    sign_out: SignOut,
    requests: Requests,
    server: Server,
    connection: Connection,
    catch_up: CatchUp,
    conversations: Conversations,
    timelines: Timelines,
    returning: Returning,
    outbox: Outbox,
    edits: Edits,
    reads: Reads,
    persistence: Persistence,
    tabs: Tabs,
    people: People,
    presence: Presence,
    /// What decided on what is watched, at the end of the last turn.
    looked: Looked,
    groups: Groups,
    announcements: Announcements,
    shown: ShownRows,
    /// What was published last; `None` at the start, and after a person was forgotten.
    published: Option<Revisions>,
    /// The revision of the list that is stored, or scheduled to be.
    stored_list: u64,
}

/// The result of a turn.
#[derive(Debug)]
pub struct Output {
    /// To be executed in this order.
    pub effects: Vec<Effect>,
    /// To be published.
    pub changed: Changed,
}

impl Engine {
    /// An engine at rest; it begins with [`crate::event::Event::Started`].
    pub fn new(config: AppConfig) -> Self {
        Self {
            ctx: Ctx::default(),
            auth: Auth::new(&config),
            session: Session::new(&config),
            sign_out: SignOut::default(),
            requests: Requests::default(),
            server: Server::new(config.live_url.is_some()),
            connection: Connection::new(config.live_url.clone()),
            catch_up: CatchUp::new(config.poll_seconds),
            conversations: Conversations::default(),
            timelines: Timelines::default(),
            returning: Returning::default(),
            outbox: Outbox::default(),
            edits: Edits::default(),
            reads: Reads::default(),
            persistence: Persistence::new(config.offline_cache),
            tabs: Tabs::default(),
            people: People::default(),
            presence: Presence::default(),
            looked: Looked::default(),
            groups: Groups::default(),
            announcements: Announcements::default(),
            shown: ShownRows::default(),
            published: None,
            stored_list: 0,
            config,
        }
    }

    /// Takes one event.
    pub fn handle(&mut self, input: Input) -> Output {
        self.ctx.begin(input.now, input.random);
        self.event(input.event);
        if self.sign_out.is_asking() && self.unsent() == 0 {
            // There is nothing left to ask.
            self.leave();
        }
        self.settle_reads();
        self.make_calls();
        self.announce_failures();
        self.show_edits();
        self.follow_presence();
        self.store_list_if_changed();
        self.broadcast_changes();
        self.persistence.write_journal(&mut self.ctx);
        Output {
            changed: self.take_changed(),
            effects: self.ctx.take_effects(),
        }
    }

    fn is_signed_in(&self) -> bool {
        self.session.me().is_some()
    }

    /// How many messages, edits and deletions would be lost with this page's person.
    fn unsent(&self) -> usize {
        self.outbox.unsent() + self.edits.unsent()
    }

    /// Whether this tab owns the socket and the outbox.
    fn leads(&self) -> bool {
        self.ctx.leads()
    }

    fn my_handle(&self) -> String {
        let me = self.session.me();
        me.map(|me| me.handle.clone()).unwrap_or_default()
    }
}
