//! The open conversation: header, transcript, connection, composer.

use cruddur_contract::ErrorCode;
use cruddur_engine::view::{
    ClosedView, ConversationKey, ConversationView, Load, Older, ReadingPosition, Trouble,
};
use leptos::html;
use leptos::prelude::*;

use crate::components::announcer::Announcer;
use crate::components::closed_notice::ClosedNotice;
use crate::components::composer::{Composer, focus_field};
use crate::components::conversation_header::ConversationHeader;
use crate::components::drafts::is_same_conversation;
use crate::components::editing::Editing;
use crate::components::message_menu::{MessageMenu, MessageMenus, Said};
use crate::components::reading::use_reading;
use crate::components::status_line::StatusLine;
use crate::components::transcript::{JumpToNewest, Transcript};
use crate::components::transcript_scroll::TranscriptScroll;
use crate::components::type_anywhere::use_type_anywhere;
use crate::components::typing_line::TypingLine;
use crate::i18n::{en, faults, groups};
use crate::routes::href;
use crate::runtime::{App, use_app};

/// Stays mounted from one conversation to the next, so that what is typed in the composer is never
/// lost to a change of address.
#[component]
pub fn ConversationPane() -> impl IntoView {
    let app = use_app();
    let open = OpenConversation::new(app);
    let unseen = RwSignal::new(0);
    let near_top = Callback::new(move |()| load_older(app));
    let (moved, set_moved) = signal(());
    let on_moved = Callback::new(move |position| {
        app.note_position(position);
        set_moved.set(());
    });
    let scroll = TranscriptScroll::new(app.rows, near_top, on_moved);
    let field = NodeRef::<html::Textarea>::new();
    use_reading(scroll, moved);
    start_at_newest(open, scroll, unseen);
    Effect::new(move || {
        if let Some(position) = open.position.get() {
            // The row's views are made by effects too.
            request_animation_frame(move || scroll.go_to(position));
        }
    });
    Effect::new(move || {
        if scroll.at_bottom().get() {
            unseen.set(0);
        }
    });
    // An older page arrived, and the reader is still near the top.
    Effect::new(move || {
        if open.older.get() == Older::More {
            request_animation_frame(move || scroll.reposition());
        }
    });
    use_type_anywhere(field);
    let on_sent = Callback::new(move |()| scroll.jump_to_newest());
    let on_settled = Callback::new(move |()| focus_field(field));
    let is_group = Memo::new(move |_| open.people.get().is_some());
    let menus = MessageMenus::new(app, Editing::new(app, scroll), on_settled);
    let on_arrow_up = Callback::new(move |()| menus.editing.start_last());
    let on_arrival = Callback::new(move |count| {
        if !scroll.at_bottom().get_untracked() {
            unseen.update(|unseen| *unseen += count);
        }
    });
    view! {
        <section class="conversation" aria-label=open.name>
            <ConversationHeader name=open.name handle=open.handle people=open.people/>
            <Show when=move || open.is_here() fallback=move || view! { <Instead open=open/> }>
                <div class="log-frame">
                    <Transcript scroll=scroll name=open.name load=open.load older=open.older is_group=is_group on_settled=on_settled menus=menus/>
                    <JumpToNewest scroll=scroll unseen=unseen on_jump=on_settled/>
                    <StatusLine/>
                    <TypingLine/>
                    <Said menus=menus/>
                </div>
                <Composer conversation=open.key ready=open.ready field=field on_sent=on_sent on_arrow_up=on_arrow_up/>
                <MessageMenu menus=menus/>
            </Show>
            <Announcer on_arrival=on_arrival/>
        </section>
    }
}

/// The open conversation's state in parts, each notifying only when it changes.
#[derive(Clone, Copy)]
struct OpenConversation {
    key: Memo<Option<(ConversationKey, String)>>,
    name: Memo<String>,
    handle: Memo<String>,
    people: Memo<Option<usize>>,
    load: Memo<Load>,
    older: Memo<Older>,
    /// Where to scroll to.
    position: Memo<Option<ReadingPosition>>,
    ready: Memo<bool>,
    /// Why there is no conversation here, when there is none.
    refusal: Memo<Option<String>>,
    /// The person is in it no more.
    closed: Memo<Option<ClosedView>>,
}

