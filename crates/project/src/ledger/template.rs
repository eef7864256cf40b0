//! An empty ledger to fill in: every column with its unit, and what may stand in it.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use sanxian_review::ledger::{FIELDS, Holds, Spec};

fn header(spec: &Spec) -> String {
    if spec.unit.is_empty() { spec.zh.to_owned() } else { format!("{}({})", spec.zh, spec.unit) }
}

fn holds(spec: &Spec) -> String {
    match spec.holds {
        Holds::Text => "文字".to_owned(),
        Holds::Code => "编码（文本格式）".to_owned(),
        Holds::OneOf(words) => words.join(" / "),
        Holds::Date => "日期，2017-01-31".to_owned(),
        Holds::Year => "年份".to_owned(),
        Holds::Area => "数字；单位写在表头：平方米、公顷、平方公里或亩".to_owned(),
        Holds::Money => "数字；单位写在表头：元、万元或亿元".to_owned(),
        Holds::Percent => "数字；表头写 (%) 为 0–100，写 (0-1) 为小数".to_owned(),
        Holds::Count => "非负整数".to_owned(),
        Holds::Scenic => "无、2A、3A、4A、5A".to_owned(),
    }
}

/// One line of headers, with a byte-order mark so that spreadsheets open it as UTF-8.
#[must_use]
pub fn csv_template() -> String {
    let headers: Vec<String> = FIELDS.iter().map(header).collect();
    format!("\u{feff}{}\n", headers.join(","))
}

/// The same as a workbook, with a second sheet that says what may stand in each column.
///
/// # Errors
/// When the workbook cannot be made.
pub fn xlsx_template() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold().set_text_wrap();
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name("台账")?;
    for (column, spec) in (0..).zip(FIELDS) {
        sheet.write_string_with_format(0, column, header(spec), &bold)?;
        sheet.set_column_width(column, 14)?;
        if matches!(spec.holds, Holds::Code) {
            sheet.set_column_format(column, &text)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    let notes = book.add_worksheet();
    notes.set_name("填写说明")?;
    for (column, title) in (0..).zip(["列名", "代码列名", "填写内容"]) {
        notes.write_string_with_format(0, column, title, &bold)?;
        notes.set_column_width(column, 28)?;
    }
    for (row, spec) in (1..).zip(FIELDS) {
        for (column, words) in (0..).zip([header(spec), spec.key.to_owned(), holds(spec)]) {
            notes.write_string(row, column, words)?;
        }
    }
    book.save_to_buffer()
}
