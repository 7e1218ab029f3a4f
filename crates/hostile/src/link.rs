//! The `Link` header.

use cruddur_engine::event::Intent;

use crate::rest::has_older;
use crate::server::Server;
use crate::stage::Stage;
use crate::text;

/// A `Link` header at every list, for as long as older ones are asked for: no request leaves for the
/// address it names, and nothing is read round and round.
pub fn link(bytes: &[u8]) {
    let header = text(bytes);
    let mut stage = Stage::started();
    let with_link = move |request: &_| {
        let mut answer = Server::default().answer(request);
        answer.link = Some(header.clone());
        Some(answer)
    };
    stage.endure(Box::new(with_link.clone()), 20_000);
    for _ in 0..3 {
        if has_older(&stage) {
            stage.want(Intent::LoadOlder);
        }
        stage.want(Intent::LoadOlderGroups);
        stage.endure(Box::new(with_link.clone()), 5_000);
    }
    assert_eq!(stage.texts(), ["text 0", "text 1", "text 2"]);
    stage.recover();
}
