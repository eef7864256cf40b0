//! Whom a finding is about: a town, or the towns of a place together.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::data::{FeatureId, TownTraits};

/// Whom a finding is about. Numbers, shares and sums of a list are a matter of the place that keeps the list: no single
/// town is too many, so none is charged with them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A town, by its id.
    Town(FeatureId),
    /// A place, by the prefix of its administrative codes or the id of its functional zone; empty = the whole country.
    Place(String),
}

impl Subject {
    /// The town, where it is about one.
    #[must_use]
    pub fn town(&self) -> Option<&FeatureId> {
        match self {
            Self::Town(id) => Some(id),
            Self::Place(_) => None,
        }
    }

    /// The place, where it is about one.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Town(_) => None,
            Self::Place(place) => Some(place),
        }
    }

    /// The id of the town, or the code of the place: what stands in tables.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Town(id) => &id.0,
            Self::Place(place) => place,
        }
    }

    /// Whether it is this town, or a place that such a town belongs to.
    #[must_use]
    pub fn concerns(&self, id: &FeatureId, traits: &TownTraits) -> bool {
        match self {
            Self::Town(own) => own == id,
            Self::Place(place) => {
                let code = traits.admin_code.as_deref();
                code.is_some_and(|code| code.starts_with(place.as_str()))
                    || traits.jurisdiction.as_deref() == Some(place)
                    || place.is_empty()
            }
        }
    }
}

impl PartialEq<FeatureId> for Subject {
    fn eq(&self, other: &FeatureId) -> bool {
        self.town() == Some(other)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_concerns_the_towns_of_its_code_and_of_its_zone_and_no_other() {
        let id = FeatureId("3305".to_owned());
        let traits = |code: &str, zone: Option<&str>| TownTraits {
            admin_code: Some(code.to_owned()),
            jurisdiction: zone.map(str::to_owned),
            ..TownTraits::default()
        };
        let place = |place: &str| Subject::Place(place.to_owned());
        assert!(place("3305").concerns(&id, &traits("330523", None)));
        assert!(!place("3311").concerns(&id, &traits("330523", None)));
        assert!(place("330500-HZKFQ").concerns(&id, &traits("330502", Some("330500-HZKFQ"))));
        assert!(!place("330500-HZKFQ").concerns(&id, &traits("330502", None)));
        assert!(place("").concerns(&id, &traits("630102", None)), "the whole country");
        assert_ne!(place("3305"), id, "a town may be called like a place");
        assert!(Subject::Town(id.clone()) < place(""), "places come after the towns");
    }
}
