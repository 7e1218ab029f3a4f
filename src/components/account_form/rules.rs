//! The pool's rules for passwords, checked while one is typed.

use cruddur_contract::password::PasswordRule;
use leptos::prelude::*;

use crate::i18n::{account, en};
use crate::platform::dom;
use crate::runtime::use_app;

/// One line per rule, with a mark once the password meets it; the rule that few break shows only while it is broken.
/// The password is read from its field and stored nowhere else.
#[component]
pub fn Rules(
    /// The list's id.
    id: String,
    /// The id of the password field.
    field: String,
    /// Notified when the field changes.
    typed: RwSignal<()>,
) -> impl IntoView {
    let policy = use_app().config().cognito.password_policy;
    let is_met = |rule: PasswordRule| {
        let field = field.clone();
        Memo::new(move |_| {
            typed.track();
            rule.is_met_by(&dom::value_of(&field))
        })
    };
    let line = |rule: PasswordRule| {
        let met = is_met(rule);
        let said = Signal::derive(move || if met.get() { en::MET } else { "" });
        view! {
            <li class:met=met>
                {account::rule(rule)}
                <span class="visually-hidden">{said}</span>
            </li>
        }
    };
    let rules = policy.rules().into_iter();
    let lines: Vec<_> = rules
        .filter(|rule| *rule != PasswordRule::Ends)
        .map(line)
        .collect();
    let ends_met = is_met(PasswordRule::Ends);
    let ends =
        move || (!ends_met.get()).then(|| view! { <li>{account::rule(PasswordRule::Ends)}</li> });
    view! { <ul id=id class="field-rule rules">{lines}{ends}</ul> }
}
