//! Literals for what is only known as text from outside, and for kinds of things.

use cruddur_contract::ErrorCode;

use super::TraceEntry;
use super::entry::parts;
use crate::effect::TimerKey;
use crate::http::Method;
use crate::view::{AccountForm, CodeKind, ConversationKey, Factor};

/// What stands for every text that is not in a list below.
const OTHER: &str = "other";

/// Names of parts of REST paths, of the app's pages, of Cognito's operations and errors, of tab messages
/// and of frames.
const PATHS: &[&str] = &[
    "message_groups",
    "messages",
    "users",
    "handles",
    "profile",
    "ticket",
];
const PAGES: &[&str] = &[
    "signin", "signup", "confirm", "forgot", "messages", "settings",
];
const OPERATIONS: &[&str] = &[
    "InitiateAuth",
    "RespondToAuthChallenge",
    "GetTokensFromRefreshToken",
    "RevokeToken",
    "SignUp",
    "ConfirmSignUp",
    "ResendConfirmationCode",
    "ForgotPassword",
    "ConfirmForgotPassword",
    "AssociateSoftwareToken",
    "VerifySoftwareToken",
    "SetUserMFAPreference",
    "GetUser",
    "UpdateUserAttributes",
    "ChangePassword",
    "GlobalSignOut",
    "DeleteUser",
    "ConfirmDevice",
    "UpdateDeviceStatus",
    "ListDevices",
    "ForgetDevice",
    "ListWebAuthnCredentials",
    "StartWebAuthnRegistration",
    "CompleteWebAuthnRegistration",
    "DeleteWebAuthnCredential",
];
const FAULTS: &[&str] = &[
    "CodeMismatchException",
    "ExpiredCodeException",
    "ForbiddenException",
    "InternalErrorException",
    "InvalidParameterException",
    "InvalidPasswordException",
    "LimitExceededException",
    "NotAuthorizedException",
    "PasswordResetRequiredException",
    "ResourceNotFoundException",
    "TooManyRequestsException",
    "UserLambdaValidationException",
    "UserNotConfirmedException",
    "UserNotFoundException",
    "UsernameExistsException",
];
const TAB_MESSAGES: &[&str] = &[
    "hello",
    "session",
    "signed_out",
    "expired",
    "token_wanted",
    "frame",
    "connection",
    "catch_up",
    "outbox",
    "send",
    "retry",
    "discard",
    "edit",
    "drop_edit",
    "edit_unsent",
    "mark",
    "marked",
    "look",
    "typing",
];
const FRAMES: &[&str] = &[
    "INSERT",
    "UPDATE",
    "DELETE",
    "PRESENCE_STATE",
    "PRESENCE_ENTER",
    "PRESENCE_LEAVE",
    "TYPING",
    "PONG",
    "RECONNECT",
    "SIGNED_OUT",
];

/// The first part of a text that is in a list. That the part may stand elsewhere than where it belongs does no
/// harm: what is noted is the literal.
fn known(text: &str, words: &'static [&'static str]) -> &'static str {
    let word = parts(text).find_map(|part| words.iter().find(|word| **word == part));
    word.copied().unwrap_or(OTHER)
}

pub(super) fn method(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Delete => "DELETE",
    }
}

