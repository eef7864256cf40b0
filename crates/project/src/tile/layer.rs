//! One tile of one layer.

use std::ops::ControlFlow;
use std::sync::Arc;

use geo::Coord;
use sanxian_review::data::Shape;

use super::bytes::{TileLayer, TilePolygon};
use super::cut::Cutter;
use super::frame::Frame;
use super::grid::Grid;
use super::{Sketch, Sketched, TileError, cells, crowd};
use crate::baseline::Baseline;
use crate::store::geometry::each_ring;

/// Where a layer of the map comes from.
#[derive(Debug, Clone)]
pub enum Layer {
    /// Towns or findings of the open project.
    Sketch(Arc<Sketch>),
    /// A control line or counties; several baselines of one kind are one layer.
    Baselines(Vec<Arc<Baseline>>),
}

/// Features of a baseline drawn one by one in a tile; more are drawn as cells.
const MOST_FEATURES: usize = 4000;
/// Towns or findings drawn one by one in a tile; more are drawn as a crowd. Fewer, for their words are long.
pub(super) const MOST_SKETCHED: usize = 1500;
/// Bytes of their geometry looked at, before cells are preferred.
const MOST_GEOMETRY: usize = 12 << 20;
/// Bytes of a tile; a larger one is made again with cells, then with coarser ones.
pub(super) const MOST_BYTES: usize = 400_000;

/// The vector tile `z`/`x`/`y` of `layer`, named `name`; empty when nothing is there.
///
/// Blocks for milliseconds; any number of threads may call it at a time.
///
/// # Errors
/// An address outside the grid, a baseline that cannot be read.
pub fn tile(name: &str, layer: &Layer, grid: &Grid, z: u8, x: u32, y: u32) -> Result<Vec<u8>, TileError> {
    let frame = Frame::of(grid, z, x, y)?;
    match layer {
        Layer::Sketch(sketch) => sketched(name, sketch, &frame),
        Layer::Baselines(baselines) => {
            let mut features = 0;
            for baseline in baselines {
                features += baseline.count(&frame.window, MOST_FEATURES + 1 - features)?;
                if features > MOST_FEATURES {
                    break;
                }
            }
            if features == 0 {
                return Ok(Vec::new());
            }
            if features <= MOST_FEATURES
                && let Some(bytes) = single(name, baselines, &frame)?
            {
                return Ok(bytes);
            }
            covered(name, baselines, &frame)
        }
    }
}

fn sketched(name: &str, sketch: &Sketch, frame: &Frame) -> Result<Vec<u8>, TileError> {
    let near: Vec<&Sketched> = sketch.near(&frame.window).collect();
    if near.len() > MOST_SKETCHED {
        return crowd::draw(name, sketch, &near, frame);
    }
    let mut tile = TileLayer::new(name);
    let mut cutter = Cutter::new(frame, true);
    for (feature, shape) in near.iter().zip(sketch.shapes(&near)?) {
        let Some(shape) = shape else { continue };
        tile.add(&pieces(&mut cutter, &shape), feature.words())?;
        if tile.size > MOST_BYTES {
            return crowd::draw(name, sketch, &near, frame);
        }
    }
    tile.into_bytes()
}

/// What the tile shows of a shape.
pub(super) fn pieces(cutter: &mut Cutter<'_>, shape: &Shape) -> Vec<TilePolygon> {
    let mut polygons: Vec<TilePolygon> = Vec::new();
    let (mut line, mut is_shown) = (Vec::new(), false);
    for ring in shape.rings() {
        if !ring.is_shell && !is_shown {
            continue; // a hole of a shell that the tile does not show
        }
        line.clear();
        line.extend(ring.vertices());
        let cut = cutter.ring(&line, !ring.is_shell);
        is_shown = cut.is_some() || !ring.is_shell;
        match polygons.last_mut().filter(|_| !ring.is_shell) {
            Some(polygon) => polygon.extend(cut),
            None => polygons.extend(cut.map(|shell| vec![shell])),
        }
    }
    polygons
}

/// Every feature for itself; `None` when that is too much for one tile and cells would show it as well.
fn single(name: &str, baselines: &[Arc<Baseline>], frame: &Frame) -> Result<Option<Vec<u8>>, TileError> {
    let mut tile = TileLayer::new(name);
    let mut cutter = Cutter::new(frame, false);
    let (half_lon, half_lat) = (frame.pixel.0 / 2.0, frame.pixel.1 / 2.0);
    let mut read = 0;
    for baseline in baselines {
        // cells larger than four pixels show less than features thinned to the pixel
        let fine = baseline.finest_level() >= cells::wanted_level(frame);
        let mut failed = None;
        let mut too_much = false;
        baseline.draw(&frame.window, (half_lon, half_lat), &mut |drawn| {
            read += drawn.geom.len();
            if (fine && read > MOST_GEOMETRY) || tile.size > MOST_BYTES {
                too_much = true;
                return ControlFlow::Break(());
            }
            let mut polygons: Vec<TilePolygon> = Vec::new();
            let mut shown = false;
            let cut = each_ring(drawn.geom, &mut |is_hole, ring: &[Coord<f64>]| {
                if is_hole && !shown {
                    return;
                }
                let ring = cutter.ring(ring, is_hole);
                if !is_hole {
                    shown = ring.is_some();
                }
                match (ring, polygons.last_mut()) {
                    (Some(hole), Some(polygon)) if is_hole => polygon.push(hole),
                    (Some(shell), _) => polygons.push(vec![shell]),
                    (None, _) => {}
                }
            });
            let tags = vec![("id", drawn.id.to_owned()), ("label", drawn.label.to_owned())];
            let added = cut
                .map_err(|error| baseline.damaged(format!("{:?}: {error}", drawn.id)).into())
                .and_then(|()| tile.add(&polygons, tags));
            match added {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        if let Some(error) = failed {
            return Err(error);
        }
        if too_much {
            return Ok(None);
        }
    }
    Ok(Some(tile.into_bytes()?))
}

/// How much of the ground is covered; coarser until it fits into a tile.
fn covered(name: &str, baselines: &[Arc<Baseline>], frame: &Frame) -> Result<Vec<u8>, TileError> {
    let wanted = cells::wanted_level(frame);
    for coarser in 0..wanted {
        let mut tile = TileLayer::new(name);
        for baseline in baselines {
            let level = wanted.min(baseline.finest_level()).saturating_sub(coarser).max(3);
            cells::draw(baseline, frame, level, &mut tile)?;
        }
        let bytes = tile.into_bytes()?;
        if bytes.len() <= MOST_BYTES {
            return Ok(bytes);
        }
    }
    Ok(Vec::new()) // cannot be: the coarsest cells are as large as a tile
}
