//! Tabs of one browser, with a real channel and a real lock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cruddur::platform::tabs::Tabs;
use leptos::web_sys::{BroadcastChannel, MessageEvent};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::eventually;

#[wasm_bindgen_test]
async fn a_broadcast_reaches_every_other_tab_in_order() {
    let inbox = || Rc::new(RefCell::new(Vec::<String>::new()));
    let (first, second, third) = (inbox(), inbox(), inbox());
    let join = |inbox: &Rc<RefCell<Vec<String>>>| {
        let inbox = Rc::clone(inbox);
        Tabs::join(move |message| inbox.borrow_mut().push(message)).expect("a channel")
    };
    let (one, _two, three) = (join(&first), join(&second), join(&third));
    one.broadcast("hello\n\u{1f600}");
    one.broadcast("again");
    three.broadcast("from three");
    eventually("received", || second.borrow().len() == 3).await;
    eventually("received", || first.borrow().len() == 1).await;
    eventually("received", || third.borrow().len() == 2).await;
    let received = second.borrow();
    let of_one: Vec<&String> = received
        .iter()
        .filter(|message| *message != "from three")
        .collect();
    assert_eq!(of_one, ["hello\n\u{1f600}", "again"]);
    assert_eq!(
        *first.borrow(),
        ["from three"],
        "a tab does not get its own"
    );
}

#[wasm_bindgen_test]
async fn a_page_that_was_left_hears_nothing_until_it_is_back() {
    let inbox = || Rc::new(RefCell::new(Vec::<String>::new()));
    let (of_left, of_other) = (inbox(), inbox());
    let join = |inbox: &Rc<RefCell<Vec<String>>>| {
        let inbox = Rc::clone(inbox);
        Tabs::join(move |message| inbox.borrow_mut().push(message)).expect("a channel")
    };
    let (sender, left, _other) = (join(&inbox()), join(&of_left), join(&of_other));
    left.leave();
    left.broadcast("from a page that was left");
    sender.broadcast("meanwhile");
    eventually("received", || of_other.borrow().len() == 1).await;
    left.come_back();
    left.come_back();
    sender.broadcast("again");
    eventually("received", || of_other.borrow().len() == 2).await;
    eventually("received", || !of_left.borrow().is_empty()).await;
    assert_eq!(*of_left.borrow(), ["again"]);
    assert_eq!(*of_other.borrow(), ["meanwhile", "again"]);
}

#[wasm_bindgen_test]
async fn who_knows_only_the_fixed_part_of_the_name_hears_and_says_nothing() {
    let (heard, inbox) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::new())));
    let (counter, messages) = (Rc::clone(&heard), Rc::clone(&inbox));
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |_| counter.set(counter.get() + 1));
    let stranger = BroadcastChannel::new("cruddur.3").expect("a channel");
    stranger.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    let one = Tabs::join(|_| {}).expect("a channel");
    let _two = Tabs::join(move |message| messages.borrow_mut().push(message)).expect("a channel");
    stranger.post_message(&"hello".into()).expect("sent");
    one.broadcast("a token");
    eventually("received", || !inbox.borrow().is_empty()).await;
    assert_eq!(*inbox.borrow(), ["a token"]);
    assert_eq!(heard.get(), 0);
    stranger.close();
}

#[wasm_bindgen_test]
async fn the_lock_is_granted_to_one_tab_until_another_steals_it() {
    let changes = Rc::new(RefCell::new(Vec::new()));
    let tab = Tabs::join(|_| {}).expect("a channel");
    let hold = |who: &'static str, steal: bool| {
        let changes = Rc::clone(&changes);
        tab.hold_lock(steal, move |held| changes.borrow_mut().push((who, held)));
    };
    hold("one", false);
    hold("two", false);
    eventually("one has it", || !changes.borrow().is_empty()).await;
    // A second grant would come with the next turns of the event loop.
    let received = Rc::new(Cell::new(false));
    let listener = Rc::clone(&received);
    let speaker = Tabs::join(|_| {}).expect("a channel");
    let _listener = Tabs::join(move |_| listener.set(true)).expect("a channel");
    speaker.broadcast("later");
    eventually("later", || received.get()).await;
    assert_eq!(*changes.borrow(), [("one", true)]);
    hold("three", true);
    eventually("three has it", || changes.borrow().len() == 3).await;
    let mut after = changes.borrow()[1..].to_vec();
    after.sort_unstable();
    assert_eq!(after, [("one", false), ("three", true)]);
}
