//! Where things are in a transcript: what is on screen, and how far there is to scroll.

use cruddur_engine::view::{ReadingPosition, RowKey};
use leptos::web_sys::{Element, EventTarget, HtmlDivElement, HtmlElement, NodeList};
use wasm_bindgen::JsCast;

/// The attribute of a message that holds its row's key.
pub const ROW: &str = "data-row";
/// What can be an anchor: the bubble of a message, because a day separator or a name above it may go
/// when an older message is put in before. The message is its parent.
const ANCHORS: &str = "[data-anchor]";

/// Measured in CSS pixels with fractions; `scrollTop` as web-sys has it is rounded.
pub struct Measures {
    /// The element that scrolls.
    pub viewport: HtmlDivElement,
    /// Its height.
    pub height: f64,
    /// What there is above it to scroll to.
    pub to_top: f64,
    /// What there is below it.
    pub to_bottom: f64,
    viewport_top: f64,
}

impl Measures {
    /// Takes them now.
    pub fn take(viewport: HtmlDivElement, content: &Element) -> Self {
        let outer = viewport.get_bounding_client_rect();
        let inner = content.get_bounding_client_rect();
        Self {
            viewport_top: outer.top(),
            height: outer.height(),
            to_top: outer.top() - inner.top(),
            to_bottom: inner.bottom() - outer.bottom(),
            viewport,
        }
    }

    /// Scrolls down, or up by a negative number.
    pub fn scroll_by(&self, pixels: f64) {
        self.viewport.scroll_by_with_x_and_y(0.0, pixels);
    }

    fn offset_of(&self, element: &Element) -> f64 {
        element.get_bounding_client_rect().top() - self.viewport_top
    }
}

/// A bubble that tells where the reader is.
pub struct Anchor {
    element: Element,
    /// Its upper edge from that of the viewport, when it was looked at.
    pub offset: f64,
}

impl Anchor {
    /// The first that ends below the viewport's upper edge, found by halving: rows are in order.
    pub fn first_on_screen(now: &Measures) -> Option<Self> {
        let anchors = now.viewport.query_selector_all(ANCHORS).ok()?;
        let element = |index| anchors.item(index).map(JsCast::unchecked_into::<Element>);
        let (mut low, mut high) = (0, anchors.length());
        while low < high {
            let middle = low + (high - low) / 2;
            if element(middle)?.get_bounding_client_rect().bottom() <= now.viewport_top {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let element = element(low.min(anchors.length().checked_sub(1)?))?;
        let offset = now.offset_of(&element);
        Some(Self { element, offset })
    }

    /// That of a row, if it is rendered.
    pub fn of_row(now: &Measures, row: &RowKey) -> Option<Self> {
        let anchors = now.viewport.query_selector_all(ANCHORS).ok()?;
        let element = (0..anchors.length())
            .filter_map(|at| anchors.item(at))
            .map(JsCast::unchecked_into::<Element>)
            .find(|element| key_of(element).as_ref() == Some(row))?;
        let offset = now.offset_of(&element);
        Some(Self { element, offset })
    }

    /// Its offset now; `None` if it is no longer in the document.
    pub fn now(&self, now: &Measures) -> Option<f64> {
        let there = self.element.is_connected();
        there.then(|| now.offset_of(&self.element))
    }

    /// The reader's position, by its row.
    pub fn position(&self) -> Option<ReadingPosition> {
        Some(ReadingPosition {
            row: key_of(&self.element)?,
            offset: self.offset.round() as i32,
        })
    }
}

/// The message that an event happened in, and its row.
pub fn message_at(target: Option<EventTarget>) -> Option<(RowKey, HtmlElement)> {
    let inside = target?.dyn_into::<Element>().ok()?;
    let message = inside.closest(&format!("[{ROW}]")).ok()??;
    let row = message.get_attribute(ROW).map(RowKey)?;
    Some((row, message.unchecked_into()))
}

/// All messages that are rendered, in order.
pub fn messages_in(viewport: &Element) -> impl DoubleEndedIterator<Item = HtmlElement> + use<> {
    let all = viewport.query_selector_all(&format!("[{ROW}]")).ok();
    let count = all.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |at| Some(all.as_ref()?.item(at)?.unchecked_into()))
}

/// The message of a row, if it is rendered.
pub fn message_of(viewport: &Element, row: &RowKey) -> Option<HtmlElement> {
    let is_it = |message: &HtmlElement| message.get_attribute(ROW).as_deref() == Some(&row.0);
    messages_in(viewport).find(is_it)
}

/// The lowest message that has come to its end on screen, or fills it.
pub fn lowest_on_screen(viewport: &HtmlDivElement) -> Option<RowKey> {
    let frame = viewport.get_bounding_client_rect();
    let rows = viewport.query_selector_all(ANCHORS).ok()?;
    (0..rows.length())
        .rev()
        .filter_map(|at| rows.item(at))
        .map(JsCast::unchecked_into::<Element>)
        .find(|row| {
            let row = row.get_bounding_client_rect();
            let ends = row.bottom() <= frame.bottom() + 1.0;
            let fills = row.top() <= frame.top() && row.bottom() >= frame.bottom();
            ends && row.bottom() > frame.top() || fills
        })
        .and_then(|row| key_of(&row))
}

/// Whether the reader is at this message or below it.
pub fn is_reached(viewport: &HtmlDivElement, row: &RowKey) -> bool {
    let frame = viewport.get_bounding_client_rect();
    let rows = viewport.query_selector_all(ANCHORS).ok();
    let row = rows.and_then(|rows| {
        (0..rows.length())
            .filter_map(|at| rows.item(at))
            .map(JsCast::unchecked_into::<Element>)
            .find(|element| key_of(element).as_ref() == Some(row))
    });
    row.is_some_and(|row| {
        let row = row.get_bounding_client_rect();
        row.bottom() <= frame.bottom() + 1.0 || row.top() <= frame.top()
    })
}

fn key_of(bubble: &Element) -> Option<RowKey> {
    bubble.parent_element()?.get_attribute(ROW).map(RowKey)
}
