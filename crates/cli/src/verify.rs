//! `sanxian verify`: an evidence pack, or a compliance code.

use std::path::Path;
use std::process::ExitCode;

use sanxian_project::compliance::ComplianceCode;
use sanxian_project::lang::Lang;
use sanxian_project::pack::Report;
use sanxian_project::pack::apart::verify_apart;
use sanxian_project::pack::key::Trust;

use crate::args;
use crate::check::in_words;
use crate::pack::pack_trouble;
use crate::progress::Show;
use crate::tongue::{Trouble, say};
use crate::{code, out};

/// Differences printed one by one; `--json` gives all.
const SHOWN: usize = 50;

/// Status 0 = everything holds, 1 = something differs.
pub fn run(args: &args::Verify, lang: Lang) -> Result<ExitCode, Trouble> {
    if let Some(folder) = &args.review {
        return code::verify(&args.subject, folder, lang);
    }
    if args.subject.parse::<ComplianceCode>().is_ok() {
        let what = say(
            lang,
            "这是合规码：请以 --review 给出含 review.json 的目录",
            "this is a compliance code: give the folder of its review.json with --review",
        );
        return Err(Trouble::new(what));
    }
    let show = Show::new(args.progress, false, lang);
    let program = std::env::current_exe().map_err(|error| in_words(lang, "sanxian", &error))?;
    let report = verify_apart(&program, Path::new(&args.subject), &show);
    show.finish();
    let report = report.map_err(|error| pack_trouble(&error, lang))?;
    let text = if args.json {
        serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
    } else {
        out::harmless(&told(&report, lang))
    };
    out::print(&text, lang)?;
    Ok(ExitCode::from(u8::from(!report.holds())))
}

fn told(report: &Report, lang: Lang) -> String {
    let mut lines = vec![match lang {
        Lang::Zh => format!("证据包：{} 制作，PROJ {}，审查基准日 {}", report.software, report.proj, report.as_of),
        Lang::En => format!("made by {}, PROJ {}, day of review {}", report.software, report.proj, report.as_of),
    }];
    lines.push(format!("{}{}", say(lang, "清单 SHA-256：", "SHA-256 of the manifest: "), report.manifest_sha256));
    lines.push(match (&report.signature, lang) {
        (Trust::Absent, _) => say(lang, "未签名", "not signed").to_owned(),
        (Trust::Holds { fingerprint }, Lang::Zh) => {
            format!("签名有效，公钥指纹 {fingerprint}（请与审查人公布的指纹核对）")
        }
        (Trust::Holds { fingerprint }, Lang::En) => {
            format!("the signature holds, by the key {fingerprint} (compare it with what the reviewer publishes)")
        }
        (Trust::Broken, _) => say(lang, "签名无效", "the signature does not hold").to_owned(),
    });
    lines.push(match (report.towns, report.findings, lang) {
        (Some(towns), Some(findings), Lang::Zh) => {
            format!("已仅凭证据包重新审查 {towns} 个小镇：{findings} 条结果相同；{} 个文件重新制作后逐字节相同", report.remade)
        }
        (Some(towns), Some(findings), Lang::En) => format!(
            "{towns} towns reviewed again from the pack alone: {findings} findings are the same; {} files made again are \
             the same byte for byte",
            report.remade
        ),
        _ => say(lang, "未能重新审查", "could not be reviewed again").to_owned(),
    });
    lines.extend(report.notes.iter().map(|note| format!("{}{}", say(lang, "说明：", "note: "), note.get(lang))));
    for difference in report.differences.iter().take(SHOWN) {
        lines.push(format!("{}{}", say(lang, "不符：", "differs: "), difference.text.get(lang)));
    }
    let count = report.differences.len();
    if count > SHOWN {
        lines.push(format!(
            "… {} {}",
            count - SHOWN,
            say(lang, "处不符，全部见 --json", "more; all of them with --json")
        ));
    }
    lines.push(match (count, lang) {
        (0, Lang::Zh) => format!("核对通过：{} 个文件均未改动", report.files),
        (0, Lang::En) => format!("verified: none of {} files was changed", report.files),
        (count, Lang::Zh) => format!("核对不通过：{count} 处不符"),
        (count, Lang::En) => format!("not verified: {count} differences"),
    });
    lines.join("\n") + "\n"
}
