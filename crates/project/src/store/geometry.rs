//! GeoPackage geometry: an 8-byte header, an envelope, then WKB of a multipolygon.
//!
//! Written little-endian. Read strictly: polygons and multipolygons in two dimensions, no count larger than the bytes
//! that are left can hold.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use sanxian_review::data::Shape;

use super::winding::Winding;

/// CGCS2000 longitude and latitude.
pub(crate) const SRS_ID: i32 = 4490;

const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// The blob of a shape.
pub(crate) fn encode(shape: &Shape, winding: Winding) -> Vec<u8> {
    let mut blob = Vec::with_capacity(64 + 16 * shape.vertex_count());
    blob.extend_from_slice(b"GP\0"); // magic, version 1 of the format
    match shape.bounds() {
        Some(b) => {
            blob.push(0b0000_0011); // envelope of x and y, little-endian
            blob.extend_from_slice(&SRS_ID.to_le_bytes());
            for value in [b.west, b.east, b.south, b.north] {
                blob.extend_from_slice(&value.to_le_bytes());
            }
        }
        None => {
            blob.push(0b0001_0001); // empty, no envelope, little-endian
            blob.extend_from_slice(&SRS_ID.to_le_bytes());
        }
    }
    match winding {
        Winding::AsDelivered => write_as_delivered(shape, &mut blob),
        Winding::RightHanded => write_multi_polygon(&winding.apply(&shape.polygons()), &mut blob),
    }
    blob
}

/// As [`write_multi_polygon`], without unpacking the shape first.
fn write_as_delivered(shape: &Shape, out: &mut Vec<u8>) {
    write_head(MULTI_POLYGON, shape.shells().count(), out);
    let mut rings = shape.rings().peekable();
    while let Some(shell) = rings.next() {
        let holes: Vec<_> = std::iter::from_fn(|| rings.next_if(|ring| !ring.is_shell)).collect();
        let has_rings = !shell.is_empty() || !holes.is_empty();
        write_head(POLYGON, if has_rings { 1 + holes.len() } else { 0 }, out);
        for ring in std::iter::once(shell).chain(holes).filter(|_| has_rings) {
            write_count(ring.len(), out);
            for c in ring.vertices() {
                out.extend_from_slice(&c.x.to_le_bytes());
                out.extend_from_slice(&c.y.to_le_bytes());
            }
        }
    }
}

/// The blob of ground in any reference system, with its envelope (least x, least y, greatest x, greatest y).
pub(crate) fn encode_in(srs: u32, extent: Option<[f64; 4]>, ground: &MultiPolygon<f64>) -> Vec<u8> {
    let mut blob = b"GP\0".to_vec();
    blob.push(if extent.is_some() { 0b0000_0011 } else { 0b0001_0001 });
    blob.extend_from_slice(&srs.to_le_bytes());
    if let Some([x0, y0, x1, y1]) = extent {
        blob.extend([x0, x1, y0, y1].iter().flat_map(|value| value.to_le_bytes()));
    }
    write_multi_polygon(ground, &mut blob);
    blob
}

fn write_multi_polygon(polygons: &MultiPolygon<f64>, out: &mut Vec<u8>) {
    write_head(MULTI_POLYGON, polygons.0.len(), out);
    for polygon in polygons {
        let has_rings = !polygon.exterior().0.is_empty() || !polygon.interiors().is_empty();
        write_head(POLYGON, if has_rings { 1 + polygon.interiors().len() } else { 0 }, out);
        if has_rings {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                write_count(ring.0.len(), out);
                for c in &ring.0 {
                    out.extend_from_slice(&c.x.to_le_bytes());
                    out.extend_from_slice(&c.y.to_le_bytes());
                }
            }
        }
    }
}

fn write_head(kind: u32, count: usize, out: &mut Vec<u8>) {
    out.push(1);
    out.extend_from_slice(&kind.to_le_bytes());
    write_count(count, out);
}

fn write_count(count: usize, out: &mut Vec<u8>) {
    // 2^32 vertices are 64 GB, more than SQLite keeps in one value (2 GB).
    out.extend_from_slice(&u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes());
}

