//! Signing in by SRP: `USER_SRP_AUTH`, then `PASSWORD_VERIFIER`.

use cruddur_contract::cognito::{AuthAnswer, Fault};

use super::{Outcome, Session, auth_answer, cognito};
use crate::desk::Desk;
use crate::effect::{Effect, RequestId};
use crate::event::SrpProof;
use crate::http::HttpOutcome;
use crate::view::{SignInFault, SignInView};

/// A sign-in under way.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) email: String,
    step: Step,
}

#[derive(Debug)]
enum Step {
    /// The SRP client makes `A`.
    Starting,
    /// `InitiateAuth` is on its way.
    Initiating(RequestId),
    /// The SRP client makes the proof.
    Proving {
        user_id: String,
        session: Option<String>,
    },
    /// `RespondToAuthChallenge` is on its way.
    Responding(RequestId),
}

impl Flow {
    pub(super) fn request(&self) -> Option<RequestId> {
        match self.step {
            Step::Initiating(id) | Step::Responding(id) => Some(id),
            Step::Starting | Step::Proving { .. } => None,
        }
    }
}

impl Session {
    /// Starts a sign-in, unless one is under way or somebody is signed in for good.
    pub fn sign_in(&mut self, desk: &mut Desk, email: &str, password: String) {
        if self.flow.is_some() || (self.me().is_some() && !self.expired) {
            return;
        }
        let email = email.trim().to_owned();
        desk.do_(Effect::SrpStart {
            username: email.clone(),
            password,
        });
        self.flow = Some(Flow {
            email,
            step: Step::Starting,
        });
        self.set_sign_in(desk, SignInView::Busy);
    }

    /// `A` is ready.
    pub fn srp_started(&mut self, desk: &mut Desk, srp_a: &str) {
        let Some(Flow {
            email,
            step: Step::Starting,
        }) = &self.flow
        else {
            return;
        };
        let request = cognito::start_srp(&self.config, email, srp_a);
        let id = self.send(desk, request);
        self.step(Step::Initiating(id));
    }

    /// The proof is ready, or could not be made from what the service sent.
    pub fn srp_proved(&mut self, desk: &mut Desk, proof: Option<SrpProof>) {
        let Some(Flow {
            step: Step::Proving { user_id, session },
            ..
        }) = &self.flow
        else {
            return;
        };
        match proof {
            Some(proof) => {
                let request = cognito::prove(&self.config, user_id, session.as_deref(), &proof);
                let id = self.send(desk, request);
                desk.do_(Effect::SrpEnd);
                self.step(Step::Responding(id));
            }
            None => self.fail(desk, SignInFault::WrongPassword),
        }
    }

    pub(super) fn flow_answered(&mut self, desk: &mut Desk, outcome: HttpOutcome) -> Outcome {
        match auth_answer(outcome) {
            // Without a refresh token it would end unnoticed with the first access token.
            Ok(AuthAnswer {
                authentication_result: Some(tokens),
                ..
            }) if tokens.refresh_token.is_some() => {
                let again = self.me().is_some();
                let other = self.take_tokens(desk, tokens);
                self.drop_flow(desk);
                self.set_sign_in(desk, SignInView::Idle);
                return match (again, other) {
                    (_, true) => Outcome::Replaced,
                    (true, false) => Outcome::Resumed,
                    (false, false) => Outcome::SignedIn,
                };
            }
            Ok(answer) => self.challenged(desk, answer),
            Err(fault) => {
                let fault = fault.map_or(SignInFault::NoNetwork, |fault| fault_of(&fault));
                self.fail(desk, fault);
            }
        }
        Outcome::Nothing
    }

