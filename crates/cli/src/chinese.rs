//! Chinese help: the same command, its texts replaced.

use std::ffi::OsString;

use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};
use sanxian_project::lang::Lang;

use crate::args::Args;
use crate::tongue::{Tongue, lang_of};

/// Help by argument id, the same in every verb that has it.
const HELP: &[(&str, &str)] = &[
    ("lang", "提示语言：zh 或 en（默认随系统区域设置，否则为中文）"),
    ("project", "项目文件（.gpkg）：窗口的项目，或 check 输出的 review.gpkg"),
    ("data_year", "图层数据的年份，如 eco-redline=2023，可多次给出"),
    ("each_town", "除总意见外，每个小镇各出一份"),
    ("formats", "输出种类：docx,pdf,xlsx（默认全部）"),
    ("pack_file", "要写的证据包文件；旧文件整体替换"),
    ("sheets", "放入的图件：town、finding、index 或 atlas（默认不放）"),
    ("key", "用此密钥签名（sanxian key new 生成）"),
    ("key_file", "密钥文件"),
    ("subject", "证据包文件，或合规码文字"),
    ("office", "审查单位"),
    ("reviewer", "审查人"),
    ("number", "审查意见的文号"),
    ("secrecy", "密级"),
    (
        "towns",
        "特色小镇范围：文件，也可在压缩包中（a.zip!文件夹/b.shp），取其中一个图层（a.gpkg!小镇），或按属性取一部分（a.shp[F=1]、[F!=1]、[F in (1,2)]）；各图层写法相同",
    ),
    ("datum_shift", "西安80、北京54 文件的四参数或七参数（TOML 文件）；没有参数时仅供预览，结论一律为“需核实”"),
    ("eco_redline", "生态保护红线，可多次给出"),
    ("basic_farmland", "永久基本农田，可多次给出"),
    ("urban_boundary", "城镇开发边界，可多次给出"),
    ("counties", "行政区（县），随结果保存"),
    ("functional_zones", "功能区：没有行政区代码的辖区，可多次给出"),
    ("townships", "行政建制镇，用于发现范围雷同，可多次给出"),
    ("development_zones", "开发区、产业园区，可多次给出"),
    ("land_use", "土地利用现状图斑（DLTB），可多次给出"),
    ("eco_units", "生态环境管控单元，可多次给出"),
    ("hazards", "灾害风险区，可多次给出"),
    ("heritage", "历史文化保护线，可多次给出"),
    ("earlier_towns", "上一版小镇范围，可多次给出"),
    ("ledger", "台账：XLSX 或 CSV"),
    ("assume", "以 名称=数值 替换规则包中的审查参数，可多次给出"),
    ("to", "要写的文件，须不存在"),
    ("file", "XLSX 或 CSV 台账"),
    ("add", "拟增加的小镇（台账格式）：列出增加后的情况"),
    ("json", "以 JSON 输出"),
    ("review", "含 review.json 的目录（核对合规码时给出）"),
    ("town", "小镇编码；用于审查意见时可多次给出"),
    ("svg", "同时写出二维码图片"),
    ("id", "规则包编号，也是文件名"),
    ("jurisdiction", "适用的行政区代码前缀"),
    ("cases", "示例目录 tests/rules"),
    ("policy", "规则包编号或 TOML 文件（默认按小镇行政区代码选取）；国家规定总是适用"),
    ("near", "邻近距离，米（默认 1000）；同时替换规则包中的假定值"),
    ("as_of", "审查日期（默认今天）"),
    (
        "outputs",
        "输出种类：csv,geojson,json,gpkg,xlsx（默认这些）；供其他软件使用的还有 shp,shp-gbk,txt,txt-zhejiang,points,kml,dxf,fgb。目录中其他种类的旧结果会被移除，以免混放两次审查",
    ),
    ("from_file", "可读格式的文件、压缩包中的文件（a.zip!文件夹/b.shp）或其中一个图层（a.gpkg!小镇）"),
    (
        "to_format",
        "写成 shp（zip）、txt、gpkg、geojson、kml、dxf、fgb、csv 或 xlsx（界址点成果表）；默认按 --out 的扩展名",
    ),
    ("to_crs", "写出的坐标系 EPSG 代号：4490、4326、4491–4554（默认与来源相同，否则按格式惯例）"),
    ("form", "TXT 的格式：ministry 部标，zhejiang 浙江省标"),
    ("to_encoding", "shp、txt、csv 的文字编码：utf-8 或 gbk"),
    ("from_crs", "按此坐标系读取：epsg:4549、epsg:4490/swapped、meridian:119.5"),
    ("from_encoding", "按此编码读取文字：UTF-8、GBK、GB18030、Big5、windows-1252"),
    ("to_file", "要写的文件；整体替换，绝不覆盖来源文件"),
    ("accept_repairs", "认可自交等的修复副本，即使面积变化超过规则包 [repair] 表的限值；否则该图层存疑"),
    ("jobs", "线程数（默认全部核心）"),
    ("strict", "有需核实或未检查时也以 1 退出"),
    ("quiet", "除错误外不输出"),
    ("progress", "进度显示：auto、always、never 或 json"),
    ("out", "结果目录；自动创建，文件整体替换"),
    ("files", "可读格式的文件、压缩包中的文件（a.zip!文件夹/b.shp）、其中一个图层（a.gpkg!小镇），或文件夹"),
    ("role", "按此图层读取（默认自行判断）：towns、eco-redline、basic-farmland、urban-boundary 或 counties"),
    ("crs", "按此坐标系读取：epsg:4549、epsg:4490/swapped、meridian:119.5"),
    ("encoding", "按此编码读取文字：UTF-8、GBK、GB18030、Big5、windows-1252"),
    ("json", "输出为 JSON"),
    ("kind", "图件种类：town（小镇图）、finding（意见图）、index（索引图），或 atlas（全部合成一个 PDF 图集）"),
    ("only_town", "只出这个小镇（按编码），可多次给出（默认全部）"),
    ("paper", "纸张：a3 或 a4"),
    ("portrait", "竖幅（默认横幅）"),
    ("format", "格式：pdf、svg、png（300 dpi）；图集只有 PDF"),
    ("around", "不绘出小镇外超过此距离（米）的控制线"),
    ("author", "制图人"),
    ("checker", "审核人"),
    ("own_template", "自己的模板、设置或样式所在目录，同名文件替换程序自带的"),
    ("sheets_out", "图件目录；自动创建，文件整体替换"),
    ("markdown", "输出为一页 Markdown"),
    ("pack", "规则包编号或 TOML 文件"),
];

