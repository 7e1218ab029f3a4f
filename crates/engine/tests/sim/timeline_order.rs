//! The same pages and frames in any order, however often, give the same conversation.

use cruddur_contract::{MessageRow, Predecessor, Timestamp};
use cruddur_engine::api::Page;
use cruddur_engine::timeline::{LoadedPage, Timeline};

use crate::rng::Rng;

const ME: &str = "andrewbrown";

/// Something a server says of a conversation.
#[derive(Clone)]
enum News {
    Frame(MessageRow, bool),
    Rows(Page, usize, usize),
}

fn history(rng: &mut Rng, length: usize) -> Vec<MessageRow> {
    let row = |n: usize, rng: &mut Rng| {
        let mine = rng.percent(40);
        let handle = if mine { ME } else { "bayko" };
        let previous = n.checked_sub(1).map(|n| format!("m{n:03}").as_str().into());
        MessageRow {
            uuid: format!("m{n:03}").as_str().into(),
            display_name: handle.to_uppercase(),
            handle: handle.to_owned(),
            message: format!("text {n}"),
            created_at: Timestamp::from_micros(1_000_000 + n as i64).expect("in range"),
            user_uuid: None,
            client_message_id: mine.then(|| format!("c{n}").as_str().into()),
            previous_message_uuid: Predecessor::from(previous),
            version: Some(rng.range(1, 3)),
            edited_at: None,
            deleted_at: None,
        }
    };
    (0..length).map(|n| row(n, rng)).collect()
}

/// Frames of every message in every version so far, and pages that together hold them all.
fn news(rng: &mut Rng, rows: &[MessageRow]) -> Vec<News> {
    let mut news = Vec::new();
    for row in rows {
        for version in 1..=row.version.unwrap_or(1) {
            let message = format!("{} v{version}", row.message);
            let version = Some(version);
            let row = MessageRow {
                message,
                version,
                ..row.clone()
            };
            news.push(News::Frame(row, version == Some(1)));
        }
    }
    let size = rng.range(2, 9) as usize;
    let mut to = rows.len();
    news.push(News::Rows(Page::Newest, to.saturating_sub(size), to));
    while to > 0 {
        let from = to.saturating_sub(size);
        if let Some(next) = rows.get(to) {
            news.push(News::Rows(Page::Before(next.uuid.clone()), from, to));
        }
        if let Some(last) = from.checked_sub(1).and_then(|at| rows.get(at)) {
            news.push(News::Rows(Page::After(last.uuid.clone()), from, to));
        }
        to = from;
    }
    news
}

fn shuffled(rng: &mut Rng, news: &[News]) -> Vec<News> {
    let mut order: Vec<News> = news.to_vec();
    for _ in 0..news.len() / 2 {
        order.push(rng.pick(news).clone());
    }
    for n in (1..order.len()).rev() {
        order.swap(n, rng.range(0, n as u64) as usize);
    }
    order
}

fn tell(rows: &[MessageRow], order: &[News]) -> Timeline {
    let mut timeline = Timeline::new("g".into());
    for news in order {
        match news {
            News::Frame(row, new) => timeline.merge_live(row, *new, ME),
            News::Rows(page, from, to) => {
                let current = |row: &MessageRow| MessageRow {
                    message: format!("{} v{}", row.message, row.version.unwrap_or(1)),
                    ..row.clone()
                };
                let loaded = LoadedPage {
                    rows: rows[*from..*to].iter().map(current).collect(),
                    has_prev: *from > 0,
                };
                timeline.merge_page(page, loaded, ME);
            }
        }
    }
    timeline
}

#[test]
fn any_order_and_repetition_of_frames_and_pages_gives_the_same_conversation() {
    for seed in 0..3_000 {
        let mut rng = Rng::new(seed);
        let length = rng.range(1, 40) as usize;
        let rows = history(&mut rng, length);
        let news = news(&mut rng, &rows);
        let seen = |order: &[News]| {
            let timeline = tell(&rows, order);
            let entries = timeline.entries().map(|(entry, gap)| (entry.clone(), gap));
            (entries.collect::<Vec<_>>(), (*timeline.older).clone())
        };
        let plain = seen(&news);
        assert_eq!(plain.0.len(), length, "seed {seed}");
        assert!(plain.0.iter().all(|(_, gap)| !gap), "seed {seed}");
        for _ in 0..3 {
            let order = shuffled(&mut rng, &news);
            assert!(seen(&order) == plain, "seed {seed}: another conversation");
        }
    }
}
