//! A person's sign: the first letter on a tint of their own.

use leptos::prelude::*;

use crate::components::icons::PeopleIcon;

/// How many tints `style/avatar.css` knows.
const TINTS: u32 = 8;

/// The first letter of the name on a tint that stays the same for a handle. Hidden from assistive
/// technology: the name always stands beside it.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
    /// The handle; names the tint.
    #[prop(into)]
    handle: String,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let tint = tint_of(&handle);
    view! {
        <span class=format!("avatar avatar--{tint} {class}") aria-hidden="true" translate="no" prop:textContent=letter_of(&name, &handle)></span>
    }
}

/// A group's sign, on a tint that stays the same for a handle. Hidden from assistive technology likewise.
#[component]
pub fn GroupAvatar(
    /// Names the tint.
    #[prop(into)]
    handle: String,
) -> impl IntoView {
    let tint = tint_of(&handle);
    view! { <span class=format!("avatar avatar--{tint}") aria-hidden="true"><PeopleIcon/></span> }
}

/// Which tint a handle has: FNV-1a over its lower-case form.
fn tint_of(handle: &str) -> u32 {
    let hash = handle
        .to_ascii_lowercase()
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
    (hash >> 8) % TINTS
}

fn letter_of(name: &str, handle: &str) -> String {
    let letter = |text: &str| text.chars().find(|c| c.is_alphanumeric());
    letter(name)
        .or_else(|| letter(handle))
        .map_or_else(|| "?".to_owned(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tint_does_not_depend_on_case() {
        assert_eq!(tint_of("Bayko"), tint_of("bayko"));
        assert!(
            ["a", "b", "andrewbrown", "", "ü"]
                .iter()
                .all(|handle| tint_of(handle) < TINTS)
        );
    }

    #[test]
    fn the_letter_is_the_first_of_name_or_handle() {
        assert_eq!(letter_of("andrew", "x"), "a");
        assert_eq!(letter_of("  “Zoë”", "x"), "Z");
        assert_eq!(letter_of("👋", "_bob"), "b");
        assert_eq!(letter_of("", ""), "?");
    }
}
