//! Requests on the way to the server and answers on the way back.

use cruddur_engine::effect::RequestId;
use cruddur_engine::event::Event;
use cruddur_engine::http::{HttpAnswer, HttpOutcome, HttpRequest, Method};

use crate::faults::Fault;
use crate::server::{ServerFaults, Throttled};
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
        let faults = self.server_faults(request);
        let answered = self.server.rest(request, faults, self.now);
        if answered.answer.status == 401 {
            self.count("token refused");
        }
        if let Some((at, n)) = answered.stored {
            self.count("message stored");
            self.publish(at, n, true);
        }
        if let Some((at, n)) = answered.changed {
            self.count("own message changed");
            self.publish(at, n, false);
        }
        if let Some(at) = answered.read {
            self.count("read marker moved");
            self.publish_read(at);
        }
        answered.answer
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

    /// The faults of one request.
    fn server_faults(&mut self, request: &HttpRequest) -> ServerFaults {
        let mut faults = ServerFaults::default();
        if !self.server.up {
            self.count("server down");
            faults.error = Some(503);
        } else if self.occurs(Fault::ServerError) {
            faults.error = Some(*self.jitter.pick(&[500, 502, 503, 504]));
        } else if self.occurs(Fault::Throttled) {
            let seconds = self.jitter.range(1, 5) as u32;
            let retry_after = self.jitter.percent(50).then_some(seconds);
            faults.throttled = Some(Throttled { retry_after });
        } else if self.occurs(Fault::CaptivePortal) {
            let bodies = ["<html>sign in to this network</html>", "", "[{", "null"];
            faults.portal = Some((*self.jitter.pick(&bodies)).to_owned());
        } else {
            self.add_faults_of_the_route(request, &mut faults);
        }
        faults
    }

    fn add_faults_of_the_route(&mut self, request: &HttpRequest, faults: &mut ServerFaults) {
        let changes = matches!(request.method, Method::Put | Method::Delete);
        if request.url.ends_with("/api/messages") || changes {
            let after = self.occurs(Fault::ErrorAfterAcceptance);
            faults.error_after_acceptance = after.then_some(502);
            return;
        }
        if !self.server.seed && self.occurs(Fault::ReadLag) {
            faults.hidden = self.jitter.range(1, 3) as usize;
        }
        if self.occurs(Fault::RefusedCursor) {
            faults.refused_cursor = Some(*self.jitter.pick(&[400, 404, 422]));
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
