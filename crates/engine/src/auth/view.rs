//! The view of the account pages.

/// One form of an account page, with the messages around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountView {
    pub form: AccountForm,
    /// In the order they are shown.
    pub fields: Vec<Field>,
    /// Counts the forms shown: another number is another form, with empty fields.
    pub generation: u32,
    /// A request is in flight, or the browser is busy; the form cannot be sent again.
    pub busy: bool,
    /// Why the last attempt failed.
    pub fault: Option<AccountFault>,
    /// Validation errors. The first field of them gets the focus.
    pub wrong: Vec<(Field, FieldFault)>,
    /// Counts the times the form was sent and refused, by validation or by the service.
    pub refusals: u32,
    /// The outcome of the last step.
    pub said: Option<Said>,
    /// Empty until it is known.
    pub email: String,
    /// The destination of a code, the text of a question, or the secret of an authenticator app.
    pub detail: String,
    /// Names of the attributes that [`Field::Attribute`] counts.
    pub attributes: Vec<String>,
    /// Buttons beside or instead of the fields.
    pub choices: Vec<Factor>,
    /// Names of the passkeys or browsers that [`Factor::Remove`] counts.
    pub listed: Vec<String>,
    /// The place of this browser among them.
    pub this_browser: Option<usize>,
    /// The pool tracks devices and has a key for this browser.
    pub tracked: bool,
    /// Seconds until another code can be requested.
    pub resend_in: u32,
    /// The state of the username that was typed last.
    pub handle: HandleState,
    /// The kinds of codes the person can be asked for at a sign-in, once that is known.
    pub codes: Option<Vec<CodeKind>>,
    /// The one of them that is asked for; without one the person chooses each time.
    pub preferred: Option<CodeKind>,
}

impl AccountView {
    /// [`Self::codes`], or none.
    pub fn known_codes(&self) -> &[CodeKind] {
        self.codes.as_deref().unwrap_or_default()
    }
}

/// A form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AccountForm {
    /// Address and password.
    #[default]
    SignIn,
    /// The address alone: the pool says how to go on.
    WithoutPassword,
    /// A new account.
    SignUp,
    /// The code that confirms an address.
    Confirm,
    /// The address whose password is recovered.
    Recover,
    /// The recovery code and a new password.
    Reset,
    /// A new password instead of one an administrator gave (NEW_PASSWORD_REQUIRED).
    NewPassword,
    /// A code of this kind.
    Code(CodeKind),
    /// One of several ways to go on (SELECT_MFA_TYPE, SELECT_CHALLENGE).
    Choose,
    /// An authenticator app is set up: its secret, and a first code.
    SetUpTotp,
    /// A pool's own question (CUSTOM_CHALLENGE).
    Question,
    /// Whether the pool remembers this browser.
    RememberBrowser,
    /// The settings page, with no form open.
    Settings,
    /// Another display name.
    Name,
    /// Another password.
    ChangePassword,
    /// An authenticator app is set up from now on: its secret, and a first code.
    AddApp,
    /// The authenticator app is turned off.
    RemoveApp,
    /// Which of several kinds of codes is asked for at a sign-in.
    PreferCode,
    /// The passkeys of the person: add one, remove one.
    Passkeys,
    /// The browsers the pool remembers: forget one.
    Browsers,
    /// Ends all sessions, on all devices.
    LeaveEverywhere,
    /// Deletes the account; the first question.
    DeleteAccount,
    /// The last question.
    DeleteForGood,
}

/// Where a code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// An authenticator app (RFC 6238).
    Totp,
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
}

/// A choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Factor {
    /// The password, by SRP.
    Password,
    /// A code of this kind.
    Code(CodeKind),
    /// A passkey.
    Passkey,
    /// On the sign-in form: without the password.
    WithoutPassword,
    /// Whether this browser is remembered.
    Remember(bool),
    /// On the form of passkeys or of browsers: remove this one, by its place in [`AccountView::listed`].
    Remove(usize),
}

/// What a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// E-mail address.
    Email,
    /// The present password.
    Password,
    /// The password of a new account.
    FirstPassword,
    /// A password in place of the present one.
    NewPassword,
    /// The same once more.
    Again,
    /// The name others see.
    Name,
    /// Handle.
    Username,
    /// A code.
    Code,
    /// The answer to a question.
    Answer,
    /// An attribute the pool asks for, by its place in [`AccountView::attributes`].
    Attribute(usize),
}

/// A validation error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing was typed.
    Missing,
    /// Not a valid address, username, code or answer.
    Invalid,
    /// Not the present password.
    Wrong,
    /// More characters than the service accepts.
    TooLong,
    /// A password without what the pool asks for.
    Weak,
    /// A password with white space at an end, which no pool accepts.
    BlankEnds,
    /// Not the same as above.
    Different,
    /// A name that nobody may have: it passes for the brand's, or for that of a deleted account.
    Reserved,
    /// Somebody else has it.
    Taken,
}

/// The state of a username that is being typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HandleState {
    /// Not known, and not being checked.
    #[default]
    Unknown,
    /// Not a valid username.
    Invalid,
    /// The server is asked.
    Checking,
    /// Nobody has it.
    Free,
    /// Somebody has.
    Taken,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A code was sent to `detail`, or to the address.
    CodeSent,
    /// If there is such an account, a code was sent.
    RecoverySent,
    /// The address is confirmed: sign in.
    Confirmed,
    /// The password is the new one: sign in.
    PasswordChanged,
    /// The address has to be confirmed before anything else.
    ConfirmFirst,
    /// The password has to be recovered before anything else.
    ResetFirst,
    /// The display name is the new one.
    Saved,
    /// The password is the new one, and all other sessions have ended.
    NewPassword,
    /// The password is the new one; other sessions could not be ended.
    NewPasswordOnly,
    /// An authenticator app is asked for from now on.
    AppOn,
    /// It is not asked for any more.
    AppOff,
    /// Another kind of code is asked for from now on.
    CodePreferred,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A browser is not remembered any more.
    BrowserForgotten,
}

/// Why a call failed; each has its own sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFault {
    /// Wrong password or unknown person: the same to everybody.
    WrongPassword,
    /// The account has no password, and one is asked for.
    NoPassword,
    /// The account was disabled.
    Disabled,
    /// Too many wrong passwords; locked for a while (AWS: up to 15 minutes).
    LockedOut,
    /// The service asks to slow down.
    Throttled,
    /// A code was requested or mistyped so often that the service sends none for a while.
    LimitReached,
    /// The service could not be reached.
    NoNetwork,
    /// No such pool or client, or it lacks a setting: the configuration is wrong, not the person.
    WrongPool,
    /// The pool asks for a step this app does not have.
    UnsupportedChallenge(String),
    /// The service failed or answered what cannot be read.
    Service,
    /// The code is not the one that was sent.
    WrongCode,
    /// The code is too old.
    ExpiredCode,
    /// The steps took too long, or were mixed up: they start over.
    SessionOver,
    /// The address has an account already.
    EmailTaken,
    /// The pool's password rules are not met; in the words of the service, which name them.
    PasswordRefused(String),
    /// This password was used before.
    PasswordUsed,
    /// The message with the code could not be delivered.
    NotDelivered,
    /// The pool does not accept what was typed.
    Refused,
    /// No passkey was chosen, or the browser has none for this.
    NoPasskey,
    /// A firewall in front of the service refused the call.
    Blocked,
}
