//! Which findings match a query, and in which order.

use std::cmp::{Ordering, Reverse};

use sanxian_review::finding::Verdict;

use super::index::{Index, Standing};
use super::open::Seen;
use crate::view::{FindingQuery, FindingSort, VerdictView};

/// Places of the findings that match, in the order asked for; ties stay in the review's order.
pub(super) fn matching(seen: &Seen, query: &FindingQuery) -> Vec<u32> {
    let (index, standing) = (&*seen.index, &seen.standing);
    let wanted = query.text.trim().to_lowercase();
    let named = (!wanted.is_empty()).then(|| (index.named(&wanted), index.texts(&seen.glance)));
    let towns: Vec<bool> = index
        .subjects
        .iter()
        .map(|town| {
            (query.towns.is_empty() || query.towns.contains(&town.id.0))
                && (query.counties.is_empty() || query.counties.contains(&town.county))
        })
        .collect();
    let mut found: Vec<u32> = (0_u32..)
        .zip(&index.entries)
        .filter(|(at, entry)| {
            let place = *at as usize;
            towns[entry.town as usize]
                && (query.verdicts.is_empty() || query.verdicts.contains(&VerdictView::from(standing.effective[place])))
                && (query.rules.is_empty() || query.rules.iter().any(|rule| rule == entry.rule))
                && query.decided.is_none_or(|decided| standing.decided[place].is_some() == decided)
                && named
                    .as_ref()
                    .is_none_or(|(named, texts)| named[entry.town as usize] || texts[place].contains(&wanted))
        })
        .map(|(at, _)| at)
        .collect();
    order(&mut found, index, standing, query);
    found
}

fn order(found: &mut [u32], index: &Index, standing: &Standing, query: &FindingQuery) {
    let entry = |at: &u32| &index.entries[*at as usize];
    let verdict = |at: &u32| Reverse::<Verdict>(standing.effective[*at as usize]);
    let turned = |order: Ordering| if query.descending { order.reverse() } else { order };
    match query.sort.unwrap_or(FindingSort::Verdict) {
        FindingSort::Verdict => found.sort_by(|a, b| turned(verdict(a).cmp(&verdict(b)))),
        FindingSort::Rule => {
            let rank = |at: &u32| crate::words::RULES.iter().position(|rule| *rule == entry(at).rule);
            found.sort_by(|a, b| turned(rank(a).cmp(&rank(b))));
        }
        FindingSort::Town => {
            // equal names by id
            let ranks = ranks(index, |town| (town.order.as_str(), town.id.0.as_str()));
            found.sort_by(|a, b| turned(ranks[entry(a).town as usize].cmp(&ranks[entry(b).town as usize])));
        }
        FindingSort::County => {
            let ranks = ranks(index, |town| (town.county_order.as_str(), ""));
            found.sort_by(|a, b| turned(ranks[entry(a).town as usize].cmp(&ranks[entry(b).town as usize])));
        }
        FindingSort::Clause => found.sort_by(|a, b| turned(entry(a).clause.cmp(&entry(b).clause))),
        FindingSort::Measured => found.sort_by(|a, b| match (entry(a).measured, entry(b).measured) {
            // areas before lengths before counts, whichever way round; what was not measured comes last
            (Some((kind_a, a)), Some((kind_b, b))) => kind_a.cmp(&kind_b).then_with(|| turned(a.cmp(&b))),
            (a, b) => a.is_none().cmp(&b.is_none()),
        }),
    }
}

/// The place of each town, or place, in an order; those with equal keys share one.
fn ranks<'a>(index: &'a Index, key: impl Fn(&'a super::index::Subject) -> (&'a str, &'a str)) -> Vec<u32> {
    let mut keys: Vec<_> = index.subjects.iter().map(&key).collect();
    keys.sort_unstable();
    keys.dedup();
    let rank = |town| keys.binary_search(&key(town)).map_or(u32::MAX, |at| at as u32);
    index.subjects.iter().map(rank).collect()
}
