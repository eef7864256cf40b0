//! Packs rings into a [`Shape`].

use std::cell::Cell;

use geo::Coord;

use super::number::{Width, bits, steps};
use super::{HEAD, NotOnEarth, PLACE, SHELL, Shape};

/// Room for so many vertices is kept for the next shape, 32 bytes each.
const MOST_KEPT: usize = 1 << 12;

/// As [`Shape::from_rings`].
pub(super) fn packed<P, R, V>(polygons: P) -> Result<Shape, NotOnEarth>
where
    P: IntoIterator<Item = R>,
    R: IntoIterator<Item = V>,
    V: IntoIterator<Item = Coord<f64>>,
{
    thread_local! {
        static LATELY: Cell<Rings> = Cell::default(); // a million shapes, no million pieces of memory
    }
    let mut rings = LATELY.take();
    rings.clear();
    for polygon in polygons {
        rings.polygon(polygon)?;
    }
    let shape = rings.packed();
    if rings.vertices.len() <= MOST_KEPT {
        LATELY.set(rings);
    }
    Ok(shape)
}

/// Rings on their way into a [`Shape`].
#[derive(Default)]
struct Rings {
    vertices: Vec<Coord<f64>>,
    /// The same in steps, as long as they give the same numbers back.
    steps: Vec<(i64, i64)>,
    /// Where each ring ends, and whether it is a shell.
    ends: Vec<(usize, bool)>,
}

impl Rings {
    fn polygon<V>(&mut self, rings: impl IntoIterator<Item = V>) -> Result<(), NotOnEarth>
    where
        V: IntoIterator<Item = Coord<f64>>,
    {
        let mut is_shell = true;
        for ring in rings {
            self.ring(ring)?;
            self.ends.push((self.vertices.len(), is_shell));
            is_shell = false;
        }
        Ok(())
    }

    fn ring(&mut self, ring: impl IntoIterator<Item = Coord<f64>>) -> Result<(), NotOnEarth> {
        let begins = self.vertices.len();
        self.vertices.extend(ring);
        let ring = &self.vertices[begins..];
        if let Some(c) = ring.iter().find(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0)) {
            return Err(NotOnEarth { lon: c.x, lat: c.y });
        }
        if let Some(first) = ring.first().copied().filter(|first| Some(first) != ring.last()) {
            self.vertices.push(first);
        }
        if self.steps.len() == begins {
            self.steps.extend(self.vertices[begins..].iter().map_while(|c| Some((steps(c.x)?, steps(c.y)?))));
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.vertices.clear();
        self.steps.clear();
        self.ends.clear();
    }

    fn packed(&mut self) -> Shape {
        let in_steps = self.steps.len() == self.vertices.len();
        if !in_steps {
            self.steps.clear();
            self.steps.extend(self.vertices.iter().map(|c| (bits(c.x), bits(c.y))));
        }
        let width = match (in_steps, self.reach()) {
            (true, 0..0x80_0000) => Width::Near,
            (true, 0x80_0000..0x8000_0000) => Width::Far,
            (false, 0..0x8000_0000_0000) => Width::Close,
            _ => Width::Whole,
        };
        let (size, place) = (width as usize, if width == Width::Whole { 0 } else { PLACE });
        let mut bytes = Vec::with_capacity(1 + self.ends.len() * (HEAD + place) + self.vertices.len() * 2 * size);
        bytes.push(width as u8);
        let mut begins = 0;
        for &(end, is_shell) in &self.ends {
            let count = u32::try_from(end - begins).ok().filter(|count| *count < SHELL);
            let head = count.expect("fewer than 2^31 vertices") | if is_shell { SHELL } else { 0 };
            bytes.extend_from_slice(&head.to_le_bytes());
            if width == Width::Whole {
                for c in &self.vertices[begins..end] {
                    bytes.extend_from_slice(&c.x.to_le_bytes());
                    bytes.extend_from_slice(&c.y.to_le_bytes());
                }
            } else {
                let ring = &self.steps[begins..end];
                let first = ring.first().copied().unwrap_or_default();
                bytes.extend_from_slice(&first.0.to_le_bytes());
                bytes.extend_from_slice(&first.1.to_le_bytes());
                for p in ring {
                    bytes.extend_from_slice(&(p.0 - first.0).to_le_bytes()[..size]);
                    bytes.extend_from_slice(&(p.1 - first.1).to_le_bytes()[..size]);
                }
            }
            begins = end;
        }
        Shape(bytes.into())
    }

    /// Farthest from the first vertex of its ring, in steps.
    fn reach(&self) -> u64 {
        let mut begins = 0;
        let of_ring = |(end, _): &(usize, bool)| {
            let ring = &self.steps[begins..*end];
            begins = *end;
            let first = ring.first()?;
            ring.iter().map(|p| p.0.abs_diff(first.0).max(p.1.abs_diff(first.1))).max()
        };
        self.ends.iter().filter_map(of_ring).max().unwrap_or_default()
    }
}
