//! CGCS2000 longitude/latitude ↔ the 3° Gauss-Krüger plane a town is reviewed in.
//!
//! Pure mathematics, no tables: Krüger's series to the sixth order in the third flattening (Karney 2011, "Transverse
//! Mercator with an accuracy of a few nanometers", eqs. 35, 36), with the conformal latitude by series as well, so that
//! a point costs few calls. PROJ is its oracle in the tests.
//!
//! The plane has x = metres east of the central meridian (no false easting, no zone prefix) and y = metres north of
//! the equator, scale 1 on the central meridian, as in China's 3-degree zones.

use std::sync::LazyLock;

use crate::data::Bounds;

/// Semi-major axis of the CGCS2000 ellipsoid, metres (GB 22021-2008).
pub const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// Flattening of the CGCS2000 ellipsoid.
pub const FLATTENING: f64 = 1.0 / 298.257_222_101;

struct Series {
    /// Geographic → conformal latitude, and back (Karney 2024, "On auxiliary latitudes", eqs. A19, A20).
    to_conformal: [f64; 6],
    to_geographic: [f64; 6],
    rectifying_radius: f64,
    alpha: [f64; 6],
    beta: [f64; 6],
}

static SERIES: LazyLock<Series> = LazyLock::new(|| {
    let n = FLATTENING / (2.0 - FLATTENING);
    let (n2, n3) = (n * n, n * n * n);
    let (n4, n5, n6) = (n2 * n2, n2 * n3, n3 * n3);
    Series {
        to_conformal: [
            -2.0 * n + 2.0 / 3.0 * n2 + 4.0 / 3.0 * n3 - 82.0 / 45.0 * n4 + 32.0 / 45.0 * n5 + 4_642.0 / 4_725.0 * n6,
            5.0 / 3.0 * n2 - 16.0 / 15.0 * n3 - 13.0 / 9.0 * n4 + 904.0 / 315.0 * n5 - 1_522.0 / 945.0 * n6,
            -26.0 / 15.0 * n3 + 34.0 / 21.0 * n4 + 8.0 / 5.0 * n5 - 12_686.0 / 2_835.0 * n6,
            1_237.0 / 630.0 * n4 - 12.0 / 5.0 * n5 - 24_832.0 / 14_175.0 * n6,
            -734.0 / 315.0 * n5 + 109_598.0 / 31_185.0 * n6,
            444_337.0 / 155_925.0 * n6,
        ],
        to_geographic: [
            2.0 * n - 2.0 / 3.0 * n2 - 2.0 * n3 + 116.0 / 45.0 * n4 + 26.0 / 45.0 * n5 - 2_854.0 / 675.0 * n6,
            7.0 / 3.0 * n2 - 8.0 / 5.0 * n3 - 227.0 / 45.0 * n4 + 2_704.0 / 315.0 * n5 + 2_323.0 / 945.0 * n6,
            56.0 / 15.0 * n3 - 136.0 / 35.0 * n4 - 1_262.0 / 105.0 * n5 + 73_814.0 / 2_835.0 * n6,
            4_279.0 / 630.0 * n4 - 332.0 / 35.0 * n5 - 399_572.0 / 14_175.0 * n6,
            4_174.0 / 315.0 * n5 - 144_838.0 / 6_237.0 * n6,
            601_676.0 / 22_275.0 * n6,
        ],
        rectifying_radius: SEMI_MAJOR_M / (1.0 + n) * (1.0 + n2 / 4.0 + n4 / 64.0 + n6 / 256.0),
        alpha: [
            n / 2.0 - 2.0 / 3.0 * n2 + 5.0 / 16.0 * n3 + 41.0 / 180.0 * n4 - 127.0 / 288.0 * n5
                + 7_891.0 / 37_800.0 * n6,
            13.0 / 48.0 * n2 - 3.0 / 5.0 * n3 + 557.0 / 1_440.0 * n4 + 281.0 / 630.0 * n5
                - 1_983_433.0 / 1_935_360.0 * n6,
            61.0 / 240.0 * n3 - 103.0 / 140.0 * n4 + 15_061.0 / 26_880.0 * n5 + 167_603.0 / 181_440.0 * n6,
            49_561.0 / 161_280.0 * n4 - 179.0 / 168.0 * n5 + 6_601_661.0 / 7_257_600.0 * n6,
            34_729.0 / 80_640.0 * n5 - 3_418_889.0 / 1_995_840.0 * n6,
            212_378_941.0 / 319_334_400.0 * n6,
        ],
        beta: [
            n / 2.0 - 2.0 / 3.0 * n2 + 37.0 / 96.0 * n3 - 1.0 / 360.0 * n4 - 81.0 / 512.0 * n5
                + 96_199.0 / 604_800.0 * n6,
            1.0 / 48.0 * n2 + 1.0 / 15.0 * n3 - 437.0 / 1_440.0 * n4 + 46.0 / 105.0 * n5
                - 1_118_711.0 / 3_870_720.0 * n6,
            17.0 / 480.0 * n3 - 37.0 / 840.0 * n4 - 209.0 / 4_480.0 * n5 + 5_569.0 / 90_720.0 * n6,
            4_397.0 / 161_280.0 * n4 - 11.0 / 504.0 * n5 - 830_251.0 / 7_257_600.0 * n6,
            4_583.0 / 161_280.0 * n5 - 108_847.0 / 3_991_680.0 * n6,
            20_648_693.0 / 638_668_800.0 * n6,
        ],
    }
});

