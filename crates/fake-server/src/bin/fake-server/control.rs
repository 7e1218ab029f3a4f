//! What a test does with the server.

use cruddur_contract::paths::Path;
use cruddur_contract::{GroupId, MessageId, Person};
use cruddur_fake_server::{Faults, Generated, MessageIndex, Read, Request, Response, request};
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::state::{Shared, State, now};

/// A command, as JSON with its name in `command`.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
enum Command {
    /// Forgets all data and faults, and closes every connection.
    Reset {
        people: Vec<NewPerson>,
    },
    AddPerson(NewPerson),
    /// Adds a conversation of two. Its members wrote `texts` in turns, a minute apart, the last one a minute ago;
    /// or its history is generated. Answers its id.
    AddGroup {
        members: [String; 2],
        #[serde(default)]
        texts: Vec<String>,
        generated: Option<Generated>,
    },
    /// Members of a conversation write; each message goes to the open connections as one frame.
    Write {
        group: GroupId,
        messages: Vec<NewMessage>,
    },
    /// The author of a message edits it from another device, or deletes it; it goes to the open connections as a frame.
    Change {
        group: GroupId,
        message: MessageId,
        /// The new text; absent: it is deleted.
        text: Option<String>,
    },
    /// A member has read a conversation on another device, up to its newest message.
    Read {
        group: GroupId,
        reader: String,
    },
    /// Answers the newest page of a conversation as the API has it, whatever faults are on.
    Messages {
        group: GroupId,
    },
    /// Answers the ids of all conversations.
    Groups,
    /// Changes what is named here.
    Set {
        faults: Option<Faults>,
        page: Option<usize>,
        frontend: Option<String>,
    },
    /// Answers `METHOD path` of every call since the reset.
    Calls,
    /// Answers the number of open connections.
    Connections,
    CloseConnections,
    /// A person comes online without a connection, or is so no more.
    Presence {
        person: String,
        online: bool,
    },
    /// A person writes in a conversation.
    Typing {
        person: String,
        group: GroupId,
    },
    /// Answers the texts of all frames that connections have sent since the reset.
    Frames,
}

#[derive(Deserialize)]
struct NewPerson {
    handle: String,
    name: String,
}

#[derive(Deserialize)]
struct NewMessage {
    from: String,
    text: String,
}

/// Why a command is refused.
type Refused = &'static str;

/// Answers a command: 200 with JSON, or 400 with a sentence.
pub fn answer(request: &Request, state: &Shared) -> Response {
    let command: Command = match serde_json::from_str(request.body()) {
        Ok(command) => command,
        Err(error) => return refused(&error.to_string()),
    };
    match run(command, &mut state.borrow_mut()) {
        Ok(answer) => Response::new(answer.to_string()),
        Err(sentence) => refused(sentence),
    }
}

fn refused(sentence: &str) -> Response {
    let mut response = Response::new(sentence.to_owned());
    *response.status_mut() = StatusCode::BAD_REQUEST;
    response
}

fn run(command: Command, state: &mut State) -> Result<Value, Refused> {
    match command {
        Command::Reset { people } => state.reset(people.into_iter().map(Person::from).collect()),
        Command::AddPerson(person) => state.server.people.push(person.into()),
        Command::AddGroup {
            members,
            texts,
            generated,
        } => return add_group(state, &members, &texts, generated),
        Command::Write { group, messages } => write(state, &group, &messages)?,
        Command::Change {
            group,
            message,
            text,
        } => change(state, &group, &message, text.as_deref())?,
        Command::Read { group, reader } => read(state, &group, &reader)?,
        Command::Messages { group } => return messages(state, &group),
        Command::Groups => {
            let groups = state.server.groups.iter();
            return Ok(groups.map(|group| json!(group.id)).collect());
        }
        Command::Set {
            faults,
            page,
            frontend,
        } => {
            state.server.faults = faults.unwrap_or_else(|| state.server.faults.clone());
            state.server.page = page.unwrap_or(state.server.page);
            state.frontend = frontend.or(state.frontend.take());
        }
        Command::Calls => return Ok(json!(state.calls)),
        Command::Connections => return Ok(json!(state.sockets.len())),
        Command::CloseConnections => state.close_sockets(),
        Command::Presence { person, online } => state.stand_in(&person, online),
        Command::Typing { person, group } => state.type_in(&person, &group),
        Command::Frames => return Ok(json!(state.frames)),
    }
    Ok(Value::Null)
}

