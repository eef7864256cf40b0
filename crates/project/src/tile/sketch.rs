//! Towns and findings as the map draws them: the open project's own layers.

use std::borrow::Cow;

use sanxian_review::data::{Attributes, Bounds, Shape, Town};
use sanxian_review::finding::Finding;
use sanxian_review::nearby::BoxIndex;

use crate::store::{FindingsGround, Placed, StoreError};
use crate::view::VerdictView;

/// One feature of a sketch.
#[derive(Debug, Clone)]
pub struct Sketched {
    /// Town code or fingerprint.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// What the map style looks at: `verdict`, `rule`, `layer`, `grade`, `town`.
    pub tags: Vec<(&'static str, String)>,
    /// Attributes as delivered, for identify.
    pub attributes: Attributes,
    /// Its ground.
    pub ground: Ground,
}

impl Sketched {
    /// What stands beside it in a tile.
    pub(super) fn words(&self) -> Vec<(&'static str, String)> {
        let named = [("id", self.id.clone()), ("label", self.label.clone())];
        named.into_iter().chain(self.tags.iter().cloned()).collect()
    }
}

/// Where the ground of a feature is.
#[derive(Debug, Clone)]
pub enum Ground {
    /// At hand.
    Here(Shape),
    /// In the project's file; read when it is looked at.
    Stored(Placed),
}

impl Ground {
    /// The box around it, degrees, with the bow of its edges.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Here(shape) => shape.bounds().map(|bounds| bounds.padded(0.0)),
            Self::Stored(placed) => Some(placed.bounds.padded(0.0)),
        }
    }
}

impl Sketched {
    /// A town; its verdict after decisions, once it was reviewed.
    #[must_use]
    pub fn town(town: &Town, verdict: Option<VerdictView>) -> Self {
        let id = town.feature.id.0.clone();
        let label = if town.name.is_empty() { id.clone() } else { town.name.clone() };
        Self {
            id,
            label,
            tags: verdict.map(|verdict| ("verdict", word(&verdict))).into_iter().collect(),
            attributes: town.feature.attributes.clone(),
            ground: Ground::Here(town.feature.shape.clone()),
        }
    }

    /// A finding with ground of its own, its verdict after decisions.
    #[must_use]
    pub fn finding(finding: &Finding, verdict: VerdictView, label: String, placed: Placed) -> Self {
        let mut tags = vec![
            ("verdict", word(&verdict)),
            ("rule", finding.rule.to_owned()),
            ("town", finding.subject.key().to_owned()),
        ];
        tags.extend(finding.layer.map(|layer| ("layer", layer.key().to_owned())));
        tags.extend(finding.grade.map(|grade| ("grade", grade.key().to_owned())));
        let (id, ground) = (finding.fingerprint.0.clone(), Ground::Stored(placed));
        Self { id, label, tags, attributes: Attributes::default(), ground }
    }
}

/// As it crosses the bridge elsewhere: `not_checked`.
fn word(verdict: &VerdictView) -> String {
    match verdict {
        VerdictView::Pass => "pass",
        VerdictView::NotChecked => "not_checked",
        VerdictView::Justify => "justify",
        VerdictView::Verify => "verify",
        VerdictView::Breach => "breach",
    }
    .to_owned()
}

/// Features findable by place.
#[derive(Debug)]
pub struct Sketch {
    features: Vec<Sketched>,
    index: BoxIndex,
    /// Where ground that is not at hand is read from.
    file: Option<FindingsGround>,
}

impl Sketch {
    /// Indexes features whose ground is at hand; the first is drawn lowest.
    #[must_use]
    pub fn new(features: Vec<Sketched>) -> Self {
        let index = BoxIndex::new(features.iter().map(|feature| feature.ground.bounds()));
        Self { features, index, file: None }
    }

    /// Indexes features whose ground lies in a file.
    #[must_use]
    pub fn stored(features: Vec<Sketched>, file: FindingsGround) -> Self {
        Self { file: Some(file), ..Self::new(features) }
    }

    /// All features.
    #[must_use]
    pub fn features(&self) -> &[Sketched] {
        &self.features
    }

    /// Features whose padded boxes touch `window`, in order.
    pub(crate) fn near(&self, window: &Bounds) -> impl Iterator<Item = &Sketched> {
        self.index.near(window).into_iter().map(|k| &self.features[k])
    }

    /// The ground of these features, in their order; `None` where it has changed since.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn shapes<'a>(&self, wanted: &[&'a Sketched]) -> Result<Vec<Option<Cow<'a, Shape>>>, StoreError> {
        let stored = wanted.iter().filter_map(|one| match &one.ground {
            Ground::Stored(placed) => Some((*placed, one.id.as_str())),
            Ground::Here(_) => None,
        });
        let mut read = match &self.file {
            Some(file) => file.read(stored)?,
            None => Vec::new(),
        }
        .into_iter();
        let shape = |one: &&'a Sketched| match &one.ground {
            Ground::Here(shape) => Some(Cow::Borrowed(shape)),
            Ground::Stored(_) => read.next().flatten().map(Cow::Owned),
        };
        Ok(wanted.iter().map(shape).collect())
    }
}
