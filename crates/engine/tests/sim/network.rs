//! Requests on the way to the server and answers on the way back.

use cruddur_engine::effect::RequestId;
use cruddur_engine::event::Event;
use cruddur_engine::http::{HttpAnswer, HttpOutcome, HttpRequest};

use crate::faults::Fault;
use crate::server::Mood;
use crate::world::{Scheduled, World};

/// The browser gives up a request after so many milliseconds.
const TIME_LIMIT: u64 = 30_000;

impl World {
    /// The client makes a request.
    pub fn request(&mut self, id: RequestId, request: HttpRequest) {
        let page = self.client.page;
        self.no_answer(page, TIME_LIMIT, id);
        if !self.network {
            self.count("request without network");
            let after = self.jitter.range(1, 50);
            return self.no_answer(page, after, id);
        }
        let cognito = request.url.contains("cognito");
        if self.occurs(Fault::LostRequest) {
            return self.lost(page, id);
        }
        let latency = self.latency();
        if !self.server.seed && !cognito && self.occurs(Fault::RepeatedRequest) {
            let later = latency + self.jitter.range(1, 5_000);
            self.schedule(later, Scheduled::Request(page, id, request.clone()));
        }
        self.schedule(latency, Scheduled::Request(page, id, request));
    }

    /// The browser notices soon, or waits until its time limit.
    fn lost(&mut self, page: u32, id: RequestId) {
        if !self.jitter.percent(40) {
            let after = self.jitter.range(10, 3_000);
            self.no_answer(page, after, id);
        }
    }

    fn no_answer(&mut self, page: u32, after: u64, id: RequestId) {
        let outcome = HttpOutcome::NoAnswer;
        self.schedule(
            after,
            Scheduled::Event(page, Event::Answered { id, outcome }),
        );
    }

    pub fn request_arrives(&mut self, page: u32, id: RequestId, request: &HttpRequest) {
        if !self.network {
            self.count("request lost with the network");
            return self.no_answer(page, 0, id);
        }
        let mut answer = self.answer(request);
        answer.date = Some(1_700_000_000_000 + self.now as i64);
        if self.occurs(Fault::LostAnswer) {
            return self.lost(page, id);
        }
        let latency = self.latency();
        self.log(|| format!("   {request:?} -> {}", answer.status));
        let outcome = HttpOutcome::Answer(answer);
        self.schedule(
            latency,
            Scheduled::Event(page, Event::Answered { id, outcome }),
        );
    }

    fn answer(&mut self, request: &HttpRequest) -> HttpAnswer {
        if request.url.contains("cognito") {
            return self.answer_of_cognito(request);
        }
        if let Some(answer) = self.answer_without_the_api() {
            return answer;
        }
        let mood = self.page_faults();
        let done = self.server.rest(request, mood, self.now);
        if done.answer.status == 401 {
            self.count("token refused");
        }
        if let Some((at, n)) = done.news {
            self.count("message stored");
            self.publish(at, n, true);
            if self.occurs(Fault::ErrorAfterAcceptance) {
                return plain(502, "<html>");
            }
        }
        done.answer
    }

    fn answer_of_cognito(&mut self, request: &HttpRequest) -> HttpAnswer {
        if !self.occurs(Fault::CognitoError) {
            return self.server.cognito(request, self.now);
        }
        let throttled = r#"{"__type":"TooManyRequestsException"}"#;
        let answers = [(500, "{}"), (400, throttled), (502, "<html>")];
        let (status, body) = *self.jitter.pick(&answers);
        plain(status, body)
    }

    /// What answers in the server's place, if anything does.
    fn answer_without_the_api(&mut self) -> Option<HttpAnswer> {
        if !self.server.up {
            self.count("server down");
            return Some(plain(503, "<html>"));
        }
        if self.occurs(Fault::ServerError) {
            let status = *self.jitter.pick(&[500, 502, 503, 504]);
            return Some(plain(status, "<html>"));
        }
        if self.occurs(Fault::Throttled) {
            let mut answer = plain(429, r#"["too_many_requests"]"#);
            let seconds = self.jitter.range(1, 5) as u32;
            answer.retry_after = self.jitter.percent(50).then_some(seconds);
            return Some(answer);
        }
        if self.occurs(Fault::CaptivePortal) {
            let bodies = ["<html>sign in to this network</html>", "", "[{", "null"];
            let body = *self.jitter.pick(&bodies);
            return Some(plain(200, body));
        }
        None
    }

    fn page_faults(&mut self) -> Mood {
        let hidden = if !self.server.seed && self.occurs(Fault::ReadLag) {
            self.jitter.range(1, 3) as usize
        } else {
            0
        };
        let refused = self.occurs(Fault::RefusedCursor);
        let status = *self.jitter.pick(&[400, 404, 422]);
        Mood {
            hidden,
            refuse_cursor: refused.then_some(status),
        }
    }
}

fn plain(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.to_owned(),
        ..HttpAnswer::default()
    }
}
