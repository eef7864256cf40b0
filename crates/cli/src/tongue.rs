//! Which language to speak, and errors in it.

use std::fmt;

use clap::ValueEnum;
use sanxian_project::lang::Lang;

/// `--lang`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tongue {
    /// 中文
    Zh,
    /// English
    En,
}

/// The language asked for; else English where the locale says so; else Chinese.
pub fn lang_of(asked: Option<Tongue>) -> Lang {
    match asked {
        Some(Tongue::Zh) => Lang::Zh,
        Some(Tongue::En) => Lang::En,
        None => {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
                .iter()
                .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
            if locale.is_some_and(|l| l.starts_with("en")) { Lang::En } else { Lang::Zh }
        }
    }
}

/// The Chinese or the English text.
pub fn say<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Why a verb could not run: already in the reviewer's language.
#[derive(Debug)]
pub struct Trouble(String);

impl Trouble {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
