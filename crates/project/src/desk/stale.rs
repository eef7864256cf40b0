//! Why results are older than the data or the parameters.

use std::collections::BTreeSet;

use sanxian_review::data::LayerKind;

use super::open::Seen;
use crate::lang::{Lang, Text};
use crate::store::project::{ChosenPolicy, Glance, ReviewedWith};
use crate::words;

/// What a review made now would be made with.
pub(super) fn with(glance: &Glance, policy: &ChosenPolicy) -> ReviewedWith {
    let mut hashes: Vec<(LayerKind, String)> =
        glance.baselines.iter().map(|one| (one.role, one.hash.clone())).collect();
    hashes.sort();
    let ledger = glance.ledger.as_ref().and_then(|ledger| Some(ledger.source.parts.first()?.sha256.clone()));
    ReviewedWith { baselines: hashes, policy: policy.clone(), software: crate::SOFTWARE.to_owned(), ledger }
}

/// The reasons, in words; none when the results are up to date, or when there are none.
pub(super) fn reasons(seen: &Seen) -> Vec<Text> {
    let (Some(project), Some(_)) = (&seen.glance.project, &seen.glance.reviewed) else { return Vec::new() };
    let Some(then) = &project.reviewed_with else { return Vec::new() };
    let now = with(&seen.glance, &project.policy);
    let mut reasons: Vec<Text> = changed_layers(then, &now).into_iter().map(layer_changed).collect();
    if then.ledger != now.ledger {
        reasons.push(Text::new("审查之后更换了台账", "the ledger was changed after the review"));
    }
    if then.policy.packs != now.policy.packs {
        reasons.push(Text::new("审查之后更换了规则包", "other policy packs were chosen after the review"));
    }
    if let Some(day) = now.policy.as_of.as_ref().filter(|_| then.policy.as_of != now.policy.as_of) {
        reasons.push(Text::new(
            format!("审查之后把审查日改为 {day}"),
            format!("the day of the review was changed to {day} afterwards"),
        ));
    }
    if then.policy.near_m != now.policy.near_m {
        reasons
            .push(Text::new("审查之后更改了邻近距离", "the distance between neighbours was changed after the review"));
    }
    if then.software != now.software {
        reasons.push(Text::new(
            format!("结果由 {} 得出，现为 {}", then.software, now.software),
            format!("the results were made by {}, this is {}", then.software, now.software),
        ));
    }
    reasons
}

fn changed_layers(then: &ReviewedWith, now: &ReviewedWith) -> BTreeSet<LayerKind> {
    let (then, now): (BTreeSet<_>, BTreeSet<_>) = (then.baselines.iter().collect(), now.baselines.iter().collect());
    then.symmetric_difference(&now).map(|(kind, _)| *kind).collect()
}

fn layer_changed(kind: LayerKind) -> Text {
    Text::new(
        format!("审查之后更换了{}图层", words::layer(kind, Lang::Zh)),
        format!("{} was changed after the review", words::layer(kind, Lang::En)),
    )
}
