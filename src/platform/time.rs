//! The device's clocks.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::js_sys::{Array, Date, Intl, Object, Reflect};

thread_local! {
    static ZONE: RefCell<Zone> = RefCell::new(Zone { name: zone_name(), changes: 0 });
}

/// The reader's time zone, as it was last looked at.
struct Zone {
    name: String,
    changes: u32,
}

/// Looks at the reader's time zone: a journey or the system's settings change it under an open page. Returns
/// whether it is another one than the last time.
pub fn zone_has_changed() -> bool {
    let name = zone_name();
    ZONE.with_borrow_mut(|zone| {
        let changed = zone.name != name;
        if changed {
            zone.name = name;
            zone.changes += 1;
        }
        changed
    })
}

/// How often [`zone_has_changed`] found another zone: what is made for a zone is made again with another number.
pub fn zone_changes() -> u32 {
    ZONE.with_borrow(|zone| zone.changes)
}

/// Its IANA name; empty where the browser tells none.
fn zone_name() -> String {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let name = Reflect::get(&options, &JsValue::from_str("timeZone"));
    name.ok()
        .and_then(|name| name.as_string())
        .unwrap_or_default()
}

/// Milliseconds on a clock that never goes back, since the page was opened.
pub fn mono() -> u64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0, |clock| clock.now() as u64)
}

/// The device's idea of milliseconds since 1970-01-01 UTC.
pub fn wall() -> i64 {
    Date::now() as i64
}

/// Reads an HTTP date (RFC 9110, 5.6.7) as milliseconds since 1970-01-01 UTC.
pub fn http_date(text: &str) -> Option<i64> {
    let millis = Date::parse(text);
    millis.is_finite().then_some(millis as i64)
}

/// The number of the day, in the reader's time zone, of a time in milliseconds.
pub fn local_day(millis: i64) -> i64 {
    let date = Date::new(&(millis as f64).into());
    let offset = date.get_timezone_offset() as i64 * 60_000;
    (millis - offset).div_euclid(86_400_000)
}
