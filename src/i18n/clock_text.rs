//! Times as words, in the reader's zone and language, by the browser's `Intl`.

use leptos::web_sys::js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::en;
use crate::platform::time::local_day;

thread_local! {
    // Making a formatter costs a thousand times what using it does.
    static CLOCK: Intl::DateTimeFormat = formatter(&[("hour", "numeric"), ("minute", "2-digit")]);
    static WEEKDAY: Intl::DateTimeFormat = formatter(&[("weekday", "short")]);
    static DAY_OF_YEAR: Intl::DateTimeFormat = formatter(&[("day", "numeric"), ("month", "short")]);
    static SHORT_DATE: Intl::DateTimeFormat = formatter(&[("dateStyle", "medium")]);
    static LONG_DATE: Intl::DateTimeFormat = formatter(&[("dateStyle", "full")]);
    static FULL: Intl::DateTimeFormat = formatter(&[("dateStyle", "full"), ("timeStyle", "medium")]);
}

/// "14:05". Times are milliseconds since 1970-01-01 UTC, here and below.
pub fn clock(millis: i64) -> String {
    CLOCK.with(|format| write(format, millis))
}

/// "Friday, 20 November 2026 at 14:05:09".
pub fn full(millis: i64) -> String {
    FULL.with(|format| write(format, millis))
}

/// For a day separator: "Today", "Yesterday", else the long date.
pub fn day(millis: i64, now: i64) -> String {
    match days_ago(millis, now) {
        0 => en::TODAY.to_owned(),
        1 => en::YESTERDAY.to_owned(),
        _ => LONG_DATE.with(|format| write(format, millis)),
    }
}

/// For a list: the clock time today, "Yesterday", the weekday of the last days, else the date.
pub fn brief(millis: i64, now: i64) -> String {
    match days_ago(millis, now) {
        0 => clock(millis),
        1 => en::YESTERDAY.to_owned(),
        2..=6 => WEEKDAY.with(|format| write(format, millis)),
        _ if year(millis) == year(now) => DAY_OF_YEAR.with(|format| write(format, millis)),
        _ => SHORT_DATE.with(|format| write(format, millis)),
    }
}

/// The machine-readable form of `<time datetime>`.
pub fn machine(millis: i64) -> String {
    let date = date(millis);
    // `toISOString` throws for an invalid date.
    if date.get_time().is_nan() {
        String::new()
    } else {
        date.to_iso_string().into()
    }
}

/// Whole calendar days of the reader's zone between two times; a day of 23 or 25 hours is one day.
fn days_ago(millis: i64, now: i64) -> i64 {
    local_day(now) - local_day(millis)
}

fn year(millis: i64) -> u32 {
    date(millis).get_full_year()
}

fn date(millis: i64) -> Date {
    Date::new(&JsValue::from_f64(millis as f64))
}

fn formatter(options: &[(&str, &str)]) -> Intl::DateTimeFormat {
    let object = Object::new();
    for (name, value) in options {
        // A fresh object takes any property.
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    Intl::DateTimeFormat::new(&Array::new(), &object)
}

fn write(format: &Intl::DateTimeFormat, millis: i64) -> String {
    // `format` throws for an invalid date; then there is no time to show.
    let text = format.format().call1(&JsValue::UNDEFINED, &date(millis));
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
