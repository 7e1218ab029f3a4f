//! Times as words, in the reader's zone, by the browser's `Intl`. In the language of the app's own words:
//! "Today" beside a German date is neither.

use std::cell::RefCell;

use leptos::web_sys::js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::{en, locale};
use crate::platform::time::{local_day, zone_changes};

thread_local! {
    // Making a formatter costs a thousand times what using it does.
    static FORMATS: RefCell<Option<Formats>> = const { RefCell::new(None) };
}

/// The formatters. Each keeps the time zone that it was made in.
struct Formats {
    /// [`zone_changes`] when they were made.
    zone: u32,
    clock: Intl::DateTimeFormat,
    weekday: Intl::DateTimeFormat,
    day_of_year: Intl::DateTimeFormat,
    short_date: Intl::DateTimeFormat,
    long_date: Intl::DateTimeFormat,
    full: Intl::DateTimeFormat,
}

impl Formats {
    fn new() -> Self {
        let (language, hour_cycle) = of_browser();
        let locales = Array::of1(&locale::of_dates(&language).into());
        let formatter = |options: &[(&str, &str)]| formatter(&locales, &hour_cycle, options);
        Self {
            zone: zone_changes(),
            clock: formatter(&[("hour", "numeric"), ("minute", "2-digit")]),
            weekday: formatter(&[("weekday", "short")]),
            day_of_year: formatter(&[("day", "numeric"), ("month", "short")]),
            short_date: formatter(&[("dateStyle", "medium")]),
            long_date: formatter(&[("dateStyle", "full")]),
            full: formatter(&[("dateStyle", "full"), ("timeStyle", "medium")]),
        }
    }
}

/// A time as the formatter that `pick` takes writes it.
fn written(millis: i64, pick: impl Fn(&Formats) -> &Intl::DateTimeFormat) -> String {
    FORMATS.with_borrow_mut(|formats| {
        if formats
            .as_ref()
            .is_some_and(|formats| formats.zone != zone_changes())
        {
            *formats = None;
        }
        write(pick(formats.get_or_insert_with(Formats::new)), millis)
    })
}

/// "14:05". Times are milliseconds since 1970-01-01 UTC, here and below.
pub fn clock(millis: i64) -> String {
    written(millis, |formats| &formats.clock)
}

/// "Friday, 20 November 2026 at 14:05:09".
pub fn full(millis: i64) -> String {
    written(millis, |formats| &formats.full)
}

/// For a day separator: "Today", "Yesterday", else the long date.
pub fn day(millis: i64, now: i64) -> String {
    match days_ago(millis, now) {
        0 => en::TODAY.to_owned(),
        1 => en::YESTERDAY.to_owned(),
        _ => written(millis, |formats| &formats.long_date),
    }
}

/// For a list: the clock time today, "Yesterday", the weekday of the last days, else the date.
pub fn brief(millis: i64, now: i64) -> String {
    match days_ago(millis, now) {
        0 => clock(millis),
        1 => en::YESTERDAY.to_owned(),
        2..=6 => written(millis, |formats| &formats.weekday),
        _ if year(millis) == year(now) => written(millis, |formats| &formats.day_of_year),
        _ => written(millis, |formats| &formats.short_date),
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

/// The browser's locale, and its `hourCycle`: whether the reader's clock counts to 12 or to 24 is a habit, whatever
/// the language.
fn of_browser() -> (String, JsValue) {
    let hour = Object::new();
    let _ = Reflect::set(&hour, &"hour".into(), &"numeric".into());
    let options = Intl::DateTimeFormat::new(&Array::new(), &hour).resolved_options();
    let option = |name: &str| Reflect::get(&options, &name.into()).unwrap_or(JsValue::UNDEFINED);
    (
        option("locale").as_string().unwrap_or_default(),
        option("hourCycle"),
    )
}

fn formatter(
    locales: &Array,
    hour_cycle: &JsValue,
    options: &[(&str, &str)],
) -> Intl::DateTimeFormat {
    let object = Object::new();
    // A fresh object takes any property; one without a value counts as absent.
    let _ = Reflect::set(&object, &"hourCycle".into(), hour_cycle);
    for (name, value) in options {
        let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    Intl::DateTimeFormat::new(locales, &object)
}

fn write(format: &Intl::DateTimeFormat, millis: i64) -> String {
    // `format` throws for an invalid date; then there is no time to show.
    let text = format.format().call1(&JsValue::UNDEFINED, &date(millis));
    text.ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
