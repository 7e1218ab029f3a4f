//! The frames of a group in any order, however often, give the group that a fresh fetch gives.

use cruddur_engine::event::Intent;
use cruddur_engine::view::ConversationKey;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::server::ROOM;
use crate::step::{Kind, Room, Setup};
use crate::world::World;

const CASES: u32 = 1_000;

fn change() -> impl Strategy<Value = Room> {
    prop_oneof![
        Just(Room::Write),
        Just(Room::RemoveMe),
        Just(Room::AddMe),
        Just(Room::AddVir),
        Just(Room::RemoveVir),
        Just(Room::Title),
    ]
}

/// What happens, and in which order the frames of it come: each is named by its place modulo their number.
fn cases() -> impl Strategy<Value = (Vec<Room>, Vec<prop::sample::Index>)> {
    let order = vec(any::<prop::sample::Index>(), 0..=20);
    (vec(change(), 1..=8), order)
}

/// The room is on screen, and the list and the connection are there.
fn in_room() -> World {
    let setup = Setup::plain(Kind::Full);
    let mut world = World::new(&setup);
    world.set_up(&setup);
    let room = ConversationKey::Group(ROOM.into());
    world.intent(Intent::Open(Some(room)));
    world.pass(15_000);
    world
}

/// Lets others do this; returns the frames.
fn frames(world: &mut World, changes: &[Room]) -> Vec<String> {
    let at = world.server.room();
    let mut frames = Vec::new();
    for change in changes {
        let now = world.now;
        if let Some((n, gone)) = world.server.change_room(*change, now) {
            frames.extend(world.server.frames(at, n, true));
            frames.extend(world.gone_frame(at, gone));
        }
    }
    frames
}

proptest! {
    #![proptest_config(crate::config(CASES, "proptest-regressions/room-order.txt"))]

    #[test]
    fn any_order_and_repetition_of_frames_gives_the_group_of_a_fresh_fetch(
        (changes, order) in cases()
    ) {
        let mut world = in_room();
        let all = frames(&mut world, &changes);
        if !all.is_empty() {
            // Some of them, then all the others: none is lost.
            let mut missing: Vec<&String> = all.iter().collect();
            for index in &order {
                let frame = index.get(&all);
                missing.retain(|known| *known != frame);
                world.send_to_all(frame);
                world.pass(50);
            }
            for frame in missing.into_iter().rev() {
                world.send_to_all(frame);
                world.pass(50);
            }
        }
        // Shorter than the list takes to be read again.
        world.pass(20_000);
        world.check_screen();
        world.check_room_now(world.server.room());
        let shown = world.client.engine.groups_view().rows.iter();
        let shown: Vec<_> = shown.map(|row| row.as_ref().clone()).collect();
        prop_assert_eq!(shown, world.server.list());
    }
}
