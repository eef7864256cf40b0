use super::*;
use crate::import::item::Item;
use crate::import::read::Output;
use crate::worker::wire::Frame;

/// Records as the worker would send them.
#[derive(Default)]
struct Collected(Vec<Feature>);

impl Output for Collected {
    fn frame(&mut self, frame: Frame) {
        if let Frame::Feature(record) = frame {
            self.0.push(record.into_feature().expect("no ground"));
        }
    }
    fn progress(&mut self, _: u64, _: u64) {}
}

fn read_bytes(name: &str, bytes: &[u8]) -> Result<(Ledger, Vec<Problem>), ImportError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    let mut out = Collected::default();
    sheet::file(&Item::Disk(path), &mut out)?;
    Ok(typed(name, &out.0))
}

fn read_csv(text: &str) -> (Ledger, Vec<Problem>) {
    read_bytes("ledger.csv", text.as_bytes()).expect("a table")
}

fn codes(problems: &[Problem]) -> Vec<(&str, Option<u64>)> {
    problems.iter().map(|problem| (problem.code.as_str(), problem.position)).collect()
}

#[test]
fn a_ledger_is_read_with_chinese_or_with_coded_headers() {
    let chinese = "小镇编码,小镇名称,阶段,行政区代码,绿化覆盖率(%),创建日期\nT1,甲小镇,创建,330523,31.5,2017-01-01\n";
    let coded = "code,name,stage,admin_code,green_cover_percent,created_on\nT1,甲小镇,创建,330523,31.5,2017-01-01\n";
    let (one, problems) = read_csv(chinese);
    assert_eq!(problems, []);
    assert_eq!(one, read_csv(coded).0);
    let entry = &one.entries[0];
    assert_eq!((entry.line, entry.code.as_str()), (2, "T1"));
    assert_eq!(entry.number(Field::GreenCover), Some(3_150));
    assert_eq!(entry.date(Field::CreatedOn).map(|day| day.to_string()).as_deref(), Some("2017-01-01"));
    assert_eq!(entry.traits.admin_code.as_deref(), Some("330523"));
}

#[test]
fn gbk_semicolons_and_a_title_above_the_header_are_read() {
    let text = "湖州市特色小镇台账;;\n小镇编码;小镇名称;阶段\nT1;甲小镇;命名\n";
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let (ledger, problems) = read_bytes("ledger.csv", &gbk).expect("a table");
    assert_eq!((ledger.entries.len(), problems.len()), (1, 0));
    assert_eq!((ledger.entries[0].name.as_str(), ledger.entries[0].line), ("甲小镇", 3));
}

#[test]
fn what_cannot_be_taken_is_named_by_line_and_column_and_the_rest_goes_on() {
    let text = "编码,名称,完成投资(万元),创建日期,备注\n\
                T1,甲小镇,很多,2017-01-01,\n\
                T1,乙小镇,100,2017/1/1,\n\
                T3,丙小镇,100,2017.1.1,x\n\
                T4,丁小镇,200,2017年1月1日,\n\
                ,,300,20170101,\n\
                T6,己小镇,300,01/02/2017,\n";
    let (ledger, problems) = read_csv(text);
    assert_eq!(
        codes(&problems),
        [
            ("unknown_column", None),
            ("not_a_number", Some(2)),
            ("duplicate_code", Some(3)),
            ("row_without_town", Some(6)),
            ("not_a_date", Some(7)),
            ("mixed_dates", None),
        ]
    );
    assert!(problems[1].zh.contains("第 2 行“完成投资”") && problems[1].zh.contains("很多"), "{}", problems[1].zh);
    assert!(problems[2].en.contains("line 2"), "{}", problems[2].en);
    let kept: Vec<_> = ledger.entries.iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(kept, ["T1", "T3", "T4", "T6"]);
    assert_eq!(ledger.entries[1].number(Field::Invested), Some(1_000_000));
}

#[test]
fn the_template_is_read_back_without_a_problem_in_both_forms() {
    let (ledger, problems) = read_csv(&csv_template());
    assert_eq!((ledger.entries.len(), problems), (0, vec![]));
    assert_eq!(ledger.columns.len(), sanxian_review::ledger::FIELDS.len());
    let (book, problems) = read_bytes("ledger.xlsx", &xlsx_template().expect("a workbook")).expect("a table");
    assert_eq!((book, problems), (ledger, vec![]));
}

#[test]
fn a_workbook_with_numbers_days_and_a_far_cell_is_read_as_a_stream() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, title) in (0..).zip(["小镇编码", "小镇名称", "创建日期", "完成投资(亿元)", "绿化覆盖率(0-1)"])
    {
        sheet.write_string(0, column, title).expect("written");
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d");
    sheet.write_number(1, 0, 1001).expect("written");
    sheet.write_string(1, 1, "甲小镇").expect("written");
    sheet.write_number_with_format(1, 2, 42_736, &day).expect("written");
    sheet.write_number(1, 3, 12.5).expect("written");
    sheet.write_number(1, 4, 0.3).expect("written");
    sheet.write_string(1_048_575, 16_383, "far").expect("written");
    let bytes = book.save_to_buffer().expect("a workbook");
    let (ledger, problems) = read_bytes("台账.xlsx", &bytes).expect("a table");
    assert_eq!(problems, []);
    let entry = &ledger.entries[0];
    assert_eq!((entry.code.as_str(), entry.number(Field::Invested)), ("1001", Some(1_250_000_000)));
    assert_eq!(entry.date(Field::CreatedOn).map(|day| day.to_string()).as_deref(), Some("2017-01-01"));
    assert_eq!(entry.number(Field::GreenCover), Some(3_000));
}

#[test]
fn files_that_are_no_ledger_are_refused_in_words() {
    for (name, bytes) in [
        ("empty.csv", &b""[..]),
        ("other.csv", b"a,b,c\n1,2,3\n"),
        ("old.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("broken.xlsx", b"PK\x03\x04 and nothing else"),
    ] {
        let error = read_bytes(name, bytes).expect_err(name);
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn rows_and_boundaries_find_each_other_by_code_then_by_name() {
    let town = |id: &str, name: &str| Town {
        feature: Feature {
            id: sanxian_review::data::FeatureId(id.to_owned()),
            position: 1,
            attributes: [].into(),
            shape: crate::store::sample::square(0),
        },
        name: name.to_owned(),
        traits: TownTraits::default(),
    };
    let mut towns =
        [town("T1", "甲小镇"), town("T2", "乙小镇"), town("T3", "丙小镇"), town("T5", "同名"), town("T6", "同名")];
    let (mut ledger, _) =
        read_csv("编码,名称,行政区代码\nT1,别名,330523\n,乙小镇,330522\nX9,无范围小镇,330521\n,同名,330521\n");
    let problems = join("ledger.csv", &mut ledger, &mut towns);
    let joined: Vec<_> = ledger.entries.iter().map(|entry| entry.town.as_ref().map(|id| id.0.as_str())).collect();
    assert_eq!(joined, [Some("T1"), Some("T2"), None, None]);
    assert_eq!(towns[1].traits.admin_code.as_deref(), Some("330522"), "a gap of the boundary is filled");
    let told: Vec<_> = problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(
        told,
        [
            "ledger_row_without_boundary",
            "ledger_row_ambiguous",
            "town_without_ledger_row",
            "town_without_ledger_row",
            "town_without_ledger_row"
        ]
    );
}
