//! The time in the proof, which is the browser's own.

use leptos::web_sys::js_sys::{Function, JsString};
use leptos::web_sys::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::named::sign_in_as;
use super::vector::vectors;

/// Stops the clock at a time. Returns what sets it going again.
const STOP: &str = "
    const Going = Date;
    globalThis.Date = class extends Going {
        constructor() { super(time); }
    };
    return () => { globalThis.Date = Going; };
";

fn timestamp_at(time: &str) -> String {
    let stop = Function::new_with_args("time", STOP);
    let go = stop
        .call1(&JsValue::NULL, &JsString::from(time))
        .expect("a clock");
    let (_, answer) = sign_in_as(&vectors()[0]);
    let go: Function = go.unchecked_into();
    go.call0(&JsValue::NULL).expect("a clock");
    answer.timestamp
}

#[wasm_bindgen_test]
fn the_time_is_english_and_utc_and_its_day_has_no_zero_ahead() {
    for (time, timestamp) in [
        ("2026-01-01T00:00:00Z", "Thu Jan 1 00:00:00 UTC 2026"),
        ("2026-05-09T07:08:09Z", "Sat May 9 07:08:09 UTC 2026"),
        ("2026-10-10T23:30:00-05:00", "Sun Oct 11 04:30:00 UTC 2026"),
        ("2028-02-29T12:00:59Z", "Tue Feb 29 12:00:59 UTC 2028"),
    ] {
        assert_eq!(timestamp_at(time), timestamp);
    }
}
