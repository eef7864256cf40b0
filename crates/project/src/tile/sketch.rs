//! Towns and findings as the map draws them: the open project's own layers, from memory.

use sanxian_review::data::{Attributes, Bounds, Shape, Town};
use sanxian_review::finding::Finding;
use sanxian_review::nearby::BoxIndex;

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
    pub shape: Shape,
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
            shape: town.feature.shape.clone(),
        }
    }

    /// A finding with ground of its own, its verdict after decisions; `None` without ground.
    #[must_use]
    pub fn finding(finding: &Finding, verdict: VerdictView, label: String) -> Option<Self> {
        let shape = finding.shape.clone()?;
        let mut tags = vec![
            ("verdict", word(&verdict)),
            ("rule", finding.rule.to_owned()),
            ("town", finding.subject.key().to_owned()),
        ];
        tags.extend(finding.layer.map(|layer| ("layer", layer.key().to_owned())));
        tags.extend(finding.grade.map(|grade| ("grade", grade.key().to_owned())));
        Some(Self { id: finding.fingerprint.0.clone(), label, tags, attributes: Attributes::default(), shape })
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

/// Features in memory, findable by place.
#[derive(Debug)]
pub struct Sketch {
    features: Vec<Sketched>,
    index: BoxIndex,
}

impl Sketch {
    /// Indexes features; the first is drawn lowest.
    #[must_use]
    pub fn new(features: Vec<Sketched>) -> Self {
        let boxes = features.iter().map(|feature| feature.shape.bounds().map(|bounds| bounds.padded(0.0)));
        let index = BoxIndex::new(boxes);
        Self { features, index }
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
}