/// One review plane: transverse Mercator on CGCS2000 with a central meridian that is a multiple of 3°.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plane {
    central_meridian: i16,
}

impl Plane {
    /// The plane of a town: its central meridian is the multiple of 3° nearest to the middle of `bounds` in longitude.
    #[must_use]
    pub fn of(bounds: &Bounds) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a longitude is within ±180")]
        let nearest = (bounds.middle_lon() / 3.0).round() as i16 * 3;
        Self { central_meridian: nearest }
    }

    /// The plane with this central meridian, degrees east.
    #[must_use]
    pub fn with_central_meridian(degrees: i16) -> Self {
        Self { central_meridian: degrees }
    }

    /// Degrees east.
    #[must_use]
    pub fn central_meridian(self) -> i16 {
        self.central_meridian
    }

    /// Number of the Chinese 3-degree zone, for central meridians 75°–135°.
    #[must_use]
    pub fn zone(self) -> Option<i16> {
        (75..=135).contains(&self.central_meridian).then_some(self.central_meridian / 3)
    }

    /// Degrees (longitude, latitude) → metres (east of the central meridian, north).
    #[must_use]
    pub fn forward(self, lon: f64, lat: f64) -> (f64, f64) {
        let s = &*SERIES;
        let (sin_lambda, cos_lambda) = (lon - f64::from(self.central_meridian)).to_radians().sin_cos();
        // conformal latitude as sine and cosine
        let (sin_chi, cos_chi) = turn(&s.to_conformal, lat.to_radians()).sin_cos();
        // the sphere's transverse Mercator, and the sines and cosines of twice its coordinates without a further call
        let east = cos_chi * sin_lambda;
        let across = cos_chi * cos_lambda;
        let square = (1.0 - east) * (1.0 + east); // = sin²χ + cos²χ cos²λ
        let xi = sin_chi.atan2(across);
        let eta = east.atanh();
        let twice = Twice {
            sin_xi: 2.0 * sin_chi * across / square,
            cos_xi: (across * across - sin_chi * sin_chi) / square,
            sinh_eta: 2.0 * east / square,
            cosh_eta: (1.0 + east * east) / square,
        };
        let (d_xi, d_eta) = series(&s.alpha, &twice);
        (s.rectifying_radius * (eta + d_eta), s.rectifying_radius * (xi + d_xi))
    }

    /// Metres (east of the central meridian, north) → degrees (longitude, latitude).
    #[must_use]
    pub fn inverse(self, x: f64, y: f64) -> (f64, f64) {
        let s = &*SERIES;
        let (xi, eta) = (y / s.rectifying_radius, x / s.rectifying_radius);
        let (sin_2xi, cos_2xi) = (2.0 * xi).sin_cos();
        let (sinh_2eta, cosh_2eta) = hyperbolic(2.0 * eta);
        let twice = Twice { sin_xi: sin_2xi, cos_xi: cos_2xi, sinh_eta: sinh_2eta, cosh_eta: cosh_2eta };
        let (d_xi, d_eta) = series(&s.beta, &twice);
        let (sin_xi, cos_xi) = (xi - d_xi).sin_cos();
        let (sinh_eta, _) = hyperbolic(eta - d_eta);
        let across = (sinh_eta * sinh_eta + cos_xi * cos_xi).sqrt();
        let chi = sin_xi.atan2(across);
        let lambda = sinh_eta.atan2(cos_xi);
        let latitude = turn(&s.to_geographic, chi);
        (f64::from(self.central_meridian) + lambda.to_degrees(), latitude.to_degrees())
    }
}

