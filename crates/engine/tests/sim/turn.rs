//! A page and its turns: an event goes in, effects come out and are executed.

use cruddur_engine::effect::{Effect, TimerKey};
use cruddur_engine::event::{Event, Input, Intent, Now};
use cruddur_engine::tabs::TabMessage;

use crate::client::Client;
use crate::names;
use crate::world::World;

impl World {
    /// Opens or reloads the page of this tab: only what the browser stores survives.
    pub fn start_page(&mut self) {
        let seed = self.client.seed;
        let old = self.close_page();
        let page = self.client.page;
        let client = &mut self.client;
        client.started_at = self.now;
        client.online = self.network || self.jitter.percent(50);
        self.log(|| format!("page {page} starts"));
        self.observed.page_started(seed);
        if self.client.tabbed {
            self.request_lock(page);
            self.dispatch(Event::Tabbed);
        }
        self.dispatch(Event::SignOuts(self.browser.sign_outs.clone()));
        let stored_session = self.client.session.clone();
        let journal = self.client.journal.clone();
        let online = self.client.online;
        let ended = stored_session
            .as_deref()
            .is_some_and(|it| self.is_ended(it));
        self.dispatch(Event::Started {
            stored_session,
            journal,
            online,
        });
        if ended {
            self.count("start after a sign-out");
            self.check_ended();
        }
        self.dispatch(Event::Intent(Intent::Open(old.open)));
        self.look(true, false);
    }

    /// The tab goes to another site.
    pub fn leave_site(&mut self) {
        self.count("site left");
        self.dispatch(Event::Timer(TimerKey::Save));
        self.close_page();
        self.client.away = true;
    }

    /// The tabs that show another site come back.
    pub fn come_back(&mut self) {
        for page in self.pages() {
            if self.switch_to(page) && self.client.away {
                self.start_page();
            }
        }
    }

    /// Ends this tab's page; what its session storage holds stays.
    fn close_page(&mut self) -> Client {
        self.browser.pages += 1;
        let new = Client::new(self.client.seed, self.client.tab);
        let old = std::mem::replace(&mut self.client, new);
        let client = &mut self.client;
        client.page = self.browser.pages;
        if old.page > 0 {
            client.session.clone_from(&old.session);
            client.journal.clone_from(&old.journal);
        }
        client.open.clone_from(&old.open);
        client.tabbed = old.tabbed;
        // A page's sockets close with it.
        let conns = self.server.conns.iter();
        let sockets = conns.filter(|conn| conn.page == old.page);
        let sockets: Vec<_> = sockets.map(|conn| conn.socket).collect();
        for socket in sockets {
            self.server.disconnect(old.page, socket);
        }
        if old.tabbed {
            self.release_lock(old.page);
        }
        old
    }

    pub fn intent(&mut self, intent: Intent) {
        self.dispatch(Event::Intent(intent));
    }

    /// Gives the engine an event and executes its effects.
    pub fn dispatch(&mut self, event: Event) {
        let event = match event {
            // A page reads them when it handles the event, not when they changed.
            Event::SignOuts(_) => Event::SignOuts(self.browser.sign_outs.clone()),
            other => other,
        };
        self.count(names::event(&event));
        if let Event::Intent(intent) = &event {
            self.count(names::intent(intent));
        }
        let page = self.client.page;
        self.log(|| format!("{page} <- {}", event_text(&event)));
        self.client.note(&event);
        self.observed.event(&event, self.now);
        let message = match &event {
            Event::TabMessage(text) => TabMessage::decode(text),
            _ => None,
        };
        if matches!(message, Some(TabMessage::SignedOut { .. })) {
            self.observed.signed_out_elsewhere(page);
        }
        let told = matches!(event, Event::SignOuts(_)) && self.client.is_signed_in();
        let now = Now {
            mono: self.now - self.client.started_at,
            wall: 1_700_000_000_000 + self.now as i64 + self.clock_skew,
        };
        let random = self.random(&event);
        let turn = self.client.engine.handle(Input { now, random, event });
        for effect in turn.effects {
            self.count(names::effect(&effect));
            self.log(|| format!("{page} -> {}", effect_text(&effect)));
            self.execute(effect);
        }
        if told && !self.client.is_signed_in() {
            self.observed.signed_out_elsewhere(page);
        }
        self.client.changed |= turn.changed.conversation || turn.changed.session;
        self.check_turn();
    }

    /// Two messages written in steps of the same seed must still get different ids, and so must two pages.
    fn random(&mut self, event: &Event) -> u128 {
        let high = u128::from(self.randomness.bits());
        let low = self.randomness.bits();
        let written = self.observed.written.len() as u64;
        let low = match event {
            Event::Intent(Intent::Send(_)) => low ^ written,
            Event::Intent(Intent::Draft(_)) => low ^ u64::from(self.client.page),
            _ => low,
        };
        high << 64 | u128::from(low)
    }
}

/// With the texts that the events' own `Debug` leaves out.
fn event_text(event: &Event) -> String {
    match event {
        Event::TabMessage(line) => format!("message of the other tab {line:?}"),
        Event::Intent(Intent::Send(text)) => format!("Send {text}"),
        Event::Intent(Intent::Retry(key) | Intent::Discard(key)) => format!("{event:?} {key:?}"),
        Event::SocketFrame(id, text) => format!("frame {} {text}", id.0),
        event => format!("{event:?}"),
    }
}

fn effect_text(effect: &Effect) -> String {
    match effect {
        Effect::Http(_, request) => {
            let body = request.body.as_deref().unwrap_or_default();
            format!("{effect:?} {body}")
        }
        effect => format!("{effect:?}"),
    }
}
