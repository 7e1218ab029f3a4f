//! The menu of a message, one for a transcript. It opens by a button in each message, by the context menu, by a finger
//! that rests on a message, and by Enter and the menu key on a message that has the focus.
//!
//! The button has no listeners of its own and no content: a row costs one element more.

use cruddur_engine::view::{PlacedMessage, RowKey};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{Element, EventTarget, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};
use wasm_bindgen::JsCast;

use crate::components::editing::Editing;
use crate::components::live_region::say;
use crate::components::long_press::LongPress;
use crate::components::menu::{Menu, use_press_elsewhere};
use crate::components::message_actions::{MessageAction, actions_of, is_unsent};
use crate::components::transcript_anchor::message_at;
use crate::i18n::editing as words;
use crate::platform::{focus, selection};
use crate::runtime::{App, RowSignal};

/// The button in a message.
pub const OPENER: &str = "message-more";
/// From the edges of the pane, CSS pixels.
const MARGIN: f64 = 8.0;

/// An open menu.
#[derive(Clone, PartialEq)]
struct OpenMenu {
    row: RowKey,
    /// Where, in the window.
    x: f64,
    y: f64,
}

/// Opens the menu, and does what is chosen. `Copy`.
#[derive(Clone, Copy)]
pub struct MessageMenus {
    app: App,
    pub editing: Editing,
    open: RwSignal<Option<OpenMenu>>,
    /// What had the focus before, and the message.
    back: StoredValue<Vec<HtmlElement>, LocalStorage>,
    press: LongPress,
    /// Called when a message is gone that had the focus.
    on_gone: Callback<()>,
    /// What a screen reader is told.
    spoken: RwSignal<String>,
    /// What everybody is told.
    said: RwSignal<String>,
}

impl MessageMenus {
    pub fn new(app: App, editing: Editing, on_gone: Callback<()>) -> Self {
        Self {
            app,
            editing,
            open: RwSignal::new(None),
            back: StoredValue::new_local(Vec::new()),
            press: LongPress::new(),
            on_gone,
            spoken: RwSignal::new(String::new()),
            said: RwSignal::new(String::new()),
        }
    }

    /// Call it on each click in the transcript.
    pub fn on_click(self, ev: &MouseEvent) {
        if let Some(button) = closest(ev.target(), &format!(".{OPENER}"))
            && let Some((row, message)) = message_at(ev.target())
        {
            let place = button.get_bounding_client_rect();
            self.open(row, message, place.left(), place.bottom());
        }
    }

    /// Call it on each `contextmenu` in the transcript. The browser's own menu stays for links, fields and selected text.
    pub fn on_context_menu(self, ev: &MouseEvent) {
        let Some((row, message)) = message_at(ev.target()) else {
            return;
        };
        let selected = selection::selected();
        let is_selected = selected.is_some_and(|range| selection::touches(&range, &message));
        if is_selected || closest(ev.target(), "a, textarea").is_some() {
            return;
        }
        if self.open(row, message, ev.client_x().into(), ev.client_y().into()) {
            ev.prevent_default();
        }
    }

    /// Call it on each `pointerdown` in the transcript.
    pub fn on_pointer_down(self, ev: &PointerEvent) {
        if closest(ev.target(), "a, button, textarea").is_some() {
            return self.press.cancel();
        }
        if let Some((row, message)) = message_at(ev.target()) {
            let (x, y) = (ev.client_x().into(), ev.client_y().into());
            self.press.begin(ev, move || {
                self.open(row, message, x, y);
            });
        }
    }

    /// Call it when the pointer goes up, is cancelled, or the transcript scrolls.
    pub fn on_pointer_gone(self) {
        self.press.cancel();
    }

    /// Call it on each `touchend` in the transcript.
    pub fn on_touch_end(self, ev: &leptos::web_sys::TouchEvent) {
        if self.press.end() {
            // No click on what has opened under the finger.
            ev.prevent_default();
        }
    }

    /// Call it on each `keydown` in the transcript.
    pub fn on_key(self, ev: &KeyboardEvent) {
        let opens = match ev.key().as_str() {
            "Enter" => !ev.shift_key(),
            "ContextMenu" => true,
            "F10" => ev.shift_key(),
            _ => false,
        };
        let Some((row, message)) = message_at(ev.target()).filter(|_| opens) else {
            return;
        };
        // Enter on a link or a button inside is theirs.
        if ev.target().as_ref() != Some(message.as_ref()) {
            return;
        }
        let bubble = message.query_selector("[data-anchor]").ok().flatten();
        let place = bubble
            .unwrap_or_else(|| message.clone().into())
            .get_bounding_client_rect();
        if self.open(row, message, place.left(), place.bottom()) {
            ev.prevent_default();
        }
    }

    /// Whether there is anything to choose from.
    fn open(self, row: RowKey, message: HtmlElement, x: f64, y: f64) -> bool {
        let placed = self.app.row(&row).get_untracked();
        if placed.is_none_or(|placed| actions_of(&placed.message, self.keeps_reads()).is_empty()) {
            return false;
        }
        if self.open.with_untracked(Option::is_none) {
            let before = focus::focused();
            self.back
                .set_value(before.into_iter().chain([message]).collect());
        }
        self.open.set(Some(OpenMenu { row, x, y }));
        true
    }

