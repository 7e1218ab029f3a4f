//! What happens in a run: the person, other people, the network, the server, the device.

use cruddur_contract::frame::ServerFrame;
use cruddur_engine::event::{Event, Intent};
use cruddur_engine::view::{ConversationKey, DeliveryState};

use crate::client::Client;
use crate::faults::Faults;
use crate::server::OTHERS;
use crate::watch::Written;
use crate::world::{Way, World};

impl World {
    /// How the world is before the page starts.
    pub fn set_up(&mut self, tabs: bool) {
        self.server.page = *self.rng.pick(&[3, 5, 10, 20, 50]);
        self.server.group_page = *self.rng.pick(&[1, 2, 20]);
        self.server.pool.token_life = *self.rng.pick(&[90, 300, 900, 3_600]);
        self.client.skew = *self
            .rng
            .pick(&[0, 0, 3_600_000, -3_600_000, 86_400_000, -86_400_000]);
        for other in &OTHERS[..2] {
            let at = self.server.group_with(other);
            for _ in 0..self.rng.range(1, 25) {
                self.store_from(at, other);
            }
        }
        self.faults = Faults::mixture(&mut self.rng);
        self.client.open = Some(ConversationKey::Group("g-bayko".into()));
        self.client.tabbed = tabs;
        self.start();
        if tabs {
            let mut other = Client::new(self.server.seed);
            other.open.clone_from(&self.client.open);
            other.tabbed = true;
            other.skew = self.client.skew;
            self.other = Some(Box::new(other));
            self.pass(50);
            // The one that has not started yet.
            self.turn_to(0);
            self.start();
        }
    }

    /// One step.
    pub fn step(&mut self) {
        if self.rng.percent(50)
            && let Some(other) = &self.other
        {
            let life = other.life;
            self.turn_to(life);
        }
        match self.rng.range(0, 99) {
            0..=39 => self.person(),
            40..=69 => self.others(),
            70..=91 => {}
            _ => self.trouble(),
        }
        let millis = match self.rng.range(0, 99) {
            0..=9 => 0,
            10..=69 => self.rng.range(1, 400),
            70..=93 => self.rng.range(400, 5_000),
            94..=97 => self.rng.range(5_000, 40_000),
            _ => self.rng.range(40_000, 400_000),
        };
        self.pass(millis);
        self.check_screen();
    }

    fn person(&mut self) {
        if self.client.asleep {
            return;
        }
        if !self.client.is_signed_in() {
            return self.sign_in();
        }
        match self.rng.range(0, 99) {
            0..=39 => self.write(),
            40..=59 => self.open_some(),
            60..=69 => self.want(Intent::LoadOlder),
            70..=79 => self.retry_or_discard(),
            80..=83 => self.want(Intent::Reload),
            84..=87 => self.want(Intent::LoadOlderGroups),
            88..=90 => self.want(Intent::ReloadGroups),
            91..=92 => self.want(Intent::SearchPeople("ba".into())),
            93 => self.want(Intent::Draft("what was typed".into())),
            94 => self.want(Intent::ChooseHandle("other".into())),
            95..=97 => self.tell(Event::Woken),
            98 => self.restart(),
            _ => {
                if self.rng.percent(30) {
                    self.sign_out();
                }
            }
        }
    }

    pub fn sign_in(&mut self) {
        self.server.pool.revoked = false;
        self.want(Intent::sign_in("andrewbrown@example.com", "secret"));
    }

    fn sign_out(&mut self) {
        self.want(Intent::SignOut);
        if self.client.engine.notices().leaving > 0 {
            let leaves = self.rng.percent(50);
            self.want(Intent::SignOutAnswer(leaves));
        }
    }

    /// Where the server keeps no client ids nothing but the page knows which row is which message;
    /// what a restart does there is for the engine's own tests.
    fn restart(&mut self) {
        if self.server.seed {
            return;
        }
        self.count("page restarts");
        self.start();
    }

    fn write(&mut self) {
        let other = match &self.client.open {
            Some(ConversationKey::Group(id)) => {
                self.server.group(&id.0).map(|at| self.server.other(at))
            }
            Some(ConversationKey::New(handle)) => OTHERS.into_iter().find(|known| known == handle),
            None => None,
        };
        let (Some(other), Some(to)) = (other, self.client.open.clone()) else {
            return;
        };
        let mut text = format!("s{}", self.watch.written.len());
        if self.rng.percent(4) {
            let status = *self.rng.pick(&[403, 404, 413, 422]);
            text = format!("{text} refuse{status}");
            self.count("refused message");
        }
        self.watch.written.push(Written {
            text: text.clone(),
            other,
            discarded: false,
            by_hand: false,
            to: (self.client.life, to),
            gone: false,
        });
        self.want(Intent::Send(text));
    }

    fn open_some(&mut self) {
        let key = match self.rng.range(0, 9) {
            0..=3 => ConversationKey::Group("g-bayko".into()),
            4..=6 => ConversationKey::Group("g-londo".into()),
            7..=8 => ConversationKey::New("vir".into()),
            _ => return self.want(Intent::Open(None)),
        };
        self.want(Intent::Open(Some(key)));
    }

