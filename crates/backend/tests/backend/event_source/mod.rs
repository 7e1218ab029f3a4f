//! Lambda's event source mapping for a table's stream, as AWS documents it. The local services ignore partial
//! failures, retries and bisecting, so they are kinder than AWS: there a failing record ends up skipped or alone.
//!
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html>

mod deployed;
mod reply;
mod tests;

use std::collections::VecDeque;

use serde_json::{Value, json};

pub use deployed::mappings;
use reply::Outcome;
pub use reply::Reply;

/// The settings of a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapping {
    pub batch_size: usize,
    /// `FunctionResponseTypes: [ReportBatchItemFailures]`.
    pub reports_failures: bool,
    pub bisects: bool,
    /// `None` retries until the records are too old.
    pub max_retries: Option<u32>,
    /// Seconds; `None` never gives up.
    pub max_age: Option<i64>,
}

/// A stream record and when it was written, in seconds since 1970.
#[derive(Clone, Debug)]
pub struct Record {
    pub value: Value,
    pub written_at: i64,
}

/// What the failure destination is told of records that are given up: their numbers, never their contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    pub condition: &'static str,
    pub first: String,
    pub last: String,
    pub size: usize,
}

/// Consecutive records that are delivered together.
#[derive(Clone, Copy, Debug)]
struct Part {
    from: usize,
    to: usize,
    retries: u32,
}

/// One shard, and how far the function has come in it.
pub struct Shard {
    mapping: Mapping,
    records: Vec<Record>,
    /// What a failed batch left to do, before anything later.
    left: VecDeque<Part>,
    /// The first record that was in no batch yet.
    next: usize,
    pub given_up: Vec<GivenUp>,
}

impl Shard {
    pub fn new(mapping: Mapping, records: Vec<Record>) -> Self {
        Self {
            mapping,
            records,
            left: VecDeque::new(),
            next: 0,
            given_up: Vec::new(),
        }
    }

    /// Delivers one batch; `false` when there is none left. Nothing of a shard is delivered before all earlier
    /// records succeeded or were given up.
    pub fn poll(&mut self, now: i64, invoke: impl FnOnce(&Value) -> Reply) -> bool {
        self.give_up_old(now);
        let Some(part) = self.left.pop_front().or_else(|| self.fresh()) else {
            return false;
        };
        let values: Vec<&Value> = self.records[part.from..part.to]
            .iter()
            .map(|record| &record.value)
            .collect();
        let numbers: Vec<&str> = values.iter().map(|value| number(value)).collect();
        let reply = invoke(&json!({ "Records": values }));
        match reply.outcome(self.mapping.reports_failures, &numbers) {
            Outcome::Success => {}
            // The checkpoint moves to the lowest failed number: it and all after it come again, and only those.
            Outcome::FailedFrom(0) => self.again(part),
            Outcome::FailedFrom(index) => self.left.push_front(Part {
                from: part.from + index,
                ..part
            }),
            Outcome::Failed if self.mapping.bisects && part.to - part.from > 1 => self.bisect(part),
            Outcome::Failed => self.again(part),
        }
        true
    }

    /// Delivers all there is at that time.
    pub fn drain(&mut self, now: i64, mut invoke: impl FnMut(&Value) -> Reply) {
        while self.poll(now, &mut invoke) {}
    }

    /// Delivers the last records once more, as AWS may: at least once is the promise.
    pub fn rewind(&mut self, records: usize) {
        assert!(self.left.is_empty(), "between batches");
        self.next -= records;
    }

    fn fresh(&mut self) -> Option<Part> {
        let (from, to) = (
            self.next,
            self.records.len().min(self.next + self.mapping.batch_size),
        );
        self.next = to;
        (from < to).then_some(Part {
            from,
            to,
            retries: 0,
        })
    }

    /// The earlier half comes first. Splitting does not count as a retry.
    fn bisect(&mut self, part: Part) {
        let middle = part.from + (part.to - part.from) / 2;
        self.left.push_front(Part {
            from: middle,
            ..part
        });
        self.left.push_front(Part { to: middle, ..part });
    }

    /// The same records again, unless that was the last attempt.
    fn again(&mut self, part: Part) {
        if self
            .mapping
            .max_retries
            .is_some_and(|most| part.retries >= most)
        {
            self.give_up("RetryAttemptsExhausted", part);
        } else {
            self.left.push_front(Part {
                retries: part.retries + 1,
                ..part
            });
        }
    }

    fn give_up_old(&mut self, now: i64) {
        let Some(max_age) = self.mapping.max_age else {
            return;
        };
        let old = |record: &Record| now - record.written_at > max_age;
        if self.left.is_empty() && self.records.get(self.next).is_some_and(old) {
            let fresh = self.fresh();
            self.left.extend(fresh);
        }
        while let Some(part) = self.left.pop_front() {
            let aged = self.records[part.from..part.to]
                .iter()
                .take_while(|one| old(one));
            let to = part.from + aged.count();
            if to > part.from {
                self.give_up("MaxRecordAgeExceeded", Part { to, ..part });
            }
            if to < part.to {
                self.left.push_front(Part { from: to, ..part });
                return;
            }
        }
    }

    fn give_up(&mut self, condition: &'static str, part: Part) {
        let number = |index: usize| number(&self.records[index].value).to_owned();
        let given_up = GivenUp {
            condition,
            first: number(part.from),
            last: number(part.to - 1),
            size: part.to - part.from,
        };
        self.given_up.push(given_up);
    }
}

/// The record's place in its shard.
fn number(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"]
        .as_str()
        .expect("a sequence number")
}
