//! The review opinion (审查意见): conclusion, clauses, tables, what to correct, method and sources, as a document.
//!
//! [`Opinion`] is plain data made from a [`Dossier`] alone; writers only set it: [`docx`], [`xlsx`], and the typesetter
//! of the sheets for PDF. Numbers are rounded once, here ([`rounding`]).

mod areas;
mod clauses;
mod conclusion;
pub mod docx;
mod facts;
pub mod files;
mod land_use;
pub mod page;
mod papers;
mod patches;
pub mod rounding;
mod view;
pub mod xlsx;

#[cfg(test)]
mod tests;

use sanxian_review::data::FeatureId;
use serde::{Deserialize, Serialize};

use crate::dossier::Dossier;
use crate::lang::Lang;

pub use conclusion::Conclusion;
pub use page::{Block, Cell, Column, Table};

use self::page::harmless;
use self::view::View;

/// What opinion is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its language.
    pub lang: Lang,
    /// One town, or all that were submitted.
    pub town: Option<FeatureId>,
    /// Who signs.
    pub signed: Signed,
}

/// What only people can say; left open where they have not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// 审查单位
    pub office: Option<String>,
    /// 审查人
    pub reviewer: Option<String>,
    /// 文号 of the opinion itself
    pub number: Option<String>,
    /// 密级
    pub secrecy: Option<String>,
}

/// Why there is no opinion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpinionError {
    /// The review does not know the town.
    #[error("the review has no town {id:?}")]
    NoSuchTown {
        /// As given.
        id: String,
    },
    /// The file could not be made of it.
    #[error("{file}: {what}")]
    Content {
        /// Which output.
        file: &'static str,
        /// What the writer said.
        what: String,
    },
}

/// A finished opinion, ready to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its language.
    pub lang: Lang,
    /// 标题
    pub title: String,
    /// 密级, 文号 and the day, as a line under the title.
    pub subtitle: String,
    /// 符合, 不符合 or 需补正.
    pub conclusion: Conclusion,
    /// Everything, in order.
    pub blocks: Vec<Block>,
    /// The day of the review, `YYYY-MM-DD`: the only date in it.
    pub as_of: String,
    /// Name and version of the program.
    pub software: String,
}

impl Opinion {
    /// The opinion on a review.
    ///
    /// # Errors
    /// A town that the review does not know.
    pub fn of(dossier: &Dossier, asked: &Asked) -> Result<Self, OpinionError> {
        let view = View::new(dossier, asked)?;
        let mut pages = Pages::default();
        let conclusion = conclusion::put(&view, &mut pages);
        facts::put(&view, &mut pages);
        clauses::put(&view, &mut pages);
        areas::put(&view, &mut pages);
        clauses::to_correct(&view, &mut pages);
        clauses::for_people(&view, &mut pages);
        papers::decisions(&view, &mut pages);
        papers::method(&view, &mut pages);
        papers::sources(&view, &mut pages);
        papers::signature(&view, &mut pages);
        let run = &dossier.recorded.run;
        Ok(Self {
            lang: asked.lang,
            title: title(&view),
            subtitle: subtitle(&view),
            conclusion,
            blocks: pages.blocks,
            as_of: run.as_of.clone(),
            software: run.software.clone(),
        })
    }

    /// Every table, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

fn title(view: &View<'_>) -> String {
    let title = match view.only() {
        Some(one) if one.row.name.is_empty() => {
            format!("{} {}", view.say("特色小镇范围审查意见", "Review opinion on town"), one.row.id)
        }
        Some(one) => match view.lang {
            Lang::Zh => format!("关于{}范围的审查意见", one.row.name),
            Lang::En => format!("Review opinion on {}", one.row.name),
        },
        None => view.say("特色小镇范围审查意见", "Review opinion on the towns submitted").to_owned(),
    };
    harmless(&title.replace('\n', " "))
}

fn subtitle(view: &View<'_>) -> String {
    let signed = &view.asked.signed;
    let day = format!("{}{}", view.say("审查基准日：", "Day of review: "), view.dossier.recorded.run.as_of);
    let parts = [signed.number.clone(), Some(day), signed.secrecy.clone()];
    harmless(&parts.into_iter().flatten().collect::<Vec<_>>().join("　").replace('\n', " "))
}

/// Collects blocks and numbers the headings.
#[derive(Default)]
struct Pages {
    blocks: Vec<Block>,
    sections: usize,
    parts: usize,
}

const NUMERALS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

impl Pages {
    fn section(&mut self, view: &View<'_>, zh: &str, en: &str) {
        let number = self.sections;
        (self.sections, self.parts) = (number + 1, 0);
        let text = match view.lang {
            Lang::Zh => format!("{}、{zh}", NUMERALS.get(number).unwrap_or(&"")),
            Lang::En => format!("{}. {en}", number + 1),
        };
        self.blocks.push(Block::Heading { level: 1, text });
    }

    fn part(&mut self, view: &View<'_>, zh: &str, en: &str) {
        let number = self.parts;
        self.parts = number + 1;
        let text = match view.lang {
            Lang::Zh => format!("（{}）{zh}", NUMERALS.get(number).unwrap_or(&"")),
            Lang::En => format!("{}.{} {en}", self.sections, number + 1),
        };
        self.blocks.push(Block::Heading { level: 2, text });
    }

    fn say(&mut self, text: impl AsRef<str>) {
        self.blocks.push(Block::Paragraph(harmless(text.as_ref())));
    }

    fn table(&mut self, table: Table) {
        self.blocks.push(Block::Table(table));
    }
}
