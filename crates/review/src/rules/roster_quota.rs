//! How many towns a place may have, or should have.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::data::LayerKind;
use crate::finding::{Limit, Measure, Reason, Side, Verdict};
use crate::ledger::Field;
use crate::policy::Governing;
use crate::portfolio::Tally;
use crate::roster::Member;
use crate::rules::{Case, Check, Count, Looks, Outcome, Rule, county_code, refused};

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
        let mut places: BTreeMap<String, u32> = BTreeMap::new();
        // a place that has none still has its number free
        if let Per::Place = self.p.per {
            places.insert(count.place.to_owned(), 0);
        }
        places.extend(self.p.zones.iter().map(|zone| (zone.clone(), 0)));
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

    fn looks(&self) -> Looks {
        Looks::Everywhere
    }

    fn check(&self, case: &Case<'_>, governing: &Governing<'_>, out: &mut Vec<Outcome>) {
        let (Some(roster), Some(own)) = (case.roster, case.member()) else {
            return out.push(Outcome::unsaid(Field::AdminCode));
        };
        let place = governing.place.unwrap_or_default();
        let Some(whose) = self.declared(own, place) else { return };
        let speaks = |member: &&Member<'_>| governing.clause.applies.to(&member.entry.traits, case.policy.as_of());
        let counted: Vec<&Member<'_>> = roster.present().filter(speaks).collect();
        let declared = counted.iter().filter(|member| self.declared(member, place).as_ref() == Some(&whose));
        let mut members: Vec<_> = declared.map(|member| member.entry.who()).collect();
        members.sort();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let count = number(members.len());
        // a town without a boundary counts where it says it is
        let is_in = |member: &&&Member<'_>| {
            let known = match self.p.per {
                Per::Place => false,
                Per::County => member.county.is_some(),
                Per::Zone => member.zone_known,
            };
            let place = if known { self.lies_in(member) } else { self.declared(member, place) };
            place.as_ref() == Some(&whose)
        };
        let lying = counted.iter().filter(is_in).count();
        let placed = counted.iter().any(|member| self.lies_in(member).is_some());
        let by_place = placed.then(|| number(lying));

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
        out.push(outcome);
    }
}
