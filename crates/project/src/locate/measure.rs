//! Length and area of what the reviewer draws, by the formulas of the review.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use sanxian_review::data::{Bounds, Shape};
use sanxian_review::measure::{Millimetres, SquareMillimetres, ellipsoidal_area, geodesic_distance};
use sanxian_review::plane::Plane;

use crate::lang::Text;
use crate::tile::plane_name;
use crate::view::{AreaView, Failure, FailureCode, MeasureQuery, MeasureView};
use crate::words;

/// Points that a person would not draw.
const MOST_POINTS: usize = 100_000;

/// Measures a line, or a ring when closed: the same numbers as for a town drawn that way.
///
/// The plane is the one in which such a town would be reviewed. Lengths are geodesics from point to point; a ring that
/// crosses itself encloses what it winds around, as everywhere in the review.
///
/// # Errors
/// Too few points, or points that are not on the Earth, in words.
pub fn measure(query: &MeasureQuery) -> Result<MeasureView, Failure> {
    let mut points: Vec<Coord<f64>> = query.points.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
    if query.closed && points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let least = if query.closed { 3 } else { 2 };
    if points.len() < least {
        return Err(refused(
            Text::new(
                format!("只有 {} 个点,至少需要 {least} 个", points.len()),
                format!("{} point(s), but {least} are needed", points.len()),
            ),
            Text::new("请继续在图上点击", "Click more points on the map"),
        ));
    }
    if points.len() > MOST_POINTS {
        return Err(refused(
            Text::new(
                format!("{} 个点,超过 {MOST_POINTS} 个", points.len()),
                format!("{} points are more than {MOST_POINTS}", points.len()),
            ),
            Text::new("请分段量算", "Measure in pieces"),
        ));
    }
    if query.closed {
        points.extend(points.first().copied());
    }
    let line = LineString(points);
    let shape = Shape::new(MultiPolygon(vec![Polygon::new(line.clone(), Vec::new())])).map_err(|error| {
        refused(
            Text::new(
                format!("坐标 ({}, {}) 不是经纬度", error.lon, error.lat),
                format!("({}, {}) is not a longitude and latitude", error.lon, error.lat),
            ),
            Text::new("请只在有坐标的地方量算", "Measure only where the map has coordinates"),
        )
    })?;
    let plane = Plane::of(&bounds(&line));
    let ground = query.closed.then(|| plane.project(&shape));
    Ok(MeasureView {
        length_m: words::metres(length(&line)),
        planar_length_m: words::metres(planar_length(plane, &line)),
        area: ground.as_ref().map(|ground| AreaView::from(ellipsoidal_area(ground))),
        planar_area: ground.as_ref().map(|ground| AreaView::from(SquareMillimetres(ground.planar_area_mm2()))),
        plane: plane_name(plane),
    })
}

fn refused(message: Text, hint: Text) -> Failure {
    Failure { code: FailureCode::Other, message, hint }
}

fn bounds(line: &LineString<f64>) -> Bounds {
    let start = Bounds { west: f64::MAX, south: f64::MAX, east: f64::MIN, north: f64::MIN };
    line.0.iter().fold(start, |b, c| Bounds {
        west: b.west.min(c.x),
        south: b.south.min(c.y),
        east: b.east.max(c.x),
        north: b.north.max(c.y),
    })
}

fn length(line: &LineString<f64>) -> Millimetres {
    let pairs = line.0.windows(2).map(|pair| geodesic_distance((pair[0].x, pair[0].y), (pair[1].x, pair[1].y)));
    Millimetres(pairs.fold(0, |sum, length| sum.saturating_add(length.0)))
}

#[expect(clippy::cast_possible_truncation, reason = "saturating cast is wanted")]
fn planar_length(plane: Plane, line: &LineString<f64>) -> Millimetres {
    let placed: Vec<(f64, f64)> = line.0.iter().map(|c| plane.forward(c.x, c.y)).collect();
    let metres: f64 = placed.windows(2).map(|pair| (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1)).sum();
    Millimetres((metres * 1e3).round() as i64)
}
