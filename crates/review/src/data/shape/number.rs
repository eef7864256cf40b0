//! How a coordinate is written into a [`Shape`](super::Shape).

/// Steps a degree: a nanodegree is 0.1 mm.
const STEPS: f64 = 1e9;

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// Steps from the ring's first vertex, 3 bytes: within 0.008°.
    Near = 3,
    /// Steps from the ring's first vertex, 4 bytes: within 2°.
    Far = 4,
    /// Numbers (as `f64` tells them apart) between it and that of the ring's first vertex, 6 bytes: within 0.5° at 16°
    /// to 32°, twice that at twice the degrees.
    Close = 6,
    /// The number itself.
    Whole = 8,
}

/// A number of three bytes.
#[inline]
pub(super) fn near([a, b, c]: [u8; 3]) -> i32 {
    i32::from_le_bytes([0, a, b, c]) >> 8
}

/// Eight bytes as a number; 0 for any other count of bytes.
#[inline]
pub(super) fn long(bytes: &[u8]) -> i64 {
    bytes.try_into().map_or(0, i64::from_le_bytes)
}

/// What [`bits`] numbered so.
#[inline]
pub(super) fn number(bits: i64) -> f64 {
    f64::from_bits(bits.cast_unsigned())
}

/// The number of a number: neighbours of one sign differ by one.
#[inline]
pub(super) fn bits(number: f64) -> i64 {
    number.to_bits().cast_signed()
}

/// Steps → degrees: the number that is written with nine decimals, exactly.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "at most 2^38 steps")]
pub(super) fn degrees(steps: i64) -> f64 {
    steps as f64 / STEPS
}

/// Degrees → steps, when the steps give the same number back to the last bit.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "at most 2^38 steps")]
pub(super) fn steps(number: f64) -> Option<i64> {
    let steps = (number * STEPS).round_ties_even() as i64;
    (degrees(steps).to_bits() == number.to_bits()).then_some(steps)
}
