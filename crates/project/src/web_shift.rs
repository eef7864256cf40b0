//! Suspects coordinates of web maps: GCJ-02 and BD-09 lie some hundred metres off and look like any others.
//!
//! Nothing is ever converted here. A town that reaches over the edge of the county its own code names, and would lie
//! wholly inside once the shift is taken back, is told: the formulas are the public ones, exact to about a metre.

use geo::{Coord, MultiPolygon};
use sanxian_review::data::{COUNTY_DIGITS, Feature, LayerKind, Town};

use crate::problem::Problem;

/// The code of its problems, which each review finds anew.
pub(crate) const CODE: &str = "web_shift";

/// Names of a county's code.
const CODES: [&str; 3] = ["XZQDM", "PAC", "admin_code"];

/// One problem for each suspect town.
pub(crate) fn suspects(towns: &[Town], counties: &[Feature], file: &str) -> Vec<Problem> {
    let found = towns.iter().filter_map(|town| {
        let code = town.traits.admin_code.as_deref()?.get(..COUNTY_DIGITS)?;
        let is_own = |county: &&Feature| county.attribute(&CODES).is_some_and(|own| own.starts_with(code));
        let own: Vec<&Feature> = counties.iter().filter(is_own).collect();
        let system = suspect(town, &own)?;
        Some(problem(town, file, system))
    });
    found.collect()
}

/// The system whose shift explains why the town reaches out of its county.
fn suspect(town: &Town, own: &[&Feature]) -> Option<&'static str> {
    let vertices: Vec<Coord<f64>> = town.feature.shape.polygons().iter().flat_map(|p| p.exterior().0.clone()).collect();
    let inside = |taken_back: fn(Coord<f64>) -> Coord<f64>| {
        vertices.iter().all(|c| own.iter().any(|county| holds(county.shape.polygons(), taken_back(*c))))
    };
    if own.is_empty() || vertices.is_empty() || inside(|c| c) {
        return None;
    }
    [("GCJ-02", without_gcj02 as fn(Coord<f64>) -> Coord<f64>), ("BD-09", without_bd09)]
        .into_iter()
        .find_map(|(name, taken_back)| inside(taken_back).then_some(name))
}

fn problem(town: &Town, file: &str, system: &str) -> Problem {
    let place = town.feature.shape.bounds().map(|b| (b.middle_lon(), f64::midpoint(b.south, b.north)));
    Problem {
        role: LayerKind::Towns,
        file: file.to_owned(),
        position: Some(town.feature.position),
        feature: Some(town.feature.id.0.clone()),
        place,
        code: CODE.to_owned(),
        zh: format!(
            "范围越出其行政区代码所指的县界，若按 {system}（网络地图偏移坐标）还原则全部在县内；疑为网络地图坐标，请向报送方确认来源。本软件不作转换"
        ),
        en: format!(
            "It reaches over the edge of the county that its code names, and would lie inside without the shift of {system}: it may come from a web map. Ask the sender; nothing was converted"
        ),
        area_change_mm2: None,
        dropped: false,
    }
}

/// Whether a point lies in the ground, by the number of edges to its east.
fn holds(ground: &MultiPolygon<f64>, c: Coord<f64>) -> bool {
    let rings = ground.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let crossings = rings.flat_map(|ring| ring.0.windows(2)).filter(|edge| {
        let (a, b) = (edge[0], edge[1]);
        (a.y > c.y) != (b.y > c.y) && c.x < (b.x - a.x) * (c.y - a.y) / (b.y - a.y) + a.x
    });
    crossings.count() % 2 == 1
}

