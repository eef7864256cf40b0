//! Pages on paper: a project's towns and findings as map sheets in PDF, SVG and PNG.
//!
//! 1. [`Source`] is a recorded review; [`book`] the templates, settings and styles.
//! 2. `page` gathers what stands on a sheet: [`map`] draws its picture, the rest is data.
//! 3. [`typeset`] lays out any page from a template, data and pictures that are given in memory; it reads no file,
//!    fetches nothing and knows no clock.
//! 4. [`draw`] does all of it and puts the files in place as a whole.
//!
//! ```no_run
//! use sanxian_project::dossier::Dossier;
//! use sanxian_project::watch::Silent;
//! use sanxian_sheet::{Kind, SheetRequest, Source, draw};
//!
//! let source = Source::new(Dossier::open("review.gpkg".as_ref())?);
//! let request = SheetRequest { kinds: vec![Kind::Atlas], ..SheetRequest::new("sheets".into()) };
//! let outcome = draw(&request, &source, &Silent)?;
//! for written in &outcome.written {
//!     println!("{}", written.path.display());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod book;
mod draw;
mod error;
pub mod map;
pub mod opinion;
mod page;
mod patience;
pub mod press;
mod request;
mod source;
pub mod typeset;

pub use draw::{Outcome, Written, draw};
pub use error::SheetError;
pub use request::{Format, Imprint, Kind, Orientation, Paper, SheetRequest};
pub use source::Source;
