//! Map sheets: `sanxian sheet`, its files read by other programs and compared with pictures that were looked at.

mod atlas;
mod foreign;
mod odd;
mod picture;
mod text;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use sanxian_tests::corpus::repository;
use sanxian_tests::program::{Check, Done, run, sanxian};

/// Results for the invented county, made once.
static DEMO: LazyLock<PathBuf> = LazyLock::new(|| {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheet-demo");
    let done = demo_check().run(&out);
    assert_eq!(done.status, 1, "{}", done.stderr);
    out
});

fn demo_check() -> Check {
    let file = |name: &str| repository().join("data/demo").join(name);
    Check::of(file("towns.geojson"))
        .with("--eco-redline", file("eco_redline.geojson"))
        .with("--basic-farmland", file("basic_farmland.geojson"))
        .with("--urban-boundary", file("urban_boundary.geojson"))
        .with("--counties", file("counties.geojson"))
}

/// `sanxian sheet PROJECT WORDS… --out OUT`.
fn sheet(project: &Path, words: &[&str], out: &Path) -> Done {
    let mut command = sanxian();
    if !words.contains(&"--lang") {
        command.args(["--lang", "zh"]);
    }
    run(command.arg("sheet").arg(project).args(words).arg("--out").arg(out))
}

/// What a program of poppler prints about a PDF; it must not complain.
fn poppler(program: &str, words: &[&str], pdf: &Path) -> String {
    let mut command = Command::new(program);
    command.args(words).arg(pdf);
    if program == "pdftotext" {
        command.arg("-");
    }
    let done = command.output().unwrap_or_else(|error| panic!("{program} (poppler-utils): {error}"));
    assert!(done.status.success(), "{program} {}: {}", pdf.display(), String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// The text of a PDF without white space: lines are broken where they have to be.
fn text_of(pdf: &Path) -> String {
    poppler("pdftotext", &["-raw"], pdf).split_whitespace().collect()
}
