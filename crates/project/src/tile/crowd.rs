//! Draws towns and findings where they crowd: what is too small to be told apart becomes squares in its verdict's colour.

use std::collections::BTreeMap;

use super::bytes::{TileLayer, TilePolygon};
use super::frame::Frame;
use super::layer::{MOST_BYTES, MOST_FEATURES, each};
use super::trace::Cells;
use super::{BUFFER, EXTENT, PIXELS, Sketch, Sketched, TileError, UNITS};
use geo::Coord;

/// Sides of the squares that are tried, pixels: the first that is coarse enough is drawn.
const SIDES: [i32; 6] = [2, 4, 8, 16, 32, 64];
/// What looks different on the map.
const VERDICT: &str = "verdict";

/// The tile of `near`, all features in sight, the lowest first.
///
/// What is smaller than a square is drawn as the square in which its middle lies, in the colour of what lies on top
/// there; the rest is drawn as it is. Where even that is too much, what lies lowest is left out: it is hidden anyway.
pub(super) fn draw(name: &str, sketch: &Sketch, near: &[&Sketched], frame: &Frame) -> Result<Vec<u8>, TileError> {
    let mut coarsest = *SIDES.last().unwrap_or(&1);
    for side in SIDES {
        let large: Vec<&Sketched> = near.iter().copied().filter(|one| !is_small(one, frame, side)).collect();
        if large.len() > MOST_FEATURES {
            continue;
        }
        coarsest = side;
        if let Some(mut tile) = each(name, &large, &sketch.shapes(&large)?, frame)? {
            squares(&mut tile, near, frame, side)?;
            if tile.size <= MOST_BYTES {
                return tile.into_bytes();
            }
        }
    }
    let large: Vec<&Sketched> = near.iter().copied().filter(|one| !is_small(one, frame, coarsest)).collect();
    let mut shown = large.len().min(MOST_FEATURES);
    loop {
        let top = &large[large.len() - shown..];
        let tile = match shown {
            0 => Some(TileLayer::new(name)),
            _ => each(name, top, &sketch.shapes(top)?, frame)?,
        };
        if let Some(mut tile) = tile {
            squares(&mut tile, near, frame, coarsest)?;
            if shown == 0 || tile.size <= MOST_BYTES {
                return tile.into_bytes();
            }
        }
        shown /= 2;
    }
}

/// Whether it fits into a square of `side` pixels.
fn is_small(one: &Sketched, frame: &Frame, side: i32) -> bool {
    let Some(bounds) = one.ground.bounds() else { return true };
    let (width, height) = (frame.pixel.0 * f64::from(side), frame.pixel.1 * f64::from(side));
    bounds.east - bounds.west < width && bounds.north - bounds.south < height
}

/// Adds the squares: one feature a verdict.
fn squares(tile: &mut TileLayer, near: &[&Sketched], frame: &Frame, side: i32) -> Result<(), TileError> {
    let units = side * UNITS;
    // whole squares over the buffer: those of two tiles are the same
    let before = (BUFFER + units - 1) / units * units;
    let across = ((EXTENT + 2 * before) / units).unsigned_abs() as usize;
    // what comes later lies on top
    let mut top: BTreeMap<usize, &str> = BTreeMap::new();
    for one in near.iter().filter(|one| is_small(one, frame, side)) {
        let Some(bounds) = one.ground.bounds() else { continue };
        let middle = Coord { x: bounds.middle_lon(), y: f64::midpoint(bounds.south, bounds.north) };
        let at = frame.place(middle);
        let cell = |along: f64| ((along + f64::from(before)) / f64::from(units)).floor();
        let (x, y) = (cell(at.x), cell(at.y));
        if (0.0..across as f64).contains(&x) && (0.0..across as f64).contains(&y) {
            let verdict = one.tags.iter().find(|(key, _)| *key == VERDICT).map_or("", |(_, value)| value);
            top.insert(y as usize * across + x as usize, verdict);
        }
    }
    let mut verdicts: Vec<&str> = top.values().copied().collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    for verdict in verdicts {
        let set = (0..across * across).map(|cell| top.get(&cell) == Some(&verdict)).collect();
        let cells = Cells { width: across, height: across, set };
        let ring = |outline: &Vec<Coord<f64>>| {
            let unit = |along: f64| along as i32 * units - before;
            // cells count upwards, tiles downwards: as rows are given from the top, outlines turn as a tile wants them
            outline.iter().map(|c| (unit(c.x), unit(c.y))).collect()
        };
        let polygons: Vec<TilePolygon> =
            cells.polygons().iter().map(|outlines| outlines.iter().map(ring).collect()).collect();
        let tags = if verdict.is_empty() { Vec::new() } else { vec![(VERDICT, verdict.to_owned())] };
        tile.add(&polygons, tags)?;
    }
    Ok(())
}

/// A tile is so many squares wide, whatever their side.
const _: () = assert!(PIXELS % SIDES[SIDES.len() - 1] == 0);
