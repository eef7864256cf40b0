//! Handing in: sheets, the opinion and the evidence pack in one folder, all of them or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sanxian_review::data::FeatureId;

use super::open::line;
use super::{Desk, Onlooker, aside_unless_cancelled, life, lock, read_unless_cancelled, stale};
use crate::dossier::Dossier;
use crate::lang::Text;
use crate::opinion::{Asked, Signed, files};
use crate::pack::key::{Key, KeyError};
use crate::pack::{OpinionRecipe, PackError, Press, Recipe, write};
use crate::view::{ExportView, Failure, HandInChoice, KeyView};
use crate::watch::{Step, Watch};

/// Makes what lies beside this crate.
pub type SharedPress = Arc<dyn Press + Send + Sync>;

/// Control lines can be drawn as far as this around a town, metres.
const FARTHEST: u32 = 100_000;

/// Results that go into a pack.
const RESULTS: [&str; 4] = ["csv", "geojson", "json", "xlsx"];

impl Desk {
    /// Keeps a key that was chosen in a native dialog behind a handle.
    ///
    /// # Errors
    /// A file that is no key.
    pub fn remember_key(&self, path: &Path) -> Result<KeyView, Failure> {
        let key = Key::open(path)?;
        let mut keys = lock(&self.keys);
        let at = keys.iter().position(|known| known == path).unwrap_or_else(|| {
            keys.push(path.into());
            keys.len() - 1
        });
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(KeyView { id: format!("key-{at}"), file, fingerprint: key.fingerprint() })
    }

    fn key(&self, id: &str) -> Result<Key, Failure> {
        let at = id.strip_prefix("key-").and_then(|number| number.parse::<usize>().ok());
        let path = at.and_then(|at| lock(&self.keys).get(at).cloned());
        Ok(Key::open(&path.ok_or_else(|| Failure::missing(Path::new(id)))?)?)
    }

    /// Makes the papers in a folder `<project>-报送成果-<day>` beside the project, or in the folder chosen.
    ///
    /// # Errors
    /// Nothing reviewed, results that are older than the data, a folder that cannot be written, a cancel; then nothing
    /// there has changed.
    pub async fn hand_in(
        &self,
        choice: HandInChoice,
        press: SharedPress,
        watch: Onlooker,
    ) -> Result<ExportView, Failure> {
        let open = self.opened()?;
        let parent = self.target(choice.folder.as_deref(), open.folder())?;
        let key = choice.key.as_deref().map(|id| self.key(id)).transpose()?;
        let _writing = open.writing.lock().await;
        let reading = open.clone();
        let dossier = read_unless_cancelled(&watch, async move { Dossier::read(&reading.store).await }).await??;
        let stale = stale::reasons(&open.seen());
        let name = life::name_of(open.path());
        let folder = parent.join(format!("{name}-报送成果-{}", dossier.recorded.run.as_of));
        let (target, sample, own) = (folder.clone(), dossier.sample, press.clone());
        let make = move |watch: &dyn Watch| make(&dossier, &choice, own.as_ref(), key.as_ref(), &target, watch);
        let files = aside_unless_cancelled(&watch, make).await??;
        if open.read_only.is_none() {
            let said = Text::new(
                format!("报送成果写到 {}：{}", folder.display(), files.join("、")),
                format!("handed in at {}: {}", folder.display(), files.join(", ")),
            );
            open.store.note(&line(said)).await?;
        }
        let mut notes = press.notes();
        if !stale.is_empty() {
            notes.push(Text::new(
                "结果早于数据或参数，请重新审查后再报送",
                "The results are older than the data: review again before handing in",
            ));
            notes.extend(stale);
        }
        if sample {
            notes.push(Text::new("示例数据均为虚构", "The demo's data are invented"));
        }
        Ok(ExportView { folder: self.remember_folder(&folder), files, notes })
    }
}

