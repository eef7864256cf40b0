//! What the window itself can fail at; everything else fails in the desk.

use sanxian_project::lang::Text;
use sanxian_project::view::{Failure, FailureCode};

/// The reviewer's system could not do what the window asked of it.
pub(crate) fn system(zh: &str, en: &str, reason: impl std::fmt::Display) -> Failure {
    Failure {
        code: FailureCode::Other,
        message: Text::new(format!("{zh}：{reason}"), format!("{en}: {reason}")),
        hint: Text::new(
            "请检查系统是否装有文件管理器，然后重试。",
            "Check that a file manager is installed, then try again.",
        ),
    }
}
