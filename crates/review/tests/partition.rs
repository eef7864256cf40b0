//! The exclusive partition adds up to the town's area to the mm², whatever the town and the lines look like.

#![expect(clippy::disallowed_macros, reason = "a test tells what it measured")]

#[path = "support/county.rs"]
mod county;
#[path = "support/random.rs"]
mod random;

use geo::{Coord, LineString, MapCoords, Polygon};
use sanxian_review::data::{Dataset, Feature, Town};
use sanxian_review::finding::{Review, TownRow};
use sanxian_review::review;

use county::{Place, dataset, deqing, feature, policy, shape, town};
use random::Random;

/// Fails unless every town was measured and its classes add up; returns the number of towns.
fn assert_adds_up(review: &Review) -> usize {
    assert_eq!(review.faults, [], "faults");
    for row in &review.towns {
        let parts = row.partition.unwrap();
        let classes = [parts.eco_redline, parts.basic_farmland, parts.outside_urban_boundary, parts.compliant];
        assert_eq!(classes.iter().map(|class| class.0).sum::<i64>(), row.area.0, "{}", row.id);
        assert!(classes.iter().all(|class| class.0 >= 0), "{}: {classes:?}", row.id);
        assert_classes_within_raw_numbers(row);
    }
    review.towns.len()
}

/// A class never holds more than the line it belongs to (0.2 m² apart at most: the leftover went to the largest).
fn assert_classes_within_raw_numbers(row: &TownRow) {
    let parts = row.partition.unwrap();
    for (class, raw) in [
        (parts.eco_redline, row.eco_redline),
        (parts.basic_farmland, row.basic_farmland),
        (parts.outside_urban_boundary, row.outside_urban_boundary),
    ] {
        assert!(class.0 <= raw.unwrap().0 + 200_000, "{}: {class:?} of {raw:?}", row.id);
    }
}

/// A star in degrees around a point given in metres from a place.
fn star(random: &mut Random, place: &Place, (x, y): (f64, f64), radius: f64, corners: usize) -> Polygon<f64> {
    let metres = random.star(Coord { x, y }, radius, corners, 0.4);
    metres.map_coords(|c| place.degrees(c.x, c.y))
}

#[test]
fn thousands_of_random_towns_add_up() {
    let mut random = Random(6);
    let (mut towns, mut layers) = (Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
    for k in 0..2000_u32 {
        // a grid of places all over China, each with a town and some patches of every line that overlap as they like
        let place =
            Place::at(75.0 + f64::from(k % 60) + random.unit(), 18.0 + 0.7 * f64::from(k / 60) + random.unit() / 2.0);
        let corners = 4 + random.below(50);
        let ground = star(&mut random, &place, (0.0, 0.0), 1500.0, corners);
        towns.push(town(&format!("T{k:04}"), deqing(), shape(vec![ground])));
        for (line, layer) in layers.iter_mut().enumerate() {
            for _ in 0..random.below(4) {
                let centre = (random.between(-1500.0, 1500.0), random.between(-1500.0, 1500.0));
                let (radius, corners) = (random.between(20.0, 1000.0 * (1.0 + line as f64)), 3 + random.below(40));
                layer.push(feature("p", shape(vec![star(&mut random, &place, centre, radius, corners)])));
            }
        }
    }
    let [red, farm, urban] = layers;
    let review = review(&dataset(towns, red, farm, urban), &policy());
    println!("{} towns add up", assert_adds_up(&review));
}

/// A round town of `corners` corners, its farmland a comb of strips of `strip` metres that cut the northern edge only,
/// all of it farmland at the north; no other line.
fn combed(lat: f64, radius: f64, corners: usize, strip: f64) -> Dataset {
    let place = Place::at(120.08, lat);
    #[expect(clippy::cast_precision_loss, reason = "small")]
    let corner = |k: usize| {
        let angle = std::f64::consts::TAU * k as f64 / corners as f64;
        place.degrees(radius * angle.cos(), radius * angle.sin())
    };
    let ring: LineString<f64> = (0..corners).map(corner).collect();
    let towns: Vec<Town> = vec![town("T", deqing(), shape(vec![Polygon::new(ring, Vec::new())]))];
    let mut farm: Vec<Feature> = Vec::new();
    let mut x = -radius;
    while x < radius {
        farm.push(feature("f", place.rectangle(x, 0.0, strip, 2.0 * radius)));
        x += 2.0 * strip;
    }
    dataset(
        towns,
        Vec::new(),
        farm,
        vec![feature("u", place.rectangle(-2.0 * radius, -2.0 * radius, 4.0 * radius, 4.0 * radius))],
    )
}

#[test]
fn a_large_town_whose_boundary_is_cut_many_times_adds_up() {
    for (lat, radius, strip) in
        [(30.0, 1300.0, 40.0), (30.0, 5000.0, 40.0), (37.0, 10_000.0, 33.0), (53.0, 10_000.0, 30.0)]
    {
        for corners in [100, 400, 900] {
            assert_adds_up(&review(&combed(lat, radius, corners, strip), &policy()));
        }
    }
}
