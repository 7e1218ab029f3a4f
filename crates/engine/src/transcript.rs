//! How messages stand on the screen: days, and runs of one sender.

use cruddur_contract::Timestamp;
use cruddur_contract::person::same_handle;

use crate::view::{MessageView, PlacedMessage};

/// A pause of this many microseconds ends a run.
const PAUSE: i64 = 10 * 60 * 1_000_000;

/// What changed in a conversation's messages, or all of them.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// So many at the beginning stand as they stood…
    pub before: usize,
    /// …and so many at the end.
    pub after: usize,
    /// What is between them now. Where there are any, with one more on either side, to place by.
    pub rows: Vec<MessageView>,
}

impl Change {
    /// Of what changed between the first and the last messages. The place of a message depends on its
    /// neighbours.
    pub fn around(before: usize, after: usize) -> Self {
        Self {
            before: before.saturating_sub(1),
            after: after.saturating_sub(1),
            rows: Vec::new(),
        }
    }

    /// How many messages at the beginning are not among the rows…
    pub fn rows_before(&self) -> usize {
        self.before.saturating_sub(1)
    }

    /// …and how many at the end.
    pub fn rows_after(&self) -> usize {
        self.after.saturating_sub(1)
    }

    /// Places the messages. `day_of` numbers the days of the reader's time zone.
    pub fn place(self, day_of: impl Fn(Timestamp) -> i64) -> Vec<PlacedMessage> {
        let mut placed = place(self.rows, day_of);
        placed.truncate(placed.len() - usize::from(self.after > 0));
        placed.drain(..usize::from(self.before > 0));
        placed
    }
}

impl From<Vec<MessageView>> for Change {
    fn from(rows: Vec<MessageView>) -> Self {
        Self {
            rows,
            ..Self::default()
        }
    }
}

fn place(messages: Vec<MessageView>, day_of: impl Fn(Timestamp) -> i64) -> Vec<PlacedMessage> {
    let mut placed: Vec<PlacedMessage> = Vec::with_capacity(messages.len());
    let mut day = None;
    for message in messages {
        let today = day_of(message.at);
        let starts_day = day != Some(today);
        day = Some(today);
        let starts_run = match placed.last_mut() {
            Some(before) => {
                let new = starts_day || breaks_run(&before.message, &message);
                before.ends_run = new;
                new
            }
            None => true,
        };
        placed.push(PlacedMessage {
            message,
            starts_day,
            starts_run,
            ends_run: true,
        });
    }
    placed
}

fn breaks_run(before: &MessageView, after: &MessageView) -> bool {
    after.gap_before
        || before.system.is_some()
        || after.system.is_some()
        || before.mine != after.mine
        || !same_handle(&before.handle, &after.handle)
        || after.at.micros().saturating_sub(before.at.micros()) > PAUSE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{DeliveryState, EditState, RowKey};

    const HOUR: i64 = 3_600_000_000;

    fn message(handle: &str, at: i64) -> MessageView {
        MessageView {
            key: RowKey(format!("{handle}{at}")),
            mine: handle == "me",
            display_name: handle.to_owned(),
            handle: handle.to_owned(),
            text: "x".into(),
            at: Timestamp::from_micros(at).expect("in range"),
            state: DeliveryState::Sent,
            edited_at: None,
            deleted: false,
            system: None,
            gap_before: false,
            waits: false,
            version: None,
            edit: EditState::None,
        }
    }

    #[test]
    fn from_the_first_of_all_times_to_the_last_is_a_pause() {
        let ends = [-8_334_601_228_800_000_000, 8_210_266_876_799_999_999];
        let messages = ends.map(|at| message("a", at)).to_vec();
        let placed = place(messages, |_| 0);
        assert!(placed[1].starts_run);
    }

    #[test]
    fn a_run_ends_with_the_sender_the_day_and_a_pause() {
        let at = [
            ("a", 0),
            ("a", 1),
            ("me", 2),
            ("me", HOUR),
            ("me", 24 * HOUR),
        ];
        let messages = at.iter().map(|(who, at)| message(who, *at)).collect();
        let placed = place(messages, |time| time.micros().div_euclid(24 * HOUR));
        let shape: Vec<_> = placed
            .iter()
            .map(|p| (p.starts_day, p.starts_run, p.ends_run))
            .collect();
        assert_eq!(
            shape,
            [
                (true, true, false),
                (false, false, true),
                (false, true, true),
                (false, true, true),
                (true, true, true),
            ]
        );
    }
}
