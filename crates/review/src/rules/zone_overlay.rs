//! The town's ground by the classes of an optional layer: environmental zones, hazards, heritage, land use.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Measure, Reason, Verdict};
use crate::layers::Patch;
use crate::lots::{lots, rows, together};
use crate::measure::ellipsoidal_area;
use crate::policy::Governing;
use crate::publish::drawn;
use crate::rules::{Case, Check, Outcome, Rule, refused};

pub(super) const RULE: Rule = Rule {
    id: "zone_overlay",
    doc: include_str!("zone_overlay.md"),
    needs: &[LayerKind::EcoUnits, LayerKind::Hazards, LayerKind::Heritage, LayerKind::LandUse],
    bind: |table| {
        let p: Parameters = table.try_into()?;
        if !RULE.needs.contains(&p.layer) {
            return Err(refused("`layer` must be `eco_units`, `hazards`, `heritage` or `land_use`"));
        }
        Ok(Box::new(ZoneOverlay { needs: [p.layer], matters: [p.layer.key()], p }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    layer: LayerKind,
    /// For each part of the class the attributes that may hold it, first found first; parts are joined by a stroke.
    by: Vec<Vec<String>>,
    /// Beginnings of the first part that are looked at; none = all.
    #[serde(default)]
    only: Vec<String>,
}

struct ZoneOverlay {
    p: Parameters,
    needs: [LayerKind; 1],
    matters: [&'static str; 1],
}

impl ZoneOverlay {
    fn class(&self, patch: &Patch<'_>) -> Option<String> {
        let part = |names: &Vec<String>| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            patch.feature.attribute(&names).unwrap_or_default().to_owned()
        };
        let parts: Vec<String> = self.p.by.iter().map(part).collect();
        let first = parts.first().map_or("", String::as_str);
        let wanted = self.p.only.is_empty() || self.p.only.iter().any(|begin| first.starts_with(begin.as_str()));
        wanted.then(|| parts.join("/"))
    }
}

impl Check for ZoneOverlay {
    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn needs(&self) -> Option<&[LayerKind]> {
        Some(&self.needs)
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let survey = case.survey();
        let lots = lots(survey, case.layers, self.p.layer, |patch| self.class(patch));
        let mut outcome = if lots.is_empty() {
            Outcome::new(Verdict::Pass, Reason::Clear)
        } else {
            let ground = together(survey, &lots);
            let mut outcome = Outcome::new(governing.clause.force.when_broken(), Reason::Classes { rows: rows(&lots) });
            outcome.measured = Some(Measure::AreaMm2(ellipsoidal_area(&ground)));
            outcome.ground = drawn(&ground);
            outcome
        };
        outcome.layer = Some(self.p.layer);
        out.push(outcome);
    }
}
