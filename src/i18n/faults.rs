//! Faults as sentences: what happened and what can be done, without blame.

use cruddur_contract::ErrorCode;
use cruddur_contract::message::TextFault;
use cruddur_engine::view::{AccountFault, Trouble};

use super::en;

/// Why a server refused.
pub fn error_code_sentence(code: &ErrorCode) -> String {
    let sentence = match code {
        ErrorCode::MessageGroupNotFound => {
            "This conversation does not exist, or you are not in it."
        }
        ErrorCode::NotAuthor => "Only the person who made this can do that.",
        ErrorCode::MessageNotFound => "This message no longer exists.",
        ErrorCode::UserNotFound => "Nobody has this username.",
        ErrorCode::VersionConflict => {
            "This was changed meanwhile. Look at it again and repeat the change."
        }
        ErrorCode::MessageBlank => en::MESSAGE_BLANK,
        ErrorCode::MessageTooLong => {
            "This message is longer than 1024 characters. Shorten it to send it."
        }
        ErrorCode::MessageGroupBlank => {
            "It is not clear which conversation this belongs to. Open it again."
        }
        ErrorCode::ReceiverBlank => "The person this is for was not found.",
        ErrorCode::ReceiverIsSender => en::NOT_TO_YOURSELF,
        ErrorCode::DisplayNameBlank => "A name is needed.",
        ErrorCode::DisplayNameReserved => "Nobody can have this name here. Choose another one.",
        ErrorCode::DisplayNameInvalid => "This name is longer than 50 characters. Shorten it.",
        ErrorCode::HandleTaken => "Somebody else has this username. Choose another one.",
        ErrorCode::HandleInvalid => "This cannot be a username. Choose another one.",
        ErrorCode::GroupFull => "A conversation has at most 32 people.",
        ErrorCode::GroupOfTwo => {
            "A conversation of two people stays as it is. Start a new one for more people."
        }
        ErrorCode::TitleTooLong => "This name is longer than 50 characters. Shorten it.",
        ErrorCode::BadRequest => "That did not work. Reload the page and try again.",
        ErrorCode::TooManyRequests => "That was a little too fast. Wait a moment and try again.",
        ErrorCode::Generic500 => "The server had a problem. Try again in a moment.",
        ErrorCode::Unknown(code) => return format!("That is not possible ({code})."),
    };
    sentence.to_owned()
}

/// What is wrong with a request.
pub fn trouble_sentence(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Network => {
            "Could not reach the server. Check your connection and try again.".to_owned()
        }
        Trouble::Server => "The server had a problem. Try again in a moment.".to_owned(),
        Trouble::Throttled => "That was a little too fast. Wait a moment and try again.".to_owned(),
        Trouble::NotFound => "This does not exist, or it is not for you.".to_owned(),
        Trouble::Refused(codes) if codes.is_empty() => "That is not possible.".to_owned(),
        Trouble::Refused(codes) => codes
            .iter()
            .map(error_code_sentence)
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// Why a message was not sent.
pub fn not_sent_sentence(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Network => "Could not reach the server. Your message is kept.".to_owned(),
        Trouble::Server => "The server had a problem. Your message is kept.".to_owned(),
        Trouble::Throttled => "That was a little too fast. Your message is kept.".to_owned(),
        other => trouble_sentence(other),
    }
}

