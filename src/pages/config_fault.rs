//! Shown instead of the app when `config.json` is missing or invalid.

use cruddur_contract::config::ConfigFault;
use leptos::prelude::*;

use crate::i18n::en;
use crate::platform::dom;

/// Names the key, says what it should be and how to mend it.
#[component]
pub fn ConfigFaultPage(
    /// What is wrong.
    fault: ConfigFault,
) -> impl IntoView {
    dom::set_title(en::NOT_SET_UP);
    view! {
        <main class="card-page">
            <div class="card">
                <h1>{en::NOT_SET_UP}</h1>
                <p role="alert">{en::config_fault(fault.key, fault.expected)}</p>
                <p>{en::NOT_SET_UP_FIX}</p>
                <button type="button" class="button button--primary" on:click=move |_| dom::reload()>
                    {en::TRY_AGAIN}
                </button>
            </div>
        </main>
    }
}
