//! Which page a form is on, and what it asks for.

use cruddur_contract::paths::encode;

use super::view::{AccountForm, AccountView, Field};

/// A page of the way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    SignIn,
    SignUp,
    Confirm,
    Forgot,
}

impl Page {
    /// The page a form is on.
    pub fn of(form: AccountForm) -> Self {
        match form {
            AccountForm::SignUp => Self::SignUp,
            AccountForm::Confirm => Self::Confirm,
            AccountForm::Recover | AccountForm::Reset => Self::Forgot,
            _ => Self::SignIn,
        }
    }

    pub fn first_form(self) -> AccountForm {
        match self {
            Self::SignIn => AccountForm::SignIn,
            Self::SignUp => AccountForm::SignUp,
            Self::Confirm => AccountForm::Confirm,
            Self::Forgot => AccountForm::Recover,
        }
    }

    /// Where the page is. That of a confirmation names the address: a phone may reload the page while the person
    /// looks for the code in another app.
    pub fn path(self, email: &str) -> String {
        let path = match self {
            Self::SignIn => "/signin",
            Self::SignUp => "/signup",
            Self::Confirm if !email.is_empty() => {
                return format!("/confirm?email={}", encode(email));
            }
            Self::Confirm => "/confirm",
            Self::Forgot => "/forgot",
        };
        path.to_owned()
    }
}

/// Whether a form belongs to the settings page.
pub fn is_setting(form: AccountForm) -> bool {
    matches!(
        form,
        AccountForm::Settings
            | AccountForm::Name
            | AccountForm::ChangePassword
            | AccountForm::AddApp
            | AccountForm::RemoveApp
            | AccountForm::PreferCode
            | AccountForm::Passkeys
            | AccountForm::Browsers
            | AccountForm::LeaveEverywhere
            | AccountForm::DeleteAccount
            | AccountForm::DeleteForGood
    )
}

/// What the form on screen asks for, in this order.
pub fn fields(view: &AccountView) -> Vec<Field> {
    let fields: &[Field] = match view.form {
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
        AccountForm::RemoveApp => &[Field::Password],
        AccountForm::DeleteAccount => &[Field::Password, Field::Answer],
        AccountForm::Choose
        | AccountForm::RememberBrowser
        | AccountForm::Settings
        | AccountForm::Passkeys
        | AccountForm::Browsers
        | AccountForm::PreferCode
        | AccountForm::LeaveEverywhere
        | AccountForm::DeleteForGood => &[],
    };
    let mut all = fields.to_vec();
    if view.form == AccountForm::NewPassword {
        all.extend((0..view.attributes.len()).map(Field::Attribute));
    }
    all
}
