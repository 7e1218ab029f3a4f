//! One draft per conversation and person, whichever tab it is typed in.

use super::tabs::Browser;
use super::world::Storage;
use crate::effect::TimerKey;
use crate::event::{Event, Intent};

/// Two tabs that show g1.
fn two() -> Browser {
    let mut browser = Browser::new(true);
    browser.show(0);
    let second = browser.open(None);
    browser.show(second);
    browser
}

/// Somebody types in a tab, and pauses.
fn types(browser: &mut Browser, at: usize, text: &str) {
    browser.want(at, Intent::Draft(text.into()));
    pauses(browser, at);
}

fn pauses(browser: &mut Browser, at: usize) {
    browser.on(at, |tab| tab.handle(Event::Timer(TimerKey::Save)));
}

fn draft(browser: &Browser, at: usize) -> (&str, Option<&str>) {
    let engine = &browser.tabs[at].engine;
    (engine.draft(), engine.other_draft())
}

/// The stored draft, as a new tab shows it.
fn stored(browser: &mut Browser) -> (String, Option<String>) {
    let new = browser.open(None);
    browser.on(new, |tab| tab.open("g1"));
    let (text, other) = draft(browser, new);
    (text.to_owned(), other.map(str::to_owned))
}

#[test]
fn what_is_typed_in_one_tab_is_followed_by_the_others_and_the_last_to_type_owns_it() {
    let mut browser = two();
    types(&mut browser, 0, "a long text");
    assert_eq!(draft(&browser, 1), ("a long text", None));
    types(&mut browser, 1, "a long text x");
    assert_eq!(draft(&browser, 0), ("a long text x", None));
    types(&mut browser, 0, "a long text xy");
    assert_eq!(draft(&browser, 1), ("a long text xy", None));
    browser.close_leader();
    assert_eq!(draft(&browser, 0), ("a long text xy", None));
    assert_eq!(stored(&mut browser), ("a long text xy".to_owned(), None));
}

#[test]
fn a_draft_that_is_sent_is_gone_in_every_tab_and_from_the_store() {
    for sender in [0, 1] {
        let mut browser = two();
        types(&mut browser, 0, "hello");
        browser.want(sender, Intent::Send("hello".into()));
        assert_eq!(draft(&browser, 0), ("", None));
        assert_eq!(draft(&browser, 1), ("", None));
        pauses(&mut browser, 0);
        pauses(&mut browser, 1);
        assert!(!browser.stored.keys().any(|key| key.contains("/draft/")));
        assert_eq!(browser.posts(0), 1);
    }
}

#[test]
fn of_texts_typed_in_two_tabs_at_once_both_are_offered_in_both_and_neither_is_lost_when_one_closes()
{
    let mut browser = two();
    browser.want(0, Intent::Draft("a long text".into()));
    browser.want(1, Intent::Draft("x".into()));
    pauses(&mut browser, 1);
    pauses(&mut browser, 0);
    assert_eq!(draft(&browser, 0), ("a long text", Some("x")));
    assert_eq!(draft(&browser, 1), ("x", Some("a long text")));
    pauses(&mut browser, 0);
    pauses(&mut browser, 1);
    browser.close_leader();
    let (text, other) = stored(&mut browser);
    let mut both = [Some(text), other];
    both.sort();
    assert_eq!(both, [Some("a long text".to_owned()), Some("x".to_owned())]);
}

#[test]
fn the_choice_between_two_drafts_holds_in_every_tab() {
    for other in [true, false] {
        let mut browser = two();
        browser.want(0, Intent::Draft("one".into()));
        browser.want(1, Intent::Draft("two".into()));
        pauses(&mut browser, 1);
        pauses(&mut browser, 0);
        browser.want(0, Intent::ChooseDraft { other });
        pauses(&mut browser, 0);
        pauses(&mut browser, 1);
        let chosen = if other { "two" } else { "one" };
        assert_eq!(draft(&browser, 0), (chosen, None));
        assert_eq!(draft(&browser, 1), (chosen, None));
        assert_eq!(stored(&mut browser), (chosen.to_owned(), None));
    }
}

#[test]
fn sending_one_of_two_drafts_leaves_the_other() {
    let mut browser = two();
    browser.want(0, Intent::Draft("one".into()));
    browser.want(1, Intent::Draft("two".into()));
    pauses(&mut browser, 1);
    pauses(&mut browser, 0);
    browser.want(0, Intent::Send("one".into()));
    pauses(&mut browser, 0);
    pauses(&mut browser, 1);
    assert_eq!(draft(&browser, 0), ("", Some("two")));
    assert_eq!(draft(&browser, 1), ("two", None));
    assert_ne!(stored(&mut browser), (String::new(), None));
}