const ABOUT: &[(&str, &str)] = &[
    ("sanxian", "三线：特色小镇范围与三条控制线审查"),
    ("check", "量算小镇、逐条审查并输出结果"),
    ("inspect", "查看文件：图层、字段、编码、坐标系、问题"),
    ("sheet", "绘制图件：小镇图、意见图、索引图、图集"),
    ("convert", "把图层写成其他格式、坐标系或编码"),
    ("rules", "规则手册：量什么、怎么量"),
    ("policy", "查看规则包"),
    ("ledger", "台账：空表与检查"),
    ("template", "写出空台账：.xlsx、.csv，或在标准输出打印 CSV"),
    ("portfolio", "小镇总览：亮牌、名额、类别占比、邻近成组"),
    ("opinion", "审查意见：DOCX、PDF 和 XLSX"),
    ("code", "小镇的合规码与合规指数"),
    ("verify", "核对证据包：逐字节检查并重新审查；或离线核对合规码"),
    ("pack", "证据包：审查、其依据和全部成果打包为一个可自我核对的文件"),
    ("key", "审查人的密钥，用于签名"),
    ("new", "新建：规则包打印为待填写的样本，密钥写入文件"),
    ("schema", "打印规则包的 JSON Schema"),
    ("clauses", "以 Markdown 列出全部条文：由什么检查、有什么示例"),
    ("list", "列出随程序提供的规则包"),
    ("show", "显示：规则包及其条文，或密钥的公钥"),
];

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// Whether `--lang` or the locale asks for Chinese, before anything is parsed.
pub fn is_spoken(args: impl Iterator<Item = OsString>) -> bool {
    let typed: Vec<String> = args.map(|a| a.to_string_lossy().into_owned()).collect();
    let asked = typed.iter().enumerate().find_map(|(k, arg)| match arg.strip_prefix("--lang") {
        Some("") => typed.get(k + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let asked = match asked.as_deref() {
        Some("en") => Some(Tongue::En),
        Some("zh") => Some(Tongue::Zh),
        _ => None,
    };
    lang_of(asked) == Lang::Zh
}

/// The command with help in the language that `--lang` or the locale asks for.
pub fn in_language_of(args: impl Iterator<Item = OsString>) -> Command {
    let command = Args::command();
    if is_spoken(args) { translated(command) } else { command }
}

fn translated(command: Command) -> Command {
    let command = match ABOUT.iter().find(|(name, _)| *name == command.get_name()) {
        Some((_, about)) => command.about(*about).long_about(*about),
        None => command,
    };
    let command = command.mut_args(|arg| match HELP.iter().find(|(id, _)| arg.get_id() == id) {
        // clap would add what may be chosen and what is taken in English
        Some((_, help)) => {
            let help = with_default(help, &arg);
            let arg = arg.help(help.clone()).long_help(help).help_heading("选项");
            let takes = arg.get_action().takes_values();
            if takes { arg.hide_possible_values(true).hide_default_value(true) } else { arg }
        }
        None => arg,
    });
    let flag = |id: &'static str, short, action, help: &'static str| {
        Arg::new(id).short(short).long(id).action(action).help(help).help_heading("选项")
    };
    let versioned = command.get_version().is_some();
    let command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(flag("help", 'h', ArgAction::Help, "显示帮助"))
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令");
    let command =
        if versioned { command.arg(flag("version", 'V', ArgAction::Version, "显示版本")) } else { command };
    command.mut_subcommands(translated)
}

/// The help with what is taken where nothing is given, unless it says so itself.
fn with_default(help: &str, arg: &Arg) -> String {
    let words: Vec<_> = arg.get_default_values().iter().map(|word| word.to_string_lossy()).collect();
    let said = words.iter().all(|word| word.is_empty()) || help.contains("默认") || !arg.get_action().takes_values();
    if said { help.to_owned() } else { format!("{help}（默认 {}）", words.join(",")) }
}

/// A usage error in Chinese; `None` for what is no error (help, version) and for kinds that name no argument.
pub fn usage_error(error: &clap::Error) -> Option<String> {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::UnknownArgument => format!("没有参数 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => format!("参数 {argument} 缺少取值"),
        ErrorKind::InvalidValue => {
            format!("参数 {argument} 不能取“{value}”，可取 {}", context(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("参数 {argument} 不能取“{value}”"),
        ErrorKind::ArgumentConflict => format!("参数 {argument} 与 {} 不能同用", context(ContextKind::PriorArg)),
        ErrorKind::InvalidSubcommand => format!("没有命令 {}", context(ContextKind::InvalidSubcommand)),
        _ => return None,
    };
    Some(format!("{what}。用法见 sanxian --help 或 sanxian check --help"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(command: &Command, each: &mut impl FnMut(&Command)) {
        each(command);
        command.get_subcommands().for_each(|sub| walk(sub, each));
    }

    #[test]
    fn every_verb_and_option_has_chinese_help() {
        walk(&Args::command(), &mut |command| {
            assert!(ABOUT.iter().any(|(name, _)| *name == command.get_name()), "{}", command.get_name());
            for arg in command.get_arguments().filter(|a| !["help", "version"].contains(&a.get_id().as_str())) {
                assert!(HELP.iter().any(|(id, _)| arg.get_id() == id), "{}", arg.get_id());
            }
        });
        Args::command().debug_assert();
    }

    #[test]
    fn what_may_be_chosen_stands_in_the_chinese_help() {
        walk(&Args::command(), &mut |command| {
            for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
                let help = HELP.iter().find(|(id, _)| arg.get_id() == id).map_or("", |(_, help)| help);
                for value in arg.get_possible_values() {
                    assert!(help.contains(value.get_name()), "{} {}", arg.get_id(), value.get_name());
                }
            }
        });
        walk(&translated(Args::command()), &mut |command| {
            let help = command.clone().render_long_help().to_string();
            for word in ["ossible values", "default:", "Options:", "Usage:"] {
                assert!(!help.contains(word), "{}: {word}", command.get_name());
            }
        });
    }
}