/// Why a call of the sign-in service failed.
pub fn account_fault_sentence(fault: &AccountFault) -> String {
    let sentence = match fault {
        AccountFault::WrongPassword => "Email or password is not right.",
        AccountFault::NoPassword => en::NO_PASSWORD,
        AccountFault::Disabled => "This account is switched off. Ask whoever runs this service.",
        AccountFault::LockedOut => "Too many attempts. Wait up to 15 minutes and try again.",
        AccountFault::Throttled => "The sign-in service is busy. Wait a moment and try again.",
        AccountFault::LimitReached => {
            "That was tried too often. Wait an hour at most and try again."
        }
        AccountFault::NoNetwork => {
            "Could not reach the sign-in service. Check your connection and try again."
        }
        AccountFault::WrongPool => {
            "Signing in is not set up correctly here. Whoever runs this service can correct it in config.json."
        }
        AccountFault::UnsupportedChallenge(name) => {
            return format!("This account asks for a step that is not possible here yet ({name}).");
        }
        AccountFault::Service => "The sign-in service had a problem. Try again in a moment.",
        AccountFault::WrongCode => "This code is not right. Check it and try again.",
        AccountFault::ExpiredCode => "This code is too old. Ask for another one.",
        AccountFault::SessionOver => "That took too long. Sign in again.",
        AccountFault::EmailTaken => {
            "There is an account with this address already. Sign in, or reset its password."
        }
        // The pool's own words: nobody else knows its rules.
        AccountFault::PasswordRefused(rules) if !rules.is_empty() => return rules.clone(),
        AccountFault::PasswordRefused(_) => "This password does not meet the rules.",
        AccountFault::PasswordUsed => "This password was used before. Choose another one.",
        AccountFault::NotDelivered => {
            "The code could not be delivered. Check the address, or ask whoever runs this service."
        }
        AccountFault::Refused => "The sign-in service does not accept this. Check what you typed.",
        AccountFault::NoPasskey => "No passkey was used. Try again, or go on in another way.",
        AccountFault::Blocked => {
            "The sign-in service blocked this request. Try again from another network, or later."
        }
    };
    sentence.to_owned()
}

/// Why a text is no message.
pub fn text_fault_sentence(fault: TextFault) -> String {
    match fault {
        TextFault::Blank => en::MESSAGE_BLANK.to_owned(),
        TextFault::TooLong { over } => en::too_long_sentence(over),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sentence(text: &str) -> bool {
        text.ends_with('.') && !text.contains('!') && !text.contains('_')
    }

    #[test]
    fn every_known_code_has_a_sentence_without_the_code() {
        for code in ErrorCode::KNOWN {
            assert!(is_sentence(&error_code_sentence(code)), "{code:?}");
        }
    }

    #[test]
    fn an_unknown_code_is_shown() {
        assert!(error_code_sentence(&ErrorCode::from("odd_code")).contains("odd_code"));
    }

    #[test]
    fn every_trouble_has_a_sentence() {
        let codes = vec![ErrorCode::MessageBlank, ErrorCode::BadRequest];
        for trouble in [
            Trouble::Network,
            Trouble::Server,
            Trouble::Throttled,
            Trouble::NotFound,
            Trouble::Refused(vec![]),
            Trouble::Refused(codes),
        ] {
            assert!(is_sentence(&trouble_sentence(&trouble)), "{trouble:?}");
            assert!(is_sentence(&not_sent_sentence(&trouble)), "{trouble:?}");
        }
    }

    #[test]
    fn every_account_fault_has_its_own_sentence() {
        let faults = [
            AccountFault::WrongPassword,
            AccountFault::Disabled,
            AccountFault::LockedOut,
            AccountFault::Throttled,
            AccountFault::LimitReached,
            AccountFault::NoNetwork,
            AccountFault::WrongPool,
            AccountFault::UnsupportedChallenge("MFA".into()),
            AccountFault::Service,
            AccountFault::WrongCode,
            AccountFault::ExpiredCode,
            AccountFault::SessionOver,
            AccountFault::EmailTaken,
            AccountFault::PasswordRefused(String::new()),
            AccountFault::PasswordUsed,
            AccountFault::NotDelivered,
            AccountFault::Refused,
            AccountFault::NoPassword,
            AccountFault::NoPasskey,
            AccountFault::Blocked,
        ];
        let sentences: std::collections::BTreeSet<_> =
            faults.iter().map(account_fault_sentence).collect();
        assert_eq!(sentences.len(), faults.len());
        assert!(sentences.iter().all(|sentence| is_sentence(sentence)));
    }
}
