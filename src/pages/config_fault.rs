//! Shown instead of the app when `config.json` is not what it should be.

use cruddur_contract::config::ConfigFault;
use leptos::prelude::*;

use crate::html::{Node, view};
use crate::platform::dom;
use crate::text::en;

/// Names the key, says what it should be and how to mend it.
#[component(transparent)]
pub fn ConfigFaultPage(
    /// What is wrong.
    fault: ConfigFault,
) -> Node {
    dom::set_title(en::NOT_SET_UP);
    view! {
        <main class="card-page">
            <div class="card">
                <h1>{en::NOT_SET_UP}</h1>
                <p role="alert">{en::config_fault(fault.key, fault.expected)}</p>
                <p>{en::NOT_SET_UP_FIX}</p>
                <button type="button" class="button button--primary" on:click=move |_| dom::reload()>{en::TRY_AGAIN}</button>
            </div>
        </main>
    }
}
