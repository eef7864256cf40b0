//! Lays out pages: a template in typst's language, data as JSON, pictures as SVG, the two fonts of the program.
//!
//! Everything foreign goes in as data: a template shows a string of the JSON as that string, whatever it says. The
//! templates see only the files given here; there are no packages, no folders, no network and no clock.
//!
//! ```
//! use sanxian_sheet::typeset::{Files, typeset};
//!
//! let mut files = Files::new();
//! files.text("main.typ", r#"#let d = json("data.json")
//! #set document(title: d.title)
//! = #d.title"#);
//! files.json("data.json", &serde_json::json!({"title": "审查意见 #[not markup]"}));
//! let pages = typeset("main.typ", files, Some("2026-01-01".parse().unwrap()))?;
//! assert!(pages.missing().is_empty());
//! let pdf = pages.pdf("review of one town")?;
//! assert!(pdf.starts_with(b"%PDF-"));
//! # Ok::<(), sanxian_sheet::typeset::TypesetError>(())
//! ```

mod error;
mod files;
mod fonts;
mod missing;
mod pages;
mod world;

pub use error::TypesetError;
pub use files::Files;
pub use fonts::{BOLD, FAMILY, REGULAR, width};
pub use missing::MissingGlyph;
pub use pages::{PRINT_DPI, Pages};

use jiff::civil::Date;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;

use world::Desk;

/// Lays out the template `main` (the name of one of `files`). `date` becomes the document's date and the template's
/// `datetime.today()`; without it there is neither.
///
/// Nested calls and other threads are fine; layouts share a cache that [`forget`] empties.
///
/// # Errors
/// What is wrong in the template, with its file and line.
pub fn typeset(main: &str, files: Files, date: Option<Date>) -> Result<Pages, TypesetError> {
    let desk = Desk::new(main, files, date)?;
    let laid = typst::compile::<PagedDocument>(&desk);
    let mut document = laid.output.map_err(|faults| TypesetError::template(&desk, &faults))?;
    document.info_mut().date = Smart::Custom(date.and_then(day));
    Ok(Pages::new(document))
}

/// Gives back the memory of earlier layouts; worth calling after each of many documents.
pub fn forget() {
    typst::comemo::evict(0);
}

fn day(date: Date) -> Option<Datetime> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Datetime::from_ymd(i32::from(date.year()), month, day)
}

#[cfg(test)]
mod tests;
