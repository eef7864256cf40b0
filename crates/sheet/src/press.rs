//! What evidence packs and the window ask of this crate.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use sanxian_project::dossier::Dossier;
use sanxian_project::lang::{Lang, Text};
use sanxian_project::opinion::Opinion;
use sanxian_project::pack::Press;
use sanxian_project::watch::Watch;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::opinion::OpinionSetter;
use crate::typeset::MissingGlyph;
use crate::{Format, Imprint, Kind, Orientation, Paper, SheetRequest, Source, draw};

/// Control lines can be drawn as far as this around a town, metres.
const FARTHEST: f64 = 100_000.0;

/// Sets opinions and draws sheets, and remembers what the fonts did not have.
#[derive(Debug, Default)]
pub struct SheetPress {
    /// Opinions set so far.
    pub opinions: OpinionSetter,
    missing: Mutex<Vec<MissingGlyph>>,
}

/// A request for sheets as a pack keeps it: without folders of this machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetRecipe {
    /// `index`, `town`, `finding`, `atlas`
    pub kinds: Vec<String>,
    /// `a3` or `a4`
    pub paper: String,
    /// Tall instead of wide.
    pub portrait: bool,
    /// `pdf`, `svg`, `png`
    pub formats: Vec<String>,
    /// Control lines farther than this from the towns are left out, metres.
    pub around: Option<f64>,
    /// `zh` or `en`
    pub lang: String,
    /// 制图单位
    pub office: String,
    /// 密级
    pub secrecy: String,
    /// 制图人
    #[serde(default)]
    pub author: String,
    /// 审核人
    #[serde(default)]
    pub checker: String,
}

impl SheetRecipe {
    /// The sheets of these kinds: A3, landscape, PDF.
    #[must_use]
    pub fn of(kinds: &[Kind], lang: Lang) -> Self {
        Self {
            kinds: kinds.iter().map(|kind| kind.key().to_owned()).collect(),
            paper: "a3".into(),
            portrait: false,
            formats: vec!["pdf".into()],
            around: None,
            lang: if lang == Lang::En { "en" } else { "zh" }.into(),
            office: String::new(),
            secrecy: String::new(),
            author: String::new(),
            checker: String::new(),
        }
    }

    /// As the drawer wants it; words it does not know are left out.
    #[must_use]
    pub fn request(&self, out: PathBuf) -> SheetRequest {
        let named = |list: &[String], key: &str| list.iter().any(|name| name == key);
        SheetRequest {
            kinds: Kind::ALL.into_iter().filter(|kind| named(&self.kinds, kind.key())).collect(),
            paper: if self.paper == "a4" { Paper::A4 } else { Paper::A3 },
            orientation: if self.portrait { Orientation::Portrait } else { Orientation::Landscape },
            formats: Format::ALL.into_iter().filter(|format| named(&self.formats, format.key())).collect(),
            // out of range leaves out more, never less
            around: self.around.map(|metres| if metres.is_finite() { metres.clamp(0.0, FARTHEST) } else { 0.0 }),
            imprint: Imprint {
                office: self.office.clone(),
                secrecy: self.secrecy.clone(),
                author: self.author.clone(),
                checker: self.checker.clone(),
            },
            lang: if self.lang == "en" { Lang::En } else { Lang::Zh },
            ..SheetRequest::new(out)
        }
    }
}

impl SheetPress {
    /// Characters that the fonts did not have, each once.
    #[must_use]
    pub fn missing(&self) -> Vec<MissingGlyph> {
        let mut all = self.opinions.missing();
        all.extend(self.missing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).iter().cloned());
        all.sort();
        all.dedup_by(|a, b| a.sign == b.sign);
        all
    }
}

impl Press for SheetPress {
    fn opinion(&self, opinion: &Opinion, watch: &dyn Watch) -> Result<Vec<u8>, String> {
        self.opinions.set(opinion, watch)
    }

    fn sheets(
        &self,
        dossier: &Dossier,
        recipe: &Value,
        folder: &Path,
        watch: &dyn Watch,
    ) -> Result<Vec<String>, String> {
        let recipe: SheetRecipe = serde_json::from_value(recipe.clone()).map_err(|error| error.to_string())?;
        let drawn = draw(&recipe.request(folder.into()), &Source::new(dossier.clone()), watch)
            .map_err(|error| error.to_string())?;
        self.missing.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(drawn.missing);
        let name = |path: PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok(drawn.written.into_iter().filter_map(|written| name(written.path)).collect())
    }

    fn notes(&self) -> Vec<Text> {
        let missing = self.missing().into_iter().map(|MissingGlyph { sign, text, page }| {
            Text::new(
                format!("字体中没有“{sign}”，纸面上为空框：第 {page} 页“{text}”"),
                format!("the font has no {sign:?}, a box stands in its place: page {page}, {text:?}"),
            )
        });
        missing.collect()
    }
}
