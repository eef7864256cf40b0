//! Draws a map: layers by their styles, towns, findings with their numbers, and writing that does not collide.

use geo::Area;
use sanxian_project::lang::Text;
use sanxian_review::data::{Feature, FeatureId, LayerKind, Shape};
use sanxian_review::finding::{Finding, Verdict};

use super::classes::by_class;
use super::frame::frame;
use super::ground::{Ground, anchors, number, spots};
use super::label::{Label, Taken, around, extent};
use super::near::Around;
use super::picture::Picture;
use super::view::View;
use crate::book::{Book, Class, LayerStyle};
use crate::source::Source;

/// A part of a finding smaller than this gets no number of its own, mm².
const LEAST_NUMBERED: f64 = 90.0;
/// A ground smaller than this would hide under its number, mm².
const LEAST_COVERED: f64 = 60.0;
/// Numbers of one finding.
const MOST_NUMBERS: usize = 4;
/// A town smaller than this is shown by a dot, mm.
const LEAST_SEEN: f64 = 2.0;
/// Writing on features of one layer; a map with more is a table.
const MOST_NAMES: usize = 150;
const NUMBER_MM: f64 = 2.5;
const WHITE: &str = "#ffffff";

/// What a map is about.
#[derive(Debug, Default)]
pub struct Subject<'a> {
    /// The towns that it is about; others are its surroundings.
    pub towns: Vec<&'a FeatureId>,
    /// What is numbered on it.
    pub marks: Vec<Mark<'a>>,
    /// Whether the control lines are drawn.
    pub lines: bool,
    /// Control lines are drawn within this only.
    pub around: Option<Around>,
    /// Size of the letters in relation to the style's.
    pub lettering: f64,
}

/// Something with a number.
#[derive(Debug)]
pub struct Mark<'a> {
    /// The number.
    pub text: String,
    /// Where.
    pub on: &'a Shape,
    /// The finding; `None` for a town.
    pub finding: Option<(&'a Finding, Verdict)>,
}

/// A line of the legend.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub name: Text,
    /// `layer.class`
    pub key: String,
    /// How it looks.
    pub class: Class,
}

/// A finished map.
#[derive(Debug)]
pub struct Drawn {
    /// The picture.
    pub svg: String,
    /// What is written over it.
    pub labels: Vec<Label>,
    /// What can be seen on it.
    pub legend: Vec<Item>,
    /// Whether a number stands on it.
    pub numbered: bool,
}

struct Map<'a> {
    source: &'a Source,
    view: &'a View,
    scale: u32,
    picture: Picture,
    legend: Vec<Item>,
    labels: Vec<Label>,
    taken: Taken,
    lettering: f64,
}

/// Draws the map of a subject.
#[must_use]
pub fn draw(source: &Source, book: &Book, view: &View, subject: &Subject<'_>) -> Drawn {
    let mut map = Map {
        source,
        view,
        scale: view.denominator(),
        picture: Picture::new(view.width, view.height),
        legend: Vec::new(),
        labels: Vec::new(),
        taken: Taken::new(view.width, view.height),
        lettering: subject.lettering,
    };
    for style in &book.styles {
        match style.layer.as_str() {
            "towns" => map.towns(style),
            "findings" => map.findings(style, subject),
            "graticule" => {}
            layer => {
                let Some(kind) = LayerKind::from_key(layer) else { continue };
                if subject.lines || kind == LayerKind::Counties {
                    map.layer(style, kind, subject);
                }
            }
        }
        // over the ground of the layers and under the towns
        if style.layer == "urban_boundary" {
            map.crossings(book);
        }
    }
    if let Some(around) = &subject.around {
        let edge = Ground::of(&around.edge(), view);
        map.picture.line(&edge.path(), "#545b66", 0.18, &[1.6, 0.8], 0.9);
    }
    map.numbers(subject, book);
    let numbered = !map.labels.is_empty();
    map.names(subject, book);
    map.layer_names(subject, book);
    Drawn { svg: map.picture.done(), labels: map.labels, legend: map.legend, numbered }
}

