//! Our formulas against PROJ's.

use super::*;

const SEVEN: &str = r#"
from = "xian-80"
source = "某测绘院 2012"
[seven]
convention = "coordinate-frame"
dx_m = -12.5
dy_m = 101.25
dz_m = 37.0
rx_arcsec = 1.2
ry_arcsec = -0.8
rz_arcsec = 2.5
scale_ppm = -3.1
"#;

const FOUR: &str = r#"
from = "beijing-54"
source = "某测绘院 2012"
[four]
central_meridian = 120
dx_m = -31.5
dy_m = 83.25
rotation_arcsec = 2.75
scale_ppm = 4.5
"#;

fn shifted(text: &str, mut point: (f64, f64)) -> (f64, f64) {
    let shift = DatumShift::parse(text).unwrap();
    assert!(Shifter::new(&shift, "f").unwrap().shift(std::slice::from_mut(&mut point)));
    point
}

fn assert_same(ours: (f64, f64), theirs: (f64, f64)) {
    let close = (ours.0 - theirs.0).abs() < 1e-10 && (ours.1 - theirs.1).abs() < 1e-10; // 0.01 mm
    assert!(close, "{ours:?} {theirs:?}");
}

/// What PROJ makes of a point, degrees to degrees.
fn proj(pipeline: &str, (lon, lat): (f64, f64)) -> (f64, f64) {
    let definition = format!(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad {pipeline} +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    );
    let (lon, lat) = Proj::new(&definition).unwrap().convert((lon, lat)).unwrap();
    (lon, lat)
}

#[test]
fn seven_parameters_are_those_of_proj_in_both_conventions() {
    let vector = SEVEN.replace("coordinate-frame", "position-vector");
    for point in [(120.1, 30.9), (101.8, 36.6), (75.2, 39.5), (132.9, 47.8), (110.3, 20.0)] {
        for (text, convention) in [(SEVEN, "coordinate_frame"), (vector.as_str(), "position_vector")] {
            let pipeline = format!(
                "+step +proj=cart +a=6378140 +rf=298.257 +step +proj=helmert +x=-12.5 +y=101.25 +z=37 +rx=1.2 +ry=-0.8 +rz=2.5 +s=-3.1 +convention={convention} +step +inv +proj=cart +ellps=GRS80"
            );
            assert_same(shifted(text, point), proj(&pipeline, point));
        }
    }
}

#[test]
fn four_parameters_are_those_of_proj() {
    for point in [(120.1, 30.9), (118.9, 29.1), (121.3, 28.2)] {
        let plane = "+proj=tmerc +lat_0=0 +lon_0=120 +k=1 +x_0=500000 +y_0=0";
        // PROJ's plane Helmert: x east, y north, theta clockwise, s the scale itself.
        let pipeline = format!(
            "+step {plane} +a=6378245 +rf=298.3 +step +proj=helmert +x=83.25 +y=-31.5 +theta=2.75 +s=1.0000045 +step +inv {plane} +ellps=GRS80"
        );
        assert_same(shifted(FOUR, point), proj(&pipeline, point));
    }
}

#[test]
fn the_golden_values_of_gdal_hold() {
    // echo "120.1 30.9" | gdaltransform -output_xy -ct "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad
    //   +step +proj=cart +a=6378140 +rf=298.257 +step +proj=helmert +x=-12.5 +y=101.25 +z=37 +rx=1.2 +ry=-0.8 +rz=2.5
    //   +s=-3.1 +convention=coordinate_frame +step +inv +proj=cart +ellps=GRS80
    //   +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    assert_same(shifted(SEVEN, (120.1, 30.9)), (120.098673895119, 30.8996743935719));
    // the same with +step +proj=tmerc … +step +proj=helmert +x=83.25 +y=-31.5 +theta=2.75 +s=1.0000045 …
    assert_same(shifted(FOUR, (120.1, 30.9)), (120.101373733778, 30.9003403606408));
}

#[test]
fn parameters_that_no_office_gives_out_are_refused_in_words() {
    for (text, why) in [
        (SEVEN.replace("dx_m = -12.5", "dx_m = -12500.0"), "dx_m"),
        (SEVEN.replace("rz_arcsec = 2.5", "rz_arcsec = 200.0"), "rz_arcsec"),
        (SEVEN.replace("source = \"某测绘院 2012\"", "source = \" \""), "source"),
        (SEVEN.replace("coordinate-frame", "bursa"), "bursa"),
        (SEVEN.replace("dz_m = 37.0", ""), "dz_m"),
        (SEVEN.replace("dz_m", "dw_m"), "dw_m"),
        (SEVEN.replace("xian-80", "wgs-84"), "wgs-84"),
        ("from = \"xian-80\"\nsource = \"x\"".to_owned(), "either"),
        (
            format!("{SEVEN}{}", FOUR.split_once("[four]").map_or(String::new(), |(_, rest)| format!("[four]{rest}"))),
            "either",
        ),
        (FOUR.replace("4.5", "nan"), "scale_ppm"),
    ] {
        let BadShift(said) = DatumShift::parse(&text).unwrap_err();
        assert!(said.en.contains(why) && !said.zh.is_empty(), "{why}: {}", said.en);
    }
}

#[test]
fn parameters_for_eastings_with_zone_number_move_too_far_and_are_not_used() {
    let text = FOUR.replace("scale_ppm = 4.5", "scale_ppm = 400.0");
    let shift = DatumShift::parse(&text).unwrap();
    assert!(!Shifter::new(&shift, "f").unwrap().shift(&mut [(120.1, 30.9)]));
}
