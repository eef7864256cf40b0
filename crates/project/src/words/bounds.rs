//! 四至 and the classes of the partition in words.

use sanxian_review::data::{PackedRing, Shape};

use crate::lang::Text;

/// 东至 南至 西至 北至: the outermost point on each side, degrees, minutes and seconds.
#[must_use]
pub fn four_bounds(shape: &Shape) -> Vec<(Text, Text)> {
    let points: Vec<(f64, f64)> = shape.shells().flat_map(PackedRing::vertices).map(|c| (c.x, c.y)).collect();
    let most = |key: fn(&(f64, f64)) -> f64| points.iter().copied().max_by(|a, b| key(a).total_cmp(&key(b)));
    let sides = [
        (Text::new("东至", "East"), most(|p| p.0)),
        (Text::new("南至", "South"), most(|p| -p.1)),
        (Text::new("西至", "West"), most(|p| -p.0)),
        (Text::new("北至", "North"), most(|p| p.1)),
    ];
    sides
        .into_iter()
        .filter_map(|(side, point)| {
            let (lon, lat) = point?;
            let (east, north) = (if lon < 0.0 { "W" } else { "E" }, if lat < 0.0 { "S" } else { "N" });
            let place = format!("{}{east} {}{north}", degrees(lon), degrees(lat));
            Some((side, Text::new(place.clone(), place)))
        })
        .collect()
}

/// `119°42′26.11″`: a hundredth of a second is 0.3 m.
fn degrees(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 180 degrees")]
    let hundredths = (value.abs() * 360_000.0).round() as u64;
    let (degrees, rest) = (hundredths / 360_000, hundredths % 360_000);
    format!("{degrees}°{:02}′{:02}.{:02}″", rest / 6_000, rest % 6_000 / 100, rest % 100)
}

/// A class of the exclusive partition.
#[must_use]
pub fn class(name: &str) -> Text {
    match name {
        "eco_redline" => Text::new("生态保护红线内", "In the ecological red line"),
        "basic_farmland" => Text::new("永久基本农田内（红线外）", "In basic farmland, outside the red line"),
        "outside_urban_boundary" => {
            Text::new("城镇开发边界外（不占二者）", "Outside the urban boundary, in neither of both")
        }
        _ => Text::new("符合", "Compliant"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_never_reach_sixty() {
        assert_eq!(degrees(119.999_999_9), "120°00′00.00″");
        assert_eq!(degrees(30.5), "30°30′00.00″");
        assert_eq!(degrees(119.707_252_594), "119°42′26.11″");
        assert_eq!(degrees(-0.000_002_8), "0°00′00.01″");
    }
}
