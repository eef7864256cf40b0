//! `sanxian code` and `sanxian verify`: a town's result as a code that can be checked without a network.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use sanxian_project::compliance::{
    ComplianceCode, ComplianceError, INDEX_FORMULA_EN, INDEX_FORMULA_ZH, code_of, index_of, qr_svg,
};
use sanxian_project::lang::Lang;
use serde_json::Value;

use crate::check::in_words;
use crate::out;
use crate::tongue::{Trouble, say};

fn review_in(folder: &Path, lang: Lang) -> Result<Value, Trouble> {
    let file = folder.join("review.json");
    let name = file.display().to_string();
    let bytes = std::fs::read(&file).map_err(|error| in_words(lang, &name, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| in_words(lang, &name, &error))
}

fn trouble(error: &ComplianceError, lang: Lang) -> Trouble {
    Trouble::new(match (lang, error) {
        (Lang::Zh, ComplianceError::NotACode { text }) => format!("“{text}”不是合规码"),
        (Lang::Zh, ComplianceError::NoSuchTown { town }) => format!("审查结果中没有小镇“{town}”"),
        (Lang::Zh, ComplianceError::TooLong { town }) => format!("小镇编码“{town}”太长，放不进二维码"),
        (_, error) => error.to_string(),
    })
}

/// Prints the code and the index; writes the picture.
pub fn show(folder: &Path, town: &str, svg: Option<&Path>, lang: Lang) -> Result<ExitCode, Trouble> {
    let review = review_in(folder, lang)?;
    let code = code_of(&review, town).map_err(|error| trouble(&error, lang))?;
    if let Some(file) = svg {
        let picture = qr_svg(&code).map_err(|error| trouble(&error, lang))?;
        let name = file.display().to_string();
        let mut target = std::fs::File::create(file).map_err(|error| in_words(lang, &name, &error))?;
        target.write_all(picture.as_bytes()).map_err(|error| in_words(lang, &name, &error))?;
    }
    let index = index_of(&review, town).map_or_else(
        || say(lang, "无可计条文", "no clause counts").to_owned(),
        |tenths| format!("{}.{}", tenths / 10, tenths % 10),
    );
    let text = match lang {
        Lang::Zh => format!("合规码 {code}\n合规指数 {index}\n{INDEX_FORMULA_ZH}\n"),
        Lang::En => format!("compliance code {code}\ncompliance index {index}\n{INDEX_FORMULA_EN}\n"),
    };
    out::print(&text, lang)?;
    Ok(ExitCode::SUCCESS)
}

/// Status 0 = the code is that of the review, 1 = it is not.
pub fn verify(code: &str, folder: &Path, lang: Lang) -> Result<ExitCode, Trouble> {
    let code: ComplianceCode = code.parse().map_err(|error| trouble(&error, lang))?;
    let is = code_of(&review_in(folder, lang)?, &code.town).map_err(|error| trouble(&error, lang))?;
    if is == code {
        out::print(say(lang, "一致：合规码与审查结果相符\n", "the code is that of this review\n"), lang)?;
        return Ok(ExitCode::SUCCESS);
    }
    let what = say(lang, "不一致：审查结果的合规码应为", "not the same: the review's code is");
    out::print(&format!("{what} {is}\n"), lang)?;
    Ok(ExitCode::from(1))
}
