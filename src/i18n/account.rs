//! The words of the account pages in English, by form and field.

use cruddur_contract::password::PasswordRule;
use cruddur_engine::view::{
    AccountForm, AccountView, CodeKind, Factor, Field, FieldFault, HandleState, Said,
};

use super::en;

const SIGN_OUT_EVERYWHERE: &str = "Sign out everywhere";
const DELETE_ACCOUNT: &str = "Delete my account";

/// The button that opens a setting's form: what stands on it, and its whole name, which tells it from the others.
pub fn opener(form: AccountForm) -> [&'static str; 2] {
    match form {
        AccountForm::Name => [en::CHANGE, "Change display name"],
        AccountForm::ChangePassword => [en::CHANGE, "Change password"],
        AccountForm::AddApp | AccountForm::RemoveApp => [en::CHANGE, "Change authenticator app"],
        AccountForm::PreferCode => [en::CHANGE, "Change code at sign-in"],
        AccountForm::Passkeys => [en::SHOW, "Show passkeys"],
        AccountForm::Browsers => [en::SHOW, "Show remembered browsers"],
        AccountForm::LeaveEverywhere => [SIGN_OUT_EVERYWHERE; 2],
        AccountForm::DeleteAccount => [DELETE_ACCOUNT; 2],
        _ => [""; 2],
    }
}

/// The present value of a setting, or what it is about.
pub fn value(form: AccountForm, view: &AccountView, name: &str) -> String {
    let words = match form {
        AccountForm::Name => name,
        AccountForm::ChangePassword => "Set",
        AccountForm::AddApp => en::OFF,
        AccountForm::RemoveApp => en::ON,
        AccountForm::PreferCode => preferred(view.preferred),
        AccountForm::Passkeys => "Sign in without a password",
        AccountForm::Browsers => "Not asked for a code",
        AccountForm::LeaveEverywhere => "End your sessions on all of them",
        AccountForm::DeleteAccount => "Deleting it cannot be undone",
        _ => "",
    };
    words.to_owned()
}

/// The heading of a form.
pub fn heading(form: AccountForm) -> &'static str {
    match form {
        AccountForm::SignIn | AccountForm::WithoutPassword => en::SIGN_IN,
        AccountForm::SignUp => en::SIGN_UP,
        AccountForm::Confirm => en::CONFIRM_EMAIL,
        AccountForm::Recover | AccountForm::Reset => "Reset your password",
        AccountForm::NewPassword => "Choose a new password",
        AccountForm::Code(_) => "Enter your code",
        AccountForm::Choose => "Choose how to sign in",
        AccountForm::SetUpTotp => "Set up an authenticator app",
        AccountForm::Question => "One more question",
        AccountForm::RememberBrowser => "Remember this browser?",
        AccountForm::Settings => en::SETTINGS,
        AccountForm::Name => "Display name",
        AccountForm::ChangePassword => "Password",
        AccountForm::AddApp | AccountForm::RemoveApp => "Authenticator app",
        AccountForm::PreferCode => "Code at sign-in",
        AccountForm::Passkeys => "Passkeys",
        AccountForm::Browsers => "Remembered browsers",
        AccountForm::LeaveEverywhere => "Your devices",
        AccountForm::DeleteAccount | AccountForm::DeleteForGood => "Your account",
    }
}

/// The button that sends a form, and what stands there while it is on its way.
pub fn button(form: AccountForm) -> [&'static str; 2] {
    match form {
        AccountForm::SignIn => [en::SIGN_IN, "Signing in…"],
        AccountForm::SignUp => [en::SIGN_UP, "Signing up…"],
        AccountForm::Confirm => ["Confirm email", "Confirming…"],
        AccountForm::Recover => ["Send recovery code", "Sending…"],
        AccountForm::Reset => ["Reset password", en::SAVING],
        AccountForm::NewPassword => ["Save password", en::SAVING],
        AccountForm::SetUpTotp | AccountForm::AddApp => ["Turn on", "Checking…"],
        AccountForm::RemoveApp => ["Turn off", en::SAVING],
        AccountForm::Name => ["Save name", en::SAVING],
        AccountForm::ChangePassword => ["Change password", en::SAVING],
        AccountForm::PreferCode => ["Change code", ""],
        AccountForm::Passkeys => ["Add a passkey", "Waiting…"],
        AccountForm::LeaveEverywhere => [SIGN_OUT_EVERYWHERE, "Signing out…"],
        AccountForm::DeleteAccount => [DELETE_ACCOUNT, "Checking…"],
        AccountForm::DeleteForGood => ["Delete for good", "Deleting…"],
        _ => ["Continue", "Checking…"],
    }
}