impl<'a> Map<'a> {
    /// Puts a class into the legend when a reader can see some of it.
    fn list(&mut self, style: &LayerStyle, class: &Class, ground: &Ground) {
        let covers = class.fill(self.scale).is_some() || class.hatch(self.scale).next().is_some();
        if !covers && !ground.crosses(self.view) {
            return;
        }
        let shows = class.fill(self.scale).is_some()
            || class.hatch(self.scale).next().is_some()
            || class.stroke(self.scale).next().is_some();
        let key = format!("{}.{}", style.layer, class.id);
        if class.legend && shows && self.legend.iter().all(|item| item.key != key) {
            self.legend.push(Item { name: style.legend_name(class).clone(), key, class: class.clone() });
        }
    }

    fn ground(&mut self, ground: &Ground, class: &Class) {
        // hatching starts from the plane's own corner, so that it does not depend on the window
        let origin = self.view.paper((0.0, 0.0)).map(|at| at % 1200.0);
        self.picture.ground(ground, class, self.scale, origin);
    }

    fn layer(&mut self, style: &LayerStyle, kind: LayerKind, subject: &Subject<'_>) {
        let features = self.source.near(kind, self.view);
        let around = subject.around.as_ref().filter(|_| kind != LayerKind::Counties);
        for (class, ground) in by_class(style, &features, self.view, around) {
            self.ground(&ground, class);
            self.list(style, class, &ground);
        }
    }

    fn crossings(&mut self, book: &Book) {
        let class =
            book.style("graticule").and_then(|style| style.classes.iter().find(|class| class.id == "kilometres"));
        let Some(stroke) = class.and_then(|class| class.stroke.first()) else { return };
        let path: String = frame(self.view)
            .crossings
            .iter()
            .map(|[x, y]| {
                let [left, right, top, bottom] = [x - 1.6, x + 1.6, y - 1.6, y + 1.6].map(number);
                let (x, y) = (number(*x), number(*y));
                format!("M{left} {y}L{right} {y}M{x} {top}L{x} {bottom}")
            })
            .collect();
        if !path.is_empty() {
            self.picture.line(&path, stroke.colour.ink(), stroke.width, &[], 1.0);
        }
    }

    fn towns(&mut self, style: &LayerStyle) {
        for town in &self.source.recorded().towns {
            let verdict = self.source.verdict(&town.feature.id).map_or("", Verdict::key);
            let Some(class) = style.class(|name| if name == "verdict" { verdict.to_owned() } else { String::new() })
            else {
                continue;
            };
            let ground = Ground::of(&town.feature.shape, self.view);
            let Some([a, b, c, d]) = ground.bounds() else { continue };
            self.ground(&ground, class);
            if c - a < LEAST_SEEN && d - b < LEAST_SEEN {
                let colour = class.stroke(self.scale).last().map_or("#000000", |stroke| stroke.colour.ink());
                let dot = pill([f64::midpoint(a, c), f64::midpoint(b, d)], 0.9, 0.0);
                self.picture.area(&dot, colour, 1.0, WHITE, 0.25);
            }
            self.list(style, class, &ground);
        }
    }

    fn findings(&mut self, style: &LayerStyle, subject: &Subject<'_>) {
        for mark in &subject.marks {
            let Some(class) = class_of(style, mark) else { continue };
            let ground = Ground::of(mark.on, self.view);
            if !ground.is_empty() {
                for [a, b, c, d] in ground.parts() {
                    // names keep off it, unless it fills the map
                    if (c - a) * (d - b) < self.view.width * self.view.height / 6.0 {
                        self.taken.avoid([a, b, c, d]);
                    }
                }
                self.ground(&ground, class);
                self.list(style, class, &ground);
            }
        }
    }

