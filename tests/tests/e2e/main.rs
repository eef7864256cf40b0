//! The built program against its contract, on drawn, real and hostile files.

mod acceptance;
mod contract;
mod inspect;
mod outputs;
mod policy;
mod real;
mod rules;
mod sheet;
mod tidy;
