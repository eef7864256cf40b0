//! A feature's ground as delivered: rings of degrees, packed.
//!
//! A province keeps tens of millions of vertices, most of which are written with nine decimals and lie a few hundred
//! metres from the ring's first: as steps of a nanodegree from there they take 6 bytes instead of 16. What cannot be
//! given back to the last bit that way is kept as steps between neighbouring numbers, or as it is.

mod number;
mod pack;
mod ring;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use geo::{Coord, MultiPolygon, Polygon};

use super::{Bounds, NotOnEarth};
use number::{Width, long};
use pack::packed;
pub use ring::PackedRing;

/// Vertices as delivered, in CGCS2000 longitude (x) and latitude (y), degrees. The canonical stored form.
///
/// Rings are untouched: they may cross themselves, repeat points or wind either way. How they are read is decided
/// in the review plane ([`Plane::project`](crate::plane::Plane::project)), where edges are straight.
///
/// Cheap to clone: the vertices are shared. Equal when all vertices are, bit for bit.
#[derive(Clone, PartialEq, Eq)]
pub struct Shape(
    /// The bytes a number takes, then the rings one after the other: head, place of the first vertex, vertices.
    Arc<[u8]>,
);

/// Bit of a ring's head that says that it begins a polygon; the others count its vertices.
const SHELL: u32 = 1 << 31;
/// Bytes of a head and of the place of the first vertex, both coordinates.
const HEAD: usize = 4;
const PLACE: usize = 16;

impl Shape {
    /// Accepts vertices that are finite and within ±180° / ±90°.
    ///
    /// # Errors
    /// The first coordinate that is not.
    pub fn new(polygons: MultiPolygon<f64>) -> Result<Self, NotOnEarth> {
        Self::from_rings(
            polygons
                .iter()
                .map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(|ring| ring.0.iter().copied())),
        )
    }

    /// The same from rings, the first of each polygon its shell; a ring that does not end where it began is closed. A
    /// polygon without rings is left out.
    ///
    /// # Errors
    /// The first coordinate that is not on the Earth.
    pub fn from_rings<P, R, V>(polygons: P) -> Result<Self, NotOnEarth>
    where
        P: IntoIterator<Item = R>,
        R: IntoIterator<Item = V>,
        V: IntoIterator<Item = Coord<f64>>,
    {
        packed(polygons)
    }

    /// All of it, unpacked; rings closed.
    #[must_use]
    pub fn polygons(&self) -> MultiPolygon<f64> {
        let mut polygons: Vec<Polygon<f64>> = Vec::new();
        for ring in self.rings() {
            match polygons.last_mut().filter(|_| !ring.is_shell) {
                Some(polygon) => polygon.interiors_push(ring.line()),
                None => polygons.push(Polygon::new(ring.line(), Vec::new())),
            }
        }
        MultiPolygon(polygons)
    }

    /// The rings, each shell before its holes.
    pub fn rings(&self) -> impl Iterator<Item = PackedRing<'_>> {
        let width = match self.0.first() {
            Some(3) => Width::Near,
            Some(4) => Width::Far,
            Some(6) => Width::Close,
            _ => Width::Whole,
        };
        let mut rest = self.0.get(1..).unwrap_or_default();
        std::iter::from_fn(move || {
            let (head, behind) = rest.split_at_checked(HEAD)?;
            let head = u32::from_le_bytes(head.try_into().ok()?);
            let (first, behind) =
                if width == Width::Whole { (&[][..], behind) } else { behind.split_at_checked(PLACE)? };
            let (numbers, behind) = behind.split_at_checked((head & !SHELL) as usize * 2 * width as usize)?;
            rest = behind;
            let first = first.split_at_checked(PLACE / 2).map(|(x, y)| (long(x), long(y))).unwrap_or_default();
            Some(PackedRing { is_shell: head & SHELL != 0, width, first, numbers })
        })
    }

    /// The shells.
    pub fn shells(&self) -> impl Iterator<Item = PackedRing<'_>> {
        self.rings().filter(|ring| ring.is_shell)
    }

    /// The vertices of all rings, closing points included.
    pub fn vertices(&self) -> impl Iterator<Item = Coord<f64>> {
        self.rings().flat_map(PackedRing::vertices)
    }

    /// The box of the vertices in degrees, or `None` for a shape without any.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        self.shells().filter_map(PackedRing::bounds).reduce(Bounds::with)
    }

    /// Number of vertices, closing points included.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        self.rings().map(PackedRing::len).sum()
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shape").field(&self.polygons()).finish()
    }
}
