//! Finds, builds and runs the program `sanxian`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The program under test: `SANXIAN`, or the one built here in the profile of the tests.
static BUILT: LazyLock<PathBuf> = LazyLock::new(|| match std::env::var_os("SANXIAN") {
    Some(program) => PathBuf::from(program),
    None => build(),
});

/// A package cannot ask cargo for another package's program, so it is built here; cargo does nothing when it is fresh.
fn build() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let deps = test.ancestors().find(|folder| folder.ends_with("deps")).expect("the test lies in target/PROFILE/deps");
    let folder = deps.parent().expect("target/PROFILE");
    let profile = match folder.file_name().and_then(OsStr::to_str) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let target = folder.parent().expect("target");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--locked", "--package", "sanxian-cli", "--profile", profile, "--target-dir"])
        .arg(target)
        .current_dir(crate::corpus::repository())
        .status()
        .expect("cargo can be run");
    assert!(status.success(), "the program does not build");
    folder.join("sanxian").with_extension(std::env::consts::EXE_EXTENSION)
}

/// The program with no locale set, so that only what a test sets decides.
#[must_use]
pub fn sanxian() -> Command {
    let mut command = Command::new(&*BUILT);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

/// What a run said.
#[derive(Debug)]
pub struct Done {
    /// Exit status.
    pub status: i32,
    /// What stood on stdout.
    pub stdout: String,
    /// What stood on stderr.
    pub stderr: String,
}

/// Runs a command of the program.
///
/// # Panics
/// Whatever was asked of it, the program ends with 0, 1 or 2, and says nothing of a panic.
pub fn run(command: &mut Command) -> Done {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let text =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap_or_else(|e| panic!("{command:?} is not UTF-8: {e}"));
    let done =
        Done { status: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) };
    assert!((0..=2).contains(&done.status), "{command:?} ended with {}\n{}", output.status, done.stderr);
    for word in ["panicked at", "RUST_BACKTRACE", "stack overflow", "memory allocation of"] {
        assert!(!done.stderr.contains(word), "{command:?} panicked:\n{}", done.stderr);
    }
    done
}

/// `sanxian WORDS…` in English.
#[must_use]
pub fn say(words: &[&str]) -> Done {
    run(sanxian().args(["--lang", "en"]).args(words))
}

/// `sanxian check`, option by option; English, on a fixed day, unless asked otherwise.
#[derive(Debug, Clone)]
pub struct Check {
    arguments: Vec<OsString>,
    folder: Option<PathBuf>,
}

impl Check {
    /// Of the towns in a file.
    #[must_use]
    pub fn of(towns: impl AsRef<Path>) -> Self {
        Self { arguments: Vec::new(), folder: None }.with("--towns", towns.as_ref()).with("--as-of", "2026-01-01")
    }

    /// With an option and its value.
    #[must_use]
    pub fn with(mut self, option: &str, value: impl AsRef<OsStr>) -> Self {
        self.arguments.extend([option.into(), value.as_ref().to_owned()]);
        self
    }

    /// With single words: flags, or options and values.
    #[must_use]
    pub fn words<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.arguments.extend(words.into_iter().map(OsString::from));
        self
    }

    /// Run in this folder, so that relative paths are meant from there.
    #[must_use]
    pub fn inside(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_path_buf());
        self
    }

    /// The command line that writes into `out`, to be run or changed.
    #[must_use]
    pub fn command(&self, out: &Path) -> Command {
        let mut command = sanxian();
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let chosen = self.arguments.iter().any(|word| word == "--lang");
        command.args(if chosen { &[][..] } else { &["--lang", "en"] });
        command.arg("check").args(&self.arguments).arg("--out").arg(out);
        command
    }

    /// Runs it, results into `out`.
    #[expect(clippy::must_use_candidate, reason = "often only the files matter")]
    pub fn run(&self, out: &Path) -> Done {
        run(&mut self.command(out))
    }
}
