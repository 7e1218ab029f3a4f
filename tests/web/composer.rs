//! Writing a message.

use cruddur::components::composer::Composer;
use cruddur_engine::event::Intent;
use cruddur_engine::view::ConversationKey;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{DataTransfer, js_sys};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::keys::{With, make, press_with, type_into};
use crate::support::{Mounted, eventually, frame, press};

type Open = Option<(ConversationKey, String)>;

async fn mounted_with(open: RwSignal<Open>, ready: RwSignal<bool>) -> Mounted {
    let mounted = Mounted::mount(
        |_| {},
        move || {
            let conversation = Memo::new(move |_| open.get());
            let ready = Memo::new(move |_| ready.get());
            let field = NodeRef::<html::Textarea>::new();
            view! { <Composer conversation=conversation ready=ready field=field on_sent=Callback::new(|()| ())/> }
        },
    );
    frame().await;
    mounted
}

fn bayko() -> Open {
    Some((ConversationKey::Group("g1".into()), "bayko".into()))
}

async fn mounted() -> Mounted {
    mounted_with(RwSignal::new(bayko()), RwSignal::new(true)).await
}

fn value(mounted: &Mounted) -> String {
    mounted
        .find("textarea")
        .unchecked_into::<leptos::web_sys::HtmlTextAreaElement>()
        .value()
}

#[wasm_bindgen_test]
async fn enter_sends_and_empties_the_field_and_keeps_the_focus() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    type_into(&field, " hello ");
    assert!(!press(&field, "Enter"), "the line break must not come too");
    assert_eq!(mounted.taken(), [Intent::Send("hello".into())]);
    eventually("the field is empty", || value(&mounted).is_empty()).await;
    assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
}

#[wasm_bindgen_test]
async fn shift_enter_is_left_to_the_field() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    type_into(&field, "one");
    assert!(press_with(
        &field,
        "Enter",
        With {
            shift: true,
            ..With::default()
        }
    ));
    assert_eq!(mounted.taken(), []);
    assert_eq!(value(&mounted), "one");
}

#[wasm_bindgen_test]
async fn a_composing_input_method_never_sends() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    type_into(&field, "にほん");
    assert!(press_with(
        &field,
        "Enter",
        With {
            composing: true,
            ..With::default()
        }
    ));
    assert!(press_with(
        &field,
        "Enter",
        With {
            key_code: 229,
            ..With::default()
        }
    ));
    assert_eq!(mounted.taken(), []);
}

#[wasm_bindgen_test]
async fn blank_text_is_refused_with_a_sentence_that_goes_with_the_next_key() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    type_into(&field, "  \n ");
    press(&field, "Enter");
    eventually("a refusal", || {
        mounted.text("[role=alert]") == "Write something first."
    })
    .await;
    assert_eq!(mounted.taken(), []);
    assert_eq!(value(&mounted), "  \n ", "what was typed stays");
    type_into(&field, "a");
    eventually("no refusal", || mounted.text("[role=alert]").is_empty()).await;
}

#[wasm_bindgen_test]
async fn the_counter_comes_at_200_and_over_long_text_is_refused() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    let counter = || mounted.text("#composer-counter");
    type_into(&field, &"x".repeat(823));
    leptos::task::tick().await;
    assert_eq!(counter(), "");
    type_into(&field, &"x".repeat(824));
    eventually("200 left", || counter() == "200 characters left").await;
    type_into(&field, &"😀".repeat(1024));
    eventually("0 left", || counter() == "0 characters left").await;
    type_into(&field, &"x".repeat(1036));
    eventually("12 over", || counter() == "12 characters too long").await;
    assert_eq!(
        mounted
            .button("Send")
            .get_attribute("aria-disabled")
            .as_deref(),
        Some("true")
    );
    press(&field, "Enter");
    eventually("a refusal", || {
        mounted
            .text("[role=alert]")
            .contains("12 characters too long")
    })
    .await;
    assert_eq!(mounted.taken(), []);
    assert_eq!(value(&mounted).len(), 1036);
}

