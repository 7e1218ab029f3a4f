//! Another handle, where the server cannot use the pool's.

use super::{Session, send};
use crate::cognito::{self, accepted};
use crate::ctx::Ctx;
use crate::effect::RequestId;
use crate::http::HttpOutcome;
use crate::tracked::Tracked;
use crate::view::{HandlePrompt, Trouble};

/// The prompt and the request that answers it.
#[derive(Debug, Default)]
pub struct HandleChange {
    prompt: Tracked<Option<HandlePrompt>>,
    request: Option<RequestId>,
}

impl HandleChange {
    pub fn prompt(&self) -> Option<&HandlePrompt> {
        self.prompt.as_ref()
    }

    pub fn revision(&self) -> u64 {
        self.prompt.revision()
    }

    pub fn in_flight(&self) -> Option<RequestId> {
        self.request
    }

    /// Ends the prompt; returns the request to abort.
    pub fn stop(&mut self) -> Option<RequestId> {
        self.prompt.set(None);
        self.request.take()
    }

    /// The prompt as it stands after a step of its request.
    fn show(&mut self, busy: bool, trouble: Option<Trouble>) {
        if let Some(prompt) = self.prompt.get_mut() {
            prompt.busy = busy;
            prompt.trouble = trouble;
        }
    }
}

impl Session {
    /// The server says the pool's handle cannot be used.
    pub fn handle_refused(&mut self) {
        let refused = self.me().map(|me| me.handle.clone()).unwrap_or_default();
        self.handle_change.prompt.set(Some(HandlePrompt {
            refused,
            busy: false,
            trouble: None,
        }));
    }

    /// Asks the pool for another handle.
    pub fn choose_handle(&mut self, ctx: &mut Ctx, handle: &str) {
        if self.handle_prompt().is_none() || self.handle_change.request.is_some() {
            return;
        }
        let Some(access) = &self.access else {
            self.handle_change.show(false, Some(Trouble::Network));
            return self.refresh(ctx);
        };
        let token = &access.token.0;
        let name = "preferred_username";
        let request = cognito::change_attribute(&self.config, token, name, handle);
        self.handle_change.request = Some(send(ctx, request));
        self.handle_change.show(true, None);
    }

    pub(super) fn handle_changed(&mut self, ctx: &mut Ctx, outcome: HttpOutcome) {
        self.handle_change.request = None;
        match accepted(outcome) {
            Ok(_) => {
                // The new id token brings the new handle, and the calls that wait try again with it.
                self.handle_change.prompt.set(None);
                self.token_refused(ctx);
            }
            Err(Some(_)) => self.handle_change.show(false, Some(Trouble::Server)),
            Err(None) => self.handle_change.show(false, Some(Trouble::Network)),
        }
    }
}
