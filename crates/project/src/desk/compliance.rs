//! The compliance code of a town, and its index: of the recorded review, as its `review.json` would say it.

use std::sync::Arc;

use serde_json::Value;

use super::open::{Open, Seen};
use super::{Desk, aside};
use crate::compliance::{ComplianceError, INDEX_FORMULA_EN, INDEX_FORMULA_ZH, code_of, index_of, modules};
use crate::export::review_value;
use crate::lang::Text;
use crate::store::Store;
use crate::view::{ComplianceView, Failure, VerdictView};

impl Desk {
    /// The code of a town's result and its index; nothing before a review.
    ///
    /// # Errors
    /// No project, no such town, an id too long for a QR code.
    pub async fn compliance(&self, town: &str) -> Result<Option<ComplianceView>, Failure> {
        let open = self.opened()?;
        let seen = open.seen();
        if seen.glance.reviewed.is_none() {
            return Ok(None);
        }
        let (review, town) = (document(&open, &seen).await?, town.to_owned());
        aside(move || view(&review, &town)).await?.map(Some)
    }
}

/// The review as its file would say it; made once for what is shown.
async fn document(open: &Arc<Open>, seen: &Arc<Seen>) -> Result<Arc<Value>, Failure> {
    let mut known = open.document.lock().await;
    if let Some((_, document)) = known.as_ref().filter(|(of, _)| Arc::ptr_eq(of, seen)) {
        return Ok(document.clone());
    }
    let recorded = open.store.recorded().await?;
    let document = Arc::new(aside(move || review_value(&recorded)).await??);
    *known = Some((seen.clone(), document.clone()));
    Ok(document)
}

fn view(review: &Value, town: &str) -> Result<ComplianceView, Failure> {
    let code = code_of(review, town).map_err(refused)?;
    Ok(ComplianceView {
        modules: modules(&code).map_err(refused)?,
        verdict: serde_json::from_value(Value::from(code.verdict.as_str())).unwrap_or(VerdictView::NotChecked),
        code: code.to_string(),
        index: index_of(review, town).map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)),
        formula: Text::new(INDEX_FORMULA_ZH, INDEX_FORMULA_EN),
    })
}

fn refused(error: ComplianceError) -> Failure {
    let (zh, hint) = match &error {
        ComplianceError::TooLong { town } => (
            format!("小镇编码“{town}”太长，放不进二维码"),
            Text::new("请在来源中改用短一些的编码", "Give the town a shorter code in its source"),
        ),
        _ => ("审查结果中没有这个小镇".to_owned(), Text::new("请重新审查", "Run the review again")),
    };
    Failure::other(Text::new(zh, error.to_string()), hint)
}