/// What a form is about, where its heading does not say it all.
pub fn explanation(view: &AccountView) -> String {
    match view.form {
        AccountForm::NewPassword => {
            "Your password was chosen by somebody else. Choose one that only you know.".to_owned()
        }
        AccountForm::Code(CodeKind::Totp) => {
            "Open your authenticator app and type the code it shows.".to_owned()
        }
        AccountForm::Code(kind) => {
            let way = match kind {
                CodeKind::Sms => "text message",
                _ => "email",
            };
            if view.detail.is_empty() {
                format!("We sent you a code by {way}.")
            } else {
                format!("We sent a code by {way} to {}.", view.detail)
            }
        }
        AccountForm::ChangePassword => {
            "With a new password you are signed out everywhere else.".to_owned()
        }
        AccountForm::Passkeys => {
            "A passkey signs you in with your fingerprint, your face or the lock of your device."
                .to_owned()
        }
        AccountForm::RememberBrowser => {
            "You will not be asked for a code here. Do this only in a browser of your own."
                .to_owned()
        }
        AccountForm::Browsers if view.listed.is_empty() => "No browser is remembered.".to_owned(),
        AccountForm::Browsers => {
            "In these browsers you are not asked for a code when you sign in.".to_owned()
        }
        AccountForm::LeaveEverywhere => {
            "You will be signed out on every device, here too. Messages that are not sent are deleted."
                .to_owned()
        }
        AccountForm::DeleteAccount => {
            "This cannot be undone. Others keep what you wrote to them, under the name “Deleted account”. Enter your password and type “delete” to go on."
                .to_owned()
        }
        AccountForm::DeleteForGood => format!(
            "Delete the account of {} for good? Nobody can bring it back.",
            view.email
        ),
        AccountForm::PreferCode => "Choose the code you are asked for when you sign in.".to_owned(),
        AccountForm::RemoveApp if view.known_codes().len() > 1 => {
            "From then on you are asked for another kind of code. Enter your password to go on.".to_owned()
        }
        AccountForm::RemoveApp => {
            "From then on your password is enough to sign in. Enter it to go on.".to_owned()
        }
        AccountForm::SetUpTotp | AccountForm::AddApp if !view.detail.is_empty() => {
            "Scan this picture with your authenticator app, or type the key into it. Then type the code the app shows."
                .to_owned()
        }
        AccountForm::Question => view.detail.clone(),
        AccountForm::Recover => "We send a code to your address.".to_owned(),
        _ => String::new(),
    }
}

/// The label of a field.
pub fn label(view: &AccountView, field: Field) -> String {
    let words = match field {
        Field::Email => en::EMAIL,
        Field::Password if view.form == AccountForm::ChangePassword => "Present password",
        Field::Password | Field::FirstPassword => en::PASSWORD,
        Field::NewPassword => "New password",
        Field::Again => "New password again",
        Field::Name => "Name",
        Field::Username => en::USERNAME,
        Field::Code => match view.form {
            AccountForm::Confirm => "Confirmation code",
            AccountForm::Reset => "Recovery code",
            _ => "Code",
        },
        Field::Answer => "Answer",
        Field::Attribute(n) => {
            let name = view.attributes.get(n).map_or("", |name| name);
            return attribute(name);
        }
    };
    words.to_owned()
}

/// "given_name" as "Given name".
fn attribute(name: &str) -> String {
    let mut words = name.trim_start_matches("custom:").replace('_', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// What is wrong with a field.
pub fn field_fault(field: Field, fault: FieldFault) -> &'static str {
    match (field, fault) {
        (Field::Email, FieldFault::Missing) => "Enter your email address.",
        (Field::Email, _) => "Enter an address like name@example.com.",
        (Field::Password | Field::FirstPassword, FieldFault::Missing) => "Enter your password.",
        (Field::Password, FieldFault::Wrong) => "This is not your password.",
        (Field::NewPassword, FieldFault::Missing) => "Enter a new password.",
        (Field::Again, FieldFault::Missing) => "Type the new password again.",
        (Field::Again, _) => "This is not the password above.",
        (_, FieldFault::BlankEnds) => "A password has no blank at its beginning or end.",
        (Field::FirstPassword | Field::NewPassword, _) => "This password does not meet the rules.",
        (Field::Name, FieldFault::Missing) => "Enter your name.",
        (_, FieldFault::Reserved) => "Nobody can have this name here. Choose another one.",
        (Field::Name, _) => "Enter a name of at most 50 characters.",
        (Field::Username, FieldFault::Taken) => {
            "Somebody else has this username. Choose another one."
        }
        (Field::Username, FieldFault::Missing) => "Choose a username.",
        (Field::Username, _) => "This cannot be a username. See the rule above.",
        (Field::Code, FieldFault::Missing) => "Enter the code.",
        (Field::Code, _) => "A code has digits only.",
        (Field::Answer, FieldFault::Invalid) => "Type “delete”, or close this.",
        _ => "This is needed to go on.",
    }
}

/// How the username that is being typed stands.
pub fn handle_state(state: HandleState) -> &'static str {
    match state {
        HandleState::Unknown | HandleState::Invalid => "",
        HandleState::Checking => "Checking…",
        HandleState::Free => "This username is free.",
        HandleState::Taken => field_fault(Field::Username, FieldFault::Taken),
    }
}

