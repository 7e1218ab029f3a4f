//! The engine's requests and answers as those of the fake server.

use cruddur_engine::http::{HttpAnswer, HttpRequest, Method};
use cruddur_fake_server::{Request, Response, header};

pub fn request(request: &HttpRequest) -> Request {
    let method = match request.method {
        Method::Get => cruddur_fake_server::Method::GET,
        Method::Post => cruddur_fake_server::Method::POST,
        Method::Put => cruddur_fake_server::Method::PUT,
        Method::Delete => cruddur_fake_server::Method::DELETE,
    };
    let body = request.body.as_deref();
    cruddur_fake_server::request(method, &request.url, &request.headers, body)
}

pub fn answer(response: Response) -> HttpAnswer {
    HttpAnswer {
        status: response.status().as_u16(),
        link: header(&response, "link").map(str::to_owned),
        retry_after: header(&response, "retry-after").and_then(|value| value.parse().ok()),
        body: response.into_body(),
        ..HttpAnswer::default()
    }
}
