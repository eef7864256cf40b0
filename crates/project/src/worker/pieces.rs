//! How the bulk of a feature travels: its attributes packed, its coordinates as plain bytes. Value by value, the two
//! would cost more than reading them from the file.

use std::fmt;

use sanxian_review::data::Attributes;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::import::outline::Outline;

/// Bytes that are taken where they lie.
struct Taken<T>(fn(&[u8]) -> Option<T>);

impl<'de, T> Visitor<'de> for Taken<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes of a feature")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<T, E> {
        (self.0)(bytes).ok_or_else(|| E::custom("broken bytes of a feature"))
    }
}

/// Attributes as they are packed.
pub(super) mod packed {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(attributes: &Attributes, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&attributes.packed())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Attributes, D::Error> {
        from.deserialize_bytes(Taken(|bytes| Attributes::from_packed(bytes).ok()))
    }
}

/// Positions, 16 bytes each, little-endian.
struct Points<P>(P);

impl Serialize for Points<&[(f64, f64)]> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(16 * self.0.len());
        for (x, y) in self.0 {
            bytes.extend_from_slice(&x.to_le_bytes());
            bytes.extend_from_slice(&y.to_le_bytes());
        }
        to.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Points<Vec<(f64, f64)>> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_bytes(Taken(|bytes| {
            let (points, rest) = bytes.as_chunks::<16>();
            let point = |bytes: &[u8; 16]| {
                let both = u128::from_le_bytes(*bytes);
                (f64::from_bits(both as u64), f64::from_bits((both >> 64) as u64))
            };
            rest.is_empty().then(|| Self(points.iter().map(point).collect()))
        }))
    }
}

impl Serialize for Outline {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (&self.rings, &self.polygons, Points(self.points.as_slice())).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Outline {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let (rings, polygons, Points(points)): (Vec<usize>, Vec<usize>, _) = Deserialize::deserialize(from)?;
        let rising = |ends: &[usize], most: usize| ends.is_sorted() && ends.last().is_none_or(|end| *end <= most);
        if rising(&rings, points.len()) && rising(&polygons, rings.len()) {
            Ok(Self { points, rings, polygons })
        } else {
            Err(D::Error::custom("rings that do not follow each other"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outline_travels_and_a_broken_one_does_not() {
        let outline = Outline {
            points: vec![(120.5, 30.25), (-0.0, f64::MIN_POSITIVE), (1.0, 2.0), (120.5, 30.25)],
            rings: vec![3, 4],
            polygons: vec![1, 2],
        };
        let bytes = postcard::to_stdvec(&outline).unwrap();
        assert_eq!(postcard::from_bytes::<Outline>(&bytes).unwrap(), outline);
        for (rings, polygons) in [(vec![3, 5], vec![1, 2]), (vec![3, 2], vec![1, 2]), (vec![3, 4], vec![1, 3])] {
            let broken = Outline { rings, polygons, ..outline.clone() };
            assert!(postcard::from_bytes::<Outline>(&postcard::to_stdvec(&broken).unwrap()).is_err());
        }
        assert!(postcard::from_bytes::<Outline>(&bytes[..bytes.len() - 1]).is_err());
    }
}
