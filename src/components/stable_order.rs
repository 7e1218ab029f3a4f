//! Feeds `<For>` so that rows that stay are never moved in the document.
//!
//! An element that is inserted again loses focus, selection and scroll position. Leptos' keyed diff
//! inserts rows again that could have stayed: when two or more rows come in before them, and when one row
//! changes its place (tachys 0.2.19, `view/keyed.rs`, `move_in_dom`). Here such a change is split into
//! steps that each insert a single row, or only remove rows; these the diff applies without moving any.
//! A row that changes its place is removed and created again where it belongs.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

/// A signal that follows `order` within the same turn of the browser's event loop, before paint.
pub fn stable_order<K>(order: Memo<Vec<K>>) -> ReadSignal<Vec<K>>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
{
    let shown = RwSignal::new(order.get_untracked());
    let stepping = StoredValue::new(false);
    // Sets the next step; true when there are more.
    let step = move || {
        let next = order
            .try_with_untracked(|order| shown.try_with_untracked(|shown| next_step(shown, order)));
        let Some(next) = next.flatten().flatten() else {
            return false;
        };
        shown.set(next);
        order.try_get_untracked() != shown.try_get_untracked()
    };
    Effect::new(move || {
        order.track();
        if stepping.get_value() || !step() {
            return;
        }
        stepping.set_value(true);
        spawn_local(async move {
            loop {
                // `<For>` renders one step before the next is set.
                tick().await;
                if !step() {
                    break;
                }
            }
            stepping.try_set_value(false);
        });
    });
    shown.read_only()
}

/// What to show next on the way from `from` to `to`; `None` when they are equal.
fn next_step<K: Clone + Eq + Hash>(from: &[K], to: &[K]) -> Option<Vec<K>> {
    if from == to {
        return None;
    }
    let place_in_to: HashMap<&K, usize> =
        to.iter().enumerate().map(|(at, key)| (key, at)).collect();
    if !moves_rows(from, to, &place_in_to) {
        return Some(to.to_vec());
    }
    let staying = longest_increasing(from.iter().map(|key| place_in_to.get(key).copied()));
    if let Some(without_moved) = without_moved(from, &place_in_to, &staying) {
        return Some(without_moved);
    }
    Some(with_one_inserted(from, to))
}

/// Whether the keyed diff would move a row in the document: the same count as in tachys' `diff`.
fn moves_rows<K: Eq + Hash>(from: &[K], to: &[K], place_in_to: &HashMap<&K, usize>) -> bool {
    let in_from: HashSet<&K> = from.iter().collect();
    let (mut added, mut removed) = (0_isize, 0_isize);
    for at in 0..from.len().max(to.len()) {
        let (old, new) = (from.get(at), to.get(at));
        if old == new {
            continue;
        }
        removed += isize::from(old.is_some_and(|key| !place_in_to.contains_key(key)));
        added += isize::from(new.is_some_and(|key| !in_from.contains(key)));
        let place = old.and_then(|key| place_in_to.get(key));
        if place.is_some_and(|place| *place as isize - at as isize != added - removed) {
            return true;
        }
    }
    false
}

/// `from` without the rows that change their order; `None` when there are none.
fn without_moved<K: Clone + Eq + Hash>(
    from: &[K],
    place_in_to: &HashMap<&K, usize>,
    staying: &HashSet<usize>,
) -> Option<Vec<K>> {
    let stays = |key: &&K| {
        place_in_to
            .get(*key)
            .is_none_or(|place| staying.contains(place))
    };
    let rest: Vec<K> = from.iter().filter(stays).cloned().collect();
    (rest.len() < from.len()).then_some(rest)
}

/// `from` with the first row of `to` that it lacks, behind the row that precedes it in `to`.
fn with_one_inserted<K: Clone + Eq + Hash>(from: &[K], to: &[K]) -> Vec<K> {
    let in_from: HashSet<&K> = from.iter().collect();
    let mut next = from.to_vec();
    if let Some(at) = to.iter().position(|key| !in_from.contains(key)) {
        let before = at.checked_sub(1).map(|at| &to[at]);
        let place = before.and_then(|before| from.iter().position(|key| key == before));
        next.insert(place.map_or(0, |place| place + 1), to[at].clone());
    }
    next
}

/// The longest subsequence of increasing places: the most rows that can stay where they are.
fn longest_increasing(places: impl Iterator<Item = Option<usize>>) -> HashSet<usize> {
    // `ends[n]` is the smallest place that a subsequence of n + 1 places can end with.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: HashMap<usize, usize> = HashMap::new();
    for place in places.flatten() {
        let at = ends.partition_point(|end| *end < place);
        if let Some(previous) = at.checked_sub(1) {
            before.insert(place, ends[previous]);
        }
        if at == ends.len() {
            ends.push(place);
        } else {
            ends[at] = place;
        }
    }
    let mut longest = HashSet::new();
    let mut last = ends.last().copied();
    while let Some(place) = last {
        longest.insert(place);
        last = before.get(&place).copied();
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All steps from one order to the other.
    fn steps(from: &str, to: &str) -> Vec<String> {
        let to: Vec<char> = to.chars().collect();
        let mut now: Vec<char> = from.chars().collect();
        let mut steps = Vec::new();
        while let Some(next) = next_step(&now, &to) {
            let places = next.iter().enumerate().map(|(at, key)| (key, at)).collect();
            assert!(!moves_rows(&now, &next, &places), "{now:?} to {next:?}");
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