    /// Closes it and gives the focus back.
    fn close(self) {
        let back = self
            .back
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        if let Some(to) = back.into_iter().find(|it| it.is_connected()) {
            focus::focus_in_place(&to);
        }
        self.open.set(None);
    }

    fn choose(self, row: &RowKey, action: MessageAction) {
        self.close();
        match action {
            MessageAction::Copy => {
                if let Some(placed) = self.app.row(row).get_untracked() {
                    self.copy(&placed.message.text);
                }
            }
            MessageAction::Edit => self.editing.start(row),
            MessageAction::Delete => self.delete(row),
            MessageAction::Undo => self.undo_delete(row),
            MessageAction::MarkUnread => self.app.mark_unread(),
        }
    }

    fn keeps_reads(self) -> bool {
        let conversation = self.app.conversation;
        conversation.with_untracked(|view| view.as_ref().is_some_and(|view| view.keeps_reads))
    }

    /// Copies a text and says so.
    pub fn copy(self, text: &str) {
        let copied = self.app.copy_text(text);
        spawn_local(async move {
            let words = if copied.await {
                words::COPIED
            } else {
                words::NOT_COPIED
            };
            // The transcript may be gone by now.
            if self.said.try_get_untracked().is_some() {
                say(self.said, words.to_owned());
            }
        });
    }

    /// Deletes a message that was sent, or drops one that was not.
    pub fn delete(self, row: &RowKey) {
        let Some(placed) = self.app.row(row).get_untracked() else {
            return;
        };
        if is_unsent(&placed.message) {
            self.app.discard(row);
            return self.on_gone.run(());
        }
        self.app.delete(row);
        say(self.spoken, words::DELETED_FOR_NOW.to_owned());
    }

    /// Takes a deletion back.
    pub fn undo_delete(self, row: &RowKey) {
        self.app.undo_delete(row);
        say(self.spoken, words::NOT_DELETED.to_owned());
    }
}

/// The menus of the transcript that a row is in.
///
/// # Panics
/// Outside of a transcript.
pub fn use_menus() -> MessageMenus {
    use_context::<MessageMenus>().expect("MessageMenus is provided by the conversation")
}

fn closest(target: Option<EventTarget>, selector: &str) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The menu while it is open.
#[component]
pub fn MessageMenu(
    /// Opens it.
    menus: MessageMenus,
) -> impl IntoView {
    view! {
        {move || menus.open.get().map(|open| view! { <MenuAt menus=menus open=open/> })}
        <div class="visually-hidden" aria-live="polite" prop:textContent=menus.spoken></div>
    }
}

/// What is said of what was chosen, in the place of the status line.
#[component]
pub fn Said(
    /// What says it.
    menus: MessageMenus,
) -> impl IntoView {
    view! { <div class="said" aria-live="polite" prop:textContent=menus.said></div> }
}

#[component]
fn MenuAt(menus: MessageMenus, open: OpenMenu) -> impl IntoView {
    let whole = NodeRef::<html::Div>::new();
    let OpenMenu { row: key, x, y } = open;
    let row: RowSignal<PlacedMessage> = menus.app.row(&key);
    let actions = Memo::new(move |_| {
        let row = row.get();
        row.map(|row| actions_of(&row.message, menus.keeps_reads()))
            .unwrap_or_default()
    });
    Effect::new(move || {
        if let Some(whole) = whole.get() {
            place(&whole, x, y);
        }
    });
    Effect::new(move || {
        if actions.with(Vec::is_empty) {
            menus.close();
        }
    });
    use_press_elsewhere(whole, Callback::new(move |()| menus.close()));
    let key = StoredValue::new(key);
    view! {
        <div class="menu menu--at" node_ref=whole on:contextmenu=move |ev| ev.prevent_default()>
            <Menu label=words::MESSAGE_ACTIONS on_close=Callback::new(move |()| menus.close())>
                <For each=move || actions.get() key=|action| *action let:action>
                    <button
                        type="button"
                        class="menu-item"
                        role="menuitem"
                        tabindex="-1"
                        on:click=move |_| key.with_value(|key| menus.choose(key, action))
                    >
                        {action.label()}
                    </button>
                </For>
            </Menu>
        </div>
    }
}

/// Below this place in the window, or above it where there is no room; inside of the pane.
fn place(menu: &HtmlElement, x: f64, y: f64) {
    let Some(pane) = menu
        .offset_parent()
        .map(|pane| pane.get_bounding_client_rect())
    else {
        return;
    };
    let size = menu.get_bounding_client_rect();
    let room = pane.bottom() - MARGIN - size.height();
    let top = if y <= room { y } else { y - size.height() };
    let top = top.min(room).max(pane.top() + MARGIN) - pane.top();
    let left = x
        .min(pane.right() - MARGIN - size.width())
        .max(pane.left() + MARGIN)
        - pane.left();
    let style = menu.style();
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}
