//! The numbers of an SRP exchange, before they reach the SRP client.

/// `SALT` as an integer's hexadecimal digits: leading zero bytes dropped. The SRP client would keep
/// them and compute another key than Cognito (measured: 0 of 40 sign-ins with such a salt).
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
    let digits = srp_b.trim_start_matches('0').to_ascii_lowercase();
    !digits.is_empty()
        && digits.len() <= N.len()
        && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        && digits != N
}

/// The 3072-bit prime of RFC 3526, 5.
const N: &str = concat!(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74",
    "020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b0a6df25f1437",
    "4fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed",
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf05",
    "98da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb",
    "9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b",
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf695581718",
    "3995497cea956ae515d2261898fa051015728e5a8aaac42dad33170d04507a33",
    "a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7",
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864",
    "d87602733ec86a64521f2b18177b200cbbe117577a615d6c770988c0bad946e2",
    "08e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
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
            &N.to_uppercase(),
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
