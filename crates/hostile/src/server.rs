//! The healthy server: one conversation of three messages, and whatever is sent into it.

use cruddur_contract::Person;
use cruddur_engine::http::{HttpAnswer, HttpRequest, Method};
use cruddur_fake_server::{Account, FakeServer, MessageIndex, Mode, Pool, Response, header};

use crate::harness::{GROUP, START};

/// The handle of the person who uses the app.
pub const ME: &str = "andrewbrown";
/// The handle of the other person.
pub const OTHER: &str = "bayko";

/// A full server with Andrew's account and his conversation with Bayko.
pub fn healthy() -> FakeServer {
    let andrew = person("p0", ME, "Andrew Brown");
    let bayko = person("p1", OTHER, "Bayko");
    let pool = Pool::new(Account {
        sub: "s".to_owned(),
        handle: ME.to_owned(),
        display_name: andrew.display_name.clone(),
        email: "andrewbrown@example.com".to_owned(),
    });
    let mut server = FakeServer::new(Mode::Full, vec![andrew.clone(), bayko.clone()], pool);
    let at = server.add_group(GROUP.into(), vec![andrew, bayko]);
    // The files of fuzz/seeds name messages so.
    server.groups[at].id_prefix = "m".to_owned();
    for n in 0..3 {
        server.store(at, OTHER, &format!("text {n}"), None, START + n * 1_000);
    }
    server
}

fn person(uuid: &str, handle: &str, display_name: &str) -> Person {
    Person {
        uuid: uuid.into(),
        handle: handle.to_owned(),
        display_name: display_name.to_owned(),
    }
}

/// The server's answer at a time, milliseconds since 1970. It does not check tokens: a hostile answer of
/// Cognito may have issued them.
pub fn answer(server: &mut FakeServer, request: &HttpRequest, now: i64) -> HttpAnswer {
    let method = match request.method {
        Method::Get => cruddur_fake_server::Method::GET,
        Method::Post => cruddur_fake_server::Method::POST,
        Method::Put => cruddur_fake_server::Method::PUT,
        Method::Delete => cruddur_fake_server::Method::DELETE,
    };
    let body = request.body.as_deref();
    let parts = cruddur_fake_server::request(method, &request.url, &request.headers, body);
    let answered = match operation(request) {
        Some(_) => server.answer(&parts, now),
        None => server.rest(&parts, Some(ME), now),
    };
    http_answer(answered.response)
}

fn http_answer(response: Response) -> HttpAnswer {
    HttpAnswer {
        status: response.status().as_u16(),
        link: header(&response, "link").map(str::to_owned),
        body: response.into_body(),
        ..HttpAnswer::default()
    }
}

/// Bayko writes. Returns the frame of the message.
pub fn receive(server: &mut FakeServer, text: &str, now: i64) -> String {
    let group = 0;
    let message = server.store(group, OTHER, text, None, now);
    let frame = server.message_frame(MessageIndex { group, message }, true, ME);
    frame.and_then(|frame| frame.to_text()).unwrap_or_default()
}

/// The operation of a call of Cognito; `None`: a call of the API.
pub fn operation(request: &HttpRequest) -> Option<&str> {
    let mut headers = request.headers.iter();
    let (_, target) = headers.find(|(name, _)| *name == "x-amz-target")?;
    target.rsplit('.').next()
}

/// An answer with this text for a body.
pub fn text_answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.to_owned(),
        ..HttpAnswer::default()
    }
}
