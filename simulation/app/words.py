"""Every word of the page in Chinese and English, sent to the browser once."""

from typing import Any, Final

from simulation.app.household import COUNTS, MONEY, TICKS, examples
from simulation.app.quiz import CHOICES, QUESTIONS
from simulation.app.settings import LEVERS, PRESETS
from simulation.report.words.labels import AREAS, CAUSES, GROUPS, INDICATORS, LANGS, PROVINCES, Label, Lang
from simulation.report.words.words import TEXT

PAGE: Final = {
    "title": Label("兜底 doudi：社会救助政策模拟", "doudi 兜底: simulating social assistance"),
    "screen_threshold": Label("移动标准线", "Move the threshold"),
    "screen_household": Label("一个家庭", "One household"),
    "screen_village": Label("一个村", "A village"),
    "screen_provinces": Label("六省做法", "Six provinces"),
    "screen_quiz": Label("猜一猜", "Quiz"),
    "other_language": Label("English", "中文"),
    "province": Label("省份", "Province"),
    "practice": Label("采用哪省做法", "Practice of"),
    "presets": Label("预设", "Presets"),
    "reset": Label("恢复基准", "Reset"),
    "link": Label("复制链接", "Copy link"),
    "copied": Label("已复制", "Copied"),
    "download_csv": Label("下载表格", "Download table"),
    "download_xlsx": Label("下载工作簿", "Download workbook"),
    "download_reform": Label("下载改革文件", "Download reform file"),
    "print": Label("打印", "Print"),
    "warming": Label(
        "正在生成该省家庭并预热，首次需要一些时间…",
        "Building the province and warming it up; the first time takes a while…",
    ),
    "computing": Label("正在模拟…", "Simulating…"),
    "partial": Label(
        "已算出前 {done} 个月，共 {wanted} 个月；其余仍在计算",
        "First {done} of {wanted} months; the rest is still computing",
    ),
    "compared": Label(
        "基准与改革同为 {first} 至 {last}，同一批家庭、同一组随机数；主要指标、原因与得失户数为 {period}。",
        "Baseline and reform are both {first} to {last}, the same households and random draws; the headline figures, "
        "the causes and the gainers are of {period}.",
    ),
    "stale": Label(
        "下面仍是上一设定的数字，新的设定正在模拟…",
        "The figures below are still those of the earlier setting; the new one is being simulated…",
    ),
    "stale_error": Label(
        "下面仍是上一设定的数字：新的设定没有算出。",
        "The figures below are still those of the earlier setting: the new one could not be computed.",
    ),
    "untold": Label("本样本分辨不出差异", "no difference detectable in this sample"),
    "no_change": Label("无差异", "none"),
    "with_interval": Label("{value}（{low} 至 {high}）", "{value} ({low} to {high})"),
    "hollow": Label("空心：差异在本样本的误差之内", "Hollow: the difference is within this sample's error"),
    "hollow_net": Label(
        "空心：受益与受损之差在本样本的误差之内", "Hollow: gainers less losers is within this sample's error"
    ),
    "whisker": Label("细线：差异的95%区间", "Thin line: 95% interval of the difference"),
    "band": Label("浅色带：与基准之差的95%区间", "Shaded: 95% interval of the difference from the baseline"),
    "done": Label(
        "真实模拟：{households} 户 × {months} 个月，用时 {ms} 毫秒（未作插值）",
        "A real run of {households} households × {months} months in {ms} ms (nothing is interpolated)",
    ),
    "from_memory": Label(
        "此前同一设定的真实模拟：{households} 户 × {months} 个月",
        "An earlier real run of this very setting: {households} households × {months} months",
    ),
    "one_run": Label(
        "抽样模拟一次。括号内为差异的95%区间，由各县之间的离散程度估计，只含抽样与随机误差，不含拟合值和假设值的不确定；"
        "要给出可靠数字，请用 doudi compare 重复多次：其区间分两部分，抽样与随机误差，拟合参数的不确定。"
        "模拟结果，不是省份的数字；省份报告的数字均标明“已报告”。",
        "One run of a sample. In brackets: 95% intervals of the difference, estimated from the spread between "
        "counties; they cover sampling and Monte Carlo error, not uncertainty about fitted and assumed values. For "
        "figures to rely on use doudi compare with replications: its intervals have two parts, Monte Carlo error and "
        "the uncertainty of the fitted parameters. Simulated results, not a province's figures; those that a province "
        "reported are marked as reported.",
    ),
    "lines_now": Label("城镇 {urban}，农村 {rural} 元/月", "urban {urban}, rural {rural} yuan/month"),
    "chart_budget": Label("每月救助支出", "Benefit spending by month"),
    "chart_recipients": Label("各类救助对象人数（月末）", "Persons assisted by programme, end of month"),
    "by_year": Label("分年（未折算）", "By calendar year (not annualised)"),
    "year_part": Label("（{months} 个月）", " ({months} months)"),
    "year_benefits_yuan": Label("救助金支出", "Benefits paid"),
    "year_recipients_persons": Label("年末低保人数", "Persons on dibao, end of year"),
    "recipients_persons": Label("期末低保人数", "Persons on dibao, end of period"),
    "chart_causes": Label("贫困者为何未得到救助（占贫困人口）", "Why the poor are not reached (share of the poor)"),
    "chart_deciles": Label("受益与受损户数，按收入十分位", "Households that gain or lose, by income decile"),
    "decile_axis": Label("收入十分位组（1 = 最低）", "Income decile (1 = lowest)"),
    "before": Label("基准", "Baseline"),
    "after": Label("改革", "Reform"),
    "difference": Label("差异（95%区间）", "Difference (95% interval)"),
    "figure": Label("指标", "Figure"),
    "poor_not_known_share": Label("未被发现的贫困者", "The poor nobody knows of"),
    "unit_times": Label("倍", "×"),
    "unit_share": Label("", ""),
    "unit_months": Label("个月", "months"),
    "example": Label("家庭示例", "Example"),
    "area": Label("地区", "Area"),
    "vary": Label("横轴：改变", "Vary along the axis"),
    "vary_wage": Label("工资", "wage"),
    "vary_pension": Label("养老金", "pension"),
    "vary_other": Label("其他收入", "other income"),
    "vary_line": Label("低保标准", "dibao line"),
    "why": Label("为什么", "Why"),
    "rules_of": Label("基准与改革均按 {month} 的规则计算。", "Both sides are calculated under the rules of {month}."),
    "cliffs": Label("悬崖", "Cliffs"),
    "chart_net": Label("净资源（含实物，元/月）", "Net resources, aid in kind included (yuan/month)"),
    "chart_emtr": Label(
        "有效边际税率（再增加 100 元/月，只画到 150%）",
        "Effective marginal tax rate (100 yuan/month more), cut at 150%",
    ),
    "hint_household": Label(
        "灰色为自有收入，彩色为各项救助；虚线为改革后（“移动标准线”中的设定）。竖线标出悬崖。",
        "Grey is own income, colours are aid; the dashed line is the reform set under Move the threshold. "
        "Vertical lines mark cliffs.",
    ),
    "cliff_at": Label("位置（元）", "At (yuan)"),
    "cliff_drop": Label("损失（元/月）", "Loss (yuan/month)"),
    "cliff_range": Label("四项假设下", "Over the assumptions"),
    "cliff_rule": Label("规则", "Rule"),
    "none": Label("无", "none"),
    "play": Label("播放", "Play"),
    "pause": Label("暂停", "Pause"),
    "step": Label("下一月", "Step"),
    "back": Label("上一月", "Back"),
    "speed": Label("速度", "Speed"),
    "village_next": Label("换一个村", "Another village"),
    "village_named": Label(
        "{county}的一个村，共 {total} 户，图中为前 {shown} 户。横向相邻为邻居，弧线为亲属。",
        "A village of {county}: {total} households, of which the first {shown} are drawn. "
        "Those side by side are neighbours; arcs are kin.",
    ),
    "which": Label("规则", "Rules"),
    "bit_none": Label("不困难", "Not in hardship"),
    "bit_hardship": Label("困难，尚不知晓政策", "In hardship, does not know"),
    "bit_known": Label("困难，知晓，未申请", "In hardship, knows, not applied"),
    "bit_refused": Label("困难，申请过，未获批", "In hardship, applied, not granted"),
    "bit_waiting": Label("等待办理", "Waiting for the decision"),
    "bit_paid": Label("已领取救助", "Paid"),
    "ring": Label("外圈：收入低于贫困线", "Ring: income below the poverty line"),
    "assistant": Label("村协理员（小时）", "Village assistant (hours)"),
    "desk": Label("县内乡镇窗口（小时）", "Township desks of the county (hours)"),
    "bureau": Label("县民政局（小时）", "County bureau (hours)"),
    "booked": Label("已用", "worked"),
    "available": Label("可用", "available"),
    "queue": Label("全县排队 {n} 件", "{n} cases waiting in the county"),
    "chart_counts": Label("图中户数", "Households drawn"),
    "counts_hardship": Label("困难", "In hardship"),
    "counts_known": Label("其中知晓", "of them, know"),
    "counts_applied": Label("其中申请过", "of them, applied"),
    "counts_waiting": Label("等待办理", "Waiting"),
    "counts_paid": Label("已领取", "Paid"),
    "compute_all": Label("计算全部六省做法", "Run all six practices"),
    "own": Label("（本省）", " (own)"),
    "hint_provinces": Label(
        "同一省的人口，换用另一省的做法；每种做法自行预热两年。≈ 与空心：本样本分辨不出与本省做法的差异；"
        "细线：与本省做法之差的95%区间。",
        "One province's people under another's practice; each practice warms up for two years of its own. "
        "≈ and hollow: no difference from the own practice detectable in this sample; "
        "thin line: 95% interval of the difference from it.",
    ),
    "show_reported": Label("本省报告的数字", "What it reported"),
    "hint_reported": Label(
        "该省报告的数字与本页样本（{households} 户，一次模拟，随附的规则与做法）在同一口径、同一时期、同一单位下并列；"
        "没有数字的产出只列模拟值。带区间的比较请用 doudi reported。",
        "What the province reported with one run of this page's sample ({households} households, rules and practice "
        "as shipped), at the same definition, period and unit; outputs without a figure are simulated alone. For "
        "intervals use doudi reported.",
    ),
    "guess": Label(
        "先猜第一年（{period}）的变化，再揭晓。只问答案分明的问题：重复多次后，95%区间整个落在一个选项之内。",
        "Guess the change in the first year ({period}), then reveal. Only clear questions are asked: over many "
        "replications the whole 95% interval lies inside one option.",
    ),
    "reveal": Label("揭晓", "Reveal"),
    "next": Label("下一题", "Next question"),
    "right": Label("猜对了：{change}", "Right: {change}"),
    "wrong": Label("不是：{change}", "No: {change}"),
    "score": Label("得分 {right} / {asked}", "Score {right} of {asked}"),
    "truth_source": Label(
        "答案来自随程序附带的结果：{period}，抽样比例 {scale}，重复 {replications} 次，随机种子 {seed}；"
        "基准均值 {before}，改革均值 {after}。",
        "The answer ships with the program: {period}, scale {scale}, {replications} replications, seed {seed}; means "
        "{before} in the baseline and {after} under the reform.",
    ),
    "truth_series": Label("附带结果（{replications} 次均值）", "As shipped (mean of {replications})"),
    "sample_series": Label("本页样本（一次）", "This page's sample (one run)"),
    "sample_says": Label(
        "本页样本（{households} 户，一次模拟，{period}）：{before} → {after}，差异：{difference}。"
        "单次模拟可以偏离答案。",
        "This page's sample ({households} households, one run, {period}): {before} → {after}, difference: "
        "{difference}. One run may stray from the answer.",
    ),
    "sample_other_months": Label(
        "本页只模拟 {period}，与答案的时期不同，因此不并列。",
        "This page simulates {period} only, not the period of the answer, so its figures are not compared with it.",
    ),
    "no_questions": Label(
        "本省没有可问的问题：附带的答案不是用现在的情景文件做出的，或没有一个答案分明。重新制作：",
        "There is no question to ask of this province: the answers that ship were not made with the scenario files in "
        "use, or none of them is clear. To make them anew:",
    ),
    "error": Label("出错了", "Something went wrong"),
}  # fmt: skip

