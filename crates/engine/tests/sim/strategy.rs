//! How runs are made up. The likeliest choice comes first: proptest prepares all that stand before the one made.

use proptest::bits;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::faults::Fault;
use crate::shrink::Shrinking;
use crate::step::{Action, Environment, Kind, Peer, Person, Room, Run, Setup, Step, Tab};

/// The most kinds of fault in a run: a fault shows best where few others hide it.
const MOST_FAULTS: usize = 12;

/// How often what happens: each run has a mixture of its own, so that what is rare on average is frequent in
/// some of them (Groce et al., "Swarm Testing", 2012).
#[derive(Clone, Debug)]
struct Mixture {
    kind: Kind,
    faults: Vec<Fault>,
    /// Weights among all actions.
    fault: u32,
    receive: u32,
    /// Weights among what the person does.
    open_new: u32,
    reload_page: u32,
    leave_site: u32,
    sign_out: u32,
}

fn mixture(kind: Kind) -> impl Strategy<Value = Mixture> {
    (
        subsequence(&Fault::ALL[..], 0..=MOST_FAULTS),
        0..500_u32,
        select(&[255, 255, 30][..]),
        select(&[40, 40, 400][..]),
        select(&[10, 10, 80][..]),
        select(&[10, 10, 80][..]),
        select(&[3, 3, 30][..]),
    )
        .prop_map(
            move |(faults, fault, receive, open_new, reload_page, leave_site, sign_out)| Mixture {
                kind,
                faults,
                fault,
                receive,
                open_new,
                reload_page,
                leave_site,
                sign_out,
            },
        )
}

pub fn run(kind: Kind, most_steps: usize) -> impl Strategy<Value = Run> {
    let run = mixture(kind).prop_flat_map(move |mixture| {
        let setup = setup(mixture.kind, mixture.faults.clone());
        let steps = vec(step(mixture), 0..=most_steps);
        (setup, steps).prop_map(|(setup, steps)| Run { setup, steps })
    });
    Shrinking(run)
}

fn setup(kind: Kind, faults: Vec<Fault>) -> impl Strategy<Value = Setup> {
    const HOUR: i64 = 3_600_000;
    (
        select(&[50_usize, 20, 10, 5, 3][..]),
        select(&[20_usize, 2, 1][..]),
        select(&[3_600_u64, 900, 300, 90][..]),
        select(&[0, 0, HOUR, -HOUR, 24 * HOUR, -24 * HOUR][..]),
        (1..=25_u64, 1..=25_u64),
        announced(faults),
        jitter(),
    )
        .prop_map(move |setup| {
            let (page_size, group_page_size, token_seconds, clock_skew, history, faults, jitter) =
                setup;
            Setup {
                kind,
                page_size,
                group_page_size,
                token_seconds,
                clock_skew,
                history,
                faults,
                jitter,
            }
        })
}

fn announced(faults: Vec<Fault>) -> BoxedStrategy<Vec<(Fault, u64)>> {
    if faults.is_empty() {
        return Just(Vec::new()).boxed();
    }
    vec((select(faults), occasions()), 0..=4).boxed()
}

fn step(mixture: Mixture) -> impl Strategy<Value = Step> {
    (tab(mixture.kind), action(mixture), wait(), jitter()).prop_map(
        |(tab, action, wait, jitter)| Step {
            tab,
            action,
            wait,
            jitter,
        },
    )
}

fn tab(kind: Kind) -> BoxedStrategy<Tab> {
    if kind == Kind::TwoTabs {
        select(&[Tab::First, Tab::Second][..]).boxed()
    } else {
        Just(Tab::First).boxed()
    }
}

fn jitter() -> impl Strategy<Value = u32> {
    prop_oneof![9 => 1..u32::MAX, 1 => Just(0)]
}

fn wait() -> impl Strategy<Value = u64> {
    prop_oneof![
        600 => 1..400_u64,
        240 => 400..5_000_u64,
        100 => Just(0),
        40 => 5_000..40_000_u64,
        18 => 40_000..400_000_u64,
        2 => 600_000..2_000_000_u64,
    ]
}

fn action(mixture: Mixture) -> impl Strategy<Value = Action> {
    let change = if mixture.kind == Kind::Seed {
        receive().boxed()
    } else {
        prop_oneof![3 => change(), 2 => room()].boxed()
    };
    let elsewhere = match mixture.kind {
        Kind::Seed | Kind::TwoTabs => 0,
        Kind::Full => 15,
    };
    prop_oneof![
        400 => person(&mixture).prop_map(Action::Person),
        1 + mixture.fault => fault(mixture.faults),
        mixture.receive => receive(),
        150 => Just(Action::Wait),
        75 => environment().prop_map(Action::Environment),
        70 => change,
        elsewhere => (peer(), prop::bool::weighted(0.3))
            .prop_map(|(with, unread)| Action::Elsewhere { with, unread }),
    ]
}

fn fault(faults: Vec<Fault>) -> BoxedStrategy<Action> {
    if faults.is_empty() {
        return Just(Action::Wait).boxed();
    }
    (select(faults), occasions())
        .prop_map(|(fault, on)| Action::Fault { fault, on })
        .boxed()
}

fn occasions() -> impl Strategy<Value = u64> {
    prop_oneof![3 => bits::u64::sampled(1..=32, 0..64), 2 => Just(1)]
}

