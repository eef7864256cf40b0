//! Every [`ImportError`] in words: what is wrong, what to do, and its stable code.

use sanxian_review::data::LayerKind;

use super::error::{ImportError, first_reason, listed, only};
use crate::lang::{Lang, Text};

impl ImportError {
    /// Stable machine name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::IsFolder { .. } => "is_folder",
            Self::NoPermission { .. } => "no_permission",
            Self::Unreadable { .. } => "unreadable",
            Self::Empty { .. } => "empty_file",
            Self::Unsupported { .. } => "unsupported_format",
            Self::UnknownFormat { .. } => "unknown_format",
            Self::BadJson { .. } => "bad_json",
            Self::NotGeoJson { .. } => "not_geojson",
            Self::BadLine { .. } => "bad_line",
            Self::Damaged { .. } => "damaged_file",
            Self::BadShapefile { .. } => "bad_shapefile",
            Self::NoShp { .. } => "no_shp",
            Self::WrongGeometry { .. } => "wrong_geometry",
            Self::NothingUsable { .. } => "nothing_usable",
            Self::DatumRefused { .. } => "datum_refused",
            Self::ZoneUnknown { .. } => "zone_unknown",
            Self::CrsUnknown { .. } => "crs_unknown",
            Self::CrsContradiction { .. } => "crs_contradiction",
            Self::BadArchive { .. } => "bad_archive",
            Self::ArchiveLimit { .. } => "archive_limit",
            Self::SeveralLayers { .. } => "several_layers",
            Self::NoLayer { .. } => "no_layer",
            Self::NoMember { .. } => "no_member",
            Self::ChoiceRefused { .. } => "choice_refused",
            Self::TooManyVertices { .. } => "too_many_vertices",
            Self::TooLarge { .. } => "too_large",
            Self::TimeLimit { .. } => "time_limit",
            Self::Hang { .. } => "hang",
            Self::MemoryLimit { .. } => "memory_limit",
            Self::Cancelled { .. } => "cancelled",
            Self::WorkerDied { .. } => "worker_died",
            Self::WorkerStart { .. } => "worker_start",
            Self::TwoTownsOneId { .. } => "two_towns_one_id",
        }
    }

    /// What is wrong and what to do, in one line.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{}。{}", self.chinese(), self.hint().zh),
            Lang::En => format!("{self}. {}", self.hint().en),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::NotFound { file } => format!("{file}:文件不存在"),
            Self::IsFolder { file } => format!("{file}:是文件夹,不是文件"),
            Self::NoPermission { file } => format!("{file}:没有读取权限"),
            Self::Unreadable { file, reason } => format!("{file}:无法读取({reason})"),
            Self::Empty { file } => format!("{file}:文件是空的"),
            Self::Unsupported { file, format, .. } => format!("{file}:暂不支持读取 {format}"),
            Self::UnknownFormat { file } => format!("{file}:无法识别文件格式"),
            Self::BadJson { file, offset, line, what } => {
                format!("{file}:第 {line} 行(第 {offset} 字节)JSON 损坏:{}", what.zh)
            }
            Self::NotGeoJson { file, what } => format!("{file}:不是 GeoJSON:{}", what.zh),
            Self::BadLine { file, line, what } => format!("{file}:第 {line} 行:{}", what.zh),
            Self::Damaged { file, format, what } => format!("{file}:{format} 文件损坏:{}", what.zh),
            Self::BadShapefile { file, offset, what } => format!("{file}:第 {offset} 字节处损坏:{}", what.zh),
            Self::NoShp { file } => format!("{file}:旁边没有 .shp 文件"),
            Self::WrongGeometry { file, role, found } => {
                format!("{file}:图层是{},而{}应为面", found.zh, role_zh(*role))
            }
            Self::NothingUsable { file, role, features, first } => format!(
                "{file}:{features} 个要素中没有一个能作为{}使用{}",
                role_zh(*role),
                first_reason(first, Lang::Zh)
            ),
            Self::DatumRefused { file, datum } => {
                format!("{file}:坐标系为 {datum},没有转换参数就不能转换到 CGCS2000")
            }
            Self::ZoneUnknown { file, sample } => format!("{file}:横坐标没有带号({sample}),无法确定中央经线"),
            Self::CrsUnknown { file, sample } => format!("{file}:由坐标 {sample} 无法识别坐标系"),
            Self::CrsContradiction { file, declared, numbers } => {
                format!("{file}:声明的坐标系是 {declared},但坐标数值是{}", numbers.zh)
            }
            Self::BadArchive { file, what } => format!("{file}:无法读取压缩包:{}", what.zh),
            Self::ArchiveLimit { file, what } => format!("{file}:压缩包超出限制:{}", what.zh),
            Self::SeveralLayers { file, layers } => {
                format!("{file}:其中有 {} 个图层:{}", layers.len(), listed(layers))
            }
            Self::NoLayer { file, others: found } => format!("{file}:其中没有图层{}", only(found, Lang::Zh)),
            Self::NoMember { file, inner } => format!("{file}:其中没有名为 {inner} 的图层"),
            Self::ChoiceRefused { file, choice, why } => format!("{file}:不能按 {choice} 读取:{}", why.zh),
            Self::TooManyVertices { file, limit } => format!("{file}:顶点超过 {limit} 个"),
            Self::TooLarge { file, offset, limit } => {
                format!("{file}:第 {offset} 字节处的一段数据超过 {limit} 字节")
            }
            Self::TimeLimit { file, seconds } => format!("{file}:{seconds} 秒内没有读完"),
            Self::Hang { file, seconds } => format!("{file}:{seconds} 秒没有进展"),
            Self::MemoryLimit { file, mib } => format!("{file}:需要的内存超过 {mib} MiB"),
            Self::Cancelled { file } => format!("{file}:已取消"),
            Self::WorkerDied { file, how } => format!("{file}:读取进程意外结束({how})"),
            Self::WorkerStart { file, program, reason } => {
                format!("{file}:无法启动读取进程 {program}({reason})")
            }
            Self::TwoTownsOneId { file, id, first, second } => {
                format!("{file}:第 {first} 个和第 {second} 个要素的小镇编码都是“{id}”")
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Text {
        let (zh, en) = match self {
            Self::NotFound { .. } => ("请检查路径和文件名", "Check the path and the name"),
            Self::IsFolder { .. } => {
                ("请给出文件夹中的 .shp 或 .geojson 文件", "Give the .shp or .geojson file inside it")
            }
            Self::NoPermission { .. } => {
                ("请修改文件权限,或复制到可读的位置", "Change its permissions or copy it elsewhere")
            }
            Self::Unreadable { .. } => {
                ("请检查磁盘或网络位置后重试", "Check the disk or the network share and try again")
            }
            Self::Empty { .. } => ("请重新导出或重新传输该文件", "Export or transfer the file again"),
            Self::Unsupported { convert, .. } => return convert.clone(),
            Self::UnknownFormat { .. } => (
                "请提供带 .dbf、.prj 的 .shp、界址点 TXT、GeoJSON 或 GeoPackage",
                "Give a .shp with its .dbf and .prj, a boundary-point TXT, GeoJSON or GeoPackage",
            ),
            Self::BadJson { .. } => (
                "文件可能不完整或被手工改坏;请重新导出(UTF-8 编码)",
                "It may be cut off or hand-edited; export it again as UTF-8",
            ),
            Self::NotGeoJson { .. } => {
                ("请导出为 RFC 7946 的 FeatureCollection", "Export it as a FeatureCollection as in RFC 7946")
            }
            Self::BadLine { .. } => ("请更正该行后重新导入", "Correct that line and import the file again"),
            Self::Damaged { .. } => {
                ("文件可能不完整;请重新传输或重新导出", "It may be cut off; transfer or export it again")
            }
            Self::BadShapefile { .. } => (
                "文件可能不完整;请重新传输或重新导出全部配套文件",
                "It may be cut off; transfer or export all its parts again",
            ),
            Self::NoShp { .. } => {
                ("请把 .shp 与其配套文件放在同一文件夹", "Put the .shp and its companions into one folder")
            }
            Self::WrongGeometry { .. } => {
                ("请确认图层没有给错,并提供面图层", "Check that the right layer was given, and give its polygons")
            }
            Self::NothingUsable { .. } => ("请按所列问题修正后重新导出", "Mend what is listed and export it again"),
            Self::DatumRefused { .. } => (
                "请给出当地的四参数或七参数(--datum-shift,或导入卡),或先转换到 CGCS2000;从不默默按零参数处理",
                "Give the local four or seven parameters (--datum-shift, or on the card), or transform it to CGCS2000 first; a zero shift is never assumed silently",
            ),
            Self::ZoneUnknown { .. } => (
                "请附上 .prj,或用带号坐标(如 40548122)、或经纬度重新导出",
                "Add the .prj, or export with the zone in the easting (such as 40548122) or as longitude and latitude",
            ),
            Self::CrsUnknown { .. } => (
                "请附上 .prj 或 crs 说明,或以 CGCS2000 经纬度重新导出;横坐标在 1300 万至 1510 万之间时,可能是 Web 墨卡托(EPSG:3857),也可能是 13、14 带,须由 .prj 或 crs 说明",
                "Add a .prj or a crs member, or export as CGCS2000 longitude and latitude. Eastings of 13.0–15.1 million may be Web Mercator (EPSG:3857) or zone 13 or 14: a .prj or a crs member must tell",
            ),
            Self::CrsContradiction { .. } => {
                ("请更正 .prj 或 crs 说明后重新导出", "Correct the .prj or the crs member and export it again")
            }
            Self::BadArchive { .. } => (
                "请重新打包(zip 格式、不设密码、普通压缩)后再传",
                "Pack it again as a plain zip without a password, and transfer it again",
            ),
            Self::ArchiveLimit { .. } => {
                ("请解压后直接给出其中的图层文件", "Unpack it yourself and give the layer files inside")
            }
            Self::SeveralLayers { file, layers } => {
                let first = layers.first().map_or("", String::as_str);
                let text = |before: &str| format!("{before} {file}!{first}");
                return Text::new(text("请指明一个,如"), text("Name one of them, such as"));
            }
            Self::NoLayer { .. } => (
                "请放入 shapefile(.shp 及其附属文件)或 GeoJSON;嵌套的压缩包请先解出一层",
                "Put in a shapefile (.shp with its companions) or GeoJSON; take a zip inside a zip out first",
            ),
            Self::NoMember { .. } => {
                ("用 sanxian inspect 可以列出其中的图层", "sanxian inspect lists the layers in it")
            }
            Self::ChoiceRefused { .. } => ("请另选", "Choose another one"),
            Self::TooManyVertices { .. } => (
                "请按县分块,或只导出小镇周边的数据",
                "Split it by county, or export only the surroundings of the towns",
            ),
            Self::TooLarge { .. } => ("请拆分过大的要素", "Split what is too large"),
            Self::TimeLimit { .. } | Self::Hang { .. } => (
                "请把文件复制到本地磁盘后重试;仍然如此则文件可能损坏",
                "Copy it to a local disk and try again; if it stays so, the file may be damaged",
            ),
            Self::MemoryLimit { .. } => (
                "请拆分该文件,或检查其中是否有异常巨大的要素",
                "Split the file, or look for an absurdly large feature in it",
            ),
            Self::Cancelled { .. } => ("没有写出任何结果", "Nothing was written"),
            Self::WorkerDied { .. } => (
                "文件可能已损坏;请重新导出,若仍出错请把文件发给开发者",
                "The file may be damaged; export it again, and if that does not help send it to the developers",
            ),
            Self::WorkerStart { .. } => ("请检查安装是否完整", "Check that the program is installed completely"),
            Self::TwoTownsOneId { .. } => (
                "请更正 XZBM(或 id、BSM、code)使每个小镇编码唯一",
                "Correct XZBM (or id, BSM, code) so that every town has its own",
            ),
        };
        Text::new(zh, en)
    }
}

/// The Chinese name of a role, as in messages.
#[must_use]
pub(crate) fn role_zh(role: LayerKind) -> &'static str {
    crate::words::layer(role, crate::lang::Lang::Zh)
}