#[test]
fn a_second_message_does_not_delete_the_other_draft() {
    let mut browser = two();
    browser.want(0, Intent::Draft("one".into()));
    browser.want(1, Intent::Draft("two".into()));
    pauses(&mut browser, 1);
    pauses(&mut browser, 0);
    browser.tabs.truncate(1);
    browser.seen.truncate(1);
    browser.want(0, Intent::Send("one".into()));
    browser.want(0, Intent::Send("and more".into()));
    pauses(&mut browser, 0);
    assert_eq!(
        stored(&mut browser),
        (String::new(), Some("two".to_owned()))
    );
}

#[test]
fn a_tab_that_missed_the_sending_learns_of_it_when_it_wakes() {
    let mut browser = two();
    types(&mut browser, 0, "hello");
    // The second tab is in the back/forward cache: it hears nothing.
    let sleeper = browser.tabs.pop().expect("a tab");
    let seen = browser.seen.pop().expect("a tab");
    browser.want(0, Intent::Send("hello".into()));
    browser.tabs.push(sleeper);
    browser.seen.push(seen);
    assert_eq!(draft(&browser, 1), ("hello", None));
    browser.on(1, |tab| tab.handle(Event::Woken));
    assert_eq!(draft(&browser, 1), ("", None));
}

#[test]
fn a_draft_typed_before_the_stored_one_is_known_is_offered_beside_it() {
    let mut browser = two();
    types(&mut browser, 0, "stored");
    browser.close_leader();
    browser.tabs[0].storage = Storage::Works;
    let session = browser.tabs[0].session.clone();
    let new = browser.open(session);
    // As if the store had answered late: the same text is loaded over what was typed.
    let mut world = browser.tabs.remove(new);
    browser.seen.remove(new);
    world.stored.clone_from(&browser.stored);
    let mut world = world.restart();
    world.storage = Storage::Waits;
    world.start(true);
    world.open("g1");
    world.want(Intent::Draft("typed".into()));
    world.storage = Storage::Works;
    world.storage_answers();
    assert_eq!(world.engine.draft(), "typed");
    assert_eq!(world.engine.other_draft(), Some("stored"));
}

#[test]
fn a_journal_of_long_ago_does_not_replace_what_another_tab_has_typed_since() {
    let mut browser = two();
    types(&mut browser, 0, "old");
    browser.tabs[0].storage = Storage::Waits;
    browser.want(0, Intent::Draft("older".into()));
    browser.on(0, |tab| tab.handle(Event::Timer(TimerKey::Save)));
    let journal = browser.tabs[0].journal.clone();
    browser.close_leader();
    types(&mut browser, 0, "a newer text");
    let session = browser.tabs[0].session.clone();
    // The closed tab is opened again, with its session storage.
    let mut again = super::world::World::new(true);
    again.session = session;
    again.journal = journal;
    again.stored.clone_from(&browser.stored);
    again.handle(Event::Tabbed);
    again.start(true);
    again.open("g1");
    assert_eq!(again.engine.draft(), "a newer text");
    let stored: String = again.stored.values().cloned().collect();
    assert!(stored.contains("a newer text"), "{stored}");
}

#[test]
fn a_draft_too_long_for_any_message_is_neither_stored_nor_sent_to_other_tabs_and_stays_on_screen() {
    let mut browser = two();
    types(&mut browser, 0, "short");
    let long = "x".repeat(crate::view::LONGEST_DRAFT + 1);
    let said = browser.tabs[0].effects.len();
    types(&mut browser, 0, &long);
    assert_eq!(draft(&browser, 0), (long.as_str(), None));
    assert_eq!(draft(&browser, 1), ("short", None));
    let effects = &browser.tabs[0].effects[said..];
    let bytes: usize = effects
        .iter()
        .map(|effect| match effect {
            crate::effect::Effect::Broadcast(text) | crate::effect::Effect::Journal(text) => {
                text.len()
            }
            crate::effect::Effect::Store(_, changes) => changes
                .iter()
                .flat_map(|it| it.value.as_deref())
                .map(str::len)
                .sum(),
            _ => 0,
        })
        .sum();
    assert!(bytes < 1_000, "{bytes} bytes for one key");
    types(&mut browser, 0, "cut");
    assert_eq!(draft(&browser, 1), ("cut", None));
}
