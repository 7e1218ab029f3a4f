//! The REST routes.

use cruddur_contract::MessageRow;
use cruddur_contract::message::{SendAnswer, SendRequest};
use cruddur_engine::http::{HttpAnswer, HttpRequest, Method};
use serde_json::json;

use super::{ME, OTHERS, Server};

/// What the network decides for one request.
#[derive(Clone, Copy, Default)]
pub struct Mood {
    /// The newest so many messages are not readable yet.
    pub hidden: usize,
    /// The message to go on from is refused with this status.
    pub refuse_cursor: Option<u16>,
}

/// What came of a request.
pub struct Done {
    pub answer: HttpAnswer,
    /// A new message: which conversation, which message.
    pub news: Option<(usize, usize)>,
}

impl Server {
    pub fn rest(&mut self, request: &HttpRequest, mood: Mood, now: u64) -> Done {
        let address = request.url.trim_start_matches("https://api");
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        if !self.knows_token(request, now) {
            return done(401, "{}".to_owned());
        }
        match (request.method, path) {
            (Method::Get, "/api/message_groups") => {
                let page = self.list_page(query);
                linked(serde_json::to_string(&page.rows).expect("json"), page.link)
            }
            (Method::Post, "/api/messages") => self.send(request, now),
            (Method::Post, "/api/live/ticket") => {
                let ticket = self.ticket();
                done(200, json!({"ticket": ticket, "expires_in": 60}).to_string())
            }
            (Method::Get, "/api/users") => done(200, "[]".to_owned()),
            (Method::Get, path) => match path.strip_prefix("/api/messages/") {
                Some(id) => self.page(id, query, mood),
                None => self.person(path),
            },
            _ => done(404, "[]".to_owned()),
        }
    }

    fn page(&self, id: &str, query: &str, mood: Mood) -> Done {
        let Some(at) = self.group(id) else {
            return done(404, r#"["message_group_not_found"]"#.to_owned());
        };
        let cursor = query.contains("before=") || query.contains("after=");
        if let (true, Some(status)) = (cursor, mood.refuse_cursor) {
            return done(status, r#"["bad_request"]"#.to_owned());
        }
        match self.messages(at, query, mood.hidden) {
            Some(page) => {
                let rows: Vec<&MessageRow> = page.rows.iter().collect();
                linked(self.message_list(&rows), page.link)
            }
            None => done(404, r#"["message_not_found"]"#.to_owned()),
        }
    }

    /// A seed server writes naive times; what is poisoned cannot be read.
    fn message_list(&self, rows: &[&MessageRow]) -> String {
        let mut text = String::from("[");
        for row in rows {
            if text.len() > 1 {
                text.push(',');
            }
            if self.poisoned.contains(&row.uuid) {
                text.push_str(r#"{"uuid":7,"message":"\ud800"}"#);
            } else {
                text.push_str(&serde_json::to_string(row).expect("json"));
            }
        }
        text.push(']');
        if self.seed {
            text.replace(r#"Z""#, r#"""#)
        } else {
            text
        }
    }

    fn person(&self, path: &str) -> Done {
        let handle = path
            .trim_start_matches("/api/users/@")
            .trim_end_matches("/short");
        match (OTHERS.contains(&handle), self.seed) {
            (true, _) => {
                let person = json!({"uuid": handle, "handle": handle, "display_name": handle.to_uppercase()});
                done(200, person.to_string())
            }
            (false, true) => done(200, "{}".to_owned()),
            (false, false) => done(404, r#"["user_not_found"]"#.to_owned()),
        }
    }

    fn send(&mut self, request: &HttpRequest, now: u64) -> Done {
        let body = request.body.as_deref().unwrap_or_default();
        let Ok(send) = serde_json::from_str::<SendRequest>(body) else {
            return done(422, r#"["bad_request"]"#.to_owned());
        };
        // A text that says so is refused, however often it is sent.
        for status in [403, 404, 413, 422] {
            if send.message.ends_with(&format!("refuse{status}")) {
                return done(status, r#"["bad_request"]"#.to_owned());
            }
        }
        let known = send
            .client_message_id
            .as_ref()
            .and_then(|id| self.sends.get(id));
        if let Some((at, n)) = known.copied() {
            return done(200, self.send_answer(at, n, send.handle.is_some()));
        }
        let at = match (&send.handle, &send.message_group_uuid) {
            (Some(handle), _) => self.group_with(handle),
            (None, Some(id)) => match self.group(&id.0) {
                Some(at) => at,
                None => return done(404, r#"["message_group_not_found"]"#.to_owned()),
            },
            (None, None) => return done(422, r#"["message_group_uuid_blank"]"#.to_owned()),
        };
        let n = self.store(at, ME, &send.message, send.client_message_id.clone(), now);
        if let (false, Some(id)) = (self.seed, send.client_message_id) {
            self.sends.insert(id, (at, n));
        }
        let answer = self.send_answer(at, n, send.handle.is_some());
        Done {
            news: Some((at, n)),
            ..done(200, answer)
        }
    }

    fn send_answer(&self, at: usize, n: usize, by_handle: bool) -> String {
        let group = &self.groups[at];
        let row = &group.messages[n];
        if self.seed && by_handle {
            return json!({"message_group_uuid": group.id}).to_string();
        }
        if self.seed {
            let time = row.created_at.to_string();
            return json!({"message_group_uuid": group.id, "uuid": "the-sender", "handle": ME,
                "display_name": row.display_name, "message": row.message,
                "created_at": time.trim_end_matches('Z')})
            .to_string();
        }
        let answer = SendAnswer::new(group.id.clone(), row.clone());
        serde_json::to_string(&answer).expect("json")
    }
}

fn done(status: u16, body: String) -> Done {
    Done {
        answer: HttpAnswer {
            status,
            body,
            ..HttpAnswer::default()
        },
        news: None,
    }
}

fn linked(body: String, link: Option<String>) -> Done {
    let mut done = done(200, body);
    done.answer.link = link;
    done
}