    /// Numbers in circles, on their ground or beside it with a line to it.
    fn numbers(&mut self, subject: &Subject<'_>, book: &Book) {
        let size = NUMBER_MM * self.lettering;
        let style = book.style("findings");
        for (text, mark) in merged(subject, style) {
            let ink = match mark.finding {
                Some(_) => style.and_then(|style| class_of(style, mark)),
                None => None,
            };
            let colour = ink
                .and_then(|class| class.stroke(self.scale).last())
                .map_or("#1d2026", |stroke| stroke.colour.ink())
                .to_owned();
            let ground = Ground::of(mark.on, self.view);
            let wide = (extent(&text, size, true)[0] - size * 0.9).max(0.0);
            let radius = size * 0.72;
            let room = [wide + radius * 2.0 + 0.5, radius * 2.0 + 0.5];
            for (anchor, area) in anchors(&ground, LEAST_NUMBERED).into_iter().take(MOST_NUMBERS) {
                let on_it = (area >= LEAST_COVERED).then_some(anchor);
                let places = on_it.into_iter().chain(around(anchor, room, 7));
                let Some(at) = self.taken.first(room, places) else { continue };
                // beside the ground, near enough to belong to it without a line
                let far = (at[0] - anchor[0]).hypot(at[1] - anchor[1]) > room[0].max(room[1]) * 1.4;
                if at != anchor && (far || (on_it.is_none() && mark.finding.is_some())) {
                    let [ax, ay, x, y] = [anchor[0], anchor[1], at[0], at[1]].map(number);
                    self.picture.line(&format!("M{ax} {ay}L{x} {y}"), WHITE, 0.7, &[], 0.9);
                    self.picture.line(&format!("M{ax} {ay}L{x} {y}"), &colour, 0.22, &[], 1.0);
                    self.picture.area(&pill(anchor, 0.45, 0.0), &colour, 1.0, WHITE, 0.15);
                }
                self.picture.area(&pill(at, radius, wide), WHITE, 0.95, &colour, 0.28);
                self.write(at, text.clone(), size, true, &colour, false);
            }
        }
    }

    fn names(&mut self, subject: &Subject<'_>, book: &Book) {
        let Some(label) = book.style("towns").and_then(|style| style.label.as_ref()) else { return };
        let mut towns: Vec<_> = self.source.recorded().towns.iter().collect();
        towns.sort_by_key(|town| !subject.towns.contains(&&town.feature.id));
        let on_sheet = towns.into_iter().filter_map(|town| {
            let ground = Ground::of(&town.feature.shape, self.view);
            (!ground.is_empty()).then_some((town, ground))
        });
        for (town, ground) in on_sheet.take(MOST_NAMES).collect::<Vec<_>>() {
            let of_sheet = subject.towns.contains(&&town.feature.id) && subject.towns.len() == 1;
            let size = label.size * self.lettering * if of_sheet { 1.25 } else { 0.85 };
            let name = if town.name.is_empty() { &town.feature.id.0 } else { &town.name };
            self.name(&broken(name), size, true, label.colour.ink(), &ground);
        }
    }

    fn layer_names(&mut self, subject: &Subject<'_>, book: &Book) {
        for style in book.styles.iter().rev() {
            let Some(kind) = LayerKind::from_key(&style.layer) else { continue };
            let Some(label) = style.label(self.scale).filter(|_| kind != LayerKind::Towns) else { continue };
            if !(subject.lines || kind == LayerKind::Counties) {
                continue;
            }
            for feature in self.source.near(kind, self.view).into_iter().take(MOST_NAMES) {
                let Some(text) = name_of(feature, kind) else { continue };
                let ground = match subject.around.as_ref().filter(|_| kind != LayerKind::Counties) {
                    None => Ground::of(&feature.shape, self.view),
                    Some(around) => {
                        around.cut(&feature.shape).map(|shape| Ground::of(&shape, self.view)).unwrap_or_default()
                    }
                };
                let size = label.size * self.lettering;
                let room = extent(text, size, false);
                let large = ground.bounds().is_some_and(|[a, b, c, d]| c - a > room[0] && d - b > room[1]);
                // a county that covers the whole map is named in the text beside it
                if large && (kind != LayerKind::Counties || ground.crosses(self.view)) {
                    self.name(&broken(text), size, label.weight >= 600, label.colour.ink(), &ground);
                }
            }
        }
    }

    fn name(&mut self, text: &str, size: f64, bold: bool, colour: &str, ground: &Ground) {
        let room = extent(text, size, bold);
        let found = anchors(ground, room[0] * room[1]);
        let first = found.first().map(|(at, _)| *at);
        let inside = found.iter().map(|(at, _)| *at).chain(spots(ground));
        let places: Vec<_> = inside.chain(first.into_iter().flat_map(|at| around(at, room, 6))).collect();
        if let Some(at) = self.taken.first_clear(room, &places) {
            self.write(at, text.to_owned(), size, bold, colour, true);
        }
    }

    fn write(&mut self, [x, y]: [f64; 2], text: String, size: f64, bold: bool, colour: &str, halo: bool) {
        let (x, y) = (number(x), number(y));
        self.labels.push(Label { x, y, text, size: number(size), bold, colour: colour.to_owned(), halo });
    }
}

