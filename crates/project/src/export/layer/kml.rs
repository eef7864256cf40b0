//! KML: a folder a layer, a placemark a feature. KML knows degrees only.

use std::fmt::Write;

use geo::LineString;

use super::{Layer, Manner, System};
use crate::export::ExportError;
use crate::lang::Text;
use crate::store::Winding;

/// The file.
pub(super) fn bytes(layers: &[Layer], manner: &Manner) -> Result<Vec<u8>, ExportError> {
    if !manner.system.is_degrees() {
        return Err(ExportError::refused(
            Text::new("KML 只能用经纬度", "KML holds degrees only"),
            Text::new("请不写 --crs,或写 --crs 4490", "Leave --crs out, or say --crs 4490"),
        ));
    }
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    for layer in layers {
        let _ = writeln!(text, "<Folder><name>{}</name>", escaped(&layer.name));
        for row in &layer.rows {
            let name = if row.name.is_empty() { &row.id } else { &row.name };
            let _ = write!(text, "<Placemark><name>{}</name><ExtendedData>", escaped(name));
            for (column, value) in layer.columns.iter().zip(&row.values) {
                if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                    let (name, value) = (escaped(&column.name), escaped(value));
                    let _ = write!(text, "<Data name=\"{name}\"><value>{value}</value></Data>");
                }
            }
            text.push_str("</ExtendedData><MultiGeometry>");
            for polygon in Winding::RightHanded.apply(&row.ground).iter() {
                let _ = write!(text, "<Polygon><outerBoundaryIs>{}</outerBoundaryIs>", ring(polygon.exterior()));
                for hole in polygon.interiors() {
                    let _ = write!(text, "<innerBoundaryIs>{}</innerBoundaryIs>", ring(hole));
                }
                text.push_str("</Polygon>");
            }
            text.push_str("</MultiGeometry></Placemark>\n");
        }
        text.push_str("</Folder>\n");
    }
    text.push_str("</Document>\n</kml>\n");
    Ok(text.into_bytes())
}

fn ring(ring: &LineString<f64>) -> String {
    let number = |value| System::DEGREES.number(value);
    let positions: Vec<String> = ring.0.iter().map(|c| format!("{},{}", number(c.x), number(c.y))).collect();
    format!("<LinearRing><coordinates>{}</coordinates></LinearRing>", positions.join(" "))
}

/// Text that stays text: markup is written as entities, what XML forbids is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A line end in an attribute would become a blank.
            '\n' | '\r' | '\t' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
