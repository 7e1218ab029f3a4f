//! Frames to many connections: one slow connection delays nobody, and their number is bounded.

use std::time::{Duration, Instant};

use cruddur_contract::Person;

use crate::event_source::{Mapping, Shard};
use crate::support::isolated::{Isolated, record};

#[test]
fn a_connection_that_answers_after_30_seconds_delays_no_other_and_costs_one_time_limit() {
    let system = Isolated::new();
    let people: Vec<Person> = (0..4).map(|n| system.person(&format!("p{n}"))).collect();
    for person in &people {
        system.connect(&person.uuid, &person.handle);
    }
    let groups: Vec<_> = (1..4)
        .map(|other| system.start(&people[0], &people[other..=other], "hello"))
        .collect();
    let slow = &people[0].handle;
    system.gateway.slow_down(slow, Duration::from_secs(30));
    let messages = groups.iter().flat_map(|group| system.stored(group));
    let records = (1..)
        .zip(messages)
        .map(|(number, one)| record(number, &one));
    let mut shard = Shard::new(Mapping::deployed("MSG#"), records.collect());
    let started = Instant::now();
    shard.drain(0, |event| system.handle(event));
    let took = started.elapsed();
    assert!(took < Duration::from_secs(6), "{took:?}");
    let posted = system.gateway.posted();
    let mut others: Vec<&str> = posted.iter().map(|one| one.connection.as_str()).collect();
    others.sort_unstable();
    others.dedup();
    assert_eq!(others.len(), 3, "{others:?}");
    assert_eq!(posted.len(), 6, "a message and a row each");
    for one in &posted {
        let after = one.at - started;
        assert!(after < Duration::from_secs(2), "{after:?}");
    }
}

#[test]
fn the_posts_of_a_batch_are_bounded_in_total_and_all_arrive() {
    let system = Isolated::new();
    let mut records = Vec::new();
    for group in 0..2 {
        let people: Vec<Person> = (0..16)
            .map(|n| system.person(&format!("g{group}p{n}")))
            .collect();
        for person in &people {
            for number in 0..10 {
                system.connect(&person.uuid, &format!("{}-{number}", person.handle));
            }
        }
        let group = system.start(&people[0], &people[1..], "hello");
        let message = system.stored(&group).remove(0);
        records.push(record(records.len() + 1, &message));
    }
    system.gateway.slow_down_all(Duration::from_millis(300));
    Shard::new(Mapping::deployed("MSG#"), records).drain(0, |event| system.handle(event));
    assert_eq!(system.gateway.posted().len(), 2 * 16 * 10 * 2);
    let most = system.gateway.most_open();
    assert!((100..=256).contains(&most), "{most}");
}
