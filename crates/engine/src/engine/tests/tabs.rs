//! Several tabs of one browser: one leads, the others follow.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::world::{World, group, insert, message, messages, time, tokens, tokens_of};
use crate::effect::{Effect, TimerKey};
use crate::event::{Event, Intent};
use crate::tabs::TabMessage;
use crate::view::{ConnectionStatus, ConversationKey, DeliveryState, RowKey, SessionView, Trouble};

/// The message of an effect that sends one to the other tabs.
fn sent(effect: &Effect) -> Option<TabMessage> {
    match effect {
        Effect::Broadcast(text) => TabMessage::decode(text),
        _ => None,
    }
}

/// Tabs that share a store, a channel and a lock.
pub(super) struct Browser {
    pub(super) tabs: Vec<World>,
    /// How many effects of each tab were looked at.
    pub(super) seen: Vec<usize>,
    pub(super) stored: BTreeMap<String, String>,
    live: bool,
}

impl Browser {
    /// One tab in which Andrew is signed in and connected, with g1 listed; a server without client ids
    /// unless `live`.
    pub(super) fn new(live: bool) -> Self {
        let mut browser = Self {
            tabs: Vec::new(),
            seen: Vec::new(),
            stored: BTreeMap::new(),
            live,
        };
        browser.open(World::signed_in(live).session);
        browser.answer(0, "COGNITO InitiateAuth", &tokens());
        if live {
            browser.connect(0);
        }
        let mut groups = json!([group("g1", "bayko", 5)]);
        if !live {
            groups[0].as_object_mut().expect("a row").remove("members");
        }
        browser.answer(0, "GET /api/message_groups", &groups);
        browser
    }

    /// A tab with what its session storage has. The first one gets the lock.
    pub(super) fn open(&mut self, session: Option<String>) -> usize {
        let mut world = World::new(self.live);
        world.session = session;
        self.tabs.push(world);
        self.seen.push(0);
        let at = self.tabs.len() - 1;
        self.on(at, |tab| tab.handle(Event::Tabbed));
        self.on(at, |tab| tab.start(true));
        if at == 0 {
            self.on(at, |tab| tab.handle(Event::LockGranted));
        }
        at
    }

    /// The first tab is gone at once; the next gets the lock.
    pub(super) fn close_leader(&mut self) {
        self.tabs.remove(0);
        self.seen.remove(0);
        self.on(0, |tab| tab.handle(Event::LockGranted));
    }

    /// Something happens in a tab; then all tabs hear what is said.
    pub(super) fn on<T>(&mut self, at: usize, what: impl FnOnce(&mut World) -> T) -> T {
        let result = self.with_store(at, what);
        while let Some((from, line)) = self.next_line() {
            for to in (0..self.tabs.len()).filter(|to| *to != from) {
                let line = line.clone();
                self.with_store(to, |tab| tab.handle(Event::TabMessage(line)));
            }
        }
        result
    }

    fn with_store<T>(&mut self, at: usize, what: impl FnOnce(&mut World) -> T) -> T {
        std::mem::swap(&mut self.stored, &mut self.tabs[at].stored);
        let result = what(&mut self.tabs[at]);
        std::mem::swap(&mut self.stored, &mut self.tabs[at].stored);
        result
    }

    fn next_line(&mut self) -> Option<(usize, String)> {
        for (at, tab) in self.tabs.iter().enumerate() {
            while let Some(effect) = tab.effects.get(self.seen[at]) {
                self.seen[at] += 1;
                if let Effect::Broadcast(line) = effect {
                    return Some((at, line.clone()));
                }
            }
        }
        None
    }

    pub(super) fn answer(&mut self, at: usize, beginning: &str, body: &Value) {
        self.on(at, |tab| tab.answer(beginning, 200, body));
    }

    fn connect(&mut self, at: usize) {
        let ticket = json!({"ticket": "t", "expires_in": 60});
        self.answer(at, "POST /api/live/ticket", &ticket);
        self.on(at, |tab| tab.handle(Event::SocketOpened(tab.last_socket())));
    }

    /// A tab shows g1.
    pub(super) fn show(&mut self, at: usize) {
        self.on(at, |tab| tab.open("g1"));
        self.answer(at, "GET /api/messages/g1", &messages(0..3));
    }

