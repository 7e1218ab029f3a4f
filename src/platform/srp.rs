//! The password's only home: an SRP client that proves it without sending it.
//!
//! Nothing here is ever printed: the client's `Debug` would show the password. It is dropped as soon
//! as the proof is made. No logger is installed in this app, so what the client logs goes nowhere.

use std::cell::OnceCell;

use aws_cognito_srp::{SrpClient, User};

/// One sign-in's SRP exchange.
pub struct Srp {
    client: SrpClient<User>,
    user_pool_id: String,
    public_a: OnceCell<String>,
}

/// The answer to PASSWORD_VERIFIER.
pub struct Proof {
    /// `PASSWORD_CLAIM_SECRET_BLOCK`.
    pub secret_block: String,
    /// `PASSWORD_CLAIM_SIGNATURE`.
    pub signature: String,
    /// `TIMESTAMP`.
    pub timestamp: String,
}

impl Srp {
    /// An exchange of nobody yet. Its `A` can be made ready before anybody has typed anything.
    pub fn new(user_pool_id: &str, client_id: &str) -> Self {
        Self {
            client: SrpClient::new(User::new(user_pool_id, "", ""), client_id, None),
            user_pool_id: user_pool_id.to_owned(),
            public_a: OnceCell::new(),
        }
    }

    /// Takes the password.
    pub fn begin(&mut self, username: &str, password: &str) {
        let user = User::new(&self.user_pool_id, username, password);
        self.client.replace_credentials(user);
    }

    /// The public value `A`, hexadecimal: one modular power of 3072 bits, the first time.
    pub fn public_a(&self) -> &str {
        let compute = || self.client.get_auth_parameters().a;
        self.public_a.get_or_init(compute)
    }

    /// The proof, or `None` where the challenge's numbers are none. Three modular powers.
    pub fn prove(
        &self,
        secret_block: &str,
        user_id: &str,
        salt: &str,
        srp_b: &str,
    ) -> Option<Proof> {
        let proof = self
            .client
            .verify(secret_block, user_id, salt, srp_b)
            .ok()?;
        Some(Proof {
            secret_block: proof.password_claim_secret_block,
            signature: proof.password_claim_signature,
            timestamp: proof.timestamp,
        })
    }
}

impl std::fmt::Debug for Srp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Srp")
    }
}

#[cfg(test)]
#[path = "../../tests/srp/mod.rs"]
mod tests;
