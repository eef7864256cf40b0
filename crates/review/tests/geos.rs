//! The overlay against GEOS on random pairs: stars, near-coincident boundaries, shared vertices, mosaics, dirty rings.

#![expect(clippy::disallowed_macros, reason = "a test tells what it measured")]

#[path = "support/random.rs"]
mod random;
#[path = "support/referee.rs"]
mod referee;

use geo::{Coord, LineString, MapCoords, MultiPolygon, Polygon, Translate};
use geos::{Geom, Geometry};
use sanxian_review::overlay::{intersect, subtract, unite};
use sanxian_review::plane::Plane;
use sanxian_review::shape::PlaneShape;

use random::Random;

/// Of the first shape's area.
const TOLERANCE: f64 = 1e-9;
/// Where boundaries run along each other within a centimetre: edges that cross again and again are snapped to each
/// other's ends, which GEOS does not do.
const TOLERANCE_ALONG: f64 = 1e-8;

fn plane() -> Plane {
    Plane::with_central_meridian(120)
}

fn ground(shape: &MultiPolygon<f64>) -> PlaneShape {
    plane().read_planar(shape).shape
}

#[expect(clippy::cast_precision_loss, reason = "a town has 13 digits")]
fn m2(shape: &PlaneShape) -> f64 {
    shape.planar_area_mm2() as f64 / 1e6
}

/// How far apart our areas and those of GEOS are at worst, relative to the first shape.
#[derive(Default)]
struct Worst {
    pairs: usize,
    relative: f64,
    m2: f64,
}

impl Worst {
    /// Compares a ∩ b, a ∖ b and a ∪ b.
    fn compare(&mut self, a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) {
        let (own_a, own_b) = (ground(a), ground(b));
        let (geos_a, geos_b) = (referee::read(a), referee::read(b));
        let area = m2(&own_a);
        for (ours, theirs) in [
            (intersect(&own_a, &own_b), geos_a.intersection(&geos_b)),
            (subtract(&own_a, &own_b), geos_a.difference(&geos_b)),
            (unite(plane(), [&own_a, &own_b]), geos_a.union(&geos_b)),
        ] {
            let apart = (m2(&ours) - theirs.unwrap().area().unwrap()).abs();
            self.m2 = self.m2.max(apart);
            self.relative = self.relative.max(apart / area);
        }
        self.pairs += 1;
    }

    fn judge(&self, what: &str, tolerance: f64) {
        println!("{what}: {} pairs, at most {:.1e} of the area, {:.1e} m²", self.pairs, self.relative, self.m2);
        assert!(self.relative <= tolerance, "{what}: {}", self.relative);
    }
}

/// A town-sized star somewhere in a 3° zone, every third with a hole.
fn town(random: &mut Random, k: usize) -> Polygon<f64> {
    let centre = Coord { x: random.between(-150_000.0, 150_000.0), y: random.between(2e6, 5.9e6) };
    let corners = 8 + random.below(120);
    let shell = random.star(centre, 1500.0, corners, 0.35);
    let hole = k.is_multiple_of(3).then(|| random.star(centre, 400.0, 6 + corners / 4, 0.4).exterior().clone());
    Polygon::new(shell.exterior().clone(), hole.into_iter().collect())
}

fn one(polygon: Polygon<f64>) -> MultiPolygon<f64> {
    MultiPolygon(vec![polygon])
}

#[test]
fn random_stars_overlay_as_in_geos() {
    let (mut random, mut worst) = (Random(1), Worst::default());
    for k in 0..800 {
        let a = town(&mut random, k);
        let b = town(&mut random, k + 1);
        let (p, q) = (a.exterior().0[0], b.exterior().0[0]);
        let (dx, dy) = (random.between(-1500.0, 1500.0), random.between(-1500.0, 1500.0));
        worst.compare(&one(a), &one(b.translate(p.x - q.x + dx, p.y - q.y + dy)));
    }
    worst.judge("random stars", TOLERANCE);
}

#[test]
fn boundaries_drawn_twice_overlay_as_in_geos() {
    let (mut random, mut worst) = (Random(2), Worst::default());
    for k in 0..600 {
        let a = town(&mut random, k);
        let jitter = 10_f64.powi(-9 + i32::try_from(k % 8).unwrap());
        let b = a.map_coords(|c| Coord { x: c.x + random_in(k, c.x, jitter), y: c.y + random_in(k, c.y, jitter) });
        worst.compare(&one(a), &one(b));
    }
    worst.judge("near-coincident, 1 nm to 1 cm", TOLERANCE_ALONG);
}

/// Depends on nothing but the vertex, so that a closing point moves with its first.
fn random_in(k: usize, seed: f64, jitter: f64) -> f64 {
    Random(seed.to_bits() ^ k as u64).between(-jitter, jitter)
}