    pub(super) fn want(&mut self, at: usize, intent: Intent) {
        self.on(at, |tab| tab.want(intent));
    }

    /// Answers the send that waits in a tab as message `n`; the server tells the socket of it.
    pub(super) fn accept(&mut self, at: usize, n: i64) -> String {
        let (id, request) = self.tabs[at].take("POST /api/messages");
        let body = request.body.clone().expect("a body");
        let sent: Value = serde_json::from_str(&body).expect("json");
        self.tabs[at].requests.push((id, request));
        let mut row = message(n);
        row["handle"] = json!("andrewbrown");
        row["message"] = sent["message"].clone();
        row["client_message_id"] = sent["client_message_id"].clone();
        let mut answer = row.clone();
        answer["message_group_uuid"] = json!("g1");
        answer["message_uuid"] = row["uuid"].clone();
        answer["created_at"] = json!(time(n));
        self.answer(at, "POST /api/messages", &answer);
        self.on(at, |tab| tab.frame(&insert("g1", row)));
        sent["message"].as_str().expect("a text").to_owned()
    }

    pub(super) fn posts(&self, at: usize) -> usize {
        let waiting = self.tabs[at].waiting();
        waiting
            .iter()
            .filter(|w| w.starts_with("POST /api/messages"))
            .count()
    }

    fn keys(&self, at: usize) -> Vec<RowKey> {
        let rows = self.tabs[at].engine.messages();
        rows.into_iter().map(|row| row.key).collect()
    }
}

#[test]
fn a_second_tab_takes_part_in_the_session_and_opens_no_socket_and_refreshes_nothing() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    let tab = &browser.tabs[second];
    assert!(
        matches!(tab.engine.session_view(), SessionView::SignedIn(me) if me.handle == "andrewbrown")
    );
    assert_eq!(tab.engine.connection(), ConnectionStatus::Connected);
    assert_eq!(tab.waiting(), ["GET /api/message_groups?limit=20"]);
    assert_eq!(tab.sockets, []);
    assert_eq!(tab.timer(&TimerKey::RefreshTokens), None);
    assert!(tab.session.is_some(), "its own reload keeps the session");
}

#[test]
fn a_single_tab_leads_and_without_a_session_asks_to_sign_in() {
    let mut browser = Browser::new(true);
    assert_eq!(
        browser.tabs[0].engine.connection(),
        ConnectionStatus::Connected
    );
    browser.tabs.clear();
    browser.seen.clear();
    browser.open(None);
    assert_eq!(
        browser.tabs[0].engine.session_view(),
        &SessionView::SignedOut
    );
}

#[test]
fn a_leader_that_became_one_after_the_hello_is_greeted_again() {
    let mut tab = World::new(true);
    tab.handle(Event::Tabbed);
    tab.start(true);
    tab.effects.clear();
    // It did not hear the question as the leader; this shows only that it is one now.
    let news = TabMessage::CatchUp.encode();
    tab.handle(Event::TabMessage(news.clone()));
    let asks = |effect: &Effect| matches!(sent(effect), Some(TabMessage::Hello { .. }));
    assert!(tab.effects.iter().any(asks));
    tab.handle(Event::TabMessage(
        TabMessage::SignedOut { last: 0 }.encode(),
    ));
    assert_eq!(tab.engine.session_view(), &SessionView::SignedOut);
    tab.effects.clear();
    tab.handle(Event::TabMessage(news));
    assert!(!tab.effects.iter().any(asks), "it has been answered");
}

#[test]
fn a_follower_that_nobody_answers_takes_the_lock_and_asks_to_sign_in() {
    let mut tab = World::new(true);
    tab.handle(Event::Tabbed);
    tab.start(true);
    assert_eq!(tab.engine.session_view(), &SessionView::Restoring);
    tab.handle(Event::Timer(TimerKey::AnswerDue));
    assert!(tab.effects.contains(&Effect::TakeLock));
    tab.handle(Event::LockGranted);
    assert_eq!(tab.engine.session_view(), &SessionView::SignedOut);
}

