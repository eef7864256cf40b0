//! Draws towns and findings where they crowd: what is too small to be told apart becomes squares in its verdict's colour.

use std::collections::{BTreeMap, HashMap};

use geo::Coord;

use super::bytes::{TileLayer, TilePolygon};
use super::cut::Cutter;
use super::frame::Frame;
use super::layer::{MOST_BYTES, MOST_SKETCHED, pieces};
use super::trace::Cells;
use super::{BUFFER, EXTENT, PIXELS, Sketch, Sketched, TileError, UNITS};

/// Sides of the squares that are tried, pixels: the first that is coarse enough is drawn.
const SIDES: [i32; 6] = [2, 4, 8, 16, 32, 64];
/// A tile is so many squares wide, whatever their side.
const _: () = assert!(PIXELS % SIDES[SIDES.len() - 1] == 0);
/// What looks different on the map.
const VERDICT: &str = "verdict";

/// A feature of a tile: its polygons and what stands beside them.
type Drawn = (Vec<TilePolygon>, Vec<(&'static str, String)>);

/// The tile of `near`, all features in sight, the lowest first.
///
/// What is smaller than a square is drawn as the square in which its middle lies, in the colour of what lies on top
/// there; the rest is drawn as it is. Where even that is too much, what lies lowest is left out.
pub(super) fn draw(name: &str, sketch: &Sketch, near: &[&Sketched], frame: &Frame) -> Result<Vec<u8>, TileError> {
    let mut known: HashMap<usize, Vec<TilePolygon>> = HashMap::new();
    for side in SIDES {
        let is_last = Some(&side) == SIDES.last();
        let large: Vec<usize> = (0..near.len()).filter(|k| !is_small(near[*k], frame, side)).collect();
        if large.len() > MOST_SKETCHED && !is_last {
            continue;
        }
        let large = &large[large.len().saturating_sub(MOST_SKETCHED)..];
        cut(sketch, near, large, frame, &mut known)?;
        let squares = squares(near, frame, side);
        let mut room = squares.iter().fold(MOST_BYTES, |room, one| room.saturating_sub(weight(one)));
        let mut shown: Vec<Drawn> = Vec::new();
        for k in large.iter().rev() {
            let one = (known.get(k).cloned().unwrap_or_default(), near[*k].words());
            let Some(left) = room.checked_sub(weight(&one)) else { break };
            room = left;
            shown.push(one);
        }
        if shown.len() == large.len() || is_last {
            let mut tile = TileLayer::new(name);
            for (polygons, words) in shown.into_iter().rev().chain(squares) {
                tile.add(&polygons, words)?;
            }
            return tile.into_bytes();
        }
    }
    Ok(Vec::new()) // cannot be: the last side is drawn whatever it takes
}

fn weight((polygons, words): &Drawn) -> usize {
    TileLayer::weight(polygons, words)
}

/// Cuts those of `wanted` that are not known yet.
fn cut(
    sketch: &Sketch,
    near: &[&Sketched],
    wanted: &[usize],
    frame: &Frame,
    known: &mut HashMap<usize, Vec<TilePolygon>>,
) -> Result<(), TileError> {
    let missing: Vec<usize> = wanted.iter().copied().filter(|k| !known.contains_key(k)).collect();
    let features: Vec<&Sketched> = missing.iter().map(|k| near[*k]).collect();
    let mut cutter = Cutter::new(frame, true);
    for (k, shape) in missing.into_iter().zip(sketch.shapes(&features)?) {
        known.insert(k, shape.map(|shape| pieces(&mut cutter, &shape)).unwrap_or_default());
    }
    Ok(())
}

/// Whether it fits into a square of `side` pixels.
fn is_small(one: &Sketched, frame: &Frame, side: i32) -> bool {
    let Some(bounds) = one.ground.bounds() else { return true };
    let (width, height) = (frame.pixel.0 * f64::from(side), frame.pixel.1 * f64::from(side));
    bounds.east - bounds.west < width && bounds.north - bounds.south < height
}

/// The squares of what is small: one feature a verdict.
fn squares(near: &[&Sketched], frame: &Frame, side: i32) -> Vec<Drawn> {
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
    let drawn = |verdict: &str| {
        let set = (0..across * across).map(|cell| top.get(&cell) == Some(&verdict)).collect();
        let unit = |along: f64| along as i32 * units - before;
        // rows count from the top here: outlines that turn left upwards turn right downwards, as a tile wants shells
        let ring = |outline: &Vec<Coord<f64>>| outline.iter().map(|c| (unit(c.x), unit(c.y))).collect();
        let polygons = Cells { width: across, height: across, set }.polygons();
        let polygons = polygons.iter().map(|outlines| outlines.iter().map(ring).collect()).collect();
        let words = if verdict.is_empty() { Vec::new() } else { vec![(VERDICT, verdict.to_owned())] };
        (polygons, words)
    };
    verdicts.into_iter().map(drawn).collect()
}
