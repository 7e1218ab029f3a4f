//! Every way into an account, as one machine: what the person is asked, and what the pool is.
//!
//! At any time it waits for the person (a form is on screen), for the SRP client, for one answer of the
//! pool, or for an access token; never for two. Whatever is answered, it ends signed in or at a form, with
//! a sentence where something failed. Only the check of a username runs beside it.

mod answers;
mod browser;
mod challenges;
pub mod check;
mod device;
mod faults;
mod handle;
mod passkeys;
pub mod settings;
mod srp;
pub mod view;

use cruddur_contract::cognito::Tokens;
use cruddur_contract::config::{AppConfig, CognitoConfig};

use crate::cognito::{self, SignInFlow};
use crate::desk::Desk;
use crate::effect::{Effect, RequestId, TimerKey};
use crate::event::SrpProof;
use crate::http::HttpRequest;
use crate::secret::Secret;

use challenges::Challenge;
use check::{Typed, check, tidied, typed};
use device::Device;
use settings::Todo;
use view::{
    AccountFault, AccountForm, AccountView, CodeKind, Factor, Field, FieldFault, HandleState, Said,
};

/// Seconds until another code can be asked for.
const RESEND: u32 = 30;

/// The machine.
#[derive(Debug)]
pub struct Account {
    config: CognitoConfig,
    api_url: String,
    view: AccountView,
    step: Step,
    flow: SignInFlow,
    /// Needed until it is proved: over the confirmation of an address, too.
    password: Option<Secret>,
    srp_a: String,
    challenge: Challenge,
    /// Over the page of somebody whose session has ended: no other page is shown.
    in_place: bool,
    handle: String,
    handle_check: Option<RequestId>,
    /// The display name of a new account, or that is being saved.
    typed_name: String,
    /// What this browser is to the pool, for the one who signs in.
    device: Option<Device>,
    /// The pool does not know what was kept about it.
    without_device: bool,
    /// Of somebody who is in, but for what there is to say about the browser.
    tokens: Option<Tokens>,
    /// The name of this browser, for the one who is signed in; empty where it has none.
    this_device: String,
    /// The ids of the passkeys or browsers that are listed.
    listed: Vec<String>,
    /// What goes on in the settings once there is an access token.
    todo: Option<Todo>,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The person.
    Person,
    /// An access token, for what is to do in the settings.
    Token,
    /// The SRP client's `A`.
    PublicValue,
    /// The SRP client's proof.
    Proof,
    /// The browser's password as a device.
    Device,
    /// The browser, which asks the person for a passkey.
    Passkey(RequestId),
    /// The answer to a call.
    Answer(RequestId, Call),
}

/// A call of the pool, by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `GET /api/handles/{handle}`, before an account is made.
    CheckHandle,
    /// `SignUp`
    SignUp,
    /// `ConfirmSignUp`
    Confirm,
    /// `ResendConfirmationCode`
    Resend,
    /// `ForgotPassword`
    Forgot,
    /// `ConfirmForgotPassword`
    Reset,
    /// `InitiateAuth`
    Initiate,
    /// `RespondToAuthChallenge` with the proof of the password.
    Prove,
    /// `RespondToAuthChallenge` with a device's `A`, or with the proof of its password.
    ProveDevice,
    /// `ConfirmDevice`
    ConfirmDevice,
    /// `UpdateDeviceStatus` of a new device: remembered, or not.
    RememberDevice(bool),
    /// `RespondToAuthChallenge` with the credential of a passkey.
    ProvePasskey,
    /// `RespondToAuthChallenge` with anything else.
    Respond,
    /// `AssociateSoftwareToken`
    Associate,
    /// `VerifySoftwareToken`
    Verify,
    /// `GetUser`
    LookUp,
    /// `PUT /api/profile`
    Name,
    /// `UpdateUserAttributes`
    NameInPool,
    /// `ChangePassword`
    ChangePassword,
    /// `AssociateSoftwareToken` of somebody signed in.
    AppSecret,
    /// `VerifySoftwareToken` of somebody signed in.
    AppCode,
    /// `SetUserMFAPreference`, on
    AppOn,
    /// `SetUserMFAPreference`, off
    AppOff,
    /// `SetUserMFAPreference`, this kind before the others.
    PreferCode(CodeKind),
    /// `ListWebAuthnCredentials`
    Passkeys,
    /// `StartWebAuthnRegistration`
    PasskeyOptions,
    /// `CompleteWebAuthnRegistration`
    AddPasskey,
    /// `DeleteWebAuthnCredential`
    RemovePasskey,
    /// `ListDevices`
    Devices,
    /// `ForgetDevice`
    ForgetDevice,
    /// `UpdateDeviceStatus`: this one is not remembered any more.
    ForgetThisDevice,
    /// `DELETE /api/live/connections`
    CloseLines,
    /// `GlobalSignOut`
    LeaveEverywhere,
    /// `DELETE /api/profile`
    DeleteProfile,
    /// `DeleteUser`
    DeleteUser,
}

