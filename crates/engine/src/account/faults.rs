//! What a fault of the service means.

use cruddur_contract::cognito::Fault;

use super::Call;
use super::view::AccountFault;

/// What a refusal means for what comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It is said, and the person tries again.
    Said(AccountFault),
    /// The address was never confirmed.
    Unconfirmed,
    /// It is confirmed already.
    AlreadyConfirmed,
    /// The password has to be recovered first.
    ResetFirst,
    /// This client signs in by another flow.
    OtherFlow,
}

/// What a refusal of this call means. The table of exceptions is AWS's API model (`InitiateAuth`,
/// `RespondToAuthChallenge`, `SignUp`, `ConfirmSignUp`, `ForgotPassword`, `ConfirmForgotPassword`,
/// `ResendConfirmationCode`, `AssociateSoftwareToken`, `VerifySoftwareToken`); where one exception
/// stands for several cases the service's text tells them apart.
pub fn meaning(call: Call, fault: &Fault) -> Meaning {
    let says = |words: &str| fault.message.to_ascii_lowercase().contains(words);
    let said = |fault| Meaning::Said(fault);
    match fault.kind.as_str() {
        "NotAuthorizedException" => not_authorized(call, &says),
        "UserNotFoundException" if call.is_sign_in() => said(AccountFault::WrongPassword),
        // Whether there is such a person is not told.
        "UserNotFoundException" => said(AccountFault::WrongCode),
        "UserNotConfirmedException" => Meaning::Unconfirmed,
        "PasswordResetRequiredException" => Meaning::ResetFirst,
        "InvalidParameterException" if call == Call::Initiate && says("not enabled") => {
            Meaning::OtherFlow
        }
        "InvalidParameterException" if says("already confirmed") => Meaning::AlreadyConfirmed,
        "InvalidParameterException" if call.is_sign_in() => said(AccountFault::WrongPool),
        "InvalidParameterException" => said(AccountFault::Refused),
        "CodeMismatchException" | "EnableSoftwareTokenMFAException" => {
            said(AccountFault::WrongCode)
        }
        "ExpiredCodeException" => said(AccountFault::ExpiredCode),
        "InvalidPasswordException" => said(AccountFault::PasswordRefused(fault.message.clone())),
        "PasswordHistoryPolicyViolationException" => said(AccountFault::PasswordUsed),
        "UsernameExistsException" | "AliasExistsException" => said(AccountFault::EmailTaken),
        "CodeDeliveryFailureException" => said(AccountFault::NotDelivered),
        "TooManyRequestsException" => said(AccountFault::Throttled),
        "LimitExceededException" | "TooManyFailedAttemptsException" => {
            said(AccountFault::LimitReached)
        }
        "UserLambdaValidationException" => said(AccountFault::Refused),
        "ForbiddenException" => said(AccountFault::Blocked),
        "ResourceNotFoundException"
        | "SoftwareTokenMFANotFoundException"
        | "MFAMethodNotFoundException"
        | "InvalidUserPoolConfigurationException"
        | "InvalidSmsRoleAccessPolicyException"
        | "InvalidSmsRoleTrustRelationshipException"
        | "InvalidEmailRoleAccessPolicyException"
        | "FeatureUnavailableInTierException"
        | "OperationNotEnabledException"
        | "UnsupportedOperationException" => said(AccountFault::WrongPool),
        _ => said(AccountFault::Service),
    }
}

fn not_authorized(call: Call, says: &dyn Fn(&str) -> bool) -> Meaning {
    Meaning::Said(if says("attempts exceeded") {
        AccountFault::LockedOut
    } else if says("disabled") && call.is_sign_in() {
        AccountFault::Disabled
    } else if call.is_sign_in() {
        AccountFault::WrongPassword
    } else {
        match call {
            // "User cannot be confirmed. Current status is CONFIRMED"
            Call::Confirm if says("current status is confirmed") => {
                return Meaning::AlreadyConfirmed;
            }
            Call::Respond | Call::Associate | Call::Verify => AccountFault::SessionOver,
            Call::Confirm | Call::Reset => AccountFault::WrongCode,
            _ => AccountFault::Refused,
        }
    })
}

/// Whether asking for a recovery code may say so. Everything else would tell whether there is such an
/// account.
pub fn recovery_may_say(fault: &AccountFault) -> bool {
    matches!(
        fault,
        AccountFault::Throttled
            | AccountFault::LimitReached
            | AccountFault::NoNetwork
            | AccountFault::WrongPool
            | AccountFault::Service
            | AccountFault::Blocked
    )
}
