//! Puts findings into words, Chinese and English: the only place with sentences about results.
//!
//! Numbers are rounded once here, from whole mm² and mm, half away from zero.

mod bounds;
mod decision;
mod explain;
mod finding;
mod format;
mod list;
mod names;
mod parameter;
mod place;
mod problem;
mod quantity;
mod rule_texts;
mod step;

pub use bounds::{class, four_bounds};
pub use decision::{decided, decision_kind, decision_line, exemption};
pub use explain::{advice, force, limit, method, no_partition, verdict_text};
pub use finding::{fault, finding, limit_in_words, measured_short, measured_with_unit, not_checked};
pub use format::format;
pub use list::{card, category, field, ledger_value};
pub use names::{RULES, defect, grade, layer, level, provenance, rule, stage, standing, town_type, verdict};
pub use parameter::{parameter, parameter_unit, parameter_value};
pub use place::{place, standing_verdict, subject};
pub use problem::problem;
pub use quantity::{
    area, bytes, grouped, hectares, length, metres, money, mu, percent, repair_limits, share, square_metres, yuan,
};
pub use step::{first_town, step};
