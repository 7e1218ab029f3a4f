//! Shown instead of the app while `config.json` cannot be fetched.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::i18n::en;
use crate::platform::dom;
use crate::runtime::ConfigRetry;

/// It is asked for again this often, and when the browser is online again.
const AGAIN: Duration = Duration::from_secs(10);

/// Says so, and asks again: by itself, and when the person wants it.
#[component]
pub fn ConfigUnreachablePage(
    /// Asks for it.
    retry: ConfigRetry,
) -> impl IntoView {
    dom::set_title(en::UNREACHABLE);
    let again = {
        let retry = retry.clone();
        move || retry.retry()
    };
    let online = window_event_listener(ev::online, {
        let again = again.clone();
        move |_| again()
    });
    on_cleanup(move || online.remove());
    if let Ok(timer) = set_interval_with_handle(again.clone(), AGAIN) {
        on_cleanup(move || timer.clear());
    }
    view! {
        <main class="card-page">
            <div class="card">
                <h1>{en::UNREACHABLE}</h1>
                <p role="alert">{en::UNREACHABLE_FIX}</p>
                <button
                    type="button"
                    class="button button--primary"
                    aria-busy=move || retry.is_busy().to_string()
                    on:click=move |_| again()
                >
                    {en::TRY_AGAIN}
                </button>
            </div>
        </main>
    }
}