/// A rule for passwords.
pub fn rule(rule: PasswordRule) -> String {
    match rule {
        PasswordRule::Length(least) => return format!("At least {least} characters"),
        PasswordRule::Lowercase => "A small letter",
        PasswordRule::Uppercase => "A capital letter",
        PasswordRule::Number => "A digit",
        PasswordRule::Symbol => "A special character",
        PasswordRule::Ends => "No blank at the beginning or end",
    }
    .to_owned()
}

/// What has been done.
pub fn said(view: &AccountView) -> String {
    let words = match view.said {
        None => "",
        Some(Said::CodeSent) if view.detail.is_empty() => {
            "We sent you a code. It may take a minute."
        }
        Some(Said::CodeSent) => {
            return format!("We sent a code to {}. It may take a minute.", view.detail);
        }
        Some(Said::RecoverySent) => {
            return format!(
                "If {} has an account here and is confirmed, a code is on its way there.",
                view.email
            );
        }
        Some(Said::Confirmed) => "Your email is confirmed. Sign in to go on.",
        Some(Said::PasswordChanged) => "Your password is changed. Sign in to go on.",
        Some(Said::ConfirmFirst) => {
            "This address is not confirmed yet. Enter the code we sent you when you signed up."
        }
        Some(Said::Saved) => "Your name is changed.",
        Some(Said::NewPassword) => "Your password is changed. You are signed out everywhere else.",
        Some(Said::NewPasswordOnly) => {
            "Your password is changed, but your other sessions could not be ended. Sign out everywhere to end them."
        }
        Some(Said::AppOn) => "Your authenticator app is asked for at each sign-in from now on.",
        Some(Said::AppOff) => "Your authenticator app is not asked for any more.",
        Some(Said::CodePreferred) => "You are asked for this code from now on.",
        Some(Said::PasskeyAdded) => "Your passkey is added.",
        Some(Said::PasskeyRemoved) => "The passkey is removed.",
        Some(Said::BrowserForgotten) => "The browser is forgotten. You are asked for a code there.",
        Some(Said::ResetFirst) => {
            "This account needs a new password. Enter the code we sent you, or ask for another one."
        }
    };
    words.to_owned()
}

/// The kind of code that is asked for at a sign-in.
pub fn preferred(kind: Option<CodeKind>) -> &'static str {
    match kind {
        Some(CodeKind::Totp) => heading(AccountForm::AddApp),
        Some(CodeKind::Sms) => "Text message",
        Some(CodeKind::Email) => en::EMAIL,
        None => "Ask each time",
    }
}

/// A way to go on.
pub fn factor(view: &AccountView, factor: Factor) -> String {
    let words = match factor {
        Factor::Password => "Use your password",
        Factor::Code(CodeKind::Totp) => "Use an authenticator app",
        Factor::Code(CodeKind::Sms) => "Get a code by text message",
        Factor::Code(CodeKind::Email) => "Get a code by email",
        Factor::Passkey => "Use a passkey",
        Factor::WithoutPassword => "Sign in without a password",
        Factor::Remember(true) => "Remember this browser",
        Factor::Remember(false) => "Not now",
        Factor::Remove(n) => {
            let (verb, nameless) = match view.form {
                AccountForm::Browsers => ("Forget", "browser"),
                _ => ("Remove", "passkey"),
            };
            let name = view.listed.get(n).filter(|name| !name.is_empty());
            let name = name.map_or(nameless, |name| name);
            return match view.this_browser {
                Some(this) if this == n => format!("{verb} {name} (this browser)"),
                _ => format!("{verb} {name}"),
            };
        }
    };
    words.to_owned()
}

/// The button that asks for another code.
pub fn resend(seconds: u32) -> String {
    match seconds {
        0 => "Resend code".to_owned(),
        left => format!("Resend code ({left} s)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_of_the_pool_becomes_a_label() {
        assert_eq!(attribute("given_name"), "Given name");
        assert_eq!(attribute("custom:team"), "Team");
        assert_eq!(attribute(""), "");
        assert_eq!(attribute("ülk"), "ülk");
    }
}
