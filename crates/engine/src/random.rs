//! Randomness that comes in with an event, drawn from as often as needed.

/// RandomBits from the 128 bits an input brings. Deterministic: the same input gives the same rng.
#[derive(Clone, Debug, Default)]
pub struct RandomBits {
    state: u64,
    other: u64,
}

impl RandomBits {
    /// RandomBits from these bits.
    pub fn new(bits: u128) -> Self {
        Self {
            state: bits as u64,
            other: (bits >> 64) as u64,
        }
    }

    /// 64 bits, by splitmix64 (Steele, Lea, Flood 2014) over both halves of the input.
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = mix(self.state) ^ self.other.rotate_left((self.state >> 58) as u32);
        self.other = mix(self.other.wrapping_add(self.state));
        mixed
    }

    /// A whole number from 0 to `most`, both included.
    pub fn up_to(&mut self, most: u64) -> u64 {
        ((u128::from(self.bits()) * (u128::from(most) + 1)) >> 64) as u64
    }

    /// A version 4 UUID (RFC 9562, 5.4).
    pub fn uuid(&mut self) -> String {
        let high = (self.bits() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
        let low = (self.bits() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xFFFF,
            high & 0xFFFF,
            low >> 48,
            low & 0xFFFF_FFFF_FFFF
        )
    }
}

fn mix(bits: u64) -> u64 {
    let z = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_version_4_and_differ() {
        let mut rng = RandomBits::new(7);
        let (a, b) = (rng.uuid(), rng.uuid());
        assert_ne!(a, b);
        for uuid in [a, b] {
            assert_eq!(uuid.len(), 36);
            assert_eq!(&uuid[14..15], "4");
            assert!("89ab".contains(&uuid[19..20]));
        }
    }

    #[test]
    fn a_range_is_filled_and_never_left() {
        let mut rng = RandomBits::new(1);
        let seen: std::collections::BTreeSet<u64> = (0..500).map(|_| rng.up_to(9)).collect();
        assert_eq!(seen, (0..=9).collect());
        assert_eq!(rng.up_to(0), 0);
    }
}