/// What an answer has led to, for the rest of the engine.
pub enum Done {
    /// Nothing it must know.
    Nothing,
    /// Somebody is signed in with these tokens; the name the pool has for this browser, or nothing.
    SignedIn(Tokens, String),
    /// The person has another display name.
    Named(String),
    /// The person is gone, from here and everywhere.
    Left,
}

impl Call {
    /// Whether its refusal is about address and password.
    fn is_sign_in(self) -> bool {
        matches!(self, Self::Initiate | Self::Prove)
    }

    /// Whether the REST API answers it.
    fn is_rest(self) -> bool {
        matches!(self, Self::Name | Self::CloseLines | Self::DeleteProfile)
    }

    /// Whether it goes with the token of somebody signed in.
    fn is_setting(self) -> bool {
        use Call::*;
        self.is_rest()
            || matches!(
                self,
                LookUp
                    | NameInPool
                    | ChangePassword
                    | AppSecret
                    | AppCode
                    | AppOn
                    | AppOff
                    | PreferCode(_)
                    | Passkeys
                    | PasskeyOptions
                    | AddPasskey
                    | RemovePasskey
                    | Devices
                    | ForgetDevice
                    | ForgetThisDevice
                    | LeaveEverywhere
                    | DeleteUser
            )
    }
}

impl Account {
    /// At the form of the sign-in page.
    pub fn new(config: &AppConfig) -> Self {
        let mut account = Self {
            config: config.cognito.clone(),
            api_url: config.api_url.clone(),
            view: AccountView::default(),
            step: Step::Person,
            flow: SignInFlow::default(),
            password: None,
            srp_a: String::new(),
            challenge: Challenge::default(),
            in_place: false,
            handle: String::new(),
            handle_check: None,
            typed_name: String::new(),
            device: None,
            without_device: false,
            tokens: None,
            this_device: String::new(),
            listed: Vec::new(),
            todo: None,
        };
        account.view.fields = account.fields();
        account.view.choices = account.choices();
        account
    }

    /// What is on screen.
    pub fn view(&self) -> &AccountView {
        &self.view
    }

    /// A page with this form is shown, or opened anew. What belongs to the same page goes on.
    pub fn open(&mut self, desk: &mut Desk, form: AccountForm, email: &str) {
        if page_of(self.view.form) != form {
            self.stop(desk);
            self.show(desk, form);
        }
        if self.view.email.is_empty() {
            self.view.email = email.trim().to_owned();
            desk.changed.session = true;
        }
        desk.do_(Effect::SrpPrepare);
    }

    /// Whatever is under way ends; the form of the sign-in page is shown.
    pub fn stop(&mut self, desk: &mut Desk) {
        self.drop_password(desk);
        if let Step::Answer(id, _) | Step::Passkey(id) = self.step {
            desk.do_(Effect::Abort(id));
        }
        self.drop_handle(desk);
        self.todo = None;
        self.device = None;
        self.without_device = false;
        self.tokens = None;
        self.challenge = Challenge::default();
        self.view.said = None;
        self.stop_countdown(desk);
        self.show(desk, AccountForm::SignIn);
    }

    /// The session of this person has ended: the form asks over the page as it is.
    pub fn ask_again(&mut self, desk: &mut Desk, email: &str) {
        self.stop(desk);
        self.in_place = true;
        desk.do_(Effect::SrpPrepare);
        self.view.email = email.to_owned();
    }

    /// Somebody is signed in, or out for good: nothing typed before is left.
    pub fn end(&mut self, desk: &mut Desk) {
        self.stop(desk);
        self.in_place = false;
        self.view.email.clear();
        self.view.codes = None;
        self.view.preferred = None;
        self.view.listed.clear();
        self.listed.clear();
    }

    /// Whether the person is about to end all sessions, this one included.
    pub fn is_leaving(&self) -> bool {
        use Call::*;
        matches!(
            self.step,
            Step::Answer(_, CloseLines | LeaveEverywhere | DeleteProfile | DeleteUser)
        )
    }

    /// The form was sent; a setting goes with an access token.
    pub fn submit(&mut self, desk: &mut Desk, form: AccountForm, typed: Typed, token: &str) {
        if self.step != Step::Person || form != self.view.form {
            return;
        }
        let typed = tidied(typed);
        let mut wrong = check(&typed, &self.config.password_policy);
        if self.handle_is_taken(&typed) {
            wrong.push((Field::Username, FieldFault::Taken));
        }
        self.view.fault = None;
        self.view.said = None;
        self.view.refusals += u32::from(!wrong.is_empty());
        desk.changed.session = true;
        self.view.wrong = wrong;
        if !self.view.wrong.is_empty() {
            return;
        }
        match settings::is_setting(form) {
            true => self.go_on(desk, Todo::Send(typed), token),
            false => self.send_form(desk, form, &typed),
        }
    }

