//! What an answer to a send means.

use cruddur_contract::message::SendAnswer;
use cruddur_contract::{ClientMessageId, MessageRow};

use super::{Outbox, Outgoing, SendState};
use crate::ctx::Ctx;
use crate::effect::{RequestId, TimerKey};
use crate::http::Failure;
use crate::view::ConversationKey;

/// What became of a send.
#[derive(Debug)]
pub enum SendOutcome {
    /// Its echo came before this answer.
    Unknown,
    /// The server has the message.
    Acknowledged(Box<(Outgoing, SendAnswer)>),
    /// It is tried again by itself.
    BackingOff,
    /// It was not sent, or the outcome is unknown.
    Failed(ClientMessageId, ConversationKey),
}

impl Outbox {
    /// The answer to a send came. Where trying again cannot double the message, it is tried again.
    pub fn answered(
        &mut self,
        ctx: &mut Ctx,
        id: RequestId,
        answer: Result<SendAnswer, Failure>,
        idempotent: bool,
    ) -> SendOutcome {
        let Some(item) = self.find_mut(|item| item.state == SendState::InFlight(Some(id))) else {
            return SendOutcome::Unknown;
        };
        let failure = match answer {
            Ok(answer) => {
                item.state = SendState::Acknowledged(answer.created_at);
                return SendOutcome::Acknowledged(Box::new((item.clone(), answer)));
            }
            Err(failure) => failure,
        };
        let failed_long = failure == Failure::Server && item.failing.again(ctx.now.mono);
        item.aside = idempotent && (failed_long || item.aside);
        let retry_after = match failure {
            Failure::Throttled(_) if !item.aside => failure.asked_wait(),
            _ if failure.is_passing() && idempotent && !item.aside => None,
            _ => {
                item.state = SendState::Failed(failure.trouble());
                return SendOutcome::Failed(item.client_id.clone(), item.to.clone());
            }
        };
        item.state = SendState::BackingOff;
        item.delayed = true;
        let wait = item.backoff.fail(&mut ctx.rng, retry_after);
        ctx.set_timer(TimerKey::Resend(item.to.clone()), wait);
        SendOutcome::BackingOff
    }
}

impl Outgoing {
    /// The row of an acknowledged message, where the answer names the message.
    pub fn row(&self, answer: &SendAnswer) -> Option<MessageRow> {
        Some(MessageRow {
            uuid: answer.message_uuid.clone()?,
            display_name: answer.display_name.clone()?,
            handle: answer.handle.clone()?,
            message: answer.message.clone().unwrap_or_else(|| self.text.clone()),
            created_at: answer.created_at?,
            user_uuid: answer.user_uuid.clone(),
            client_message_id: Some(self.client_id.clone()),
            previous_message_uuid: answer.previous_message_uuid.clone(),
            version: answer.version,
            edited_at: answer.edited_at,
            deleted_at: answer.deleted_at,
            system: None,
        })
    }
}