/// Whether a finding is drawn as ground of its own; one about a whole town is not.
#[must_use]
pub fn is_drawn(book: &Book, mark: &Mark<'_>) -> bool {
    let class = book.style("findings").and_then(|style| class_of(style, mark));
    class.is_some_and(|class| class.fill.is_some() || !class.hatch.is_empty() || !class.stroke.is_empty())
}

fn class_of<'s>(style: &'s LayerStyle, mark: &Mark<'_>) -> Option<&'s Class> {
    let (finding, verdict) = mark.finding?;
    style.class(|name| match name {
        "verdict" => verdict.key().to_owned(),
        "rule" => finding.rule.to_owned(),
        "layer" => finding.layer.map_or("", LayerKind::key).to_owned(),
        "grade" => finding.grade.map_or("", |grade| grade.key()).to_owned(),
        "town" => finding.subject.key().to_owned(),
        _ => String::new(),
    })
}

/// Marks on the very same ground share one number sign; findings that their style does not draw have none.
fn merged<'m>(subject: &'m Subject<'_>, style: Option<&LayerStyle>) -> Vec<(String, &'m Mark<'m>)> {
    let mut found: Vec<(String, &Mark<'_>)> = Vec::new();
    for mark in &subject.marks {
        let drawn = |class: &Class| class.fill.is_some() || !class.hatch.is_empty() || !class.stroke.is_empty();
        if mark.finding.is_some() && !style.and_then(|style| class_of(style, mark)).is_some_and(drawn) {
            continue;
        }
        match found.iter_mut().find(|(_, known)| known.finding.is_some() && alike(known.on, mark.on)) {
            Some((text, _)) => {
                text.push('·');
                text.push_str(&mark.text);
            }
            None => found.push((mark.text.clone(), mark)),
        }
    }
    found
}

/// Whether two grounds are the same for the eye: boxes and areas that differ by less than a thousandth.
fn alike(a: &Shape, b: &Shape) -> bool {
    let (Some(x), Some(y)) = (a.bounds(), b.bounds()) else { return false };
    let (wide, high) = (x.east - x.west, x.north - x.south);
    let sides = [(x.west, y.west, wide), (x.east, y.east, wide), (x.south, y.south, high), (x.north, y.north, high)];
    let (first, second) = (a.polygons().unsigned_area(), b.polygons().unsigned_area());
    sides.into_iter().all(|(p, q, length)| (p - q).abs() <= length * 1e-3)
        && (first - second).abs() <= first.max(second) * 1e-3
}

/// A circle, drawn out sideways by `wide`.
fn pill([x, y]: [f64; 2], radius: f64, wide: f64) -> String {
    let [left, right, top, bottom, r] = [x - wide / 2.0, x + wide / 2.0, y - radius, y + radius, radius].map(number);
    format!("M{left} {top}L{right} {top}A{r} {r} 0 0 1 {right} {bottom}L{left} {bottom}A{r} {r} 0 0 1 {left} {top}Z")
}

/// At most two lines of 12 characters.
fn broken(name: &str) -> String {
    const LINE: usize = 12;
    let signs: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    let wide = signs.iter().any(|c| !c.is_ascii());
    let line = if wide { LINE } else { LINE * 2 };
    match signs.len() {
        n if n <= line => signs.into_iter().collect(),
        n if n <= line * 2 => {
            let (a, b) = signs.split_at(n.div_ceil(2));
            a.iter().chain(&['\n']).chain(b).collect()
        }
        _ => signs[..line].iter().chain(&['\n']).chain(&signs[line..line * 2 - 1]).chain(&['…']).collect(),
    }
}

/// What a feature is called.
pub(super) fn name_of(feature: &Feature, kind: LayerKind) -> Option<&str> {
    match kind {
        LayerKind::Counties => feature.attribute(&["XZQMC", "XJXZQMC", "name", "名称", "县名", "行政区名称"]),
        LayerKind::EcoRedline => feature.attribute(&["HXMC", "ZRBHDMC", "MC", "name", "名称"]),
        LayerKind::BasicFarmland => feature.attribute(&["YJJBNTTBBH", "TBBH", "JBNTTBBH"]),
        LayerKind::UrbanBoundary => feature.attribute(&["GHFQMC", "name", "名称"]),
        _ => feature.attribute(&["name", "名称"]),
    }
}
