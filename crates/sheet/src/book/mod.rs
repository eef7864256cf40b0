//! The templates, settings and styles: those of the program, or a reviewer's own in their place.

mod settings;
mod style;

use std::path::Path;

use serde::de::DeserializeOwned;

pub use settings::{Layout, Rect, Settings};
pub use style::{Class, Fill, Hatch, LayerStyle, Stroke};

use crate::error::SheetError;
use crate::request::{Orientation, Paper};
use crate::typeset::Files;

const TEMPLATES: [(&str, &str); 5] = [
    ("main.typ", include_str!("../../../../data/sheet/main.typ")),
    ("parts.typ", include_str!("../../../../data/sheet/parts.typ")),
    ("sheet.typ", include_str!("../../../../data/sheet/sheet.typ")),
    ("index.typ", include_str!("../../../../data/sheet/index.typ")),
    ("north.svg", include_str!("../../../../data/sheet/north.svg")),
];
const SETTINGS: (&str, &str) = ("sheet.toml", include_str!("../../../../data/sheet/sheet.toml"));
const STYLES: [(&str, &str); 7] = [
    ("counties.json", include_str!("../../../../data/style/counties.json")),
    ("basic_farmland.json", include_str!("../../../../data/style/basic_farmland.json")),
    ("eco_redline.json", include_str!("../../../../data/style/eco_redline.json")),
    ("urban_boundary.json", include_str!("../../../../data/style/urban_boundary.json")),
    ("towns.json", include_str!("../../../../data/style/towns.json")),
    ("findings.json", include_str!("../../../../data/style/findings.json")),
    ("graticule.json", include_str!("../../../../data/style/graticule.json")),
];
/// A template or style is a page of text.
const MOST_BYTES: u64 = 4 << 20;

/// Everything that says how a sheet looks.
#[derive(Debug, Clone)]
pub struct Book {
    /// Templates and fixed pictures.
    pub files: Files,
    /// Sizes, scales, words.
    pub settings: Settings,
    /// By drawing order, lowest first.
    pub styles: Vec<LayerStyle>,
}

impl Book {
    /// The program's own, each file replaced by the one of the same name in `folder`.
    ///
    /// # Errors
    /// A file of the folder that cannot be read or is wrong.
    pub fn open(folder: Option<&Path>) -> Result<Self, SheetError> {
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(SheetError::io(folder)(std::io::ErrorKind::NotFound.into()));
        }
        let mut files = Files::new();
        for (name, own) in TEMPLATES {
            files.text(name, text(folder, name, own)?);
        }
        let settings = toml::from_str(&text(folder, SETTINGS.0, SETTINGS.1)?);
        let settings: Settings = settings.map_err(|error| SheetError::template(SETTINGS.0, error))?;
        settings.check().map_err(|what| SheetError::template(SETTINGS.0, what))?;
        let mut styles = STYLES
            .into_iter()
            .map(|(name, own)| json::<LayerStyle>(name, &text(folder, name, own)?))
            .collect::<Result<Vec<_>, _>>()?;
        styles.sort_by_key(|style| style.order);
        Ok(Self { files, settings, styles })
    }

    /// The layout for a paper.
    ///
    /// # Errors
    /// When the settings have none.
    pub fn layout(&self, paper: Paper, orientation: Orientation) -> Result<&Layout, SheetError> {
        let name = match paper {
            Paper::A3 => "A3",
            Paper::A4 => "A4",
        };
        let tall = orientation == Orientation::Portrait;
        let found = self.settings.layouts.iter().find(|layout| layout.paper == name && layout.portrait == tall);
        found.ok_or_else(|| SheetError::template(SETTINGS.0, format!("no [[layout]] for {name}, portrait = {tall}")))
    }

    /// A layer's style.
    #[must_use]
    pub fn style(&self, layer: &str) -> Option<&LayerStyle> {
        self.styles.iter().find(|style| style.layer == layer)
    }
}

fn text(folder: Option<&Path>, name: &str, own: &str) -> Result<String, SheetError> {
    let Some(path) = folder.map(|folder| folder.join(name)).filter(|path| path.exists()) else {
        return Ok(own.to_owned());
    };
    let size = std::fs::metadata(&path).map_err(SheetError::io(&path))?.len();
    if size > MOST_BYTES {
        return Err(SheetError::template(name, format!("{size} bytes, at most {MOST_BYTES}")));
    }
    std::fs::read_to_string(&path).map_err(SheetError::io(&path))
}

fn json<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, SheetError> {
    serde_json::from_str(text).map_err(|error| SheetError::template(name, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_own_book_has_every_paper() {
        let book = Book::open(None).expect("the program's own");
        for paper in [Paper::A3, Paper::A4] {
            for turned in [Orientation::Landscape, Orientation::Portrait] {
                assert!(book.layout(paper, turned).is_ok());
            }
        }
        assert_eq!(book.styles.last().map(|style| style.layer.as_str()), Some("findings"));
    }

    #[test]
    fn a_file_of_ones_own_replaces_the_programs_and_its_faults_are_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let own = include_str!("../../../../data/sheet/sheet.toml").replace("scales = [", "scales = [777, ");
        std::fs::write(folder.path().join("sheet.toml"), own).expect("written");
        let book = Book::open(Some(folder.path())).expect("a good folder");
        assert!(book.settings.scales.contains(&777));
        std::fs::write(folder.path().join("towns.json"), "{}").expect("written");
        let error = Book::open(Some(folder.path())).expect_err("a fault");
        assert!(matches!(&error, SheetError::Template { file, .. } if file == "towns.json"), "{error}");
    }
}
