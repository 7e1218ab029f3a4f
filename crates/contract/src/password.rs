//! A user pool's password policy.

use serde_json::{Map, Value};

/// The rules of a pool (`PasswordPolicy` of its CloudFormation template). The pool enforces them; the app shows
/// them while a password is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    /// The fewest characters, 6 to 99.
    pub min_length: u64,
    /// Requires `a` to `z`.
    pub lowercase: bool,
    /// Requires `A` to `Z`.
    pub uppercase: bool,
    /// Requires a digit.
    pub numbers: bool,
    /// Requires one of Cognito's special characters.
    pub symbols: bool,
}

/// One of a pool's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    /// The fewest characters.
    Length(u64),
    Lowercase,
    Uppercase,
    Number,
    Symbol,
    /// No white space at either end: every pool refuses it (`^[\S]+.*[\S]+$`, PasswordType of Cognito's API).
    Ends,
}

impl Default for PasswordPolicy {
    /// A length alone, which is what counts (NIST SP 800-63B, 5.1.1.2).
    fn default() -> Self {
        Self {
            min_length: 8,
            lowercase: false,
            uppercase: false,
            numbers: false,
            symbols: false,
        }
    }
}

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html>
const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-";

impl PasswordPolicy {
    /// Reads `cognito.password_policy`; `Err` names the invalid key.
    pub(crate) fn read(fields: &Map<String, Value>) -> Result<Self, &'static str> {
        let flag = |key: &'static str, dotted: &'static str| match fields.get(key) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(asked)) => Ok(*asked),
            Some(_) => Err(dotted),
        };
        let length = match fields.get("min_length") {
            None | Some(Value::Null) => Some(Self::default().min_length),
            Some(value) => value.as_u64().filter(|n| (6..=99).contains(n)),
        };
        Ok(Self {
            min_length: length.ok_or("cognito.password_policy.min_length")?,
            lowercase: flag(
                "require_lowercase",
                "cognito.password_policy.require_lowercase",
            )?,
            uppercase: flag(
                "require_uppercase",
                "cognito.password_policy.require_uppercase",
            )?,
            numbers: flag("require_numbers", "cognito.password_policy.require_numbers")?,
            symbols: flag("require_symbols", "cognito.password_policy.require_symbols")?,
        })
    }

    /// The rules in force.
    pub fn rules(&self) -> Vec<PasswordRule> {
        let mut rules = vec![PasswordRule::Length(self.min_length)];
        for (asked, rule) in [
            (self.lowercase, PasswordRule::Lowercase),
            (self.uppercase, PasswordRule::Uppercase),
            (self.numbers, PasswordRule::Number),
            (self.symbols, PasswordRule::Symbol),
        ] {
            if asked {
                rules.push(rule);
            }
        }
        rules.push(PasswordRule::Ends);
        rules
    }

    /// Whether a password meets all rules.
    pub fn allows(&self, password: &str) -> bool {
        self.rules().iter().all(|rule| rule.is_met_by(password))
    }
}

impl PasswordRule {
    /// Whether a password meets this rule. Cognito counts UTF-16 units, as Java does.
    pub fn is_met_by(self, password: &str) -> bool {
        let has = |is: fn(char) -> bool| password.chars().any(is);
        match self {
            Self::Length(least) => password.encode_utf16().count() as u64 >= least,
            Self::Lowercase => has(|c| c.is_ascii_lowercase()),
            Self::Uppercase => has(|c| c.is_ascii_uppercase()),
            Self::Number => has(|c| c.is_ascii_digit()),
            Self::Symbol => {
                has(|c| SYMBOLS.contains(c)) || password.trim_matches(' ').contains(' ')
            }
            Self::Ends => password.trim() == password,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_asks_for_its_kind_of_character() {
        let all = PasswordPolicy {
            min_length: 8,
            lowercase: true,
            uppercase: true,
            numbers: true,
            symbols: true,
        };
        assert!(all.allows("Abcdef1!"));
        for (password, missing) in [
            ("Abcde1!", PasswordRule::Length(8)),
            ("ABCDEF1!", PasswordRule::Lowercase),
            ("abcdef1!", PasswordRule::Uppercase),
            ("Abcdefg!", PasswordRule::Number),
            ("Abcdefg1", PasswordRule::Symbol),
        ] {
            let broken: Vec<_> = all
                .rules()
                .into_iter()
                .filter(|rule| !rule.is_met_by(password))
                .collect();
            assert_eq!(broken, [missing], "{password}");
        }
        assert!(PasswordPolicy::default().allows("eightchr"));
        assert!(PasswordPolicy::default().allows("two words"));
        for blank_at_an_end in [" eightchr", "eightchr ", "\teightchr", "eightchr\u{3000}"] {
            assert!(!PasswordPolicy::default().allows(blank_at_an_end));
            assert!(!PasswordRule::Ends.is_met_by(blank_at_an_end));
        }
        assert!(PasswordRule::Symbol.is_met_by("two words"));
        assert!(
            !PasswordRule::Symbol.is_met_by(" words "),
            "spaces at the ends do not count"
        );
    }
}
