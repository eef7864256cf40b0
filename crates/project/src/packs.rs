//! Policy packs: those that come with the program, and a reviewer's own files.

mod reasons;

use std::path::Path;

use sanxian_review::data::TownTraits;
use sanxian_review::finding::Provenance;
use sanxian_review::policy::{Pack, Policy, PolicyError, Repair};

use crate::lang::Lang;
use crate::run_info::Parameter;

/// The packs that come with the program: (id, TOML).
pub const BUILT_IN: [(&str, &str); 7] = [
    ("national", include_str!("../../../data/policy/national.toml")),
    ("national-guide-2021", include_str!("../../../data/policy/national-guide-2021.toml")),
    ("national-lines-2019", include_str!("../../../data/policy/national-lines-2019.toml")),
    ("zhejiang-2022-73", include_str!("../../../data/policy/zhejiang-2022-73.toml")),
    ("huzhou", include_str!("../../../data/policy/huzhou.toml")),
    ("lishui-2020-66", include_str!("../../../data/policy/lishui-2020-66.toml")),
    ("qinghai-2021-5", include_str!("../../../data/policy/qinghai-2021-5.toml")),
];

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// Neither a built-in id nor a file.
    #[error("no policy pack `{wanted}`: it is neither one of {known} nor a TOML file")]
    Unknown {
        /// As given.
        wanted: String,
        /// Ids that exist.
        known: String,
    },
    /// The file cannot be read.
    #[error("policy pack {file}: {source}")]
    Read {
        /// As given.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// It is not a pack.
    #[error(transparent)]
    Policy(#[from] PolicyError),
}

impl PackError {
    /// What is wrong and what to do, in `lang`.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, error) => format!("policy pack: {error}"),
            (Lang::Zh, Self::Unknown { wanted, known }) => {
                format!("没有规则包“{wanted}”：请用 {known} 之一，或给出 TOML 文件")
            }
            (Lang::Zh, Self::Read { file, source }) => match source.kind() {
                std::io::ErrorKind::NotFound => format!("没有规则包文件 {file}：请核对路径"),
                std::io::ErrorKind::InvalidData => format!("规则包 {file} 不是 UTF-8 文本：请另存为 UTF-8"),
                _ => format!("规则包 {file} 无法读取：{source}"),
            },
            (Lang::Zh, Self::Policy(error)) => policy_message(error, lang),
        }
    }
}

/// What is wrong with packs and what to do, in `lang`.
#[must_use]
pub fn policy_message(error: &PolicyError, lang: Lang) -> String {
    match (lang, error) {
        (Lang::Zh, PolicyError::Toml { file, line, column, reason, excerpt }) => {
            let why = reasons::zh(reason);
            format!("规则包 {file} 第 {line} 行第 {column} 列有误：{why}\n    {excerpt}")
        }
        (Lang::Zh, PolicyError::Never { pack, from, to }) => {
            format!("规则包 {pack}：effective 的止日 {to} 早于起日 {from}")
        }
        (Lang::Zh, PolicyError::LiftsNothing { pack, clause, parameter }) => {
            format!("规则包 {pack} 条文 {clause}：例外的 lifts 写了 {parameter}，但本条 params 没有这个参数")
        }
        (Lang::Zh, PolicyError::NotInQuote { pack, clause, parameter, number }) => {
            format!("规则包 {pack} 条文 {clause}：{parameter} = {number} 不在引文中；条文没有给出的数请写在 assume 里")
        }
        (_, PolicyError::At { file, line, source }) => {
            let what = policy_message(source, lang);
            if lang == Lang::Zh {
                format!("{file} 第 {line} 行：{what}")
            } else {
                format!("{file}, line {line}: {what}")
            }
        }
        (Lang::Zh, PolicyError::NoWords { pack, clause, key }) => {
            format!("规则包 {pack} 条文 {clause}：{key} 不能为空")
        }
        (Lang::Zh, PolicyError::NoSuchRule { pack, clause, rule }) => {
            format!("规则包 {pack} 条文 {clause}：没有规则“{rule}”，可用规则见 sanxian rules")
        }
        (Lang::Zh, PolicyError::Parameters { pack, clause, rule, reason }) => {
            let why = reasons::zh(reason);
            format!("规则包 {pack} 条文 {clause}，规则 {rule}：参数有误，{why}")
        }
        (Lang::Zh, PolicyError::Grading { pack, reason }) => {
            format!("规则包 {pack} 的 [grading] 有误：{}", reasons::zh(reason))
        }
        (Lang::Zh, PolicyError::Repair { pack, reason }) => {
            format!("规则包 {pack} 的 [repair] 有误：{}", reasons::zh(reason))
        }
        (Lang::Zh, PolicyError::Unserved { pack, clause }) => {
            format!("规则包 {pack} 条文 {clause}：既无 rule，也未注明 manual = true")
        }
        (Lang::Zh, PolicyError::Twice { id, .. }) => format!("编号“{id}”出现两次：一次审查中编号不能重复"),
        (Lang::Zh, PolicyError::NoGrading) => "规则包中没有 [grading] 表；国家规则包自带".to_owned(),
        (_, error) => format!("policy pack: {error}"),
    }
}

/// A built-in pack by id.
///
/// # Errors
/// When there is none, with the ids that exist.
pub fn built_in(id: &str) -> Result<Pack, PackError> {
    let found = BUILT_IN.iter().find(|(known, _)| *known == id);
    let Some((id, text)) = found else {
        let known = BUILT_IN.map(|(id, _)| id).join(", ");
        return Err(PackError::Unknown { wanted: id.to_owned(), known });
    };
    Ok(Pack::parse(&format!("{id}.toml"), text)?)
}