FIGURES: Final = (
    ("benefits_yuan_year", "yuan/year"),
    ("recipients_persons", "persons"),
    ("exclusion_error_poor_share", "share"),
    ("poor_not_known_share", "share"),
    ("poverty_gap_share", "share"),
    ("poverty_headcount_share", "share"),
)
TRUTHS_COMMAND: Final = "uv run python -m simulation.app.make_truths"
TAKEN: Final = ("wage", "other_income", "in_kind", "gainers_column", "losers_column", "all_programmes")


def words() -> dict[str, Any]:
    """All words by language, and what the screens are made of."""
    return {lang: _in(lang) for lang in LANGS} | {
        "levers": [lever._asdict() | {"label": lever.label._asdict()} for lever in LEVERS],
        "presets": [preset._asdict() | {"label": preset.label._asdict()} for preset in PRESETS],
        "examples": examples(),
        "counts": list(COUNTS), "money": list(MONEY), "ticks": list(TICKS),
        "make_truths": TRUTHS_COMMAND, "figures": FIGURES, "causes": CAUSES, "provinces": list(PROVINCES),
        "choices": [each.id for each in CHOICES],
    }  # fmt: skip


def _in(lang: str) -> dict[str, str]:
    """Every word in one language by its key."""
    chosen: Lang = "zh" if lang == "zh" else "en"
    tables: dict[str, dict[str, Label]] = {
        "": PAGE, "province_": PROVINCES, "group_": GROUPS, "area_": AREAS,
        "field_": {**COUNTS, **MONEY, **TICKS}, "text_": {name: TEXT[name] for name in TAKEN},
        "figure_": {name: entry.label for name, entry in INDICATORS.items()}
        | {name: PAGE[name] for name in ("poor_not_known_share", "recipients_persons")},
        "question_": {each.id: each.text for each in QUESTIONS},
        "choice_": {each.id: each.label for each in CHOICES},
    }  # fmt: skip
    return {prefix + key: getattr(label, chosen) for prefix, table in tables.items() for key, label in table.items()}
