//! Tabs that know of each other, with real channels and a real lock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use cruddur::platform::tabs::{Tabs, hold};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::eventually;

#[wasm_bindgen_test]
async fn every_other_tab_hears_what_one_says_in_order() {
    let ear = || Rc::new(RefCell::new(Vec::<String>::new()));
    let (first, second, third) = (ear(), ear(), ear());
    let join = |ear: &Rc<RefCell<Vec<String>>>| {
        let ear = Rc::clone(ear);
        Tabs::join(move |line| ear.borrow_mut().push(line)).expect("a channel")
    };
    let (one, _two, three) = (join(&first), join(&second), join(&third));
    one.tell("hello\n\u{1f600}");
    one.tell("again");
    three.tell("from three");
    eventually("heard", || second.borrow().len() == 3).await;
    eventually("heard", || first.borrow().len() == 1).await;
    eventually("heard", || third.borrow().len() == 2).await;
    let heard = second.borrow();
    let of_one: Vec<&String> = heard.iter().filter(|line| *line != "from three").collect();
    assert_eq!(of_one, ["hello\n\u{1f600}", "again"]);
    assert_eq!(*first.borrow(), ["from three"], "nobody hears himself");
}

#[wasm_bindgen_test]
async fn the_lock_is_given_to_one_and_kept_until_another_takes_it() {
    let told = Rc::new(RefCell::new(Vec::new()));
    let hold = |who: &'static str, take: bool| {
        let told = Rc::clone(&told);
        hold(take, move |held| told.borrow_mut().push((who, held)));
    };
    hold("one", false);
    hold("two", false);
    eventually("one has it", || !told.borrow().is_empty()).await;
    // A second grant would come with the next turns of the event loop.
    let ear = Rc::new(Cell::new(false));
    let heard = Rc::clone(&ear);
    let speaker = Tabs::join(|_| {}).expect("a channel");
    let _listener = Tabs::join(move |_| heard.set(true)).expect("a channel");
    speaker.tell("later");
    eventually("later", || ear.get()).await;
    assert_eq!(*told.borrow(), [("one", true)]);
    hold("three", true);
    eventually("three has it", || told.borrow().len() == 3).await;
    let mut after = told.borrow()[1..].to_vec();
    after.sort_unstable();
    assert_eq!(after, [("one", false), ("three", true)]);
}
