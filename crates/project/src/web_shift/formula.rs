//! GCJ-02 and BD-09, the coordinates of Chinese web maps.
//!
//! Neither is published. These are the formulas that everybody uses (the `eviltransform` and `coordtransform` families,
//! which agree to a few centimetres); how far they lie from what map makers really use nobody can say: about a metre.
//! They are for previews alone.

use geo::Coord;

/// A system of web maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WebShift {
    /// 火星坐标, of most Chinese maps.
    Gcj02,
    /// Of Baidu: GCJ-02, shifted once more.
    Bd09,
}

impl WebShift {
    /// All of them, the commoner first.
    pub(crate) const ALL: [Self; 2] = [Self::Gcj02, Self::Bd09];

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gcj02 => "GCJ-02",
            Self::Bd09 => "BD-09",
        }
    }

    /// Where it puts a place, degrees.
    pub(crate) fn put_on(self, place: Coord<f64>) -> Coord<f64> {
        let gcj = place + shift(place);
        match self {
            Self::Gcj02 => gcj,
            Self::Bd09 => bd09(gcj),
        }
    }

    /// The place behind its coordinates: the one that it puts there, to 10⁻¹¹ degrees.
    pub(crate) fn taken_back(self, given: Coord<f64>) -> Coord<f64> {
        let mut place = given;
        // What is added changes by a thousandth over its own length: each round gains three digits.
        for _ in 0..10 {
            let miss = given - self.put_on(place);
            place = place + miss;
            if miss.x.abs().max(miss.y.abs()) < 1e-11 {
                break;
            }
        }
        place
    }
}

/// Metres between two near places, on a sphere.
pub(crate) fn metres(a: Coord<f64>, b: Coord<f64>) -> f64 {
    const DEGREE: f64 = 111_195.0;
    ((a.x - b.x) * a.y.to_radians().cos()).hypot(a.y - b.y) * DEGREE
}

/// What GCJ-02 adds at a place, degrees.
fn shift(Coord { x: lon, y: lat }: Coord<f64>) -> Coord<f64> {
    // Krassowsky 1940
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

/// BD-09 of a GCJ-02 coordinate.
fn bd09(Coord { x, y }: Coord<f64>) -> Coord<f64> {
    let turn = std::f64::consts::PI * 3000.0 / 180.0;
    let length = x.hypot(y) + 0.000_02 * (y * turn).sin();
    let angle = y.atan2(x) + 0.000_003 * (x * turn).cos();
    Coord { x: length * angle.cos() + 0.0065, y: length * angle.sin() + 0.006 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    fn assert_near(got: Coord<f64>, want: Coord<f64>, within: f64) {
        assert!((got.x - want.x).abs() < within && (got.y - want.y).abs() < within, "{got:?} {want:?}");
    }

    #[test]
    fn the_golden_values_of_other_programs_hold() {
        // the README of wandergis/coordtransform
        let place = at(116.404, 39.915);
        assert_near(WebShift::Gcj02.put_on(place), at(116.410_244_499_169_38, 39.916_404_281_501_64), 1e-12);
        assert_near(bd09(place), at(116.410_369_493_710_29, 39.921_336_993_510_21), 1e-12);
        // the same program, wgs84 → gcj02 → bd09
        assert_near(WebShift::Bd09.put_on(place), at(116.416_627_243_787_33, 39.922_699_552_216_216), 1e-12);
        // gcj_extract_wgs of googollee/eviltransform, which iterates too
        assert_near(WebShift::Gcj02.taken_back(place), at(116.397_755_493_164_07, 39.913_596_801_757_805), 1e-6);
    }

    #[test]
    fn the_shift_is_as_long_as_it_was_measured() {
        // Huzhou 518 m, Lishui 574 m, Xining 174 m
        for (lon, lat, long) in [(120.09, 30.89, 518.0), (119.92, 28.45, 574.0), (101.78, 36.62, 174.0)] {
            let length = metres(at(lon, lat), WebShift::Gcj02.put_on(at(lon, lat)));
            assert!((length - long).abs() < 15.0, "{lon} {lat}: {length}");
        }
    }

    #[test]
    fn taken_back_is_the_place_that_was_put_there() {
        for system in WebShift::ALL {
            for lon in (74..135).step_by(3) {
                for lat in (18..53).step_by(3) {
                    let place = at(f64::from(lon) + 0.123, f64::from(lat) + 0.456);
                    assert_near(system.taken_back(system.put_on(place)), place, 1e-9);
                }
            }
        }
    }
}
