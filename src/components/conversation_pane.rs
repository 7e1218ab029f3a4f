//! The open conversation: header, transcript, connection, composer.

use cruddur_contract::ErrorCode;
use cruddur_engine::view::{ConversationKey, ConversationView, Load, Older, Trouble};
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

use crate::components::announcer::Announcer;
use crate::components::composer::{Composer, focus_field};
use crate::components::conversation_header::ConversationHeader;
use crate::components::drafts::is_same_conversation;
use crate::components::reactive::{Derived, effect, memo, text};
use crate::components::scroll_keeper::ScrollKeeper;
use crate::components::status_line::StatusLine;
use crate::components::transcript::{JumpToNewest, Transcript};
use crate::html::{Callback, Node, NodeRef, State, either, view};
use crate::runtime::{App, use_app};
use crate::text::{en, faults};

/// Stays mounted from one conversation to the next, so that what is typed in the composer is never
/// lost to a change of address.
#[component(transparent)]
pub fn ConversationPane() -> Node {
    let app = use_app();
    let about = About::new(app);
    let unseen = State::new(0);
    let near_top = Callback::new(move |()| load_older(app));
    let keeper = ScrollKeeper::new(app.rows, near_top);
    let field = NodeRef::<HtmlTextAreaElement>::new();
    follow_conversation(about, keeper, unseen);
    effect(move || {
        if keeper.at_bottom().get() {
            unseen.set(0);
        }
    });
    // Older messages were had, and the reader is still near the top.
    effect(move || {
        if about.older.get() == Older::More {
            request_animation_frame(move || keeper.settle());
        }
    });
    let on_sent = Callback::new(move |()| keeper.jump_to_newest());
    let on_settled = Callback::new(move |()| focus_field(field));
    let on_news = Callback::new(move |news| {
        if !keeper.at_bottom().get_untracked() {
            unseen.update(|unseen| *unseen += news);
        }
    });
    let talk = move || {
        view! {
            <div class="log-frame">
                <Transcript keeper=keeper name=about.name load=about.load older=about.older on_settled=on_settled/>
                <JumpToNewest keeper=keeper unseen=unseen on_jump=on_settled/>
                <StatusLine/>
            </div>
            <Composer conversation=about.key ready=about.ready field=field on_sent=on_sent/>
        }
    };
    let body = either(
        move || about.refusal.get().is_none(),
        talk,
        move || view! { <Refusal about=about/> },
    );
    view! {
        <section class="conversation" aria-label=text(move || about.name.get())>
            <ConversationHeader name=about.name handle=about.handle/>
            {body}
            <Announcer on_news=on_news/>
        </section>
    }
}

/// Parts of the conversation's state, each telling only when it changes.
#[derive(Clone, Copy)]
struct About {
    key: Derived<Option<(ConversationKey, String)>>,
    name: Derived<String>,
    handle: Derived<String>,
    load: Derived<Load>,
    older: Derived<Older>,
    ready: Derived<bool>,
    /// Why there is no conversation here, when there is none.
    refusal: Derived<Option<String>>,
}

impl About {
    fn new(app: App) -> Self {
        let part = move |read: fn(&ConversationView) -> String| {
            memo(move || {
                app.conversation
                    .with(|view| view.as_ref().map(read).unwrap_or_default())
            })
        };
        let handle = part(|view| view.handle.clone());
        let name = part(shown_name);
        let load = memo(move || {
            app.conversation.with(|view| {
                view.as_ref()
                    .map(|view| view.load.clone())
                    .unwrap_or_default()
            })
        });
        let key = memo(move || {
            app.conversation.with(|view| {
                view.as_ref()
                    .map(|view| (view.key.clone(), view.handle.clone()))
            })
        });
        let ready = memo(move || match key.get() {
            Some((ConversationKey::Group(_), _)) => true,
            Some((ConversationKey::New(_), _)) => load.get() == Load::Ready,
            None => false,
        });
        Self {
            key,
            name,
            handle,
            load,
            older: memo(move || {
                app.conversation.with(|view| {
                    view.as_ref()
                        .map(|view| view.older.clone())
                        .unwrap_or_default()
                })
            }),
            ready,
            refusal: memo(move || {
                app.conversation
                    .with(|view| view.as_ref().and_then(refusal))
            }),
        }
    }
}

/// The name, or what is known of it.
fn shown_name(view: &ConversationView) -> String {
    match &view.key {
        _ if !view.display_name.is_empty() => view.display_name.clone(),
        ConversationKey::New(handle) => format!("@{handle}"),
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

/// Instead of a transcript: why there is none, and where to go.
#[component(transparent)]
fn Refusal(about: About) -> Node {
    let is_new = move || matches!(about.key.get(), Some((ConversationKey::New(_), _)));
    let way_out = either(
        is_new,
        || view! { <a class="button" href="/messages/new">{en::FIND_SOMEBODY_ELSE}</a> },
        || view! { <a class="button" href="/messages">{en::BACK_TO_MESSAGES}</a> },
    );
    view! {
        <div class="log-frame">
            <div class="notice">
                <p role="alert">{text(move || about.refusal.get().unwrap_or_default())}</p>
                {way_out}
            </div>
            <StatusLine/>
        </div>
    }
}

/// Another conversation begins at its newest message.
fn follow_conversation(about: About, keeper: ScrollKeeper, unseen: State<usize>) {
    let mut before = None::<ConversationKey>;
    effect(move || {
        let Some((key, handle)) = about.key.get() else {
            return;
        };
        if before
            .as_ref()
            .is_some_and(|before| !is_same_conversation(before, &key, &handle))
        {
            unseen.set(0);
            keeper.jump_to_newest();
        }
        before = Some(key);
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
