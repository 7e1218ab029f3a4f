//! A server that is well: one conversation of three messages, and whatever is sent into it.

use cruddur_contract::Timestamp;
use cruddur_contract::message::{SendRequest, check_text};
use cruddur_engine::http::{HttpAnswer, HttpRequest, Method};
use serde_json::{Value, json};

use crate::pool;
use crate::stage::GROUP;

/// The server.
#[derive(Debug)]
pub struct Server {
    rows: Vec<Value>,
}

impl Default for Server {
    fn default() -> Self {
        let mut server = Self { rows: Vec::new() };
        for n in 0..3 {
            server.add("bayko", &format!("text {n}"), None);
        }
        server
    }
}

impl Server {
    /// What it answers.
    pub fn answer(&mut self, request: &HttpRequest) -> HttpAnswer {
        if let Some(operation) = pool::operation(request) {
            return answer(200, &pool::answer(operation, request));
        }
        let path = request.url.trim_start_matches("https://api");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let body = request.body.as_deref().unwrap_or_default();
        match (request.method, path) {
            (Method::Get, "/api/message_groups") => answer(200, &json!([self.group()])),
            (Method::Get, "/api/messages/g1") => self.page(query),
            (Method::Get, "/api/users/@bayko/short") => answer(200, &person()),
            (Method::Get, "/api/users") => answer(200, &json!([person()])),
            (Method::Post, "/api/messages") => self.take(body),
            (Method::Post, "/api/live/ticket") => {
                answer(200, &json!({"ticket": "t", "expires_in": 60}))
            }
            (Method::Get, path) if path.starts_with("/api/messages/") => {
                answer(404, &json!(["message_group_not_found"]))
            }
            _ => answer(404, &json!(["user_not_found"])),
        }
    }

    fn group(&self) -> Value {
        let last = &self.rows[self.rows.len() - 1];
        json!({"uuid": GROUP, "display_name": "Bayko", "handle": "bayko",
            "message": last["message"], "created_at": last["created_at"],
            "last_message_uuid": last["uuid"], "members": []})
    }

    fn page(&self, query: &str) -> HttpAnswer {
        let cursor = query.split('&').find_map(|pair| {
            let (name, id) = pair.split_once('=')?;
            ["before", "after"].contains(&name).then_some((name, id))
        });
        let at = |id: &str| self.rows.iter().position(|row| row["uuid"] == id);
        let rows = match cursor {
            None => &self.rows[..],
            Some((name, id)) => match (name, at(id)) {
                ("before", Some(at)) => &self.rows[..at],
                (_, Some(at)) => &self.rows[at + 1..],
                (_, None) => return answer(404, &json!(["message_not_found"])),
            },
        };
        answer(200, &json!(rows))
    }

    fn take(&mut self, body: &str) -> HttpAnswer {
        let Ok(request) = serde_json::from_str::<SendRequest>(body) else {
            return answer(422, &json!(["bad_request"]));
        };
        if check_text(&request.message).is_err() {
            return answer(422, &json!(["message_blank"]));
        }
        let here = request.message_group_uuid.as_ref().map(|id| id.as_str()) == Some(GROUP)
            || request.handle.as_deref() == Some("bayko");
        if !here {
            return answer(404, &json!(["message_group_not_found"]));
        }
        let id = request.client_message_id.map(|id| id.0);
        let known =
            |row: &&Value| id.is_some() && row["client_message_id"].as_str() == id.as_deref();
        let row = match self.rows.iter().find(known) {
            Some(row) => row.clone(),
            None => self.add("andrewbrown", &request.message, id),
        };
        let mut sent = row.clone();
        sent["message_group_uuid"] = json!(GROUP);
        sent["message_uuid"] = row["uuid"].clone();
        answer(200, &sent)
    }

    /// Takes a message, and returns its row.
    pub fn add(&mut self, handle: &str, text: &str, client_id: Option<String>) -> Value {
        let n = self.rows.len();
        let before = n.checked_sub(1).map(|before| format!("m{before}"));
        let micros = 1_800_000_000_000_000 + n as i64 * 1_000_000;
        let at = Timestamp::from_micros(micros).map(|at| at.to_string());
        let row = json!({"uuid": format!("m{n}"), "display_name": handle, "handle": handle,
            "message": text, "created_at": at, "version": 1, "client_message_id": client_id,
            "previous_message_uuid": before});
        self.rows.push(row.clone());
        row
    }

    /// The frame that tells of the newest message.
    pub fn last_frame(&self) -> String {
        let mut row = self.rows[self.rows.len() - 1].clone();
        row["message_group_uuid"] = json!(GROUP);
        json!({"type": "INSERT", "table": "messages", "row": row}).to_string()
    }

    /// What the sender's client called a message.
    pub fn client_id(&self, id: &str) -> Option<&str> {
        let row = self.rows.iter().find(|row| row["uuid"] == id)?;
        row["client_message_id"].as_str()
    }

    /// The ids of all messages, oldest first.
    pub fn ids(&self) -> Vec<&str> {
        self.rows
            .iter()
            .filter_map(|row| row["uuid"].as_str())
            .collect()
    }
}

fn person() -> Value {
    json!({"uuid": "p1", "handle": "bayko", "display_name": "Bayko"})
}

/// An answer with this body.
pub fn answer(status: u16, body: &Value) -> HttpAnswer {
    text_answer(status, &body.to_string())
}

/// An answer with this text for a body.
pub fn text_answer(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer {
        status,
        body: body.to_owned(),
        ..HttpAnswer::default()
    }
}
