//! A town's own figures, as in `towns.csv`.

use sanxian_project::words;
use sanxian_review::data::Town;
use sanxian_review::measure::SquareMillimetres;
use serde_json::{Value, json};

use super::Desk;

impl Desk<'_> {
    /// Label and value, line by line.
    pub fn facts(&self, town: &Town) -> Vec<Value> {
        let lang = self.lang();
        let traits = &town.traits;
        let kind: Vec<&str> = [
            traits.level.map(|level| words::level(level, lang)),
            traits.stage.map(|stage| words::stage(stage, lang)),
            traits.town_type.map(|kind| words::town_type(kind, lang)),
        ]
        .into_iter()
        .flatten()
        .collect();
        // the county is the code itself where nobody says more
        let county = Some(self.source.dossier.county_of(&town.feature.id)).filter(|county| !county.is_empty());
        let code = traits.admin_code.as_deref().filter(|code| county != Some(code));
        let place: Vec<&str> = county.into_iter().chain(code).collect();
        let mut facts = vec![self.fact("town_id", &town.feature.id.0, "")];
        if !place.is_empty() {
            facts.push(self.fact("county", &place.join(" "), ""));
        }
        if !kind.is_empty() {
            facts.push(self.fact("kind", &kind.join(" · "), ""));
        }
        if let Some(row) = self.source.row(&town.feature.id) {
            let area = |area: SquareMillimetres| {
                let [ha, mu] = [words::hectares(area), words::mu(area)].map(|number| words::grouped(&number));
                let m2 = words::square_metres(area);
                (m2, format!("{ha} {} · {mu} {}", self.word("ha"), self.word("mu")))
            };
            let lines = [
                ("area", Some(row.area)),
                ("in_redline", row.eco_redline),
                ("in_farmland", row.basic_farmland),
                ("outside", row.outside_urban_boundary),
            ];
            for (name, measured) in lines {
                match measured {
                    Some(measured) => {
                        let (m2, more) = area(measured);
                        facts.push(self.fact(name, &format!("{m2} m²"), &more));
                    }
                    None => facts.push(self.fact(name, self.word("not_given"), "")),
                }
            }
        }
        facts
    }

    fn fact(&self, name: &str, value: &str, more: &str) -> Value {
        json!({"label": self.word(name), "value": value, "more": more})
    }
}