#[test]
fn a_follower_takes_over_from_a_suspended_leader_which_follows_when_it_wakes() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.on(second, |tab| tab.handle(Event::Timer(TimerKey::AnswerDue)));
    assert!(
        !browser.tabs[second].effects.contains(&Effect::TakeLock),
        "it was answered"
    );
    // The first tab is put to sleep: it hears nothing and says nothing.
    let sleeper = browser.tabs.remove(0);
    let seen = browser.seen.remove(0);
    browser.want(0, Intent::Send("is anybody there".into()));
    assert_eq!(browser.posts(0), 0);
    browser.on(0, |tab| tab.handle(Event::Timer(TimerKey::AnswerDue)));
    assert!(browser.tabs[0].effects.contains(&Effect::TakeLock));
    browser.on(0, |tab| tab.handle(Event::LockGranted));
    browser.connect(0);
    assert_eq!(browser.accept(0, 3), "is anybody there");

    browser.tabs.push(sleeper);
    browser.seen.push(seen);
    let socket = browser.tabs[1].last_socket();
    browser.on(1, |tab| tab.handle(Event::LockLost));
    assert!(
        browser.tabs[1]
            .effects
            .contains(&Effect::CloseSocket(socket))
    );
    assert_eq!(
        browser.tabs[1].engine.connection(),
        ConnectionStatus::Connected
    );
    let mut row = message(3);
    row["client_message_id"] = json!("c");
    let mut page = messages(0..3);
    page.as_array_mut().expect("rows").push(row);
    browser.answer(1, "GET /api/messages/g1", &page);
    assert_eq!(browser.tabs[1].texts().len(), 4);
    browser.want(1, Intent::Send("I am back".into()));
    assert_eq!((browser.posts(0), browser.posts(1)), (1, 0));
    browser.on(1, |tab| tab.handle(Event::Timer(TimerKey::AnswerDue)));
    assert!(!browser.tabs[1].effects.contains(&Effect::TakeLock));
}

#[test]
fn frames_reach_every_tab() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    browser.show(second);
    browser.on(0, |tab| tab.frame(&insert("g1", message(3))));
    assert_eq!(
        browser.tabs[second].texts().last().map(String::as_str),
        Some("text 3")
    );
}

#[test]
fn a_frame_that_a_tab_missed_has_everything_read_again() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    browser.show(second);
    browser.answer(
        second,
        "GET /api/message_groups",
        &json!([group("g1", "bayko", 5)]),
    );
    browser.tabs[0].frame(&insert("g1", message(3)));
    browser.seen[0] = browser.tabs[0].effects.len();
    assert_eq!(browser.tabs[second].waiting(), Vec::<String>::new());
    browser.on(0, |tab| tab.frame(&insert("g1", message(4))));
    let waiting = browser.tabs[second].waiting();
    assert!(
        waiting
            .iter()
            .any(|w| w.starts_with("GET /api/messages/g1")),
        "{waiting:?}"
    );
}

#[test]
fn a_follower_that_woke_up_greets_the_leader_and_catches_up() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    browser.show(second);
    browser.answer(
        second,
        "GET /api/message_groups",
        &json!([group("g1", "bayko", 5)]),
    );
    browser.tabs[0].frame(&insert("g1", message(3)));
    browser.seen[0] = browser.tabs[0].effects.len();
    browser.on(second, |tab| tab.handle(Event::Woken));
    let waiting = browser.tabs[second].waiting();
    assert!(
        waiting
            .iter()
            .any(|w| w.starts_with("GET /api/messages/g1")),
        "{waiting:?}"
    );
}

#[test]
fn a_followers_message_is_sent_by_the_leader_under_one_row_key_in_every_tab() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(second, Intent::Send("from the second".into()));
    assert_eq!((browser.posts(0), browser.posts(second)), (1, 0));
    assert_eq!(browser.keys(0), browser.keys(second));
    let before = browser.keys(second);
    assert_eq!(browser.accept(0, 3), "from the second");
    for at in [0, second] {
        assert_eq!(browser.keys(at), before);
        assert_eq!(browser.tabs[at].last_state(), DeliveryState::Sent);
    }
    assert!(browser.stored.keys().all(|key| !key.contains("/out/")));
    assert_eq!(browser.tabs[second].engine.waiting(), 0);
}

