//! Finding people.

use cruddur_backend::table::NewPerson;
use cruddur_contract::{ErrorCode, Person};

use crate::support::person::fresh_handle;
use crate::support::{Someone, aws};

fn found(someone: &Someone, query: &str) -> Vec<Person> {
    someone.get(&format!("/api/users?{query}")).json()
}

#[test]
fn people_are_found_by_the_beginning_of_handle_name_and_word() {
    let handle = fresh_handle("zoe");
    let word = fresh_handle("Quill").replace('-', "");
    let zoe = Someone::named(&handle, &format!("Zoë {word}"));
    let me = vec![zoe.person.clone()];
    assert_eq!(found(&zoe, &format!("prefix={handle}")), me);
    assert_eq!(
        found(&zoe, &format!("prefix=@{}", handle.to_uppercase())),
        me
    );
    assert_eq!(
        found(&zoe, &format!("prefix={}", &word.to_lowercase()[..9])),
        me
    );
    assert_eq!(found(&zoe, &format!("prefix=ZO%C3%8B%20{word}")), me);
}

#[test]
fn a_name_is_found_from_any_of_its_words_on_however_it_is_spelled() {
    let word = fresh_handle("q").replace('-', "")[..9].to_owned();
    let name = format!("Jean-{word} O\u{2019}{word}-N\u{fa}n\u{303}ez");
    let jean = Someone::named(&fresh_handle("x"), &name);
    for query in [
        word.clone(),
        format!("jean%20{word}"),
        format!("O'{word}"),
        format!("o{word}n%C3%BA"),
        format!("{}NUNEZ", word.to_uppercase()),
    ] {
        let me = vec![jean.person.clone()];
        assert_eq!(found(&jean, &format!("prefix={query}")), me, "{query}");
    }
}

#[test]
fn a_search_without_hits_or_without_a_prefix_is_empty() {
    let ann = Someone::new("ann");
    for query in [
        "prefix=",
        "prefix=%20",
        "prefix=@",
        "",
        "prefix=nobody-is-called-this",
        "prefix=%23",
    ] {
        assert_eq!(found(&ann, query), [], "{query}");
    }
    let long = format!("/api/users?prefix={}", "x".repeat(101));
    ann.get(&long).is_refused(422, ErrorCode::BadRequest);
}

#[test]
fn a_search_is_limited_and_names_each_person_once() {
    let family = fresh_handle("fam").replace('-', "");
    let first = Someone::named(&fresh_handle("x"), &format!("{family} {family}a"));
    let second = Someone::named(&fresh_handle("x"), &format!("{family}b"));
    let all = found(&first, &format!("prefix={family}"));
    assert_eq!(all.len(), 2);
    assert!(all.contains(&first.person) && all.contains(&second.person));
    assert_eq!(found(&first, &format!("prefix={family}&limit=1")).len(), 1);
}

#[test]
fn a_search_lists_nobody_by_less_than_three_letters_and_ten_at_most() {
    let family = fresh_handle("fam").replace('-', "");
    let table = aws::table();
    let people: Vec<Person> = (0..12)
        .map(|number| Person {
            uuid: uuid::Uuid::new_v4().to_string().into(),
            handle: fresh_handle("many"),
            display_name: format!("{family} {number}"),
        })
        .collect();
    for person in &people {
        aws::run(table.create_person(person)).expect("created");
    }
    let ann = Someone::new("ann");
    for limit in ["", "&limit=10", "&limit=100"] {
        let reply = ann.get(&format!("/api/users?prefix={family}{limit}"));
        assert_eq!(reply.json::<Vec<Person>>().len(), 10, "{limit}");
        assert!(reply.headers.get("link").is_none(), "no way to the others");
    }
    for short in ["f", "fa", "@fa", "f-a", "%20fa%20"] {
        assert_eq!(found(&ann, &format!("prefix={short}")), [], "{short}");
    }
}

#[test]
fn a_whole_handle_is_found_however_short_and_before_all_others() {
    let short = loop {
        let handle = uuid::Uuid::new_v4().simple().to_string()[..2].to_owned();
        let person = Person {
            uuid: uuid::Uuid::new_v4().to_string().into(),
            handle,
            display_name: "Short".into(),
        };
        if let Ok(NewPerson::Known(_)) = aws::run(aws::table().create_person(&person)) {
            break person;
        }
    };
    let ann = Someone::new("ann");
    let whole = format!("prefix=@{}", short.handle.to_uppercase());
    assert_eq!(found(&ann, &whole), [short]);
    let longer = Someone::named(&format!("{}x", ann.handle()), ann.handle());
    let both = found(&ann, &format!("prefix={}", ann.handle()));
    assert_eq!(both, [ann.person.clone(), longer.person]);
}

#[test]
fn a_person_with_many_names_does_not_hide_others() {
    // Short, so that many words fit into a name.
    let family = fresh_handle("q").replace('-', "")[..6].to_owned();
    let many: Vec<String> = (b'a'..=b'k')
        .map(|letter| format!("{family}{}", char::from(letter)))
        .collect();
    let first = Someone::named(&fresh_handle("x"), &many.join(" "));
    let second = Someone::named(&fresh_handle("x"), &format!("{family}z"));
    let two = found(&first, &format!("prefix={family}&limit=2"));
    assert_eq!(two, [first.person.clone(), second.person]);
}

#[test]
fn a_handle_is_looked_up_whatever_its_case() {
    let ann = Someone::new("ann");
    let shouted = ann.handle().to_uppercase();
    let hit: Person = ann.get(&format!("/api/users/@{shouted}/short")).json();
    assert_eq!(hit, ann.person);
    for handle in ["nobody-at-all", "%20", "a%23b", &"x".repeat(300)] {
        let reply = ann.get(&format!("/api/users/@{handle}/short"));
        reply.is_refused(404, ErrorCode::UserNotFound);
    }
}