#[wasm_bindgen_test]
async fn the_field_grows_with_its_text_up_to_its_limit() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    let one = field.offset_height();
    type_into(&field, "1\n2\n3\n4");
    eventually("a higher field", || field.offset_height() > one + 40).await;
    type_into(&field, "1");
    eventually("one line again", || field.offset_height() == one).await;
    type_into(&field, &"1\n".repeat(300));
    eventually("a limit", || {
        field.offset_height() > one && field.offset_height() < 500
    })
    .await;
}

#[wasm_bindgen_test]
async fn the_field_shows_the_draft_of_the_open_conversation_and_a_refusal_does_not_follow() {
    let open = RwSignal::new(bayko());
    let mounted = mounted_with(open, RwSignal::new(true)).await;
    let field = mounted.find("textarea");
    type_into(&field, " ");
    press(&field, "Enter");
    eventually("a refusal", || !mounted.text("[role=alert]").is_empty()).await;
    open.set(Some((ConversationKey::New("londo".into()), String::new())));
    mounted.signals.draft.set("for londo".into());
    eventually("the other draft", || value(&mounted) == "for londo").await;
    eventually("no refusal", || mounted.text("[role=alert]").is_empty()).await;
    press(&field, "Enter");
    assert_eq!(mounted.taken(), [Intent::Send("for londo".into())]);
}

#[wasm_bindgen_test]
async fn where_the_pointer_is_a_finger_enter_breaks_the_line_and_the_button_sends() {
    let mounted = Mounted::mount(
        |_| {},
        || {
            let field = NodeRef::<html::Textarea>::new();
            view! {
                <Composer
                    conversation=Memo::new(|_| bayko())
                    ready=Memo::new(|_| true)
                    field=field
                    on_sent=Callback::new(|()| ())
                    has_coarse_pointer=|| true
                />
            }
        },
    );
    frame().await;
    let field = mounted.find("textarea");
    assert_eq!(
        field.get_attribute("enterkeyhint").as_deref(),
        Some("enter")
    );
    type_into(&field, "hello");
    assert!(press(&field, "Enter"), "the browser breaks the line");
    assert_eq!(mounted.taken(), []);
    mounted.button("Send").click();
    assert_eq!(mounted.taken(), [Intent::Send("hello".into())]);
}

/// A picture, and a text beside it if there is one.
fn clipboard(text: &str) -> DataTransfer {
    let data = DataTransfer::new().expect("a clipboard");
    let parts = js_sys::Array::of1(&"x".into());
    let file: js_sys::Function = js_sys::Reflect::get(&js_sys::global(), &"File".into())
        .expect("files")
        .unchecked_into();
    let arguments = js_sys::Array::of2(&parts, &"picture.png".into());
    let file = js_sys::Reflect::construct(&file, &arguments).expect("a file");
    let items = js_sys::Reflect::get(&data, &"items".into()).expect("items");
    let add: js_sys::Function = js_sys::Reflect::get(&items, &"add".into())
        .expect("add")
        .unchecked_into();
    add.call1(&items, &file).expect("a file in it");
    if !text.is_empty() {
        data.set_data("text/plain", text).expect("a text in it");
    }
    data
}

#[wasm_bindgen_test]
async fn a_file_that_is_pasted_or_dropped_is_answered_and_a_text_beside_a_picture_is_not() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    // Not every browser lets a script make these events with data.
    let give = |kind: &str, name: &str, text: &str| {
        let options = [("bubbles", true.into()), ("cancelable", true.into())];
        let event = make("Event", kind, &options);
        let set = js_sys::Reflect::set(&event, &name.into(), &clipboard(text));
        assert_eq!(set, Ok(true));
        let _ = field.dispatch_event(&event);
    };
    let refusal = || mounted.text("[role=alert]");
    give("paste", "clipboardData", "copied from a table");
    frame().await;
    assert_eq!(refusal(), "");
    give("paste", "clipboardData", "");
    eventually("the sentence", || refusal() == "Files cannot be sent.").await;
    type_into(&field, "instead");
    eventually("no sentence", || refusal().is_empty()).await;
    give("drop", "dataTransfer", "");
    eventually("the sentence again", || {
        refusal() == "Files cannot be sent."
    })
    .await;
    assert_eq!(value(&mounted), "instead");
    assert_eq!(mounted.taken(), []);
}