    fn send_form(&mut self, desk: &mut Desk, form: AccountForm, all: &Typed) {
        let text = |field| typed(all, field);
        let email = text(Field::Email);
        if !email.is_empty() {
            if email != self.view.email {
                // A password that waits is the other address's.
                self.drop_password(desk);
            }
            self.view.email = email.to_owned();
        }
        let email = self.view.email.clone();
        let config = &self.config;
        match form {
            AccountForm::SignIn => {
                self.password = Some(Secret(text(Field::Password).to_owned()));
                self.flow = SignInFlow::default();
                self.begin_srp(desk);
            }
            AccountForm::WithoutPassword => {
                self.flow = SignInFlow::Choice;
                let request = cognito::start_without_password(config, &email);
                self.call(desk, Call::Initiate, request);
            }
            AccountForm::SignUp => {
                self.typed_name = text(Field::Name).to_owned();
                self.password = Some(Secret(text(Field::FirstPassword).to_owned()));
                self.sign_up_checked(desk, text(Field::Username));
            }
            AccountForm::Confirm => {
                let request = cognito::confirm(config, &email, text(Field::Code));
                self.call(desk, Call::Confirm, request);
            }
            AccountForm::Recover => {
                let request = cognito::forgot(config, &email);
                self.call(desk, Call::Forgot, request);
            }
            AccountForm::Reset => {
                let password = text(Field::NewPassword).to_owned();
                let request = cognito::reset(config, &email, text(Field::Code), &password);
                self.password = Some(Secret(password));
                self.call(desk, Call::Reset, request);
            }
            AccountForm::Choose => {}
            _ => self.answer_challenge(desk, all),
        }
    }

    /// The person chose a way to go on; a setting goes with an access token.
    pub fn choose(&mut self, desk: &mut Desk, factor: Factor, email: &str, token: &str) {
        if self.step == Step::Person && self.view.choices.contains(&factor) {
            if self.view.form == AccountForm::SignIn {
                email.trim().clone_into(&mut self.view.email);
            }
            self.view.fault = None;
            self.view.said = None;
            self.chosen(desk, factor, token);
        }
    }

    /// Another code is asked for.
    pub fn resend(&mut self, desk: &mut Desk, email: &str) {
        let form = self.view.form;
        if self.step != Step::Person || self.view.resend_in > 0 {
            return;
        }
        let email = email.trim();
        if !email.is_empty() && email != self.view.email {
            self.drop_password(desk);
            self.view.email = email.to_owned();
        }
        self.view.said = None;
        self.view.fault = None;
        self.view.wrong.clear();
        desk.changed.session = true;
        match form {
            _ if self.view.email.is_empty() => {
                self.view.wrong = vec![(Field::Email, FieldFault::Missing)];
                self.view.refusals += 1;
            }
            AccountForm::Confirm => {
                let request = cognito::resend(&self.config, &self.view.email);
                self.call(desk, Call::Resend, request);
            }
            AccountForm::Reset => {
                let request = cognito::forgot(&self.config, &self.view.email);
                self.call(desk, Call::Forgot, request);
            }
            _ => {}
        }
    }

    /// A second of the countdown is over.
    pub fn second_passed(&mut self, desk: &mut Desk) {
        self.view.resend_in = self.view.resend_in.saturating_sub(1);
        desk.changed.session = true;
        if self.view.resend_in > 0 {
            desk.timer(TimerKey::ResendIn, 1_000);
        }
    }

    fn count_down(&mut self, desk: &mut Desk) {
        self.view.resend_in = RESEND;
        desk.timer(TimerKey::ResendIn, 1_000);
    }

    fn stop_countdown(&mut self, desk: &mut Desk) {
        if self.view.resend_in > 0 {
            self.view.resend_in = 0;
            desk.cancel(TimerKey::ResendIn);
        }
    }

    /// Proves the password that is held to the pool.
    fn begin_srp(&mut self, desk: &mut Desk) {
        let Some(Secret(password)) = self.password.clone() else {
            return;
        };
        self.challenge = Challenge::default();
        desk.do_(Effect::SrpStart {
            pool: self.config.user_pool_id.clone(),
            username: self.view.email.clone(),
            password,
        });
        self.wait(desk, Step::PublicValue);
    }

