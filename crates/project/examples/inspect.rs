//! Shows what an import finds in a file: `cargo run --example inspect -- FILE [ROLE [TOWNS]]`.
//!
//! ROLE is `towns` (default), `eco_redline`, `basic_farmland`, `urban_boundary` or `counties`; with TOWNS only what
//! lies near those towns is kept. The tests of the library use this program as their worker.

use std::process::ExitCode;
use std::time::Instant;

use sanxian_project::import::{Choices, Source, import};
use sanxian_project::lang::Lang;
use sanxian_project::watch::Silent;
use sanxian_project::worker::{Supervisor, run_if_asked};
use sanxian_review::data::{Bounds, LayerKind};

fn main() -> ExitCode {
    run_if_asked();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments.first() else {
        eprintln!("inspect FILE [ROLE [TOWNS]]");
        return ExitCode::from(2);
    };
    let role = arguments.get(1).and_then(|role| LayerKind::from_key(role)).unwrap_or(LayerKind::Towns);
    let Ok(supervisor) = Supervisor::this_executable() else { return ExitCode::from(2) };
    let near: Option<Vec<Bounds>> = arguments.get(2).and_then(|towns| {
        let towns =
            import(&supervisor, &Source::file(towns), &Choices::default(), LayerKind::Towns, None, &Silent).ok()?;
        Some(towns.features.iter().filter_map(|town| Some(town.shape.bounds()?.padded(0.0))).collect())
    });
    let begun = Instant::now();
    match import(&supervisor, &Source::spelled(file.as_ref()), &Choices::default(), role, near.as_deref(), &Silent) {
        Ok(imported) => {
            println!("{:#?}", imported.source);
            for problem in imported.problems.iter().take(20) {
                println!(
                    "{} {:?} {:?} {:?}: {}\n    {}",
                    problem.code, problem.position, problem.feature, problem.place, problem.en, problem.zh
                );
            }
            println!(
                "{} problems, {} features kept, {:.2?}",
                imported.problems.len(),
                imported.features.len(),
                begun.elapsed()
            );
            if let Some(first) = imported.features.first() {
                println!("{} {:?} {:?}", first.id, first.attributes, first.shape.bounds());
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{}: {}\n{}", error.code(), error.message(Lang::En), error.message(Lang::Zh));
            ExitCode::from(2)
        }
    }
}
