//! Remembered browsers: they prove a password of their own, and tell the pool what it takes to check that.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use num_bigint::BigUint;
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::app::{Answer, App, Challenge, proof};
use super::named::computes;
use super::pool::{Account, Exchange};
use super::vector::{devices, number};

const POOL: &str = "us-east-1_Ab1";

/// Types the password in a browser of which this is kept, whereupon the pool asks the browser: `A`, and what it
/// answers.
fn prove(kept: &str, challenge: &Challenge<'_>) -> (BigUint, Answer) {
    let mut app = App::new(POOL, Some(kept.to_owned()));
    app.type_password("secret");
    let (id, asked) = app.request();
    assert_eq!(asked["AuthParameters"]["DEVICE_KEY"], challenge.user_id);
    app.answer(id, &json!({"ChallengeName": "DEVICE_SRP_AUTH"}));
    let (id, asked) = app.request();
    let srp_a = asked["ChallengeResponses"]["SRP_A"].as_str().expect("A");
    app.challenge(id, "DEVICE_PASSWORD_VERIFIER", challenge);
    let (_, answer) = app.request();
    (number(srp_a), proof(answer))
}

#[test]
fn every_named_device_is_accepted() {
    for vector in devices() {
        let group = &vector.pool[1..];
        let kept = json!([vector.user_id, group, vector.password]).to_string();
        let challenge = Challenge {
            user_id: &vector.user_id,
            salt: &vector.salt,
            secret_block: &vector.secret_block,
            srp_b: &vector.srp_b,
        };
        computes(&vector.name, || {
            let (a, answer) = prove(&kept, &challenge);
            let exchange = vector.exchange();
            let expected = exchange.signature(&a, &answer.secret_block, &answer.timestamp);
            (answer.signature, expected)
        });
    }
}

/// A browser that is new to the pool, up to the sentence that says what it is: what the pool has been told, and
/// what the browser keeps.
fn confirmed(key: &str, group: &str) -> (BigUint, BigUint, String) {
    let mut app = App::new(POOL, None);
    app.type_password("secret");
    let (id, _) = app.request();
    let tokens = json!({"AccessToken": "a", "IdToken": "i", "RefreshToken": "r", "ExpiresIn": 60,
        "NewDeviceMetadata": {"DeviceKey": key, "DeviceGroupKey": group}});
    app.answer(id, &json!({"AuthenticationResult": tokens}));
    let (id, confirm) = app.request();
    assert_eq!(confirm["DeviceKey"], key);
    let told = |name: &str| {
        let text = confirm["DeviceSecretVerifierConfig"][name].as_str();
        let bytes = BASE64_STANDARD.decode(text.expect(name)).expect("base64");
        BigUint::from_bytes_be(&bytes)
    };
    app.answer(id, &json!({}));
    let kept = app.device.clone().expect("something is kept");
    (told("PasswordVerifier"), told("Salt"), kept)
}

#[test]
fn a_new_browser_is_accepted_with_the_verifier_it_registered() {
    let (key, group) = ("us-east-1_5a6b7c8d", "-xYz1Ab2C");
    for n in 1_u8..=5 {
        let (verifier, salt, kept) = confirmed(key, group);
        let [_, _, password]: [String; 3] = serde_json::from_str(&kept).expect("a list");
        computes("verifier", || {
            let account = Account {
                pool: &format!("_{group}"),
                user_id: key,
                password: &password,
                salt: &salt,
            };
            let exchange = account.exchange(BigUint::from(n));
            (exchange.verifier().clone(), verifier.clone())
        });
        computes("proof", || {
            let exchange = Exchange::new(group, key, verifier.clone(), BigUint::from(n) << 250);
            let challenge = Challenge {
                user_id: key,
                salt: &salt.to_str_radix(16),
                secret_block: &BASE64_STANDARD.encode("a block"),
                srp_b: &exchange.public().to_str_radix(16),
            };
            let (a, answer) = prove(&kept, &challenge);
            let expected = exchange.signature(&a, &answer.secret_block, &answer.timestamp);
            (answer.signature, expected)
        });
    }
}
