//! What is noted of an event. No wildcards: each new variant and field is decided on here.

use super::TraceEntry;
use super::words;
use crate::event::{AccountIntent, Event, GroupIntent, Intent};
use crate::http::{HttpAnswer, HttpOutcome};
use crate::view::ConversationKey;

impl TraceEntry {
    /// What is noted of an event.
    pub fn of_event(at: u64, event: &Event) -> Self {
        let mut entry = Self::event(at);
        let to = &mut entry;
        match event {
            Event::Started {
                stored_session,
                journal,
                online,
            } => {
                to.name("Started");
                to.flag("session", stored_session.is_some());
                to.flag("journal", journal.is_some());
                to.flag("online", *online);
            }
            Event::SignOuts(profile) => {
                to.name("SignOuts");
                to.flag("any", profile.last > 0);
                to.number("revocations", profile.revocations.len() as u64);
            }
            Event::Intent(intent) => intent_of(to, intent),
            Event::Answered { id, outcome } => {
                to.request("Answered", *id);
                outcome_of(to, outcome);
            }
            Event::SrpStarted { srp_a: _, device } => {
                to.name("SrpStarted");
                to.flag("device", device.is_some());
            }
            Event::SrpProved(proof) => {
                to.name("SrpProved");
                to.flag("proof", proof.is_some());
            }
            Event::DeviceMade(_) => to.name("DeviceMade"),
            Event::PasskeyAnswered(id, credential) => {
                to.request("PasskeyAnswered", *id);
                to.flag("credential", credential.is_some());
            }
            Event::Loaded(id, entries) => {
                to.request("Loaded", *id);
                match entries {
                    Some(entries) => to.number("entries", entries.len() as u64),
                    None => to.flag("stored", false),
                }
            }
            Event::Stored(id, committed) => {
                to.request("Stored", *id);
                to.frequent();
                to.flag("committed", *committed);
            }
            Event::Tabbed => to.name("Tabbed"),
            Event::LockGranted => to.name("LockGranted"),
            Event::LockLost => to.name("LockLost"),
            Event::TabMessage(text) => {
                to.name("TabMessage");
                to.frequent();
                to.word("kind", words::tab_message(text));
                to.bytes(text);
            }
            Event::Timer(key) => {
                to.name("Timer");
                to.frequent();
                words::timer(to, key);
            }
            Event::SocketOpened(id) => {
                to.socket("SocketOpened", *id);
            }
            Event::SocketFrame(id, text) => {
                to.socket("SocketFrame", *id);
                to.frequent();
                to.word("kind", words::frame(text));
                to.bytes(text);
            }
            Event::SocketClosed(id, code) => {
                to.socket("SocketClosed", *id);
                to.number("code", u64::from(*code));
            }
            Event::Online(online) => {
                to.name("Online");
                to.flag("online", *online);
            }
            Event::Woken => {
                to.name("Woken");
                to.frequent();
            }
        }
        entry
    }
}

