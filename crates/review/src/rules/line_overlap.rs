//! Shared by the three control-line rules: material → broken, only slivers → in doubt, only noise → pass.

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Grade, Measure, Reason, Verdict};
use crate::ledger::Field;
use crate::policy::Governing;
use crate::rules::{Case, Check, Outcome};

/// A clause may bind all three rules with one table, so all three take the same parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineParameters {
    /// The verdict for ground outside the urban boundary, when it is not the force's own.
    pub outside: Option<Verdict>,
}

pub(super) struct LineOverlap {
    pub line: LayerKind,
    /// Replaces the verdict of the force when the overlap is material.
    pub when_material: Option<Verdict>,
}

impl LineOverlap {
    pub fn bind(line: LayerKind, table: toml::Table) -> Result<Box<dyn Check>, toml::de::Error> {
        let parameters: LineParameters = table.try_into()?;
        let when_material = parameters.outside.filter(|_| line == LayerKind::UrbanBoundary);
        Ok(Box::new(Self { line, when_material }))
    }
}

impl Check for LineOverlap {
    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let Some(survey) = case.survey().lines.get(&self.line) else { return };
        let count = |grade| u32::try_from(survey.grades.iter().filter(|own| **own == grade).count());
        let count = |grade| count(grade).unwrap_or(u32::MAX);
        let grade = survey.grades.iter().copied().max();
        let force = governing.clause.force;
        let verdict = match grade {
            Some(Grade::Material) => self.when_material.unwrap_or(force.when_broken()),
            Some(Grade::Sliver) => force.when_in_doubt(),
            Some(Grade::Noise) | None => Verdict::Pass,
        };
        let reason = match grade {
            None | Some(Grade::Noise) => Reason::Clear,
            Some(_) => Reason::Overlap {
                material: count(Grade::Material),
                slivers: count(Grade::Sliver),
                noise: count(Grade::Noise),
            },
        };
        // what was derived stays: an exemption on record changes only the verdict that counts
        let reason = match (grade, self.exemption(case)) {
            (Some(Grade::Material), Some(exempted)) => exempted,
            _ => reason,
        };
        let mut outcome = Outcome::new(verdict, reason);
        outcome.layer = Some(self.line);
        outcome.grade = grade;
        outcome.measured = Some(Measure::AreaMm2(survey.area));
        outcome.ground = survey.drawn.clone();
        out.push(outcome);
        if let (LayerKind::BasicFarmland, Some(net)) = (self.line, case.survey().net_farmland) {
            let mut beside = Outcome::new(Verdict::Pass, Reason::NetFarmland);
            beside.layer = Some(self.line);
            beside.measured = Some(Measure::AreaMm2(net));
            out.push(beside);
        }
    }
}

impl LineOverlap {
    /// What the ledger records of an approved activity on the red line; all three must be there.
    fn exemption(&self, case: &Case<'_>) -> Option<Reason> {
        let entry = case.member().filter(|_| self.line == LayerKind::EcoRedline)?.entry;
        Some(Reason::Exempted {
            activity: entry.text(Field::ExemptionActivity)?.to_owned(),
            document: entry.text(Field::ExemptionDocument)?.to_owned(),
            dated: entry.date(Field::ExemptionOn)?,
        })
    }
}
