//! Looks things up in a review.

#![allow(dead_code, reason = "every test file uses its part")]

use sanxian_review::finding::{Finding, Review, TownRow};

/// The row of a town.
pub fn row<'a>(review: &'a Review, id: &str) -> &'a TownRow {
    review.towns.iter().find(|row| row.id.0 == id).unwrap()
}

/// What a rule found about a town.
pub fn found<'a>(review: &'a Review, id: &str, rule: &str) -> Vec<&'a Finding> {
    review.findings.iter().filter(|f| f.subject.key() == id && f.rule == rule).collect()
}
