//! `cargo bench -p sanxian-project --bench import`: what reading a layer costs a parcel of 36 corners, worker included.
//!
//! Wall time, for comparing two versions on one quiet machine. Nothing here is a test.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench reads the clock and prints")]

mod support;

use sanxian_project::import::{Choices, Source, import};
use sanxian_project::watch::Silent;
use sanxian_project::worker::{Supervisor, run_if_asked};
use sanxian_review::data::{Bounds, LayerKind};
use support::{PARCEL, PLACE, SIDE, baseline, layer, timed};

fn main() {
    run_if_asked();
    let folder = tempfile::tempdir().expect("a folder");
    let file = layer(folder.path());
    let supervisor = Supervisor::this_executable().expect("this executable");
    let count = SIDE * SIDE;
    let read = |near: Option<&[Bounds]>| {
        let source = Source::file(&file);
        let role = LayerKind::BasicFarmland;
        import(&supervisor, &source, &Choices::default(), role, near, &Silent).expect("a layer").features.len()
    };
    let box_of = |parcels: f64| Bounds {
        west: PLACE.0,
        south: PLACE.1,
        east: PLACE.0 + parcels * PARCEL,
        north: PLACE.1 + parcels * PARCEL,
    };
    timed("a parcel read far from every town", 5, count, || read(Some(&[box_of(1.0)])));
    timed("a parcel read, one of ten kept", 5, count, || read(Some(&[box_of(f64::from(SIDE) / 3.16)])));
    timed("a parcel read and kept", 5, count, || read(None));
    timed("a parcel imported into a baseline", 3, count, || baseline(folder.path(), &file).info().features);
    let opened = baseline(folder.path(), &file);
    timed("a parcel of a baseline gathered near a town", 5, count / 100, || {
        opened.near(&[box_of(f64::from(SIDE) / 10.0)]).expect("features").len()
    });
}
