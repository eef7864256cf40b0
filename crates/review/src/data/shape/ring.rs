//! A ring of a [`Shape`](super::Shape), unpacked where it is looked at.

use geo::{Coord, LineString};

use super::super::Bounds;
use super::number::{Width, degrees, long, near, number};

/// A closed ring of a [`Shape`], degrees.
#[derive(Debug, Clone, Copy)]
pub struct PackedRing<'a> {
    /// Whether it begins a polygon; it is a hole of the last such ring otherwise.
    pub is_shell: bool,
    pub(super) width: Width,
    pub(super) first: (i64, i64),
    pub(super) numbers: &'a [u8],
}

impl<'a> PackedRing<'a> {
    /// Number of vertices, the closing point included.
    #[must_use]
    pub fn len(self) -> usize {
        self.numbers.len() / (2 * self.width as usize)
    }

    /// Whether it has no vertex.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.numbers.is_empty()
    }

    /// The vertices, the closing point included.
    pub fn vertices(self) -> impl DoubleEndedIterator<Item = Coord<f64>> + ExactSizeIterator + use<'a> {
        self.numbers.chunks_exact(2 * self.width as usize).map(move |pair| self.coordinates(pair))
    }

    /// The vertex at a position.
    ///
    /// # Panics
    /// Where there is none.
    #[inline]
    #[must_use]
    pub fn vertex(self, at: usize) -> Coord<f64> {
        let size = 2 * self.width as usize;
        self.coordinates(&self.numbers[at * size..][..size])
    }

    /// The box of its vertices, `None` without any.
    ///
    /// Steps are compared instead of degrees where there are steps: the larger is the larger.
    #[must_use]
    pub fn bounds(self) -> Option<Bounds> {
        let size = self.width as usize;
        let steps = |take: fn(&[u8]) -> i32| {
            let mut pairs = self.numbers.chunks_exact(2 * size).map(|pair| (take(&pair[..size]), take(&pair[size..])));
            let first = pairs.next()?;
            let grow = |(low, high): ((i32, i32), (i32, i32)), (x, y): (i32, i32)| {
                ((low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y)))
            };
            let (low, high) = pairs.fold((first, first), grow);
            let (low, high) = (self.place(low.0, low.1), self.place(high.0, high.1));
            Some(Bounds { west: low.x, south: low.y, east: high.x, north: high.y })
        };
        match self.width {
            Width::Near => steps(|bytes| near([bytes[0], bytes[1], bytes[2]])),
            Width::Far => steps(|bytes| i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])),
            Width::Close | Width::Whole => {
                let point = |c: Coord<f64>| Bounds { west: c.x, south: c.y, east: c.x, north: c.y };
                self.vertices().map(point).reduce(Bounds::with)
            }
        }
    }

    /// Unpacked.
    #[must_use]
    pub fn line(self) -> LineString<f64> {
        LineString(self.vertices().collect())
    }

    #[inline]
    fn coordinates(self, pair: &[u8]) -> Coord<f64> {
        match *pair {
            [a, b, c, d, e, f] => self.place(near([a, b, c]), near([d, e, f])),
            [a, b, c, d, e, f, g, h] => self.place(i32::from_le_bytes([a, b, c, d]), i32::from_le_bytes([e, f, g, h])),
            [a, b, c, d, e, f, g, h, i, j, k, l] => {
                let close = |[a, b, c, d, e, f]: [u8; 6]| i64::from_le_bytes([0, 0, a, b, c, d, e, f]) >> 16;
                let (x, y) = (close([a, b, c, d, e, f]), close([g, h, i, j, k, l]));
                Coord { x: number(self.first.0 + x), y: number(self.first.1 + y) }
            }
            _ => {
                let (x, y) = pair.split_at(pair.len() / 2);
                Coord { x: number(long(x)), y: number(long(y)) }
            }
        }
    }

    #[inline]
    fn place(self, x: i32, y: i32) -> Coord<f64> {
        Coord { x: degrees(self.first.0 + i64::from(x)), y: degrees(self.first.1 + i64::from(y)) }
    }
}
