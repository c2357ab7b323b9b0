"""Sentences and headings of the terminal tables, the charts and the report in Chinese and English."""

from typing import Final

from simulation.report.words.labels import Label, Lang, filled

TEXT: Final = {
    "baseline": Label("基准", "Baseline"),
    "reform": Label("改革", "Reform"),
    "difference": Label("差异", "Difference"),
    "interval": Label("95% 区间", "95% interval"),
    "monte_carlo": Label("其中：抽样与随机", "of it: Monte Carlo"),
    "parameters": Label("其中：拟合参数", "of it: parameters"),
    "fitted_for": Label("拟合对象", "Fitted for"),
    "too_few_cell": Label("事件太少", "too few events"),
    "too_few": Label(
        "该抽样比例下事件太少：请提高 --scale 或 --replications",
        "too few events at this scale: raise --scale or --replications",
    ),
    "too_few_rows": Label("没有区间的行：{note}", "Rows without an interval: {note}"),
    "note": Label("说明", "Note"),
    "variance_ratio": Label("方差比", "Variance ratio"),
    "value": Label("数值", "Value"),
    "unit": Label("单位", "Unit"),
    "indicator": Label("指标", "Indicator"),
    "settings": Label(
        "政策日起 {months} 个月；抽样比例 {scale}；{replications} 次重复；种子 {seed}",
        "{months} months from the policy date; scale {scale}; replications {replications}; seed {seed}",
    ),
    "scale_held": Label("{scale}（{households} 户）", "{scale} ({households} households)"),
    "paired": Label(
        "差异为同一批家庭、同一组随机数下的配对差异及其 95% 置信区间。带 * 的行依赖假设值。",
        "Differences are paired (the same households and random draws) with their 95% confidence intervals. "
        "Rows marked * rest on assumed values.",
    ),
    "runs_kept": Label(
        "模拟已全部完成，保存在 {folder}；运行 doudi results {folder} --out 文件夹，"
        "可由其生成表格和文件，无需重新模拟。",
        "All runs are finished and kept in {folder}: doudi results {folder} --out FOLDER makes tables and files of "
        "them without running again.",
    ),
    "store_kept": Label(
        "模拟已全部完成，保存在 {folder}；同一命令加 --store {folder} 可接着进行，无需重新模拟。",
        "All runs are finished and kept in {folder}: the same command with --store {folder} goes on from them without "
        "running again.",
    ),
    "paired_figures": Label(
        "差异为同一批家庭、同一组随机数下的配对差异及其 95% 置信区间。",
        "Differences are paired (the same households and random draws) with their 95% confidence intervals.",
    ),
    "one_run": Label(
        "只运行一次模拟，没有区间；要看不确定性，请用 doudi compare。带 * 的行依赖假设值。",
        "One simulation, so no intervals; doudi compare shows the uncertainty. Rows marked * rest on assumed values.",
    ),
    "model_not_figure": Label(
        "模拟结果，不是省份的数字；省份报告的数字均标明“已报告”。",
        "Simulated results, not a province's figures; those that a province reported are marked as reported.",
    ),
    "baseline_of_two": Label("做法一：{label}", "First practice: {label}"),
    "reform_of_two": Label("做法二：{label}", "Second practice: {label}"),
    "difference_of_two": Label("做法二减做法一", "Second minus first"),
    "group_of_two": Label("组别（按做法一）", "Group (by the first practice)"),
    "differences_title_of_two": Label("做法二减做法一：差异与 95% 区间", "Second minus first practice, 95% interval"),
    "deciles_title_of_two": Label(
        "受益与受损家庭，按做法一收入十分位组", "Households that gain or lose, by decile under the first practice"
    ),
    "changes_of_two": Label("两种做法的差别", "How the two practices differ"),
    "group": Label("组别（按基准）", "Group (by the baseline)"),
    "gainers": Label("受益与受损家庭", "Gainers and losers"),
    "gainers_column": Label("受益户", "Gainers"),
    "losers_column": Label("受损户", "Losers"),
    "gainers_households": Label("受益（户）", "Gainers (households)"),
    "losers_households": Label("受损（户）", "Losers (households)"),
    "unchanged_households": Label("不变（户）", "Unchanged (households)"),
    "mean_change_households": Label("户均变化（元/月）", "Mean change per household (yuan/month)"),
    "cascade": Label("从标准线到纳入保障", "From the line to enrolment"),
    "step": Label("步骤", "Step"),
    "persons": Label("人数", "Persons"),
    "share": Label("占常住人口", "Share of residents"),
    "assumptions": Label("依据与假设", "What the results rest on"),
    "assumed_count": Label(
        "{assumed} 个假设值，共 {total} 个参数（* 为假设）",
        "{assumed} of {total} values are assumed (marked *)",
    ),
    "parameter": Label("参数", "Parameter"),
    "path": Label("路径", "Path"),
    "status": Label("状态", "Status"),
    "confidence": Label("核对", "Read"),
    "source": Label("来源", "Source"),
    "year": Label("年份", "Year"),
    "range": Label("范围", "Range"),
    "changes": Label("改革改变了什么", "What the reform changes"),
    "no_changes": Label("没有改变。", "Nothing."),
    "run_record": Label("运行记录", "Run record"),
    "mechanism": Label("编号", "Id"),
    "mechanism_name": Label("机制", "Mechanism"),
    "lever": Label("杠杆", "Lever"),
    "lever_settings": Label("两种取值", "Two settings"),
    "must_move": Label("应变动的结果", "Must move"),
    "lever_missing": Label("尚未实现", "not built"),
    "moves_up": Label("上升", "up"),
    "moves_down": Label("下降", "down"),
    "moves_either": Label("变动", "either way"),
    "mechanisms_count": Label("{mechanisms} 项机制，{levers} 个杠杆", "{mechanisms} mechanisms, {levers} levers"),
    "effects_of_levers": Label(
        "各杠杆在试验环境中的效果（配对比较）", "Effects of levers in a test world (paired comparisons)"
    ),
    "outcome": Label("结果", "Outcome"),
    "effect": Label("效果", "Effect"),
    "verdict": Label("判定", "Verdict"),
    "interval_alone": Label("区间", "Interval"),
    "check_note": Label(
        "区间为配对差异的 {level}% 置信区间：至多看四次，合计 5% 的误判。过程关闭后效果须恰为零。"
        "人、户与元已放大到各县全体。试验环境：湖北部分县、全国做法，并设定使杠杆得以起作用的取值；"
        "在所报省份是否起作用，见 --as-reported。",
        "Intervals of the paired difference at {level}%: at most four looks, together 5%. With the process off the "
        "effect must be exactly zero. Counts and yuan are grossed up to the counties of the context: some of Hubei's, "
        "under the national practice, with values that let the lever act. Whether it acts where it was reported: "
        "--as-reported.",
    ),
    "checked_measured": Label("测得值", "measured"),
    "checked_practice": Label("做法", "practice of"),
    "changes_fields": Label("改变 {fields}", "changes {fields}"),
    "evidence_figure": Label("有数字", "figure"),
    "evidence_described": Label("有描述", "described"),
    "evidence_named": Label("仅提及", "named only"),
    "passes": Label("通过", "passes"),
    "fails": Label("未通过", "fails"),
    "pair": Label("对照", "Pair"),
    "two_sides": Label("两种做法", "Two practices"),
    "reforms": Label("改革文件", "Reforms"),
    "funnel": Label("从符合条件到领到钱", "From entitled to paid"),
    "funnel_units": Label("符合现金救助条件的户", "Units entitled to cash"),
    "funnel_by_type": Label("各类家庭到达各步的比例（%）", "Share of each type that gets so far (%)"),
    "stage_entitled": Label("符合条件", "Entitled"),
    "stage_known": Label("知晓", "Known"),
    "stage_filed": Label("申请", "Filed"),
    "stage_verified": Label("核对", "Verified"),
    "stage_granted": Label("批准", "Granted"),
    "stage_paid": Label("领到", "Paid"),
    "lost_not_known": Label("不知晓", "Not\nknown"),
    "lost_not_filed": Label("未申请", "Not\nfiled"),
    "lost_not_verified": Label("未核对", "Not yet\nverified"),
    "lost_not_granted": Label("未批准", "Not\ngranted"),
    "lost_not_paid": Label("未领到", "Not yet\npaid"),
    "type_hardship": Label("重残重病户", "Disability, illness"),
    "type_elders": Label("老年户", "Elders"),
    "type_children": Label("有未成年人", "With children"),
    "type_single": Label("单人户", "Single"),
    "type_other": Label("其他", "Other"),
    "trial_title": Label("虚拟实验：宣传与协助（T01）", "virtual trial: letters and help (T01)"),
    "arm": Label("组别", "Arm"),
    "arm_control": Label("对照", "Control"),
    "arm_information": Label("告知", "Information"),
    "arm_help": Label("告知并协助", "Information and help"),
    "offered": Label("户数", "Units"),
    "enrolled": Label("九个月内纳入", "Enrolled after 9 months"),
    "published": Label("已发表", "Published"),
    "ratio_simulated": Label("模拟比值", "Ratio, simulated"),
    "ratio_published": Label("已发表比值（范围）", "Ratio, published (band)"),
    "inside_band": Label("在范围内", "inside the band"),
    "outside_band": Label("在范围外", "outside the band"),
    "trial_note": Label(
        "{replications} 次重复；模型没有对此实验作任何拟合。已发表：宾夕法尼亚州老人食品券，2016年。",
        "{replications} replications; nothing is fitted to the trial. Published: food stamps of the elderly in "
        "Pennsylvania, 2016.",
    ),
    "failures": Label("不符合的案例", "Cases that fail"),
    "case_file": Label("文件", "File"),
    "case": Label("案例", "Case"),
    "output": Label("项目", "Output"),
    "expected": Label("应为", "Expected"),
    "obtained": Label("实得", "Got"),
    "main_figures": Label("主要结果", "Main results"),
    "written_to": Label("结果已写入 {folder}", "Results written to {folder}"),
    "not_written": Label(
        "未写入文件；加 --out 文件夹 以保存。", "Nothing was written; --out FOLDER keeps the results."
    ),
    # charts
    "budget_title": Label("每月救助支出", "Monthly benefit spending"),
    "all_programmes": Label("全部项目", "All programmes"),
    "band": Label("各次重复的第 5 至第 95 百分位", "5th to 95th percentile of the replications"),
    "band_one": Label("只有一次模拟，没有区间", "one simulation, no band"),
    "differences_title": Label("改革减基准：差异与 95% 区间", "Reform minus baseline, 95% interval"),
    "deciles_title": Label("受益与受损家庭，按基准收入十分位组", "Households that gain or lose, by baseline decile"),
    "deciles_axis": Label("收入十分位组（1 = 最低）", "Income decile (1 = lowest)"),
    "causes_title": Label("贫困者为何未得到救助", "Why the poor are not reached"),
    "causes_axis": Label("占贫困人口", "Share of the poor"),
    "no_change_drawn": Label("没有变化", "no change"),
    # the workbook
    "sheet_cover": Label("封面", "Cover"),
    "sheet_comparison": Label("方案对比", "Comparison"),
    "sheet_pairs": Label("改革之间", "Between reforms"),
    "sheet_budget": Label("分月预算", "Budget"),
    "sheet_years": Label("分年", "By year"),
    "sheet_bands": Label("预算区间", "Budget bands"),
    "sheet_counties": Label("分县", "By county"),
    "sheet_assumptions": Label("假设", "Assumptions"),
    "budget_note": Label(
        "现金口径。各行互不包含，同一方案各行相加即为封面所列各月合计。支付方划分除已公布者外均为假设。",
        "Cash basis. No row contains another: those of a scenario add up to the months' totals on the cover. "
        "Payer shares are assumed.",
    ),
    "counties_note": Label(
        "各次重复的均值；抽样比例低时，单个县只含几个村，差异很大。救助金含全部项目（含实物）；人数为主要项目的期末人数。",
        "Means of the replications; at a small scale a county is a few villages, and varies much. Benefits: of all "
        "programmes, aid in kind included. Persons: on the main programme, in the last month of the period.",
    ),
    "in_kind_of": Label("其中：{payer}", "of it: {payer}"),
    "payers_title": Label("各级支付（全部月份合计）", "Who pays, all months"),
    "month": Label("月份", "Month"),
    "group_column": Label("组别", "Group"),
    "observer": Label("口径", "Observer"),
    "indicator_id": Label("指标编号", "Indicator id"),
    "group_id": Label("组别编号", "Group id"),
    "area": Label("地区", "Area"),
    "low": Label("下限", "Low"),
    "high": Label("上限", "High"),
    "scenario": Label("方案", "Scenario"),
    "payer": Label("支付方", "Payer"),
    "sum": Label("合计", "Sum"),
    "mean_yuan": Label("均值", "Mean"),
    "low_yuan": Label("第 5 百分位", "5th percentile"),
    "high_yuan": Label("第 95 百分位", "95th percentile"),
    "adcode_column": Label("区划代码", "Code"),
    "prefecture_column": Label("市", "Prefecture"),
    "county_column": Label("县（市、区）", "County"),
    "changed": Label("已改", "Changed"),
    # one household, and cliffs
    "programme": Label("项目", "Programme"),
    "rule": Label("规则", "Rule"),
    "passed": Label("符合", "Passed"),
    "missed_by": Label("相差", "Missed by"),
    "refused": Label("不符合", "refused"),
    "given": Label("符合", "given"),
    "explanation_note": Label(
        "依据中的 R、L、P、G 编号见 docs/sources.md；XP、ZJ 等编号见 doudi mechanisms",
        "R.., L.., P.., G.. of the references: docs/sources.md; XP-.., ZJ-.. and the like: doudi mechanisms",
    ),
    "net_resources": Label("净资源（含实物，元/月）", "Net resources, aid in kind included (yuan/month)"),
    "wage": Label("工资", "Wage"),
    "other_income": Label("其他收入", "Other income"),
    "in_kind": Label("联动救助（含实物）", "Aid that comes with the status"),
    "here": Label("现在", "now"),
    "marginal_rate": Label(
        "有效边际税率（再增加 {step} 元/月）", "Effective marginal tax rate ({step} yuan/month more)"
    ),
    "participation_rate": Label("参与税率", "Participation tax rate"),
    "assumption_band": Label("四项假设各取两端", "over the four assumptions"),
    "dominated": Label("得不偿失区间", "dominated zone"),
    "cliff_line": Label(
        "{number}  {at} 元处减少 {drop} 元（四项假设下 {low} 至 {high}）：{why}，{rule}",
        "{number}  at {at} yuan: −{drop} ({low} to {high} over the four assumptions): {why}, {rule}",
    ),
    "no_cliffs": Label("没有悬崖", "no cliff"),
    "axis_wage": Label("工资（元/月）", "Wage (yuan/month)"),
    "axis_business": Label("经营净收入（元/月）", "Business income (yuan/month)"),
    "axis_pension": Label("养老金（元/月）", "Pension (yuan/month)"),
    "axis_other": Label("其他收入（元/月）", "Other income (yuan/month)"),
    "axis_income": Label("本户收入（元/月）", "Own income (yuan/month)"),
    "axis_assets": Label("货币财产（元）", "Monetary assets (yuan)"),
    "axis_line": Label("低保标准（元/人/月）", "Dibao line (yuan/person/month)"),
    "axis_persons": Label("家庭人口（人）", "Household size (persons)"),
    "aid": Label("救助合计（现金加实物，元/月）", "Aid, cash and in kind (yuan/month)"),
    "atlas_title": Label(
        "悬崖图谱：本户收入再高一点会失去多少（元/月）", "Cliff atlas: what a little more own income loses (yuan/month)"
    ),
    "cliffs": Label(
        "悬崖：本户收入再多一元，合计反而减少", "Cliffs: the own income at which one yuan more means less in all"
    ),
    "cliffs_note": Label(
        "未注明城乡者，城乡相同。假设范围：补差比例、联动救助价值、渐退方式、近贫救助比例四项假设各取两端（逐项变动）。"
        "首年损失：计入渐退期后第一年的月均损失。",
        "No area: town and country alike. Range: over both ends of four assumptions, one at a time (share of the gap "
        "topped up, value of aid that comes with a status, profile of the gradual exit, share opened to the near-poor)."
        " Year 1: mean monthly loss of the first year, gradual exit counted.",
    ),
    "cliffs_crossing": Label(
        "项目之间的悬崖：标准提高，合计反而下降", "Cross-programme cliffs: a higher line, less in all"
    ),
    "household_type": Label("家庭类型", "Household type"),
    "own_income": Label("本户收入", "Own income"),
    "cliff_at": Label("位置（元）", "At yuan"),
    "cliff_drop": Label("月损失（元）", "Loss/month"),
    "cliff_range": Label("假设范围", "Range"),
    "cliff_first_year": Label("首年损失", "Year 1"),
    "cliff_change": Label("变化", "Change"),
    "near_cliffs": Label("处于悬崖边 200 元以内的户数", "Units within 200 yuan of a cliff"),
    "units_ahead": Label("悬崖之前（户）", "Before it (units)"),
    "units_behind": Label("已跌落（户）", "Fallen over it (units)"),
    "rates_title": Label("有效边际税率分布", "Distribution of effective marginal tax rates"),
    "rates_able": Label("有劳动能力成员的救助单元占比", "Share of units with a member able to work"),
    "rates_holders": Label("救助对象占比", "Share of units with a status"),
    "rate_class": Label("边际税率", "Marginal rate"),
}


def text(key: str, lang: Lang, **values: object) -> str:
    """Sentence `key` in `lang`, its `{places}` filled from `values`; KeyError for a key that is not there."""
    return filled(TEXT, key, lang, **values)
