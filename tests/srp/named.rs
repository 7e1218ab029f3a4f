//! The sign-ins of vectors.json.

use std::fmt::Debug;

use chrono::NaiveDateTime;
use num_bigint::BigUint;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::app::{Answer, Challenge, sign_in};
use super::vector::{Vector, devices, number, vectors};

/// As Cognito reads it: English, the day without a zero ahead.
const TIMESTAMP: &str = "%a %b %-d %H:%M:%S UTC %Y";

fn is_timestamp(text: &str) -> bool {
    let read = NaiveDateTime::parse_from_str(text, TIMESTAMP);
    read.is_ok_and(|time| time.format(TIMESTAMP).to_string() == text)
}

/// Asserts that what is found is what is expected. In a browser a wrong result is computed a second time: one of
/// them sometimes miscomputes (docs/development.md, "WebKitGTK miscomputes"), while a defect of the app fails again.
pub fn computes<T: PartialEq + Debug>(name: &str, compute: impl Fn() -> (T, T)) {
    let (mut found, mut expected) = compute();
    if cfg!(target_arch = "wasm32") && found != expected {
        (found, expected) = compute();
    }
    assert_eq!(found, expected, "{name}");
}

#[test]
fn the_pool_computes_what_amazons_library_does() {
    for vector in vectors().into_iter().chain(devices()) {
        let expected = (
            number(&vector.srp_b),
            number(&vector.key),
            vector.signature.clone(),
        );
        computes(&vector.name, || {
            let (exchange, a) = (vector.exchange(), number(&vector.srp_a));
            let key = BigUint::from_bytes_be(&exchange.key(&a));
            let signature = exchange.signature(&a, &vector.secret_block, &vector.timestamp);
            let found = (exchange.public().clone(), key, signature);
            (found, expected.clone())
        });
        assert!(is_timestamp(&vector.timestamp), "{}", vector.timestamp);
    }
}

#[test]
fn every_named_sign_in_of_the_app_is_accepted() {
    for vector in vectors() {
        computes(&vector.name, || prove(&vector, &vector.password));
    }
}

#[test]
fn another_password_is_not_accepted() {
    let [_, accented, apart, ..] = &vectors()[..] else {
        panic!("no vectors");
    };
    // They look the same.
    let (expected, proof) = prove(accented, &apart.password);
    assert_ne!(proof, expected);
}

/// The proof that the pool expects, and the one that the app makes of a password.
fn prove(vector: &Vector, password: &str) -> (String, String) {
    let password = password.to_owned();
    let (a, answer) = sign_in_as(&Vector {
        password,
        ..vector.clone()
    });
    assert_eq!(answer.user_id, vector.user_id, "{}", vector.name);
    assert_eq!(answer.secret_block, vector.secret_block, "{}", vector.name);
    assert!(is_timestamp(&answer.timestamp), "{}", answer.timestamp);
    let exchange = vector.exchange();
    let expected = exchange.signature(&a, &answer.secret_block, &answer.timestamp);
    (expected, answer.signature)
}

/// The app's `A` and its answer.
pub fn sign_in_as(vector: &Vector) -> (BigUint, Answer) {
    let challenge = Challenge {
        user_id: &vector.user_id,
        salt: &vector.salt,
        secret_block: &vector.secret_block,
        srp_b: &vector.srp_b,
    };
    sign_in(&vector.pool, &vector.password, &challenge)
}
