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
async fn the_lock_is_given_to_one_and_kept() {
    let granted = Rc::new(Cell::new(0));
    for _ in 0..2 {
        let granted = Rc::clone(&granted);
        hold(move || granted.set(granted.get() + 1));
    }
    eventually("one has it", || granted.get() == 1).await;
    // A second grant would come with the next turns of the event loop.
    let ear = Rc::new(Cell::new(false));
    let heard = Rc::clone(&ear);
    let one = Tabs::join(|_| {}).expect("a channel");
    let _two = Tabs::join(move |_| heard.set(true)).expect("a channel");
    one.tell("later");
    eventually("later", || ear.get()).await;
    assert_eq!(granted.get(), 1);
}
