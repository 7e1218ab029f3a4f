//! The product's sign.

use leptos::prelude::*;

/// The sign of index.html and of public/favicon.svg, with the brand's name beside it.
#[component]
pub fn BrandMark(
    /// The name.
    #[prop(into)]
    brand: String,
) -> impl IntoView {
    view! {
        <span class="brand">
            <svg class="brand-sign" viewBox="0 0 48 48" aria-hidden="true">
                <rect width="48" height="48" rx="12" fill="#9500ff"/>
                <path d="M31 18a9 9 0 1 0 0 12" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/>
            </svg>
            <span class="brand-name">{brand}</span>
        </span>
    }
}
