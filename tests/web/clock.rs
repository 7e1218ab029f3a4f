//! Times in the reader's zone, in the language of the words.

use cruddur::components::conversation_pane::ConversationPane;
use cruddur::components::group_link::GroupLink;
use cruddur::i18n::clock_text;
use cruddur::platform::time;
use cruddur::runtime::use_app;
use cruddur_engine::view::{GroupsView, Older};
use leptos::prelude::*;
use leptos::web_sys::js_sys::Date;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{Mounted, OtherIntl, conversation, eventually, frame, group, message};

const HOUR: i64 = 3_600_000;

/// Local noon of a fixed day, wherever the test runs.
fn noon() -> i64 {
    Date::new_with_year_month_day_hr(2026, 10, 18, 12).get_time() as i64
}

#[wasm_bindgen_test]
fn days_are_calendar_days_not_spans_of_24_hours() {
    let midnight = noon() - 12 * HOUR;
    assert_eq!(clock_text::day(midnight, noon()), "Today");
    assert_eq!(clock_text::day(midnight - 1, noon()), "Yesterday");
    assert_eq!(clock_text::day(midnight - 24 * HOUR, noon()), "Yesterday");
    let before = clock_text::day(midnight - 24 * HOUR - 1, noon());
    assert!(before.contains("2026"), "{before}");
}

#[wasm_bindgen_test]
fn a_list_shows_less_the_longer_ago_it_was() {
    let brief = |hours: i64| clock_text::brief(noon() - hours * HOUR, noon());
    assert_eq!(brief(1), clock_text::clock(noon() - HOUR));
    assert_eq!(brief(20), "Yesterday");
    assert!(
        !brief(3 * 24).contains(char::is_numeric),
        "a weekday, not {}",
        brief(3 * 24)
    );
    assert!(brief(40 * 24).contains(char::is_numeric));
    assert!(!brief(40 * 24).contains("2026"));
    assert!(brief(500 * 24).contains("2025"));
}

#[wasm_bindgen_test]
fn a_time_without_sense_is_empty_and_no_trap() {
    assert_eq!(clock_text::clock(i64::MAX), "");
    assert_eq!(clock_text::machine(i64::MAX), "");
    assert_eq!(clock_text::machine(0), "1970-01-01T00:00:00.000Z");
}

/// Half past two at night in Berlin, on a Saturday; the evening of Friday in New York.
const NIGHT: i64 = 1_795_224_600_000;

#[wasm_bindgen_test]
fn dates_are_in_the_language_of_the_words_whatever_the_browsers() {
    for (locale, zone, clock) in [
        ("de-DE", "Europe/Berlin", "2:30"),
        ("ar-EG", "Africa/Cairo", "3:30 AM"),
        ("fa-IR", "Asia/Tehran", "5:00"),
        ("en-GB", "Europe/London", "1:30"),
    ] {
        let intl = OtherIntl::new(locale, zone);
        time::zone_has_changed();
        let full = clock_text::full(NIGHT);
        assert!(full.contains("Saturday"), "{locale}: {full}");
        assert!(
            full.contains("November") && full.contains("2026"),
            "{locale}: {full}"
        );
        let brief = clock_text::brief(NIGHT, NIGHT + 3 * 24 * HOUR);
        assert_eq!(brief, "Sat", "{locale}");
        // To 12 or to 24 as the reader is used to; with which zero and blank is the browser's to say.
        let shown = clock_text::clock(NIGHT).replace('\u{202F}', " ");
        assert_eq!(shown.trim_start_matches('0'), clock, "{locale}");
        drop(intl);
    }
    time::zone_has_changed();
}

#[wasm_bindgen_test]
async fn every_shown_time_follows_the_time_zone() {
    let before = OtherIntl::new("en-GB", "Asia/Tokyo");
    time::zone_has_changed();
    let messages = || vec![message(0, false, "one"), message(1, true, "two")];
    let mounted = Mounted::mount(
        move |signals| {
            signals.conversation.set(conversation(Older::Beginning));
            signals.publish_rows(messages());
            signals.publish_groups(GroupsView {
                rows: vec![group(1, "Bayko", "two")],
                ..GroupsView::default()
            });
        },
        || {
            let row = use_app().group(&"g1".into());
            view! { <ConversationPane/><GroupLink group=row is_open=Signal::stored(false)/> }
        },
    );
    frame().await;
    let shown = || {
        let name = |selector: &str, name| mounted.find(selector).get_attribute(name);
        [
            Some(mounted.text("article .time")),
            name("article", "aria-label"),
            name("article .bubble", "title"),
            name("article .time", "title"),
            name(".group .time", "title"),
        ]
    };
    let (tokyo, rows) = (shown(), mounted.find("article .bubble"));
    drop(before);
    let after = OtherIntl::new("en-GB", "America/New_York");
    assert!(time::zone_has_changed());
    assert!(!time::zone_has_changed(), "once");
    mounted.signals.zone_changed(messages());
    eventually("New York's times", || {
        shown()
            .iter()
            .zip(&tokyo)
            .all(|(now, before)| now != before)
    })
    .await;
    assert_eq!(mounted.find("article .bubble"), rows, "in place");
    drop(after);
    time::zone_has_changed();
}