impl From<NewPerson> for Person {
    fn from(NewPerson { handle, name }: NewPerson) -> Self {
        let uuid = Uuid::new_v5(&Uuid::NAMESPACE_OID, handle.as_bytes());
        Self {
            uuid: uuid.to_string().into(),
            handle,
            display_name: name,
        }
    }
}

fn add_group(
    state: &mut State,
    members: &[String; 2],
    texts: &[String],
    generated: Option<Generated>,
) -> Result<Value, Refused> {
    let server = &mut state.server;
    let people: Option<Vec<Person>> = members
        .iter()
        .map(|it| server.person(it).cloned())
        .collect();
    let people = people.ok_or("a member is no known person")?;
    let id = server.new_group_id();
    let at = server.add_group(id.clone(), people);
    server.groups[at].generated = generated;
    server.groups[at].imported = texts.len();
    // Every third time is a whole second, which `isoformat` writes without a fraction.
    let start = now() / 1_000 - 60 * texts.len() as i64;
    for (n, text) in texts.iter().enumerate() {
        let fraction = if n % 3 == 0 { 0 } else { 417 };
        let time = (start + 60 * n as i64) * 1_000 + fraction;
        server.store(at, &members[n % 2], text, None, time);
    }
    Ok(json!(id))
}

fn write(state: &mut State, group: &GroupId, messages: &[NewMessage]) -> Result<(), Refused> {
    let group = known(state, group)?;
    for NewMessage { from, text } in messages {
        let message = state.server.store(group, from, text, None, now());
        state.announce(MessageIndex { group, message }, true);
    }
    Ok(())
}

fn change(
    state: &mut State,
    group: &GroupId,
    message: &MessageId,
    text: Option<&str>,
) -> Result<(), Refused> {
    let group = known(state, group)?;
    let message = state.server.groups[group].position(message.as_str());
    let message = message.ok_or("no such message")?;
    let at = MessageIndex { group, message };
    match text {
        Some(text) => state.server.set_text(at, text, now()),
        None => state.server.set_deleted(at, now()),
    }
    state.announce(at, false);
    state.announce_group(group);
    Ok(())
}

fn read(state: &mut State, group: &GroupId, reader: &str) -> Result<(), Refused> {
    let group = known(state, group)?;
    let reader = state.server.person(reader).cloned();
    let reader = reader.ok_or("the reader is no known person")?;
    let newest = state.server.groups[group].len().checked_sub(1);
    let newest = newest.ok_or("there is nothing to read")?;
    state.server.groups[group].read_to(&reader.handle, newest, now());
    state.announce_read(&Read { group, reader });
    Ok(())
}

fn messages(state: &mut State, group: &GroupId) -> Result<Value, Refused> {
    let at = known(state, group)?;
    let reader = state.server.groups[at].members.first().cloned();
    let path = Path::MessagesOf(group.clone()).to_string();
    let get = request::<&str, &str>(Method::GET, &path, &[], None);
    let faults = std::mem::take(&mut state.server.faults);
    let reader = reader.as_ref().map(|reader| reader.handle.as_str());
    let answered = state.server.rest(&get, reader, now());
    state.server.faults = faults;
    serde_json::from_str(answered.response.body()).map_err(|_| "the page cannot be read")
}

fn known(state: &State, group: &GroupId) -> Result<usize, Refused> {
    let at = state.server.group(group.as_str());
    at.ok_or("no such conversation")
}
