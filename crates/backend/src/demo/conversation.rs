//! Filling conversations.

use cruddur_contract::{GroupId, Person};
use uuid::Uuid;

use super::script::Line;
use super::{DemoError, say};
use crate::ids;
use crate::table::{NewMessage, Table, Target};

/// Progress is reported every so many messages.
const STEP: usize = 1000;

/// Fills the conversation of two people.
pub async fn fill(table: &Table, people: [&Person; 2], lines: Vec<Line>) -> Result<(), DemoError> {
    let names = format!("{} and {}", people[0].handle, people[1].handle);
    let group = table.pair(&people[0].uuid, &people[1].uuid).await?;
    let there = match &group {
        Some(group) => messages_in(table, group).await?,
        None => 0,
    };
    send(table, &names, &people, group, there, &lines).await
}

/// Starts a group of these people, unless it is there, and fills it.
pub async fn fill_group(
    table: &Table,
    people: &[&Person],
    title: &str,
    lines: Vec<Line>,
) -> Result<(), DemoError> {
    let (Some((creator, others)), Some(first)) = (people.split_first(), lines.first()) else {
        return Ok(());
    };
    let group = ids::started_group(&creator.uuid, namespace(people));
    let others: Vec<Person> = others.iter().map(|person| (*person).clone()).collect();
    let begun = first.at_micros - 1_000_000;
    let title = Some(title.to_owned());
    table
        .start_group(&group, creator, &others, title, begun)
        .await?;
    // The first row tells of the start.
    let there = messages_in(table, &group).await?.saturating_sub(1);
    let names = format!("{} people", people.len());
    send(table, &names, people, Some(group), there, &lines).await
}

async fn messages_in(table: &Table, group: &GroupId) -> Result<usize, DemoError> {
    let meta = table.conversation(group).await?;
    let messages = meta.map_or(0, |meta| meta.last_ordinal);
    Ok(usize::try_from(messages).unwrap_or(usize::MAX))
}

fn namespace(people: &[&Person]) -> Uuid {
    let ids: Vec<&str> = people.iter().map(|person| person.uuid.as_str()).collect();
    Uuid::new_v5(&Uuid::NAMESPACE_OID, ids.join("\n").as_bytes())
}

/// Sends the messages in order, each at its time, after those that are there. Client ids are derived from the position in
/// the conversation, so that an interrupted run can be resumed and a second one changes nothing.
async fn send(
    table: &Table,
    names: &str,
    people: &[&Person],
    mut group: Option<GroupId>,
    there: usize,
    lines: &[Line],
) -> Result<(), DemoError> {
    let namespace = namespace(people);
    say(&format!(
        "{names}: {} messages, {} there",
        lines.len(),
        there.min(lines.len())
    ));
    for (place, line) in lines.iter().enumerate().skip(there) {
        let target = match &group {
            Some(group) => Target::Group(group.clone()),
            // The first message between two people.
            None => Target::Person(people[1 - line.sender].clone()),
        };
        let client_id = Uuid::new_v5(&namespace, &place.to_be_bytes());
        let new_message = NewMessage {
            text: line.text.clone(),
            target,
            client_message_id: Some(client_id.to_string().into()),
        };
        let sender = people[line.sender];
        let sent = table.send(sender, &new_message, || line.at_micros).await?;
        group = Some(sent.group);
        if (place + 1) % STEP == 0 {
            say(&format!("{names}: {} of {}", place + 1, lines.len()));
        }
    }
    Ok(())
}