/// The name of the operation of a call to Cognito.
fn operation<'a>(headers: &'a [(&'static str, String)]) -> Option<&'a str> {
    let mut targets = headers.iter().filter(|(name, _)| *name == "x-amz-target");
    targets.next()?.1.rsplit('.').next()
}

pub(super) fn is_cognito(headers: &[(&'static str, String)]) -> bool {
    operation(headers).is_some()
}

/// The operation of a call to Cognito, or what tells a REST path.
pub(super) fn call(url: &str, headers: &[(&'static str, String)]) -> &'static str {
    match operation(headers) {
        Some(operation) => known(operation, OPERATIONS),
        None => known(url, PATHS),
    }
}

/// The first part of a path of the app.
pub(super) fn page(path: &str) -> &'static str {
    known(path, PAGES)
}

/// Why a call was refused: the API's code, or Cognito's exception.
pub(super) fn refusal(body: &str, error_type: Option<&str>) -> &'static str {
    let error_type = error_type.unwrap_or_default();
    let words = [
        known(body, ErrorCode::NAMES),
        known(body, FAULTS),
        known(error_type, FAULTS),
    ];
    words
        .into_iter()
        .find(|word| *word != OTHER)
        .unwrap_or(OTHER)
}

/// The kind of a tab's message, which is the first key or text behind its version.
pub(super) fn tab_message(text: &str) -> &'static str {
    known(text, TAB_MESSAGES)
}

/// The type of a frame.
pub(super) fn frame(text: &str) -> &'static str {
    known(text, FRAMES)
}

pub(super) fn timer(to: &mut TraceEntry, key: &TimerKey) {
    to.word(
        "key",
        match key {
            TimerKey::RefreshTokens => "RefreshTokens",
            TimerKey::RetryRefresh => "RetryRefresh",
            TimerKey::Revoke => "Revoke",
            TimerKey::Reconnect => "Reconnect",
            TimerKey::Ping => "Ping",
            TimerKey::HandshakeDue => "HandshakeDue",
            TimerKey::PongDue => "PongDue",
            TimerKey::Healthy => "Healthy",
            TimerKey::Rotate => "Rotate",
            TimerKey::Poll => "Poll",
            TimerKey::CatchUp => "CatchUp",
            TimerKey::Resend(_) => "Resend",
            TimerKey::ResendReads => "ResendReads",
            TimerKey::ResendEdit(_) => "ResendEdit",
            TimerKey::DeleteDue(_) => "DeleteDue",
            TimerKey::Search => "Search",
            TimerKey::GroupRows => "GroupRows",
            TimerKey::Save => "Save",
            TimerKey::Watch => "Watch",
            TimerKey::WatchAgain => "WatchAgain",
            TimerKey::Presence => "Presence",
            TimerKey::AnswerDue => "AnswerDue",
            TimerKey::ResendIn => "ResendIn",
            TimerKey::CheckHandle => "CheckHandle",
        },
    );
    if let TimerKey::Resend(ConversationKey::Group(group)) = key {
        to.id(group.as_str());
    }
}

pub(super) fn form(form: AccountForm) -> &'static str {
    match form {
        AccountForm::SignIn => "SignIn",
        AccountForm::WithoutPassword => "WithoutPassword",
        AccountForm::SignUp => "SignUp",
        AccountForm::Confirm => "Confirm",
        AccountForm::Recover => "Recover",
        AccountForm::Reset => "Reset",
        AccountForm::NewPassword => "NewPassword",
        AccountForm::Code(kind) => code_kind(kind),
        AccountForm::Choose => "Choose",
        AccountForm::SetUpTotp => "SetUpTotp",
        AccountForm::Question => "Question",
        AccountForm::RememberBrowser => "RememberBrowser",
        AccountForm::Settings => "Settings",
        AccountForm::Name => "Name",
        AccountForm::ChangePassword => "ChangePassword",
        AccountForm::AddApp => "AddApp",
        AccountForm::RemoveApp => "RemoveApp",
        AccountForm::PreferCode => "PreferCode",
        AccountForm::Passkeys => "Passkeys",
        AccountForm::Browsers => "Browsers",
        AccountForm::LeaveEverywhere => "LeaveEverywhere",
        AccountForm::DeleteAccount => "DeleteAccount",
        AccountForm::DeleteForGood => "DeleteForGood",
    }
}

pub(super) fn factor(factor: Factor) -> &'static str {
    match factor {
        Factor::Password => "Password",
        Factor::Code(kind) => code_kind(kind),
        Factor::Passkey => "Passkey",
        Factor::WithoutPassword => "WithoutPassword",
        Factor::Remember(_) => "Remember",
        Factor::Remove(_) => "Remove",
    }
}

fn code_kind(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Totp => "CodeByApp",
        CodeKind::Sms => "CodeBySms",
        CodeKind::Email => "CodeByEmail",
    }
}

#[cfg(test)]
mod tests {
    use cruddur_contract::frame::ServerFrame;

    use super::*;
    use crate::tabs::TabMessage;

    #[test]
    fn calls_are_named_without_what_their_addresses_hold() {
        let rest = |url: &str| call(url, &[]);
        assert_eq!(rest("https://api/api/messages/secret?before=x"), "messages");
        assert_eq!(rest("https://api/stage/api/users/@ann/short"), "users");
        assert_eq!(rest("https://api/api/ann"), OTHER);
        assert_eq!(rest("nowhere"), OTHER);
        let target = |name: &str| {
            let header = format!("AWSCognitoIdentityProviderService.{name}");
            call("https://cognito/", &[("x-amz-target", header)])
        };
        assert_eq!(target("SignUp"), "SignUp");
        assert_eq!(target("Secret"), OTHER);
        assert_eq!(page("/confirm?email=ann@example.com"), "confirm");
        assert_eq!(page("/ann"), OTHER);
    }

    #[test]
    fn refusals_are_known_codes_and_exceptions() {
        assert_eq!(refusal(r#"["handle_taken","x"]"#, None), "handle_taken");
        assert_eq!(refusal(r#"["secret"]"#, None), OTHER);
        let fault = r##"{"__type":"a#CodeMismatchException","message":"no"}"##;
        assert_eq!(refusal(fault, None), "CodeMismatchException");
        assert_eq!(
            refusal("", Some("ForbiddenException:x")),
            "ForbiddenException"
        );
        assert_eq!(refusal("<html>secret", None), OTHER);
    }

    #[test]
    fn messages_of_tabs_and_frames_are_known_by_their_kind() {
        for (message, kind) in [
            (TabMessage::CatchUp, "catch_up"),
            (TabMessage::SignedOut { last: 1 }, "signed_out"),
            (TabMessage::Hello { session: None }, "hello"),
        ] {
            assert_eq!(tab_message(&message.encode()), kind);
        }
        assert_eq!(tab_message(r#"{"version":1,"message":"secret"}"#), OTHER);
        let pong = ServerFrame::Pong {
            server_time: 1,
            list_version: None,
        }
        .to_text();
        assert_eq!(frame(&pong.expect("a frame")), "PONG");
        assert_eq!(frame(r#"{"row":"zq","type":"INSERT"}"#), "INSERT");
        assert_eq!(frame(r#"{"type":"secret"}"#), OTHER);
        assert_eq!(frame("secret"), OTHER);
    }
}
