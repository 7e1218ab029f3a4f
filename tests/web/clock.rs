//! Times in the reader's zone.

use cruddur::i18n::clock_text;
use leptos::web_sys::js_sys::Date;
use wasm_bindgen_test::wasm_bindgen_test;

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
