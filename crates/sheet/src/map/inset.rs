//! A small map of the surroundings: counties, all towns, and where the sheet lies.

use sanxian_review::data::{FeatureId, LayerKind};

use super::draw::name_of;
use super::ground::{Ground, anchors, number, spots};
use super::label::{Label, Taken, around, extent};
use super::picture::Picture;
use super::view::{Extent, View};
use crate::source::Source;

const NAME_MM: f64 = 1.9;
/// Room around everything.
const ROOM_MM: f64 = 2.5;
const LEAST_BOX_MM: f64 = 3.0;
const TOWN_MM: f64 = 1.4;
const RED: &str = "#b02a0c";

/// Draws it: the picture, and what is written over it.
#[must_use]
pub fn inset(source: &Source, sheet: &View, subject: &[&FeatureId], [width, height]: [f64; 2]) -> (String, Vec<Label>) {
    let counties = source.recorded().layers.get(&LayerKind::Counties).map_or(&[][..], Vec::as_slice);
    let shapes = counties.iter().chain(source.recorded().towns.iter().map(|town| &town.feature)).map(|f| &f.shape);
    let extent_of = Extent::of(sheet.plane, shapes).map_or(sheet.extent(), |all| all.with(&sheet.extent()));
    let (wide, high) = (extent_of.east - extent_of.west, extent_of.north - extent_of.south);
    let scale = 1000.0 * (wide / (width - ROOM_MM * 2.0)).max(high / (height - ROOM_MM * 2.0)).max(0.1);
    let view = View::at(sheet.plane, &extent_of, [width, height], scale);

    let mut picture = Picture::new(width, height);
    let mut taken = Taken::new(width, height);
    let mut labels = Vec::new();
    let grounds: Vec<_> = counties.iter().map(|county| (county, Ground::of(&county.shape, &view))).collect();
    for (_, ground) in &grounds {
        picture.area(&ground.path(), "#f3f1ea", 1.0, "#8d8a80", 0.2);
    }
    for town in &source.recorded().towns {
        let ground = Ground::of(&town.feature.shape, &view);
        let Some([a, b, c, d]) = ground.bounds() else { continue };
        taken.avoid([a - 0.3, b - 0.3, c + 0.3, d + 0.3]);
        let (fill, edge) = if subject.contains(&&town.feature.id) { (RED, RED) } else { ("#9aa3ad", "#6b7480") };
        if c - a < TOWN_MM && d - b < TOWN_MM {
            let (x, y) = (f64::midpoint(a, c), f64::midpoint(b, d));
            picture.area(&rect([x - 0.6, y - 0.6, x + 0.6, y + 0.6]), fill, 1.0, edge, 0.1);
        } else {
            picture.area(&ground.path(), fill, 0.8, edge, 0.1);
        }
    }
    let at = sheet.extent();
    let [left, top] = view.paper((at.west, at.north));
    let [right, bottom] = view.paper((at.east, at.south));
    let grow = |low: f64, high: f64| {
        let lack = (LEAST_BOX_MM - (high - low)).max(0.0) / 2.0;
        (low - lack, high + lack)
    };
    let ((left, right), (top, bottom)) = (grow(left, right), grow(top, bottom));
    let frame = [left, top, right, bottom];
    picture.area(&rect(frame), "#ffffff", 0.0, RED, 0.4);
    for side in
        [[left, top, right, top], [left, bottom, right, bottom], [left, top, left, bottom], [right, top, right, bottom]]
    {
        taken.take([side[0] - 0.3, side[1] - 0.3, side[2] + 0.3, side[3] + 0.3]);
    }
    for (county, ground) in &grounds {
        let Some(text) = name_of(county, LayerKind::Counties) else { continue };
        let text: String = text.chars().take(12).collect();
        let room = extent(&text, NAME_MM, false);
        let found = anchors(ground, 20.0);
        let Some((first, _)) = found.first() else { continue };
        let places: Vec<_> = std::iter::once(*first).chain(spots(ground)).chain(around(*first, room, 5)).collect();
        if let Some([x, y]) = taken.first_clear(room, &places) {
            let (x, y) = (number(x), number(y));
            labels.push(Label { x, y, text, size: NAME_MM, bold: false, colour: "#3c3f45".into(), halo: true });
        }
    }
    (picture.done(), labels)
}

fn rect([left, top, right, bottom]: [f64; 4]) -> String {
    let [l, t, r, b] = [left, top, right, bottom].map(number);
    format!("M{l} {t}L{r} {t}L{r} {b}L{l} {b}Z")
}
