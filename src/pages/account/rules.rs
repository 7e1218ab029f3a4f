//! What a pool asks of a password, as it is met.

use cruddur_contract::password::PasswordRule;
use leptos::prelude::*;

use crate::components::reactive::word;
use crate::html::{Node, State, view};
use crate::platform::dom;
use crate::runtime::use_app;
use crate::text::{account, en};

/// A line a rule, with a mark once the password keeps it. The password is read from its field and kept
/// nowhere else.
#[component(transparent)]
pub fn Rules(
    /// The list's id.
    id: String,
    /// The field's.
    field: String,
    /// Told with each change of the field.
    typed: State<()>,
) -> Node {
    let policy = use_app().config().cognito.password_policy;
    let line = |rule: PasswordRule| {
        let field = field.clone();
        let met = move || {
            typed.track();
            rule.is_met_by(&dom::value_of(&field))
        };
        let state = met.clone();
        view! {
            <li class:met=met>{account::rule(rule)}<span class="visually-hidden">{word(move || if state() { en::MET } else { "" })}</span></li>
        }
    };
    let lines: Vec<Node> = policy.rules().into_iter().map(line).collect();
    view! { <ul id=id class="field-rule rules">{lines}</ul> }
}
