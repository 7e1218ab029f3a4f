//! The messages of the open conversation.

use cruddur_engine::view::{Load, Older, RowKey};
use leptos::prelude::*;

use crate::components::error_box::ErrorBox;
use crate::components::icons::DownIcon;
use crate::components::message_row::MessageRow;
use crate::components::older_mark::OlderMark;
use crate::components::reactive::{Derived, effect, flag, memo, memo_with, text};
use crate::components::scroll_keeper::ScrollKeeper;
use crate::components::skeletons::MessageSkeletons;
use crate::components::transcript_window::Part;
use crate::html::{self, Callback, Node, State, shown, varying, view};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// The log of messages. It says nothing by itself: `Announcer` reads out what is new.
#[component(transparent)]
pub fn Transcript(
    /// Keeps the place.
    keeper: ScrollKeeper,
    /// The other person's name.
    name: Derived<String>,
    /// How loading stands.
    load: Derived<Load>,
    /// What lies before the oldest row.
    older: Derived<Older>,
    /// Called when a focused button of a row is about to go.
    on_settled: Callback<()>,
) -> Node {
    let app = use_app();
    let empty = memo(move || app.rows.with(|rows| rows.list.is_empty()));
    let label = text(move || en::messages_with(&name.get()));
    let parts = memo(move || keeper.parts());
    let names =
        move || parts.with(|parts| parts.iter().map(|part| part.chunk.to_string()).collect());
    let part = move |name: String| part(parts, name.parse().unwrap_or_default(), on_settled);
    effect(move || {
        parts.track();
        app.rows.track();
        keeper.settle_soon();
    });
    view! {
        <div
            class="log"
            role="log"
            aria-live="off"
            aria-label=label
            aria-busy=flag(move || load.get() == Load::Waiting)
            tabindex="0"
            node_ref=keeper.window
            on:scroll=move |_| keeper.scrolled()
        >
            <div class="log-content" node_ref=keeper.content>
                <LogStart empty=empty load=load older=older name=name/>
                <div>{html::rows(names, part)}</div>
            </div>
        </div>
    }
}

/// A chunk with its rows, or room for it and those behind it. One element all the time: WebKit goes to the
/// top of a transcript whose every element is another at once.
fn part(parts: Derived<Vec<Part>>, chunk: u32, on_settled: Callback<()>) -> Node {
    // Nothing of one that is about to go: it stays as it is until then.
    let room = memo_with(move |before: Option<&u32>| {
        let part = parts.with(|parts| parts.iter().find(|part| part.chunk == chunk).copied());
        part.map_or(before.copied().unwrap_or_default(), |part| part.room)
    });
    let has_rows = move || room.get() == 0;
    let name = move || {
        if has_rows() {
            chunk.to_string()
        } else {
            String::new()
        }
    };
    let height = move || match room.get() {
        0 => String::new(),
        room => format!("calc({room}px / 64)"),
    };
    view! {
        <div class:chunk=has_rows data-chunk=text(name) style:height=height>
            {shown(has_rows, move || view! { <ChunkRows chunk=chunk on_settled=on_settled/> })}
        </div>
    }
}

#[component(transparent)]
fn ChunkRows(chunk: u32, on_settled: Callback<()>) -> Node {
    let app = use_app();
    let rows = memo(move || app.rows.with(|rows| rows.rows_of(chunk)));
    let keys = move || rows.with(|rows| rows.iter().map(|key| key.0.clone()).collect());
    html::rows(keys, move |key| {
        view! { <MessageRow row=app.row(&RowKey(key)) on_settled=on_settled/> }
    })
}

/// Above the rows, or instead of them.
#[component(transparent)]
fn LogStart(
    empty: Derived<bool>,
    load: Derived<Load>,
    older: Derived<Older>,
    name: Derived<String>,
) -> Node {
    let app = use_app();
    varying(
        move || (empty.get(), load.get()),
        move |state| match state {
            (true, Load::Waiting) => view! { <MessageSkeletons/> },
            (true, Load::Failed(trouble)) => view! {
                <ErrorBox sentence=faults::trouble_sentence(trouble) on_retry=move |()| app.reload()/>
            },
            (true, Load::Ready) => view! { <p class="empty">{en::WRITE_THE_FIRST}</p> },
            (false, _) => view! { <OlderMark older=older name=name/> },
        },
    )
}

/// The button to the newest message, shown while the reader is elsewhere.
#[component(transparent)]
pub fn JumpToNewest(
    /// Keeps the place.
    keeper: ScrollKeeper,
    /// How many messages of others have come in meanwhile.
    unseen: State<usize>,
    /// Called after the jump.
    on_jump: Callback<()>,
) -> Node {
    let jump = move |_| {
        keeper.jump_to_newest();
        on_jump.run(());
    };
    let words = move || match unseen.get() {
        0 => en::JUMP_TO_NEWEST.to_owned(),
        n => en::new_messages(n),
    };
    shown(
        move || !keeper.at_bottom().get(),
        move || {
            view! {
                <button type="button" class="jump" class:jump--unseen=move || { unseen.get() > 0 } on:click=jump>
                    <DownIcon/>
                    {text(words)}
                </button>
            }
        },
    )
}
