//! Grey shapes of what is on its way. They appear after 150 ms (style/skeleton.css), so that a quick
//! answer shows none.

use leptos::prelude::*;

use crate::i18n::en;

/// Rows of the list of conversations.
#[component]
pub fn GroupSkeletons() -> impl IntoView {
    view! {
        <div class="skeletons" aria-busy="true">
            <p class="visually-hidden">{en::LOADING}</p>
            {(0..6).map(|_| view! {
                <div class="skeleton-group">
                    <span class="skeleton skeleton--circle"></span>
                    <span class="skeleton-lines">
                        <span class="skeleton skeleton--short"></span>
                        <span class="skeleton skeleton--long"></span>
                    </span>
                </div>
            }).collect::<Vec<_>>()}
        </div>
    }
}

/// Bubbles of a conversation.
#[component]
pub fn MessageSkeletons() -> impl IntoView {
    view! {
        <div class="skeletons skeletons--messages" aria-busy="true">
            <p class="visually-hidden">{en::LOADING}</p>
            {["other", "other wide", "own", "other", "own wide", "own"].into_iter().map(|kind| {
                let class = format!("skeleton skeleton-bubble {kind}");
                view! { <span class=class></span> }
            }).collect::<Vec<_>>()}
        </div>
    }
}

/// The whole messages page, while the session is being taken up again.
#[component]
pub fn PageSkeleton() -> impl IntoView {
    view! {
        <div class="frame" data-place="groups">
            <div class="frame-list"><div class="list-header"></div><GroupSkeletons/></div>
            <main class="frame-main"><MessageSkeletons/></main>
        </div>
    }
}
