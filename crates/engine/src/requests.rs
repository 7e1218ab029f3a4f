//! API calls that are in flight, and those that wait for a token.

use std::collections::BTreeMap;

use cruddur_contract::ErrorCode;

use crate::api::Call;
use crate::effect::RequestId;
use crate::http::{Failure, HttpAnswer, HttpOutcome};

/// A call in flight or waiting for a token.
#[derive(Clone, Debug)]
pub struct PendingRequest {
    call: Call,
    /// It was refused with 401 before, and is made a second time.
    replayed: bool,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Requests {
    in_flight: BTreeMap<RequestId, PendingRequest>,
    waiting: Vec<PendingRequest>,
}

/// What is known of the token at an answer.
#[derive(Clone, Copy, Debug)]
pub struct TokenState {
    /// There is a newer token than the one this request was made with.
    pub replaced: bool,
    /// A refusal is the last word: no other token is being fetched, and this tab would know.
    pub last: bool,
}

/// What an answer means.
#[derive(Debug)]
pub enum Answer {
    /// Nobody waits for it.
    Unknown,
    /// It is for the part that made the call.
    Of(Call, Result<HttpAnswer, Failure>),
    /// It was made with an older token: make it again.
    MakeAgain(PendingRequest),
    /// The token was refused; the call waits for the next.
    TokenRefused,
    /// A token that was just issued was refused.
    SessionRefused,
    /// The person's handle was refused; the call waits for another.
    HandleRefused,
}

impl From<Call> for PendingRequest {
    fn from(call: Call) -> Self {
        Self {
            call,
            replayed: false,
        }
    }
}

impl PendingRequest {
    /// The call.
    pub fn call(&self) -> &Call {
        &self.call
    }
}

impl Requests {
    /// This request was made.
    pub fn sent(&mut self, id: RequestId, request: PendingRequest) {
        self.in_flight.insert(id, request);
    }

    /// There is no token: the call waits, once.
    pub fn wait(&mut self, request: PendingRequest) {
        if !self.waiting.iter().any(|known| known.call == request.call) {
            self.waiting.push(request);
        }
    }

    /// Whether a call waits for a token.
    pub fn any_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// A token is there: the calls that waited for it.
    pub fn take_waiting(&mut self) -> Vec<PendingRequest> {
        std::mem::take(&mut self.waiting)
    }

    /// Forgets all. Returns those in flight, to be aborted.
    pub fn forget(&mut self) -> Vec<RequestId> {
        self.waiting.clear();
        std::mem::take(&mut self.in_flight).into_keys().collect()
    }

    /// An answer came.
    pub fn answered(&mut self, id: RequestId, outcome: HttpOutcome, token: TokenState) -> Answer {
        let Some(request) = self.in_flight.remove(&id) else {
            return Answer::Unknown;
        };
        let result = outcome.success();
        let replayed = match &result {
            Err(Failure::Unauthorized) if token.replaced => return Answer::MakeAgain(request),
            Err(Failure::Unauthorized) => !(request.replayed && token.last),
            Err(Failure::Refused(codes)) if needs_other_handle(codes) => {
                self.waiting.push(request);
                return Answer::HandleRefused;
            }
            _ => return Answer::Of(request.call, result),
        };
        self.waiting.push(PendingRequest {
            replayed,
            call: request.call,
        });
        if replayed {
            Answer::TokenRefused
        } else {
            Answer::SessionRefused
        }
    }
}

/// The server cannot use the handle that came with the account: it is another person's, or none at all.
fn needs_other_handle(codes: &[ErrorCode]) -> bool {
    let of_handle = |code| matches!(code, &ErrorCode::HandleTaken | &ErrorCode::HandleInvalid);
    codes.iter().any(of_handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: RequestId = RequestId(7);

    fn answer(status: u16, body: &str) -> HttpOutcome {
        HttpOutcome::Answer(HttpAnswer {
            status,
            body: body.to_owned(),
            ..HttpAnswer::default()
        })
    }

    fn sent(replayed: bool) -> Requests {
        let mut requests = Requests::default();
        let request = PendingRequest {
            call: Call::Ticket,
            replayed,
        };
        requests.sent(ID, request);
        requests
    }

    fn token(replaced: bool, last: bool) -> TokenState {
        TokenState { replaced, last }
    }

    #[test]
    fn a_refused_token_is_refreshed_once_then_the_session_is_over() {
        let refused = || answer(401, "{}");
        let mut requests = sent(false);
        let first = requests.answered(ID, refused(), token(false, true));
        assert!(matches!(first, Answer::TokenRefused));
        let again = requests.take_waiting().pop().expect("it waits");
        requests.sent(ID, again);
        let second = requests.answered(ID, refused(), token(false, true));
        assert!(matches!(second, Answer::SessionRefused));
        assert!(requests.any_waiting(), "for whoever signs in next");
    }

    #[test]
    fn a_second_refusal_is_not_the_last_word_while_another_token_is_fetched() {
        let outcome = sent(true).answered(ID, answer(401, "{}"), token(false, false));
        assert!(matches!(outcome, Answer::TokenRefused));
        let outcome = sent(true).answered(ID, answer(401, "{}"), token(true, true));
        assert!(matches!(outcome, Answer::MakeAgain(_)));
    }

    #[test]
    fn a_call_waits_once_and_a_refused_handle_has_it_wait() {
        let mut requests = Requests::default();
        requests.wait(Call::Ticket.into());
        requests.wait(Call::Ticket.into());
        assert_eq!(requests.take_waiting().len(), 1);
        for code in ["handle_taken", "handle_invalid"] {
            let mut requests = sent(false);
            let refused = answer(422, &format!(r#"["{code}"]"#));
            let outcome = requests.answered(ID, refused, token(false, true));
            assert!(matches!(outcome, Answer::HandleRefused), "{code}");
            assert!(requests.any_waiting());
            assert!(matches!(
                requests.answered(ID, answer(200, "{}"), token(false, true)),
                Answer::Unknown
            ));
        }
    }
}
