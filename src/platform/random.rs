//! The browser's random numbers.

/// 128 random bits from `crypto.getRandomValues`.
pub fn bits() -> u128 {
    let mut bytes = [0; 16];
    // A browser without crypto cannot run this app at all: SRP needs it first.
    let _ = getrandom::fill(&mut bytes);
    u128::from_le_bytes(bytes)
}
