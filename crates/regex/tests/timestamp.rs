//! The replacement that `aws-cognito-srp` makes in the time it signs (`get_timestamp` in its
//! `client/helper.rs`): Cognito refuses a proof whose day has a leading zero.

use regex::Regex;

fn without_leading_zero(timestamp: &str) -> String {
    let day = Regex::new(r" 0(\d) ").expect("a pattern");
    day.replace_all(timestamp, " $1 ").into_owned()
}

#[test]
fn the_day_of_a_timestamp_has_no_leading_zero_and_nothing_else_changes() {
    for (written, expected) in [
        (
            "Sat Nov 01 03:07:03 UTC 2026",
            "Sat Nov 1 03:07:03 UTC 2026",
        ),
        (
            "Mon Nov 09 00:00:00 UTC 2026",
            "Mon Nov 9 00:00:00 UTC 2026",
        ),
        (
            "Tue Nov 10 03:07:03 UTC 2026",
            "Tue Nov 10 03:07:03 UTC 2026",
        ),
        (
            "Mon Nov 30 03:07:03 UTC 2026",
            "Mon Nov 30 03:07:03 UTC 2026",
        ),
    ] {
        assert_eq!(without_leading_zero(written), expected);
    }
}