/// Makes everything aside and puts it in place; the files, with strokes between folders.
fn make(
    dossier: &Dossier,
    choice: &HandInChoice,
    press: &dyn Press,
    key: Option<&Key>,
    target: &Path,
    watch: &dyn Watch,
) -> Result<Vec<String>, Failure> {
    let parent = target.parent().unwrap_or(Path::new("."));
    let io = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| Failure::io(&path, &error)
    };
    let aside = tempfile::Builder::new().prefix(".sanxian-").tempdir_in(parent).map_err(io(parent))?;
    let watch = &Quiet(watch);
    let mut made: Vec<String> = Vec::new();
    let sheets = sheets(choice);
    if !sheets.is_null() {
        let folder = aside.path().join("图件");
        fs::create_dir(&folder).map_err(io(&folder))?;
        let names = press.sheets(dossier, &sheets, &folder, watch).map_err(|what| pressed(watch, what))?;
        made.extend(names.into_iter().map(|name| format!("图件/{name}")));
    }
    let opinions = opinions(dossier, choice);
    for opinion in &opinions {
        let formats: Vec<_> = files::Format::ALL
            .into_iter()
            .filter(|format| opinion.formats.iter().any(|name| name == format.key()))
            .collect();
        let asked: [Asked; 1] = [opinion.asked()];
        let typeset = |opinion: &crate::opinion::Opinion, watch: &dyn Watch| press.opinion(opinion, watch);
        files::write(dossier, &asked, &formats, &typeset, &aside.path().join("审查意见"), watch)?;
        made.extend(formats.iter().map(|format| format!("审查意见/{}", files::name(&asked[0], *format))));
    }
    if choice.pack {
        let results = RESULTS.map(str::to_owned).to_vec();
        // a pack without papers still holds an opinion: it is what the evidence is for
        let opinions =
            if opinions.is_empty() { vec![opinion(choice, None, &["docx", "pdf", "xlsx"])] } else { opinions };
        let recipe = Recipe { results, opinions, sheets };
        let packed = write(dossier, &recipe, press, key, &aside.path().join("证据包.zip"), watch);
        // a press that is stopped tells it as a fault of its own
        packed.map_err(|error| if watch.cancelled() { Failure::cancelled() } else { error.into() })?;
        made.push("证据包.zip".to_owned());
    }
    if watch.cancelled() {
        return Err(Failure::cancelled());
    }
    // from here on its end is waited for
    watch.0.progress(Step::Save);
    if watch.cancelled() {
        return Err(Failure::cancelled());
    }
    for name in &made {
        let (from, to) = (aside.path().join(name), target.join(name));
        let folder: PathBuf = to.parent().unwrap_or(target).to_owned();
        fs::create_dir_all(&folder).map_err(io(&folder))?;
        fs::rename(&from, &to).map_err(io(&to))?;
    }
    Ok(made)
}

/// Single steps save aside; the whole is saved at the end.
struct Quiet<'a>(&'a dyn Watch);

impl Watch for Quiet<'_> {
    fn progress(&self, step: Step) {
        if step != Step::Save {
            self.0.progress(step);
        }
    }

    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
}

/// As the maker of sheets wants it; nothing for none.
fn sheets(choice: &HandInChoice) -> serde_json::Value {
    if choice.sheets.is_empty() {
        return serde_json::Value::Null;
    }
    serde_json::json!({
        "kinds": choice.sheets,
        "paper": choice.paper,
        "portrait": choice.portrait,
        "formats": choice.sheet_formats,
        // what is too far leaves out more than was wished, never less
        "around": choice.around.map(|metres| metres.min(FARTHEST)),
        "lang": choice.lang,
        "office": choice.office.trim(),
        "secrecy": choice.secrecy.trim(),
        "author": choice.author.trim(),
        "checker": choice.checker.trim(),
    })
}

