//! `findings.geojson`: the ground of every finding worse than a pass, RFC 7946.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use geo::{LineString, Polygon};
use sanxian_review::data::Shape;
use sanxian_review::finding::{Finding, Measure, Review, Verdict};

use super::ExportError;
use crate::store::Winding;

/// Writes the file, one feature a line.
pub(super) fn write(review: &Review, path: &Path) -> Result<(), ExportError> {
    let file = File::create_new(path).map_err(ExportError::io(path))?;
    write_to(review, BufWriter::new(file)).map_err(ExportError::io(path))
}

fn write_to(review: &Review, mut out: impl Write) -> std::io::Result<()> {
    let mut findings: Vec<_> = review
        .findings
        .iter()
        .filter(|found| matches!(found.verdict, Verdict::Justify | Verdict::Verify | Verdict::Breach))
        .filter_map(|found| Some((found, found.shape.as_ref()?)))
        .collect();
    findings.sort_by(|(a, _), (b, _)| a.subject.cmp(&b.subject)); // stable: the rest keeps the review's order
    let mut text = String::new();
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (i, (found, shape)) in findings.into_iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        text.clear();
        feature(found, shape, &mut text)?;
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn feature(found: &Finding, shape: &Shape, out: &mut String) -> std::io::Result<()> {
    let text = |text: &str| serde_json::to_string(text).map_err(std::io::Error::from);
    let layer = found.layer.map_or("null".into(), |layer| format!("\"{}\"", layer.key()));
    let area = match found.measured {
        Some(Measure::AreaMm2(area)) => area.to_m2_text(),
        _ => "null".into(),
    };
    let _ = write!(
        out,
        "{{\"type\":\"Feature\",\"properties\":{{\"finding_id\":{},\"rule\":{},\"clause\":{},\"town_id\":{},\
         \"layer\":{layer},\"severity\":\"{}\",\"area_m2\":{area}}},\"geometry\":",
        text(&found.fingerprint.0)?,
        text(found.rule)?,
        text(&found.clause.0)?,
        text(found.subject.key())?,
        found.verdict.key(),
    );
    geometry(shape, out);
    out.push('}');
    Ok(())
}

/// A `Polygon`, or a `MultiPolygon` when there are several; `null` for a shape without any.
fn geometry(shape: &Shape, out: &mut String) {
    let polygons = shape.polygons();
    let turned = Winding::RightHanded.apply(&polygons);
    let parts: Vec<_> = turned.iter().filter(|polygon| !polygon.exterior().0.is_empty()).collect();
    match parts.as_slice() {
        [] => out.push_str("null"),
        [only] => {
            out.push_str("{\"type\":\"Polygon\",\"coordinates\":");
            polygon(only, out);
            out.push('}');
        }
        several => {
            out.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":");
            list(several, out, |part, out| polygon(part, out));
            out.push('}');
        }
    }
}

fn polygon(polygon: &Polygon<f64>, out: &mut String) {
    let holes = polygon.interiors().iter().filter(|ring| !ring.0.is_empty());
    let rings: Vec<_> = std::iter::once(polygon.exterior()).chain(holes).collect();
    list(&rings, out, |line, out| ring(line, out));
}

fn list<T>(all: &[T], out: &mut String, each: impl Fn(&T, &mut String)) {
    out.push('[');
    for (i, one) in all.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        each(one, out);
    }
    out.push(']');
}

fn ring(ring: &LineString<f64>, out: &mut String) {
    let start = out.len();
    // Points that rounding has made one are written once, unless that would leave no ring.
    if positions(ring, true, out) < 4 {
        out.truncate(start);
        positions(ring, false, out);
    }
}

/// Writes the positions, without those that read like the one before if `distinct`; gives how many.
fn positions(ring: &LineString<f64>, distinct: bool, out: &mut String) -> usize {
    out.push('[');
    let (mut written, mut last) = (0, out.len()..out.len());
    for c in &ring.0 {
        let before = out.len();
        if written > 0 {
            out.push(',');
        }
        let begin = out.len();
        out.push('[');
        degrees(c.x, out);
        out.push(',');
        degrees(c.y, out);
        out.push(']');
        if distinct && written > 0 && out[last.clone()] == out[begin..] {
            out.truncate(before);
            continue;
        }
        last = begin..out.len();
        written += 1;
    }
    out.push(']');
    written
}

/// The shortest plain decimal that reads back as the same number: rounding would make rings cross that only touch.
fn degrees(value: f64, out: &mut String) {
    if value == 0.0 {
        out.push('0');
    } else if (1e-5..1e15).contains(&value.abs()) {
        // `zmij` finds the digits three times as fast as the standard library; in this range it writes them plainly, too.
        let mut buffer = zmij::Buffer::new();
        let text = buffer.format_finite(value);
        out.push_str(text.strip_suffix(".0").unwrap_or(text));
    } else {
        let _ = write!(out, "{value}"); // writing to a String cannot fail
    }
}

#[cfg(test)]
mod tests {
    use geo::{LineString, coord};
    use proptest::prelude::*;

    fn degrees(value: f64) -> String {
        let mut text = String::new();
        super::degrees(value, &mut text);
        text
    }

    #[test]
    fn degrees_are_plain_and_short() {
        assert_eq!(degrees(120.123_456_789_012), "120.123456789012");
        assert_eq!(degrees(-0.0), "0");
        assert_eq!(degrees(100.0), "100");
        assert_eq!(degrees(1e-7), "0.0000001");
    }

    proptest! {
        #[test]
        fn degrees_read_as_the_standard_library_writes_them(value in -180.0..180.0_f64, small in -1e-4..1e-4_f64) {
            prop_assert_eq!(degrees(value), value.to_string());
            prop_assert_eq!(degrees(small), small.to_string());
        }
    }

    #[test]
    fn repeated_positions_are_written_once_unless_no_ring_is_left() {
        let written = |points: &[f64]| {
            let mut text = String::new();
            super::ring(&LineString(points.iter().map(|x| coord! { x: *x, y: 0.5 }).collect()), &mut text);
            text
        };
        assert_eq!(written(&[1.0, 1.0, 2.0, 3.0, 1.0]), "[[1,0.5],[2,0.5],[3,0.5],[1,0.5]]");
        assert_eq!(written(&[1.0, 2.0, 2.0, 1.0]), "[[1,0.5],[2,0.5],[2,0.5],[1,0.5]]");
    }
}
