//! Prints without panicking: a reader that has gone (`| head`) is no trouble, a full disk is told.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

use sanxian_project::lang::Lang;

use crate::tongue::{Trouble, say};

/// Text that cannot steer a terminal: control and bidirectional characters of foreign data become `�`.
pub fn harmless(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}

/// Prints text on stdout as it is.
///
/// # Errors
/// When it cannot be written, unless because nobody reads on.
pub fn print(text: &str, lang: Lang) -> Result<(), Trouble> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Trouble::new(format!("{}{error}", say(lang, "标准输出：", "stdout: "))))
        }
        _ => Ok(()),
    }
}

/// Prints a line on stderr; where that fails there is no place left to say so.
pub fn tell(line: impl Display) {
    let _ = writeln!(std::io::stderr(), "{}", harmless(&line.to_string()));
}
