"""Words of sweeps, solutions, frontiers, sensitivity and robustness in Chinese and English."""

from typing import Final

from simulation.report.words.labels import Label, Lang, filled, indicator_label
from simulation.report.words.unit_words import UNITS
from simulation.simulate.indicator_positions import ALIASES

TEXT: Final = {
    "reform": Label("改革", "Reform"),
    "beside": Label("{indicator}：各改革与基准（{replications} 次重复）",
                    "{indicator}: each reform against the baseline ({replications} replications)"),
    "against": Label("{one} 与 {other} 之差", "{one} less {other}"),
    "less": Label("减去", "Less"),
    "several": Label("{count} 项改革并列比较", "{count} reforms side by side"),
    "reached_line": Label(
        "{replications} 次重复后，{indicator}的区间半宽为 {size}，已达到要求（序贯停止，置信水平为名义值）。",
        "{indicator}: {size} after {replications} replications, as asked (sequential, so the level is nominal).",
    ),
    "not_reached_line": Label(
        "{replications} 次重复后，{indicator}的区间半宽为 {size}，未达到要求（已到次数上限）。",
        "{indicator}: {size} after {replications} replications, the most there may be; wider than asked.",
    ),
    "point": Label("方案", "Point"),
    "mean": Label("均值", "Mean"),
    "change": Label("与基准之差", "Difference from baseline"),
    "interval": Label("95% 区间", "95% interval"),
    "draws": Label("参数不确定性（5%–95%）", "Parameter draws (5% to 95%)"),
    "baseline": Label("基准", "Baseline"),
    "sweep": Label("参数扫描：{points} 个方案，{replications} 次重复",
                   "Sweep: {points} points, {replications} replications"),
    "crn": Label(
        "各方案使用同一批家庭和同一组随机数；区间只含蒙特卡洛误差，参数不确定性另列。模拟结果，不是公布的数字。",
        "All points use the same households and common random numbers; intervals cover Monte Carlo error alone, "
        "parameter uncertainty is shown apart. Simulated results, not published figures.",
    ),
    "partial": Label(
        "未完成：计划 {planned} 次运行，完成 {ok} 次，失败 {bad} 次，剩余 {pending} 次。",
        "Partial: of {planned} planned runs {ok} are done, {bad} failed, {pending} are left.",
    ),
    "whole": Label("全部 {planned} 次运行已完成。", "All {planned} runs are done."),
    "trouble": Label(
        "{status}：{runs} 次运行，首个为方案 {point}、第 {replication} 次重复：{error}",
        "{status}: {runs} runs, the first of them {point}, replication {replication}: {error}",
    ),
    "retry": Label("加 --retry 再次运行同一命令，可重试失败的运行。",
                   "The sweep's command with --retry tries failed runs once more."),
    "kept": Label("结果保存在 {folder}；再次运行同一命令只补算缺少的部分。",
                  "Results are kept in {folder}; the same command again computes only what is missing."),
    "parameter": Label("参数", "Parameter"),
    "value": Label("取值", "Value"),
    "target": Label("目标", "Target"),
    "goal": Label("要求", "Goal"),
    "reached": Label("达到", "Reached"),
    "solution": Label("求解结果", "Solution"),
    "solution_note": Label(
        "共求值 {evaluations} 次，每次 {replications} 次重复，使用相同随机数。",
        "{evaluations} evaluations of {replications} replications each, with the same random draws.",
    ),
    "resolution_note": Label(
        "区间分为 {steps} 步：相距不足一步（{size}）的两个解可能漏掉。",
        "The bounds were cut into {steps} steps: two solutions less than one step ({size}) apart can be missed.",
    ),
    "starts_note": Label(
        "从 {starts} 个起点中最接近目标的几个出发搜索；可能还有其他解。",
        "The best of {starts} starting points were followed; there can be other solutions.",
    ),
    "root": Label("解", "No."),
    "fits": Label("同样符合的范围", "Fits equally well"),
    "identified": Label("可识别", "Identified"),
    "yes": Label("是", "yes"),
    "no": Label("否", "no"),
    "such_as": Label("例如 {value}", "such as {value}"),
    "missed_by": Label("差额", "Missed by"),
    "allowed": Label("允许差额", "Allowed"),
    "unread": Label(
        "{parameter} 目前无任何规则读取：须先有 {switch}，否则任何取值都不起作用。",
        "Nothing reads {parameter} here: that takes {switch}, and without it no value of it has an effect.",
    ),
    "unmet": Label(
        "求值 {evaluations} 次后仍未找到满足以下目标的取值：{targets}；这不表示不存在。所列为最接近之处；"
        "请放宽区间、提高分辨率（--resolution）或更换参数。",
        "Not found after {evaluations} evaluations: values that meet {targets}. That none exists is not shown. What "
        "is given here comes closest; widen the bounds, raise --resolution, or vary something else.",
    ),
    "several_solutions": Label("找到 {count} 个满足目标的解。", "{count} solutions meet the targets."),
    "steps_over": Label(
        "有的解处指标跳过目标值（户数与金额为整数），达不到允许差额。",
        "A solution that misses its goal is a step: there the indicator jumps over the goal, for households and yuan "
        "are whole.",
    ),
    "not_identified": Label(
        "无法识别 {parameters}：指标在“同样符合的范围”内不随其变化，范围内任一取值同样符合目标。",
        "{parameters} is not identified: the indicator does not respond to it there, and any value in the range that "
        "fits equally well is as good.",
    ),
    "not_identified_jointly": Label(
        "这些目标不足以确定 {parameters}：所列只是众多组合之一；"
        "“同样符合的范围”是沿这些组合走到的范围，其他参数须随之变化。",
        "The targets do not identify {parameters}: this is one of many combinations. The range that fits "
        "equally well is how far such combinations were followed; the other parameters change along the way.",
    ),
    "slope_not_told": Label(
        "在某个解处，各次重复不足以判断指标是否随参数变化：没有标准误，区间止于最近的、已看出不同的取值。",
        "At a solution the slope is not significantly different from 0: it has no standard error, and its interval "
        "ends at the nearest values that were seen to differ.",
    ),
    "at_bound": Label("{parameters} 的解在区间端点：端点之外可能有更好的解。",
                      "{parameters} lies at an end of its bounds: a better solution may lie beyond."),
    "undefined_at": Label("{indicator}在 {of} 次求值中有 {count} 次无定义（NaN）{where}；那里的解看不到。",
                          "{indicator} is undefined (NaN) at {count} of {of} points{where}; a solution there would "
                          "not be seen."),
    "among_them": Label("，其中有 {points}", ", among them {points}"),
    "frontier": Label("未被超越的方案（共试 {tried} 个）", "Undominated reforms (of {tried} tried)"),
    "dominated": Label("被超越", "Dominated"),
    "undominated": Label("未被超越", "Undominated"),
    "tornado": Label("单参数敏感性：{indicator}", "One parameter at a time: {indicator}"),
    "morris": Label("Morris 筛选：{indicator}", "Morris screening: {indicator}"),
    "sobol": Label("Sobol' 指数：{indicator}", "Sobol' indices: {indicator}"),
    "low_end": Label("低端", "Low end"),
    "high_end": Label("高端", "High end"),
    "S1": Label("一阶指数 S1", "First order S1"),
    "ST": Label("总指数 ST", "Total ST"),
    "mu_star": Label("平均影响 μ*", "Mean effect μ*"),
    "sigma": Label("非线性与交互 σ", "Nonlinearity and interaction σ"),
    "half_width": Label("95% 半宽", "95% half-width"),
    "not_told": Label("与 0 无法区分", "not significant"),
    "told": Label("可与 0 区分", "significantly different from 0"),
    "told_from_0": Label("与 0 相比", "Against 0"),
    "robustness": Label("稳健性：{indicator}，{futures} 种情形", "Robustness: {indicator}, {futures} futures"),
    "first": Label("排第一的情形", "Ranks first in"),
    "mean_rank": Label("平均名次", "Mean rank"),
    "mean_regret": Label("平均遗憾", "Mean regret"),
    "max_regret": Label("最大遗憾", "Largest regret"),
    "regret": Label("遗憾值：比该情形下最优方案差多少", "Regret: how much worse than the best point of that future"),
    "future": Label("情形", "Future"),
    "share_of_variance": Label("占指标方差的比例", "Share of the indicator's variance"),
    "index_note": Label(
        "各方案使用同一批家庭和同一组随机数；区间只含抽样误差（自助法），样本越多越窄。模拟结果，不是公布的数字。",
        "All points use the same households and common random numbers; half-widths cover the error of the sampled "
        "points alone (bootstrap) and shrink with more samples. Simulated results, not published figures.",
    ),
    "read_sweep": Label(
        "标记为与基准的配对差之均值，细线为 95% 区间（蒙特卡洛误差）；连线的方案其他参数相同，标记略为错开以免重叠。",
        "Marks: mean paired difference; thin lines: its 95% interval (Monte Carlo error). Joined points share the "
        "values of all other parameters; marks are a little apart so that none hides another.",
    ),
    "read_draws": Label("灰色粗线为参数不确定性（5%–95%）。", " Broad grey lines: parameter draws (5% to 95%)."),
    "read_solution": Label(
        "每个点为一次求值（各次重复的均值）；竖线为解，阴影为重复之间的 95% 区间，斜线为同样符合的范围（解无法识别）。",
        "Each dot is an evaluation (mean over replications); upright line: a solution, shaded: its 95% interval over "
        "replications, hatched: the range that fits equally well, where the solution is not identified.",
    ),
    "closest": Label("最接近之处", "Closest"),
    "read_frontier": Label(
        "未被超越：没有其他方案在所有目标上都不差且至少一项更好；因此在单个图中看似较差的点，在另一目标上更好。"
        "取 {replications} 次重复的均值，区间见表。下方各图：这些方案把各参数定在何处。",
        "Undominated: no other is as good in every objective and better in one, so a point that looks beaten in one "
        "panel is better in another. Means of {replications} replications; the table contains the intervals. Lower "
        "panels: what these reforms set each lever to.",
    ),
    "read_tornado": Label(
        "只改变一个参数到其区间两端，与基准配对比较；细线为 95% 区间（蒙特卡洛误差）。",
        "One parameter at a time is moved to either end of its range and compared with the baseline in pairs; thin "
        "lines: 95% interval (Monte Carlo error).",
    ),
    "read_morris": Label(
        "μ* 为参数从区间一端移到另一端时的平均影响大小；细线为 95% 半宽。",
        "Mean size of the change as a parameter crosses its range; thin lines: 95% half-width.",
    ),
    "read_sobol": Label(
        "S1 为参数单独解释的方差比例，ST 还包括与其他参数的交互；细线为 95% 半宽，样本越多越窄。",
        "S1: share of the variance that a parameter explains alone; ST: with its interactions. Thin lines: 95% "
        "half-width, narrower with more samples.",
    ),
    "read_regret_draw": Label(
        "{futures} 种情形，各为一组参数；箱内为中间一半，粗线为中位数，须为最小与最大值。越靠左越稳健。",
        "{futures} futures, each a parameter draw. Box: the middle half, thick line: median, whiskers: smallest and "
        "largest. Further left is more robust.",
    ),
    "read_regret_replication": Label(
        "{futures} 种情形，各为一次重复；箱内为中间一半，粗线为中位数，须为最小与最大值。越靠左越稳健。",
        "{futures} futures, each a replication. Box: the middle half, thick line: median, whiskers: smallest and "
        "largest. Further left is more robust.",
    ),
    "evaluation": Label("每次求值", "Evaluation"),
    "sheet_sweep": Label("参数扫描", "Sweep"),
    "sheet_points": Label("方案", "Points"),
    "sheet_budget_by_month": Label("分月预算", "Budget by month"),
    "sheet_by_year": Label("分年预算", "Budget by year"),
    "sheet_by_year_total": Label("分年合计", "Budget by year, in all"),
    "sheet_troubles": Label("未成功的运行", "Runs that failed"),
    "sheet_solution": Label("求解结果", "Solution"),
    "sheet_targets": Label("目标", "Targets"),
    "sheet_evaluations": Label("求值过程", "Evaluations"),
    "sheet_frontier": Label("未被超越的方案", "Frontier"),
    "sheet_sensitivity": Label("敏感性", "Sensitivity"),
    "sheet_robustness": Label("稳健性", "Robustness"),
    "sheet_regret": Label("遗憾值", "Regret"),
    "sheet_assumptions": Label("假设", "Assumptions"),
    "column_point": Label("方案编号", "Point number"),
    "column_label": Label("方案", "Point"),
    "column_indicator": Label("指标", "Indicator"),
    "column_difference": Label("与基准之差", "Difference from baseline"),
    "column_low": Label("95% 区间下限", "95% interval from"),
    "column_high": Label("95% 区间上限", "95% interval to"),
    "column_draw_low": Label("参数不确定性 5%", "Parameter draws 5%"),
    "column_draw_high": Label("参数不确定性 95%", "Parameter draws 95%"),
    "column_replications": Label("重复次数", "Replications"),
    "column_draws": Label("参数组数", "Draws"),
    "column_standard_error": Label("标准误", "Standard error"),
    "column_evaluations": Label("求值次数", "Evaluations"),
    "column_root": Label("解", "Solution no."),
    "column_fits_low": Label("同样符合的范围下限", "Fits equally well from"),
    "column_fits_high": Label("同样符合的范围上限", "Fits equally well to"),
    "column_met": Label("满足目标", "Targets met"),
    "column_resolution": Label("分辨率", "Resolution"),
}  # fmt: skip


