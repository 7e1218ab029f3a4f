//! Sign-ins as Amazon's JavaScript library makes them: vectors.json and devices.json, written by vectors.mjs.

use num_bigint::BigUint;
use serde::Deserialize;

use super::pool::{Account, Exchange};

/// One sign-in with all its numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vector {
    /// What is special about it.
    pub name: String,
    /// The pool's id.
    pub pool: String,
    /// `USER_ID_FOR_SRP`.
    pub user_id: String,
    /// What the person types.
    pub password: String,
    /// `SALT` as the pool sends it.
    pub salt: String,
    /// `SECRET_BLOCK`.
    pub secret_block: String,
    /// The pool's secret number, hexadecimal.
    pub b: String,
    /// `SRP_B` as the pool sends it.
    pub srp_b: String,
    /// The library's `SRP_A`.
    pub srp_a: String,
    /// The library's key, hexadecimal.
    pub key: String,
    /// The library's `TIMESTAMP`.
    pub timestamp: String,
    /// The library's `PASSWORD_CLAIM_SIGNATURE`.
    pub signature: String,
}

impl Vector {
    /// The pool's side of it.
    pub fn exchange(&self) -> Exchange {
        let account = Account {
            pool: &self.pool,
            user_id: &self.user_id,
            password: &self.password,
            salt: &number(&self.salt),
        };
        account.exchange(number(&self.b))
    }
}

/// Those of people.
pub fn vectors() -> Vec<Vector> {
    serde_json::from_str(include_str!("vectors.json")).expect("vectors")
}

/// Those of devices: the key of the group stands for the pool's name.
pub fn devices() -> Vec<Vector> {
    serde_json::from_str(include_str!("devices.json")).expect("vectors")
}

/// A number by its hexadecimal digits.
pub fn number(digits: &str) -> BigUint {
    BigUint::parse_bytes(digits.as_bytes(), 16).expect("hexadecimal digits")
}
