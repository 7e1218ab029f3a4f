//! The device's clocks.

use wasm_bindgen_futures::js_sys::Date;

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
