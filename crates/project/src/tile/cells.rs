//! Draws how much of the ground is covered, where single features would be too many or too small.

use std::collections::HashMap;

use geo::Coord;

use super::TileError;
use super::bytes::{TileLayer, TilePolygon};
use super::cut::{clipped, finished};
use super::frame::Frame;
use super::trace::{Cells, Outline};
use crate::baseline::{Baseline, Block, CELLS, Class, cell_degrees};

/// Least and greatest level that a baseline may have.
const LEVELS: (f64, f64) = (3.0, 30.0);
/// Cells that a tile may show in all.
const MOST: usize = 1 << 20;

/// The level whose cells are two to four pixels large.
pub(super) fn wanted_level(frame: &Frame) -> u8 {
    (360.0 / (2.0 * frame.pixel.1)).log2().floor().clamp(LEVELS.0, LEVELS.1) as u8
}

/// Adds the cells of `level`: one feature for what is covered by half and more, one for what is covered less.
pub(super) fn draw(baseline: &Baseline, frame: &Frame, level: u8, layer: &mut TileLayer) -> Result<(), TileError> {
    let Some(patch) = Patch::load(baseline, frame, level)? else { return Ok(()) };
    for (class, name) in [(Class::Some, "some"), (Class::Most, "most")] {
        let set = patch.classes.iter().map(|c| *c == class).collect();
        let cells = Cells { width: patch.width, height: patch.height, set };
        let polygons: Vec<TilePolygon> =
            cells.polygons().iter().filter_map(|outlines| patch.polygon(frame, outlines)).collect();
        layer.add(&polygons, vec![("cover", name.to_owned())])?;
    }
    Ok(())
}

/// The cells of one level that a tile may show.
struct Patch {
    level: u8,
    /// The south-western cell.
    first: (u32, u32),
    width: usize,
    height: usize,
    classes: Vec<Class>,
}

impl Patch {
    fn load(baseline: &Baseline, frame: &Frame, level: u8) -> Result<Option<Self>, TileError> {
        let Some(extent) = baseline.info().extent else { return Ok(None) };
        let degrees = cell_degrees(level);
        let cell = |value: f64| ((value.clamp(-180.0, 180.0) + 180.0) / degrees).floor() as u32;
        let (west, east) = (cell(frame.window.west.max(extent.west)), cell(frame.window.east.min(extent.east)));
        let (south, north) = (cell(frame.window.south.max(extent.south)), cell(frame.window.north.min(extent.north)));
        if west > east || south > north {
            return Ok(None);
        }
        let (width, height) = ((east - west) as usize + 1, (north - south) as usize + 1);
        if width.saturating_mul(height) > MOST {
            return Ok(None); // cells much smaller than a pixel: not a level that was asked for
        }
        let side = CELLS as u32;
        let mut blocks: HashMap<(u32, u32), Option<Block>> = HashMap::new();
        for x in west / side..=east / side {
            for y in south / side..=north / side {
                blocks.insert((x, y), baseline.block(level, x, y)?);
            }
        }
        let mut classes = Vec::with_capacity(width * height);
        for y in south..=north {
            for x in west..=east {
                let block = blocks.get(&(x / side, y / side)).and_then(Option::as_ref);
                let class = |block: &Block| block.at((x % side) as usize, (y % side) as usize);
                classes.push(block.map_or(Class::Free, class));
            }
        }
        Ok(Some(Self { level, first: (west, south), width, height, classes }))
    }

    /// A group of cells as the tile shows it.
    fn polygon(&self, frame: &Frame, outlines: &[Outline]) -> Option<TilePolygon> {
        let degrees = cell_degrees(self.level);
        let place = |c: &Coord<f64>| {
            let lon = (f64::from(self.first.0) + c.x) * degrees - 180.0;
            let lat = (f64::from(self.first.1) + c.y) * degrees - 180.0;
            frame.place(Coord { x: lon, y: lat })
        };
        let mut rings = outlines.iter().enumerate().map(|(k, outline)| {
            let ring: Vec<Coord<f64>> = outline.iter().map(place).collect();
            let sound = ring.iter().all(|c| c.x.abs() < 1e9 && c.y.abs() < 1e9);
            sound.then(|| finished(&clipped(ring), k > 0)).flatten()
        });
        let shell = rings.next().flatten()?;
        Some(std::iter::once(shell).chain(rings.flatten()).collect())
    }
}
