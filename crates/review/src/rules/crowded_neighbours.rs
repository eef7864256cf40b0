//! Towns nearer to each other than the assumed distance; groups are connected pairs.

use serde::Deserialize;

use crate::finding::{Limit, Measure, Provenance, Reason};
use crate::measure::Millimetres;
use crate::policy::Governing;
use crate::rules::{Case, Check, Looks, Outcome, Rule};

pub(super) const RULE: Rule = Rule {
    id: "crowded_neighbours",
    doc: include_str!("crowded_neighbours.md"),
    needs: &[],
    bind: |table| {
        let parameters: Parameters = table.try_into()?;
        let near = Millimetres(crate::shape::round_to_i64(parameters.near_distance_m * 1e3));
        Ok(Box::new(CrowdedNeighbours { near }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    near_distance_m: f64,
}

struct CrowdedNeighbours {
    near: Millimetres,
}

impl Check for CrowdedNeighbours {
    fn reach(&self) -> Millimetres {
        self.near
    }

    fn looks(&self) -> Looks {
        Looks::Around
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let near: Vec<_> = case.pairs().filter(|(pair, _)| pair.distance < self.near).collect();
        if near.is_empty() {
            out.push(Outcome::clear());
            return;
        }
        let group = case.pairs.cluster(case.position, self.near);
        let cluster: Vec<_> = group.into_iter().map(|k| case.surveys[k].town.feature.id.clone()).collect();
        for (pair, other) in near {
            let reason = Reason::Crowded { cluster: cluster.clone() };
            let mut outcome = Outcome::new(governing.clause.force.when_broken(), reason);
            outcome.against = Some(other.town.feature.id.clone());
            outcome.measured = Some(Measure::LengthMm(pair.distance));
            outcome.limit = Some(Limit { value: Measure::LengthMm(self.near), from: Provenance::Reviewer });
            outcome.ground = case.survey().drawn();
            out.push(outcome);
        }
    }
}
