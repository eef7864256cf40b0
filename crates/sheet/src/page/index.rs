//! The index sheet: all towns on one map, numbered, and a table of their sheets.

use sanxian_project::words;
use sanxian_review::data::{Bounds, Town};
use sanxian_review::plane::Plane;
use serde_json::{Value, json};

use super::{Desk, Sheet, name_of};
use crate::map::{Extent, Mark, Subject, draw, frame};
use crate::request::Kind;

/// Draws it; `None` without a town that has ground.
#[must_use]
pub fn index(desk: &Desk<'_>, towns: &[&Town]) -> Option<Sheet> {
    let boxes = towns.iter().filter_map(|town| town.feature.shape.bounds());
    let all = boxes.reduce(|a, b| Bounds {
        west: a.west.min(b.west),
        south: a.south.min(b.south),
        east: a.east.max(b.east),
        north: a.north.max(b.north),
    })?;
    let plane = Plane::of(&all);
    let view = desk.view(plane, &Extent::of(plane, towns.iter().map(|town| &town.feature.shape))?);
    let marks = towns.iter().enumerate().map(|(at, town)| Mark {
        text: (at + 1).to_string(),
        on: &town.feature.shape,
        finding: None,
    });
    let subject = Subject {
        towns: towns.iter().map(|town| &town.feature.id).collect(),
        marks: marks.collect(),
        // the lines of a whole county on one sheet may be secret, and would hide the towns
        lines: false,
        around: None,
        lettering: desk.layout.lettering,
    };
    let drawn = draw(desk.source, desk.book, &view, &subject);
    let mut sheet = desk.sheet(Kind::Index, "index", desk.word("index_title"), &view, &drawn, &frame(&view));
    let rows: Vec<Value> = towns.iter().enumerate().map(|(at, town)| desk.town_row(at + 1, town)).collect();
    sheet.data.insert("rows".into(), rows.into());
    sheet.data.insert("notes".into(), desk.notes(plane).into());
    sheet.data.insert("number".into(), desk.word("index_number").into());
    Some(sheet)
}

impl Desk<'_> {
    fn town_row(&self, number: usize, town: &Town) -> Value {
        let id = &town.feature.id;
        let row = self.source.row(id);
        let area = |area: Option<sanxian_review::measure::SquareMillimetres>| {
            area.map_or_else(|| "–".to_owned(), |area| words::grouped(&words::hectares(area)))
        };
        let (key, verdict) = self.verdict(self.source.verdict(id));
        json!({
            "number": number,
            "id": id.0,
            "name": name_of(town),
            "area": area(row.map(|row| row.area)),
            "redline": area(row.and_then(|row| row.eco_redline)),
            "farmland": area(row.and_then(|row| row.basic_farmland)),
            "outside": area(row.and_then(|row| row.outside_urban_boundary)),
            "verdict": verdict,
            "verdict_key": key,
            "sheet": format!("town-{}", self.stem(id)),
        })
    }
}
