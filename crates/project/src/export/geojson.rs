//! `findings.geojson`: the ground of every finding worse than a pass, RFC 7946.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use geo::{Coord, LineString, Polygon};
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
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    for (i, (found, shape)) in findings.into_iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" })?;
        out.write_all(feature(found, shape)?.as_bytes())?;
    }
    out.write_all(b"\n]}\n")?;
    out.flush()
}

fn feature(found: &Finding, shape: &Shape) -> std::io::Result<String> {
    let text = |text: &str| serde_json::to_string(text).map_err(std::io::Error::from);
    let layer = found.layer.map_or("null".into(), |layer| format!("\"{}\"", layer.key()));
    let area = match found.measured {
        Some(Measure::AreaMm2(area)) => area.to_m2_text(),
        _ => "null".into(),
    };
    Ok(format!(
        "{{\"type\":\"Feature\",\"properties\":{{\"finding_id\":{},\"rule\":{},\"clause\":{},\"town_id\":{},\
         \"layer\":{layer},\"severity\":\"{}\",\"area_m2\":{area}}},\"geometry\":{}}}",
        text(&found.fingerprint.0)?,
        text(found.rule)?,
        text(&found.clause.0)?,
        text(&found.subject.0)?,
        found.verdict.key(),
        geometry(shape)
    ))
}

/// A `Polygon`, or a `MultiPolygon` when there are several; `null` for a shape without any.
fn geometry(shape: &Shape) -> String {
    let turned = Winding::RightHanded.apply(shape.polygons());
    let mut parts = turned.iter().filter(|polygon| !polygon.exterior().0.is_empty());
    match (parts.next(), parts.next()) {
        (None, _) => "null".into(),
        (Some(only), None) => format!("{{\"type\":\"Polygon\",\"coordinates\":{}}}", polygon(only)),
        (Some(first), Some(second)) => {
            let all: Vec<_> = [first, second].into_iter().chain(parts).map(polygon).collect();
            format!("{{\"type\":\"MultiPolygon\",\"coordinates\":[{}]}}", all.join(","))
        }
    }
}

fn polygon(polygon: &Polygon<f64>) -> String {
    let holes = polygon.interiors().iter().filter(|ring| !ring.0.is_empty());
    let rings: Vec<_> = std::iter::once(polygon.exterior()).chain(holes).map(ring).collect();
    format!("[{}]", rings.join(","))
}

fn ring(ring: &LineString<f64>) -> String {
    let all: Vec<String> = ring.0.iter().map(position).collect();
    let mut distinct = all.clone();
    distinct.dedup();
    // Points that rounding has made one are written once, unless that would leave no ring.
    let positions = if distinct.len() >= 4 { distinct } else { all };
    format!("[{}]", positions.join(","))
}

fn position(c: &Coord<f64>) -> String {
    let mut text = String::with_capacity(32);
    // Writing to a String cannot fail.
    let _ = write!(text, "[{},{}]", degrees(c.x), degrees(c.y));
    text
}

/// The shortest plain decimal that reads back as the same number: rounding would make rings cross that only touch.
fn degrees(value: f64) -> String {
    let text = format!("{value}");
    if text == "-0" { "0".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::degrees;

    #[test]
    fn degrees_are_plain_and_short() {
        assert_eq!(degrees(120.123_456_789_012), "120.123456789012");
        assert_eq!(degrees(-0.0), "0");
        assert_eq!(degrees(100.0), "100");
        assert_eq!(degrees(1e-7), "0.0000001");
    }
}