#[test]
fn messages_of_two_tabs_to_one_conversation_go_one_after_the_other() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(second, Intent::Send("one".into()));
    browser.want(0, Intent::Send("two".into()));
    browser.want(second, Intent::Send("three".into()));
    let sent: Vec<String> = (3..6)
        .map(|n| {
            assert_eq!(browser.posts(0), 1);
            browser.accept(0, n)
        })
        .collect();
    assert_eq!(sent, ["one", "two", "three"]);
    assert_eq!(browser.tabs[0].texts(), browser.tabs[second].texts());
}

#[test]
fn a_message_stays_on_the_followers_screen_until_its_row_is_there() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(second, Intent::Send("mine".into()));
    let before = browser.keys(second);
    // The frame is late: the answer alone reconciles it in the leader.
    let (id, request) = browser.tabs[0].take("POST /api/messages");
    let sent: Value = serde_json::from_str(request.body.as_deref().expect("a body")).expect("json");
    browser.tabs[0].requests.push((id, request));
    let mut row = message(3);
    row["handle"] = json!("andrewbrown");
    row["message"] = json!("mine");
    row["client_message_id"] = sent["client_message_id"].clone();
    let mut answer = row.clone();
    answer["message_group_uuid"] = json!("g1");
    answer["message_uuid"] = json!("m3");
    browser.answer(0, "POST /api/messages", &answer);
    assert_eq!(browser.keys(second), before);
    assert_eq!(browser.tabs[second].last_state(), DeliveryState::Sent);
    let mut page = messages(0..3);
    page.as_array_mut().expect("rows").push(row);
    browser.answer(second, "GET /api/messages/g1", &page);
    assert_eq!(browser.keys(second), before);
    assert_eq!(browser.tabs[second].engine.waiting(), 0);
}

#[test]
fn a_refused_message_can_be_tried_again_and_deleted_from_any_tab() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(second, Intent::Send("bad".into()));
    let refuse = |browser: &mut Browser| {
        browser.on(0, |tab| {
            tab.answer("POST /api/messages", 422, &json!(["message_blank"]))
        });
    };
    refuse(&mut browser);
    let row = browser.tabs[second].last();
    assert!(matches!(
        row.state,
        DeliveryState::NotSent(Trouble::Refused(_))
    ));
    browser.want(second, Intent::Retry(row.key.clone()));
    assert_eq!(browser.posts(0), 1);
    assert_eq!(browser.tabs[second].last_state(), DeliveryState::Sending);
    refuse(&mut browser);
    browser.want(second, Intent::Discard(row.key));
    assert_eq!(browser.tabs[0].texts().len(), 3);
    assert_eq!(browser.tabs[second].texts().len(), 3);
    assert!(browser.stored.keys().all(|key| !key.contains("/out/")));
}

#[test]
fn when_the_leader_is_gone_the_next_tab_connects_and_sends_at_once_with_the_same_ids() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(0, Intent::Send("of the dead".into()));
    browser.want(second, Intent::Send("of the living".into()));
    let (_, request) = browser.tabs[0].take("POST /api/messages");
    let first: Value =
        serde_json::from_str(request.body.as_deref().expect("a body")).expect("json");
    browser.close_leader();
    let (id, request) = browser.tabs[0].take("POST /api/messages");
    let again: Value =
        serde_json::from_str(request.body.as_deref().expect("a body")).expect("json");
    assert_eq!(again, first);
    browser.tabs[0].requests.push((id, request));
    browser.connect(0);
    assert_eq!(browser.accept(0, 3), "of the dead");
    assert_eq!(browser.accept(0, 4), "of the living");
    assert_eq!(
        browser.tabs[0].engine.connection(),
        ConnectionStatus::Connected
    );
    assert!(browser.tabs[0].timer(&TimerKey::RefreshTokens).is_some());
}

