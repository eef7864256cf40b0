//! Turns planar rings into ellipsoidal areas and distances: the only place that measures.

use serde::{Deserialize, Serialize};

/// An area in whole mm². Deliberately without `Add`: use [`checked_add`](Self::checked_add).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SquareMillimetres(pub i64);

/// A length in whole mm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Millimetres(pub i64);

impl SquareMillimetres {
    /// The sum, or `None` past ±9.2 million km².
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Plain decimal m² with 3 digits, rounded half away from zero once.
    #[must_use]
    pub fn to_m2_text(self) -> String {
        decimal(self.0, 6, 3)
    }
}

impl Millimetres {
    /// Plain decimal metres with 3 digits.
    #[must_use]
    pub fn to_m_text(self) -> String {
        decimal(self.0, 3, 3)
    }
}

/// `value` × 10^-`scale` printed with `digits` ≤ `scale` decimals, rounded half away from zero.
fn decimal(value: i64, scale: u32, digits: u32) -> String {
    let drop = 10_u64.pow(scale - digits);
    let rounded = (value.unsigned_abs() + drop / 2) / drop;
    let unit = 10_u64.pow(digits);
    let sign = if value < 0 && rounded > 0 { "-" } else { "" };
    format!("{sign}{}.{:0width$}", rounded / unit, rounded % unit, width = digits as usize)
}
