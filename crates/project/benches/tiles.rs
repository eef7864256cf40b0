//! `cargo bench -p sanxian-project --bench tiles`: what a tile of a layer costs, zoom by zoom.
//!
//! Wall time, for comparing two versions on one quiet machine. Nothing here is a test.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench reads the clock and prints")]

mod support;

use std::sync::Arc;

use sanxian_project::tile::{Layer, Planes, tile};
use sanxian_project::worker::run_if_asked;
use sanxian_review::plane::Plane;
use support::{baseline, layer, timed};

fn main() {
    run_if_asked();
    let folder = tempfile::tempdir().expect("a folder");
    let opened = baseline(folder.path(), &layer(folder.path()));
    let extent = opened.info().extent.expect("parcels");
    let planes = Planes::of(Plane::of(&extent).central_meridian(), Some(extent));
    let shown = Layer::Baselines(vec![Arc::new(opened)]);
    for view in planes.views() {
        let Some(grid) = planes.grid(&view.id) else { continue };
        let [west, south, east, north] = view.extent.unwrap_or_default();
        let middle = (f64::midpoint(west, east), f64::midpoint(south, north));
        for z in (4..20_u8).step_by(3) {
            let side = grid.resolution(z) * 512.0;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a tile of the grid")]
            let at = (((middle.0 - grid.origin.0) / side) as u32, ((grid.origin.1 - middle.1) / side) as u32);
            let what = format!("{}: a tile of zoom {z}, {:.1} m a pixel", view.id, grid.resolution(z));
            timed(&what, 20, 1, || tile("farmland", &shown, grid, z, at.0, at.1).expect("a tile").len());
        }
    }
}
