//! The Gauss-Krüger plane against PROJ, forward and back.

use sanxian_review::plane::Plane;

/// Central meridian, longitude, latitude, metres east, metres north, from PROJ 9.5.1:
/// `echo "118.6 29.1" | proj -f %.7f +proj=tmerc +lon_0=120 +ellps=GRS80`. Towns' places, both edges of zones, the far
/// ends of China, other continents, the equator, 65° north, and 4° from the meridian. PROJ's GRS 80 has the two numbers
/// that define CGCS2000.
#[rustfmt::skip]
const BY_PROJ: [(i16, f64, f64, f64, f64); 24] = [
    (120, 120.08, 30.65, 7668.1047217, 3392173.7903905),
    (120, 119.68, 30.656, -30670.5971120, 3392879.9133474),
    (102, 101.77, 36.6, -20579.4410975, 4052146.0425954),
    (120, 118.6, 29.1, -136290.1657149, 3221162.8820561),
    (117, 119.9, 30.9, 277307.3190629, 3423493.3634165),
    (120, 118.5, 27.5, -148227.9886812, 3043930.0935679),
    (120, 121.5, 31.25, 142888.8935467, 3459662.6845917),
    (123, 121.49999, 28.02, -147526.0176754, 3101565.4765264),
    (75, 76.2, 39.47, 103261.9267670, 4371370.8166384),
    (87, 87.6, 43.8, 48285.1150772, 4851775.3027478),
    (90, 91.1, 29.65, 106508.7287907, 3281821.8990770),
    (96, 96.4, 36.4, 35882.5536822, 4030002.0844818),
    (114, 113.3, 23.1, -71714.0438436, 2555783.9287828),
    (108, 109.5, 18.25, 158646.7839282, 2019302.8370193),
    (123, 122.7, 53.4, -19954.5033523, 5919178.3278622),
    (135, 134.4, 48.3, -44514.9107060, 5351959.5962795),
    (3, 2.35, 48.85, -47704.1904430, 5413150.1475409),
    (0, -1.4, 44.0, -112289.0794758, 4874775.4476037),
    (150, 151.2, -33.86, 111046.3879848, -3748780.4556871),
    (-72, -70.65, -33.45, 125522.1000350, -3703472.0582789),
    (30, 30.0, 0.0, 0.0000000, 0.0000000),
    (30, 31.5, 65.0, 70758.1019159, 7212178.6239933),
    (120, 116.0, 40.0, -341624.0833666, 4437201.0518687),
    (120, 123.5, 35.0, 319577.0988740, 3880195.6572341),
];

#[test]
fn forward_agrees_with_proj_to_its_last_printed_digit() {
    for (meridian, lon, lat, east, north) in BY_PROJ {
        let (x, y) = Plane::with_central_meridian(meridian).forward(lon, lat);
        assert!((x - east).abs() <= 1.1e-7 && (y - north).abs() <= 1.1e-7, "{lon} {lat}: {x} {y} for {east} {north}");
    }
}

#[test]
fn inverse_returns_the_degrees_that_proj_was_given() {
    for (meridian, lon, lat, east, north) in BY_PROJ {
        let (l, b) = Plane::with_central_meridian(meridian).inverse(east, north);
        // 2e-12° are 0.2 μm: what seven decimals of a metre leave open
        assert!((l - lon).abs() <= 4e-12 && (b - lat).abs() <= 2e-12, "{east} {north}: {l} {b} for {lon} {lat}");
    }
}
