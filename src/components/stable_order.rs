//! Feeds `<For>` so that rows that stay are never moved in the document.
//!
//! An element that is inserted again loses focus, selection and scroll position. Leptos' keyed diff
//! inserts rows again that could have stayed (`order_steps.rs` says when). Here such a change is split into
//! steps that each insert a single row, or only remove rows; these the diff applies without moving any.
//! A row that changes its place is removed and created again where it belongs.

use std::collections::HashMap;
use std::hash::Hash;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::components::order_steps::{Step, next_step};

/// A signal that follows `order` within the same turn of the browser's event loop, before paint.
pub fn stable_order<K>(order: Memo<Vec<K>>) -> ReadSignal<Vec<K>>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
{
    let shown = RwSignal::new(order.get_untracked());
    let stepping = StoredValue::new(false);
    // Sets the next step; true when there are more.
    let step = Callback::new(move |()| {
        let next = order
            .try_with_untracked(|order| shown.try_with_untracked(|shown| next_order(shown, order)));
        let Some(next) = next.flatten().flatten() else {
            return false;
        };
        shown.set(next);
        order.try_get_untracked() != shown.try_get_untracked()
    });
    Effect::new(move || {
        order.track();
        take_steps(step, stepping);
    });
    shown.read_only()
}

/// Takes the first step at once, and each further one when `<For>` has rendered the one before. Not generic:
/// one copy in the bundle instead of one per type of key.
fn take_steps(step: Callback<(), bool>, stepping: StoredValue<bool>) {
    // The page may be gone meanwhile.
    let step = move || step.try_run(()).unwrap_or(false);
    if stepping.get_value() || !step() {
        return;
    }
    stepping.set_value(true);
    spawn_local(async move {
        loop {
            tick().await;
            if !step() {
                break;
            }
        }
        stepping.try_set_value(false);
    });
}

/// What to show next on the way from `from` to `to`; `None` when they are equal.
fn next_order<K: Clone + Eq + Hash>(from: &[K], to: &[K]) -> Option<Vec<K>> {
    let place_in_to: HashMap<&K, usize> =
        to.iter().enumerate().map(|(at, key)| (key, at)).collect();
    let places: Vec<Option<usize>> = from
        .iter()
        .map(|key| place_in_to.get(key).copied())
        .collect();
    Some(match next_step(&places, to.len())? {
        Step::Finish => to.to_vec(),
        Step::Keep(rows) => rows.iter().map(|row| from[*row].clone()).collect(),
        Step::Insert { row, at } => {
            let mut next = from.to_vec();
            next.insert(at, to[row].clone());
            next
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All orders on the way from one to the other.
    fn steps(from: &str, to: &str) -> Vec<String> {
        let to: Vec<char> = to.chars().collect();
        let mut now: Vec<char> = from.chars().collect();
        let mut steps = Vec::new();
        while let Some(next) = next_order(&now, &to) {
            steps.push(next.iter().collect());
            now = next;
            assert!(steps.len() < 50, "{steps:?}");
        }
        steps
    }

    #[test]
    fn what_the_diff_does_without_moving_rows_is_one_step() {
        for (from, to) in [
            ("", "abc"),
            ("abc", ""),
            ("abc", "abcde"),
            ("abc", "xyz"),
            ("abc", "xabc"),
        ] {
            assert_eq!(steps(from, to), [to], "{from} to {to}");
        }
        assert_eq!(steps("abc", "abc"), [] as [&str; 0]);
    }

    #[test]
    fn the_last_row_stays_though_one_comes_behind_it_and_one_goes_before_it() {
        assert_eq!(steps("abcd", "bcde"), ["abcde", "bcde"]);
    }

    #[test]
    fn rows_before_others_come_one_by_one() {
        assert_eq!(steps("cd", "abcd"), ["acd", "abcd"]);
        assert_eq!(steps("ad", "abcde"), ["abd", "abcde"]);
    }

    #[test]
    fn a_row_that_moves_is_removed_and_inserted_and_all_others_stay() {
        assert_eq!(steps("abcd", "dabc"), ["abc", "dabc"]);
        assert_eq!(steps("abcd", "bcda"), ["bcd", "bcda"]);
    }

    #[test]
    fn every_order_of_a_few_rows_is_reached_without_moving_any() {
        let mut orders = vec![String::new()];
        for _ in 0..4 {
            let longer: Vec<String> = orders
                .iter()
                .flat_map(|order| {
                    "abcde"
                        .chars()
                        .filter(|key| !order.contains(*key))
                        .map(move |key| format!("{order}{key}"))
                })
                .collect();
            orders.extend(longer);
            orders.sort();
            orders.dedup();
        }
        for from in &orders {
            for to in &orders {
                if from != to {
                    assert_eq!(steps(from, to).last(), Some(to));
                }
            }
        }
    }
}
