//! The built program against its contract, on drawn, real and hostile files.

mod acceptance;
mod contract;
mod fourteen;
mod inspect;
mod malformed;
mod outputs;
mod papers;
mod policy;
mod real;
mod rules;
mod sheet;
mod tidy;
