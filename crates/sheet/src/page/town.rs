//! The sheet of one town.

use sanxian_project::compliance::qr_svg;
use sanxian_review::data::Town;
use sanxian_review::plane::Plane;
use serde_json::{Value, json};

use super::{Desk, Sheet, name_of};
use crate::map::{Around, Extent, Mark, Subject, draw, frame};
use crate::request::Kind;

/// Draws it; `None` for a town without ground.
#[must_use]
pub fn town(desk: &Desk<'_>, town: &Town) -> Option<Sheet> {
    let plane = Plane::of(&town.feature.shape.bounds()?);
    let view = desk.view(plane, &Extent::of(plane, [&town.feature.shape])?);
    let numbered = desk.source.numbered(&town.feature.id);
    let marks = numbered.iter().filter_map(|one| {
        let on = one.finding.shape.as_ref()?;
        Some(Mark { text: one.number.to_string(), on, finding: Some((one.finding, one.verdict)) })
    });
    let subject = Subject {
        towns: vec![&town.feature.id],
        marks: marks.collect(),
        lines: true,
        around: desk.request.around.and_then(|metres| Around::of(plane, &[&town.feature.shape], metres)),
        lettering: desk.layout.lettering,
    };
    let drawn = draw(desk.source, desk.book, &view, &subject);
    let name = format!("town-{}", desk.stem(&town.feature.id));
    let title = format!("{}{}", name_of(town), desk.word("town_title"));
    let mut sheet = desk.sheet(Kind::Town, &name, &title, &view, &drawn, &frame(&view));
    desk.inset(&mut sheet, &view, &[&town.feature.id]);
    desk.about(&mut sheet, town, plane);
    let rows: Vec<Value> = numbered.iter().map(|one| desk.finding_row(one)).collect();
    sheet.data.insert("patches".into(), desk.patches(&town.feature.id, None, plane));
    sheet.data.insert("rows".into(), rows.into());
    sheet.data.insert("words".into(), desk.quotes(&numbered).into());
    sheet.data.insert("number".into(), town.feature.id.0.clone().into());
    Some(sheet)
}

impl Desk<'_> {
    /// What every sheet about a town has: its figures, the notes, its code.
    pub fn about(&self, sheet: &mut Sheet, town: &Town, plane: Plane) {
        let (key, verdict) = self.verdict(self.source.verdict(&town.feature.id));
        sheet.town = Some(town.feature.id.0.clone());
        let data = &mut sheet.data;
        data.insert("facts".into(), self.facts(town).into());
        data.insert("verdict".into(), verdict.into());
        data.insert("verdict_key".into(), key.into());
        data.insert("notes".into(), self.notes(plane).into());
        data.insert("subject".into(), name_of(town).into());
        let code = self.source.code(&town.feature.id);
        if let Some((code, picture)) =
            code.and_then(|code| Some((qr_svg(&code).ok()?, code)).map(|(picture, code)| (code, picture)))
        {
            data.insert("code".into(), json!({"text": code.to_string(), "picture": "code.svg"}));
            sheet.pictures.push(("code.svg".into(), picture));
        }
    }
}
