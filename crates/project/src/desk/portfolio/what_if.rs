//! A town that might be added, as a row of the ledger.

use std::collections::BTreeMap;

use sanxian_review::data::{FeatureId, TownTraits};
use sanxian_review::ledger::{Entry, Field, Ledger};

use crate::desk::open::Seen;
use crate::desk::towns::find;
use crate::import::towns as traits;
use crate::lang::Text;
use crate::ledger::category;
use crate::view::{Failure, WhatIf};

/// The row that such a town would be.
///
/// # Errors
/// A town that is not there or counts already, a town of which nothing is known.
pub(super) fn row(seen: &Seen, ledger: &Ledger, wish: &WhatIf) -> Result<Ledger, Failure> {
    let id = wish.town.as_ref().map(|id| FeatureId(id.clone()));
    if let Some(id) = id.as_ref().filter(|id| ledger.entries.iter().any(|entry| entry.town.as_ref() == Some(*id))) {
        return Err(Failure::other(
            Text::new(
                format!("小镇 {} 在台账中，已经计入", id.0),
                format!("Town {} is in the ledger and counts", id.0),
            ),
            Text::new("请选台账中没有的小镇，或填写一个新的", "Choose a town without a row, or describe a new one"),
        ));
    }
    let town = id.as_ref().map(|id| {
        find(&seen.glance, id).ok_or_else(|| {
            Failure::other(
                Text::new(format!("没有编码为“{}”的小镇", id.0), format!("There is no town “{}”", id.0)),
                Text::new("请从列表中另选", "Choose another from the list"),
            )
        })
    });
    let town = town.transpose()?;
    let own = town.map(|town| town.traits.clone()).unwrap_or_default();
    let said =
        |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let facts = TownTraits {
        admin_code: said(&wish.admin_code)
            .map_or(Ok(own.admin_code), |text| traits::admin_code(&text).map(Some).ok_or_else(|| not_a_code(&text)))?,
        level: said(&wish.level).and_then(|text| traits::level(&text)).or(own.level),
        stage: said(&wish.stage).and_then(|text| traits::stage(&text)).or(own.stage),
        town_type: own.town_type,
        category: said(&wish.category).map(|text| category(&text)).or(own.category),
        jurisdiction: said(&wish.jurisdiction).or(own.jurisdiction),
    };
    let columns = [Field::Level, Field::Stage, Field::Category, Field::AdminCode, Field::Jurisdiction];
    let entry = Entry {
        line: 0,
        code: town.map(|town| town.feature.id.0.clone()).unwrap_or_default(),
        name: town
            .map(|town| town.name.clone())
            .filter(|_| wish.name.trim().is_empty())
            .unwrap_or_else(|| wish.name.trim().to_owned()),
        town: id,
        traits: facts,
        values: BTreeMap::new(),
    };
    Ok(Ledger { entries: vec![entry], columns: columns.into_iter().collect() })
}

fn not_a_code(text: &str) -> Failure {
    Failure::other(
        Text::new(format!("“{text}”不是行政区代码"), format!("“{text}” is not an administrative code")),
        Text::new("请填 6 位县级代码，如 330502", "Give the six digits of a county, such as 330502"),
    )
}

/// What to call it.
pub(super) fn label(entry: &Entry) -> String {
    let name = if entry.name.is_empty() { &entry.code } else { &entry.name };
    if name.is_empty() { "+1".to_owned() } else { name.clone() }
}
