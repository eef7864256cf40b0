//! The review that a paper is made of: a project's, or one made now from files.

use std::collections::{BTreeMap, BTreeSet};

use sanxian_project::dossier::Dossier;
use sanxian_project::export;
use sanxian_project::lang::Lang;
use sanxian_project::store::StoreError;
use sanxian_project::words;
use sanxian_review::data::LayerKind;

use crate::args::{Given, Reviewed};
use crate::check::{in_words, review, submission};
use crate::out;
use crate::progress::Show;
use crate::tongue::{Trouble, say};

/// Opens the project, or reads the files and reviews them.
pub fn dossier(args: &Reviewed, show: &Show, lang: Lang) -> Result<Dossier, Trouble> {
    let years = years(&args.data_year, lang)?;
    let mut dossier = match (&args.project, &args.towns) {
        (Some(project), _) => {
            if let Some(option) = beside_a_project(&args.given) {
                let what =
                    say(lang, "与项目文件不能同用：项目已有审查结果", "cannot go with a project: it holds its review");
                return Err(Trouble::new(format!("--{option}: {what}")));
            }
            // a folder of results stands for the GeoPackage in it
            let project = if project.is_dir() { &project.join("review.gpkg") } else { project };
            Dossier::open(project).map_err(|error| opened(&error, &project.display().to_string(), lang))?
        }
        (None, Some(towns)) => {
            let recorded =
                review(&submission(towns, &args.given, lang)?, &args.given, &export::Format::ALL, show, lang)?;
            Dossier::of(recorded, Vec::new())
        }
        (None, None) => {
            return Err(Trouble::new(say(lang, "缺少项目文件或 --towns", "a project or --towns is missing")));
        }
    };
    dossier.years.retain(|known| !years.contains_key(&known.role));
    dossier.years.extend(Dossier::whole_layers(&years));
    if !args.given.quiet {
        tell_years(&dossier, lang);
    }
    Ok(dossier)
}

/// Papers must say how old their control lines are: names those that do not say it.
fn tell_years(dossier: &Dossier, lang: Lang) {
    let lines = dossier.recorded.sources.iter().filter(|source| source.role.is_control_line());
    let open: BTreeSet<LayerKind> =
        lines.filter(|source| dossier.year_of(source).is_none()).map(|source| source.role).collect();
    let Some(first) = open.first().map(|role| role.key().replace('_', "-")) else { return };
    let names: Vec<&str> = open.iter().map(|role| words::layer(*role, lang)).collect();
    out::tell(match lang {
        Lang::Zh => format!("未给出数据年份：{}；请用 --data-year {first}=2024 等给出", names.join("、")),
        Lang::En => {
            format!("the year of the data is not given: {}; give it by --data-year {first}=2024", names.join(", "))
        }
    });
}

/// Why a project gives no review, in words.
pub fn opened(error: &StoreError, project: &str, lang: Lang) -> Trouble {
    match (lang, error) {
        (Lang::Zh, StoreError::NotReviewed) => {
            Trouble::new(format!("{project}：项目尚未审查，请先在窗口中审查，或改用 --towns 等参数"))
        }
        (_, StoreError::NotReviewed) => Trouble::new(format!(
            "{project}: nothing has been reviewed there; review it in the window first, or give --towns and the layers"
        )),
        (_, error) => in_words(lang, project, error),
    }
}

/// The first option that a project leaves no room for.
fn beside_a_project(given: &Given) -> Option<&'static str> {
    let lists = [
        ("eco-redline", given.eco_redline.is_empty()),
        ("basic-farmland", given.basic_farmland.is_empty()),
        ("urban-boundary", given.urban_boundary.is_empty()),
        ("counties", given.counties.is_none()),
        ("functional-zones", given.functional_zones.is_empty()),
        ("townships", given.townships.is_empty()),
        ("development-zones", given.development_zones.is_empty()),
        ("land-use", given.land_use.is_empty()),
        ("eco-units", given.eco_units.is_empty()),
        ("hazards", given.hazards.is_empty()),
        ("heritage", given.heritage.is_empty()),
        ("earlier-towns", given.earlier_towns.is_empty()),
        ("ledger", given.ledger.is_none()),
        ("assume", given.assume.is_empty()),
        ("policy", given.policy.is_empty()),
        ("near", given.near.is_none()),
        ("as-of", given.as_of.is_none()),
    ];
    lists.into_iter().find(|(_, absent)| !absent).map(|(option, _)| option)
}

/// `eco-redline=2023`
fn years(words: &[String], lang: Lang) -> Result<BTreeMap<LayerKind, u16>, Trouble> {
    let one = |word: &String| {
        let (layer, year) = word.split_once('=')?;
        let year: u16 = year.trim().parse().ok().filter(|year| (1949..=2200).contains(year))?;
        Some((LayerKind::from_key(&layer.trim().replace('-', "_"))?, year))
    };
    let all = words.iter().map(|word| {
        one(word).ok_or_else(|| {
            let what = say(lang, "应形如 eco-redline=2023", "must be of the form eco-redline=2023");
            Trouble::new(format!("--data-year {word}: {what}"))
        })
    });
    all.collect()
}
