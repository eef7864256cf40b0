//! Chance that is the same everywhere, for the tests.

/// A small deterministic generator: the same mutants on every machine.
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// Changes, doubles or removes a few bytes.
    pub(crate) fn mutate(&mut self, bytes: &mut Vec<u8>) {
        const SPICE: &[u8] = b"{}[]\",:\\-eE.0919 n\x00\xFF\x80";
        for _ in 0..=self.below(5) {
            if bytes.is_empty() {
                return;
            }
            let at = self.below(bytes.len());
            match self.below(4) {
                0 => bytes[at] = SPICE[self.below(SPICE.len())],
                1 => bytes[at] ^= 1 << self.below(8),
                2 => drop(bytes.drain(at..(at + 1 + self.below(8)).min(bytes.len()))),
                _ => bytes.insert(at, SPICE[self.below(SPICE.len())]),
            }
        }
    }
}
