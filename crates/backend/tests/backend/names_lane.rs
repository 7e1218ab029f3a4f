//! One person's new names do not slow down others.

use cruddur_contract::ErrorCode;
use serde_json::{Value, json};

use crate::event_source::mappings;
use crate::support::Someone;
use crate::support::signed::{JSON, signed};
use crate::support::stack::stack;

#[test]
fn names_and_messages_come_by_event_source_mappings_of_their_own() {
    let mappings = mappings();
    let of_table = |mapping: &&Value| {
        let source = mapping["EventSourceArn"].as_str().unwrap_or_default();
        source.contains(&stack().table)
    };
    let lanes: Vec<[bool; 3]> = mappings
        .iter()
        .filter(of_table)
        .map(|mapping| {
            let filters = mapping["FilterCriteria"].to_string();
            ["MSG#", "NAME", "READ#"].map(|kind| filters.contains(kind))
        })
        .collect();
    assert_eq!(lanes.len(), 2, "{lanes:?}");
    assert!(lanes.contains(&[true, false, false]) && lanes.contains(&[false, true, true]));
}

#[test]
fn a_person_may_not_change_names_without_end() {
    let ann = Someone::new("ann");
    let rename = |name: &str| ann.put("/api/profile", &json!({"display_name": name}));
    for number in 0..5 {
        assert_eq!(rename(&format!("Ann {number}")).status, 200, "{number}");
    }
    let sixth = rename("Ann Lee");
    sixth.is_refused(429, ErrorCode::TooManyRequests);
    let wait: u32 = sixth.headers["retry-after"]
        .to_str()
        .ok()
        .and_then(|text| text.parse().ok())
        .expect("seconds");
    assert!((500..=600).contains(&wait), "{wait}");
    let same = ann.put(
        "/api/profile",
        &json!({"display_name": "Ann 4", "bio": "me"}),
    );
    assert_eq!(same.status, 200, "what is not told to others may change");
}

#[test]
fn the_check_of_a_handle_without_a_token_has_a_share_of_its_own() {
    let (_, after) = stack().api_url.split_once("/execute-api/").expect("local");
    let api = after.split('/').next().unwrap_or_default();
    let url = format!("{}/v2/apis/{api}/stages", stack().endpoint);
    let text = signed("apigateway", "GET", &url, JSON, "");
    let stages: Value = serde_json::from_str(&text).expect("JSON");
    let text = stages.to_string().to_lowercase();
    let (_, settings) = text
        .split_once("\"routesettings\":{")
        .expect("settings of routes");
    assert!(
        settings.starts_with("\"get /api/handles/{handle}\""),
        "{text}"
    );
}