    fn challenged(&mut self, desk: &mut Desk, answer: AuthAnswer) {
        let name = answer.challenge_name.clone().unwrap_or_default();
        let initiating = |flow: &Flow| matches!(flow.step, Step::Initiating(_));
        match name.as_str() {
            "PASSWORD_VERIFIER" if self.flow.as_ref().is_some_and(initiating) => {}
            // A service that asks for the proof again and again would never come to an end.
            "" | "PASSWORD_VERIFIER" => return self.fail(desk, SignInFault::Service),
            _ => return self.fail(desk, SignInFault::UnsupportedChallenge(name)),
        }
        let srp_b = answer.parameter("SRP_B").to_owned();
        let user_id = answer.parameter("USER_ID_FOR_SRP").to_owned();
        if !is_srp_b(&srp_b) || user_id.is_empty() {
            return self.fail(desk, SignInFault::WrongPassword);
        }
        desk.do_(Effect::SrpProve {
            secret_block: answer.parameter("SECRET_BLOCK").to_owned(),
            user_id: user_id.clone(),
            salt: normal_salt(answer.parameter("SALT")),
            srp_b,
        });
        self.step(Step::Proving {
            user_id,
            session: answer.session,
        });
    }

    fn fail(&mut self, desk: &mut Desk, fault: SignInFault) {
        self.drop_flow(desk);
        self.set_sign_in(desk, SignInView::Failed(fault));
    }

    pub(super) fn drop_flow(&mut self, desk: &mut Desk) {
        let Some(flow) = self.flow.take() else { return };
        desk.do_(Effect::SrpEnd);
        if let Some(id) = flow.request() {
            desk.do_(Effect::Abort(id));
        }
    }

    fn set_sign_in(&mut self, desk: &mut Desk, view: SignInView) {
        self.sign_in = view;
        desk.changed.session = true;
    }

    fn step(&mut self, step: Step) {
        if let Some(flow) = &mut self.flow {
            flow.step = step;
        }
    }
}

/// What a fault of the service means for the person signing in.
pub fn fault_of(fault: &Fault) -> SignInFault {
    match fault.kind.as_str() {
        "NotAuthorizedException" if fault.message.contains("attempts exceeded") => {
            SignInFault::LockedOut
        }
        "NotAuthorizedException" if fault.message.contains("disabled") => SignInFault::Disabled,
        "NotAuthorizedException" | "UserNotFoundException" => SignInFault::WrongPassword,
        "UserNotConfirmedException" => SignInFault::Unconfirmed,
        "PasswordResetRequiredException" => SignInFault::PasswordResetRequired,
        "TooManyRequestsException"
        | "LimitExceededException"
        | "TooManyFailedAttemptsException" => SignInFault::Throttled,
        "ResourceNotFoundException" | "InvalidParameterException" => SignInFault::WrongPool,
        _ => SignInFault::Service,
    }
}

/// `SALT` as an integer's hexadecimal digits: leading zero bytes dropped. The SRP client would keep
/// them and compute another key than Cognito (measured: 0 of 40 sign-ins with such a salt).
fn normal_salt(salt: &str) -> String {
    let digits = salt.trim_start_matches('0');
    if digits.len() % 2 == 1 {
        format!("0{digits}")
    } else {
        digits.to_owned()
    }
}

/// Whether `B` is a number an honest service can send: `B mod N` not zero (RFC 5054, 2.5.4), and no
/// longer than N's 768 digits.
fn is_srp_b(srp_b: &str) -> bool {
    let digits = srp_b.trim_start_matches('0').to_ascii_lowercase();
    !digits.is_empty()
        && digits.len() <= N.len()
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && digits != N
}

/// The 3072-bit prime of RFC 3526, 5.
pub(super) const N: &str = concat!(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74",
    "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437",
    "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed",
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05",
    "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb",
    "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b",
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718",
    "3995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33",
    "a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7",
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864",
    "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e2",
    "08e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_b_that_is_zero_modulo_n_is_refused() {
        let too_long = format!("1{N}");
        for b in [
            "",
            "0",
            "000",
            N,
            &N.to_uppercase(),
            &format!("00{N}"),
            &too_long,
            "xyz",
            "-1",
        ] {
            assert!(!is_srp_b(b), "{b}");
        }
        assert!(is_srp_b("0a1"));
        assert_eq!(N.len(), 768);
    }

    #[test]
    fn leading_zero_bytes_of_the_salt_are_dropped() {
        assert_eq!(normal_salt("00ab"), "ab");
        assert_eq!(normal_salt("0abc"), "0abc");
        assert_eq!(normal_salt("abc"), "0abc");
        assert_eq!(normal_salt("-1f"), "0-1f");
    }
}
