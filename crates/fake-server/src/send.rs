//! `POST /api/messages`.

use cruddur_contract::message::{SendAnswer, SendRequest, TextFault, check_text};
use cruddur_contract::{ErrorCode, Person};

use crate::reply::{Refusal, json};
use crate::{Answered, FakeServer, MessageIndex, Mode, Response, seed};

type Result<T> = std::result::Result<T, Refusal>;

impl FakeServer {
    pub(crate) fn send(&mut self, body: &str, caller: &Person, now: i64) -> Result<Answered> {
        let send: SendRequest =
            serde_json::from_str(body).map_err(|_| invalid(ErrorCode::BadRequest))?;
        if let Some(status) = self.faults.refusal_of(&send.message) {
            return Err(Refusal::Injected(status));
        }
        let text = self.checked(&send.message)?.to_owned();
        let client = send.client_message_id.clone();
        let key = client
            .clone()
            .filter(|_| self.mode == Mode::Full)
            .map(|id| (caller.uuid.clone(), id));
        if let Some(known) = key.as_ref().and_then(|key| self.sends.get(key)) {
            return Ok(self.send_answer(*known, &send, caller).into());
        }
        let Some(group) = self.target(&send, caller)? else {
            let group = send.message_group_uuid.unwrap_or_default();
            return Ok(seed::sent_to_nowhere(group, caller, text, now).into());
        };
        let message = self.store(group, &caller.handle, &text, client, now);
        let stored = MessageIndex { group, message };
        if let Some(key) = key {
            self.sends.insert(key, stored);
        }
        Ok(Answered {
            response: self.send_answer(stored, &send, caller),
            stored: Some(stored),
            changed: None,
            read: None,
        })
    }

    pub(crate) fn checked<'a>(&self, text: &'a str) -> Result<&'a str> {
        match (self.mode, check_text(text)) {
            (Mode::Seed, _) if seed::is_text(text) => Ok(text),
            (Mode::Full, Ok(text)) => Ok(text),
            (Mode::Full, Err(TextFault::TooLong { .. })) => Err(invalid(ErrorCode::MessageTooLong)),
            _ => Err(invalid(ErrorCode::MessageBlank)),
        }
    }

    /// The conversation that the message goes to; `None`: an unknown one, which the original does not notice.
    fn target(&mut self, send: &SendRequest, caller: &Person) -> Result<Option<usize>> {
        if let Some(id) = &send.message_group_uuid {
            return match self.group(id.as_str()) {
                None if self.mode == Mode::Seed => Ok(None),
                Some(at) if self.mode == Mode::Seed || self.groups[at].has(&caller.handle) => {
                    Ok(Some(at))
                }
                _ => Err(Refusal::Code(404, ErrorCode::MessageGroupNotFound)),
            };
        }
        let Some(handle) = &send.handle else {
            return Err(invalid(ErrorCode::MessageGroupBlank));
        };
        let receiver = self.person(handle).cloned();
        let receiver = receiver.ok_or(invalid(ErrorCode::ReceiverBlank))?;
        if receiver.handle == caller.handle {
            return Err(invalid(ErrorCode::ReceiverIsSender));
        }
        Ok(Some(self.group_with(caller, &receiver)))
    }

    fn send_answer(&self, at: MessageIndex, send: &SendRequest, caller: &Person) -> Response {
        let group = &self.groups[at.group];
        let row = group.row(at.message).into_owned();
        match self.mode {
            Mode::Seed if send.message_group_uuid.is_none() => seed::began(group.id.clone()),
            Mode::Seed => seed::sent(group.id.clone(), caller, row.message, row.created_at),
            Mode::Full => json(200, &SendAnswer::new(group.id.clone(), row)),
        }
    }
}

fn invalid(code: ErrorCode) -> Refusal {
    Refusal::Code(422, code)
}