    fn retry_or_discard(&mut self) {
        let failed = |row: &cruddur_engine::view::MessageView| {
            matches!(row.state, DeliveryState::NotSent(_))
        };
        let Some(row) = self.client.engine.messages().into_iter().find(failed) else {
            return;
        };
        let retry = self.rng.percent(60);
        let Some(written) = self
            .watch
            .written
            .iter_mut()
            .find(|written| written.text == row.text)
        else {
            return;
        };
        written.by_hand = true;
        if retry {
            return self.want(Intent::Retry(row.key));
        }
        written.discarded = true;
        // It may have arrived all the same, and comes back as any message of the server.
        self.watch.keys.remove(&row.text);
        self.want(Intent::Discard(row.key.clone()));
        let there = self
            .client
            .engine
            .messages()
            .into_iter()
            .any(|known| known.key == row.key);
        assert!(
            !there || self.client.tabbed,
            "{} was dropped and is still there",
            row.text
        );
    }

    fn others(&mut self) {
        let at = self.rng.range(0, self.server.groups.len() as u64 - 1) as usize;
        let other = self.server.other(at);
        if !self.server.up {
            return;
        }
        if !self.server.seed && self.rng.percent(15) && !self.server.groups[at].messages.is_empty()
        {
            let n = self
                .rng
                .range(0, self.server.groups[at].messages.len() as u64 - 1)
                as usize;
            if self.server.groups[at].messages[n].handle != other {
                return;
            }
            let delete = self.rng.percent(30);
            self.count(if delete {
                "message deleted"
            } else {
                "message edited"
            });
            self.server.change(at, n, delete);
            return self.broadcast(at, n, false);
        }
        let burst = if self.rng.percent(5) {
            60
        } else {
            self.rng.range(1, 2)
        };
        for _ in 0..burst {
            let n = self.store_from(at, other);
            self.broadcast(at, n, true);
        }
    }

    fn store_from(&mut self, at: usize, other: &str) -> usize {
        let n = self.server.groups[at].messages.len();
        let text = format!("{other}{n}");
        let n = self.server.store(at, other, &text, None, self.now);
        let messages = &self.server.groups[at].messages;
        let (id, before) = (
            messages[n].uuid.clone(),
            n.checked_sub(1).map(|n| &messages[n].uuid),
        );
        // Not a whole page of them: no client can go on from there.
        let alone = before.is_none_or(|before| !self.server.poisoned.contains(before));
        if alone && self.strikes(self.faults.poison, "poison") {
            self.server.poisoned.insert(id);
        }
        n
    }

    fn trouble(&mut self) {
        match self.rng.range(0, 11) {
            0 => self.network_goes(),
            1 => self.network_comes(),
            2 => {
                self.count("cut");
                let code = *self.rng.pick(&[1000, 1001, 1006, 1006, 1011, 1012, 1013]);
                self.cut_all(code);
            }
            3 => {
                self.count("half-open");
                for conn in &mut self.server.conns {
                    conn.half_open = true;
                }
            }
            4 => self.server_goes(),
            5 => self.server_comes(),
            6 => self.sleep(),
            7 => {
                // A token that has just been issued may still be on its way to the client: if it were
                // refused the session would be over, as it should.
                let other = self.other.iter().flat_map(|other| other.requests.values());
                let mut requests = self.client.requests.values().chain(other);
                let refreshing = requests.any(|name| name == "REFRESH_TOKEN_AUTH");
                if !self.client.asleep && !refreshing && self.server.invalidate(self.now) {
                    self.count("token invalidated");
                }
            }
            8 => {
                self.count("asked to reconnect");
                let text = ServerFrame::Reconnect.to_text().expect("a frame");
                self.push_all(&text);
            }
            9 => self.faults = Faults::mixture(&mut self.rng),
            10 => {
                self.client.skew += *self.rng.pick(&[3_600_000, -3_600_000]);
                self.count("clock jumps");
            }
            _ => {
                if self.rng.percent(10) {
                    self.count("session revoked");
                    self.server.pool.revoked = true;
                    self.watch.may_end = true;
                }
            }
        }
    }

    fn network_goes(&mut self) {
        self.network = false;
        self.count("offline");
        self.log(|| "the network goes".to_owned());
        if self.rng.percent(70) {
            self.says_online(false);
        }
    }

    pub fn network_comes(&mut self) {
        if self.network {
            return;
        }
        self.network = true;
        self.count("online");
        self.log(|| "the network comes".to_owned());
        // Connections did not survive; the client may not know.
        let half = self.rng.percent(50);
        if half {
            for conn in &mut self.server.conns {
                conn.half_open = true;
            }
        } else {
            self.cut_all(1006);
        }
        self.says_online(true);
    }

    fn server_goes(&mut self) {
        self.server.up = false;
        self.count("server goes");
        self.log(|| "the server goes".to_owned());
        self.cut_all(1012);
    }

    pub fn server_comes(&mut self) {
        self.server.up = true;
        self.log(|| "the server comes".to_owned());
    }

    fn sleep(&mut self) {
        if self.client.asleep {
            return;
        }
        self.client.asleep = true;
        if let Some(other) = &mut self.other {
            other.asleep = true;
        }
        self.count("sleeps");
        self.log(|| "sleeps".to_owned());
        let long = *self.rng.pick(&[12_000, 60_000, 700_000, 3_600_000]);
        let millis = self.rng.range(1_000, long);
        self.post(millis, Way::Wake);
    }
}
