//! One entry of the trace, and how it is written.

use std::fmt::{Display, Formatter, Result as Written};

use crate::effect::{RequestId, SocketId};

/// The most that is noted of one event or effect.
const FIELDS: usize = 5;

/// A value that may leave the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    /// A count, a length, a status, a duration.
    Number(u64),
    /// A literal of this program.
    Word(&'static str),
    /// The first eight digits of a random id, to find it again in other entries and in the server's log.
    Id(u32),
}

/// An event or an effect, without anything that a person wrote or a server sent.
#[derive(Clone, Copy)]
pub struct TraceEntry {
    /// Milliseconds on the page's clock.
    at: u64,
    is_effect: bool,
    name: &'static str,
    fields: [Option<(&'static str, Value)>; FIELDS],
    frequent: bool,
    /// How often it happened, and when for the last time.
    times: u32,
    last_at: u64,
}

impl TraceEntry {
    pub(super) fn event(at: u64) -> Self {
        Self {
            at,
            is_effect: false,
            name: "",
            fields: [None; FIELDS],
            frequent: false,
            times: 1,
            last_at: at,
        }
    }

    pub(super) fn effect(at: u64) -> Self {
        Self {
            is_effect: true,
            ..Self::event(at)
        }
    }

    pub(super) fn name(&mut self, name: &'static str) {
        self.name = name;
    }

    /// It may happen many times a second.
    pub(super) fn frequent(&mut self) {
        self.frequent = true;
    }

    pub(super) fn number(&mut self, label: &'static str, number: u64) {
        self.add(label, Value::Number(number));
    }

    /// Something about a request.
    pub(super) fn request(&mut self, name: &'static str, id: RequestId) {
        self.name(name);
        self.number("request", id.0);
    }

    /// Something about a socket.
    pub(super) fn socket(&mut self, name: &'static str, id: SocketId) {
        self.name(name);
        self.number("socket", id.0);
    }

    pub(super) fn bytes(&mut self, text: &str) {
        self.number("bytes", text.len() as u64);
    }

    pub(super) fn word(&mut self, label: &'static str, word: &'static str) {
        self.add(label, Value::Word(word));
    }

    pub(super) fn flag(&mut self, label: &'static str, flag: bool) {
        self.word(label, if flag { "yes" } else { "no" });
    }

    /// Notes the first UUID among the parts of a path or an id. An id that is none may be anything.
    pub(super) fn id(&mut self, text: &str) {
        if let Some(id) = parts(text).find_map(uuid_beginning) {
            self.add("id", Value::Id(id));
        }
    }

    fn add(&mut self, label: &'static str, value: Value) {
        if let Some(free) = self.fields.iter_mut().find(|field| field.is_none()) {
            *free = Some((label, value));
        }
    }

    pub(super) fn is_frequent(&self) -> bool {
        self.frequent
    }

    /// The same thing happened, but for its numbers.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let mut fields = self.fields.iter().zip(&other.fields);
        self.is_effect == other.is_effect
            && self.name == other.name
            && fields.all(|pair| match pair {
                (Some((_, Value::Number(_))), Some((_, Value::Number(_)))) => true,
                (mine, others) => mine == others,
            })
    }

    /// It happened again, with these numbers.
    pub(super) fn again(&mut self, newer: Self) {
        self.fields = newer.fields;
        self.times += 1;
        self.last_at = newer.at;
    }
}

/// `12.345 effect Http request=7 …`: seconds since the page was opened.
impl Display for TraceEntry {
    fn fmt(&self, f: &mut Formatter<'_>) -> Written {
        let direction = if self.is_effect { "effect" } else { "event " };
        let (seconds, millis) = (self.at / 1000, self.at % 1000);
        write!(f, "{seconds:5}.{millis:03} {direction} {}", self.name)?;
        for (label, value) in self.fields.iter().flatten() {
            match value {
                Value::Number(number) => write!(f, " {label}={number}")?,
                Value::Word(word) => write!(f, " {label}={word}")?,
                Value::Id(id) => write!(f, " {label}={id:08x}")?,
            }
        }
        if self.times > 1 {
            let (seconds, millis) = (self.last_at / 1000, self.last_at % 1000);
            write!(f, " ×{} until {seconds}.{millis:03}", self.times)?;
        }
        Ok(())
    }
}

/// The parts of an address, or of JSON.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['/', '?', '&', '=', '"', '#', ':'])
}

/// The first eight digits of a UUID; `None` for every other text.
fn uuid_beginning(text: &str) -> Option<u32> {
    let is_uuid = text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let beginning = text.get(..8).filter(|_| is_uuid)?;
    u32::from_str_radix(beginning, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_id_only_the_beginning_of_a_uuid_is_noted() {
        let uuid = "0abcdef1-2345-4678-9abc-def012345678";
        assert_eq!(uuid_beginning(uuid), Some(0x0abc_def1));
        for other in [
            "",
            "ann",
            "ann@example.com",
            &uuid[1..],
            &format!("{uuid}0"),
            &uuid.replace('2', "x"),
            &uuid.replace('-', "0"),
            "é23456789012345678901234567890123456",
        ] {
            assert_eq!(uuid_beginning(other), None, "{other}");
        }
        let mut entry = TraceEntry::event(0);
        entry.id(&format!("https://api/api/messages/{uuid}?limit=50"));
        entry.id("/ann");
        assert_eq!(entry.to_string(), "    0.000 event   id=0abcdef1");
    }

    #[test]
    fn more_than_fits_is_left_out() {
        let mut entry = TraceEntry::effect(61_002);
        entry.name("Store");
        (0..9).for_each(|n| entry.number("n", n));
        assert_eq!(
            entry.to_string(),
            "   61.002 effect Store n=0 n=1 n=2 n=3 n=4"
        );
    }
}
