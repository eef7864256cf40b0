//! `sanxian pack`: the evidence pack.

use std::process::ExitCode;

use sanxian_project::lang::Lang;
use sanxian_project::opinion::files::Format;
use sanxian_project::pack::key::Key;
use sanxian_project::pack::{OpinionRecipe, PackError, Recipe, write};
use sanxian_sheet::press::{SheetPress, SheetRecipe};

use crate::args;
use crate::check::in_words;
use crate::dossier::dossier;
use crate::key::key_trouble;
use crate::opinion::{export_trouble, signed, tell_missing};
use crate::out;
use crate::progress::Show;
use crate::tongue::{Trouble, say};

/// Results of the command line that go into a pack; the project is in it as a file of its own.
const RESULTS: [&str; 4] = ["csv", "geojson", "json", "xlsx"];

/// Writes the pack; 0 when it is there.
pub fn run(args: &args::Pack, lang: Lang) -> Result<ExitCode, Trouble> {
    let key = args.key.as_ref().map(|file| Key::open(file)).transpose().map_err(|error| key_trouble(&error, lang))?;
    let show = Show::new(args.reviewed.given.progress, args.reviewed.given.quiet, lang);
    let dossier = dossier(&args.reviewed, &show, lang)?;
    let mut towns = vec![None];
    if args.each_town {
        towns.extend(dossier.recorded.towns.iter().map(|town| Some(town.feature.id.clone())));
    }
    let opinion = |town| OpinionRecipe {
        lang: say(lang, "zh", "en").to_owned(),
        town,
        signed: signed(&args.signed),
        formats: Format::ALL.iter().map(|format| format.key().to_owned()).collect(),
    };
    let recipe = Recipe {
        results: RESULTS.map(str::to_owned).to_vec(),
        opinions: towns.into_iter().map(opinion).collect(),
        sheets: sheets(args, lang),
    };
    let press = SheetPress::default();
    let written = write(&dossier, &recipe, &press, key.as_ref(), &args.out, &show);
    show.finish();
    let hash = written.map_err(|error| pack_trouble(&error, lang))?;
    tell_missing(&press.missing(), lang);
    if !args.reviewed.given.quiet {
        let path = args.out.display();
        let signer = key.map_or_else(
            || say(lang, "未签名", "not signed").to_owned(),
            |key| format!("{}{}", say(lang, "签名公钥指纹：", "signed by the key "), key.fingerprint()),
        );
        let text = match lang {
            Lang::Zh => format!("证据包：{path}\n清单 SHA-256：{hash}\n{signer}\n核对：sanxian verify {path}\n"),
            Lang::En => {
                format!("pack: {path}\nSHA-256 of its manifest: {hash}\n{signer}\nto verify: sanxian verify {path}\n")
            }
        };
        out::print(&text, lang).unwrap_or_else(out::tell);
    }
    Ok(ExitCode::SUCCESS)
}

/// The sheets asked for; `null` for none.
fn sheets(args: &args::Pack, lang: Lang) -> serde_json::Value {
    if args.sheets.is_empty() {
        return serde_json::Value::Null;
    }
    let kinds: Vec<_> = args.sheets.iter().map(|kind| kind.kind()).collect();
    let mut recipe = SheetRecipe::of(&kinds, lang);
    recipe.office = args.signed.office.clone().unwrap_or_default();
    recipe.secrecy = args.signed.secrecy.clone().unwrap_or_default();
    serde_json::to_value(recipe).unwrap_or_default()
}

/// Why a pack could not be written or looked at, in words.
pub fn pack_trouble(error: &PackError, lang: Lang) -> Trouble {
    match (lang, error) {
        (_, PackError::NotAPack { path, what }) => {
            Trouble::new(format!("{}{}{}", path.display(), say(lang, "：", ": "), what.get(lang)))
        }
        (_, PackError::Export(error)) => export_trouble(error, lang),
        (Lang::Zh, PackError::Cancelled) => Trouble::new("已取消，未写出任何文件"),
        (Lang::Zh, PackError::Io { path, source }) => {
            Trouble::new(format!("{}：{source}；请检查路径、权限和剩余空间", path.display()))
        }
        (_, error) => in_words(lang, say(lang, "证据包", "the pack"), error),
    }
}