/// What GCJ-02 adds at a place, degrees.
fn shift(Coord { x: lon, y: lat }: Coord<f64>) -> Coord<f64> {
    const A: f64 = 6_378_245.0;
    const E2: f64 = 0.006_693_421_622_965_943;
    let pi = std::f64::consts::PI;
    let (x, y) = (lon - 105.0, lat - 35.0);
    let wave =
        |v: f64, parts: [(f64, f64); 2]| parts.iter().map(|(size, over)| size * (v * pi / over).sin()).sum::<f64>();
    let common = wave(x, [(20.0, 1.0 / 6.0), (20.0, 0.5)]);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + (common + wave(y, [(20.0, 1.0), (40.0, 3.0)]) + wave(y, [(160.0, 12.0), (320.0, 30.0)])) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + (common + wave(x, [(20.0, 1.0), (40.0, 3.0)]) + wave(x, [(150.0, 12.0), (300.0, 30.0)])) * 2.0 / 3.0;
    let latitude = lat.to_radians();
    let w = 1.0 - E2 * latitude.sin().powi(2);
    Coord {
        x: (east / (A / w.sqrt() * latitude.cos())).to_degrees(),
        y: (north / (A * (1.0 - E2) / w.powf(1.5))).to_degrees(),
    }
}

/// The place behind a GCJ-02 coordinate: the shift changes by millimetres within its own length.
fn without_gcj02(c: Coord<f64>) -> Coord<f64> {
    let near = c - shift(c);
    c - shift(near)
}

/// The place behind a BD-09 coordinate.
fn without_bd09(c: Coord<f64>) -> Coord<f64> {
    let (x, y) = (c.x - 0.0065, c.y - 0.006);
    let turn = std::f64::consts::PI * 3000.0 / 180.0;
    let length = x.hypot(y) - 0.000_02 * (y * turn).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * turn).cos();
    without_gcj02(Coord { x: length * angle.cos(), y: length * angle.sin() })
}

#[cfg(test)]
mod tests {

    use geo::{LineString, Polygon};
    use sanxian_review::data::{FeatureId, Shape, TownTraits};

    use super::*;

    fn metres(d: Coord<f64>, lat: f64) -> f64 {
        (d.x * 111_320.0 * lat.to_radians().cos()).hypot(d.y * 110_900.0)
    }

    #[test]
    fn the_shift_is_as_long_as_it_was_measured() {
        // Huzhou 518 m, Lishui 574 m, Xining 174 m
        for (lon, lat, long) in [(120.09, 30.89, 518.0), (119.92, 28.45, 574.0), (101.78, 36.62, 174.0)] {
            let length = metres(shift(Coord { x: lon, y: lat }), lat);
            assert!((length - long).abs() < 15.0, "{lon} {lat}: {length}");
        }
        let place = Coord { x: 120.09, y: 30.89 };
        assert!(metres(without_gcj02(place + shift(place)) - place, 30.89) < 0.01);
    }

    fn feature(id: &str, attributes: &[(&str, &str)], [w, s, e, n]: [f64; 4]) -> Feature {
        let ring = LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]);
        let attributes: Vec<_> = attributes.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        Feature {
            id: FeatureId(id.to_owned()),
            position: 1,
            attributes: attributes.into(),
            shape: Shape::new(MultiPolygon(vec![Polygon::new(ring, Vec::new())])).unwrap(),
        }
    }

    #[test]
    fn a_shifted_town_is_suspected_and_one_that_is_merely_outside_is_not() {
        let county = feature("c", &[("XZQDM", "330521")], [120.0, 30.0, 120.5, 30.5]);
        let town = |bounds: [f64; 4], code: &str| Town {
            feature: feature("t", &[], bounds),
            name: String::new(),
            traits: TownTraits { admin_code: Some(code.to_owned()), ..TownTraits::default() },
        };
        let edge = [120.48, 30.2, 120.4995, 30.22];
        let by = shift(Coord { x: 120.49, y: 30.21 });
        let shifted = [edge[0] + by.x, edge[1] + by.y, edge[2] + by.x, edge[3] + by.y];
        let told = |town: Town| suspects(&[town], std::slice::from_ref(&county), "f").len();
        assert!(by.x > 0.001, "the shift leads over the edge");
        assert_eq!(told(town(shifted, "330521")), 1);
        assert_eq!(told(town(edge, "330521")), 0);
        assert_eq!(told(town([120.48, 30.2, 120.55, 30.22], "330521")), 0, "5 km outside is no shift");
        assert_eq!(told(town(shifted, "330522")), 0, "its county is not at hand");
    }
}
