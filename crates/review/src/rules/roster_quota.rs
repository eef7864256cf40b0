//! How many towns a place may have, or should have.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::{FeatureId, LayerKind};
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::policy::Governing;
use crate::portfolio::Tally;
use crate::roster::Member;
use crate::rules::{Check, Count, Outcome, Rule, county_code, refused};

pub(super) const RULE: Rule = Rule {
    id: "roster_quota",
    doc: include_str!("roster_quota.md"),
    needs: &[LayerKind::Ledger],
    bind: |table| {
        let p: Parameters = table.try_into()?;
        let bound = match (p.max, p.min) {
            (Some(max), None) => ("max", Side::AtMost, max),
            (None, Some(min)) => ("min", Side::AtLeast, min),
            _ => return Err(refused("either `max` or `min` is wanted")),
        };
        let matter = match p.per {
            Per::Place => "place",
            Per::County => "county",
            Per::Zone => "zone",
        };
        Ok(Box::new(RosterQuota { p, bound, matters: [matter] }))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    per: Per,
    max: Option<u32>,
    min: Option<u32>,
    /// Ids of the functional zones that the clause names; none = every zone.
    #[serde(default)]
    zones: Vec<String>,
    /// Whether a town of a functional zone also counts for the county that the zone lies in.
    #[serde(default)]
    zone_towns_count_for_counties: bool,
}

/// What a number is for.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum Per {
    /// The whole place that the document holds for.
    Place,
    /// Each county of it.
    County,
    /// Each functional zone.
    Zone,
}

struct RosterQuota {
    p: Parameters,
    bound: (&'static str, Side, u32),
    matters: [&'static str; 1],
}

impl RosterQuota {
    /// The place that a town counts for, as declared.
    fn declared(&self, member: &Member<'_>, place: &str) -> Option<String> {
        let traits = &member.entry.traits;
        match self.p.per {
            Per::Place => member.within(place).then(|| place.to_owned()),
            Per::County if traits.jurisdiction.is_some() && !self.p.zone_towns_count_for_counties => None,
            Per::County => county_code(traits.admin_code.as_deref()?).filter(|code| code.starts_with(place)),
            Per::Zone => {
                let zone = traits.jurisdiction.clone()?;
                (self.p.zones.is_empty() || self.p.zones.contains(&zone)).then_some(zone)
            }
        }
    }

    /// The place in which its boundary lies; `None` also where no counties or zones were given.
    fn lies_in(&self, member: &Member<'_>) -> Option<String> {
        match self.p.per {
            Per::Place => None,
            Per::County if member.zone.is_some() && !self.p.zone_towns_count_for_counties => None,
            Per::County => county_code(member.county.as_deref()?),
            Per::Zone => member.zone.clone(),
        }
    }
}

impl Check for RosterQuota {
    fn tallies(&self, count: &Count<'_>) -> Vec<Tally> {
        let (_, side, limit) = self.bound;
        // a place that has none still has its number free
        let mut places: BTreeMap<String, u32> = self.of_itself(count).into_keys().map(|place| (place, 0)).collect();
        for whose in count.members().filter_map(|member| self.declared(member, count.place)) {
            *places.entry(whose).or_default() += 1;
        }
        let tally = |(whose, count_of): (String, u32)| {
            let gap = i64::from(limit) - i64::from(count_of);
            Tally {
                clause: count.clause.id.clone(),
                whose,
                category: None,
                count: count_of,
                of: None,
                side,
                limit: limit.into(),
                free: if side == Side::AtMost { gap } else { gap.max(0) },
                met: side.keeps(count_of, limit),
                force: count.clause.force,
            }
        };
        places.into_iter().map(tally).collect()
    }

    fn gives_way(&self) -> bool {
        false
    }

    fn matters(&self) -> &[&'static str] {
        &self.matters
    }

    fn check_places(&self, governing: &Governing<'_>, count: &Count<'_>) -> Vec<(String, Outcome)> {
        let counted: Vec<&Member<'_>> = count.members().collect();
        let mut places = self.of_itself(count);
        for member in &counted {
            let (declared, ground) = (self.declared(member, count.place), self.lies_in(member));
            let both = declared.into_iter().chain(ground.filter(|code| self.speaks_of(code, count.place)));
            places.extend(both.map(|place| (place, Vec::new())));
        }
        for member in &counted {
            if let Some(place) = self.declared(member, count.place).and_then(|place| places.get_mut(&place)) {
                place.push(member.entry.who());
            }
        }
        let placed = counted.iter().any(|member| self.lies_in(member).is_some());
        let judged = places.into_iter().map(|(whose, mut members)| {
            members.sort();
            // a town without a boundary counts where it says it is
            let is_in = |member: &&&Member<'_>| {
                let place =
                    if self.is_placed(member) { self.lies_in(member) } else { self.declared(member, count.place) };
                place.as_ref() == Some(&whose)
            };
            let by_place = placed.then(|| number(counted.iter().filter(is_in).count()));
            (whose.clone(), self.judged(governing, whose, members, by_place))
        });
        judged.collect()
    }
}

impl RosterQuota {
    /// Places that have a number whether or not a town counts for them.
    fn of_itself(&self, count: &Count<'_>) -> BTreeMap<String, Vec<FeatureId>> {
        let own = matches!(self.p.per, Per::Place).then(|| count.place.to_owned());
        own.into_iter().chain(self.p.zones.iter().cloned()).map(|place| (place, Vec::new())).collect()
    }

    /// Whether the clause has a number for this county or zone.
    fn speaks_of(&self, code: &str, place: &str) -> bool {
        match self.p.per {
            Per::Place => false,
            Per::County => code.starts_with(place),
            Per::Zone => self.p.zones.is_empty() || self.p.zones.iter().any(|zone| zone == code),
        }
    }

    /// Whether it is known where its ground lies.
    fn is_placed(&self, member: &Member<'_>) -> bool {
        match self.p.per {
            Per::Place => false,
            Per::County => member.county.is_some(),
            Per::Zone => member.zone_known,
        }
    }

    fn judged(
        &self,
        governing: &Governing<'_>,
        whose: String,
        members: Vec<FeatureId>,
        by_place: Option<u32>,
    ) -> Outcome {
        let count = number(members.len());
        let (key, side, limit) = self.bound;
        let met = side.keeps(count, limit);
        let force = governing.clause.force;
        let verdict = match by_place {
            _ if !met => force.when_broken(),
            // the ledger keeps the number, the ground does not
            Some(lying) if lying > count && !side.keeps(lying, limit) => force.when_in_doubt(),
            _ => Verdict::Pass,
        };
        let mut outcome = Outcome::new(verdict, Reason::Quota { whose, side, met, members, by_place });
        outcome.measured = Some(Measure::Count(count));
        outcome.limit = Some(Limit { value: Measure::Count(limit), from: governing.clause.origin(key) });
        outcome
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