/// Sines and cosines of twice the coordinates of the sphere's transverse Mercator.
struct Twice {
    sin_xi: f64,
    cos_xi: f64,
    sinh_eta: f64,
    cosh_eta: f64,
}

/// angle + Σ cⱼ sin 2j·angle, by Clenshaw summation.
fn turn(coefficients: &[f64; 6], angle: f64) -> f64 {
    let (sin_2, cos_2) = (2.0 * angle).sin_cos();
    let (mut b1, mut b2) = (0.0, 0.0);
    for c in coefficients.iter().rev() {
        (b1, b2) = (2.0 * cos_2 * b1 - b2 + c, b1);
    }
    angle + sin_2 * b1
}

/// sinh and cosh from one exponential; sinh keeps its digits near 0.
fn hyperbolic(x: f64) -> (f64, f64) {
    let grown = x.exp_m1();
    let sinh = (grown + grown / (grown + 1.0)) / 2.0;
    (sinh, grown + 1.0 - sinh)
}

/// Σ cⱼ sin 2j(ξ+iη) as (real, imaginary), by Clenshaw summation in complex numbers.
fn series(coefficients: &[f64; 6], twice: &Twice) -> (f64, f64) {
    // 2 cos 2ζ
    let (ar, ai) = (2.0 * twice.cos_xi * twice.cosh_eta, -2.0 * twice.sin_xi * twice.sinh_eta);
    let (mut b1r, mut b1i, mut b2r, mut b2i) = (0.0, 0.0, 0.0, 0.0);
    for c in coefficients.iter().rev() {
        let next_r = ar * b1r - ai * b1i - b2r + c;
        let next_i = ar * b1i + ai * b1r - b2i;
        (b2r, b2i, b1r, b1i) = (b1r, b1i, next_r, next_i);
    }
    // sin 2ζ · b1
    let (sr, si) = (twice.sin_xi * twice.cosh_eta, twice.cos_xi * twice.sinh_eta);
    (sr * b1r - si * b1i, sr * b1i + si * b1r)
}

#[cfg(test)]
mod tests {
    use super::*;

    // echo "120.5 30.25" | cs2cs +proj=longlat +ellps=GRS80 +to +proj=tmerc +lon_0=120 +ellps=GRS80 -d 6 (PROJ 9.6.2;
    // the false easting of 500000 taken off). CGCS2000 and GRS 80 differ by 1.4e-13 in flattening: below 1 nm here.
    #[test]
    fn the_forward_projection_agrees_with_proj() {
        let (x, y) = Plane::with_central_meridian(120).forward(120.5, 30.25);
        assert!((x - 48_122.063_1).abs() < 1e-4, "{x}");
        assert!((y - 3_347_932.816_2).abs() < 1e-4, "{y}");
    }

    #[test]
    fn a_round_trip_returns_to_within_ten_nanometres() {
        for lon_step in 0..40 {
            for lat_step in 0..36 {
                let (lon, lat) = (118.0 + 0.1 * f64::from(lon_step), -85.0 + 5.0 * f64::from(lat_step) * 0.97);
                let plane = Plane::with_central_meridian(120);
                let (x, y) = plane.forward(lon, lat);
                let (lon2, lat2) = plane.inverse(x, y);
                let metres = 111_320.0 * (lon - lon2).abs().mul_add(lat.to_radians().cos(), (lat - lat2).abs());
                assert!(metres < 1e-8, "{lon} {lat}: {metres} m");
            }
        }
    }

    #[test]
    fn the_zone_is_the_multiple_of_three_nearest_to_the_middle_of_the_box() {
        let plane = |west, east| Plane::of(&Bounds { west, south: 30.0, east, north: 30.1 }).central_meridian();
        assert_eq!(plane(118.4, 118.44), 117);
        assert_eq!(plane(118.4, 118.64), 120);
        assert_eq!(plane(2.9, 3.1), 3);
        assert_eq!(plane(-1.4, -1.3), 0);
        assert_eq!(plane(-1.7, -1.6), -3);
    }
}
