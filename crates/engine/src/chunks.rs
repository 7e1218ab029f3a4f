//! Cuts a transcript into chunks of rows.
//!
//! A keyed list that gets rows at its front moves the rows it has in the document, which loses the
//! focus and costs a layout a row. A page of older messages becomes a chunk of its own instead, so
//! that nothing that is on screen is touched. Chunks are small, so that few rows more than those near
//! the screen are in the document (`transcript_window.rs`).

use std::sync::Arc;

use crate::view::RowKey;

/// The most rows of a chunk: what is over goes to a new chunk behind it.
const FULL: usize = 25;

/// Some rows in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Stable name of the chunk.
    pub id: u32,
    /// Its rows, oldest first; never empty.
    pub rows: Arc<Vec<RowKey>>,
}

/// All rows of a transcript, cut up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunks {
    /// The chunks, oldest first.
    pub list: Vec<Chunk>,
    last_id: u32,
}

impl Chunks {
    /// Puts these rows between the first `before` and the last `after`, which stay. Only the chunks that
    /// they touch are cut again. Returns the rows that are gone; `None` where nothing changed.
    pub fn replace(&mut self, before: usize, after: usize, new: &[RowKey]) -> Option<Vec<RowKey>> {
        let (mut from, mut start) = (0, 0);
        while let Some(chunk) = self.list.get(from)
            && from + 1 < self.list.len()
            && start + chunk.rows.len() <= before
        {
            start += chunk.rows.len();
            from += 1;
        }
        let (mut to, mut end) = (self.list.len(), 0);
        while to > from + 1 && end + self.list[to - 1].rows.len() <= after {
            to -= 1;
            end += self.list[to].rows.len();
        }
        let old: Vec<RowKey> = self.list[from..to]
            .iter()
            .flat_map(|chunk| chunk.rows.iter().cloned())
            .collect();
        let changed = before - start..old.len() - (after - end);
        if old[changed.clone()] == *new {
            return None;
        }
        let rows = [&old[..changed.start], new, &old[changed.end..]].concat();
        let cut = recut(&self.list[from..to], &rows, &mut self.last_id);
        self.list.splice(from..to, cut);
        let mut stay: Vec<&RowKey> = new.iter().collect();
        stay.sort_unstable();
        let is_gone = |key: &&RowKey| stay.binary_search(key).is_err();
        Some(old[changed].iter().filter(is_gone).cloned().collect())
    }

    /// The rows of a chunk; none when it is gone.
    pub fn rows_of(&self, id: u32) -> Arc<Vec<RowKey>> {
        let chunk = self.list.iter().find(|chunk| chunk.id == id);
        chunk
            .map(|chunk| Arc::clone(&chunk.rows))
            .unwrap_or_default()
    }
}