#[test]
fn on_a_server_without_client_ids_a_send_of_a_leader_that_is_gone_is_not_repeated() {
    let mut browser = Browser::new(false);
    let seed = json!([{"uuid": "a", "display_name": "B", "handle": "bayko", "message": "hi",
        "created_at": time(1)}]);
    browser.on(0, |tab| tab.open("g1"));
    browser.answer(0, "GET /api/messages/g1", &seed);
    let second = browser.open(None);
    browser.on(second, |tab| tab.open("g1"));
    browser.answer(second, "GET /api/messages/g1", &seed);
    browser.want(second, Intent::Send("once".into()));
    browser.want(second, Intent::Send("never tried".into()));
    assert_eq!(browser.posts(0), 1);
    browser.close_leader();
    let rows = browser.tabs[0].engine.messages();
    assert_eq!(rows[1].state, DeliveryState::NotSent(Trouble::Network));
    assert_eq!(rows[2].state, DeliveryState::Sending);
    let (_, request) = browser.tabs[0].take("POST /api/messages");
    assert!(request.body.expect("a body").contains("never tried"));
}

#[test]
fn a_row_seen_by_a_follower_first_is_one_row_on_a_server_without_client_ids() {
    let mut browser = Browser::new(false);
    let row = |id: &str, handle: &str, text: &str, second: i64| {
        json!({"uuid": id, "display_name": handle, "handle": handle, "message": text,
            "created_at": time(second)})
    };
    let seed = json!([row("a", "bayko", "hi", 1)]);
    let second = browser.open(None);
    browser.on(second, |tab| tab.open("g1"));
    browser.answer(second, "GET /api/messages/g1", &seed);
    browser.want(second, Intent::Send("yo".into()));
    browser.answer(0, "GET /api/messages/g1", &seed);
    let key = browser.tabs[second].last().key;
    // Under way: the list may hold it already, and nothing tells which row it is.
    let page = json!([row("a", "bayko", "hi", 1), row("b", "andrewbrown", "yo", 3)]);
    browser.want(second, Intent::Reload);
    browser.answer(second, "GET /api/messages/g1", &page);
    assert_eq!(browser.tabs[second].texts(), ["hi", "yo"]);
    let mut answer = row("the-sender", "andrewbrown", "yo", 3);
    answer["message_group_uuid"] = json!("g1");
    browser.answer(0, "POST /api/messages", &answer);
    browser.want(second, Intent::Reload);
    browser.answer(second, "GET /api/messages/g1", &page);
    assert_eq!(browser.tabs[second].texts(), ["hi", "yo"]);
    // The leader has not read the list yet, and broadcasts the message once more.
    browser.want(0, Intent::Open(Some(ConversationKey::New("londo".into()))));
    browser.want(0, Intent::Send("another".into()));
    assert_eq!(browser.tabs[second].texts(), ["hi", "yo"]);
    assert_eq!(browser.tabs[second].last().key, key);
}

#[test]
fn a_follower_asks_for_a_token_once_however_many_calls_wait() {
    let mut tab = World::new(true);
    tab.session = World::signed_in(true).session;
    tab.handle(Event::Tabbed);
    tab.start(true);
    tab.open("g1");
    tab.want(Intent::ReloadGroups);
    let asks = |tab: &World| {
        let ask = |effect: &&Effect| matches!(sent(effect), Some(TabMessage::TokenWanted { .. }));
        tab.effects.iter().filter(ask).count()
    };
    assert_eq!(asks(&tab), 1);
    tab.handle(Event::Timer(TimerKey::RetryRefresh));
    assert_eq!(asks(&tab), 2, "a leader that did not hear is asked again");
}

#[test]
fn a_follower_that_asks_for_a_token_gets_the_leaders_as_long_as_it_is_good() {
    let mut browser = Browser::new(true);
    let wanted = TabMessage::TokenWanted {
        refused: Some("an older one".into()),
    };
    let leader = &mut browser.tabs[0];
    leader.effects.clear();
    leader.handle(Event::TabMessage(wanted.clone().encode()));
    let token = leader.effects.iter().find_map(|effect| match sent(effect) {
        Some(TabMessage::Session { access_token, .. }) => access_token,
        _ => None,
    });
    assert_eq!(token.as_deref(), Some("access"));
    assert_eq!(leader.waiting(), Vec::<String>::new(), "no refresh");
    leader.mono += 880_000;
    leader.handle(Event::TabMessage(wanted.encode()));
    assert_eq!(leader.waiting(), ["COGNITO InitiateAuth"]);
}

