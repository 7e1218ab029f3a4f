//! Shown instead of the app while `config.json` cannot be fetched.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::i18n::en;
use crate::platform::dom;

/// It is asked for again this often, and when the browser is online again.
const AGAIN: Duration = Duration::from_secs(10);

/// Says so, and asks again: by itself, and when the person wants it.
#[component]
pub fn ConfigUnreachablePage(
    /// Whether it is being asked for.
    busy: ArcRwSignal<bool>,
    /// Called when it is to be asked for.
    on_retry: Callback<()>,
) -> impl IntoView {
    dom::set_title(en::UNREACHABLE);
    let retry = {
        let busy = busy.clone();
        move || {
            if !busy.get_untracked() {
                on_retry.run(());
            }
        }
    };
    let online = window_event_listener(ev::online, {
        let retry = retry.clone();
        move |_| retry()
    });
    on_cleanup(move || online.remove());
    if let Ok(timer) = set_interval_with_handle(retry.clone(), AGAIN) {
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
                    aria-busy=move || busy.get().to_string()
                    on:click=move |_| retry()
                >
                    {en::TRY_AGAIN}
                </button>
            </div>
        </main>
    }
}
