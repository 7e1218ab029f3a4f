//! How one order of rows becomes another without a row being moved in the document.
//!
//! Leptos' keyed diff inserts rows again that could have stayed: when two or more rows come in before them,
//! and when one row changes its place (tachys 0.2.19, `view/keyed.rs`, `move_in_dom`).
//!
//! An order is given by places: for each row shown, its place in the order to be reached, or `None`.

/// A change that the keyed diff applies without moving a row.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// To the order to be reached.
    Finish,
    /// Only these of the rows shown stay.
    Keep(Vec<usize>),
    /// The row at this place of the order to be reached is inserted here among the rows shown.
    Insert { row: usize, at: usize },
}

/// The next step towards an order of `len` rows; `None` when it is reached.
pub fn next_step(places: &[Option<usize>], len: usize) -> Option<Step> {
    let reached = (0..len.max(places.len())).all(|at| is_at(places, at, at) && at < len);
    if reached {
        return None;
    }
    let known = marked(places.iter().flatten().copied(), len);
    if !moves_rows(places, len, &known) {
        return Some(Step::Finish);
    }
    let staying = longest_increasing(places.iter().flatten().copied(), len);
    let stays = |row: &usize| places[*row].is_none_or(|place| staying[place]);
    let rest: Vec<usize> = (0..places.len()).filter(stays).collect();
    if rest.len() < places.len() {
        return Some(Step::Keep(rest));
    }
    let row = (0..len).find(|place| !known[*place])?;
    // Behind the row that precedes it in the order to be reached.
    let at = (0..places.len()).find(|at| row > 0 && is_at(places, *at, row - 1));
    Some(Step::Insert {
        row,
        at: at.map_or(0, |at| at + 1),
    })
}

fn is_at(places: &[Option<usize>], at: usize, place: usize) -> bool {
    places.get(at) == Some(&Some(place))
}

/// For each of `len` places, whether it is one of these.
fn marked(places: impl Iterator<Item = usize>, len: usize) -> Vec<bool> {
    let mut marked = vec![false; len];
    places.for_each(|place| marked[place] = true);
    marked
}

/// Whether the keyed diff would move a row in the document: the same count as in tachys' `diff`.
fn moves_rows(places: &[Option<usize>], len: usize, known: &[bool]) -> bool {
    let (mut added, mut removed) = (0_isize, 0_isize);
    for at in 0..places.len().max(len) {
        if is_at(places, at, at) {
            continue;
        }
        let old = places.get(at);
        removed += isize::from(old == Some(&None));
        added += isize::from(known.get(at) == Some(&false));
        let place = old.copied().flatten();
        if place.is_some_and(|place| place as isize - at as isize != added - removed) {
            return true;
        }
    }
    false
}

/// The longest subsequence of increasing places: the most rows that can stay where they are.
fn longest_increasing(places: impl Iterator<Item = usize>, len: usize) -> Vec<bool> {
    // `ends[n]` is the smallest place that a subsequence of n + 1 places can end with.
    let mut ends: Vec<usize> = Vec::new();
    // For each place the one before it in the longest such subsequence that it ends.
    let mut before: Vec<Option<usize>> = vec![None; len];
    for place in places {
        let at = ends.partition_point(|end| *end < place);
        before[place] = at.checked_sub(1).map(|previous| ends[previous]);
        if at == ends.len() {
            ends.push(place);
        } else {
            ends[at] = place;
        }
    }
    let last = ends.last().copied();
    marked(std::iter::successors(last, |place| before[*place]), len)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places after a step.
    fn after(places: &[Option<usize>], len: usize, step: &Step) -> Vec<Option<usize>> {
        match step {
            Step::Finish => (0..len).map(Some).collect(),
            Step::Keep(rows) => rows.iter().map(|row| places[*row]).collect(),
            Step::Insert { row, at } => {
                let mut next = places.to_vec();
                next.insert(*at, Some(*row));
                next
            }
        }
    }

    /// What the keyed diff would be given for a step: the rows shown, by their place in what is shown next.
    fn moves_in_the_document(places: &[Option<usize>], len: usize, step: &Step) -> bool {
        let rows: Vec<usize> = match step {
            Step::Finish => {
                return moves_rows(places, len, &marked(places.iter().flatten().copied(), len));
            }
            Step::Keep(rows) => rows.clone(),
            Step::Insert { at, .. } => {
                let shifted = |row: usize| row + usize::from(row >= *at);
                let places: Vec<_> = (0..places.len()).map(|row| Some(shifted(row))).collect();
                let known = marked(places.iter().flatten().copied(), places.len() + 1);
                return moves_rows(&places, places.len() + 1, &known);
            }
        };
        let place = |row| rows.iter().position(|kept| *kept == row);
        let places: Vec<_> = (0..places.len()).map(place).collect();
        moves_rows(&places, rows.len(), &vec![true; rows.len()])
    }

    #[test]
    fn no_step_between_orders_of_a_few_rows_moves_any_and_each_order_is_reached() {
        // Up to five rows shown, each gone (5 to 7) or at one of five places.
        let mut orders = vec![Vec::new()];
        for _ in 0..5 {
            let longer: Vec<Vec<usize>> = orders
                .iter()
                .flat_map(|order: &Vec<usize>| {
                    (0..8)
                        .filter(|place| !order.contains(place))
                        .map(move |place| [order.as_slice(), &[place]].concat())
                })
                .collect();
            orders.extend(longer);
            orders.sort();
            orders.dedup();
        }
        for order in orders {
            let mut places: Vec<Option<usize>> = order
                .iter()
                .map(|place| Some(*place).filter(|place| *place < 5))
                .collect();
            let mut steps = 0;
            while let Some(step) = next_step(&places, 5) {
                assert!(
                    !moves_in_the_document(&places, 5, &step),
                    "{places:?}: {step:?}"
                );
                places = after(&places, 5, &step);
                steps += 1;
                assert!(steps < 50, "{order:?}");
            }
            assert_eq!(places, (0..5).map(Some).collect::<Vec<_>>());
        }
    }
}
