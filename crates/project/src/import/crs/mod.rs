//! Which coordinate system a layer is in, and how its numbers become CGCS2000 longitude and latitude.
//!
//! A declared system (`crs` member, `.prj`) is understood by its parameters; the numbers have the last word.
//! Datums on the GRS 80 or WGS 84 ellipsoid are taken as CGCS2000 (they agree to the metre or better): only the
//! projection is inverted, PROJ never shifts a datum. Xi'an 80 and Beijing 54 need a
//! reviewer's parameters (`shift.rs`) and are good for a preview only without them. Every other datum is refused.

mod choose;
mod declared;
mod guess;
mod magnitude;
mod names;
mod place;
pub(crate) mod prefectures;
mod preview;
mod shift;
mod stated;
mod transform;
mod witness;

pub(crate) use choose::settle;
pub(crate) use declared::{Crs, Refused};
pub(crate) use guess::guesses;
pub(crate) use magnitude::{Magnitude, Zone};
pub(crate) use names::{Named, named};
pub(crate) use place::{Declared, Reading, Votes};
pub(crate) use preview::previews;
pub use shift::{BadShift, Convention, DatumShift, Four, OldDatum, Seven};
pub(crate) use stated::stated;
pub(crate) use witness::Home;