/// A pack by built-in id or by file.
///
/// # Errors
/// As [`built_in`], or what is wrong with the file.
pub fn open(id_or_file: &str) -> Result<Pack, PackError> {
    let path = Path::new(id_or_file);
    let is_file = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) || path.components().count() > 1;
    if !is_file {
        return built_in(id_or_file);
    }
    let text =
        std::fs::read_to_string(path).map_err(|source| PackError::Read { file: id_or_file.to_owned(), source })?;
    Ok(Pack::parse(id_or_file, &text)?)
}

/// The JSON schema of packs, for editors that complete and check TOML.
pub const SCHEMA: &str = include_str!("../../../data/schema/policy-pack.schema.json");

/// A pack to fill in, which already can be used.
#[must_use]
pub fn draft(id: &str, jurisdiction: Option<&str>) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let place = jurisdiction.map_or_else(
        || "# jurisdiction = \"3305\"        # 适用的行政区代码前缀；不写为全国\n".to_owned(),
        |code| format!("jurisdiction = {}\n", quoted(code)),
    );
    format!(include_str!("packs/draft.toml.txt"), id = quoted(id), place = place, prefix = id.to_uppercase())
}

/// Whether a pack of one's own can be used beside national law.
///
/// # Errors
/// What is wrong, with its place in the file.
pub fn check(file: &str) -> Result<Pack, PackError> {
    let own = open(file)?;
    let mut packs: Vec<Pack> = BUILT_IN.iter().map(|(id, _)| built_in(id)).collect::<Result<_, _>>()?;
    packs.retain(|pack| pack.pack.jurisdiction.is_none() && pack.pack.id != own.pack.id);
    packs.push(own.clone());
    let day = sanxian_review::policy::Date::new(2026, 1, 1).expect("a day");
    Policy::new(packs, day, sanxian_review::measure::Millimetres(0))?;
    own.numbers_stand_in_quotes()?;
    Ok(own)
}

/// The packs of a review: national law always, then `chosen`, or without a choice the built-in packs whose
/// jurisdiction one of the towns lies in.
///
/// # Errors
/// As [`open`].
pub fn select<'a>(
    chosen: &[String],
    towns: impl Iterator<Item = &'a TownTraits> + Clone,
) -> Result<Vec<Pack>, PackError> {
    let all = BUILT_IN.iter().map(|(id, _)| built_in(id)).collect::<Result<Vec<_>, _>>()?;
    let mut packs: Vec<Pack> = all.iter().filter(|pack| pack.pack.jurisdiction.is_none()).cloned().collect();
    if chosen.is_empty() {
        let here = |prefix: &str| towns.clone().any(|t| t.admin_code.as_ref().is_some_and(|c| c.starts_with(prefix)));
        packs.extend(all.into_iter().filter(|pack| pack.pack.jurisdiction.as_deref().is_some_and(here)));
        return Ok(packs);
    }
    for wanted in chosen {
        let pack = open(wanted)?;
        match packs.iter_mut().find(|known| known.pack.id == pack.pack.id) {
            // a reviewer's file takes the place of the pack with its id, chosen before or built in
            Some(known) => *known = pack,
            None => packs.push(pack),
        }
    }
    Ok(packs)
}

/// When the repair of broken rings needs a decision, by these packs (as [`select`] takes them): what a file is looked
/// at by before its towns are known. Packs that cannot be used are told by the review; here the national ones stand in.
#[must_use]
pub fn repair(chosen: &[String]) -> Repair {
    let of = |chosen: &[String]| {
        let packs = select(chosen, std::iter::empty()).ok()?;
        packs.iter().rev().find_map(|pack| pack.repair.clone())
    };
    of(chosen).or_else(|| of(&[])).unwrap_or_default()
}

/// Every number and word of the packs that can decide something, with its origin.
#[must_use]
pub fn parameters(packs: &[Pack]) -> Vec<Parameter> {
    let mut all = Vec::new();
    for pack in packs {
        if let Some(grading) = pack.grading.as_ref().and_then(|g| toml::Table::try_from(g).ok()) {
            all.extend(table(&format!("{}/grading", pack.pack.id), &grading, Provenance::Reviewer));
        }
        if let Some(repair) = pack.repair.as_ref().and_then(|repair| toml::Table::try_from(repair).ok()) {
            all.extend(table(&format!("{}/repair", pack.pack.id), &repair, Provenance::Reviewer));
        }
        for clause in &pack.clauses {
            let path = format!("{}/{}", pack.pack.id, clause.id);
            all.extend(table(&path, &clause.params, Provenance::Clause));
            all.extend(table(&path, &clause.national, Provenance::National));
            all.extend(table(&path, &clause.assume, Provenance::Reviewer));
        }
    }
    all
}

fn table<'a>(path: &str, table: &'a toml::Table, provenance: Provenance) -> impl Iterator<Item = Parameter> + 'a {
    let path = path.to_owned();
    table.iter().map(move |(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let units = [("_km2", "km2"), ("_m2", "m2"), ("_m", "m"), ("_percent", "%"), ("years", "a"), ("months", "mo")];
        let unit = units.iter().find(|(end, _)| name.ends_with(end)).map_or("", |(_, unit)| unit);
        Parameter { name: format!("{path}/{name}"), value, unit: unit.to_owned(), provenance }
    })
}

#[cfg(test)]
mod tests;