    /// `A` is ready; `device`: what the browser keeps of itself for the address.
    pub fn srp_started(&mut self, desk: &mut Desk, srp_a: &str, device: Option<&str>) {
        if self.step != Step::PublicValue {
        } else if self.challenge.is_of_device() {
            self.respond(desk, Call::ProveDevice, &[("SRP_A", srp_a)]);
        } else {
            self.srp_a = srp_a.to_owned();
            self.device_found(device);
            self.initiate(desk);
        }
    }

    fn initiate(&mut self, desk: &mut Desk) {
        let (email, device) = (&self.view.email, self.device_key());
        let request = cognito::start_srp(&self.config, self.flow, email, &self.srp_a, device);
        self.call(desk, Call::Initiate, request);
    }

    /// The proof is ready, or could not be made from what the service sent.
    pub fn srp_proved(&mut self, desk: &mut Desk, proof: Option<SrpProof>) {
        match proof {
            _ if self.step != Step::Proof => {}
            Some(proof) => self.prove(desk, &proof),
            None if self.challenge.is_of_device() => self.sign_in_without_device(desk),
            None => self.sign_in_failed(desk, AccountFault::WrongPassword),
        }
    }

    fn drop_password(&mut self, desk: &mut Desk) {
        if self.password.take().is_some() {
            desk.do_(Effect::SrpEnd);
        }
        self.srp_a.clear();
    }

    fn call(&mut self, desk: &mut Desk, call: Call, request: HttpRequest) {
        let id = desk.request_id();
        desk.do_(Effect::Http(id, request));
        self.wait(desk, Step::Answer(id, call));
    }

    fn wait(&mut self, desk: &mut Desk, step: Step) {
        self.step = step;
        self.view.busy = step != Step::Person;
        desk.changed.session = true;
    }

    /// Another form is on screen.
    fn show(&mut self, desk: &mut Desk, form: AccountForm) {
        self.view.form = form;
        self.view.fields = self.fields();
        self.view.turn += 1;
        self.view.fault = None;
        self.view.wrong.clear();
        self.view.choices = self.choices();
        self.wait(desk, Step::Person);
    }

    /// Another page is on screen.
    fn show_page(&mut self, desk: &mut Desk, form: AccountForm) {
        let other = page_of(self.view.form) != page_of(form);
        self.show(desk, form);
        if other && !self.in_place {
            let path = path_of(form).to_owned();
            let replace = false;
            desk.do_(Effect::Navigate { path, replace });
        }
    }

    fn say(&mut self, said: Said) {
        self.view.said = Some(said);
    }

    /// What can be chosen on a form before the pool has said anything.
    fn choices(&self) -> Vec<Factor> {
        match self.view.form {
            AccountForm::SignIn if self.config.passwordless => vec![Factor::WithoutPassword],
            AccountForm::PreferCode => {
                let codes = self.view.known_codes().iter().copied();
                codes.map(Factor::Code).collect()
            }
            _ => Vec::new(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let fields: &[Field] = match self.view.form {
            AccountForm::SignIn => &[Field::Email, Field::Password],
            AccountForm::SignUp => &[
                Field::Name,
                Field::Email,
                Field::Username,
                Field::FirstPassword,
            ],
            AccountForm::Confirm => &[Field::Email, Field::Code],
            AccountForm::Recover | AccountForm::WithoutPassword => &[Field::Email],
            AccountForm::Reset => &[Field::Code, Field::NewPassword, Field::Again],
            AccountForm::NewPassword => &[Field::NewPassword, Field::Again],
            AccountForm::Code(_) | AccountForm::SetUpTotp => &[Field::Code],
            AccountForm::Question => &[Field::Answer],
            AccountForm::Name => &[Field::Name],
            AccountForm::ChangePassword => &[Field::Password, Field::NewPassword, Field::Again],
            AccountForm::AddApp => &[Field::Code],
            AccountForm::DeleteAccount => &[Field::Answer],
            AccountForm::Choose
            | AccountForm::RememberBrowser
            | AccountForm::Settings
            | AccountForm::Passkeys
            | AccountForm::Browsers
            | AccountForm::PreferCode
            | AccountForm::RemoveApp
            | AccountForm::LeaveEverywhere => &[],
        };
        let mut all = fields.to_vec();
        if self.view.form == AccountForm::NewPassword {
            all.extend((0..self.view.attributes.len()).map(Field::Attribute));
        }
        all
    }
}

/// The page a form is on, by its first form.
fn page_of(form: AccountForm) -> AccountForm {
    match form {
        AccountForm::SignUp | AccountForm::Confirm | AccountForm::Recover => form,
        AccountForm::Reset => AccountForm::Recover,
        _ => AccountForm::SignIn,
    }
}

fn path_of(form: AccountForm) -> &'static str {
    match page_of(form) {
        AccountForm::SignUp => "/signup",
        AccountForm::Confirm => "/confirm",
        AccountForm::Recover => "/forgot",
        _ => "/signin",
    }
}
