//! The area that a file declares, against the one that its points enclose.

use crate::import::outline::{Outline, twice_signed_area};
use crate::import::text::{narrowed, number};
use crate::lang::Text;

/// Relative difference that rounding and the plane explain.
const TOLERANCE: f64 = 0.01;
const UNITS: [(f64, &str, &str); 4] = [
    (10_000.0, "公顷", "hectares"),
    (1.0, "平方米", "square metres"),
    (10_000.0 / 15.0, "亩", "mu"),
    (1_000_000.0, "平方公里", "square kilometres"),
];

/// Compares, in metres of the plane. `None` when they agree, or when nothing usable is declared.
///
/// Hectares are the rule; another unit that fits is told, and so is a number that fits none.
pub(crate) fn compare(declared: &str, outline: &Outline) -> Option<(&'static str, Text)> {
    let (value, unit) = read(declared)?;
    if value == 0.0 {
        return None; // the usual way to leave it out
    }
    let enclosed = enclosed(outline);
    let fits = |square_metres: f64, real: f64| (square_metres - real).abs() <= TOLERANCE * real;
    let candidates = UNITS.iter().filter(|known| unit.is_none_or(|unit| known.1 == unit));
    let fitting = candidates.into_iter().find(|(size, ..)| fits(value * size, enclosed));
    match fitting {
        Some((_, "公顷", _)) => None,
        Some(_) if unit.is_some() => None,
        Some((_, zh, en)) => Some((
            "area_unit",
            Text::new(
                format!("面积 {declared} 没有单位,与坐标计算值相符的单位是{zh},不是规定的公顷;请核对"),
                format!(
                    "The area {declared} has no unit; it agrees with the points in {en}, not in hectares as the form demands. Check it"
                ),
            ),
        )),
        None => {
            let size = |ring: &[(f64, f64)]| twice_signed_area(ring).abs() / 2.0;
            let parts: f64 = outline.polygons().flatten().map(size).sum();
            let shells: f64 = outline.polygons().filter_map(|rings| rings.first().map(|ring| size(ring))).sum();
            let any_unit = |real: f64| !fits(real, enclosed) && UNITS.iter().any(|unit| fits(value * unit.0, real));
            let more = if any_unit(parts) {
                (
                    "若岛洞是独立部分则相符,请确认",
                    "It would agree if the holes were parts of their own: make sure that they are holes",
                )
            } else if any_unit(shells) {
                (
                    "若不扣除岛洞则相符,请确认",
                    "It would agree without taking off the holes: make sure that they are holes",
                )
            } else {
                ("请核对面积、单位和界址点", "Check the area, its unit and the points")
            };
            Some((
                "area_differs",
                Text::new(
                    format!(
                        "面积 {declared} 与坐标计算的 {enclosed:.2} 平方米({:.4} 公顷)不符;{}",
                        enclosed / 1e4,
                        more.0
                    ),
                    format!(
                        "The area {declared} disagrees with the {enclosed:.2} m² ({:.4} ha) of the points. {}",
                        enclosed / 1e4,
                        more.1
                    ),
                ),
            ))
        }
    }
}

/// The number and, when it is written out, the unit (its Chinese name).
fn read(declared: &str) -> Option<(f64, Option<&'static str>)> {
    let text = narrowed(declared).to_lowercase();
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let value = number(&text[..end])?;
    let unit = match text[end..].trim() {
        "" => None,
        "公顷" | "ha" | "hm2" | "hm²" => Some("公顷"),
        "平方米" | "m2" | "m²" | "㎡" | "平米" => Some("平方米"),
        "亩" | "mu" => Some("亩"),
        "平方公里" | "平方千米" | "km2" | "km²" => Some("平方公里"),
        _ => return None,
    };
    (value >= 0.0).then_some((value, unit))
}

/// Square metres of the plane: shells without their holes.
fn enclosed(outline: &Outline) -> f64 {
    let polygon = |rings: Vec<&[(f64, f64)]>| {
        let areas = rings.iter().map(|ring| twice_signed_area(ring).abs() / 2.0);
        areas.enumerate().map(|(index, area)| if index == 0 { area } else { -area }).sum::<f64>()
    };
    outline.polygons().map(polygon).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline() -> Outline {
        let square = |x: f64, size: f64| [(x, x), (x + size, x), (x + size, x + size), (x, x + size), (x, x)];
        let mut outline = Outline::default();
        for ring in [square(0., 100.), square(10., 50.)] {
            outline.points.extend(ring);
            outline.end_ring();
        }
        outline.end_polygon();
        outline // 7 500 m²
    }

    fn code(declared: &str) -> Option<&'static str> {
        compare(declared, &outline()).map(|(code, _)| code)
    }

    #[test]
    fn the_unit_that_fits_is_found() {
        for fine in ["0.7500", "0.75公顷", "０．７５", "7500 m²", "11.25亩", "0", "", "rubbish", "0.0075km2"] {
            assert_eq!(code(fine), None, "{fine}");
        }
        assert_eq!(code("7500.12"), Some("area_unit"));
        assert_eq!(code("11.25"), Some("area_unit"));
    }

    #[test]
    fn an_area_that_fits_nothing_is_told() {
        assert_eq!(code("0.8"), Some("area_differs"));
        assert_eq!(code("7500公顷"), Some("area_differs"));
        for declared in ["1.0", "1.25"] {
            let (code, text) = compare(declared, &outline()).unwrap();
            assert!(code == "area_differs" && text.en.contains("holes"), "{text:?}");
        }
    }
}
