//! Cuts a transcript into chunks of rows.
//!
//! A keyed list that gets rows at its front moves the rows it has in the document, which loses the
//! focus and costs a layout a row. A page of older messages becomes a chunk of its own instead, so
//! that nothing that is on screen is touched. Chunks are small, so that few rows more than those near
//! the screen are in the document (`scroll_keeper.rs`).

use std::sync::Arc;

use cruddur_engine::view::RowKey;

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
    next_id: u32,
}

impl Chunks {
    /// The same cuts for changed rows: each chunk still begins with the row it began with, rows before
    /// the first of them are new chunks, and so is what does not fit into one. A chunk whose first row
    /// is gone, or has changed its order with another chunk's, is joined to the one before.
    pub fn recut(&self, rows: &[RowKey]) -> Self {
        let kept = self.unchanged(rows);
        let kept_rows: usize = kept.iter().map(|chunk| chunk.rows.len()).sum();
        let mut places: Vec<(&str, usize)> = rows
            .iter()
            .enumerate()
            .skip(kept_rows)
            .map(|(place, key)| (key.0.as_str(), place))
            .collect();
        places.sort_unstable();
        let place_of = |key: &RowKey| {
            let at = places.binary_search_by_key(&key.0.as_str(), |(key, _)| key);
            Some(places[at.ok()?].1)
        };
        let mut next_id = self.next_id;
        let mut starts: Vec<(usize, u32)> = Vec::with_capacity(self.list.len() + 2);
        for chunk in &self.list[kept.len()..] {
            let first = chunk.rows.iter().find_map(place_of);
            if let Some(place) =
                first.filter(|place| starts.last().is_none_or(|(last, _)| last < place))
            {
                starts.push((place, chunk.id));
            }
        }
        if rows.len() > kept_rows && starts.first().is_none_or(|(place, _)| *place > kept_rows) {
            next_id += 1;
            starts.insert(0, (kept_rows, next_id));
        }
        let mut list = kept.to_vec();
        for (at, (from, id)) in starts.iter().enumerate() {
            let to = starts.get(at + 1).map_or(rows.len(), |(place, _)| *place);
            let mut id = Some(*id);
            for part in rows[*from..to].chunks(FULL) {
                let id = id.take().unwrap_or_else(|| {
                    next_id += 1;
                    next_id
                });
                let rows = Arc::new(part.to_vec());
                list.push(Chunk { id, rows });
            }
        }
        Self { list, next_id }
    }

    /// The chunks at the beginning whose rows are as they were, but the last of them, which may get
    /// more: one message more costs a look at each row, and no sorting.
    fn unchanged(&self, rows: &[RowKey]) -> &[Chunk] {
        let mut rest = rows;
        let same = |chunk: &&Chunk| {
            let found = rest.strip_prefix(chunk.rows.as_slice());
            rest = found.unwrap_or_default();
            found.is_some()
        };
        let same = self.list.iter().take_while(same).count();
        &self.list[..same.saturating_sub(1)]
    }

    /// The rows of a chunk; none when it is gone.
    pub fn rows_of(&self, id: u32) -> Arc<Vec<RowKey>> {
        let chunk = self.list.iter().find(|chunk| chunk.id == id);
        chunk
            .map(|chunk| Arc::clone(&chunk.rows))
            .unwrap_or_default()
    }
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

    #[test]
    fn an_older_page_is_a_chunk_of_its_own() {
        let one = Chunks::default().recut(&keys("de"));
        let two = one.recut(&keys("bcde"));
        let three = two.recut(&keys("abcdef"));
        assert_eq!(shape(&one), [(1, "de".into())]);
        assert_eq!(shape(&two), [(2, "bc".into()), (1, "de".into())]);
        assert_eq!(
            shape(&three),
            [(3, "a".into()), (2, "bc".into()), (1, "def".into())]
        );
    }

    #[test]
    fn rows_that_vanish_or_change_places_stay_in_order() {
        let cut = Chunks::default().recut(&keys("de")).recut(&keys("abcde"));
        assert_eq!(
            shape(&cut.recut(&keys("bcde"))),
            [(2, "bc".into()), (1, "de".into())]
        );
        assert_eq!(
            shape(&cut.recut(&keys("abced"))),
            [(2, "abce".into()), (1, "d".into())]
        );
        assert_eq!(
            shape(&cut.recut(&keys("dabc"))),
            [(3, "d".into()), (2, "abc".into())]
        );
        assert_eq!(shape(&cut.recut(&[])), []);
    }

    #[test]
    fn every_row_is_shown_once_whatever_happens() {
        let steps = ["c", "abc", "xc", "xyzc", "", "q", "pqr", "rqp", "arbqcp"];
        let mut chunks = Chunks::default();
        for step in steps {
            chunks = chunks.recut(&keys(step));
            let all: String = shape(&chunks).into_iter().map(|(_, rows)| rows).collect();
            assert_eq!(all, step);
            assert!(chunks.list.iter().all(|chunk| !chunk.rows.is_empty()));
        }
    }

    #[test]
    fn no_chunk_is_larger_than_full_wherever_rows_come_in() {
        let range = |from: usize, to: usize| (from..to).map(|i| RowKey(i.to_string()));
        let gap: Vec<RowKey> = range(0, 10).chain(range(500, 510)).collect();
        let all: Vec<RowKey> = range(0, 510).collect();
        for steps in [vec![&all], vec![&gap, &all]] {
            let chunks = steps
                .into_iter()
                .fold(Chunks::default(), |chunks, rows| chunks.recut(rows));
            assert!(chunks.list.iter().all(|chunk| chunk.rows.len() <= FULL));
            let shown = chunks.list.iter().flat_map(|chunk| chunk.rows.iter());
            assert!(shown.eq(&all));
            let mut ids: Vec<u32> = chunks.list.iter().map(|chunk| chunk.id).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), chunks.list.len());
            assert_eq!(chunks.recut(&all), chunks);
        }
    }

    #[test]
    fn a_full_chunk_gets_no_more_rows() {
        let numbers = |n: usize| -> Vec<RowKey> { (0..n).map(|i| RowKey(i.to_string())).collect() };
        let chunks = Chunks::default()
            .recut(&numbers(1))
            .recut(&numbers(2 * FULL + 1));
        let lengths: Vec<usize> = chunks.list.iter().map(|chunk| chunk.rows.len()).collect();
        assert_eq!(lengths, [FULL, FULL, 1]);
        let more = chunks.recut(&numbers(2 * FULL + 2));
        assert_eq!(more.list[..2], chunks.list[..2]);
    }
}
