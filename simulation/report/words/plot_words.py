"""Words of the plots in Chinese and English, and how each is to be read."""

from typing import Final

from simulation.report.words.labels import Label, Lang, filled

TEXT: Final = {
    "fan": Label("每月支出扇形图", "Monthly spending, fan chart"),
    "fan_levels": Label("全部项目", "All programmes"),
    "fan_difference": Label("改革减基准", "Reform minus baseline"),
    "fan_half": Label(
        "中间一半的重复（第 25 至 75 百分位）", "middle half of the replications (25th to 75th percentile)"
    ),
    "fan_most": Label("十分之九的重复（第 5 至 95 百分位）", "nine in ten replications (5th to 95th percentile)"),
    "waterfall": Label("总支出为何变化", "Why the total cost changes"),
    "axis_cut": Label("纵轴不从零开始", "axis does not start at 0"),
    "step_baseline": Label("基准", "Baseline"),
    "step_entitled": Label("符合条件\n人月", "Entitled\nperson-months"),
    "step_reach": Label("发放面", "Paid per\nentitled"),
    "step_amount": Label("人均金额", "Amount per\nrecipient"),
    "step_begun_or_ended": Label("新增或\n停止项目", "Begun or\nended"),
    "step_one_off": Label("临时救助", "One-off\naid"),
    "step_in_kind": Label("配套救助", "Aid in\nkind"),
    "step_recoveries": Label("追回", "Recoveries"),
    "step_staff": Label("经办 *", "Office\nstaff *"),
    "step_outreach": Label("主动发现 *", "Outreach *"),
    "step_reform": Label("改革", "Reform"),
    "errors": Label("漏保与错保", "Exclusion against inclusion errors"),
    "exclusion_axis": Label("漏保率（%）", "Exclusion error (%)"),
    "inclusion_axis": Label("错保率（人，%）", "Inclusion error, persons (%)"),
    "seen_survey": Label("调查口径（贫困者）", "survey view (of the poor)"),
    "seen_rule": Label("规则口径（符合条件者）", "rule view (of the entitled)"),
    "seen_audit": Label("审计口径（符合条件者）", "audit view (of the entitled)"),
    "seen_truth": Label("真值（贫困者）", "truth (of the poor)"),
    "incidence": Label("救助金归谁所得", "Who gets the benefits"),
    "benefit_share": Label("各组所得救助金占比（%）", "Share of all benefits (%)"),
    "cumulated": Label("{scenario}：累计（集中曲线）", "{scenario}: cumulated (concentration curve)"),
    "equal": Label("人均相同", "the same for everyone"),
    "coverage": Label("住在受助家庭的人口占比（%）", "Persons in a household that is paid (%)"),
    "winners": Label("受益与受损家庭", "Winners and losers"),
    "mean_change": Label("户均变化\n元/月", "Mean change per household\nyuan/month"),
    "by_type": Label("按家庭类型", "By type of household"),
    "waits": Label("首次发放前的等待（生存曲线）", "Wait before the first payment (survival curve)"),
    "waits_axis": Label("自符合条件起的月数", "Months since the entitlement began"),
    "waits_share": Label("尚未领到（占符合现金救助条件的户，%）", "Not yet paid (of units entitled to cash, %)"),
    "heat": Label("{indicator}：与基准之差", "{indicator}: difference from the baseline"),
    "heat_note": Label("斜线：95% 区间包含零", "Hatched: the 95% interval includes 0"),
    "point_labels": Label("各点标注：{levers}", "Points are labelled by {levers}"),
    "trade_off": Label("参数扫描：漏保与错保", "Sweep: exclusion against inclusion error"),
    "sheet_charts": Label("图表", "Charts"),
    "chart": Label("图", "Chart"),
    "picture_file": Label("图片文件", "Picture"),
    "tables_of": Label("数据文件", "Tables"),
    "how_to_read": Label("说明", "How to read it"),
}

