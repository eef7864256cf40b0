//! The same random numbers in every run, and random stars.

use geo::{Coord, LineString, Polygon};

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    /// Uniform in 0..1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are kept")]
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform in `low`..`high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in 0..`n`.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
    pub fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    /// A star around `centre`: `n` vertices at evenly spaced angles, radii in `least`..1 of `radius`.
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    pub fn star(&mut self, centre: Coord<f64>, radius: f64, n: usize, least: f64) -> Polygon<f64> {
        let turn = self.between(0.0, std::f64::consts::TAU);
        let vertex = |k: usize| {
            let angle = turn + std::f64::consts::TAU * k as f64 / n as f64;
            let r = radius * self.between(least, 1.0);
            Coord { x: centre.x + r * angle.cos(), y: centre.y + r * angle.sin() }
        };
        Polygon::new((0..n).map(vertex).collect::<LineString<f64>>(), Vec::new())
    }
}
