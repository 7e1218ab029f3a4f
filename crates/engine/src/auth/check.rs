//! Validation of what was typed, as far as it is possible without the service.

use cruddur_contract::code::plain_code;
use cruddur_contract::password::{PasswordPolicy, PasswordRule};
use cruddur_contract::person::{bare_handle, is_handle};
use cruddur_contract::profile::{ProfileFault, check_display_name, clean_name, is_reserved};

use super::view::{Field, FieldFault};

/// What was typed into a form, by field.
pub type Typed = Vec<(Field, String)>;

/// What was typed into this field; empty where the form does not have it.
pub fn typed(all: &Typed, field: Field) -> &str {
    let found = all.iter().find(|(known, _)| *known == field);
    found.map_or("", |(_, text)| text)
}

/// The fields that are not valid.
pub fn check(all: &Typed, policy: &PasswordPolicy, brand: &str) -> Vec<(Field, FieldFault)> {
    let faulty =
        |(field, text): &(Field, String)| Some((*field, fault(*field, text, all, policy, brand)?));
    all.iter().filter_map(faulty).collect()
}

fn fault(
    field: Field,
    text: &str,
    all: &Typed,
    policy: &PasswordPolicy,
    brand: &str,
) -> Option<FieldFault> {
    let valid_if = |holds: bool| (!holds).then_some(FieldFault::Invalid);
    if text.is_empty() {
        return Some(FieldFault::Missing);
    }
    match field {
        Field::Email => valid_if(is_address(text)),
        Field::Username if is_reserved(text, brand) => Some(FieldFault::Taken),
        Field::Username => valid_if(is_handle(text)),
        Field::Code => valid_if(text.bytes().all(|byte| byte.is_ascii_digit())),
        Field::Name => check_display_name(text, brand)
            .err()
            .map(|fault| match fault {
                ProfileFault::Blank => FieldFault::Missing,
                ProfileFault::TooLong => FieldFault::TooLong,
                ProfileFault::Reserved => FieldFault::Reserved,
            }),
        Field::FirstPassword | Field::NewPassword if !PasswordRule::Ends.is_met_by(text) => {
            Some(FieldFault::BlankEnds)
        }
        Field::FirstPassword | Field::NewPassword => {
            (!policy.allows(text)).then_some(FieldFault::Weak)
        }
        Field::Again => (text != typed(all, Field::NewPassword)).then_some(FieldFault::Different),
        Field::Password | Field::Answer | Field::Attribute(_) => None,
    }
}

/// What was typed, without what nobody means to type: spaces around it, direction marks in a name, all but the
/// digits of a code. A password stays as it is.
pub fn tidied(all: Typed) -> Typed {
    let tidy = |(field, text): (Field, String)| {
        let text = match field {
            Field::Password | Field::FirstPassword | Field::NewPassword | Field::Again => text,
            Field::Code => plain_code(&text),
            Field::Name => clean_name(&text),
            Field::Username => bare_handle(&text).to_owned(),
            _ => text.trim().to_owned(),
        };
        (field, text)
    };
    all.into_iter().map(tidy).collect()
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !host.is_empty()
            && !host.contains('@')
            && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(field: Field, text: &str) -> Option<FieldFault> {
        let all = tidied(vec![(field, text.to_owned())]);
        check(&all, &PasswordPolicy::default(), "Cruddur")
            .pop()
            .map(|(_, fault)| fault)
    }

    #[test]
    fn an_address_needs_two_sides() {
        for good in ["a@b", "a.b+c@example.com", "ü@exämple.com", " a@b\n"] {
            assert_eq!(fault_of(Field::Email, good), None, "{good}");
        }
        for bad in ["a", "@b", "a@", "a b@c", "a@b@c"] {
            assert_eq!(
                fault_of(Field::Email, bad),
                Some(FieldFault::Invalid),
                "{bad}"
            );
        }
    }

    #[test]
    fn nobody_takes_the_name_of_the_brand_or_of_a_deleted_account() {
        for name in ["Cruddur", "Сruddur", "deleted account"] {
            assert_eq!(
                fault_of(Field::Name, name),
                Some(FieldFault::Reserved),
                "{name}"
            );
        }
        for handle in ["cruddur", "deleted-account"] {
            assert_eq!(
                fault_of(Field::Username, handle),
                Some(FieldFault::Taken),
                "{handle}"
            );
        }
    }

    #[test]
    fn nothing_may_be_left_out() {
        for field in [
            Field::Email,
            Field::Password,
            Field::Code,
            Field::Name,
            Field::Attribute(0),
        ] {
            assert_eq!(fault_of(field, ""), Some(FieldFault::Missing), "{field:?}");
        }
        assert_eq!(fault_of(Field::Code, " \t"), Some(FieldFault::Missing));
        assert_eq!(fault_of(Field::Name, "\u{3164}"), Some(FieldFault::Missing));
        assert_eq!(
            fault_of(Field::Password, " "),
            None,
            "a password may be a space"
        );
    }

    #[test]
    fn a_code_may_be_typed_in_groups_and_a_username_with_its_sign() {
        assert_eq!(fault_of(Field::Code, " 123 456 "), None);
        assert_eq!(fault_of(Field::Code, "12a456"), Some(FieldFault::Invalid));
        for code in [
            "123-456",
            "١٢٣٤٥٦",
            "１２３４５６",
            "\u{200e}123 456\u{200f}",
        ] {
            let all = tidied(vec![(Field::Code, code.to_owned())]);
            assert_eq!(typed(&all, Field::Code), "123456", "{code:?}");
        }
        assert_eq!(fault_of(Field::Username, "@bayko"), None);
        for bad in ["bay ko", "..", "bay..ko", "bayko."] {
            assert_eq!(
                fault_of(Field::Username, bad),
                Some(FieldFault::Invalid),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_new_password_keeps_the_rules_and_is_typed_twice_alike() {
        let all = |new: &str, again: &str| {
            let all = vec![
                (Field::NewPassword, new.into()),
                (Field::Again, again.into()),
            ];
            check(&tidied(all), &PasswordPolicy::default(), "Cruddur")
        };
        assert_eq!(all("long enough", "long enough"), []);
        for blank in ["long enough ", " long enough", "long enough\u{a0}"] {
            assert_eq!(
                all(blank, blank),
                [(Field::NewPassword, FieldFault::BlankEnds)],
                "{blank:?}"
            );
        }
        assert_eq!(
            all("long enough", "long enough "),
            [(Field::Again, FieldFault::Different)]
        );
        assert_eq!(
            all("short", "short"),
            [(Field::NewPassword, FieldFault::Weak)]
        );
    }
}
