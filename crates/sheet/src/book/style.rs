//! The style files of `data/style`, the same that the screen reads: what each layer looks like, in millimetres on paper.

use std::collections::BTreeMap;

use sanxian_project::lang::Text;
use serde::Deserialize;

/// One layer.
#[derive(Debug, Clone, Deserialize)]
pub struct LayerStyle {
    /// Id of the layer.
    pub layer: String,
    /// For the legend.
    pub name: Text,
    /// Lowest first.
    pub order: i32,
    /// The first that fits is taken.
    pub classes: Vec<Class>,
    /// What is written on it.
    pub label: Option<Label>,
}

/// How features of one kind look.
#[derive(Debug, Clone, Deserialize)]
pub struct Class {
    /// Its name within the layer.
    pub id: String,
    /// For the legend.
    pub name: Text,
    /// Whether the legend lists it.
    #[serde(default = "yes")]
    pub legend: bool,
    /// Attribute → accepted values.
    #[serde(default)]
    pub when: BTreeMap<String, Vec<String>>,
    /// Its ground.
    pub fill: Option<Fill>,
    /// Lines over it.
    #[serde(default)]
    pub hatch: Vec<Hatch>,
    /// Its edge, lowest first.
    #[serde(default)]
    pub stroke: Vec<Stroke>,
}

/// Two colours; paper is light.
#[derive(Debug, Clone, Deserialize)]
pub struct Colour {
    light: String,
}

/// From … to denominators.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Scales {
    from: Option<u32>,
    to: Option<u32>,
}

/// Colour of an area.
#[derive(Debug, Clone, Deserialize)]
pub struct Fill {
    /// Colour.
    pub colour: Colour,
    /// 0 to 1.
    #[serde(default = "one")]
    pub opacity: f64,
    #[serde(default)]
    scales: Scales,
}

/// Parallel lines.
#[derive(Debug, Clone, Deserialize)]
pub struct Hatch {
    /// Degrees, counter-clockwise from east.
    pub angle: f64,
    /// From line to line.
    pub spacing: f64,
    /// Of a line.
    pub width: f64,
    /// Colour.
    pub colour: Colour,
    /// 0 to 1.
    #[serde(default = "one")]
    pub opacity: f64,
    #[serde(default)]
    scales: Scales,
}

/// A line along an edge.
#[derive(Debug, Clone, Deserialize)]
pub struct Stroke {
    /// Colour.
    pub colour: Colour,
    /// Width.
    pub width: f64,
    /// Line, gap, …
    #[serde(default)]
    pub dash: Vec<f64>,
    /// 0 to 1.
    #[serde(default = "one")]
    pub opacity: f64,
    #[serde(default)]
    scales: Scales,
}

/// Writing on a feature.
#[derive(Debug, Clone, Deserialize)]
pub struct Label {
    /// Height of the letters' box.
    pub size: f64,
    /// 400 or 700.
    #[serde(default)]
    pub weight: u16,
    /// Colour.
    pub colour: Colour,
    #[serde(default)]
    scales: Scales,
}

fn yes() -> bool {
    true
}

fn one() -> f64 {
    1.0
}

impl Colour {
    /// `#rrggbb`; black for anything else, so that a style file cannot put other words into a picture.
    #[must_use]
    pub fn ink(&self) -> &str {
        let text = &self.light;
        let good = text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit());
        if good { text } else { "#000000" }
    }
}

impl Scales {
    fn hold(self, scale: u32) -> bool {
        self.from.is_none_or(|from| from <= scale) && self.to.is_none_or(|to| scale <= to)
    }
}

impl LayerStyle {
    /// The class of a feature with these attributes.
    #[must_use]
    pub fn class(&self, attribute: impl Fn(&str) -> String) -> Option<&Class> {
        let fits = |class: &&Class| class.when.iter().all(|(name, accepted)| accepted.contains(&attribute(name)));
        self.classes.iter().find(fits)
    }

    /// What the legend calls a class: the layer's name where it lists only one.
    #[must_use]
    pub fn legend_name<'a>(&'a self, class: &'a Class) -> &'a Text {
        if self.classes.iter().filter(|class| class.legend).count() == 1 { &self.name } else { &class.name }
    }

    /// The label's style at a scale.
    #[must_use]
    pub fn label(&self, scale: u32) -> Option<&Label> {
        self.label.as_ref().filter(|label| label.scales.hold(scale))
    }
}

impl Class {
    /// The fill at a scale.
    #[must_use]
    pub fn fill(&self, scale: u32) -> Option<&Fill> {
        self.fill.as_ref().filter(|fill| fill.scales.hold(scale))
    }

    /// The hatching at a scale.
    pub fn hatch(&self, scale: u32) -> impl Iterator<Item = &Hatch> {
        self.hatch.iter().filter(move |hatch| hatch.scales.hold(scale) && hatch.spacing >= 0.1)
    }

    /// The lines at a scale, lowest first.
    pub fn stroke(&self, scale: u32) -> impl Iterator<Item = &Stroke> {
        self.stroke.iter().filter(move |stroke| stroke.scales.hold(scale))
    }
}