/// Why bytes are not a geometry that this program keeps.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(crate) enum BadBlob {
    #[error("the geometry does not begin with a GeoPackage header")]
    NoHeader,
    #[error("the geometry is in system {0}, not in 4490 (CGCS2000)")]
    OtherSrs(i32),
    #[error("geometry type {0} is not a polygon or multipolygon in two dimensions")]
    OtherType(u32),
    #[error("the geometry ends too early, or counts more than it holds")]
    TooShort,
    #[error("{0} bytes are left over after the geometry")]
    LeftOver(usize),
    #[error("a ring is not closed")]
    OpenRing,
    #[error(transparent)]
    NotOnEarth(#[from] sanxian_review::data::NotOnEarth),
}

/// The shape of a blob.
pub(crate) fn decode(blob: &[u8]) -> Result<Shape, BadBlob> {
    let (mut bytes, kind) = Bytes::of(blob)?;
    let polygons = match kind {
        POLYGON => vec![bytes.polygon()?],
        MULTI_POLYGON => {
            let count = bytes.count(9)?; // byte order, type, number of rings
            (0..count).map(|_| bytes.part()).collect::<Result<_, _>>()?
        }
        other => return Err(BadBlob::OtherType(other)),
    };
    match bytes.left.len() {
        0 => Ok(Shape::new(MultiPolygon(polygons))?),
        left => Err(BadBlob::LeftOver(left)),
    }
}

/// Shows every ring of a blob, shells before their holes, without building the shape: whether it is a hole, and its
/// points (degrees, closed). Points are not checked to be on the Earth.
pub(crate) fn each_ring(blob: &[u8], show: &mut dyn FnMut(bool, &[Coord<f64>])) -> Result<(), BadBlob> {
    let (mut bytes, kind) = Bytes::of(blob)?;
    let mut ring = Vec::new();
    match kind {
        POLYGON => bytes.rings(&mut ring, show),
        MULTI_POLYGON => {
            let count = bytes.count(9)?;
            (0..count).try_for_each(|_| match bytes.head()? {
                POLYGON => bytes.rings(&mut ring, show),
                other => Err(BadBlob::OtherType(other)),
            })
        }
        other => Err(BadBlob::OtherType(other)),
    }
}

impl<'a> Bytes<'a> {
    /// Behind the header and the head of the geometry, whose type is returned.
    fn of(blob: &'a [u8]) -> Result<(Self, u32), BadBlob> {
        if blob.len() < 8 || &blob[..2] != b"GP" || blob[2] != 0 {
            return Err(BadBlob::NoHeader);
        }
        let flags = blob[3];
        let mut bytes = Bytes { left: &blob[4..], little: flags & 1 == 1 };
        let srs = bytes.u32()?.cast_signed();
        if srs != SRS_ID {
            return Err(BadBlob::OtherSrs(srs));
        }
        let envelope = match (flags >> 1) & 0b111 {
            0 => 0,
            1 => 32,
            2 | 3 => 48,
            4 => 64,
            _ => return Err(BadBlob::NoHeader),
        };
        bytes.take(envelope)?;
        let kind = bytes.head()?;
        Ok((bytes, kind))
    }

    /// Shows the rings of one polygon.
    fn rings(&mut self, ring: &mut Vec<Coord<f64>>, show: &mut dyn FnMut(bool, &[Coord<f64>])) -> Result<(), BadBlob> {
        for k in 0..self.count(4)? {
            let count = self.count(16)?;
            ring.clear();
            let point = point_of(self.little);
            ring.extend(self.take(16 * count)?.chunks_exact(16).map(point));
            show(k > 0, ring);
        }
        Ok(())
    }
}

/// Reads sixteen bytes as a position.
fn point_of(little: bool) -> fn(&[u8]) -> Coord<f64> {
    let read = |bytes: &[u8]| {
        let both = u128::from_le_bytes(bytes.try_into().unwrap_or_default());
        Coord { x: f64::from_bits(both as u64), y: f64::from_bits((both >> 64) as u64) }
    };
    let read_big = |bytes: &[u8]| {
        let both = u128::from_be_bytes(bytes.try_into().unwrap_or_default());
        Coord { x: f64::from_bits((both >> 64) as u64), y: f64::from_bits(both as u64) }
    };
    if little { read } else { read_big }
}

