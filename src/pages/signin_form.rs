//! E-mail and password.

use cruddur_engine::view::{SessionView, SignInView};
use leptos::html::Input;
use leptos::prelude::*;

use crate::components::password_field::PasswordField;
use crate::runtime::use_app;
use crate::text::{en, faults};

/// A real form, so that Enter and password managers work. What was typed stays after a failure; the
/// password is emptied after a success.
#[component]
pub fn SignInForm() -> impl IntoView {
    let app = use_app();
    let email = NodeRef::<Input>::new();
    let password = NodeRef::<Input>::new();
    let email_fault = RwSignal::new(None::<&'static str>);
    let password_fault = RwSignal::new(None::<&'static str>);
    let busy = Memo::new(move |_| app.sign_in.with(|view| *view == SignInView::Busy));
    empty_after_success(password);
    let submit = move || {
        let (Some(email), Some(password)) = (email.get_untracked(), password.get_untracked())
        else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        let (address, secret) = (email.value().trim().to_owned(), password.value());
        email_fault.set(address_fault(&address));
        password_fault.set(secret.is_empty().then_some(en::PASSWORD_MISSING));
        if email_fault.get_untracked().is_some() {
            let _ = email.focus();
        } else if password_fault.get_untracked().is_some() {
            let _ = password.focus();
        } else {
            app.sign_in(address, secret);
        }
    };
    let fault = move || match app.sign_in.get() {
        SignInView::Failed(fault) => Some(faults::sign_in_fault_sentence(&fault)),
        SignInView::Idle | SignInView::Busy => None,
    };
    view! {
        <form class="form" novalidate on:submit=move |ev| { ev.prevent_default(); submit(); }>
            <div class="form-fault" role="alert">{fault}</div>
            <div class="field">
                <label for="email">{en::EMAIL}</label>
                <input
                    node_ref=email
                    id="email"
                    type="email"
                    name="email"
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-invalid=move || email_fault.get().is_some().to_string()
                    aria-describedby="email-fault"
                />
                <p id="email-fault" class="field-fault">{email_fault}</p>
            </div>
            <PasswordField node=password fault=password_fault.into()/>
            <button type="submit" class="button button--primary button--wide" aria-disabled=move || busy.get().to_string()>
                <span class="button-words" class:button-words--busy=busy>{en::SIGN_IN}</span>
                {move || busy.get().then(|| view! { <span class="button-busy">{en::SIGNING_IN}</span> })}
            </button>
        </form>
    }
}

/// What is wrong with an address, as far as can be told without the server.
fn address_fault(address: &str) -> Option<&'static str> {
    let plausible = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !address.contains(char::is_whitespace)
    });
    match (address.is_empty(), plausible) {
        (true, _) => Some(en::EMAIL_MISSING),
        (_, false) => Some(en::EMAIL_ODD),
        _ => None,
    }
}

fn empty_after_success(password: NodeRef<Input>) {
    let app = use_app();
    Effect::new(move || {
        let signed_in = app
            .session
            .with(|session| matches!(session, SessionView::SignedIn(_)));
        if let Some(password) = password.get_untracked().filter(|_| signed_in) {
            password.set_value("");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_two_sides() {
        for good in ["a@b", "a.b+c@example.com", "ü@exämple.com"] {
            assert_eq!(address_fault(good), None, "{good}");
        }
        assert_eq!(address_fault(""), Some(en::EMAIL_MISSING));
        for bad in ["a", "@b", "a@", "a b@c", "a@b@c"] {
            assert_eq!(address_fault(bad), Some(en::EMAIL_ODD), "{bad}");
        }
    }
}
