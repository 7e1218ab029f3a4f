//! Where the reader was is where a reload and the browser's history lead.

use serde_json::json;

use super::world::{World, in_conversation, messages};
use crate::effect::TimerKey;
use crate::event::{Event, Intent};
use crate::view::{ReadingPosition, RowKey};

fn at(message: &str) -> ReadingPosition {
    ReadingPosition {
        row: RowKey(format!("/{message}")),
        offset: -12,
    }
}

const PAGE: &str = "GET /api/messages/g1";
const MORE: &str = "</api/messages/g1?before=x>; rel=\"prev\"";

fn answer_page(world: &mut World, numbers: std::ops::Range<i64>) {
    world.answer_linked(PAGE, 200, &messages(numbers), Some(MORE));
}

/// The page is reloaded in g1, whose newest page begins with message 100.
fn reloaded(mut world: World) -> World {
    world.handle(Event::Timer(TimerKey::Save));
    let mut world = world.back();
    world.open("g1");
    world.want(Intent::ReturnToPosition);
    answer_page(&mut world, 100..103);
    world
}

fn target(world: &World) -> Option<ReadingPosition> {
    world.engine.conversation().and_then(|view| view.position)
}

#[test]
fn a_reload_leads_back_to_a_row_of_the_newest_page() {
    let mut world = in_conversation();
    world.want(Intent::Position(Some(at("m101"))));
    let mut world = reloaded(world);
    assert_eq!(target(&world), Some(at("m101")));
    world.want(Intent::Position(Some(at("m101"))));
    assert_eq!(target(&world), None, "the reader is there");
}

#[test]
fn a_reload_reads_older_pages_until_the_row_is_there() {
    let mut world = in_conversation();
    world.want(Intent::Position(Some(at("m15"))));
    let mut world = reloaded(world);
    assert_eq!(target(&world), None);
    // While a page is in flight.
    world.want(Intent::ReturnToPosition);
    answer_page(&mut world, 50..100);
    world.want(Intent::Position(None));
    answer_page(&mut world, 0..50);
    assert_eq!(target(&world), Some(at("m15")));
}

#[test]
fn a_row_that_is_gone_is_looked_for_in_so_many_pages_and_no_more() {
    let mut world = in_conversation();
    world.want(Intent::Position(Some(at("gone"))));
    let mut world = reloaded(world);
    let mut pages = 0;
    while world.waiting().iter().any(|w| w.starts_with(PAGE)) {
        let first = 99 - pages;
        answer_page(&mut world, first..first + 1);
        pages += 1;
    }
    assert_eq!((pages, target(&world)), (20, None));
}

#[test]
fn without_a_cache_the_way_back_waits_for_the_first_page() {
    let mut world = World::without_cache().with_andrew();
    world.open("g1");
    answer_page(&mut world, 0..3);
    world.want(Intent::Position(Some(at("m15"))));
    let mut world = reloaded(world);
    answer_page(&mut world, 10..100);
    assert_eq!(target(&world), Some(at("m15")));
}

#[test]
fn at_the_newest_message_there_is_nothing_to_return_to() {
    let mut world = in_conversation();
    world.want(Intent::Position(Some(at("m1"))));
    world.want(Intent::Position(None));
    assert_eq!(target(&reloaded(world)), None);
}

#[test]
fn another_conversation_ends_the_way_back() {
    let mut world = in_conversation();
    world.want(Intent::Position(Some(at("m15"))));
    let mut world = reloaded(world);
    world.open("g2");
    world.answer("GET /api/messages/g2", 200, &json!([]));
    world.open("g1");
    assert_eq!(target(&world), None);
}
