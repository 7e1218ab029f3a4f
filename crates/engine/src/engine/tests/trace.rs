//! Nothing that a person wrote or a server sent is in the trace. Every private text here has "zq" in it, which
//! no literal and no hexadecimal number has; every code is 719283.

use cruddur_contract::cognito::NewDevice;
use serde_json::{Value, json};

use super::accounts::{challenge, choice, fill};
use super::world::{World, insert, messages, proof};
use crate::effect::{Effect, PasskeyRequest, RequestId, SocketId, StoreChange, TimerKey};
use crate::event::{
    AccountIntent, Event, Intent, MadeDevice, ProfileSignOuts, Revocation, SrpProof,
};
use crate::http::{HttpAnswer, HttpOutcome, HttpRequest, Method};
use crate::tabs::TabMessage;
use crate::trace::TraceEntry;
use crate::view::*;

const GROUP: &str = "0abcdef1-2345-4678-9abc-def012345678";
const CODE: &str = "719283";

fn printed(entries: &[TraceEntry]) -> String {
    let lines: Vec<_> = entries.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn assert_nothing_private(printed: &str) {
    for line in printed.lines() {
        let private = line.to_lowercase().contains("zq") || line.contains(CODE);
        assert!(!private, "private: {line}");
    }
}

/// What the effects carry, as far as the runtime sends, stores or shows it.
fn carried(world: &World) -> String {
    let texts = world.effects.iter().map(|effect| match effect {
        Effect::Http(_, http) => format!("{} {:?} {:?}", http.url, http.headers, http.body),
        Effect::SrpStart { password, .. } => password.clone(),
        Effect::SrpProve { secret_block, .. } => secret_block.clone(),
        Effect::StoreSession(text, _) | Effect::Journal(text) | Effect::Broadcast(text) => {
            text.clone()
        }
        Effect::Store(_, changes) => {
            let values = changes.iter().filter_map(|change| change.value.clone());
            values.collect()
        }
        Effect::OpenSocket(_, url) => url.clone(),
        Effect::Navigate { path, .. } => path.clone(),
        _ => String::new(),
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Signs in with a password and a code, as a leader among tabs.
fn signed_in_with_secrets() -> World {
    let mut world = World::new(true);
    world.handle(Event::Tabbed);
    world.start(true);
    world.handle(Event::LockGranted);
    let open = AccountIntent::Open(AccountForm::SignIn, "zq-mail@zq.example".into());
    world.want(Intent::Account(open));
    world.want(Intent::sign_in("zq-mail@zq.example", "zq-password"));
    world.handle(Event::SrpStarted {
        srp_a: "zq-a".into(),
        device: None,
    });
    let verifier = challenge(
        "PASSWORD_VERIFIER",
        &json!({"SALT": "00ab", "SRP_B": "1234", "USER_ID_FOR_SRP": "zq-user", "SECRET_BLOCK": "zq-block"}),
    );
    world.answer_cognito("InitiateAuth", 200, &verifier);
    world.handle(Event::SrpProved(Some(proof())));
    let code = challenge("SMS_MFA", &json!({"CODE_DELIVERY_DESTINATION": "zq-phone"}));
    world.answer_cognito("RespondToAuthChallenge", 200, &code);
    let form = AccountForm::Code(CodeKind::Sms);
    fill(&mut world, form, &[(Field::Code, CODE)]);
    let refused = json!({"__type": "CodeMismatchException", "message": "zq-refused"});
    world.answer_cognito("RespondToAuthChallenge", 400, &refused);
    fill(&mut world, form, &[(Field::Code, CODE)]);
    let mut tokens = super::world::tokens_of("zq-sub", "Zq Name", "zq-handle");
    tokens["AuthenticationResult"]["AccessToken"] = json!("zq-access");
    tokens["AuthenticationResult"]["RefreshToken"] = json!("zq-refresh");
    world.answer_cognito("RespondToAuthChallenge", 200, &tokens);
    world
}

fn row(n: i64) -> Value {
    let mut row = messages(n..n + 1)[0].take();
    row["message"] = json!(format!("zq-text {n}"));
    row["display_name"] = json!("Zq Other");
    row["handle"] = json!("zq-other");
    row
}

/// Reads, receives frames, writes, searches, and is refused.
fn converse(world: &mut World) {
    let mut group = super::world::group(GROUP, "zq-other", 5);
    group["message"] = json!("zq-last");
    let groups = json!([group]);
    world.answer("GET /api/message_groups", 200, &groups);
    let ticket = json!({"ticket": "zq-ticket", "expires_in": 60});
    world.answer("POST /api/live/ticket", 200, &ticket);
    world.handle(Event::SocketOpened(world.last_socket()));
    world.answer("GET /api/message_groups", 200, &groups);
    world.open(GROUP);
    let page = json!([row(0), row(1)]);
    world.answer("GET /api/messages/", 200, &page);
    world.frame(&insert(GROUP, row(2)));
    world.want(Intent::Send("zq-sent".into()));
    world.answer("POST /api/messages", 422, &json!(["zq-code"]));
    world.want(Intent::Draft("zq-draft".into()));
    world.want(Intent::SearchPeople("zq-search".into()));
    world.handle(Event::Timer(TimerKey::Search));
    world.answer(
        "GET /api/users",
        200,
        &json!([{"display_name": "Zq", "handle": "zq"}]),
    );
    world.want(Intent::Open(Some(ConversationKey::New("zq-new".into()))));
    world.lose("GET /api/users/@zq-new");
    world.want(Intent::ChooseHandle("zq-chosen".into()));
    world.handle(Event::TabMessage(
        TabMessage::Hello {
            session: Some("zq-session".into()),
        }
        .encode(),
    ));
    world.handle(Event::Timer(TimerKey::Save));
    world.want(Intent::SignOut);
}

#[test]
fn a_session_full_of_secrets_leaves_none_in_the_trace() {
    let mut world = signed_in_with_secrets();
    converse(&mut world);
    assert!(world.texts().is_empty(), "another conversation is open");
    let carried = carried(&world);
    for secret in [
        "zq-mail@zq.example",
        "zq-password",
        "zq-user",
        "zq-block",
        CODE,
        "zq-access",
        "zq-refresh",
        "Zq Name",
        "zq-handle",
        "zq-ticket",
        "zq-text",
        "Zq Other",
        "zq-draft",
        "zq-sent",
        "zq-search",
        "@zq-new",
    ] {
        assert!(carried.contains(secret), "{secret} passed the engine");
    }
    let printed = printed(&world.traced);
    assert_nothing_private(&printed);
    for line in [
        "event  AccountSubmit form=SignIn fields=2 keep=no",
        "effect Http request=1 method=POST call=InitiateAuth",
        "status=400 bytes=57 refused=CodeMismatchException",
        "effect Http request=7 method=GET call=message_groups",
        "event  SocketFrame socket=9 kind=INSERT",
        "event  Open id=0abcdef1",
        "event  Send bytes=7",
        "status=422 bytes=11 refused=other",
        "event  TabMessage kind=hello",
        "effect Broadcast kind=frame",
    ] {
        assert!(printed.contains(line), "{line} in\n{printed}");
    }
    assert!(!world.engine.summary().to_string().contains("zq"));
}

fn secret() -> String {
    format!("zq {CODE}")
}

fn answer(status: u16) -> HttpOutcome {
    HttpOutcome::Answer(HttpAnswer {
        status,
        body: json!([secret()]).to_string(),
        link: Some(secret()),
        retry_after: Some(5),
        date: Some(0),
        error_type: Some(secret()),
    })
}

fn events() -> Vec<Event> {
    let id = RequestId(1);
    let account = |intent| Event::Intent(Intent::Account(intent));
    let key = || RowKey(secret());
    vec![
        Event::Started {
            stored_session: Some(secret()),
            journal: Some(secret()),
            online: true,
        },
        Event::SignOuts(ProfileSignOuts {
            last: 1,
            revocations: vec![Revocation {
                number: 1,
                token: secret(),
            }],
        }),
        account(AccountIntent::Open(AccountForm::SignUp, secret())),
        account(AccountIntent::Submit {
            form: AccountForm::Code(CodeKind::Totp),
            typed: vec![(Field::Code, secret())],
            keep: true,
        }),
        account(choice(Factor::Passkey, &secret())),
        account(AccountIntent::Resend(secret())),
        account(AccountIntent::HandleTyped(secret())),
        Event::Intent(Intent::ChooseHandle(secret())),
        Event::Intent(Intent::Open(Some(ConversationKey::New(secret())))),
        Event::Intent(Intent::Open(Some(ConversationKey::Group(secret().into())))),
        Event::Intent(Intent::Send(secret())),
        Event::Intent(Intent::Draft(secret())),
        Event::Intent(Intent::Retry(key())),
        Event::Intent(Intent::Discard(key())),
        Event::Intent(Intent::SearchPeople(secret())),
        Event::Answered {
            id,
            outcome: answer(200),
        },
        Event::Answered {
            id,
            outcome: answer(400),
        },
        Event::SrpStarted {
            srp_a: secret(),
            device: Some(secret()),
        },
        Event::SrpProved(Some(SrpProof {
            secret_block: secret(),
            signature: secret(),
            timestamp: secret(),
        })),
        Event::DeviceMade(MadeDevice {
            key: secret(),
            password: secret(),
            verifier: secret(),
            salt: secret(),
            agent: secret(),
        }),
        Event::PasskeyAnswered(id, Some(secret())),
        Event::Loaded(id, Some(vec![(secret(), secret())])),
        Event::TabMessage(secret()),
        Event::Timer(TimerKey::Resend(ConversationKey::New(secret()))),
        Event::Timer(TimerKey::Resend(ConversationKey::Group(secret().into()))),
        Event::SocketFrame(SocketId(1), secret()),
    ]
}

fn effects() -> Vec<Effect> {
    let id = RequestId(1);
    let request = |header| HttpRequest {
        method: Method::Put,
        url: format!("https://{0}/api/{0}?{0}", secret()),
        headers: vec![(header, secret())],
        body: Some(secret()),
    };
    let change = |value| StoreChange {
        key: secret(),
        value,
    };
    vec![
        Effect::Http(id, request("authorization")),
        Effect::Http(id, request("x-amz-target")),
        Effect::SrpStart {
            pool: secret(),
            password: secret(),
            device_record: Some(secret()),
        },
        Effect::SrpProve {
            secret_block: secret(),
            user_id: secret(),
            salt: secret(),
            srp_b: secret(),
        },
        Effect::Passkey(id, PasskeyRequest::Get(secret())),
        Effect::Passkey(id, PasskeyRequest::Create(secret())),
        Effect::MakeDevice(NewDevice {
            key: secret(),
            group: secret(),
        }),
        Effect::StoreDevice(secret(), secret()),
        Effect::StoreSession(secret(), true),
        Effect::StoreRevocation(1, secret()),
        Effect::Journal(secret()),
        Effect::Load(id, secret()),
        Effect::Store(id, vec![change(Some(secret())), change(None)]),
        Effect::Broadcast(secret()),
        Effect::Timer(TimerKey::Resend(ConversationKey::New(secret())), 1),
        Effect::CancelTimer(TimerKey::Resend(ConversationKey::New(secret()))),
        Effect::OpenSocket(SocketId(1), secret()),
        Effect::SendFrame(SocketId(1), secret()),
        Effect::Navigate {
            path: format!("/{}?email={0}", secret()),
            replace: true,
        },
    ]
}

#[test]
fn no_event_or_effect_gives_away_a_text_it_holds() {
    let events = events();
    let entries = events.iter().map(|event| TraceEntry::of_event(1, event));
    assert_nothing_private(&printed(&entries.collect::<Vec<_>>()));
    let effects = effects();
    let entries = effects
        .iter()
        .map(|effect| TraceEntry::of_effect(1, effect));
    assert_nothing_private(&printed(&entries.collect::<Vec<_>>()));
}
