//! Bodies of error answers.

use cruddur_engine::event::Intent;
use cruddur_engine::view::{DeliveryState, Load};

use crate::harness::Harness;
use crate::rest::answers;
use crate::text;

const STATUSES: [u16; 6] = [204, 401, 404, 422, 429, 500];

/// The body of an error answer to every call of the API: nothing counts as loaded or sent, and nothing ends the
/// session but a 401 to a token just issued.
pub fn refusal(bytes: &[u8]) {
    let body = text(bytes);
    for status in STATUSES {
        if status == 204 && !body.is_empty() {
            continue;
        }
        let mut harness = Harness::started();
        harness.run_with(answers(status, "GET", "/api/", &body), 20_000);
        assert_ne!(harness.engine.groups_view().load, Load::Ready, "{status}");
        let load = harness.engine.conversation().map(|open| open.load);
        assert_ne!(load, Some(Load::Ready), "{status}");
        assert!(
            status == 401 || !harness.engine.notices().expired,
            "{status}"
        );
        harness.recover();

        let mut harness = Harness::connected();
        harness.intent(Intent::Send("hello".into()));
        harness.run_with(answers(status, "POST", "/api/", &body), 20_000);
        let own = harness.engine.messages().pop().expect("a message");
        assert_eq!(own.text, "hello");
        assert_ne!(own.state, DeliveryState::Sent, "{status}");
        harness.recover();
    }
}
