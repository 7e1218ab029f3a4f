//! SRP: proves the password without sending it. The only place that holds the password.
//!
//! Nothing here is ever printed: the client's `Debug` would show the password. It is dropped as soon
//! as the proof is made. No logger is installed in this app, so what the client logs goes nowhere.

use std::cell::OnceCell;

use aws_cognito_srp::{PasswordVerifierParameters, SrpClient, UntrackedDevice, User};

/// One sign-in's SRP exchange.
pub struct Srp {
    client: SrpClient<User>,
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
    /// An exchange without a password yet. Its `A` can be computed before anything is typed.
    pub fn new(client_id: &str) -> Self {
        Self {
            client: SrpClient::new(User::new("", "", ""), client_id, None),
            public_a: OnceCell::new(),
        }
    }

    /// Takes the password of somebody in this pool, whose name the challenge brings. A device proves its
    /// own in the same way, where the key of its group, letters and digits after a dash, stands for the
    /// pool's id after the `_` (`SrpClient<TrackedDevice>` comes to the same numbers; its copy of the code would be 2 kB of the
    /// bundle).
    pub fn begin(&mut self, pool: &str, password: &str) {
        self.client
            .replace_credentials(User::new(pool, "", password));
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

/// A password for a device, with the verifier that the pool takes.
pub fn device_password(group: &str, key: &str) -> PasswordVerifierParameters {
    // Pool and client have no part in it.
    let device = UntrackedDevice::new("", group, key);
    SrpClient::new(device, "", None).get_password_verifier()
}

impl std::fmt::Debug for Srp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Srp")
    }
}

#[cfg(test)]
#[path = "../../tests/srp/mod.rs"]
mod tests;
