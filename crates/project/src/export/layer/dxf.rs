//! DXF in the oldest form that every CAD reads (R12): closed polylines on one layer a layer, labels on another.
//!
//! Names are GBK with the code page said; a character that GBK lacks is written as `\U+XXXX`, as AutoCAD does.

use std::fmt::Write;

use super::{Layer, Manner, System, gbk};
use crate::export::ExportError;

/// The file.
pub(super) fn bytes(layers: &[Layer], manner: &Manner) -> Result<Vec<u8>, ExportError> {
    let (system, placer) = (manner.system, manner.system.placer()?);
    let mut drawing = Drawing { text: String::new(), system };
    drawing.text.push_str("  0\nSECTION\n  2\nHEADER\n  9\n$ACADVER\n  1\nAC1009\n  9\n$DWGCODEPAGE\n  3\nANSI_936\n");
    drawing.text.push_str("  0\nENDSEC\n  0\nSECTION\n  2\nTABLES\n  0\nTABLE\n  2\nLAYER\n");
    let _ = write!(drawing.text, " 70\n{}\n", 2 * layers.len());
    for (colour, layer) in (1..).zip(layers) {
        for name in [layer_name(&layer.name), label_layer(&layer.name)] {
            drawing.pair(0, "LAYER");
            drawing.pair(2, &name);
            let _ = write!(drawing.text, " 70\n0\n 62\n{}\n  6\nCONTINUOUS\n", 1 + colour % 6);
        }
    }
    drawing.text.push_str("  0\nENDTAB\n  0\nENDSEC\n  0\nSECTION\n  2\nENTITIES\n");
    for layer in layers {
        for row in &layer.rows {
            let placed = placer.place(&row.ground)?;
            for polygon in &placed {
                for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                    let open = ring.0.split_last().map_or(&[][..], |(_, open)| open);
                    drawing.polyline(&layer_name(&layer.name), open);
                }
            }
            if let Some([x0, y0, x1, y1]) = super::system::extent(std::iter::once(&placed)) {
                let at = (f64::midpoint(x0, x1), f64::midpoint(y0, y1));
                let name = if row.name.is_empty() { row.id.clone() } else { format!("{} {}", row.id, row.name) };
                drawing.label(&label_layer(&layer.name), at, (x1 - x0) / 40.0, &name);
            }
        }
    }
    drawing.text.push_str("  0\nENDSEC\n  0\nEOF\n");
    gbk(&drawing.text)
}

struct Drawing {
    text: String,
    system: System,
}

impl Drawing {
    fn pair(&mut self, code: u16, value: &str) {
        let _ = write!(self.text, "{code:>3}\n{}\n", plain(value));
    }

    fn place(&mut self, (x, y): (f64, f64)) {
        let (x, y) = (self.system.number(x), self.system.number(y));
        let _ = write!(self.text, " 10\n{x}\n 20\n{y}\n 30\n0.0\n");
    }

    fn polyline(&mut self, layer: &str, points: &[geo::Coord<f64>]) {
        self.pair(0, "POLYLINE");
        self.pair(8, layer);
        self.text.push_str(" 66\n1\n 70\n1\n");
        self.place((0.0, 0.0));
        for point in points {
            self.pair(0, "VERTEX");
            self.pair(8, layer);
            self.place((point.x, point.y));
        }
        self.pair(0, "SEQEND");
        self.pair(8, layer);
    }

    fn label(&mut self, layer: &str, at: (f64, f64), height: f64, text: &str) {
        self.pair(0, "TEXT");
        self.pair(8, layer);
        self.place(at);
        let _ = write!(self.text, " 40\n{}\n", self.system.number(height.max(1e-9)));
        self.pair(1, text);
    }
}

/// A layer's name without what a drawing does not allow in one.
fn layer_name(name: &str) -> String {
    name.replace(['<', '>', '/', '\\', '"', ':', ';', '?', '*', '|', ',', '=', '`'], "_")
}

fn label_layer(name: &str) -> String {
    format!("{}_标注", layer_name(name))
}

/// A text on one line, in characters that GBK has.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            out.push(' ');
        } else if encoding_rs::GBK.encode(c.encode_utf8(&mut [0; 4])).2 {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                let _ = write!(out, "\\U+{unit:04X}");
            });
        } else {
            out.push(c);
        }
    }
    out
}
