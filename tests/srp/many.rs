//! A thousand sign-ins that nobody thought of.

use std::thread;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use num_bigint::BigUint;
use sha2::{Digest, Sha256};

use super::app::{Challenge, sign_in};
use super::pool::Account;

const LOGINS: usize = 1_000;
const POOL: &str = "eu-central-1_Xy9Zw8Vu7";

#[test]
fn a_thousand_sign_ins_of_the_app_are_accepted() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || (first..LOGINS).step_by(threads).for_each(login));
        }
    });
}

fn login(n: usize) {
    let salt = salt(n);
    let account = Account {
        pool: POOL,
        user_id: &BASE64_STANDARD.encode(some(n, "user")),
        password: &password(n),
        salt: &BigUint::from_bytes_be(&salt),
    };
    let exchange = account.exchange(BigUint::from_bytes_be(&some(n, "b")));
    let challenge = Challenge {
        user_id: account.user_id,
        salt: &written(&salt),
        secret_block: &BASE64_STANDARD.encode(some(n, "block").repeat(n % 40)),
        srp_b: &exchange.public().to_str_radix(16),
    };
    let (a, answer) = sign_in(POOL, account.password, &challenge);
    let expected = exchange.signature(&a, challenge.secret_block, &answer.timestamp);
    assert_eq!(
        answer.signature, expected,
        "login {n}, password {:?}, salt {}, B {}, A {a:x}",
        account.password, challenge.salt, challenge.srp_b
    );
}

/// Bytes, the same in every run.
fn some(n: usize, what: &str) -> [u8; 32] {
    Sha256::digest(format!("{what} {n}")).into()
}

/// Up to 30 signs, half of them ASCII, the others from all of Unicode.
fn password(n: usize) -> String {
    let (ascii, wide) = (some(n, "ASCII"), some(n, "wide"));
    let signs = ascii.iter().zip(wide.windows(3)).map(|(ascii, wide)| {
        let code = u32::from_be_bytes([0, wide[0] % 17, wide[1], wide[2]]);
        let near = char::from(b' ' + ascii % 95);
        if ascii % 2 == 0 {
            near
        } else {
            char::from_u32(code).unwrap_or(near)
        }
    });
    signs.take(1 + n % 30).collect()
}

/// 16 bytes, in three sign-ins of eight one to three zeros first.
fn salt(n: usize) -> [u8; 16] {
    let mut salt = [0; 16];
    let zeros = (n % 8).saturating_sub(4);
    salt[zeros..].copy_from_slice(&some(n, "salt")[zeros..16]);
    salt
}

/// Every digit of it.
fn written(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
