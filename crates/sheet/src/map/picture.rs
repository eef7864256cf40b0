//! Builds SVG pictures element by element; nothing is ever pasted together from text.

use xmlwriter::{Options, XmlWriter};

use super::ground::{Ground, number, stretch};
use crate::book::{Class, Fill, Hatch, Stroke};

/// A picture that grows from the back to the front.
pub struct Picture {
    out: XmlWriter,
    width: f64,
    height: f64,
    clips: usize,
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
        let mut picture = Self { out, width, height, clips: 0 };
        // what is drawn beyond the edge does not show, whatever the reader does with it
        picture.clip("M0 0", Some([0.0, 0.0, width, height]));
        picture
    }

    /// Closes the group that keeps everything inside the picture, and gives the picture as text.
    pub fn done(mut self) -> String {
        self.out.end_element();
        self.out.end_element();
        self.out.end_document()
    }

    /// Opens a group that shows only inside a path, or a box.
    fn clip(&mut self, path: &str, rect: Option<[f64; 4]>) {
        self.clips += 1;
        let id = format!("c{}", self.clips);
        self.out.start_element("clipPath");
        self.out.write_attribute("id", &id);
        match rect {
            Some([x, y, w, h]) => {
                self.out.start_element("rect");
                for (name, value) in [("x", x), ("y", y), ("width", w), ("height", h)] {
                    self.out.write_attribute(name, &number(value));
                }
            }
            None => {
                self.out.start_element("path");
                self.out.write_attribute("d", path);
            }
        }
        self.out.end_element();
        self.out.end_element();
        self.out.start_element("g");
        self.out.write_attribute_fmt("clip-path", format_args!("url(#{id})"));
    }

    /// Fill, hatching and edges of a class, of all its ground together. The outline is written as seldom as can be: it is
    /// what makes files large.
    pub fn ground(&mut self, ground: &Ground, class: &Class, scale: u32, origin: [f64; 2]) {
        let Some(bounds) = ground.bounds() else { return };
        let path = ground.path();
        let seen = self.seen(bounds);
        let hatches: Vec<_> = class.hatch(scale).collect();
        let mut strokes = class.stroke(scale).peekable();
        let fill = class.fill(scale);
        if !hatches.is_empty() {
            self.clip(&path, None);
            if let Some(fill) = fill {
                self.path(&boxed(seen), Some(fill), None);
            }
            for hatch in hatches {
                self.hatch(hatch, seen, origin);
            }
            self.out.end_element();
        } else if fill.is_some() {
            self.path(&path, fill, strokes.next());
        }
        for stroke in strokes {
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
        }
        self.out.end_element();
    }

    fn seen(&self, [a, b, c, d]: [f64; 4]) -> [f64; 4] {
        [a.max(-1.0), b.max(-1.0), c.min(self.width + 1.0), d.min(self.height + 1.0)]
    }

    /// Lines over a box, fixed to the ground by the place of its `origin` on paper.
    fn hatch(&mut self, hatch: &Hatch, [left, top, right, bottom]: [f64; 4], origin: [f64; 2]) {
        use std::fmt::Write;
        let (sin, cos) = hatch.angle.to_radians().sin_cos();
        let (along, across) = ([cos, -sin], [sin, cos]);
        let depth = |x: f64, y: f64| (x - origin[0]) * across[0] + (y - origin[1]) * across[1];
        let corners = [depth(left, top), depth(right, top), depth(left, bottom), depth(right, bottom)];
        let (least, most) = corners.iter().fold((f64::MAX, f64::MIN), |(a, b), d| (a.min(*d), b.max(*d)));
        let mut path = String::new();
        let mut step = (least / hatch.spacing).ceil();
        while step * hatch.spacing <= most {
            let start = [0, 1].map(|k| origin[k] + across[k] * step * hatch.spacing);
            let all = [f64::MIN, f64::MAX];
            if let Some([a, b]) = stretch(start, along, [left, top, right, bottom], all) {
                let _ = write!(path, "M{} {}L{} {}", number(a[0]), number(a[1]), number(b[0]), number(b[1]));
            }
            step += 1.0;
        }
        if !path.is_empty() {
            self.line(&path, hatch.colour.ink(), hatch.width, &[], hatch.opacity);
        }
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

fn boxed([left, top, right, bottom]: [f64; 4]) -> String {
    let [l, t, r, b] = [left, top, right, bottom].map(number);
    format!("M{l} {t}H{r}V{b}H{l}Z")
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
