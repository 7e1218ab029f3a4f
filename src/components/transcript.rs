//! The messages of the open conversation.

use cruddur_engine::view::{Load, Older, RowKey};
use leptos::either::EitherOf4;
use leptos::prelude::*;

use crate::components::copy_messages::copy_with_names;
use crate::components::error_box::ErrorBox;
use crate::components::icons::DownIcon;
use crate::components::message_menu::MessageMenus;
use crate::components::message_row::{MessageRow, ShowsNames};
use crate::components::older_mark::OlderMark;
use crate::components::skeletons::MessageSkeletons;
use crate::components::stable_order::stable_order;
use crate::components::transcript_focus::TranscriptFocus;
use crate::components::transcript_marks::TranscriptMarks;
use crate::components::transcript_scroll::TranscriptScroll;
use crate::i18n::{en, faults};
use crate::runtime::use_app;

/// The log of messages. It announces nothing by itself: `Announcer` reads out new messages.
#[component]
pub fn Transcript(
    /// Controls the scroll position and what is rendered.
    scroll: TranscriptScroll,
    /// The other person's name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether the messages are loaded.
    load: Memo<Load>,
    /// What precedes the oldest row.
    older: Memo<Older>,
    /// Whether more than two people write here.
    is_group: Memo<bool>,
    /// Called before a focused button of a row is removed.
    on_settled: Callback<()>,
    /// Opens the menus of the messages.
    menus: MessageMenus,
) -> impl IntoView {
    let app = use_app();
    let focus = TranscriptFocus::new(app, scroll);
    let empty = Memo::new(move |_| app.rows.with(|rows| rows.list.is_empty()));
    let chunks = scroll.rendered_chunks();
    provide_context(scroll);
    provide_context(menus);
    provide_context(ShowsNames(is_group));
    provide_context(TranscriptMarks::new(app));
    copy_with_names(scroll.viewport);
    view! {
        <div
            class="log"
            class:log--group=is_group
            role="log"
            aria-live="off"
            aria-label=move || en::messages_with(&name.get())
            aria-busy=move || (load.get() == Load::Waiting).to_string()
            tabindex=move || focus.tabindex()
            node_ref=scroll.viewport
            on:scroll=move |_| {
                scroll.on_scroll();
                menus.on_pointer_gone();
            }
            on:focusin=move |ev| focus.on_focus_in(&ev)
            on:focusout=move |_| focus.on_focus_out()
            on:keydown=move |ev| {
                focus.on_key(&ev);
                menus.on_key(&ev);
            }
            on:click=move |ev| menus.on_click(&ev)
            on:contextmenu=move |ev| menus.on_context_menu(&ev)
            on:pointerdown=move |ev| menus.on_pointer_down(&ev)
            on:pointerup=move |_| menus.on_pointer_gone()
            on:pointercancel=move |_| menus.on_pointer_gone()
            on:touchend=move |ev| menus.on_touch_end(&ev)
        >
            <div class="log-content" node_ref=scroll.content>
                <InsteadOfRows empty=empty load=load/>
                <div class="log-rows">
                    <Show when=move || !empty.get()><OlderMark older=older name=name/></Show>
                    <For each=move || chunks.get() key=|chunk| *chunk let:chunk>
                        <ChunkView chunk=chunk scroll=scroll on_settled=on_settled/>
                    </For>
                </div>
            </div>
        </div>
    }
}

/// A chunk with its rows, or a spacer in place of it and the ones after it. The same element for both:
/// WebKit scrolls to the top when every element of a transcript is replaced at once.
#[component]
fn ChunkView(chunk: u32, scroll: TranscriptScroll, on_settled: Callback<()>) -> impl IntoView {
    let spacer = scroll.spacer_of(chunk);
    let has_rows = move || spacer.get() == 0;
    // In 64ths of a CSS pixel, the unit that browsers lay out in.
    let height = move || (!has_rows()).then(|| format!("calc({}px / 64)", spacer.get()));
    view! {
        <div
            class:chunk=has_rows
            data-chunk=move || if has_rows() { chunk.to_string() } else { String::new() }
            style:height=height
        >
            <Show when=has_rows>
                <ChunkRows chunk=chunk on_settled=on_settled/>
            </Show>
        </div>
    }
}

#[component]
fn ChunkRows(chunk: u32, on_settled: Callback<()>) -> impl IntoView {
    let app = use_app();
    let keys = Memo::new(move |_| app.rows.with(|rows| rows.rows_of(chunk).to_vec()));
    let keys = stable_order(keys);
    view! {
        <For each=move || keys.get() key=RowKey::clone let:key>
            <MessageRow row=app.row(&key) on_settled=on_settled/>
        </For>
    }
}

/// Why there are no rows.
#[component]
fn InsteadOfRows(empty: Memo<bool>, load: Memo<Load>) -> impl IntoView {
    let app = use_app();
    move || match (empty.get(), load.get()) {
        (true, Load::Waiting) => EitherOf4::A(view! { <MessageSkeletons/> }),
        (true, Load::Failed(trouble)) => EitherOf4::B(view! {
            <ErrorBox sentence=faults::trouble_sentence(&trouble) on_retry=move |()| app.reload()/>
        }),
        (true, Load::Ready) => EitherOf4::C(view! { <p class="empty">{en::WRITE_THE_FIRST}</p> }),
        (false, _) => EitherOf4::D(()),
    }
}

/// The button to the newest message, shown while the reader is elsewhere.
#[component]
pub fn JumpToNewest(
    /// Controls the scroll position.
    scroll: TranscriptScroll,
    /// How many messages of others have arrived meanwhile.
    unseen: RwSignal<usize>,
    /// Called after the jump.
    on_jump: Callback<()>,
) -> impl IntoView {
    let jump = move |_| {
        scroll.jump_to_newest();
        on_jump.run(());
    };
    let name = move || en::jump_to_newest(unseen.get());
    let count = move || match unseen.get() {
        0 => String::new(),
        n => n.min(999).to_string(),
    };
    view! {
        <Show when=move || !scroll.at_bottom().get()>
            <button type="button" class="jump" aria-label=name title=name on:click=jump>
                <DownIcon/>
                <span class="jump-count" prop:textContent=count></span>
            </button>
        </Show>
    }
}
