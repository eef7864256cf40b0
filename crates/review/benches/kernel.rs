//! `cargo bench -p sanxian-review`: prints how long the kernel takes on invented counties, best of a few runs.
//!
//! Wall time on one thread, for comparing two versions on one quiet machine. Nothing here is a test.

#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a bench reads the clock and prints")]

#[path = "../tests/support/county.rs"]
mod county;
#[path = "../tests/support/random.rs"]
mod random;

use std::hint::black_box;
use std::time::Instant;

use geo::{Coord, MapCoords};
use sanxian_review::data::{Dataset, Feature, PackedRing, Shape};
use sanxian_review::measure::ellipsoidal_area;
use sanxian_review::overlay::{intersect, unite};
use sanxian_review::plane::Plane;
use sanxian_review::ring::is_sound;
use sanxian_review::{Kept, review};

use county::{Place, dataset, deqing, feature, policy, shape, town};
use random::Random;

/// Metres between towns, and sides of a parcel.
const TOWN_STEP_M: f64 = 5_000.0;
const PARCEL_M: f64 = 150.0;
/// Corners along one side of a parcel.
const PER_SIDE: u32 = 8;

fn star(random: &mut Random, place: &Place, (x, y): (f64, f64), radius: f64, corners: usize) -> Shape {
    let metres = random.star(Coord { x, y }, radius, corners, 0.3);
    shape(vec![metres.map_coords(|c| place.degrees(c.x, c.y))])
}

/// A corner of the bent net that parcels are the meshes of: neighbours share every vertex.
fn bent(k: u32, row: u32) -> (f64, f64) {
    let step = PARCEL_M / f64::from(PER_SIDE);
    let (x, y) = (f64::from(k) * step, f64::from(row) * step);
    (x + 7.0 * (y / 61.0).sin(), y + 7.0 * (x / 53.0).cos())
}

fn parcel(place: &Place, column: u32, row: u32, moved: (f64, f64)) -> Shape {
    let (x, y) = (column * PER_SIDE, row * PER_SIDE);
    let south = (0..PER_SIDE).map(|k| (x + k, y));
    let east = (0..PER_SIDE).map(|k| (x + PER_SIDE, y + k));
    let north = (0..PER_SIDE).map(|k| (x + PER_SIDE - k, y + PER_SIDE));
    let west = (0..PER_SIDE).map(|k| (x, y + PER_SIDE - k));
    let ring = south.chain(east).chain(north).chain(west).map(|(k, row)| bent(k, row));
    place.shape(&ring.map(|(x, y)| (x + moved.0, y + moved.1)).collect::<Vec<_>>())
}

/// side × side towns with about 300 parcels, a red line and an urban boundary each.
fn county(side: u32) -> Dataset {
    let mut random = Random(7);
    let (mut towns, mut red, mut farm, mut urban) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for k in 0..side * side {
        let place = Place::at(119.97, 30.54);
        let at = (f64::from(k % side) * TOWN_STEP_M, f64::from(k / side) * TOWN_STEP_M);
        let beside = |random: &mut Random| (at.0 + random.between(-900.0, 900.0), at.1 + random.between(-900.0, 900.0));
        towns.push(town(&format!("T{k:05}"), deqing(), star(&mut random, &place, at, 1_300.0, 400)));
        let (by_red, by_urban) = (beside(&mut random), beside(&mut random));
        red.push(feature(&format!("R{k}"), star(&mut random, &place, by_red, 700.0, 1_500)));
        urban.push(feature(&format!("U{k}"), star(&mut random, &place, by_urban, 1_300.0, 700)));
        for mesh in 0..18 * 18 {
            if random.below(10) > 0 {
                let moved = (at.0 - 9.0 * PARCEL_M, at.1 - 9.0 * PARCEL_M);
                farm.push(feature(&format!("F{k}-{mesh}"), parcel(&place, mesh % 18, mesh / 18, moved)));
            }
        }
    }
    dataset(towns, red, farm, urban)
}

/// Prints the best time of `runs`, for each of `count` things.
fn timed<T>(what: &str, runs: u32, count: u32, mut work: impl FnMut() -> T) {
    let best = (0..runs)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .min();
    let each = best.unwrap_or_default().as_secs_f64() / f64::from(count);
    println!("{what:<64} {:>12.3} µs", each * 1e6);
}

fn main() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    pool.install(|| {
        let policy = policy();
        let small = county(5);
        let parcels = &small.layers[&sanxian_review::data::LayerKind::BasicFarmland];
        let near = parcels.iter().map(|f| f.shape.vertex_count()).sum::<usize>();
        let vertices = u32::try_from(near).expect("a small county");
        let count = u32::try_from(parcels.len()).expect("a small county");
        let plane = Plane::of(&parcels[0].shape.bounds().expect("a parcel"));
        let read: Vec<_> = parcels.iter().map(|f| plane.project(&f.shape)).collect();
        let one = plane.project(&small.towns[0].feature.shape);

        let places = || parcels.iter().flat_map(|f| f.shape.shells().flat_map(PackedRing::vertices));
        timed("a vertex projected by the plain functions", 5, vertices, || {
            places().map(|c| plane.forward(c.x, c.y).0).sum::<f64>()
        });
        timed("a vertex read: projected, and its ring proven simple", 5, vertices, || {
            parcels.iter().map(|f| plane.project(&f.shape).part_count()).sum::<usize>()
        });
        timed("a parcel proven sound in degrees", 5, count, || parcels.iter().filter(|f| is_sound(&f.shape)).count());
        timed("a parcel measured on the ellipsoid", 5, count, || {
            read.iter().map(|p| ellipsoidal_area(p).0).sum::<i64>()
        });
        timed("a parcel of a town's union", 5, 290, || unite(plane, &read[..290]).part_count());
        timed("a town of 400 vertices cut with that union", 5, 1, {
            let union = unite(plane, &read[..290]);
            move || intersect(&one, &union).part_count()
        });
        for side in [5, 10, 20] {
            let data = county(side);
            let towns = side * side;
            timed(&format!("a town reviewed, of {towns} with 290 parcels each"), 3, towns, || review(&data, &policy));
            if side == 20 {
                let kept = Kept::of(&data, &policy, &|_, _| true).expect("not cancelled");
                let mut next = small.clone();
                next.towns = data.towns.clone();
                next.towns[0].feature.shape = data.towns[1].feature.shape.clone();
                let first = |features: &Vec<Feature>| features.iter().take(600).cloned().collect::<Vec<_>>();
                next.layers = data.layers.iter().map(|(kind, all)| (*kind, first(all))).collect();
                timed("one town of these changed and reviewed again", 5, 1, || {
                    let again = kept.again(&next, &policy, &|_, _| true).expect("not cancelled");
                    again.review_of(&again.differing(&kept))
                });
            }
        }
    });
}
