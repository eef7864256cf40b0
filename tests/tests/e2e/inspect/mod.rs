//! `sanxian inspect`: what is said of a file before anything is done with it, and layers inside zips.

mod guesses;
mod hostile;
mod zipped;

use std::ffi::OsStr;

use sanxian_tests::program::{Done, run, sanxian};
use serde_json::Value;

/// `sanxian inspect WORDS…` in English.
fn inspect<S: AsRef<OsStr>>(words: &[S]) -> Done {
    run(sanxian().args(["--lang", "en", "inspect"]).args(words))
}

/// The layers that `sanxian inspect --json WORDS…` tells about, and the exit status.
fn layers<S: AsRef<OsStr>>(words: &[S]) -> (Vec<Value>, i32) {
    let done = run(sanxian().args(["inspect", "--json"]).args(words));
    let answer: Value =
        serde_json::from_str(&done.stdout).unwrap_or_else(|e| panic!("{e}: {} {}", done.stdout, done.stderr));
    (answer["layers"].as_array().expect("layers").clone(), done.status)
}
