//! Written conversations: `@ 147h` begins a stretch that many hours ago, `a:`, `b:` and so on begin a
//! message of the first, second or another person, ` | ` goes on with another line of it.

/// A conversation of more than a hundred messages over several days.
pub const ANDREW_BAYKO: &str = include_str!("andrewbrown-bayko.txt");
/// A short one.
pub const ANDREW_LONDO: &str = include_str!("andrewbrown-londo.txt");

/// One of twelve people.
pub const EVERYBODY: &str = include_str!("everybody.txt");

/// One message to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which of the people, from 0.
    pub sender: usize,
    pub text: String,
    /// When, in microseconds since 1970.
    pub at_micros: i64,
}

const SECOND: i64 = 1_000_000;

/// The messages, with times before `now_micros`.
pub fn read(script: &str, now_micros: i64) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut at_micros = now_micros;
    for row in script.lines() {
        if let Some(more) = row.strip_prefix(" | ") {
            if let Some(line) = lines.last_mut() {
                line.text.push('\n');
                line.text.push_str(more);
            }
        } else if let Some(hours) = row.strip_prefix("@ ") {
            let hours: i64 = hours.trim_end_matches('h').parse().unwrap_or(1);
            at_micros = now_micros - hours * 3600 * SECOND;
        } else if let Some((who, text)) = row.split_once(": ") {
            // The pause before an answer grows with its length.
            let pause = 20 + (text.len() as i64 * 7919 + lines.len() as i64 * 104_729) % 160;
            at_micros += pause * SECOND + (text.len() as i64 * 131_071) % SECOND;
            let letter = who.bytes().next().unwrap_or(b'a');
            let sender = usize::from(letter.saturating_sub(b'a'));
            lines.push(Line {
                sender,
                text: text.to_owned(),
                at_micros,
            });
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use cruddur_contract::message::check_text;

    const NOW: i64 = 1_795_000_000_000_000;

    #[test]
    fn the_long_script_is_long_ordered_and_ends_an_hour_or_more_ago() {
        let lines = read(ANDREW_BAYKO, NOW);
        assert!(lines.len() >= 104, "{}", lines.len());
        assert!(
            lines
                .windows(2)
                .all(|two| two[0].at_micros < two[1].at_micros)
        );
        let last = lines.last().expect("lines").at_micros;
        assert!(last < NOW - 3600 * SECOND && last > NOW - 4 * 3600 * SECOND);
        assert!(lines.iter().any(|line| line.text.contains('\n')));
        assert!(lines.iter().any(|line| line.text.contains("https://")));
    }

    #[test]
    fn every_line_is_a_valid_message_of_somebody_there() {
        for (script, people) in [(ANDREW_BAYKO, 2), (ANDREW_LONDO, 2), (EVERYBODY, 12)] {
            let lines = read(script, NOW);
            for line in &lines {
                assert_eq!(check_text(&line.text), Ok(line.text.as_str()));
            }
            let senders: std::collections::BTreeSet<usize> =
                lines.iter().map(|line| line.sender).collect();
            assert_eq!(senders, (0..people).collect());
        }
    }
}