#[test]
fn shapes_that_share_vertices_and_edges_overlay_as_in_geos() {
    let (mut random, mut worst) = (Random(3), Worst::default());
    for k in 0..800 {
        let a = town(&mut random, k);
        // a neighbour that runs along a stretch of the boundary and leaves it on either side
        let ring = &a.exterior().0;
        let n = ring.len() - 1;
        let (from, count) = (random.below(n), 3 + random.below(n - 3));
        let mut along: Vec<Coord<f64>> = (from..from + count).map(|i| ring[i % n]).collect();
        let out = random.between(-600.0, 2500.0);
        along.push(Coord { x: along[count - 1].x + out, y: along[count - 1].y + out / 2.0 });
        worst.compare(&one(a), &one(Polygon::new(LineString(along), Vec::new())));
    }
    worst.judge("shared vertices and edges", TOLERANCE);
}

#[test]
fn a_town_is_the_sum_of_its_pieces_in_a_mosaic() {
    let mut random = Random(4);
    let (mut worst, mut pairs): (f64, usize) = (0.0, 0);
    for k in 0..20 {
        let town = one(town(&mut random, k));
        let (own, theirs) = (ground(&town), Geometry::try_from(&town).unwrap());
        let middle = town.0[0].exterior().0[0];
        // 16 × 16 cells of some 250 m, corners moved about and shared by four cells
        let corner = |i: i32, j: i32| {
            let mut own = Random(u64::from((i * 31 + j + 4096).unsigned_abs()) * 7919 + k as u64);
            let at = |step: i32, jitter: f64| f64::from(step) * 250.0 + jitter;
            Coord { x: middle.x + at(i, own.between(-90.0, 90.0)), y: middle.y + at(j, own.between(-90.0, 90.0)) }
        };
        let (mut cells, mut sum) = (Vec::new(), 0.0);
        for i in -8..8 {
            for j in -8..8 {
                let ring = [corner(i, j), corner(i + 1, j), corner(i + 1, j + 1), corner(i, j + 1)];
                let cell = one(Polygon::new(ring.to_vec().into(), Vec::new()));
                let piece = intersect(&own, &ground(&cell));
                let wanted = theirs.intersection(&Geometry::try_from(&cell).unwrap()).unwrap().area().unwrap();
                worst = worst.max((m2(&piece) - wanted).abs() / m2(&own));
                sum += m2(&piece);
                cells.push(ground(&cell));
                pairs += 1;
            }
        }
        let all = intersect(&own, &unite(plane(), &cells));
        assert!((m2(&all) - sum).abs() <= TOLERANCE * m2(&own), "{} for {sum}", m2(&all));
    }
    println!("mosaics: {pairs} pairs, at most {worst:.1e} of the area");
    assert!(worst <= TOLERANCE, "{worst}");
}

#[test]
fn rings_that_cross_themselves_are_read_as_geos_would_piece_them_together() {
    let (mut random, mut worst) = (Random(5), Worst::default());
    for k in 0..400 {
        let centre = Coord { x: random.between(-1e5, 1e5), y: random.between(2e6, 5e6) };
        let corners = 4 + k % 9;
        let mut point = || Coord { x: centre.x + random.between(-1e3, 1e3), y: centre.y + random.between(-1e3, 1e3) };
        let tangle = |corners: usize, point: &mut dyn FnMut() -> Coord<f64>| {
            Polygon::new((0..corners).map(|_| point()).collect::<LineString<f64>>(), Vec::new())
        };
        let dirty = MultiPolygon(vec![tangle(corners, &mut point), tangle(corners + 1, &mut point)]);
        let clean = one(tangle(3, &mut point));
        worst.compare(&dirty, &clean);
    }
    worst.judge("tangled rings, parts that overlap", TOLERANCE);
}

#[test]
fn a_bow_tie_is_what_geos_makes_valid_of_it() {
    let mut random = Random(6);
    for _ in 0..300 {
        let (x, y) = (random.between(-1e5, 1e5), random.between(2e6, 5e6));
        let (w, h) = (random.between(1.0, 2e3), random.between(1.0, 2e3));
        let slant = random.between(-0.4, 0.4) * w;
        let ring = [(x, y), (x + w + slant, y + h), (x + w, y), (x, y + h), (x, y)];
        let tie = Polygon::new(LineString::from(ring.to_vec()), Vec::new());
        let valid = Geometry::try_from(&tie).unwrap().make_valid().unwrap();
        let ours = ground(&one(tie));
        assert_eq!((ours.part_count(), valid.get_num_geometries().unwrap()), (2, 2));
        let apart = (m2(&ours) - valid.area().unwrap()).abs();
        assert!(apart <= TOLERANCE * m2(&ours) + 1e-6, "{apart} m²");
    }
}
