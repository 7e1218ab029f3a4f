//! A user pool's side of SRP (RFC 5054, with the padding of Java's `BigInteger` as Cognito has it).

use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use num_bigint::BigUint;
use sha2::{Digest, Sha256};

use super::vector::number;

/// The 3072-bit prime of RFC 3526, 5.
static N: LazyLock<BigUint> = LazyLock::new(|| {
    number(concat!(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74",
        "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437",
        "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
        "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05",
        "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB",
        "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
        "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718",
        "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33",
        "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
        "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864",
        "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2",
        "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    ))
});

/// The multiplier `k = H(N | g)`.
static K: LazyLock<BigUint> = LazyLock::new(|| BigUint::from_bytes_be(&hash(&[&padded(&N), &[2]])));

/// What an account is made of.
pub struct Account<'a> {
    /// The pool's id.
    pub pool: &'a str,
    /// `USER_ID_FOR_SRP`.
    pub user_id: &'a str,
    /// The password that was set.
    pub password: &'a str,
    /// The salt that goes with it.
    pub salt: &'a BigUint,
}

/// One sign-in as the pool sees it.
pub struct Exchange {
    pool: String,
    user_id: String,
    verifier: BigUint,
    b: BigUint,
    public: BigUint,
}

impl Account<'_> {
    /// Begins a sign-in with this secret number.
    pub fn exchange(&self, b: BigUint) -> Exchange {
        let pool = self.pool.split_once('_').expect("a pool's id").1;
        let identity = format!("{pool}{}:{}", self.user_id, self.password);
        let salted = hash(&[&padded(self.salt), &hash(&[identity.as_bytes()])]);
        let verifier = power_of_two(&BigUint::from_bytes_be(&salted));
        Exchange::new(pool, self.user_id, verifier, b)
    }
}

impl Exchange {
    /// With what the pool has been told of a password. `pool`: its name.
    pub fn new(pool: &str, user_id: &str, verifier: BigUint, b: BigUint) -> Self {
        let public = (&*K * &verifier + power_of_two(&b)) % &*N;
        Self {
            pool: pool.to_owned(),
            user_id: user_id.to_owned(),
            verifier,
            b,
            public,
        }
    }

    /// What the pool keeps of the password.
    pub fn verifier(&self) -> &BigUint {
        &self.verifier
    }

    /// `B`.
    pub fn public(&self) -> &BigUint {
        &self.public
    }

    /// The key both sides have, if the password is the one.
    pub fn key(&self, a: &BigUint) -> [u8; 16] {
        let scrambler = BigUint::from_bytes_be(&hash(&[&padded(a), &padded(&self.public)]));
        let secret = (a * self.verifier.modpow(&scrambler, &N)).modpow(&self.b, &N);
        let random = mac(&padded(&scrambler), &[&padded(&secret)]);
        let key = mac(&random, &[b"Caldera Derived Key\x01"]);
        key[..16].try_into().expect("half of it")
    }

    /// The one `PASSWORD_CLAIM_SIGNATURE` that proves the password.
    pub fn signature(&self, a: &BigUint, secret_block: &str, timestamp: &str) -> String {
        let block = BASE64_STANDARD.decode(secret_block).expect("base64");
        let parts = [
            self.pool.as_bytes(),
            self.user_id.as_bytes(),
            &block,
            timestamp.as_bytes(),
        ];
        BASE64_STANDARD.encode(mac(&self.key(a), &parts))
    }
}

/// The bytes of a number, with a zero ahead where the first bit would read as a sign.
fn padded(number: &BigUint) -> Vec<u8> {
    let mut bytes = number.to_bytes_be();
    if bytes[0] >= 0x80 {
        bytes.insert(0, 0);
    }
    bytes
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn power_of_two(exponent: &BigUint) -> BigUint {
    BigUint::from(2_u8).modpow(exponent, &N)
}
