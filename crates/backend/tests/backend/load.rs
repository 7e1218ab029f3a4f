//! Many connections and many messages in one group. By default a tenth of what it is meant for, so that it costs
//! seconds; `LOAD_CONNECTIONS=200 LOAD_MESSAGES=1000` runs it whole.

use std::collections::HashMap;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use cruddur_contract::frame::ServerFrame;
use cruddur_contract::group::MAX_MEMBERS;
use cruddur_contract::{GroupId, MessageId};

use crate::support::Someone;
use crate::support::socket::Socket;

/// A full group.
const PEOPLE: usize = MAX_MEMBERS;

/// When each message came in at one connection.
type Arrivals = HashMap<MessageId, Vec<Instant>>;

fn setting(name: &str, default: usize) -> usize {
    let set = std::env::var(name).ok().and_then(|text| text.parse().ok());
    set.unwrap_or(default)
}

/// Reads until so many messages of the group have come, and then what else is on its way.
fn read(mut socket: Socket, group: &GroupId, messages: usize) -> Arrivals {
    let mut arrivals = Arrivals::new();
    let note = |arrivals: &mut Arrivals, frame: ServerFrame| {
        if let ServerFrame::MessageInserted(inserted) = frame
            && inserted.message_group_uuid == *group
            && inserted.row.system.is_none()
        {
            let times = arrivals.entry(inserted.row.uuid).or_default();
            times.push(Instant::now());
        }
    };
    while arrivals.len() < messages {
        note(&mut arrivals, socket.next());
    }
    for frame in socket.drained() {
        note(&mut arrivals, frame);
    }
    arrivals
}

/// Each person writes their share; when each message was accepted is returned.
fn write(people: &[Someone], group: &GroupId, messages: usize) -> HashMap<MessageId, Instant> {
    let begin = Barrier::new(people.len());
    thread::scope(|scope| {
        let shares = people.iter().enumerate().map(|(at, one)| {
            let begin = &begin;
            scope.spawn(move || {
                begin.wait();
                let numbers = (at..messages).step_by(people.len());
                numbers
                    .map(|number| {
                        let sent = one.write_in(group, &format!("number {number}"));
                        (sent.message_uuid.expect("its id"), Instant::now())
                    })
                    .collect::<Vec<_>>()
            })
        });
        let shares: Vec<_> = shares.collect();
        let done = shares.into_iter().map(|share| share.join().expect("sent"));
        done.flatten().collect()
    })
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "it measures, and prints what it measured"
)]
fn every_message_reaches_every_connection_of_a_full_group_once() {
    let connections = setting("LOAD_CONNECTIONS", 48);
    let messages = setting("LOAD_MESSAGES", 64);
    let people: Vec<Someone> = (0..PEOPLE).map(|_| Someone::new("load")).collect();
    let others: Vec<&Someone> = people[1..].iter().collect();
    let group = people[0].start_group(&others).uuid;
    let sockets = (0..connections).map(|at| people[at % people.len()].connect());
    let sockets: Vec<Socket> = sockets.collect();
    let started = Instant::now();
    let (accepted, arrivals) = thread::scope(|scope| {
        let readers = sockets.into_iter();
        let readers = readers.map(|socket| scope.spawn(|| read(socket, &group, messages)));
        let readers: Vec<_> = readers.collect();
        let accepted = write(&people, &group, messages);
        println!("{messages} accepted after {:?}", started.elapsed());
        let read = readers
            .into_iter()
            .map(|reader| reader.join().expect("read"));
        (accepted, read.collect::<Vec<Arrivals>>())
    });
    println!("all arrived after {:?}", started.elapsed());
    assert_eq!(accepted.len(), messages);
    let mut delays: Vec<Duration> = Vec::new();
    for at_one in &arrivals {
        assert_eq!(at_one.len(), messages);
        for (id, times) in at_one {
            assert_eq!(times.len(), 1, "{id} came {} times", times.len());
            delays.push(times[0].saturating_duration_since(accepted[id]));
        }
    }
    delays.sort_unstable();
    let at = |share: usize| delays[(delays.len() - 1) * share / 100];
    println!(
        "from accepted to arrived: p50 {:?}, p99 {:?}, most {:?}",
        at(50),
        at(99),
        at(100)
    );
}
