//! The table of what was found: number, clause, line, areas.

use sanxian_project::lang::Lang;
use sanxian_project::numbered::Numbered;
use sanxian_project::overlapped::Overlapped;
use sanxian_project::words;
use sanxian_review::data::{FeatureId, LayerKind};
use sanxian_review::finding::{Measure, OverlapRow, Reason};
use sanxian_review::plane::Plane;
use sanxian_review::policy::ClauseId;
use serde_json::{Value, json};

use super::Desk;
use crate::map::FALSE_EASTING;

/// Patches named on a sheet, the largest; all are in the opinion.
const PATCHES: usize = 60;

impl Desk<'_> {
    /// A row of the table.
    pub fn finding_row(&self, one: &Numbered<'_>) -> Value {
        let Numbered { number, finding, verdict } = one;
        // what is no area stands across the columns of areas, with its unit
        let areas = match finding.measured {
            Some(Measure::AreaMm2(area)) => {
                let [ha, mu] = [words::hectares(area), words::mu(area)].map(|number| words::grouped(&number));
                vec![words::square_metres(area), ha, mu]
            }
            Some(measure) => vec![words::measured_with_unit(measure, self.lang())],
            None => vec!["–".into()],
        };
        let rule = words::rule(finding.rule, self.lang());
        let line = match (&finding.reason, self.lang()) {
            (Reason::Bounds { defect, .. }, Lang::Zh) => format!("{rule}：{}", words::defect(*defect, Lang::Zh)),
            (Reason::Bounds { defect, .. }, Lang::En) => format!("{rule}: {}", words::defect(*defect, Lang::En)),
            _ => rule.to_owned(),
        };
        json!({
            "number": number,
            "clause": self.clause(&finding.clause),
            "line": line,
            "areas": areas,
            "verdict": words::verdict(*verdict, self.lang()),
            "verdict_key": verdict.key(),
            "exempt": *verdict != finding.verdict,
        })
    }

    /// How many patches a town overlaps, of one line or of all, and the largest of them with their places in the plane of
    /// the sheet.
    pub fn patches(&self, town: &FeatureId, line: Option<LayerKind>, plane: Plane) -> Value {
        let recorded = self.source.recorded();
        let own = |row: &&OverlapRow| row.town == *town && line.is_none_or(|line| row.layer == line);
        let mut rows: Vec<&OverlapRow> = recorded.review.overlaps.iter().filter(own).collect();
        let count = rows.len();
        rows.sort_by_key(|row| std::cmp::Reverse(row.area));
        rows.truncate(PATCHES);
        let whole = |metres: f64| format!("{metres:.0}");
        let one = |one: Overlapped<'_>| {
            let place = one.place.map(|(lon, lat)| plane.forward(lon, lat));
            json!({
                "id": one.row.feature.0,
                "name": one.name.unwrap_or_default(),
                "m2": words::square_metres(one.row.area),
                "east": place.map_or_else(String::new, |(east, _)| whole(east + FALSE_EASTING)),
                "north": place.map_or_else(String::new, |(_, north)| whole(north)),
            })
        };
        let rows: Vec<Value> = Overlapped::of(recorded, &rows).into_iter().map(one).collect();
        json!({"count": count, "rows": rows})
    }

    /// `青政办〔2021〕5号（十四）`; the clause's id where its pack is not known.
    pub fn clause(&self, id: &ClauseId) -> String {
        let packs = &self.source.packs;
        let found = packs.iter().find_map(|pack| Some((pack, pack.clauses.iter().find(|clause| clause.id == *id)?)));
        found.map_or_else(
            || id.to_string(),
            |(pack, clause)| {
                format!("{} {}", pack.pack.doc_number.as_ref().unwrap_or(&pack.pack.title), clause.article)
            },
        )
    }
}