# One sentence under each plot: how to read it, and what it does not say.
NOTES: Final = {
    "comparison": Label(
        "左：主要指标的配对差异与 95% 区间，虚线为零。右上：按基准收入分组的受益户与受损户。"
        "右下：贫困者未得到救助的原因。",
        "Left: paired differences of the main indicators with 95% intervals, dashed line = no change. Top right: "
        "gainers and losers by baseline income. Bottom right: why the poor are not reached.",
    ),
    "beside": Label(
        "各改革与基准之差及其 95% 区间，虚线为零。",
        "Difference of each reform from the baseline with its 95% interval; dashed line = no change.",
    ),
    "sweep": Label(
        "每个方案与基准的配对差之均值及其 95% 区间；数字见下表。",
        "Mean paired difference of each point from the baseline with its 95% interval; the numbers are in the tables.",
    ),
    "heat_map": Label(
        "两个参数的每种组合一格，格内为与基准之差；斜线：95% 区间包含零。",
        "A cell for each pair of values of two parameters, with the difference from the baseline; hatched: the 95% "
        "interval includes 0.",
    ),
    "trade_off": Label(
        "参数扫描各方案的漏保率与错保率，十字为配对差异的 95% 区间；越靠左下越好。",
        "Exclusion and inclusion error of the points of a sweep, crosses are 95% intervals of the paired difference; "
        "lower left is better.",
    ),
    "solution": Label(
        "每个点为一次求值，竖线为解，虚线为目标；数字见下表。",
        "Each dot is an evaluation, upright line: a solution, dashed line: the goal; the numbers are in the tables.",
    ),
    "frontier": Label(
        "已试方案的各项目标；突出显示的方案没有被其他方案全面超越。",
        "Objectives of the reforms that were tried; no other reform is better in everything than a marked one.",
    ),
    "sensitivity": Label(
        "各参数对指标影响的大小及其 95% 区间，最强者在上。",
        "How much each parameter moves the indicator, with its 95% interval, the strongest on top.",
    ),
    "regret": Label(
        "各方案在各种情形下与当时最佳方案的差距；越靠左越稳健。",
        "How far each point is behind the best one in each future; further left is more robust.",
    ),
    "rates": Label(
        "多挣一元减少多少净资源：各边际税率区间的救助单元占比，细线为各项假设的范围。",
        "What a further yuan earned costs: share of the units in each class of marginal rates; thin lines span the "
        "assumptions.",
    ),
    "cliffs": Label(
        "每个悬崖位于何种收入、由哪条规则造成、损失多少；灰条为四项假设的范围。",
        "At which income each cliff lies, which rule makes it and how much is lost; grey bars span four assumptions.",
    ),
    "constraint": Label(
        "上：收入增加时净资源的构成；下：有效边际税率；编号者为悬崖。",
        "Top: net resources by source as income rises; bottom: effective marginal tax rate; cliffs are numbered.",
    ),
    "surface": Label(
        "颜色为救助金额，圆点为悬崖，另标出该户目前所在之处。",
        "Colour: amount of aid; dots: cliffs; the household as it is now is marked.",
    ),
    "fan": Label(
        "线为各次重复的均值，深带含中间一半的重复，浅带含十分之九。带只含抽样误差与随机波动，不含假设值的不确定性。",
        "Lines: mean of the replications; dark band: the middle half of them, light band: nine in ten. Bands "
        "cover sampling and Monte Carlo error, not uncertainty about assumed values.",
    ),
    "budget": Label(
        "各项目的现金支出；区间为各次重复的第 5 至 95 百分位。",
        "Spending by programme; bands from the 5th to the 95th percentile of the replications.",
    ),
    "waterfall": Label(
        "月度项目的变化分为三步：符合条件的人月、每个符合条件人月的发放人月（发放面）、人均金额；对所有次序取平均"
        "（Shapley），故各步相加等于总差异。细线为配对差异的 95% 区间。* 依赖假设的人力价格。",
        "The change of monthly programmes in three steps: person-months entitled, months paid per month entitled, "
        "amount per recipient; averaged over all orders (Shapley), so that the steps sum to the difference. Thin "
        "lines: 95% intervals of the paired steps. * rests on assumed prices of hours.",
    ),
    "errors": Label(
        "箭头从基准（空心）指向改革（实心），十字为配对差异的 95% 区间；越靠左下越好。"
        "各口径的分母不同，只宜比较箭头，不宜比较位置。",
        "Arrows lead from the baseline (open) to the reform (filled), crosses are 95% intervals of the paired "
        "difference; lower left is better. Observers divide by different groups: compare arrows, not places.",
    ),
    "errors_one": Label(
        "越靠左下越好。各口径的分母不同，不可直接相比。",
        "Lower left is better. Observers divide by different groups: they cannot be compared.",
    ),
    "incidence": Label(
        "按月发放的现金（不含临时救助与实物）。按基准、救助前的家庭人均收入分组，按人口加权；曲线越高于虚线，越偏向低收入者。",
        "Monthly cash (neither one-off aid nor aid in kind). Deciles of persons by household income per head in the "
        "baseline before benefits; the higher a curve is above the dashed line, the more goes to low incomes.",
    ),
    "winners": Label(
        "标题所示时期内平均每月救助金至少变化一元的全省家庭（抽样加权）。"
        "左：户数；中：组内户均变化；右：按家庭类型的户数。",
        "Households of the province (sample weighted) whose mean benefit over the months of the title changes by a "
        "yuan a month or more. Left: number; middle: mean change over all "
        "households of the decile; right: number by type of household.",
    ),
    "waits": Label(
        "按标题所示月份的时期生命表（Kaplan-Meier 法）估计："
        "未领到就不再符合条件、或期末仍在等待的户，按其等待的月数计入。"
        "不知情或未申请的户也在等待之中。",
        "A period life table (Kaplan-Meier) of the months named in the title: units that lose their entitlement "
        "unpaid, or "
        "still wait at the end, count for as long as they waited. Those who do not know of the aid or do not claim "
        "wait too.",
    ),
    "funnel": Label(
        "符合现金救助条件的户在每一步的流失（基准，标题所示时期内最后一次清点）。",
        "Units entitled to cash that are lost at each step (baseline, at the last count of the period).",
    ),
    "counties": Label(
        "每格一个县（市、区），按市分块、按区划代码排列；不是地图，格子的位置与大小没有地理含义。抽样比例低时单个县只含几个村，差异很大。",
        "A tile per county, in blocks by prefecture and in the order of the codes; no map: neither place nor size of a "
        "tile is geography. At a small scale a county is a few villages, and varies much.",
    ),
}  # fmt: skip


def plot_text(key: str, lang: Lang, **values: object) -> str:
    """Words `key` of a plot in `lang`, `{places}` filled from `values`."""
    return filled(TEXT, key, lang, **values)


def note_on(kind: str, lang: Lang, **values: object) -> str:
    """How the plot `kind` is to be read."""
    return filled(NOTES, kind, lang, **values)
