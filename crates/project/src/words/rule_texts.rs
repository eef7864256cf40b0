//! For every rule of the catalogue: how its number is come by, and what a town is to hand in when it objects.

use crate::lang::Text;

/// What is said of a rule, Chinese and English.
pub(super) struct RuleTexts {
    pub rule: &'static str,
    /// How it was computed.
    method: [&'static str; 2],
    /// What to hand in or to correct, where the clause itself does not say.
    advice: [&'static str; 2],
}

impl RuleTexts {
    pub fn of(rule: &str) -> Option<&'static Self> {
        ALL.iter().find(|texts| texts.rule == rule)
    }

    pub fn method(&self) -> Text {
        Text::new(self.method[0], self.method[1])
    }

    pub fn advice(&self) -> [&'static str; 2] {
        self.advice
    }
}

const fn of(rule: &'static str, method: [&'static str; 2], advice: [&'static str; 2]) -> RuleTexts {
    RuleTexts { rule, method, advice }
}

/// In the order of the rule book.
pub(super) const ALL: &[RuleTexts] = &[
    of(
        "town_size",
        [
            "小镇全部范围的椭球面积（CGCS2000 椭球，按国土调查图斑面积公式，各块相加，孔洞扣除），与条文限值比较，限值本身符合",
            "Ellipsoidal area of the whole town (CGCS2000, the formula of the land survey; parts added, holes taken off), compared with the clause's limit, which itself is allowed",
        ],
        [
            "说明规划面积不符合限值的理由，或调整四至范围后重新报送",
            "Give reasons for the area, or change the bounds and hand in again",
        ],
    ),
    of(
        "eco_redline_overlap",
        [
            "先合并生态保护红线中相互重叠的图斑，再与小镇范围求交，量算公共部分的椭球面积，按实质、细碎、误差三级分块；重复交付的图斑只计一次",
            "Patches of the red line that overlap each other are united, then cut with the town; the shared ground's ellipsoidal area counts, its pieces graded as material, sliver or noise; patches delivered twice count once",
        ],
        [
            "调整四至范围避让生态保护红线；确属允许的有限人为活动的，登记活动情形、批准文号和日期，附批准文件",
            "Change the bounds to spare the red line; where a permitted activity applies, record activity, approving document and its day, and hand in the approval",
        ],
    ),
    of(
        "basic_farmland_overlap",
        [
            "先合并永久基本农田中相互重叠的图斑，再与小镇范围求交，量算公共部分的椭球面积；按扣除系数或登记面积折算的净面积并列，不作结论依据",
            "Patches of farmland that overlap each other are united, then cut with the town; the shared ground's ellipsoidal area counts. The net area, as the patches deduct, stands beside it and decides nothing",
        ],
        [
            "调整四至范围避让永久基本农田；属国家重大建设项目确难避让的，附国务院批准文件",
            "Change the bounds to spare the farmland; for a national key project that cannot avoid it, hand in the State Council's approval",
        ],
    ),
    of(
        "beyond_urban_boundary",
        [
            "从小镇范围中减去合并后的城镇开发边界（各分区一并计入），量算剩余部分的椭球面积",
            "The united urban development boundary, all its zones together, is taken off the town; the rest's ellipsoidal area counts",
        ],
        [
            "把四至范围收回城镇开发边界之内，或说明边界外用地的依据",
            "Draw the bounds back inside the urban development boundary, or say by which right ground outside is used",
        ],
    ),
    of(
        "unclear_bounds",
        [
            "检查交付的边界环：自相交、毛刺、重复点、无面积的环、孔洞位置、部件数量和细小孔洞；审查按修复副本进行，原图不改",
            "The rings as delivered are looked at: crossings, spikes, repeated points, rings without area, holes astray, separate parts, tiny holes. A mended copy is reviewed, the drawing stays",
        ],
        [
            "核对并补正界址点坐标；由多块组成的，说明理由",
            "Check and correct the boundary points; give reasons for separate parts",
        ],
    ),
    of(
        "town_overlap",
        [
            "在编码靠前的小镇的投影平面内，两个小镇范围求交，量算公共部分的椭球面积；两个小镇各得一条结果",
            "Both towns are cut with each other in the plane of the one whose id comes first; the shared ground's ellipsoidal area counts, and each of the two is told",
        ],
        [
            "会同相邻小镇核定界线，消除重叠后分别重新报送",
            "Settle the line with the other town, and hand in again without shared ground",
        ],
    ),
    of(
        "crowded_neighbours",
        [
            "两个小镇边界最近两点之间的大地线长度，与邻近距离（审查参数）比较；彼此邻近的小镇归为一组",
            "Geodesic length between the nearest points of both outlines, compared with the reviewer's distance; towns near each other form a group",
        ],
        ["说明邻近布局的理由，或合并、调整选址", "Give reasons for the nearness, or merge or move"],
    ),
    of(
        "control_line_conflict",
        [
            "在小镇周边范围内，三条控制线两两求交，量算公共部分的椭球面积；冲突落在小镇范围内的才要求核实",
            "Within the surroundings of the town the control lines are cut with each other two by two; the shared ground's ellipsoidal area counts, and the town is asked to verify only where it lies on its own ground",
        ],
        [
            "提请控制线主管部门核对相互重叠的图斑，并以核定后的成果复核",
            "Ask the keepers of the lines to settle the patches that overlap, and review again with the result",
        ],
    ),
    of(
        "grown_boundary",
        [
            "以同一编码的上一版范围为准，量算新增部分（本版减上一版）和退出部分（上一版减本版）的椭球面积",
            "Against the earlier boundary of the same code: ellipsoidal areas of what was gained (new less old) and given up (old less new)",
        ],
        [
            "说明新增范围的依据，附调整前后四至对照图",
            "Say by what the added ground is covered, with a drawing of both boundaries",
        ],
    ),
    of(
        "copied_unit",
        [
            "小镇范围与建制镇或开发区范围求交：重合度 = 交集 ÷ 并集，或覆盖率 = 交集 ÷ 小镇面积，与审查参数比较",
            "The town is cut with the township or development zone: likeness = intersection ÷ union, or cover = intersection ÷ town, compared with the reviewer's parameter",
        ],
        [
            "说明小镇与建制镇、园区的区别，或按小镇实际范围重新划定四至",
            "Say how the town differs from the township or park, or draw its own bounds",
        ],
    ),
    of(
        "county_mismatch",
        [
            "小镇范围与各行政区求交，面积最大的行政区为图形所在地，与登记的行政区代码比较",
            "The town is cut with the counties; the one that holds most of the ground is compared with the county of its code",
        ],
        [
            "核对行政区代码和四至范围，改正有误的一项",
            "Check the code and the bounds, and correct the one that is wrong",
        ],
    ),
    of(
        "land_use_share",
        [
            "小镇范围与土地利用图斑求交，按地类编码分类合计椭球面积，取指定地类占指定合计（或全镇）的比例",
            "The town is cut with the land-use patches; ellipsoidal areas are summed by code, and the share of the codes in question is taken of theirs, or of the town",
        ],
        [
            "报送用地结构表，核减超出部分或说明理由",
            "Hand in the table of land uses; cut back what is too much, or give reasons",
        ],
    ),
    of(
        "unplanned_construction",
        [
            "小镇范围内的建设用地（按地类编码）与城镇开发边界以外的范围求交，合计椭球面积，按地类列出；开发边界代表国土空间规划",
            "The town's construction land, by land-use code, is cut with the ground outside the urban development boundary, which stands for the plan; ellipsoidal areas are summed by code",
        ],
        [
            "对照国土空间规划核对所列建设用地是否已纳入，附规划图",
            "Check whether the plan takes in the land listed, and hand in the plan's map",
        ],
    ),
    of(
        "zone_overlay",
        [
            "小镇范围与分区图层求交，按分区类别合计椭球面积；相互重叠的分区合并计一次",
            "The town is cut with the zones; ellipsoidal areas are summed by class, ground in several zones counts once in the total",
        ],
        [
            "对照所涉分区的管控要求逐项说明，附所需手续",
            "Answer the requirements of the zones concerned, with the papers they need",
        ],
    ),
    of(
        "value_beyond_limit",
        [
            "取台账登记的数值（按表头单位换算；亩均类除以登记的面积），与条文限值比较，限值本身符合",
            "The number of the ledger, in the unit of its header (divided by the declared area where it is by 亩), compared with the clause's limit, which itself is allowed",
        ],
        [
            "说明指标未达要求的理由和改进计划，附统计资料",
            "Give reasons and a plan for the number, with the statistics behind it",
        ],
    ),
    of(
        "low_scenic_level",
        [
            "取台账登记的景区等级（几 A）；休闲旅游类别或文化旅游类型的小镇按较高等级比较，其余按一般等级",
            "The scenic level of the ledger (so many A); towns of leisure or of culture and tourism are held to the higher level, others to the common one",
        ],
        ["报送景区等级评定证书或创建计划", "Hand in the certificate of the scenic level, or the plan to reach it"],
    ),
    of(
        "missing_attribute",
        [
            "检查台账中条文要求的列：有此列而该镇为空的，为缺项；台账没有此列的，为未检查",
            "The columns that the clause asks for: an empty cell is what lacks, a ledger without the column says nothing",
        ],
        ["在台账中补填所缺内容，附证明材料", "Fill in what the ledger lacks, with the papers that show it"],
    ),
    of(
        "off_roster",
        [
            "按台账的清单年度、阶段和退出日期判断：已退出，或只列入早于现行清单的年度",
            "By the ledger's edition, stage and day of removal: whether the town has left the list, or only an older edition names it",
        ],
        [
            "核对现行清单；不在清单内的清理或更名",
            "Check the list in force; what it does not name is taken out or renamed",
        ],
    ),
    of(
        "overdue_assessment",
        [
            "自台账所载起算日加上条文年限（或审查参数的月数）得到到期日，与审查日比较；再看评估结果和延期期限",
            "The ledger's first day plus the clause's years, or the reviewer's months, gives the day it is due, compared with the day of review; then the result and the extension are looked at",
        ],
        [
            "组织评估并登记结果；可延期的报批延长期限，应终止的按程序办理",
            "Have it assessed and record the result; ask for the extension, or end the creation as provided",
        ],
    ),
    of(
        "failed_assessment",
        [
            "取台账登记的结果，属于条文所列情形的即认定；由县区承担后果的，按县区汇总并列出相关小镇",
            "The result in the ledger, where it is one that the clause names; where the county bears it, by county, with the towns that have it",
        ],
        [
            "按条文规定的后果办理，报送整改方案",
            "Do as the clause provides for such a result, and hand in how it will be mended",
        ],
    ),
    of(
        "missed_deadline",
        [
            "台账登记的期限早于审查日即为逾期；按月报送的，以上一次日期加月数为下一次到期日",
            "A deadline of the ledger before the day of review is missed; for what is handed in by the month, the last day plus the months",
        ],
        [
            "报送完成情况并申请复核，或补报所缺报告",
            "Hand in what was done and ask for a second look, or the report that lacks",
        ],
    ),
    of(
        "progress_card",
        [
            "完成投资 ÷ 计划投资（台账），低于黄牌、红牌界限（审查参数）的分别亮黄牌、红牌",
            "Invested ÷ planned (ledger); below the reviewer's cut-offs the town gets a yellow or a red card",
        ],
        ["说明投资滞后原因和追赶计划", "Give reasons for the delay and the plan to catch up"],
    ),
    of(
        "same_industry",
        [
            "比较同一辖区清单内各小镇台账的主导产业，用词相同的列为一组",
            "The leading industries of the place's listed towns are compared word for word; those alike are listed together",
        ],
        ["说明与主导产业相同的小镇如何错位发展", "Say how the town differs from those with the same industry"],
    ),
    of(
        "roster_quota",
        [
            "按台账统计辖区（全域、各县区、各功能区）内条文所指小镇的个数，已退出的不计；有行政区或功能区图层的，另按图形所在地计数并列出",
            "The ledger's towns that the clause speaks of are counted for the place, each county or each zone, without those that left; where counties or zones were given, also by where the ground lies",
        ],
        ["由辖区核减小镇数量，或说明超出的理由", "The place cuts back its number of towns, or gives reasons"],
    ),
    of(
        "category_mix",
        [
            "按台账统计辖区内各产业类别的小镇个数，以整数比较其占基数的比例，不作四舍五入；有小镇未填类别的，须核实",
            "The place's towns are counted by category and compared with their base in whole towns, without rounding; towns without a category make it doubtful",
        ],
        ["由辖区调整小镇类别结构，或说明理由", "The place changes the mix of its towns, or gives reasons"],
    ),
    of(
        "assessment_rate",
        [
            "条文所列考核结果的小镇个数 ÷ 有考核结果的小镇个数（台账），以整数比较",
            "Towns with the results that the clause counts ÷ towns with a result (ledger), compared in whole towns",
        ],
        ["由辖区说明考核结果未达要求的原因", "The place gives reasons for the rate of results"],
    ),
    of(
        "roster_total",
        [
            "台账中该列在辖区内全部小镇的合计（已退出的不计），与条文目标比较，并注明填报的小镇个数",
            "The column's sum over the place's towns, without those that left, compared with the target; how many towns say it is printed",
        ],
        ["由辖区说明与目标的差距", "The place gives reasons for what lacks to the target"],
    ),
];
