//! What the account pages show.

/// One form of an account page, with all that is said around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountView {
    /// Which form.
    pub form: AccountForm,
    /// What it asks for, in this order.
    pub fields: Vec<Field>,
    /// Counts the forms shown: another number is another form, with empty fields.
    pub generation: u32,
    /// A call is under way; the form cannot be sent again.
    pub busy: bool,
    /// Why the last try failed.
    pub fault: Option<AccountFault>,
    /// What is wrong with what was typed. The first of them gets the focus.
    pub wrong: Vec<(Field, FieldFault)>,
    /// Counts the times the form was sent and refused for what was typed.
    pub refusals: u32,
    /// What has been done.
    pub said: Option<Said>,
    /// The address, as far as it is known.
    pub email: String,
    /// Where a code went, a question's words, or the secret of an authenticator app.
    pub detail: String,
    /// Names of the attributes that `Field::Attribute` stands for.
    pub attributes: Vec<String>,
    /// What can be chosen.
    pub choices: Vec<Factor>,
    /// Names of the passkeys or browsers that `Factor::Remove` stands for.
    pub listed: Vec<String>,
    /// Which of them is this browser.
    pub this_browser: Option<usize>,
    /// The pool keeps track of the person's browsers, this one among them.
    pub tracked: bool,
    /// So many seconds until another code can be asked for.
    pub resend_in: u32,
    /// How the username stands that was typed last.
    pub handle: HandleState,
    /// The kinds of codes that can be asked for at a sign-in, once that is known.
    pub codes: Option<Vec<CodeKind>>,
    /// The one of them that is asked for; with none the person chooses each time.
    pub preferred: Option<CodeKind>,
}

impl AccountView {
    /// The kinds of codes that can be asked for at a sign-in, as far as that is known.
    pub fn known_codes(&self) -> &[CodeKind] {
        self.codes.as_deref().unwrap_or_default()
    }
}

/// A form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Whose password is to be recovered.
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
    /// Whether the pool is to remember this browser.
    RememberBrowser,
    /// The settings page, with no form open.
    Settings,
    /// Another display name.
    Name,
    /// Another password.
    ChangePassword,
    /// An authenticator app is set up from now on: its secret, and a first code.
    AddApp,
    /// The authenticator app is asked for no more.
    RemoveApp,
    /// Which of several kinds of codes is asked for at a sign-in.
    PreferCode,
    /// The passkeys of the person: one more, or one less.
    Passkeys,
    /// The browsers the pool remembers: one less.
    Browsers,
    /// All sessions end, on all devices.
    LeaveEverywhere,
    /// The account is deleted.
    DeleteAccount,
}

/// Where a code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// An authenticator app (RFC 6238).
    Totp,
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
}

/// What can be chosen.
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
    /// This browser is to be remembered, or not.
    Remember(bool),
    /// On the form of passkeys or of browsers: this one goes, by its place in [`AccountView::listed`].
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

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing was typed.
    Missing,
    /// Not a valid address, username, code or answer.
    Invalid,
    /// More characters than the service accepts.
    TooLong,
    /// A password without what the pool asks for.
    Weak,
    /// Not the same as above.
    Different,
    /// Somebody else has it.
    Taken,
}

/// How a username that is being typed stands.
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

/// What has been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// A code is on its way to `detail`, or to the address.
    CodeSent,
    /// If there is such an account, a code is on its way.
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
    /// The password is the new one.
    NewPassword,
    /// An authenticator app is asked for from now on.
    AppOn,
    /// It is asked for no more.
    AppOff,
    /// Another kind of code is asked for from now on.
    CodePreferred,
    /// There is one more passkey.
    PasskeyAdded,
    /// There is one less.
    PasskeyRemoved,
    /// A browser is not remembered any more.
    BrowserForgotten,
}

/// Why a call failed; each has its own sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFault {
    /// Wrong password or unknown person: never told apart.
    WrongPassword,
    /// The account was disabled.
    Disabled,
    /// Too many wrong passwords; locked for a while (AWS: up to 15 minutes).
    LockedOut,
    /// The service asks to slow down.
    Throttled,
    /// So often was a code asked for or mistyped that the service gives none for a while.
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