/// The same cuts for changed rows: each chunk still begins with the row it began with, rows before
/// the first of them are new chunks, and so is what does not fit into one. A chunk whose first row
/// is gone, or has changed its order with another chunk's, is joined to the one before.
fn recut(chunks: &[Chunk], rows: &[RowKey], last_id: &mut u32) -> Vec<Chunk> {
    let mut places: Vec<(&str, usize)> = rows
        .iter()
        .enumerate()
        .map(|(place, key)| (key.0.as_str(), place))
        .collect();
    places.sort_unstable();
    let place_of = |key: &RowKey| {
        let at = places.binary_search_by_key(&key.0.as_str(), |(key, _)| key);
        Some(places[at.ok()?].1)
    };
    let mut starts: Vec<(usize, u32)> = Vec::with_capacity(chunks.len() + 1);
    for chunk in chunks {
        let first = chunk.rows.iter().find_map(place_of);
        if let Some(place) =
            first.filter(|place| starts.last().is_none_or(|(last, _)| last < place))
        {
            starts.push((place, chunk.id));
        }
    }
    if !rows.is_empty() && starts.first().is_none_or(|(place, _)| *place > 0) {
        *last_id += 1;
        starts.insert(0, (0, *last_id));
    }
    let mut list = Vec::new();
    for (at, (from, id)) in starts.iter().enumerate() {
        let to = starts.get(at + 1).map_or(rows.len(), |(place, _)| *place);
        let mut id = Some(*id);
        for part in rows[*from..to].chunks(FULL) {
            let id = id.take().unwrap_or_else(|| {
                *last_id += 1;
                *last_id
            });
            let rows = Arc::new(part.to_vec());
            list.push(Chunk { id, rows });
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(names: &str) -> Vec<RowKey> {
        names.chars().map(|name| RowKey(name.to_string())).collect()
    }

    fn shape(chunks: &Chunks) -> Vec<(u32, String)> {
        let text = |rows: &[RowKey]| rows.iter().map(|key| key.0.as_str()).collect();
        chunks
            .list
            .iter()
            .map(|chunk| (chunk.id, text(&chunk.rows)))
            .collect()
    }

    /// Whole lists, one after the other.
    fn cut(steps: &[&[RowKey]]) -> Chunks {
        let mut chunks = Chunks::default();
        for step in steps {
            chunks.replace(0, 0, step);
        }
        chunks
    }

    fn numbers(range: std::ops::Range<usize>) -> Vec<RowKey> {
        range.map(|i| RowKey(i.to_string())).collect()
    }

    #[test]
    fn an_older_page_is_a_chunk_of_its_own() {
        let mut chunks = cut(&[&keys("de")]);
        assert_eq!(shape(&chunks), [(1, "de".into())]);
        assert_eq!(chunks.replace(0, 1, &keys("bcd")), Some(vec![]));
        assert_eq!(shape(&chunks), [(2, "bc".into()), (1, "de".into())]);
        chunks.replace(0, 0, &keys("abcdef"));
        assert_eq!(
            shape(&chunks),
            [(3, "a".into()), (2, "bc".into()), (1, "def".into())]
        );
    }

    #[test]
    fn rows_that_vanish_or_change_places_stay_in_order() {
        let after = |last: &str| shape(&cut(&[&keys("de"), &keys("abcde"), &keys(last)]));
        assert_eq!(after("bcde"), [(2, "bc".into()), (1, "de".into())]);
        assert_eq!(after("abced"), [(2, "abce".into()), (1, "d".into())]);
        assert_eq!(after("dabc"), [(3, "d".into()), (2, "abc".into())]);
        assert_eq!(after(""), []);
        let mut chunks = cut(&[&keys("abcde")]);
        assert_eq!(chunks.replace(1, 2, &keys("xc")), Some(keys("b")));
        assert_eq!(shape(&chunks), [(1, "axcde".into())]);
        assert_eq!(chunks.replace(1, 2, &keys("xc")), None);
    }

    #[test]
    fn every_row_is_shown_once_whatever_happens() {
        let steps = ["c", "abc", "xc", "xyzc", "", "q", "pqr", "rqp", "arbqcp"];
        let mut chunks = Chunks::default();
        for step in steps {
            chunks.replace(0, 0, &keys(step));
            let all: String = shape(&chunks).into_iter().map(|(_, rows)| rows).collect();
            assert_eq!(all, step);
            assert!(chunks.list.iter().all(|chunk| !chunk.rows.is_empty()));
        }
    }

    #[test]
    fn whatever_part_is_replaced_the_rest_keeps_its_place_and_its_chunks() {
        let all = numbers(0..4 * FULL);
        for before in 0..=all.len() {
            for after in [0, 1, FULL, FULL + 3, all.len() - before] {
                let Some(end) = all.len().checked_sub(after).filter(|end| *end >= before) else {
                    continue;
                };
                for n in [0, 1, 2 * FULL] {
                    let mut chunks = cut(&[&all]);
                    let was = chunks.list.clone();
                    let new = numbers(1000..1000 + n);
                    let gone = chunks.replace(before, after, &new).unwrap_or_default();
                    assert_eq!(gone, all[before..end]);
                    let shown: Vec<RowKey> = chunks
                        .list
                        .iter()
                        .flat_map(|c| c.rows.iter().cloned())
                        .collect();
                    assert_eq!(shown, [&all[..before], &new, &all[end..]].concat());
                    assert!(chunks.list.iter().all(|chunk| chunk.rows.len() <= FULL));
                    let whole = (before / FULL).min(was.len() - 1);
                    assert_eq!(chunks.list[..whole], was[..whole]);
                    let same = (after / FULL).min(was.len() - 1);
                    assert!(chunks.list.ends_with(&was[was.len() - same..]));
                }
            }
        }
    }

    #[test]
    fn no_chunk_is_larger_than_full_wherever_rows_come_in() {
        let gap = [numbers(0..10), numbers(500..510)].concat();
        let all = numbers(0..510);
        for steps in [vec![&*all], vec![&*gap, &*all]] {
            let mut chunks = cut(&steps);
            assert!(chunks.list.iter().all(|chunk| chunk.rows.len() <= FULL));
            let shown = chunks.list.iter().flat_map(|chunk| chunk.rows.iter());
            assert!(shown.eq(&all));
            let mut ids: Vec<u32> = chunks.list.iter().map(|chunk| chunk.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), chunks.list.len());
            assert_eq!(chunks.replace(0, 0, &all), None);
        }
    }

    #[test]
    fn a_full_chunk_gets_no_more_rows() {
        let mut chunks = cut(&[&numbers(0..1), &numbers(0..2 * FULL + 1)]);
        let lengths: Vec<usize> = chunks.list.iter().map(|chunk| chunk.rows.len()).collect();
        assert_eq!(lengths, [FULL, FULL, 1]);
        chunks.replace(2 * FULL + 1, 0, &numbers(900..901));
        assert_eq!(chunks.list.len(), 3);
        assert_eq!(chunks.list[2].rows.len(), 2);
    }
}