def say(key: str, lang: Lang, **values: object) -> str:
    """Sentence `key` in `lang`, its `{places}` filled from `values`."""
    return filled(TEXT, key, lang, **values)


def column_heading(column: str, lang: Lang) -> str:
    """Heading of a column of a table of results; paths and other names stay as they are in the CSV file."""
    if column in ALIASES:
        return named_with_unit(column, lang)
    key = next((key for key in (f"column_{column}", column) if key in TEXT), None)
    return say(key, lang) if key else column


def named(indicator: str, lang: Lang) -> str:
    """Label of an indicator given by alias, name or "observer/group/name"."""
    return indicator_label(ALIASES[indicator][2] if indicator in ALIASES else indicator.rsplit("/", 1)[-1], lang)


def named_with_unit(indicator: str, lang: Lang) -> str:
    """Label of an indicator with its unit; a share is written with its own sign."""
    unit = unit_of(indicator)
    if unit not in UNITS or unit == "share":
        return named(indicator, lang)
    return named(indicator, lang) + (f"（{UNITS[unit].zh}）" if lang == "zh" else f" ({UNITS[unit].en})")


def unit_of(indicator: str) -> str:
    """Unit of an indicator, from the ending of its name: share, yuan or hours a year, or a plain number."""
    name = ALIASES[indicator][2] if indicator in ALIASES else indicator
    endings = {"_share": "share", "yuan_year": "yuan/year", "hours_year": "hours/year", "_persons": "persons"}
    return next((unit for ending, unit in endings.items() if name.endswith(ending)), "")
