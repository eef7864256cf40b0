//! Coordinates along the frame: metres of the plane and degrees, at round intervals.

use serde::Serialize;

use super::view::{FALSE_EASTING, View};

/// Metres between two ticks: the least of these that are far enough apart on paper.
const METRES: [f64; 14] = [20.0, 50.0, 100.0, 200.0, 250.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5];
/// Seconds of arc between two ticks.
const SECONDS: [f64; 14] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0];
/// Least distance of two ticks on paper.
const APART_MM: f64 = 38.0;
/// No tick nearer to a corner than this: its text would touch the other side's.
const CORNER_MM: f64 = 5.0;

/// A coordinate at the edge of the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tick {
    /// `left`, `right`, `top` or `bottom`.
    pub side: &'static str,
    /// Millimetres along the side, from the left or the top.
    pub at: f64,
    /// What is written.
    pub text: String,
}

/// All coordinates of a map.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Frame {
    /// Metres: east along top and bottom, north along the sides.
    pub metres: Vec<Tick>,
    /// Degrees.
    pub degrees: Vec<Tick>,
    /// Crossings of the metre grid on the map, millimetres.
    #[serde(skip)]
    pub crossings: Vec<[f64; 2]>,
}

/// The coordinates of a view.
#[must_use]
pub fn frame(view: &View) -> Frame {
    let mut frame = Frame::default();
    let apart = |candidates: &[f64], metres_each: f64| {
        let far = candidates.iter().copied().find(|step| step * metres_each / view.metres() >= APART_MM);
        far.unwrap_or(candidates[candidates.len() - 1])
    };
    let step = apart(&METRES, 1.0);
    let extent = view.extent();
    let east = rounds(extent.west + FALSE_EASTING, extent.east + FALSE_EASTING, step);
    let north = rounds(extent.south, extent.north, step);
    let columns: Vec<f64> = east.iter().map(|x| (x - FALSE_EASTING - view.west) / view.metres()).collect();
    let rows: Vec<f64> = north.iter().map(|y| (view.north - y) / view.metres()).collect();
    for (at, value) in columns.iter().zip(&east) {
        frame.metres.extend(ticks(["top", "bottom"], *at, view.width, &metres(*value)));
    }
    for (at, value) in rows.iter().zip(&north) {
        frame.metres.extend(ticks(["left", "right"], *at, view.height, &metres(*value)));
    }
    frame.crossings = rows.iter().flat_map(|y| columns.iter().map(|x| [*x, *y])).collect();

    let step = apart(&SECONDS, 30.0) / 3600.0;
    let corner = |x: f64, y: f64| view.degrees([x, y]);
    for (side, y) in [("top", 0.0), ("bottom", view.height)] {
        let along = |t: f64| corner(t, y).0;
        for value in rounds(along(0.0), along(view.width), step) {
            frame.degrees.extend(tick(side, crossing(along, value, view.width), view.width, &angle(value, 'E')));
        }
    }
    for (side, x) in [("left", 0.0), ("right", view.width)] {
        let along = |t: f64| -corner(x, t).1;
        for value in rounds(corner(x, view.height).1, corner(x, 0.0).1, step) {
            frame.degrees.extend(tick(side, crossing(along, -value, view.height), view.height, &angle(value, 'N')));
        }
    }
    frame
}

/// The multiples of `step` from one value to another; never more than a page can hold.
fn rounds(from: f64, to: f64, step: f64) -> Vec<f64> {
    let first = (from / step).ceil();
    (0..200).map(|k| (first + f64::from(k)) * step).take_while(|value| *value <= to).collect()
}

fn ticks<'a>(sides: [&'static str; 2], at: f64, length: f64, text: &'a str) -> impl Iterator<Item = Tick> + 'a {
    sides.into_iter().filter_map(move |side| tick(side, at, length, text))
}

fn tick(side: &'static str, at: f64, length: f64, text: &str) -> Option<Tick> {
    (CORNER_MM..=length - CORNER_MM).contains(&at).then(|| Tick {
        side,
        at: (at * 100.0).round() / 100.0,
        text: text.to_owned(),
    })
}

/// Where a rising function takes a value, by halving.
fn crossing(along: impl Fn(f64) -> f64, value: f64, length: f64) -> f64 {
    let (mut low, mut high) = (0.0, length);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if along(middle) < value { low = middle } else { high = middle }
    }
    low
}

/// `3 347 500`
fn metres(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digit.is_ascii_digit() {
            out.push('\u{2009}');
        }
        out.push(digit);
    }
    out
}

/// `120°15′30″E`
fn angle(degrees: f64, letter: char) -> String {
    let seconds = (degrees.abs() * 3600.0).round() as i64;
    let (d, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let letter = match (letter, degrees < 0.0) {
        ('E', true) => 'W',
        ('N', true) => 'S',
        (letter, _) => letter,
    };
    if s == 0 { format!("{d}°{m:02}′{letter}") } else { format!("{d}°{m:02}′{s:02}″{letter}") }
}

#[cfg(test)]
mod tests {
    use sanxian_review::plane::Plane;

    use super::*;

    #[test]
    fn ticks_stand_at_round_coordinates() {
        let plane = Plane::with_central_meridian(120);
        let (west, north) = plane.forward(120.5, 30.25);
        let view = View { plane, scale: 10_000.0, west, north, width: 274.0, height: 229.0 };
        let frame = frame(&view);
        let texts: Vec<&str> = frame.metres.iter().map(|tick| tick.text.as_str()).collect();
        assert!(texts.contains(&"548\u{2009}500") && texts.contains(&"3\u{2009}347\u{2009}000"), "{texts:?}");
        let bottom: Vec<_> = frame.degrees.iter().filter(|tick| tick.side == "bottom").collect();
        assert!(bottom.iter().any(|tick| tick.text == "120°30′30″E"), "{bottom:?}");
        let at = bottom.iter().find(|tick| tick.text == "120°31′E").expect("a full minute").at;
        let (lon, _) = view.degrees([at, view.height]);
        assert!((lon - (120.0 + 31.0 / 60.0)).abs() < 1e-6, "{lon}");
    }
}
