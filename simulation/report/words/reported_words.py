"""Words of the tables in which a province's statements are compared with the model: headings, units, bounds."""

from typing import Final

from simulation.report.words.labels import Label, Lang, filled

WORDS: Final = {
    "title": Label("已报告与模拟", "What it reported, and the model"),
    "compared": Label("有数字的陈述：已报告与模拟", "Reported figures and the model"),
    "alone": Label("来源未给数字的产出：模拟值", "Outputs for which the source gives no figure: simulated alone"),
    "set": Label("据所报告数字设定的输入（不是证据）", "Inputs set from reported figures (no evidence)"),
    "none": Label("没有对应项的陈述及其原因", "Statements without a counterpart, and why"),
    "paired": Label("已报告的数字与改革前后", "Reported figures, baseline and reform"),
    "paired_note": Label(
        "只列时期在模拟期内的陈述：比较不保存政策日之前各月的账簿，全部陈述见 doudi reported。"
        "据所报告数字设定的输入不是证据，没有比率。",
        "Only statements about months of the run: a comparison keeps no books of the months before the policy date; "
        "doudi reported has all statements. Inputs set from reported figures are no evidence and have no ratio.",
    ),
    "kind": Label("类别", "Kind"),
    "kind_compared": Label("比较", "compared"),
    "kind_alone": Label("只有模拟值", "alone"),
    "kind_set": Label("输入", "set"),
    "kind_none": Label("无对应项", "none"),
    "figure": Label("编号", "Row"),
    "statement": Label("陈述", "Statement"),
    "unit": Label("单位", "Unit"),
    "period": Label("时期", "Period"),
    "reported": Label("已报告", "Reported"),
    "simulated": Label("模拟", "Simulated"),
    "interval": Label("95% 区间", "95% interval"),
    "ratio": Label("模拟÷报告", "Simulated ÷ reported"),
    "input": Label("输入值", "Input"),
    "books": Label("账簿所记（时期）", "In the books (period)"),
    "reason": Label("原因", "Reason"),
    "reading": Label("口径", "How it is read"),
    "mechanism": Label("机制", "Mechanism"),
    "bound": Label("界", "Bound"),
    "expression": Label("对应的账簿项", "In the books"),
    "few": Label("事件太少", "too few events"),
    "short": Label("超出模拟期", "outside the run"),
    "sheet": Label("已报告", "Reported"),
    "as_shipped": Label(
        "模拟为该省随附的规则与做法。时期与原文相同：月份为月末存量，起止两月为其间合计；2023年以前的月份取自预热期。"
        "区间为多次重复的均值的95%区间，只含抽样与随机误差；所报告数字按原样，不带误差。编号为来源文件的数字行。",
        "The model runs the province's rules and practice as shipped, over the same months as the text: one month is "
        "the state at its end, two months are a sum over them; months before 2023 are those of the warm-up. Intervals "
        "are 95% intervals of the mean of replications (sampling and Monte Carlo error alone); reported figures are "
        "taken as they are. Row: the figure's row in the source document.",
    ),
    "one_replication": Label("只有一次重复，没有区间。", "One replication, so no intervals."),
    "settings": Label(
        "抽样比例 {scale}；{replications} 次重复；种子 {seed}",
        "Scale {scale}; replications {replications}; seed {seed}",
    ),
    "count": Label(
        "{compared} 项比较，{alone} 项只有模拟值，{sets} 项为输入，{none} 项没有对应项。",
        "{compared} compared, {alone} simulated alone, {sets} inputs, {none} without a counterpart.",
    ),
}  # fmt: skip

BOUNDS: Final = {"exact": "", "at least": "≥ ", "at most": "≤ ", "approx": "≈ ", "less than": "< "}
# How an amount of a unit is scaled (see `amounts`); all others are written as plain numbers.
SCALED: Final = {
    "persons": "persons", "person-times": "persons", "households": "units", "household-times": "units",
    "cases": "units", "copies": "units", "lists": "units", "applications": "units", "visits": "count",
    "flags": "count", "calls": "count", "papers": "count", "trips": "count", "items": "count", "yuan": "yuan",
    "share": "share", "working days": "days",
}  # fmt: skip
UNIT_WORDS: Final = {
    "persons": "人", "person-times": "人次", "households": "户", "household-times": "户次", "cases": "件",
    "copies": "份", "lists": "份", "applications": "件", "visits": "次", "visits/year": "次/年", "flags": "条",
    "calls": "次", "papers": "份", "trips": "次", "items": "项", "working days": "个工作日", "yuan": "元",
    "share": "%", "components": "项", "transformations": "项", "service systems": "项", "mechanisms": "项",
    "actions": "项", "programme strands": "项", "indicators": "项", "tasks": "项", "ordinal": "第几个", "years": "年",
    "year": "年份", "thresholds": "条线", "levels": "级", "consortia": "家", "share of counties": "占县的比重",
    "projects": "个", "yuan/household": "元/户", "yuan/person/month": "元/人月", "yuan/household/year": "元/户年",
    "actor types": "类", "tiers": "档", "systems": "个", "iterations": "次", "departments": "个部门", "banks": "家",
    "data classes": "类", "data items": "项", "documents": "份", "plans/household": "户均", "types": "型",
    "counties": "个县", "multiple of the dibao line": "倍低保标准", "multiple of the annual dibao line": "倍年低保标准",
    "share of the minimum wage": "占最低工资", "persons/household": "人/户", "deliveries/year": "次/年",
    "policies": "项", "disability grade": "级", "measures": "项", "grips": "个", "staff": "人", "service points": "个",
    "areas": "个", "service types": "类", "aspects": "个方面", "disease types": "种", "grids": "个", "units": "家",
    "meetings/year": "次/年", "months": "个月", "matches/year": "次/年", "apps": "个", "cards": "张", "hotlines": "部",
    "standards": "项", "bulletins/year": "次/年", "reviews/year": "次/年", "tracks": "条", "parties": "方",
    "ledgers": "本", "clauses": "条", "distinctions": "个", "share of assistance funds": "占救助资金",
    "person-years": "人年", "services": "次", "homes": "户",
}  # fmt: skip


def said(key: str, lang: Lang, **values: object) -> str:
    """Words `key` in `lang`, their `{places}` filled."""
    return filled(WORDS, key, lang, **values)


def unit_name(unit: str, lang: Lang) -> str:
    """A unit in words."""
    if lang == "zh":
        return UNIT_WORDS.get(unit, unit)
    return "%" if unit == "share" else unit
