//! Progress on stderr: a bar on a terminal, lines of JSON for programs, or nothing.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use sanxian_project::lang::Lang;
use sanxian_project::watch::{Step, Watch};
use sanxian_project::words;

use crate::args::Progress;
use crate::out;
use crate::tongue::say;

static CANCELLED: AtomicBool = AtomicBool::new(false);

/// Shows steps and obeys Ctrl-C.
pub struct Show {
    how: How,
    lang: Lang,
}

enum How {
    Nothing,
    Bar(ProgressBar),
    Json(Mutex<Option<Instant>>),
}

impl Show {
    /// As asked; `auto` shows a bar when stderr is a terminal.
    pub fn new(asked: Progress, quiet: bool, lang: Lang) -> Self {
        // A second handler cannot be set; then the default one ends the program, which is as good.
        let _ = ctrlc::set_handler(|| CANCELLED.store(true, Ordering::Relaxed));
        let how = match asked {
            _ if quiet => How::Nothing,
            Progress::Never => How::Nothing,
            Progress::Auto if !std::io::stderr().is_terminal() => How::Nothing,
            Progress::Auto | Progress::Always => {
                let style = ProgressStyle::with_template("{msg:24} {wide_bar} {percent:>3}% {elapsed}");
                How::Bar(ProgressBar::new(1).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
            }
            Progress::Json => How::Json(Mutex::new(None)),
        };
        Self { how, lang }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let How::Bar(bar) = &self.how {
            bar.finish_and_clear();
        }
    }
}

impl Watch for Show {
    fn progress(&self, step: Step) {
        let (name, layer, done, total) = match step {
            Step::Import { role, done, total } => ("import", Some(role), done, total),
            Step::Inspect { done, total } => ("inspect", None, done, total),
            Step::Review { done, total } => ("review", None, done as u64, total as u64),
            Step::Export { done, total } if total > 1 => ("export", None, done as u64, total as u64),
            Step::Draw { done, total } => ("draw", None, done as u64, total as u64),
            _ => return,
        };
        match &self.how {
            How::Nothing => {}
            How::Bar(bar) => {
                let message = match layer {
                    Some(role) => format!("{} {}", say(self.lang, "读取", "reading"), words::layer(role, self.lang)),
                    None if name == "export" => say(self.lang, "写出", "writing").to_owned(),
                    None if name == "inspect" => say(self.lang, "查看", "looking").to_owned(),
                    None if name == "draw" => say(self.lang, "出图", "drawing").to_owned(),
                    None => say(self.lang, "审查", "reviewing").to_owned(),
                };
                bar.set_message(message);
                bar.set_length(total.max(1));
                bar.set_position(done);
            }
            How::Json(last) => {
                let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let due = last.is_none_or(|at| at.elapsed() >= Duration::from_millis(100)) || done == total;
                if due {
                    *last = Some(Instant::now());
                    let layer = layer.map(|role| role.key());
                    out::tell(serde_json::json!({ "step": name, "layer": layer, "done": done, "total": total }));
                }
            }
        }
    }

    fn cancelled(&self) -> bool {
        CANCELLED.load(Ordering::Relaxed)
    }
}
