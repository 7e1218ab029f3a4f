//! What happens to the network, the server and the device.

use cruddur_contract::frame::ServerFrame;
use cruddur_engine::event::Event;

use crate::step::Environment;
use crate::world::{Scheduled, World};

impl World {
    pub fn environment(&mut self, change: Environment) {
        match change {
            Environment::LoseNetwork { browser_notices } => self.lose_network(browser_notices),
            Environment::RestoreNetwork { half_open } => self.restore_network(half_open),
            Environment::CloseConnections { code } => {
                self.count("connections closed");
                self.close_all_connections(code);
            }
            Environment::HalfOpenConnections => {
                self.count("half-open connections");
                self.half_open_all();
            }
            Environment::StopServer => {
                self.server.up = false;
                self.count("server stops");
                self.close_all_connections(1012);
            }
            Environment::StartServer => self.server.up = true,
            Environment::Sleep { millis } => self.sleep(millis),
            Environment::InvalidateToken => self.invalidate_token(),
            Environment::AskToReconnect => {
                self.count("asked to reconnect");
                let text = ServerFrame::Reconnect.to_text().expect("a frame");
                self.send_to_all(&text);
            }
            Environment::JumpClock { millis } => {
                self.clock_skew += millis;
                self.count("clock jumps");
            }
            Environment::RevokeSession => {
                self.count("session revoked");
                self.server.pool.revoked = true;
                self.observed.may_end = true;
            }
        }
    }

    fn lose_network(&mut self, browser_notices: bool) {
        self.network = false;
        self.count("network lost");
        if browser_notices {
            self.report_online(false);
        }
    }

    /// Connections did not survive; the client may not know.
    pub fn restore_network(&mut self, half_open: bool) {
        if self.network {
            return;
        }
        self.network = true;
        self.count("network restored");
        if half_open {
            self.half_open_all();
        } else {
            self.close_all_connections(1006);
        }
        self.report_online(true);
    }

    fn half_open_all(&mut self) {
        for conn in &mut self.server.conns {
            conn.half_open = true;
        }
    }

    /// The browser's event in every tab.
    pub fn report_online(&mut self, online: bool) {
        for page in self.pages() {
            self.switch_to(page);
            self.deliver(Event::Online(online));
        }
    }

    /// If a token that has just been issued and has not reached the client yet were refused, the session
    /// would end, as it should.
    fn invalidate_token(&mut self) {
        let other = self.other.iter().flat_map(|other| other.requests.values());
        let mut requests = self.client.requests.values().chain(other);
        let refreshing = requests.any(|name| name == "REFRESH_TOKEN_AUTH");
        if !self.client.asleep && !refreshing && self.server.invalidate(self.now) {
            self.count("token invalidated");
        }
    }

    fn sleep(&mut self, millis: u64) {
        if self.client.asleep {
            return;
        }
        self.client.asleep = true;
        if let Some(other) = &mut self.other {
            other.asleep = true;
        }
        self.count("sleeps");
        self.schedule(millis, Scheduled::WakeUp);
    }

    pub fn wake_up(&mut self) {
        for page in self.pages() {
            self.switch_to(page);
            if std::mem::replace(&mut self.client.asleep, false) {
                self.count("wakes up");
                self.log(|| "wakes up".to_owned());
                self.wake_tab();
            }
        }
    }

    /// Timers and events that are late come in either order.
    fn wake_tab(&mut self) {
        if self.client.away {
            return;
        }
        let timers = std::mem::take(&mut self.client.late_timers);
        let events = std::mem::take(&mut self.client.late_events);
        let timers_first = self.jitter.percent(50);
        if !self.jitter.percent(30) {
            self.dispatch(Event::SignOuts(self.browser.sign_outs.clone()));
            self.dispatch(Event::Woken);
        }
        for timers_now in [timers_first, !timers_first] {
            if !timers_now {
                for event in &events {
                    if self.client.expects(event) {
                        self.dispatch(event.clone());
                    }
                }
                continue;
            }
            for key in &timers {
                // One that was set again by an event before it is not due any more.
                let due = self.client.timers.get(key);
                if due.is_some_and(|(due, _)| *due <= self.now) {
                    self.client.timers.remove(key);
                    self.dispatch(Event::Timer(key.clone()));
                }
            }
        }
    }
}
