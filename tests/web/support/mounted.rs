//! A place to mount components on, with signals to set and intents to look at.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use cruddur::components::conversation_pane::ConversationPane;
use cruddur::runtime::{App, AppSignals};
use cruddur_contract::config::{AppConfig, CognitoConfig};
use cruddur_contract::password::PasswordPolicy;
use cruddur_engine::event::{Event, Intent};
use cruddur_engine::trace::{Trace, TraceEntry};
use cruddur_engine::view::{MessageView, Older};
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::JsCast;

use super::people::conversation;
use super::wait::{eventually, frame};

const STYLE: &[&str] = &[
    include_str!("../../../style/layers.css"),
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/access.css"),
    include_str!("../../../style/button.css"),
    include_str!("../../../style/field.css"),
    include_str!("../../../style/avatar.css"),
    include_str!("../../../style/status.css"),
    include_str!("../../../style/menu.css"),
    include_str!("../../../style/message.css"),
    include_str!("../../../style/transcript.css"),
    include_str!("../../../style/composer.css"),
];

/// A mounted component. It goes when this is dropped.
pub struct Mounted {
    /// The signals the component reads.
    pub signals: AppSignals,
    /// The app, for intents without a component.
    pub app: App,
    /// What it asked for, in order.
    pub intents: Rc<RefCell<Vec<Intent>>>,
    /// The element it is in.
    pub host: HtmlElement,
    style: Element,
    _mounted: Box<dyn Any>,
    _owner: Owner,
}

impl Mounted {
    /// Mounts the pane of a conversation of two with these messages, and waits for its rows.
    pub async fn conversation(messages: Vec<MessageView>) -> Self {
        let mounted = Self::mount(
            move |signals| {
                signals.conversation.set(conversation(Older::Beginning));
                signals.publish_rows(messages);
            },
            || view! { <ConversationPane/> },
        );
        frame().await;
        eventually("rows", || mounted.count("article") > 0).await;
        mounted
    }

    /// Mounts what `view` makes, in a host of 500 by 600 pixels, with the app's own style.
    pub fn mount<V: IntoView + 'static>(
        set: impl FnOnce(&AppSignals),
        view: impl FnOnce() -> V + 'static,
    ) -> Self {
        let owner = Owner::new();
        let (signals, app, intents) = owner.with(|| {
            let signals = AppSignals::new();
            let intents = Rc::new(RefCell::new(Vec::new()));
            let record = Rc::clone(&intents);
            let draft = signals.draft;
            let app = App::new(
                config(),
                &signals,
                Box::new(move |intent| match intent {
                    // As the engine does: the draft is what was typed, until it was sent.
                    Intent::Draft(text) => draft.set(text),
                    intent => {
                        if matches!(intent, Intent::Send(_)) {
                            draft.set(String::new());
                        }
                        record.borrow_mut().push(intent);
                    }
                }),
                Box::new(diagnostics),
            );
            (signals, app, intents)
        });
        set(&signals);
        let document = document();
        let style = document.create_element("style").expect("a style element");
        style.set_text_content(Some(&STYLE.concat()));
        let host: HtmlElement = document
            .create_element("div")
            .expect("a host")
            .unchecked_into();
        let _ = host.style().set_property("width", "500px");
        let _ = host.style().set_property("height", "600px");
        let body = document.body().expect("a body");
        body.append_child(&style).expect("the style in the page");
        body.append_child(&host).expect("the host in the page");
        let mounted = owner.with(|| {
            leptos::mount::mount_to(host.clone(), move || {
                provide_context(app);
                view()
            })
        });
        Self {
            signals,
            app,
            intents,
            host,
            style,
            _mounted: Box::new(mounted),
            _owner: owner,
        }
    }

    /// The first element of a selector.
    ///
    /// # Panics
    /// When there is none: the test cannot go on.
    pub fn find(&self, selector: &str) -> HtmlElement {
        self.try_find(selector)
            .unwrap_or_else(|| panic!("{selector} in {}", self.host.inner_html()))
    }

    /// The first element of a selector, if there is one.
    pub fn try_find(&self, selector: &str) -> Option<HtmlElement> {
        self.host
            .query_selector(selector)
            .expect("a selector")
            .map(JsCast::unchecked_into)
    }

    /// How many elements a selector finds.
    pub fn count(&self, selector: &str) -> u32 {
        self.host
            .query_selector_all(selector)
            .expect("a selector")
            .length()
    }

    /// The text of the first element of a selector.
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap_or_default()
    }

    /// The button of that name.
    pub fn button(&self, name: &str) -> HtmlElement {
        let buttons = self.host.query_selector_all("button").expect("a selector");
        (0..buttons.length())
            .filter_map(|at| buttons.item(at))
            .map(JsCast::unchecked_into::<HtmlElement>)
            .find(|button| {
                button.get_attribute("aria-label").as_deref() == Some(name)
                    || button.inner_text().trim() == name
            })
            .unwrap_or_else(|| panic!("a button {name}"))
    }

    /// Takes what was asked for until now.
    pub fn taken(&self) -> Vec<Intent> {
        std::mem::take(&mut self.intents.borrow_mut())
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.host.remove();
        self.style.remove();
    }
}

/// A trace with one entry.
fn diagnostics() -> String {
    let mut trace = Trace::default();
    trace.push(TraceEntry::of_event(1_234, &Event::Online(true)));
    trace.to_string()
}

fn config() -> AppConfig {
    AppConfig {
        brand: "Cruddur".into(),
        cognito: CognitoConfig {
            user_pool_id: "us-east-1_A".into(),
            client_id: "c".into(),
            endpoint: "http://x/".into(),
            password_policy: PasswordPolicy::default(),
            passwordless: false,
        },
        api_url: "http://x".into(),
        live_url: None,
        poll_seconds: 15,
        offline_cache: true,
    }
}

/// The transcript's scrolling element.
pub fn log(mounted: &Mounted) -> HtmlElement {
    mounted.find("[role=log]")
}

/// The message of a row.
pub fn row(mounted: &Mounted, key: &str) -> HtmlElement {
    mounted.find(&format!("article[data-row='{key}']"))
}

/// Gives a message the focus, as the arrow keys do.
pub fn focus_on(message: &HtmlElement) {
    message.set_tab_index(-1);
    let _ = message.focus();
}

/// The words of the open menu's items.
pub fn menu_items(mounted: &Mounted) -> Vec<String> {
    let items = mounted
        .host
        .query_selector_all("[role=menuitem]")
        .expect("a selector");
    (0..items.length())
        .filter_map(|at| items.item(at)?.text_content())
        .map(|text| text.trim().to_owned())
        .collect()
}

/// The text of what has the focus.
pub fn focused_text() -> String {
    document()
        .active_element()
        .and_then(|element| element.text_content())
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// How far the transcript is from its newest message, CSS pixels.
pub fn to_bottom(mounted: &Mounted) -> i32 {
    let log = log(mounted);
    // It scrolls from the bottom: 0, then negative.
    -log.scroll_top()
}

/// How far the transcript is from its beginning, CSS pixels.
pub fn to_top(mounted: &Mounted) -> i32 {
    let log = log(mounted);
    log.scroll_height() - log.client_height() + log.scroll_top()
}

/// Scrolls so far from the transcript's beginning, CSS pixels.
pub fn scroll_from_top(mounted: &Mounted, top: i32) {
    let log = log(mounted);
    log.set_scroll_top(log.scroll_top() + top - to_top(mounted));
}
