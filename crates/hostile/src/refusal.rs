//! Bodies of answers that refuse.

use cruddur_engine::event::Intent;
use cruddur_engine::view::{DeliveryState, Load};

use crate::rest::answers;
use crate::stage::Stage;
use crate::text;

const STATUSES: [u16; 6] = [204, 401, 404, 422, 429, 500];

/// The body of an answer with a status that says no, to every call of the API: nothing is called loaded,
/// nothing sent, and nothing ends the session but a 401 to a token just issued.
pub fn refusal(bytes: &[u8]) {
    let body = text(bytes);
    for status in STATUSES {
        if status == 204 && !body.is_empty() {
            continue;
        }
        let mut stage = Stage::started();
        stage.endure(answers(status, "GET", "/api/", &body), 20_000);
        assert_ne!(stage.engine.groups_view().load, Load::Ready, "{status}");
        let load = stage.engine.conversation().map(|open| open.load);
        assert_ne!(load, Some(Load::Ready), "{status}");
        assert!(status == 401 || !stage.engine.notices().expired, "{status}");
        stage.recover();

        let mut stage = Stage::connected();
        stage.want(Intent::Send("hello".into()));
        stage.endure(answers(status, "POST", "/api/", &body), 20_000);
        let own = stage.engine.messages().pop().expect("a message");
        assert_eq!(own.text, "hello");
        assert_ne!(own.state, DeliveryState::Sent, "{status}");
        stage.recover();
    }
}
