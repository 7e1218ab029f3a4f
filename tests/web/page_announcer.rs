//! What assistive technology is told on every page.

use cruddur::components::page_announcer::PageAnnouncer;
use cruddur_engine::view::PageAnnouncement;
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, eventually, frame};

fn from(sender: &str) -> PageAnnouncement {
    PageAnnouncement::MessageFrom(sender.into())
}

#[wasm_bindgen_test]
async fn messages_elsewhere_are_announced_politely_and_in_one_go() {
    let mounted = Mounted::mount(|_| {}, || view! { <PageAnnouncer/> });
    frame().await;
    for news in [vec![from("Bayko")], vec![from("Londo"), from("Bayko")]] {
        mounted.signals.page_announcements.set(news);
        frame().await;
    }
    let said = || mounted.text("[aria-live=polite]");
    assert_eq!(said(), "", "gathered");
    eventually("an announcement", || !said().is_empty()).await;
    assert_eq!(said(), "2 new messages from Bayko. New message from Londo");
    assert_eq!(mounted.text("[aria-live=assertive]"), "");
}

#[wasm_bindgen_test]
async fn a_failed_send_is_announced_assertively_each_time() {
    let mounted = Mounted::mount(|_| {}, || view! { <PageAnnouncer/> });
    frame().await;
    let said = || mounted.text("[aria-live=assertive]");
    let words = "Your message to Bayko could not be sent";
    for _ in 0..2 {
        let failed = vec![PageAnnouncement::NotSent("Bayko".into())];
        mounted.signals.page_announcements.set(failed);
        // Emptied first: the same words would be no change.
        eventually("nothing", || said().is_empty()).await;
        eventually("an announcement", || said() == words).await;
    }
    assert_eq!(mounted.text("[aria-live=polite]"), "");
}
