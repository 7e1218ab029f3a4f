//! The poller against what AWS documents of event source mappings.

use serde_json::{Value, json};

use super::{GivenUp, Mapping, Record, Reply, Shard};

const MAPPING: Mapping = Mapping {
    batch_size: 10,
    reports_failures: true,
    bisects: false,
    max_retries: None,
    max_age: None,
};

/// Records numbered from 1, written at second 0.
fn records(count: u32) -> Vec<Record> {
    let record = |number: u32| Record {
        value: json!({"dynamodb": {"SequenceNumber": number.to_string()}}),
        written_at: 0,
    };
    (1..=count).map(record).collect()
}

fn numbers(event: &Value) -> Vec<u32> {
    let records = event["Records"].as_array().expect("records");
    let number = |record: &Value| super::number(record).parse().expect("a number");
    records.iter().map(number).collect()
}

fn failed(numbers: &[&str]) -> Reply {
    let failure = |number: &&str| json!({ "itemIdentifier": number });
    let failures: Vec<Value> = numbers.iter().map(failure).collect();
    Reply::Answer(json!({ "batchItemFailures": failures }))
}

/// Drives a shard with these replies, then success; returns the batches delivered.
fn batches(shard: &mut Shard, replies: &[Reply]) -> Vec<Vec<u32>> {
    let mut seen = Vec::new();
    shard.drain(0, |event| {
        let reply = replies.get(seen.len()).cloned();
        seen.push(numbers(event));
        reply.unwrap_or_else(|| failed(&[]))
    });
    seen
}

#[test]
fn batches_come_in_order_and_a_success_moves_on() {
    let mut shard = Shard::new(MAPPING, records(12));
    let seen = batches(&mut shard, &[]);
    assert_eq!(seen, [(1..=10).collect::<Vec<_>>(), vec![11, 12]]);
    shard.rewind(2);
    assert_eq!(batches(&mut shard, &[]), [[11, 12]], "delivered again");
}

#[test]
fn the_lowest_failed_number_is_the_checkpoint_and_all_after_it_come_again() {
    for bisects in [false, true] {
        let mapping = Mapping { bisects, ..MAPPING };
        let seen = batches(&mut Shard::new(mapping, records(9)), &[failed(&["7", "5"])]);
        assert_eq!(seen, [(1..=9).collect::<Vec<_>>(), vec![5, 6, 7, 8, 9]]);
    }
}

#[test]
fn answers_without_failures_are_a_success() {
    for answer in [
        json!({"batchItemFailures": []}),
        json!({"batchItemFailures": null}),
        json!({}),
        json!(null),
    ] {
        let mut shard = Shard::new(MAPPING, records(2));
        let seen = batches(&mut shard, &[Reply::Answer(answer.clone())]);
        assert_eq!(seen.len(), 1, "{answer}");
    }
}

#[test]
fn failures_without_a_good_number_fail_the_whole_batch() {
    for identifier in [
        json!({"itemIdentifier": ""}),
        json!({"itemIdentifier": null}),
        json!({"wrongKey": "2"}),
        json!({"itemIdentifier": "99"}),
    ] {
        let answer = json!({"batchItemFailures": [identifier]});
        let mut shard = Shard::new(MAPPING, records(2));
        let seen = batches(&mut shard, &[Reply::Answer(answer.clone())]);
        assert_eq!(seen, [[1, 2], [1, 2]], "{answer}");
    }
}

#[test]
fn failures_count_only_where_the_mapping_says_that_they_are_reported() {
    let mapping = Mapping {
        reports_failures: false,
        ..MAPPING
    };
    let seen = batches(&mut Shard::new(mapping, records(2)), &[failed(&["1"])]);
    assert_eq!(seen.len(), 1);
}

#[test]
fn a_failed_invocation_is_bisected_and_a_bad_record_ends_up_alone() {
    let mapping = Mapping {
        bisects: true,
        max_retries: Some(1),
        ..MAPPING
    };
    let mut shard = Shard::new(mapping, records(4));
    let mut seen = Vec::new();
    shard.drain(0, |event| {
        seen.push(numbers(event));
        if seen.last().is_some_and(|batch| batch.contains(&2)) {
            Reply::Error
        } else {
            failed(&[])
        }
    });
    let expected: [&[u32]; 6] = [&[1, 2, 3, 4], &[1, 2], &[1], &[2], &[2], &[3, 4]];
    assert_eq!(seen, expected);
    assert_eq!(shard.given_up, [given_up("RetryAttemptsExhausted", 2, 2)]);
}

#[test]
fn a_record_that_keeps_failing_holds_up_all_after_it_until_it_is_given_up() {
    let mapping = Mapping {
        max_retries: Some(2),
        batch_size: 2,
        ..MAPPING
    };
    let mut shard = Shard::new(mapping, records(4));
    let replies = [
        failed(&["2"]),
        failed(&["2"]),
        failed(&["2"]),
        failed(&["2"]),
    ];
    let seen = batches(&mut shard, &replies);
    let expected: [&[u32]; 5] = [&[1, 2], &[2], &[2], &[2], &[3, 4]];
    assert_eq!(seen, expected);
    assert_eq!(shard.given_up, [given_up("RetryAttemptsExhausted", 2, 2)]);
}

#[test]
fn what_is_too_old_is_given_up_without_a_delivery() {
    let mapping = Mapping {
        max_age: Some(60),
        ..MAPPING
    };
    let mut all = records(3);
    all[2].written_at = 100;
    let mut shard = Shard::new(mapping, all);
    shard.poll(0, |_| Reply::Error);
    let mut seen = Vec::new();
    shard.drain(100, |event| {
        seen.push(numbers(event));
        failed(&[])
    });
    assert_eq!(seen, [[3]]);
    assert_eq!(shard.given_up, [given_up("MaxRecordAgeExceeded", 1, 2)]);
}

fn given_up(condition: &'static str, first: u32, last: u32) -> GivenUp {
    GivenUp {
        condition,
        first: first.to_string(),
        last: last.to_string(),
        size: usize::try_from(last - first + 1).expect("a size"),
    }
}
