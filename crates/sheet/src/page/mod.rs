//! What stands on a page: everything as data and pictures, for the templates to place.

mod facts;
mod finding;
mod index;
mod notes;
mod scale;
mod table;
mod text;
mod town;

use std::collections::{BTreeMap, BTreeSet};

use sanxian_project::lang::Lang;
use sanxian_project::words;
use sanxian_review::data::{FeatureId, Town};
use sanxian_review::finding::Verdict;
use serde_json::{Map, Value, json};

pub use finding::{drawable, finding};
pub use index::index;
pub use text::{clean, file_name};
pub use town::town;

use crate::book::{Book, Layout};
use crate::map::{Drawn, Extent, Frame, Label, View, inset, swatch};
use crate::request::{Kind, SheetRequest};
use crate::source::Source;
use crate::typeset::Files;

/// What every page is made from.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The review.
    pub source: &'a Source,
    /// Templates, settings, styles.
    pub book: &'a Book,
    /// Of the paper asked for.
    pub layout: &'a Layout,
    /// What was asked for.
    pub request: &'a SheetRequest,
    /// Towns' names in file names, each another.
    pub stems: &'a BTreeMap<FeatureId, String>,
}

/// One sheet, before it is typeset.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Which kind.
    pub kind: Kind,
    /// Name of its file, without ending, and of its place in an atlas.
    pub name: String,
    /// The town it is about.
    pub town: Option<String>,
    /// What the templates show.
    pub data: Map<String, Value>,
    /// Its pictures, by names within the sheet.
    pub pictures: Vec<(String, String)>,
}

/// Swatches of the legend, mm.
const SWATCH: [f64; 2] = [9.0, 4.6];

impl Desk<'_> {
    fn lang(&self) -> Lang {
        self.request.lang
    }

    fn stem(&self, town: &FeatureId) -> &str {
        self.stems.get(town).map_or("_", String::as_str)
    }

    fn word<'n>(&'n self, name: &'n str) -> &'n str {
        self.book.settings.word(name, self.lang())
    }

    fn window(&self) -> [f64; 2] {
        [self.layout.map.w, self.layout.map.h]
    }

    /// The largest round scale at which an extent fits.
    fn view(&self, plane: sanxian_review::plane::Plane, extent: &Extent) -> View {
        let settings = &self.book.settings;
        View::around(plane, extent, self.window(), &settings.scales, settings.fill)
    }

    /// What every sheet has: paper, title, imprint, map, coordinates, legend, scale.
    fn sheet(&self, kind: Kind, name: &str, title: &str, view: &View, drawn: &Drawn, frame: &Frame) -> Sheet {
        let imprint = &self.request.imprint;
        let run = &self.source.recorded().run;
        let mut pictures = vec![("map.svg".to_owned(), drawn.svg.clone())];
        let mut legend = Vec::new();
        for (at, item) in drawn.legend.iter().enumerate() {
            let file = format!("legend-{at}.svg");
            pictures.push((file.clone(), swatch(&item.class, view.denominator(), SWATCH)));
            legend.push(json!({"picture": file, "name": item.name.get(self.lang())}));
        }
        let data = json!({
            "kind": kind.key(),
            "name": name,
            "layout": self.layout,
            "title": title,
            "secrecy": imprint.secrecy,
            "office": imprint.office,
            "author": imprint.author,
            "checker": imprint.checker,
            "date": run.as_of,
            "software": sanxian_project::SOFTWARE,
            "map": "map.svg",
            "labels": labels(&drawn.labels),
            "frame": frame,
            "legend": legend,
            "numbered": drawn.numbered,
            "swatch": SWATCH,
            "scale": scale::scale(view, self.lang()),
            "colours": self.colours(),
        });
        let Value::Object(data) = data else { return unreachable_sheet(kind, name) };
        Sheet { kind, name: name.to_owned(), town: None, data, pictures }
    }

    fn inset(&self, sheet: &mut Sheet, view: &View, subject: &[&FeatureId]) {
        let (picture, written) = inset(self.source, view, subject, self.layout.inset);
        sheet.pictures.push(("inset.svg".into(), picture));
        sheet.data.insert("inset".into(), json!({"picture": "inset.svg", "labels": labels(&written)}));
    }

    /// Ink of the verdicts, as the style draws towns.
    fn colours(&self) -> Value {
        let classes = self.book.style("towns").map_or(&[][..], |style| &style.classes);
        let ink = |class: &crate::book::Class| {
            class.stroke.last().map(|stroke| (class.id.clone(), Value::from(stroke.colour.ink())))
        };
        Value::Object(classes.iter().filter_map(ink).collect())
    }

    fn verdict(&self, verdict: Option<Verdict>) -> (String, String) {
        verdict.map_or(("unreviewed".into(), "–".into()), |verdict| {
            (verdict.key().to_owned(), words::verdict(verdict, self.lang()).to_owned())
        })
    }
}

fn unreachable_sheet(kind: Kind, name: &str) -> Sheet {
    Sheet { kind, name: name.to_owned(), town: None, data: Map::new(), pictures: Vec::new() }
}

fn labels(labels: &[Label]) -> Vec<Value> {
    let one = |label: &Label| {
        let lines: Vec<&str> = label.text.lines().collect();
        json!({"x": label.x, "y": label.y, "lines": lines, "size": label.size, "bold": label.bold,
               "colour": label.colour, "halo": label.halo})
    };
    labels.iter().map(one).collect()
}

/// A town's name, or its id where it has none.
pub fn name_of(town: &Town) -> &str {
    if town.name.trim().is_empty() { &town.feature.id.0 } else { &town.name }
}

/// Puts a sheet's pictures among the files of a document under a folder of its own, and its data under it.
pub fn place(sheet: &Sheet, at: usize, files: &mut Files) -> Value {
    let folder = format!("s{at}");
    for (name, picture) in &sheet.pictures {
        files.text(format!("{folder}/{name}"), picture.clone());
    }
    let mut data = sheet.data.clone();
    data.insert("folder".into(), folder.into());
    clean(Value::Object(data))
}

/// A name for the files of each town, no two alike even where letters had to be replaced.
#[must_use]
pub fn stems(towns: &[Town]) -> BTreeMap<FeatureId, String> {
    let mut used = BTreeSet::new();
    let mut stem = |town: &Town| {
        let plain = file_name(&town.feature.id.0);
        let mut name = plain.clone();
        let mut more = 2;
        // file systems that do not tell letters apart by size must find two names too
        while !used.insert(name.to_lowercase()) {
            name = format!("{plain}_{more}");
            more += 1;
        }
        (town.feature.id.clone(), name)
    };
    towns.iter().map(&mut stem).collect()
}
