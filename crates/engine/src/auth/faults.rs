//! What a fault of the service means.

use cruddur_contract::cognito::Fault;

use super::view::AccountFault;

/// A call of the pool, by what its refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// `InitiateAuth`
    Initiate,
    /// `RespondToAuthChallenge` with the proof of the password.
    Prove,
    /// `RespondToAuthChallenge` with a remembered device's `A`.
    StartDevice,
    /// `RespondToAuthChallenge` with the proof of a device's password.
    ProveDevice,
    /// `RespondToAuthChallenge` with the credential of a passkey.
    ProvePasskey,
    /// `RespondToAuthChallenge` with anything else.
    Respond,
    /// `AssociateSoftwareToken` during a sign-in.
    Associate,
    /// `VerifySoftwareToken` during a sign-in.
    Verify,
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
    /// `ChangePassword`
    ChangePassword,
    /// Any other call with the access token of somebody signed in.
    Setting,
}

impl Call {
    /// Whether its refusal is about address and password.
    pub fn is_sign_in(self) -> bool {
        matches!(self, Self::Initiate | Self::Prove)
    }
}

/// What a refusal means for the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A sentence, and the person tries again.
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
        // Nobody learns whether there is such a person.
        "UserNotFoundException" => said(AccountFault::WrongCode),
        "UserNotConfirmedException" => Meaning::Unconfirmed,
        "PasswordResetRequiredException" => Meaning::ResetFirst,
        "InvalidParameterException" if call == Call::Initiate && says("not enabled") => {
            Meaning::OtherFlow
        }
        // "Cannot reset password for the user as there is no registered/verified email or phone_number"
        "InvalidParameterException" if call == Call::Forgot && says("verified") => {
            Meaning::Unconfirmed
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
        | "UnsupportedOperationException"
        | "WebAuthnClientMismatchException"
        | "WebAuthnConfigurationMissingException"
        | "WebAuthnNotEnabledException"
        | "WebAuthnOriginNotAllowedException"
        | "WebAuthnRelyingPartyMismatchException" => said(AccountFault::WrongPool),
        "WebAuthnChallengeNotFoundException" => said(AccountFault::SessionOver),
        "WebAuthnCredentialNotSupportedException" => said(AccountFault::NoPasskey),
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
            Call::ProvePasskey => AccountFault::NoPasskey,
            Call::Confirm | Call::Reset => AccountFault::WrongCode,
            // "Access Token has been revoked"; else it is about the present password.
            Call::ChangePassword if !says("token") => AccountFault::WrongPassword,
            Call::ChangePassword | Call::Setting => AccountFault::SessionOver,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Exception, the service's text, and what it means at sign-in and elsewhere (at the answer to a
    /// code, where the call matters).
    fn table() -> Vec<(&'static str, &'static str, Meaning, Meaning)> {
        use AccountFault as F;
        let both = |kind, text, fault: F| {
            (
                kind,
                text,
                Meaning::Said(fault.clone()),
                Meaning::Said(fault),
            )
        };
        let said = |fault| Meaning::Said(fault);
        vec![
            (
                "NotAuthorizedException",
                "Incorrect username or password.",
                said(F::WrongPassword),
                said(F::SessionOver),
            ),
            both(
                "NotAuthorizedException",
                "Password attempts exceeded",
                F::LockedOut,
            ),
            (
                "NotAuthorizedException",
                "User is disabled.",
                said(F::Disabled),
                said(F::SessionOver),
            ),
            (
                "UserNotFoundException",
                "",
                said(F::WrongPassword),
                said(F::WrongCode),
            ),
            (
                "UserNotConfirmedException",
                "",
                Meaning::Unconfirmed,
                Meaning::Unconfirmed,
            ),
            (
                "PasswordResetRequiredException",
                "",
                Meaning::ResetFirst,
                Meaning::ResetFirst,
            ),
            (
                "InvalidParameterException",
                "",
                said(F::WrongPool),
                said(F::Refused),
            ),
            both("CodeMismatchException", "", F::WrongCode),
            both("EnableSoftwareTokenMFAException", "", F::WrongCode),
            both("ExpiredCodeException", "", F::ExpiredCode),
            both(
                "InvalidPasswordException",
                "Too short",
                F::PasswordRefused("Too short".into()),
            ),
            both(
                "PasswordHistoryPolicyViolationException",
                "",
                F::PasswordUsed,
            ),
            both("UsernameExistsException", "", F::EmailTaken),
            both("AliasExistsException", "", F::EmailTaken),
            both("CodeDeliveryFailureException", "", F::NotDelivered),
            both("TooManyRequestsException", "", F::Throttled),
            both("LimitExceededException", "", F::LimitReached),
            both("TooManyFailedAttemptsException", "", F::LimitReached),
            both("UserLambdaValidationException", "", F::Refused),
            both("ForbiddenException", "", F::Blocked),
            both("ResourceNotFoundException", "", F::WrongPool),
            both("SoftwareTokenMFANotFoundException", "", F::WrongPool),
            both("MFAMethodNotFoundException", "", F::WrongPool),
            both("InvalidUserPoolConfigurationException", "", F::WrongPool),
            both("InvalidSmsRoleAccessPolicyException", "", F::WrongPool),
            both("InvalidSmsRoleTrustRelationshipException", "", F::WrongPool),
            both("InvalidEmailRoleAccessPolicyException", "", F::WrongPool),
            both("FeatureUnavailableInTierException", "", F::WrongPool),
            both("OperationNotEnabledException", "", F::WrongPool),
            both("UnsupportedOperationException", "", F::WrongPool),
            both("InternalErrorException", "", F::Service),
            both("UnexpectedLambdaException", "", F::Service),
            both("InvalidLambdaResponseException", "", F::Service),
            both("ConcurrentModificationException", "", F::Service),
            both("SomethingNewException", "", F::Service),
            both("", "", F::Service),
        ]
    }

    #[test]
    fn every_exception_has_its_meaning() {
        for (kind, message, at_sign_in, elsewhere) in table() {
            let fault = Fault {
                kind: kind.into(),
                message: message.into(),
            };
            assert_eq!(meaning(Call::Prove, &fault), at_sign_in, "{kind} {message}");
            assert_eq!(
                meaning(Call::Respond, &fault),
                elsewhere,
                "{kind} {message}"
            );
        }
    }

    #[test]
    fn a_refusal_at_another_call_is_not_taken_for_a_wrong_password() {
        let refused = |call, message: &str| {
            let fault = Fault {
                kind: "NotAuthorizedException".into(),
                message: message.into(),
            };
            meaning(call, &fault)
        };
        let said = Meaning::Said;
        assert_eq!(
            refused(Call::SignUp, "SignUp is not permitted for this user pool"),
            said(AccountFault::Refused)
        );
        assert_eq!(refused(Call::Reset, ""), said(AccountFault::WrongCode));
        assert_eq!(refused(Call::Confirm, ""), said(AccountFault::WrongCode));
        let confirmed = "User cannot be confirmed. Current status is CONFIRMED";
        assert_eq!(refused(Call::Confirm, confirmed), Meaning::AlreadyConfirmed);
    }

    fn meaning_of(call: Call, kind: &str, message: &str) -> Meaning {
        let fault = Fault {
            kind: kind.into(),
            message: message.into(),
        };
        meaning(call, &fault)
    }

    #[test]
    fn only_a_sign_in_that_the_client_does_not_allow_goes_on_by_another_flow() {
        let kind = "InvalidParameterException";
        let not_enabled = "USER_SRP_AUTH is not enabled for the client.";
        let initiate = |message| meaning_of(Call::Initiate, kind, message);
        assert_eq!(initiate(not_enabled), Meaning::OtherFlow);
        assert_eq!(initiate(""), Meaning::Said(AccountFault::WrongPool));
        let refused = Meaning::Said(AccountFault::Refused);
        assert_eq!(meaning_of(Call::Respond, kind, not_enabled), refused);
    }

    #[test]
    fn a_setting_refused_for_its_token_is_not_refused_for_the_password() {
        let refused = |call, message| meaning_of(call, "NotAuthorizedException", message);
        let revoked = "Access Token has been revoked";
        let over = Meaning::Said(AccountFault::SessionOver);
        assert_eq!(refused(Call::Setting, revoked), over);
        assert_eq!(refused(Call::ChangePassword, revoked), over);
        assert_eq!(
            refused(Call::ChangePassword, "Incorrect username or password."),
            Meaning::Said(AccountFault::WrongPassword)
        );
    }
}