#[test]
fn a_follower_whose_session_has_expired_asks_for_no_token() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    browser.answer(
        second,
        "GET /api/message_groups",
        &json!([group("g1", "bayko", 5)]),
    );
    browser.on(0, World::expire);
    let tab = &mut browser.tabs[second];
    assert!(tab.engine.notices().expired);
    tab.effects.clear();
    tab.want(Intent::ReloadGroups);
    assert!(!tab.effects.iter().any(|effect| sent(effect).is_some()));
    assert_eq!(tab.timer(&TimerKey::RetryRefresh), None);
}

#[test]
fn what_a_tab_says_that_believes_it_leads_does_not_count_for_the_leader() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let leader = &mut browser.tabs[0];
    let waiting = leader.waiting();
    let text = insert("g1", message(3)).to_string();
    for message in [TabMessage::CatchUp, TabMessage::Frame { number: 9, text }] {
        leader.handle(Event::TabMessage(message.encode()));
    }
    assert_eq!(leader.waiting(), waiting);
    assert_eq!(leader.texts().len(), 3);
}

#[test]
fn a_stored_message_that_the_leader_does_not_know_is_handed_over_by_the_next_tab() {
    let mut world = super::world::in_conversation();
    world.want(Intent::Send("lost".into()));
    let key = world.last().key.0;
    let mut browser = Browser::new(true);
    let stored = world
        .stored
        .into_iter()
        .filter(|(key, _)| key.contains("/out/"));
    browser.stored.extend(stored);
    assert_eq!(browser.posts(0), 0);
    browser.open(None);
    let (_, request) = browser.tabs[0].take("POST /api/messages");
    let sent = super::world::body(&request);
    assert_eq!(sent["message"], "lost");
    assert_eq!(sent["client_message_id"], key);
}

#[test]
fn signing_out_in_one_tab_clears_all() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    let third = browser.open(None);
    browser.want(second, Intent::SignOut);
    for at in [0, second, third] {
        let tab = &browser.tabs[at];
        assert_eq!(tab.engine.session_view(), &SessionView::SignedOut);
        assert_eq!(tab.engine.messages(), []);
        assert_eq!(tab.engine.groups_view().rows.len(), 0);
        assert!(tab.session.as_deref().is_none_or(str::is_empty));
    }
    let socket = browser.tabs[0].last_socket();
    assert!(
        browser.tabs[0]
            .effects
            .contains(&Effect::CloseSocket(socket))
    );
    let revoked = |tab: &World| tab.waiting().contains(&"COGNITO RevokeToken".to_owned());
    assert_eq!(browser.tabs.iter().filter(|tab| revoked(tab)).count(), 1);
    assert!(browser.stored.is_empty());
    for at in [0, second, third] {
        browser.on(at, |tab| tab.handle(Event::Timer(TimerKey::Save)));
    }
    assert!(browser.stored.is_empty());
    let late = browser.open(Some(
        r#"{"refresh_token":"r","sub":"s","handle":"a","display_name":"A","email":"e"}"#.into(),
    ));
    assert_eq!(
        browser.tabs[late].engine.session_view(),
        &SessionView::SignedOut,
        "it missed the sign-out"
    );
}

#[test]
fn a_late_message_of_a_sign_out_deletes_nothing_of_the_next_person() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    // The second tab is frozen: it hears everything later.
    let from = browser.tabs[0].effects.len();
    let frozen = browser.tabs.remove(second);
    let seen = browser.seen.remove(second);
    browser.want(0, Intent::SignOut);
    browser.on(0, World::sign_in_until_proof);
    let bayko = tokens_of("b", "Bayko", "bayko");
    browser.answer(0, "COGNITO RespondToAuthChallenge", &bayko);
    browser.on(0, |tab| tab.open("g1"));
    browser.want(0, Intent::Draft("of bayko".into()));
    browser.on(0, |tab| tab.handle(Event::Timer(TimerKey::Save)));
    let lines: Vec<String> = browser.tabs[0].effects[from..]
        .iter()
        .filter_map(|effect| match effect {
            Effect::Broadcast(line) => Some(line.clone()),
            _ => None,
        })
        .collect();
    browser.tabs.push(frozen);
    browser.seen.push(seen);
    for line in lines {
        browser.on(second, |tab| tab.handle(Event::TabMessage(line)));
    }
    assert!(
        browser
            .stored
            .values()
            .any(|text| text.contains(r#""of bayko""#))
    );
    assert!(browser.stored.keys().all(|key| key.starts_with("1/b/")));
    let view = browser.tabs[second].engine.session_view();
    assert!(matches!(view, SessionView::SignedIn(me) if me.handle == "bayko"));
}

#[test]
fn signing_in_in_one_tab_signs_in_all() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    browser.want(0, Intent::SignOut);
    browser.on(second, World::sign_in_until_proof);
    browser.answer(second, "COGNITO RespondToAuthChallenge", &tokens());
    for at in [0, second] {
        assert!(matches!(
            browser.tabs[at].engine.session_view(),
            SessionView::SignedIn(_)
        ));
    }
    assert!(
        browser.tabs[0]
            .waiting()
            .contains(&"POST /api/live/ticket".to_owned())
    );
    assert_eq!(browser.tabs[second].sockets, []);
}