fn peer() -> impl Strategy<Value = Peer> {
    prop_oneof![
        3 => Just(Peer::Bayko),
        3 => Just(Peer::Londo),
        1 => Just(Peer::Vir),
    ]
}

fn receive() -> impl Strategy<Value = Action> {
    let count = prop_oneof![95 => 1..=2_u8, 5 => Just(60)];
    (peer(), count).prop_map(|(from, count)| Action::Receive { from, count })
}

fn change() -> impl Strategy<Value = Action> {
    prop_oneof![45 => change_of_message(), 25 => presence()]
}

fn presence() -> impl Strategy<Value = Action> {
    prop_oneof![
        (peer(), prop::bool::ANY).prop_map(|(who, online)| Action::Presence { who, online }),
        peer().prop_map(|from| Action::Typing { from }),
    ]
}

fn change_of_message() -> impl Strategy<Value = Action> {
    (peer(), 0..60_u8, prop::bool::weighted(0.3)).prop_map(|(from, before_newest, delete)| {
        if delete {
            Action::Delete {
                from,
                before_newest,
            }
        } else {
            Action::Edit {
                from,
                before_newest,
            }
        }
    })
}

fn room() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => Just(Room::Write),
        3 => Just(Room::RemoveMe),
        4 => Just(Room::AddMe),
        1 => Just(Room::AddVir),
        1 => Just(Room::RemoveVir),
        1 => Just(Room::Title),
    ]
    .prop_map(Action::Room)
}

fn person(mixture: &Mixture) -> BoxedStrategy<Person> {
    let open_room = if mixture.kind == Kind::Seed {
        Person::OpenNone
    } else {
        Person::Open(Peer::Room)
    };
    let open = prop_oneof![
        80 => Just(Person::Open(Peer::Bayko)),
        60 => Just(Person::Open(Peer::Londo)),
        mixture.open_new => Just(Person::Open(Peer::Vir)),
        20 => Just(Person::OpenNone),
        20 => Just(open_room),
    ];
    let writing = prop_oneof![
        384 => Just(Person::Send),
        16 => select(&[403, 404, 413, 422, 500, 504][..]).prop_map(Person::SendRefused),
        60 => Just(Person::Retry),
        40 => Just(Person::Discard),
        60 => Just(Person::EditOwn),
        35 => Just(Person::DeleteOwn),
        45 => Just(Person::UndoDelete),
        20 => prop::bool::ANY.prop_map(|keep| Person::ChooseText { keep }),
    ];
    // Where the server keeps no client ids nothing but the page knows which row is which message; what a
    // reload does there is for the engine's own tests.
    let reload_page = if mixture.kind == Kind::Seed {
        Person::ShowTab
    } else {
        Person::ReloadPage
    };
    let leave_site = if mixture.kind == Kind::TwoTabs {
        Person::LeaveSite
    } else {
        Person::ShowTab
    };
    let reading = prop_oneof![
        100 => Just(Person::LoadOlder),
        40 => Just(Person::Reload),
        40 => Just(Person::LoadOlderGroups),
        30 => Just(Person::ReloadGroups),
        20 => Just(Person::SearchPeople),
        30 => (prop::bool::weighted(0.8), prop::bool::ANY)
            .prop_map(|(looks, list)| Person::Look { looks, list }),
        40 => Just(Person::Draft),
        30 => prop::bool::ANY.prop_map(|other| Person::ChooseDraft { other }),
        10 => Just(Person::ChooseHandle),
        30 => Just(Person::ShowTab),
        mixture.reload_page => Just(reload_page),
        mixture.leave_site => Just(leave_site),
        mixture.sign_out => prop::bool::ANY.prop_map(|leave| Person::SignOut { leave }),
    ];
    let rest = prop_oneof![500 => writing, 200 => open, 300 => reading];
    if mixture.kind != Kind::Full {
        return rest.boxed();
    }
    let look = prop_oneof![3 => Just(0), 1 => 0..5_u8];
    let look = prop_oneof![
        4 => look.prop_map(|all_but| Person::ReadScreen { all_but }),
        1 => Just(Person::MarkUnread),
    ];
    prop_oneof![1_000 => rest, 80 => look].boxed()
}

fn environment() -> impl Strategy<Value = Environment> {
    let sleep = prop_oneof![
        1_000..12_000_u64,
        1_000..60_000_u64,
        1_000..700_000_u64,
        1_000..3_600_000_u64,
    ];
    let code = select(&[1006, 1000, 1001, 1006, 1011, 1012, 1013][..]);
    let notices = prop::bool::weighted(0.7);
    let network = prop_oneof![
        notices.prop_map(|browser_notices| Environment::LoseNetwork { browser_notices }),
        prop::bool::ANY.prop_map(|half_open| Environment::RestoreNetwork { half_open }),
        code.prop_map(|code| Environment::CloseConnections { code }),
        Just(Environment::HalfOpenConnections),
    ];
    let server = prop_oneof![
        10 => Just(Environment::StopServer),
        10 => Just(Environment::StartServer),
        10 => Just(Environment::InvalidateToken),
        10 => Just(Environment::AskToReconnect),
        1 => Just(Environment::RevokeSession),
    ];
    let device = prop_oneof![
        sleep.prop_map(|millis| Environment::Sleep { millis }),
        select(&[3_600_000, -3_600_000][..]).prop_map(|millis| Environment::JumpClock { millis }),
    ];
    prop_oneof![4 => network, 4 => server, 2 => device]
}
