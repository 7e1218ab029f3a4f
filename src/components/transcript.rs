//! The messages of the open conversation.

use cruddur_engine::view::{Load, Older};
use leptos::prelude::*;

use crate::components::chunk_list::show_parts;
use crate::components::error_box::ErrorBox;
use crate::components::icons::DownIcon;
use crate::components::message_row::MessageRow;
use crate::components::older_mark::OlderMark;
use crate::components::reactive::{dynamic, effect, flag, memo, shown, text};
use crate::components::scroll_keeper::ScrollKeeper;
use crate::components::skeletons::MessageSkeletons;
use crate::runtime::use_app;
use crate::text::{en, faults};

/// The log of messages. It says nothing by itself: `Announcer` reads out what is new.
#[component]
pub fn Transcript(
    /// Keeps the place.
    keeper: ScrollKeeper,
    /// The other person's name.
    name: Signal<String>,
    /// How loading stands.
    load: Memo<Load>,
    /// What lies before the oldest row.
    older: Memo<Older>,
    /// Called when a focused button of a row is about to go.
    on_settled: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let empty = memo(move || app.rows.with(|rows| rows.list.is_empty()));
    let label = text(move || en::messages_with(&name.get()));
    let parts = memo(move || keeper.parts());
    let list = NodeRef::new();
    show_parts(list, parts, move |chunk| {
        view! { <ChunkRows chunk=chunk on_settled=on_settled/> }.into_any()
    });
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
                <div node_ref=list></div>
            </div>
        </div>
    }
}

#[component]
fn ChunkRows(chunk: u32, on_settled: Callback<()>) -> impl IntoView {
    let app = use_app();
    let rows = memo(move || app.rows.with(|rows| rows.rows_of(chunk)));
    view! {
        <For
            each=move || rows.get().as_ref().clone()
            key=|key| key.clone()
            children=move |key| view! { <MessageRow row=app.row(&key) on_settled=on_settled/> }
        />
    }
}

/// Above the rows, or instead of them.
#[component]
fn LogStart(
    empty: Memo<bool>,
    load: Memo<Load>,
    older: Memo<Older>,
    name: Signal<String>,
) -> impl IntoView {
    let app = use_app();
    dynamic(move || match (empty.get(), load.get()) {
        (true, Load::Waiting) => view! { <MessageSkeletons/> }.into_any(),
        (true, Load::Failed(trouble)) => view! {
            <ErrorBox sentence=faults::trouble_sentence(&trouble) on_retry=move |()| app.reload()/>
        }
        .into_any(),
        (true, Load::Ready) => view! { <p class="empty">{en::WRITE_THE_FIRST}</p> }.into_any(),
        (false, _) => view! { <OlderMark older=older.into() name=name/> }.into_any(),
    })
}

/// The button to the newest message, shown while the reader is elsewhere.
#[component]
pub fn JumpToNewest(
    /// Keeps the place.
    keeper: ScrollKeeper,
    /// How many messages of others have come in meanwhile.
    unseen: ReadSignal<usize>,
    /// Called after the jump.
    on_jump: Callback<()>,
) -> impl IntoView {
    let jump = move |_| {
        keeper.jump_to_newest();
        on_jump.run(());
    };
    let words = text(move || match unseen.get() {
        0 => en::JUMP_TO_NEWEST.to_owned(),
        n => en::new_messages(n),
    });
    let has_unseen = memo(move || unseen.get() > 0);
    shown(
        move || !keeper.at_bottom().get(),
        move || {
            view! {
                <button type="button" class="jump" class:jump--unseen=has_unseen on:click=jump>
                    <DownIcon/>
                    {words}
                </button>
            }
        },
    )
}
