//! The product's sign.

use leptos::prelude::*;

/// A speech bubble in the brand's purple with the brand's name beside it.
#[component]
pub fn BrandMark(
    /// The name.
    #[prop(into)]
    brand: String,
) -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-sign" viewBox="0 0 32 32" aria-hidden="true">
                <path class="brand-bubble" d="M16 3c7.700 0 13 4.900 13 11.500S23.700 26 16 26c-1.500 0-2.900-.200-4.200-.500L5 29l1.300-6.200C4.200 20.700 3 17.900 3 14.500 3 7.900 8.300 3 16 3z"/>
                <path class="brand-letter" d="M20.500 11.200a5.500 5.500 0 1 0 0 6.600" fill="none" stroke-width="3" stroke-linecap="round"/>
            </svg>
            <span class="brand-name">{brand}</span>
        </span>
    }
}