impl OpenConversation {
    fn new(app: App) -> Self {
        let key = part(app, |view| Some((view.key.clone(), view.handle.clone())));
        let load = part(app, |view| view.load.clone());
        let ready = Memo::new(move |_| match key.get() {
            Some((ConversationKey::Group(_), _)) => true,
            Some((ConversationKey::New(_), _)) => load.get() == Load::Ready,
            None => false,
        });
        Self {
            key,
            name: part(app, shown_name),
            handle: part(app, |view| view.handle.clone()),
            people: part(app, |view| view.people),
            load,
            older: part(app, |view| view.older.clone()),
            position: part(app, |view| view.position.clone()),
            ready,
            refusal: part(app, refusal),
            closed: part(app, |view| view.closed.clone()),
        }
    }

    /// Whether there is something to read and to write to. Reactive.
    fn is_here(self) -> bool {
        self.refusal.with(Option::is_none) && self.closed.with(Option::is_none)
    }
}

fn part<T>(app: App, read: fn(&ConversationView) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        app.conversation
            .with(|view| view.as_ref().map(read).unwrap_or_default())
    })
}

/// The name, or what is known of it.
fn shown_name(view: &ConversationView) -> String {
    match &view.key {
        _ if !view.display_name.is_empty() => view.display_name.clone(),
        ConversationKey::New(handle) => format!("@{handle}"),
        ConversationKey::Group(_) if view.group.is_some() => groups::ONLY_YOU.to_owned(),
        ConversationKey::Group(_) => en::CONVERSATION.to_owned(),
    }
}

/// Why nobody can be written to here.
fn refusal(view: &ConversationView) -> Option<String> {
    let Load::Failed(trouble) = &view.load else {
        return None;
    };
    match (trouble, &view.key) {
        (Trouble::NotFound, ConversationKey::New(handle)) => Some(en::nobody_has(handle)),
        (Trouble::NotFound, ConversationKey::Group(_)) => Some(faults::error_code_sentence(
            &ErrorCode::MessageGroupNotFound,
        )),
        (Trouble::Refused(codes), ConversationKey::New(_)) if !codes.is_empty() => {
            Some(faults::trouble_sentence(trouble))
        }
        _ => None,
    }
}

/// In place of transcript and composer.
#[component]
fn Instead(open: OpenConversation) -> impl IntoView {
    let closed = open.closed;
    view! {
        <Show when=move || closed.with(Option::is_some) fallback=move || view! { <Refusal open=open/> }>
            <ClosedNotice closed=closed/>
        </Show>
    }
}

/// Instead of a transcript: why there is none, and where to go.
#[component]
fn Refusal(open: OpenConversation) -> impl IntoView {
    let way_out = move || match open.key.get() {
        Some((ConversationKey::New(_), _)) => ("/messages/new", en::FIND_SOMEBODY_ELSE),
        _ => ("/messages", en::BACK_TO_MESSAGES),
    };
    let words = Signal::derive(move || way_out().1);
    let why = Signal::derive(move || open.refusal.get().unwrap_or_default());
    view! {
        <div class="log-frame">
            <div class="notice">
                <p role="alert" prop:textContent=why></p>
                <a class="button" href=move || href(way_out().0) prop:textContent=words></a>
            </div>
            <StatusLine/>
        </div>
    }
}

/// Another conversation starts at its newest message.
fn start_at_newest(open: OpenConversation, scroll: TranscriptScroll, unseen: RwSignal<usize>) {
    Effect::new(move |before: Option<Option<ConversationKey>>| {
        let before = before.flatten();
        let Some((key, handle)) = open.key.get() else {
            return before;
        };
        if before.is_some_and(|before| !is_same_conversation(&before, &key, &handle)) {
            unseen.set(0);
            scroll.jump_to_newest();
        }
        Some(key)
    });
}

fn load_older(app: App) {
    let more = app
        .conversation
        .with_untracked(|view| view.as_ref().is_some_and(|view| view.older == Older::More));
    if more {
        app.load_older();
    }
}
