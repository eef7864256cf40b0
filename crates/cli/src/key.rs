//! `sanxian key`: the reviewer's key.

use std::process::ExitCode;

use sanxian_project::lang::Lang;
use sanxian_project::pack::key::{Key, KeyError};

use crate::args::KeyVerb;
use crate::out;
use crate::tongue::{Trouble, say};

/// Makes or shows a key.
pub fn run(verb: &KeyVerb, lang: Lang) -> Result<ExitCode, Trouble> {
    let key = match verb {
        KeyVerb::New { key_file } => Key::create(key_file),
        KeyVerb::Show { key_file } => Key::open(key_file),
    };
    let key = key.map_err(|error| key_trouble(&error, lang))?;
    let (public, fingerprint) = (key.public(), key.fingerprint());
    let made = match (lang, verb) {
        (Lang::Zh, KeyVerb::New { key_file }) => {
            format!("私钥已写入 {}，仅本人可读；请妥善保管，勿外传\n", key_file.display())
        }
        (Lang::En, KeyVerb::New { key_file }) => {
            format!(
                "private key written to {}, readable by you alone: keep it, show it to nobody\n",
                key_file.display()
            )
        }
        (_, KeyVerb::Show { .. }) => String::new(),
    };
    let text = match lang {
        Lang::Zh => format!("{made}公钥：{public}\n指纹：{fingerprint}\n"),
        Lang::En => format!("{made}public key: {public}\nfingerprint: {fingerprint}\n"),
    };
    out::print(&text, lang)?;
    Ok(ExitCode::SUCCESS)
}

/// Why a key cannot be used, in words.
pub fn key_trouble(error: &KeyError, lang: Lang) -> Trouble {
    let text = match error {
        KeyError::Exists { path } => {
            format!(
                "{}{}",
                path.display(),
                say(lang, "：文件已存在，不会覆盖密钥", ": a file stands there already; a key is never replaced")
            )
        }
        KeyError::NotAKey { path } => format!(
            "{}{}",
            path.display(),
            say(lang, "：不是密钥文件；请用 sanxian key new 生成", ": not a key file; make one with `sanxian key new`")
        ),
        KeyError::Io { path, source } => format!("{}{}{source}", path.display(), say(lang, "：", ": ")),
        error => error.to_string(),
    };
    Trouble::new(text)
}