#[wasm_bindgen_test]
async fn nothing_is_sent_before_the_person_is_known_and_the_text_stays() {
    let ready = RwSignal::new(false);
    let mounted = mounted_with(RwSignal::new(bayko()), ready).await;
    let field = mounted.find("textarea");
    type_into(&field, "hello");
    press(&field, "Enter");
    eventually("a sentence", || {
        mounted.text("[role=alert]").contains("still loading")
    })
    .await;
    assert_eq!(mounted.taken(), []);
    ready.set(true);
    eventually("it is sent by itself", || {
        mounted.taken() == [Intent::Send("hello".into())]
    })
    .await;
    assert_eq!(mounted.text("[role=alert]"), "");
    assert_eq!(value(&mounted), "");
}

#[wasm_bindgen_test]
async fn another_tabs_draft_is_shown_and_a_different_one_offered_until_the_person_has_chosen() {
    let mounted = mounted().await;
    mounted.signals.draft.set("typed elsewhere".into());
    eventually("the text of the other tab", || {
        value(&mounted) == "typed elsewhere"
    })
    .await;
    assert_eq!(mounted.count(".other-draft"), 0);
    let other = format!("{} and the end", "long ".repeat(100));
    for (button, chosen) in [("Use it", true), ("Keep mine", false)] {
        mounted.signals.other_draft.set(Some(other.clone()));
        eventually("the offer", || mounted.count(".other-draft") == 1).await;
        let words = mounted.text(".other-draft [role=status]");
        assert!(
            words.starts_with("Another tab has a different draft: “long long"),
            "{words}"
        );
        assert!(words.len() < 200, "{words}");
        mounted.button(button).click();
        assert_eq!(mounted.taken(), [Intent::ChooseDraft { other: chosen }]);
        let field = mounted.find("textarea");
        assert_eq!(document().active_element().as_ref(), Some(field.as_ref()));
        mounted.signals.other_draft.set(None);
        eventually("no offer", || mounted.count(".other-draft") == 0).await;
    }
    mounted.signals.draft.set(String::new());
    mounted.signals.other_draft.set(Some(other));
    eventually("the offer", || mounted.count(".other-draft") == 1).await;
    mounted.button("Delete it").click();
    assert_eq!(mounted.taken(), [Intent::ChooseDraft { other: false }]);
}

#[wasm_bindgen_test]
async fn what_is_typed_is_not_set_again_and_a_text_that_is_too_long_is_said_not_to_be_saved() {
    let mounted = mounted().await;
    let field = mounted.find("textarea");
    let sets = js_sys::Function::new_with_args(
        "field",
        "const text = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
         field.sets = 0;
         Object.defineProperty(field, 'value', {
           get() { return text.get.call(this); },
           set(value) { this.sets += 1; text.set.call(this, value); },
         });",
    );
    sets.call1(&wasm_bindgen::JsValue::NULL, &field)
        .expect("a field that counts");
    let count = || {
        js_sys::Reflect::get(&field, &"sets".into())
            .expect("a count")
            .as_f64()
    };
    let saved = || {
        !mounted
            .host
            .inner_text()
            .contains("too long to be sent or saved")
    };
    // `type_into` sets it once itself.
    type_into(&field, &"x".repeat(64 * 1024));
    frame().await;
    assert_eq!(count(), Some(1.0));
    assert!(saved());
    type_into(&field, &"x".repeat(64 * 1024 + 1));
    eventually("a warning", || !saved()).await;
    assert_eq!(count(), Some(2.0));
    type_into(&field, "short");
    eventually("no warning", saved).await;
    mounted.signals.draft.set("of another tab".into());
    eventually("the text of the other tab", || {
        value(&mounted) == "of another tab"
    })
    .await;
}
