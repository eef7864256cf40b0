//! Builds SVG pictures element by element; nothing is ever pasted together from text.

use xmlwriter::{Options, XmlWriter};

use super::ground::{Ground, number};
use super::outline::{Outline, drawn_once};
use crate::book::{Class, Fill, Stroke};

/// A picture that grows from the back to the front. It has no groups and no clips: each would be a picture of its own to
/// whoever paints it. Who places it shows nothing beyond its edge.
pub struct Picture {
    out: XmlWriter,
}

impl Picture {
    /// An empty one, millimetres.
    pub fn new(width: f64, height: f64) -> Self {
        let mut out = XmlWriter::new(Options { use_single_quote: false, ..Options::default() });
        out.start_element("svg");
        out.write_attribute("xmlns", "http://www.w3.org/2000/svg");
        out.write_attribute_fmt("width", format_args!("{}mm", number(width)));
        out.write_attribute_fmt("height", format_args!("{}mm", number(height)));
        out.write_attribute_fmt("viewBox", format_args!("0 0 {} {}", number(width), number(height)));
        Self { out }
    }

    /// Gives the picture as text.
    pub fn done(mut self) -> String {
        self.out.end_element();
        self.out.end_document()
    }

    /// Fill, hatching and edges of a class, of all its ground together; edges that patches share are drawn once.
    pub fn ground(&mut self, ground: &Ground, class: &Class, scale: u32, origin: [f64; 2]) {
        if ground.is_empty() {
            return;
        }
        let (outline, many) = (Outline::of(ground), ground.polygons.len() > 1);
        let mut strokes = class.stroke(scale).peekable();
        let mut hatches = class.hatch(scale).peekable();
        if let Some(fill) = class.fill(scale) {
            // what lies between them keeps the two apart
            let edge = if many || hatches.peek().is_some() { None } else { strokes.next() };
            let path = if many { outline.path() } else { ground.path() };
            self.path(&path, Some(fill), edge);
        }
        for hatch in hatches {
            let path = outline.hatched(hatch.angle, hatch.spacing, origin);
            if !path.is_empty() {
                self.line(&path, hatch.colour.ink(), hatch.width, &[], hatch.opacity);
            }
        }
        for stroke in strokes {
            let path = if many && stroke.dash.is_empty() { drawn_once(ground) } else { ground.path() };
            self.path(&path, None, Some(stroke));
        }
    }

    /// A path with its fill and its edge.
    fn path(&mut self, path: &str, fill: Option<&Fill>, stroke: Option<&Stroke>) {
        self.out.start_element("path");
        self.out.write_attribute("d", path);
        self.out.write_attribute("fill", fill.map_or("none", |fill| fill.colour.ink()));
        self.opacity("fill-opacity", fill.map_or(1.0, |fill| fill.opacity));
        if let Some(stroke) = stroke {
            self.edge(stroke.colour.ink(), stroke.width, &stroke.dash, stroke.opacity);
            if fill.is_none() && stroke.dash.is_empty() {
                // lines that meet without being one close up
                self.out.write_attribute("stroke-linecap", "round");
            }
        }
        self.out.end_element();
    }

    /// A line along a path, without fill.
    pub fn line(&mut self, path: &str, colour: &str, width: f64, dash: &[f64], opacity: f64) {
        self.out.start_element("path");
        self.out.write_attribute("d", path);
        self.out.write_attribute("fill", "none");
        self.edge(colour, width, dash, opacity);
        self.out.end_element();
    }

    fn edge(&mut self, colour: &str, width: f64, dash: &[f64], opacity: f64) {
        self.out.write_attribute("stroke", colour);
        self.out.write_attribute("stroke-width", &number(width));
        self.out.write_attribute("stroke-linejoin", "round");
        if !dash.is_empty() {
            let dash: Vec<String> = dash.iter().map(|length| number(*length).to_string()).collect();
            self.out.write_attribute("stroke-dasharray", &dash.join(" "));
        }
        self.opacity("stroke-opacity", opacity);
    }

    /// A filled path with an edge.
    pub fn area(&mut self, path: &str, fill: &str, opacity: f64, edge: &str, width: f64) {
        self.out.start_element("path");
        self.out.write_attribute("d", path);
        self.out.write_attribute("fill", fill);
        self.opacity("fill-opacity", opacity);
        self.out.write_attribute("stroke", edge);
        self.out.write_attribute("stroke-width", &number(width));
        self.out.end_element();
    }

    fn opacity(&mut self, name: &str, opacity: f64) {
        if opacity < 1.0 {
            self.out.write_attribute(name, &number(opacity.max(0.0)));
        }
    }
}

/// What a class looks like, in a small box for the legend.
#[must_use]
pub fn swatch(class: &Class, scale: u32, [width, height]: [f64; 2]) -> String {
    let edge = class.stroke(scale).map(|stroke| stroke.width).fold(0.0, f64::max) / 2.0 + 0.1;
    let (left, top, right, bottom) = (edge, edge, width - edge, height - edge);
    let ring = vec![[left, top], [right, top], [right, bottom], [left, bottom]];
    let mut picture = Picture::new(width, height);
    picture.ground(&Ground { polygons: vec![vec![ring]] }, class, scale, [0.7, 0.4]);
    picture.done()
}