fn intent_of(to: &mut TraceEntry, intent: &Intent) {
    match intent {
        Intent::Account(intent) => account_intent_of(to, intent),
        Intent::SignOut => to.name("SignOut"),
        Intent::ReplaceAnswer(replace) => {
            to.name("ReplaceAnswer");
            to.flag("replace", *replace);
        }
        Intent::SignOutAnswer(leave) => {
            to.name("SignOutAnswer");
            to.flag("leave", *leave);
        }
        Intent::ChooseHandle(_) => to.name("ChooseHandle"),
        Intent::Open(key) => {
            to.name("Open");
            match key {
                Some(ConversationKey::Group(group)) => to.id(group.as_str()),
                Some(ConversationKey::New(_)) => to.flag("new", true),
                None => to.flag("open", false),
            }
        }
        Intent::Seen(key) => {
            to.name("Seen");
            to.frequent();
            to.id(&key.0);
        }
        Intent::Returned => to.name("Returned"),
        Intent::MarkUnread => to.name("MarkUnread"),
        Intent::LoadOlder => to.name("LoadOlder"),
        Intent::Position(_) => to.name("Position"),
        Intent::ReturnToPosition => to.name("ReturnToPosition"),
        Intent::Reload => to.name("Reload"),
        Intent::LoadOlderGroups => to.name("LoadOlderGroups"),
        Intent::ReloadGroups => to.name("ReloadGroups"),
        Intent::Send(text) => {
            to.name("Send");
            to.bytes(text);
        }
        Intent::Draft(text) => {
            to.name("Draft");
            to.frequent();
            to.bytes(text);
        }
        Intent::Retry(key) => {
            to.name("Retry");
            to.id(&key.0);
        }
        Intent::ChooseDraft { other } => {
            to.name("ChooseDraft");
            to.flag("other", *other);
        }
        Intent::Discard(key) => {
            to.name("Discard");
            to.id(&key.0);
        }
        Intent::Edit { key, text, version } => {
            to.name("Edit");
            to.id(&key.0);
            to.bytes(text);
            to.number("version", *version);
        }
        Intent::Delete(key) => {
            to.name("Delete");
            to.id(&key.0);
        }
        Intent::UndoDelete(key) => {
            to.name("UndoDelete");
            to.id(&key.0);
        }
        Intent::KeepEdit(key) => {
            to.name("KeepEdit");
            to.id(&key.0);
        }
        Intent::DropEdit(key) => {
            to.name("DropEdit");
            to.id(&key.0);
        }
        Intent::Look(rows) => {
            to.name("Look");
            to.frequent();
            match rows {
                Some(rows) => to.number("rows", rows.len() as u64),
                None => to.flag("looks", false),
            }
        }
        Intent::SearchPeople(_) => {
            to.name("SearchPeople");
            to.frequent();
        }
        Intent::Group(intent) => {
            to.name("Group");
            to.word("task", group_task(intent));
        }
    }
}

fn group_task(intent: &GroupIntent) -> &'static str {
    match intent {
        GroupIntent::Start { .. } => "start",
        GroupIntent::Title(_) => "title",
        GroupIntent::Add(_) => "add",
        GroupIntent::Leave => "leave",
        GroupIntent::Remove(_) => "remove",
        GroupIntent::Dismiss => "dismiss",
    }
}

fn account_intent_of(to: &mut TraceEntry, intent: &AccountIntent) {
    match intent {
        AccountIntent::Open(form, _) => {
            to.name("AccountOpen");
            to.word("form", words::form(*form));
        }
        AccountIntent::Submit { form, typed, keep } => {
            to.name("AccountSubmit");
            to.word("form", words::form(*form));
            to.number("fields", typed.len() as u64);
            to.flag("keep", *keep);
        }
        AccountIntent::Choose {
            factor,
            email: _,
            keep,
        } => {
            to.name("AccountChoose");
            to.word("factor", words::factor(*factor));
            to.flag("keep", *keep);
        }
        AccountIntent::Resend(_) => to.name("AccountResend"),
        AccountIntent::StartOver => to.name("AccountStartOver"),
        AccountIntent::HandleTyped(_) => {
            to.name("HandleTyped");
            to.frequent();
        }
    }
}

fn outcome_of(to: &mut TraceEntry, outcome: &HttpOutcome) {
    let HttpAnswer {
        status,
        body,
        link: _,
        retry_after,
        date: _,
        error_type,
    } = match outcome {
        HttpOutcome::NoAnswer => return to.flag("answer", false),
        HttpOutcome::Answer(answer) => answer,
    };
    to.number("status", u64::from(*status));
    to.bytes(body);
    if *status >= 400 {
        to.word("refused", words::refusal(body, error_type.as_deref()));
    }
    if let Some(seconds) = retry_after {
        to.number("retry_after", u64::from(*seconds));
    }
}