#[test]
fn a_refused_session_is_shown_in_all_tabs_and_resumed_from_any() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.on(0, World::expire);
    assert!(browser.tabs[second].engine.notices().expired);
    browser.want(second, Intent::Send("meanwhile".into()));
    assert_eq!(browser.posts(0), 0);
    browser.on(second, World::sign_in_until_proof);
    browser.answer(second, "COGNITO RespondToAuthChallenge", &tokens());
    assert!(!browser.tabs[0].engine.notices().expired);
    browser.connect(0);
    assert_eq!(browser.accept(0, 3), "meanwhile");
    assert_eq!(browser.tabs[second].last_state(), DeliveryState::Sent);
}

#[test]
fn another_person_signing_in_in_one_tab_leaves_nothing_of_the_first_in_any() {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser.want(0, Intent::Draft("half".into()));
    browser.on(0, World::expire);
    browser.on(second, World::sign_in_until_proof);
    browser.answer(
        second,
        "COGNITO RespondToAuthChallenge",
        &tokens_of("b", "Bayko", "bayko"),
    );
    for at in [0, second] {
        let tab = &browser.tabs[at];
        assert!(
            matches!(tab.engine.session_view(), SessionView::SignedIn(me) if me.handle == "bayko")
        );
        assert_eq!(tab.engine.messages(), []);
        assert_eq!(tab.engine.draft(), "");
    }
    assert!(browser.stored.keys().all(|key| key.starts_with("1/b/")));
}

#[test]
fn a_token_refused_in_two_tabs_is_refreshed_once() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    browser.want(0, Intent::ReloadGroups);
    browser.on(second, |tab| {
        tab.answer("GET /api/message_groups", 401, &json!({}))
    });
    browser.on(0, |tab| {
        tab.answer("GET /api/message_groups", 401, &json!({}))
    });
    let refreshes = |browser: &Browser, at: usize| {
        let waiting = browser.tabs[at].waiting();
        waiting
            .iter()
            .filter(|w| *w == "COGNITO InitiateAuth")
            .count()
    };
    assert_eq!(
        (refreshes(&browser, 0), refreshes(&browser, second)),
        (1, 0)
    );
    let mut fresh = tokens();
    fresh["AuthenticationResult"]["AccessToken"] = json!("fresh");
    browser.answer(0, "COGNITO InitiateAuth", &fresh);
    for at in [0, second] {
        let (_, request) = browser.tabs[at].take("GET /api/message_groups");
        assert!(
            request
                .headers
                .contains(&("authorization", "Bearer fresh".to_owned()))
        );
    }
}

#[test]
fn a_first_message_to_a_person_moves_every_tab_that_shows_it() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo"});
    for at in [0, second] {
        browser.want(at, Intent::Open(Some(ConversationKey::New("londo".into()))));
        browser.answer(at, "GET /api/users/@londo/short", &person);
    }
    browser.want(second, Intent::Send("greetings".into()));
    let (id, request) = browser.tabs[0].take("POST /api/messages");
    let sent: Value = serde_json::from_str(request.body.as_deref().expect("a body")).expect("json");
    browser.tabs[0].requests.push((id, request));
    let answer = json!({"message_group_uuid": "g2", "message_uuid": "m9", "display_name": "A",
        "handle": "andrewbrown", "message": "greetings", "created_at": time(9),
        "client_message_id": sent["client_message_id"], "previous_message_uuid": null, "version": 1});
    browser.answer(0, "POST /api/messages", &answer);
    let groups = json!([group("g2", "londo", 9), group("g1", "bayko", 5)]);
    browser.answer(second, "GET /api/message_groups", &groups);
    while browser.tabs[second]
        .waiting()
        .iter()
        .any(|w| w.starts_with("GET /api/message_groups"))
    {
        browser.answer(second, "GET /api/message_groups", &groups);
    }
    for at in [0, second] {
        let there = Effect::Navigate {
            path: "/messages/g2".into(),
            replace: true,
        };
        assert!(browser.tabs[at].effects.contains(&there), "tab {at}");
    }
}

