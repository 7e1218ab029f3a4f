//! Requests and answers, and what an answer means before its body is understood.

use cruddur_contract::edit::VersionConflict;
use cruddur_contract::error_code::codes;
use cruddur_contract::{ErrorCode, MessageRow};

use crate::names::NamesPeople;
use crate::view::Trouble;

/// A request to be made as it stands; nobody but the engine decides its content.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Verb.
    pub method: Method,
    /// Absolute address.
    pub url: String,
    /// Headers beside those the browser sets.
    pub headers: Vec<(&'static str, String)>,
    /// Body, JSON.
    pub body: Option<String>,
}

/// The verbs in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Send.
    Post,
    /// Replace.
    Put,
    /// Remove.
    Delete,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Headers hold tokens, bodies hold what people wrote.
        write!(f, "{:?} {}", self.method, self.url)
    }
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpOutcome {
    /// The server answered something.
    Answer(HttpAnswer),
    /// No answer: no network, a refused preflight, a time-out.
    NoAnswer,
}

/// What a server answered.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// Whole body as text; broken UTF-8 replaced.
    pub body: String,
    /// `Link`, where readable.
    pub link: Option<String>,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// `Date` in milliseconds since 1970-01-01 UTC.
    pub date: Option<i64>,
    /// `x-amzn-errortype`.
    pub error_type: Option<String>,
}

impl std::fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Bodies hold tokens and what people wrote.
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// A server that asks for a longer wait is not obeyed, seconds: somebody waits for the message to go.
const LONGEST_WAIT: u32 = 300;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// 401: the token is not (or no longer) good.
    Unauthorized,
    /// 429 or 503, with the seconds to wait where the server says.
    Throttled(Option<u32>),
    /// No answer at all: it may or may not have been carried out.
    NoAnswer,
    /// 5xx, or an answer that is not what the contract says: may or may not have been carried out.
    Server,
    /// 404.
    NotFound(Vec<ErrorCode>),
    /// 409: the message to be edited has changed since; as it is now.
    Conflict(Box<MessageRow>),
    /// Any other 4xx.
    Refused(Vec<ErrorCode>),
}

impl Failure {
    /// As the screen words it.
    pub fn trouble(self) -> Trouble {
        match self {
            Self::NoAnswer => Trouble::Network,
            Self::Server | Self::Unauthorized => Trouble::Server,
            Self::Throttled(_) => Trouble::Throttled,
            Self::NotFound(_) => Trouble::NotFound,
            Self::Conflict(_) => Trouble::Refused(vec![ErrorCode::VersionConflict]),
            Self::Refused(codes) => Trouble::Refused(codes),
        }
    }

    /// How long the server asks to wait, seconds; not longer than [`LONGEST_WAIT`].
    pub fn asked_wait(&self) -> Option<u32> {
        match self {
            Self::Throttled(seconds) => seconds.map(|it| it.min(LONGEST_WAIT)),
            _ => None,
        }
    }

    /// Whether trying again later may help.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::NoAnswer | Self::Server | Self::Throttled(_))
    }
}

impl HttpOutcome {
    /// The answer if its status is 2xx, else why not.
    pub fn success(self) -> Result<HttpAnswer, Failure> {
        let Self::Answer(answer) = self else {
            return Err(Failure::NoAnswer);
        };
        match answer.status {
            200..=299 => Ok(answer),
            401 => Err(Failure::Unauthorized),
            404 => Err(Failure::NotFound(codes(&answer.body))),
            409 => Err(match VersionConflict::parse(&answer.body) {
                Some(VersionConflict { row, .. }) => {
                    Failure::Conflict(Box::new(row.with_clean_names()))
                }
                None => Failure::Refused(codes(&answer.body)),
            }),
            429 => Err(Failure::Throttled(answer.retry_after)),
            // It was not carried out, and the server says when to come back.
            503 if answer.retry_after.is_some() => Err(Failure::Throttled(answer.retry_after)),
            // Request Timeout, Too Early (RFC 9110, 15.5.9; RFC 8470, 5.2): the same request may succeed later.
            408 | 425 => Err(Failure::Server),
            400..=499 => Err(Failure::Refused(codes(&answer.body))),
            _ => Err(Failure::Server),
        }
    }
}
