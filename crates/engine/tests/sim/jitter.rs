//! Variation within a step: how long a request takes, which status a failing server answers with.

/// Random numbers from a step's own seed (splitmix64: Steele, Lea, Flood 2014). Each step brings its seed
/// along, so removing a step from a run leaves the numbers of the others as they are. Seed 0 stands for no
/// variation: always the least, always the first.
pub struct Jitter {
    state: u64,
    is_off: bool,
}

impl Jitter {
    pub fn new(seed: u32) -> Self {
        Self {
            state: u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03,
            is_off: seed == 0,
        }
    }

    /// The engine's own randomness varies even where the step does not: a back-off without any jitter
    /// would retry without a pause.
    pub fn always(seed: u32) -> Self {
        Self {
            is_off: false,
            ..Self::new(seed ^ 0x5EED)
        }
    }

    pub fn bits(&mut self) -> u64 {
        if self.is_off {
            return 0;
        }
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `least` to `most`, both included.
    pub fn range(&mut self, least: u64, most: u64) -> u64 {
        least + self.bits() % (most - least + 1)
    }

    /// True in so many of a hundred cases, but never without variation.
    pub fn percent(&mut self, chance: u64) -> bool {
        !self.is_off && self.bits() % 100 < chance
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.bits() as usize % from.len()]
    }
}
