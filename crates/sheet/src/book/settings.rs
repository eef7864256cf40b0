//! `sheet.toml`: scales, where things stand on each paper, and the words of the program.

use std::collections::BTreeMap;

use sanxian_project::lang::Lang;
use serde::{Deserialize, Serialize};

/// Sizes, scales, words. All lengths are millimetres on paper.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Denominators of the scales that may be used.
    pub scales: Vec<u32>,
    /// A sheet's subject takes at most this share of the frame's width and height.
    pub fill: f64,
    /// One a paper and turn.
    #[serde(rename = "layout")]
    pub layouts: Vec<Layout>,
    /// Words by name, in Chinese and English.
    pub words: BTreeMap<String, [String; 2]>,
}

/// Where things stand on one paper.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// `A3` or `A4`.
    pub paper: String,
    /// Tall.
    pub portrait: bool,
    /// Width and height of the paper.
    pub page: [f64; 2],
    /// The map inside its frame.
    pub map: Rect,
    /// From the map's edge to the outer frame; coordinates are written between them.
    pub band: f64,
    /// Title, secrecy and number.
    pub head: Rect,
    /// Scale and notes under the map.
    pub foot: Rect,
    /// Table, legend and the rest.
    pub panel: Rect,
    /// Columns of the panel, 1 or 2.
    pub columns: u8,
    /// The map of the surroundings.
    pub inset: [f64; 2],
    /// Size of usual letters, points.
    pub text: f64,
    /// Size of the title, points.
    pub title: f64,
    /// Size of the letters on the map in relation to the style.
    pub lettering: f64,
}

/// A place on the paper.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rect {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Settings {
    /// # Errors
    /// What cannot be used, in English.
    pub fn check(&self) -> Result<(), String> {
        if self.scales.is_empty() || self.scales.contains(&0) {
            return Err("scales: at least one, none of them 0".into());
        }
        if !(0.1..=1.0).contains(&self.fill) {
            return Err("fill: between 0.1 and 1".into());
        }
        for layout in &self.layouts {
            let name = format!("layout {} (portrait = {})", layout.paper, layout.portrait);
            let sound = |r: &Rect| {
                [r.x, r.y].iter().all(|v| (0.0..2e3).contains(v)) && [r.w, r.h].iter().all(|v| (5.0..2e3).contains(v))
            };
            let all = [&layout.map, &layout.head, &layout.foot, &layout.panel];
            if !all.into_iter().all(sound) {
                return Err(format!("{name}: places must be 5 to 2000 mm wide and high"));
            }
            if !(3.0..=40.0).contains(&layout.text)
                || !(3.0..=80.0).contains(&layout.title)
                || !(1..=2).contains(&layout.columns)
            {
                return Err(format!("{name}: text, title or columns out of range"));
            }
        }
        Ok(())
    }

    /// A word; its name where the settings do not have it.
    #[must_use]
    pub fn word<'a>(&'a self, name: &'a str, lang: Lang) -> &'a str {
        self.words.get(name).map_or(name, |[zh, en]| if lang == Lang::Zh { zh } else { en })
    }
}