struct Bytes<'a> {
    left: &'a [u8],
    little: bool,
}

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], BadBlob> {
        let (taken, left) = self.left.split_at_checked(length).ok_or(BadBlob::TooShort)?;
        self.left = left;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadBlob> {
        self.take(N)?.try_into().map_err(|_| BadBlob::TooShort)
    }

    fn u32(&mut self) -> Result<u32, BadBlob> {
        let bytes = self.array()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    /// A number of things of at least `size` bytes each, that can still be there.
    fn count(&mut self, size: usize) -> Result<usize, BadBlob> {
        let count = self.u32()? as usize;
        if count > self.left.len() / size { Err(BadBlob::TooShort) } else { Ok(count) }
    }

    /// Byte order (kept for what follows) and type.
    fn head(&mut self) -> Result<u32, BadBlob> {
        self.little = match self.array::<1>()? {
            [0] => false,
            [1] => true,
            [other] => return Err(BadBlob::OtherType(other.into())),
        };
        self.u32()
    }

    fn part(&mut self) -> Result<Polygon<f64>, BadBlob> {
        match self.head()? {
            POLYGON => self.polygon(),
            other => Err(BadBlob::OtherType(other)),
        }
    }

    fn polygon(&mut self) -> Result<Polygon<f64>, BadBlob> {
        let count = self.count(4)?;
        let mut rings = (0..count).map(|_| self.ring()).collect::<Result<Vec<_>, _>>()?.into_iter();
        let exterior = rings.next().unwrap_or_else(|| LineString(vec![]));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn ring(&mut self) -> Result<LineString<f64>, BadBlob> {
        let count = self.count(16)?;
        let point = point_of(self.little);
        let coords: Vec<Coord<f64>> = self.take(16 * count)?.chunks_exact(16).map(point).collect();
        // NaN is unequal to itself, so it is refused here or by `Shape::new`.
        if coords.first() == coords.last() { Ok(LineString(coords)) } else { Err(BadBlob::OpenRing) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(polygons: Vec<Polygon<f64>>) -> Shape {
        Shape::new(MultiPolygon(polygons)).expect("on Earth")
    }

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    fn square(x: f64, y: f64, side: f64) -> LineString<f64> {
        ring(&[(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)])
    }

    fn samples() -> Vec<Shape> {
        let bow_tie = ring(&[(120.0, 30.0), (121.0, 31.0), (121.0, 30.0), (120.0, 31.0), (120.0, 30.0)]);
        vec![
            shape(vec![]),
            shape(vec![Polygon::new(ring(&[]), vec![])]),
            shape(vec![Polygon::new(square(120.0, 30.0, 1.0), vec![])]),
            shape(vec![Polygon::new(bow_tie, vec![]), Polygon::new(square(-180.0, -90.0, 0.1), vec![])]),
            shape(vec![Polygon::new(
                square(120.0, 30.0, 1.0),
                vec![square(120.2, 30.2, 0.1), square(120.5, 30.5, 0.1)],
            )]),
        ]
    }

    #[test]
    fn shapes_come_back_bit_for_bit() {
        for shape in samples() {
            assert_eq!(decode(&encode(&shape, Winding::AsDelivered)), Ok(shape));
        }
    }

    #[test]
    fn big_endian_and_single_polygons_are_read_too() {
        let mut blob = b"GP\0\x00".to_vec();
        blob.extend_from_slice(&SRS_ID.to_be_bytes());
        blob.push(0);
        for number in [POLYGON, 1, 4] {
            blob.extend_from_slice(&number.to_be_bytes());
        }
        for value in [1.0, 2.0, 3.0, 2.0, 3.0, 4.0, 1.0, 2.0] {
            blob.extend_from_slice(&f64::to_be_bytes(value));
        }
        let expected = shape(vec![Polygon::new(ring(&[(1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 2.0)]), vec![])]);
        assert_eq!(decode(&blob), Ok(expected));
    }

    #[test]
    fn every_shortened_or_altered_blob_is_refused_or_read_without_panic() {
        for shape in samples() {
            let blob = encode(&shape, Winding::AsDelivered);
            for end in 0..blob.len() {
                assert!(decode(&blob[..end]).is_err(), "cut at {end}");
            }
            for at in 0..blob.len() {
                for value in [0, 1, 0x7f, 0x80, 0xff] {
                    let mut altered = blob.clone();
                    altered[at] = value;
                    let _ = decode(&altered);
                }
            }
            let longer = [blob.as_slice(), b"x"].concat();
            assert_eq!(decode(&longer), Err(BadBlob::LeftOver(1)));
        }
    }
}
