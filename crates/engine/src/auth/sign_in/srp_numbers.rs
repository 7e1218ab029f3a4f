//! The numbers of an SRP exchange, before they reach the SRP client.

/// `SALT` as an integer's hexadecimal digits: leading zero bytes dropped. With them the SRP client
/// would compute another key than Cognito (measured: 0 of 40 sign-ins with such a salt).
pub fn normal_salt(salt: &str) -> String {
    let digits = salt.trim_start_matches('0');
    if digits.len() % 2 == 1 {
        format!("0{digits}")
    } else {
        digits.to_owned()
    }
}

/// Whether `B` is a number an honest service can send: `B mod N` not zero (RFC 5054, 2.5.4), and no
/// longer than N's 768 digits.
pub fn is_srp_b(srp_b: &str) -> bool {
    let digits = srp_b.trim_start_matches('0').to_ascii_uppercase();
    !digits.is_empty()
        && digits.len() <= N.len()
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && digits != N
}

/// The 3072-bit prime of RFC 3526, 5; in the letters that aws-cognito-srp has it in, so that the bundle holds
/// it but once.
const N: &str = concat!(
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
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_b_that_is_zero_modulo_n_is_refused() {
        let too_long = format!("1{N}");
        for b in [
            "",
            "0",
            "000",
            N,
            &N.to_lowercase(),
            &format!("00{N}"),
            &too_long,
            "xyz",
            "-1",
        ] {
            assert!(!is_srp_b(b), "{b}");
        }
        assert!(is_srp_b("0a1"));
        assert_eq!(N.len(), 768);
    }

    #[test]
    fn leading_zero_bytes_of_the_salt_are_dropped() {
        assert_eq!(normal_salt("00ab"), "ab");
        assert_eq!(normal_salt("0abc"), "0abc");
        assert_eq!(normal_salt("abc"), "0abc");
        assert_eq!(normal_salt("-1f"), "0-1f");
    }
}
