//! Filling a conversation between two people.

use cruddur_contract::Person;
use uuid::Uuid;

use super::script::Line;
use super::{DemoError, say};
use crate::ids;
use crate::table::{NewMessage, Table, Target};

/// Progress is reported every so many messages.
const STEP: usize = 1000;

/// Sends the messages in order, each at its time. Client ids are derived from the position in the
/// conversation, so that an interrupted run can be resumed and a second one changes nothing.
pub async fn fill(table: &Table, people: [&Person; 2], lines: Vec<Line>) -> Result<(), DemoError> {
    let group = ids::group(people.map(|person| &person.uuid));
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_OID, group.as_str().as_bytes());
    let there = table
        .conversation(&group)
        .await?
        .map_or(0, |meta| meta.last_ordinal);
    let there = usize::try_from(there).unwrap_or(usize::MAX);
    let names = format!("{} and {}", people[0].handle, people[1].handle);
    say(&format!(
        "{names}: {} messages, {} there",
        lines.len(),
        there.min(lines.len())
    ));
    for (place, line) in lines.iter().enumerate().skip(there) {
        let (sender, receiver) = (people[line.sender], people[1 - line.sender]);
        let client_id = Uuid::new_v5(&namespace, &place.to_be_bytes());
        let new_message = NewMessage {
            text: line.text.clone(),
            target: Target::People(vec![receiver.clone()]),
            client_message_id: Some(client_id.to_string().into()),
        };
        table.send(sender, &new_message, || line.at_micros).await?;
        if (place + 1) % STEP == 0 {
            say(&format!("{names}: {} of {}", place + 1, lines.len()));
        }
    }
    Ok(())
}