#[test]
fn a_tab_moves_along_with_its_first_message_before_it_has_read_the_list() {
    let mut browser = Browser::new(false);
    let second = browser.open(None);
    let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo"});
    browser.want(
        second,
        Intent::Open(Some(ConversationKey::New("londo".into()))),
    );
    browser.answer(second, "GET /api/users/@londo/short", &person);
    browser.want(second, Intent::Send("greetings".into()));
    let keys = browser.keys(second);
    let answer = json!({"message_group_uuid": "g2"});
    browser.answer(0, "POST /api/messages", &answer);
    let there = Effect::Navigate {
        path: "/messages/g2".into(),
        replace: true,
    };
    assert!(browser.tabs[second].effects.contains(&there));
    assert_eq!(browser.keys(second), keys);
}

#[test]
fn a_tab_that_takes_over_without_a_list_sends_to_the_conversation_that_the_last_leader_knew() {
    let mut browser = Browser::new(true);
    let second = browser.open(None);
    let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo"});
    let londo = || Intent::Open(Some(ConversationKey::New("londo".into())));
    for at in [0, second] {
        browser.want(at, londo());
        browser.answer(at, "GET /api/users/@londo/short", &person);
    }
    browser.want(0, Intent::Send("one".into()));
    let answer = json!({"message_group_uuid": "g2", "message_uuid": "m9", "display_name": "A",
        "handle": "andrewbrown", "message": "one", "created_at": time(9), "version": 1,
        "client_message_id": browser.tabs[0].last().key.0, "previous_message_uuid": null});
    browser.answer(0, "POST /api/messages", &answer);
    browser.want(second, Intent::Send("two".into()));
    assert_eq!(browser.posts(0), 1);
    browser.close_leader();
    browser.want(0, londo());
    browser.want(0, Intent::Send("three".into()));
    assert_eq!(browser.posts(0), 1, "three waits until two is there");
    let (_, request) = browser.tabs[0].take("POST /api/messages");
    let body = request.body.expect("a body");
    assert!(body.contains("two") && body.contains("g2"), "{body}");
}

#[test]
fn a_followers_message_to_a_conversation_waits_for_the_leaders_earlier_ones_to_that_person() {
    for live in [true, false] {
        let mut browser = Browser::new(live);
        let second = browser.open(None);
        let person = json!({"uuid": "p", "handle": "londo", "display_name": "Londo"});
        browser.want(0, Intent::Open(Some(ConversationKey::New("londo".into()))));
        browser.answer(0, "GET /api/users/@londo/short", &person);
        browser.want(0, Intent::Send("one".into()));
        assert_eq!(browser.posts(0), 1);
        // Only the second tab has read the list that names Londo's conversation.
        let mut groups = json!([group("g2", "londo", 9), group("g1", "bayko", 5)]);
        if !live {
            groups[0].as_object_mut().expect("a row").remove("members");
        }
        browser.answer(second, "GET /api/message_groups", &groups);
        browser.on(second, |tab| tab.open("g2"));
        browser.want(second, Intent::Send("two".into()));
        assert_eq!(browser.posts(0), 1, "two waits until one is there");
        let (_, request) = browser.tabs[0].take("POST /api/messages");
        assert!(request.body.expect("a body").contains("one"));
    }
}

#[test]
fn without_locks_or_a_channel_a_tab_works_alone_and_broadcasts_nothing() {
    let world = World::connected();
    let tells = |effect: &Effect| matches!(effect, Effect::Broadcast(_));
    assert!(!world.effects.iter().any(tells));
    assert_eq!(world.engine.connection(), ConnectionStatus::Connected);
}
