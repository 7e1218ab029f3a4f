//! Names of events, intents, effects and requests, for counting and for the log.

use cruddur_engine::effect::Effect;
use cruddur_engine::event::{Event, Intent};
use cruddur_engine::http::HttpRequest;

pub fn event(event: &Event) -> &'static str {
    match event {
        Event::Started { .. } => "event Started",
        Event::SignOuts(_) => "event SignOuts",
        Event::Intent(_) => "event Intent",
        Event::Answered { .. } => "event Answered",
        Event::SrpStarted { .. } => "event SrpStarted",
        Event::SrpProved(_) => "event SrpProved",
        Event::DeviceMade(_) => "event DeviceMade",
        Event::PasskeyAnswered(..) => "event PasskeyAnswered",
        Event::Loaded(..) => "event Loaded",
        Event::Stored(..) => "event Stored",
        Event::Tabbed => "event Tabbed",
        Event::LockGranted => "event LockGranted",
        Event::LockLost => "event LockLost",
        Event::TabMessage(_) => "event TabMessage",
        Event::Timer(_) => "event Timer",
        Event::SocketOpened(_) => "event SocketOpened",
        Event::SocketFrame(..) => "event SocketFrame",
        Event::SocketClosed(..) => "event SocketClosed",
        Event::Online(_) => "event Online",
        Event::Woken => "event Woken",
    }
}

pub fn intent(intent: &Intent) -> &'static str {
    match intent {
        Intent::Account(_) => "intent Account",
        Intent::SignOut => "intent SignOut",
        Intent::ReplaceAnswer(_) => "intent ReplaceAnswer",
        Intent::SignOutAnswer(_) => "intent SignOutAnswer",
        Intent::Draft(_) => "intent Draft",
        Intent::ChooseDraft { .. } => "intent ChooseDraft",
        Intent::ChooseHandle(_) => "intent ChooseHandle",
        Intent::Open(_) => "intent Open",
        Intent::LoadOlder => "intent LoadOlder",
        Intent::Position(_) => "intent Position",
        Intent::ReturnToPosition => "intent ReturnToPosition",
        Intent::Reload => "intent Reload",
        Intent::LoadOlderGroups => "intent LoadOlderGroups",
        Intent::ReloadGroups => "intent ReloadGroups",
        Intent::Send(_) => "intent Send",
        Intent::Retry(_) => "intent Retry",
        Intent::Discard(_) => "intent Discard",
        Intent::Edit { .. } => "intent Edit",
        Intent::Delete(_) => "intent Delete",
        Intent::UndoDelete(_) => "intent UndoDelete",
        Intent::KeepEdit(_) => "intent KeepEdit",
        Intent::DropEdit(_) => "intent DropEdit",
        Intent::Look(_) => "intent Look",
        Intent::Seen(_) => "intent Seen",
        Intent::Returned => "intent Returned",
        Intent::MarkUnread => "intent MarkUnread",
        Intent::SearchPeople(_) => "intent SearchPeople",
        Intent::Group(_) => "intent Group",
    }
}

pub fn effect(effect: &Effect) -> &'static str {
    match effect {
        Effect::Http(..) => "effect Http",
        Effect::Abort(_) => "effect Abort",
        Effect::SrpPrepare => "effect SrpPrepare",
        Effect::SrpStart { .. } => "effect SrpStart",
        Effect::SrpProve { .. } => "effect SrpProve",
        Effect::Passkey(..) => "effect Passkey",
        Effect::SrpEnd => "effect SrpEnd",
        Effect::MakeDevice(_) => "effect MakeDevice",
        Effect::StoreDevice(..) => "effect StoreDevice",
        Effect::StoreSession(..) => "effect StoreSession",
        Effect::RecordSignOut(_) => "effect RecordSignOut",
        Effect::StoreRevocation(..) => "effect StoreRevocation",
        Effect::Journal(_) => "effect Journal",
        Effect::ForgetSession(_) => "effect ForgetSession",
        Effect::Load(..) => "effect Load",
        Effect::Store(..) => "effect Store",
        Effect::TakeLock => "effect TakeLock",
        Effect::Broadcast(_) => "effect Broadcast",
        Effect::Timer(..) => "effect Timer",
        Effect::CancelTimer(_) => "effect CancelTimer",
        Effect::OpenSocket(..) => "effect OpenSocket",
        Effect::SendFrame(..) => "effect SendFrame",
        Effect::CloseSocket(_) => "effect CloseSocket",
        Effect::Navigate { .. } => "effect Navigate",
    }
}

/// What a request is for: two of the same name must not be in flight together.
pub fn request(request: &HttpRequest) -> String {
    let body = request.body.as_deref().unwrap_or_default();
    if request.url.contains("cognito") {
        let kinds = ["REFRESH_TOKEN_AUTH", "USER_SRP_AUTH", "PASSWORD_VERIFIER"];
        let kind = kinds.into_iter().find(|kind| body.contains(kind));
        return kind.unwrap_or("cognito").to_owned();
    }
    let path = request.url.trim_start_matches("https://api");
    let path = path.split('?').next().unwrap_or_default();
    if path == "/api/messages" {
        let to = ["\"message_group_uuid\":\"", "\"handle\":\""];
        let to = to.iter().find_map(|key| body.split_once(key));
        let to = to.and_then(|(_, rest)| rest.split('"').next());
        return format!("send {}", to.unwrap_or_default());
    }
    path.to_owned()
}
