//! The views in a browser, over signals set by hand. One binary, so that all of it is linked once.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[path = "web/support/mod.rs"]
pub mod support;

#[path = "srp/mod.rs"]
pub mod srp;

#[path = "web/account_forms.rs"]
pub mod account_forms;
#[path = "web/account_menu.rs"]
pub mod account_menu;
#[path = "web/clock.rs"]
pub mod clock;
#[path = "web/composer.rs"]
pub mod composer;
#[path = "web/copy_diagnostics.rs"]
pub mod copy_diagnostics;
#[path = "web/copying.rs"]
pub mod copying;
#[path = "web/directions.rs"]
pub mod directions;
#[path = "web/editing.rs"]
pub mod editing;
#[path = "web/folded.rs"]
pub mod folded;
#[path = "web/gap_row.rs"]
pub mod gap_row;
#[path = "web/groups.rs"]
pub mod groups;
#[path = "web/handle_prompt.rs"]
pub mod handle_prompt;
#[path = "web/hostile_text.rs"]
pub mod hostile_text;
#[path = "web/idb.rs"]
pub mod idb;
#[path = "web/long_conversation.rs"]
pub mod long_conversation;
#[path = "web/look.rs"]
pub mod look;
#[path = "web/message_menu.rs"]
pub mod message_menu;
#[path = "web/overlays.rs"]
pub mod overlays;
#[path = "web/page_announcer.rs"]
pub mod page_announcer;
#[path = "web/people_search.rs"]
pub mod people_search;
#[path = "web/presence.rs"]
pub mod presence;
#[path = "web/printing.rs"]
pub mod printing;
#[path = "web/reads.rs"]
pub mod reads;
#[path = "web/scrolling.rs"]
pub mod scrolling;
#[path = "web/socket.rs"]
pub mod socket;
#[path = "web/stable_order.rs"]
pub mod stable_order;
#[path = "web/tabs.rs"]
pub mod tabs;
#[path = "web/transcript.rs"]
pub mod transcript;
#[path = "web/translated.rs"]
pub mod translated;
#[path = "web/type_anywhere.rs"]
pub mod type_anywhere;
