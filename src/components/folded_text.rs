//! A message that would fill the screen several times is shown by its beginning.

use leptos::prelude::*;
use leptos::web_sys::{HtmlElement, MouseEvent};
use wasm_bindgen::JsCast;

use crate::components::transcript_scroll::TranscriptScroll;
use crate::i18n::en;

/// A text of more lines than this is folded…
const LONG: usize = 40;
/// …to so many.
const SHOWN: usize = 20;
/// What goes into a line of a bubble on a phone, in widths of a Latin letter.
const LINE: usize = 40;

/// Whether a row shows all of a long text. What is too long follows from the text alone, not from its height, so that
/// a row is as high as it stays from its first layout on. `Copy`.
#[derive(Clone, Copy)]
pub struct Fold {
    unfolded: RwSignal<bool>,
    scroll: Option<TranscriptScroll>,
}

impl Fold {
    /// Folded, as long as the reader does not want it otherwise.
    pub fn new() -> Self {
        Self {
            unfolded: RwSignal::new(false),
            scroll: use_context(),
        }
    }

    /// What is shown of a text, and whether it is long. Whoever calls it for a long text runs again when that changes.
    pub fn shown(self, text: &str) -> (String, bool) {
        let Some(end) = fold_at(text) else {
            return (text.to_owned(), false);
        };
        let prints = self.scroll.is_some_and(|scroll| scroll.is_printing().get());
        let shown = match self.unfolded.get() || prints {
            true => text.to_owned(),
            false => format!("{}…", text[..end].trim_end()),
        };
        (shown, true)
    }

    fn toggle(self, ev: &MouseEvent) {
        if let Some(scroll) = self.scroll {
            scroll.hold();
        }
        self.unfolded.update(|unfolded| *unfolded = !*unfolded);
        if !self.unfolded.get_untracked() {
            show_soon(ev);
        }
    }
}

impl Default for Fold {
    fn default() -> Self {
        Self::new()
    }
}

/// Shows the rest of a long text, or its beginning again.
#[component]
pub fn FoldButton(
    /// The text's state.
    fold: Fold,
) -> impl IntoView {
    let is_whole = fold.unfolded;
    let words = Signal::derive(move || {
        if is_whole.get() {
            en::SHOW_LESS
        } else {
            en::SHOW_MORE
        }
    });
    view! {
        <button
            type="button"
            class="fold"
            aria-expanded=move || is_whole.get().to_string()
            on:click=move |ev| fold.toggle(&ev)
            prop:textContent=words
        ></button>
    }
}

/// The button was far below the beginning, which now ends right above it.
fn show_soon(ev: &MouseEvent) {
    let button = ev
        .current_target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    request_animation_frame(move || {
        if let Some(button) = button {
            button.scroll_into_view_with_bool(false);
        }
    });
}

/// Where the beginning of a long text ends: at white space, so that no link is cut into another one. A text that has none
/// there is cut only where no link can be.
fn fold_at(text: &str) -> Option<usize> {
    let (mut lines, mut used, mut cut) = (0, 0, None);
    for (at, c) in text.char_indices() {
        if c == '\n' || used >= LINE {
            lines += 1;
            used = 0;
        }
        if c != '\n' {
            used += if c < '\u{1100}' { 1 } else { 2 };
        }
        if lines >= SHOWN && cut.is_none() {
            cut = Some(at);
        }
    }
    let at = cut.filter(|_| lines >= LONG || text.lines().count() > SHOWN + SHOWN / 4)?;
    let space = text[..at]
        .rfind(char::is_whitespace)
        .filter(|space| *space > at / 2);
    match text[at..].starts_with(char::is_whitespace) {
        true => Some(at),
        false => space.or_else(|| (!text.contains("://")).then_some(at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_an_ordinary_length_is_whole() {
        let words = "word ".repeat(205);
        for text in [
            "",
            "one",
            words.trim(),
            &"line\n".repeat(22),
            &"W".repeat(1024),
        ] {
            assert_eq!(fold_at(text), None, "{} characters", text.chars().count());
        }
    }

    #[test]
    fn a_thousand_lines_begin_with_twenty() {
        let text = "x\n".repeat(500);
        assert_eq!(
            fold_at(text.trim_end()).map(|end| text[..end].lines().count()),
            Some(20)
        );
    }

    #[test]
    fn wide_letters_take_more_room() {
        let text = "漢".repeat(1024);
        let end = fold_at(&text).expect("a beginning");
        assert_eq!(text[..end].chars().count(), SHOWN * LINE / 2);
    }

    #[test]
    fn no_link_is_cut_into_another() {
        let link = format!("https://a.example/{}", "x".repeat(60));
        let text = format!("{}{link} {}", "line\n".repeat(19), "\nmore".repeat(30));
        let end = fold_at(&text).expect("a beginning");
        assert!(
            text[..end].ends_with(&link) || !text[..end].contains("https"),
            "{}",
            &text[..end]
        );
        let unbroken = format!("https://a.example/{}", "漢".repeat(1000));
        assert_eq!(fold_at(&unbroken), None);
    }
}
