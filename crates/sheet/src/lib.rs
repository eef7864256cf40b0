//! Pages on paper: a project's towns and findings as map sheets in PDF, SVG and PNG.
//!
//! [`typeset`] lays out any page from a template, data and pictures that are given in memory; it reads no file, fetches
//! nothing and knows no clock.

pub mod opinion;
pub mod press;
pub mod typeset;
