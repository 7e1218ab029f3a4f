//! A conversation of ten thousand messages, to try out long ones.

use super::script::Line;

/// How many messages.
const MESSAGES: i64 = 10_000;
/// Time between two messages: about ten weeks in all.
const APART_MICROS: i64 = 600 * 1_000_000;

const OPENINGS: [&str; 8] = [
    "Good news from the embassy",
    "The gardener asks",
    "I counted again",
    "A letter came",
    "Before I forget",
    "You will not believe this",
    "Small correction",
    "For the minutes",
];
const MATTERS: [&str; 9] = [
    "the roses on the terrace are open",
    "the choir rehearses on Thursday after all",
    "somebody has moved the ambassador's chair",
    "we are two crates of figs short",
    "the shuttle was on time, which worries me",
    "the guest list has the same name twice",
    "the lift stops at every floor and sighs",
    "nobody has fed the fish since Monday",
    "the tailor wants to see you about the sleeves",
];

/// The messages, the last one about an hour before `now_micros`. Each is numbered, so that a gap or a
/// duplicate is easy to see.
pub fn lines(now_micros: i64) -> Vec<Line> {
    let first = now_micros - 3600 * 1_000_000 - MESSAGES * APART_MICROS;
    let line = |number: i64| {
        let opening = OPENINGS[(number * 5 % 8) as usize];
        let matter = MATTERS[(number * 7 % 9) as usize];
        Line {
            sender: usize::from(number % 3 == 1),
            text: format!("{number}. {opening}: {matter}."),
            at_micros: first + number * APART_MICROS,
        }
    };
    (1..=MESSAGES).map(line).collect()
}