fn opinions(dossier: &Dossier, choice: &HandInChoice) -> Vec<OpinionRecipe> {
    if choice.opinion.is_empty() {
        return Vec::new();
    }
    let formats: Vec<&str> = choice.opinion.iter().map(String::as_str).collect();
    let mut all = vec![opinion(choice, None, &formats)];
    if choice.each_town {
        let towns = dossier.recorded.towns.iter();
        all.extend(towns.map(|town| opinion(choice, Some(town.feature.id.clone()), &formats)));
    }
    all
}

fn opinion(choice: &HandInChoice, town: Option<FeatureId>, formats: &[&str]) -> OpinionRecipe {
    let said = |words: &String| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    OpinionRecipe {
        lang: if choice.lang == "en" { "en" } else { "zh" }.to_owned(),
        town,
        signed: Signed {
            office: said(&choice.office),
            reviewer: said(&choice.reviewer),
            number: None,
            secrecy: said(&choice.secrecy),
        },
        formats: formats.iter().map(|format| (*format).to_owned()).collect(),
    }
}

fn pressed(watch: &dyn Watch, what: String) -> Failure {
    if watch.cancelled() {
        return Failure::cancelled();
    }
    Failure::other(
        Text::new(what.clone(), what),
        Text::new("请换一种图件或格式再试", "Try another kind of sheet, or another format"),
    )
}

impl From<PackError> for Failure {
    fn from(error: PackError) -> Self {
        let hint = Text::new(
            "请检查文件夹能否写入、磁盘是否已满",
            "Check that the folder can be written and the disk is not full",
        );
        match error {
            PackError::Cancelled => Self::cancelled(),
            PackError::Export(error) => error.into(),
            PackError::Store(error) => error.into(),
            PackError::Io { path, source } => Self::io(&path, &source),
            PackError::NotAPack { what, .. } => Self::other(what, hint),
            PackError::Press { what } => Self::other(Text::new(what.clone(), what), hint),
        }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        let hint = Text::new("用 sanxian key new 生成密钥文件", "Make a key file with `sanxian key new`");
        match error {
            KeyError::Io { path, source } => Self::io(&path, &source),
            KeyError::NotAKey { path } => {
                let path = path.display();
                Self::other(Text::new(format!("{path} 不是密钥文件"), format!("{path} is no key file")), hint)
            }
            error => Self::other(Text::new(error.to_string(), error.to_string()), hint),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    #[test]
    fn nothing_chosen_makes_no_sheets_and_no_opinion() {
        let choice = HandInChoice::default();
        assert!(sheets(&choice).is_null());
        let dossier = Dossier::of(crate::store::sample::recorded(), Vec::new());
        assert!(opinions(&dossier, &choice).is_empty());
        let each = HandInChoice { opinion: vec!["pdf".into()], each_town: true, ..choice };
        assert_eq!(opinions(&dossier, &each).len(), dossier.recorded.towns.len() + 1);
        assert_eq!(opinions(&dossier, &each)[0].asked().lang, Lang::Zh);
    }

    #[test]
    fn who_answers_for_the_papers_and_how_far_lines_are_drawn_reaches_them() {
        let choice = HandInChoice {
            sheets: vec!["atlas".into()],
            opinion: vec!["pdf".into()],
            office: "某市局".into(),
            secrecy: " 内部 ".into(),
            author: "甲".into(),
            checker: "乙".into(),
            around: Some(4_000_000_000),
            ..HandInChoice::default()
        };
        let said = sheets(&choice);
        let of = |name: &str| said[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(["office", "secrecy", "author", "checker"].map(of), ["某市局", "内部", "甲", "乙"]);
        assert_eq!(said["around"], 100_000);
        assert!(sheets(&HandInChoice { around: None, ..choice.clone() })["around"].is_null());
        let dossier = Dossier::of(crate::store::sample::recorded(), Vec::new());
        assert_eq!(opinions(&dossier, &choice)[0].signed.secrecy.as_deref(), Some("内部"));
    }
}
