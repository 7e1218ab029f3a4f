//! E-mail and password.

use cruddur_engine::view::{SessionView, SignInView};
use leptos::html::Input;
use leptos::prelude::*;

use crate::components::password_field::PasswordField;
use crate::components::reactive::{effect, flag, memo, text};
use crate::html::{Node, view};
use crate::runtime::use_app;
use crate::text::{en, faults};

/// A real form, so that Enter and password managers work. What was typed stays after a failure; the
/// password is emptied after a success.
#[component(transparent)]
pub fn SignInForm() -> Node {
    let app = use_app();
    let email = NodeRef::<Input>::new();
    let password = NodeRef::<Input>::new();
    let email_fault = RwSignal::new(None::<&'static str>);
    let password_fault = RwSignal::new(None::<&'static str>);
    let busy = memo(move || app.sign_in.with(|view| *view == SignInView::Busy));
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
    // Signing in again: as the same person, unless told otherwise.
    let known = app.session.with_untracked(|session| match session {
        SessionView::SignedIn(me) => me.email.clone(),
        _ => String::new(),
    });
    let fault = text(move || match app.sign_in.get() {
        SignInView::Failed(fault) => faults::sign_in_fault_sentence(&fault),
        SignInView::Idle | SignInView::Busy => String::new(),
    });
    let progress = text(move || if busy.get() { en::SIGNING_IN } else { "" }.to_owned());
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
                    value=known
                    autocomplete="username"
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-invalid=flag(move || email_fault.get().is_some())
                    aria-describedby="email-fault"
                />
                <p id="email-fault" class="field-fault">{text(move || email_fault.get().unwrap_or_default().to_owned())}</p>
            </div>
            <PasswordField node=password fault=password_fault/>
            <button type="submit" class="button button--primary button--wide" aria-disabled=flag(move || busy.get())>
                <span class="button-words" class:button-words--busy=move || busy.get()>{en::SIGN_IN}</span>
                <span class="button-busy">{progress}</span>
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
    effect(move || {
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
