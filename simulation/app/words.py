"""Every word of the page in Chinese and English, sent to the browser once."""

from typing import Any, Final

from simulation.app.household import COUNTS, MONEY, TICKS, examples
from simulation.app.quiz import CHOICES, QUESTIONS
from simulation.app.settings import LEVERS, PRESETS
from simulation.views.labels import AREAS, CAUSES, GROUPS, INDICATORS, LANGS, PROVINCES, Label, Lang
from simulation.views.words import TEXT

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
    "done": Label(
        "真实模拟：{households} 户 × {months} 个月，用时 {ms} 毫秒（未作插值）",
        "A real run of {households} households × {months} months in {ms} ms (nothing is interpolated)",
    ),
    "from_memory": Label(
        "此前同一设定的真实模拟：{households} 户 × {months} 个月",
        "An earlier real run of this very setting: {households} households × {months} months",
    ),
    "one_run": Label(
        "抽样一次模拟，没有区间；要给出可靠数字，请用 doudi compare 重复多次。模拟结果，不是任何省份公布的数字。",
        "One run of a sample, so no intervals; for figures to rely on use doudi compare with replications. "
        "Simulated results; no province has published these figures.",
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
    "difference": Label("差异", "Difference"),
    "figure": Label("指标", "Figure"),
    "poor_not_known_share": Label("未被发现的贫困者", "The poor nobody knows of"),
    "unit_times": Label("倍", "×"),
    "unit_share": Label("", ""),
    "unit_months": Label("个月", "months"),
    "unit_visits": Label("户次", "visits"),
    "example": Label("家庭示例", "Example"),
    "area": Label("地区", "Area"),
    "vary": Label("横轴：改变", "Vary along the axis"),
    "vary_wage": Label("工资", "wage"),
    "vary_pension": Label("养老金", "pension"),
    "vary_other": Label("其他收入", "other income"),
    "vary_line": Label("低保标准", "dibao line"),
    "why": Label("为什么", "Why"),
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
        "同一省的人口，换用另一省的做法；每种做法自行预热两年。",
        "One province's people under another's practice; each practice warms up for two years of its own.",
    ),
    "guess": Label("先猜，再揭晓", "Guess first, then reveal"),
    "reveal": Label("揭晓", "Reveal"),
    "next": Label("下一题", "Next question"),
    "right": Label("猜对了：{change}", "Right: {change}"),
    "wrong": Label("不是：{change}", "No: {change}"),
    "score": Label("得分 {right} / {asked}", "Score {right} of {asked}"),
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
TAKEN: Final = ("wage", "other_income", "in_kind", "gainers_column", "losers_column", "all_programmes")


def words() -> dict[str, Any]:
    """All words by language, and what the screens are made of."""
    return {lang: _in(lang) for lang in LANGS} | {
        "levers": [lever._asdict() | {"label": lever.label._asdict()} for lever in LEVERS],
        "presets": [preset._asdict() | {"label": preset.label._asdict()} for preset in PRESETS],
        "examples": examples(),
        "counts": list(COUNTS), "money": list(MONEY), "ticks": list(TICKS),
        "figures": FIGURES, "causes": CAUSES, "provinces": list(PROVINCES),
        "questions": [{"id": each.id, "figure": each.figure, "setting": each.setting} for each in QUESTIONS],
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
