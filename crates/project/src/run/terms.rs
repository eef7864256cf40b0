//! By what a review judges: packs, the day, how near is near.

use sanxian_review::data::TownTraits;
use sanxian_review::measure::Millimetres;
use sanxian_review::policy::{Date, Policy};

use super::{RunError, proj_version};
use crate::packs::{parameters, select};
use crate::run_info::RunInfo;

/// Towns nearer than this are listed when nobody says otherwise (contract of the command line).
pub(crate) const DEFAULT_NEAR: Millimetres = Millimetres(1_000_000);

/// What a reviewer chose to judge by.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// Packs by id or file; none = by the towns' codes.
    pub packs: Vec<String>,
    /// Reviewer's parameters by name, in place of what packs assume.
    pub assume: Vec<(String, f64)>,
    /// Towns nearer than this are neighbours, instead of 1000 m and of what packs assume.
    pub near: Option<Millimetres>,
    /// The day of the review.
    pub as_of: Date,
}

impl Terms {
    /// The policy for these towns.
    ///
    /// # Errors
    /// A pack that is not there or cannot be used, or packs that cannot be used together.
    pub fn bind<'a>(&self, towns: impl Iterator<Item = &'a TownTraits> + Clone) -> Result<Policy, RunError> {
        let mut packs = select(&self.packs, towns)?;
        for (name, value) in &self.assume {
            packs.iter_mut().for_each(|pack| pack.assume(name, *value));
        }
        if let Some(near) = self.near {
            #[expect(clippy::cast_precision_loss, reason = "a distance of kilometres")]
            let metres = near.0 as f64 / 1e3;
            packs.iter_mut().for_each(|pack| pack.assume("near_distance_m", metres));
        }
        Ok(Policy::new(packs, self.as_of, self.near.unwrap_or(DEFAULT_NEAR))?)
    }

    /// What is printed beside the results.
    pub(crate) fn run_info(&self, policy: &Policy) -> RunInfo {
        RunInfo {
            as_of: self.as_of.to_string(),
            near: policy.near(),
            software: crate::SOFTWARE.to_owned(),
            proj: proj_version(),
            packs: serde_json::to_value(policy.packs()).unwrap_or_default(),
            parameters: parameters(policy.packs()),
        }
    }
}
