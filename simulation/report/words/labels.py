"""What every id is called in Chinese and English: indicators, groups, observers, units, headings.

An id that is in no table here is shown as itself with its underscores opened, never dropped.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, get_args

from simulation.indicators import registered

type Lang = Literal["en", "zh"]
LANGS: Final[tuple[str, ...]] = get_args(Lang.__value__)


class Label(NamedTuple):
    """One thing in both languages."""

    zh: str
    en: str


class Indicator(NamedTuple):
    """Section in which an indicator is printed, and its label."""

    section: str
    label: Label


SECTIONS: Final = {
    "budget": Label("预算", "Budget"),
    "recipients": Label("救助对象", "Recipients"),
    "errors": Label("覆盖与瞄准误差", "Coverage and errors"),
    "poverty": Label("贫困", "Poverty"),
    "waits": Label("等待时间", "Waits"),
    "events": Label("每年办理量", "Work of a year"),
    "hours": Label("工作时间", "Staff hours"),
    "notches": Label("悬崖效应", "Cliffs"),
    "other": Label("其他", "Other"),
}

INDICATORS: Final = {
    "total_cost_yuan_year": Indicator("budget", Label("总支出（各方合计）", "Total cost, all payers")),
    "civil_affairs_cost_yuan_year": Indicator("budget", Label("民政部门支出", "Cost to civil affairs")),
    "benefits_yuan_year": Indicator("budget", Label("救助金支出（各方合计）", "Benefits paid, all payers")),
    "recoveries_yuan_year": Indicator("budget", Label("追回资金", "Recoveries")),
    "staff_cost_yuan_year": Indicator("budget", Label("经办人力成本", "Office staff cost")),
    "outreach_cost_yuan_year": Indicator("budget", Label("主动发现成本", "Outreach cost")),
    "benefits_yuan_resident_year": Indicator("budget", Label("人均救助金支出（按常住人口）", "Benefits per resident")),
    "benefit_per_recipient_yuan_month": Indicator("budget", Label("人均救助金", "Benefit per recipient")),
    "cost_per_poor_reached_yuan_year": Indicator("budget", Label("每名受助贫困者成本", "Cost per poor person reached")),
    "adequacy_share": Indicator("budget", Label("人均救助金与贫困线之比", "Benefit per recipient over the line")),
    "recipients_persons": Indicator("recipients", Label("期末救助人数", "Persons assisted, end of period")),
    "recipients_units": Indicator("recipients", Label("期末救助户数", "Units assisted, end of period")),
    "recipients_persons_year": Indicator("recipients", Label("全年救助人次", "Persons assisted in a year")),
    "recipients_units_year": Indicator("recipients", Label("全年救助户次", "Units assisted in a year")),
    "entitled_persons": Indicator("recipients", Label("期末符合条件人数", "Persons entitled, end of period")),
    "entitled_units": Indicator("recipients", Label("期末符合条件户数", "Units entitled, end of period")),
    "enrolment_share": Indicator("recipients", Label("期末救助人口占比", "Share of residents assisted, end of period")),
    "entries_persons_year": Indicator("recipients", Label("每年新纳入人数", "Persons entering a year")),
    "exits_persons_year": Indicator("recipients", Label("每年退出人数", "Persons leaving a year")),
    "churn_share_year": Indicator("recipients", Label("年周转率", "Turnover of the register, a year")),
    "coverage_entitled_share": Indicator("errors", Label("应保尽保率", "Coverage of the entitled")),
    "exclusion_error_poor_share": Indicator("errors", Label("贫困者漏保率", "Exclusion error, the poor")),
    "exclusion_error_entitled_share": Indicator("errors", Label("符合条件者漏保率", "Exclusion error, the entitled")),
    "inclusion_error_share": Indicator("errors", Label("错保率（人）", "Inclusion error, persons")),
    "inclusion_error_money_share": Indicator("errors", Label("错保率（资金）", "Inclusion error, money")),
    "leakage_rate_share": Indicator("errors", Label("非贫困者受助率", "Leakage rate: the non-poor who are paid")),
    "targeting_differential_1": Indicator("errors", Label("瞄准差 TD1", "Targeting differential TD1")),
    "targeting_differential_2": Indicator("errors", Label("瞄准差 TD2", "Targeting differential TD2")),
    "poor_not_paid_share": Indicator("errors", Label("未领到任何救助的贫困者", "The poor who are paid nothing")),
    "poverty_headcount_share": Indicator("poverty", Label("贫困发生率（按人）", "Poverty headcount, persons")),
    "poverty_gap_share": Indicator("poverty", Label("贫困缺口率", "Poverty gap")),
    "poverty_gap_yuan_year": Indicator("poverty", Label("贫困缺口金额", "Poverty gap, money")),
    "poverty_severity_share": Indicator("poverty", Label("贫困强度（FGT2）", "Poverty severity (FGT 2)")),
    "poverty_headcount_cut_share": Indicator(
        "poverty", Label("贫困人口减少比例（按人）", "Headcount cut by benefits, persons")
    ),
    "poverty_gap_cut_share": Indicator("poverty", Label("贫困缺口弥补比例", "Gap closed by benefits")),
    "benefit_cost_ratio": Indicator("poverty", Label("每元支出弥补的缺口", "Gap closed per yuan spent")),
    "spill_over_share": Indicator("poverty", Label("超出贫困线的资金占比", "Money that lands above the line")),
    "unpaid_after_year_share": Indicator(
        "waits", Label("符合条件一年后仍未领到的占比", "Still unpaid a year after entitlement")
    ),
    "wait_days_median": Indicator("waits", Label("已领到者等待的中位数", "Median wait of those now paid")),
    "wait_days_p90": Indicator("waits", Label("已领到者等待的第 90 百分位", "90th percentile of that wait")),
    "wait_over_year_share": Indicator("waits", Label("等待超过一年的占比", "First payments after more than a year")),
    "visits_year": Indicator("events", Label("入户走访", "Visits")),
    "flags_year": Indicator("events", Label("数据预警", "Flags raised by screening")),
    "learned_by_word_year": Indicator("events", Label("经口耳相传知晓", "Units informed by word of mouth")),
    "filings_year": Indicator("events", Label("申请", "Applications filed")),
    "grants_year": Indicator("events", Label("批准", "Applications granted")),
    "refusals_year": Indicator("events", Label("不予批准", "Applications refused")),
    "reviews_year": Indicator("events", Label("复核", "Reviews")),
    "staff_hours_year": Indicator("hours", Label("实际工时", "Hours worked")),
    "staff_hours_available_year": Indicator("hours", Label("可用工时", "Hours available")),
    "outreach_hours_year": Indicator("hours", Label("主动发现工时", "Hours of outreach")),
    "notch_units": Indicator("notches", Label("处于悬崖点的户数", "Units at a cliff")),
    "notch_share": Indicator("notches", Label("处于悬崖点的户占比", "Share of units at a cliff")),
}

OBSERVERS: Final = {
    "survey": Label("调查口径", "survey view"),
    "rule": Label("规则口径", "rule view"),
    "audit": Label("审计口径", "audit view"),
    "ledger": Label("", ""),  # the model's own full count needs no name
    "truth": Label("真值", "truth"),
}

KINDS: Final = {
    "all": Label("合计", "all"),
    "programme": Label("项目", "programme"),
    "payer": Label("支付方", "payer"),
    "cause": Label("原因", "cause"),
    "line": Label("标准线", "line"),
    "staff": Label("人员", "staff"),
    "decile": Label("收入十分位组", "Income decile"),
    "type": Label("家庭类型", "Household type"),
    "county": Label("县（市、区）", "County"),
}

GROUPS: Final = {
    "all": Label("合计", "all"),
    "dibao": Label("最低生活保障", "dibao"),
    "tekun": Label("特困供养", "tekun"),
    "marginal": Label("低保边缘家庭", "marginal status"),
    "single": Label("单人保", "single-person enrolment"),
    "temporary": Label("临时救助", "temporary assistance"),
    "temporary_emergency": Label("临时救助（急难型）", "temporary, emergency"),
    "temporary_expenditure": Label("临时救助（支出型）", "temporary, expenditure"),
    "temporary_large": Label("临时救助（大额支出）", "temporary, large expenditure"),
    "dibao_classes": Label("低保（分档发放）", "dibao paid by class"),
    "expenditure": Label("支出型困难家庭", "expenditure-type status"),
    "expansion_band": Label("扩中提低家庭", "band above the marginal line"),
    "bundle": Label("配套救助", "bundled aid"),
    "central": Label("中央", "central"),
    "province": Label("省级", "province"),
    "prefecture": Label("市级", "prefecture"),
    "county": Label("县级", "county"),
    "other_county": Label("户籍县", "county of registration"),
    "other_departments": Label("其他部门", "other departments"),
    "charity": Label("慈善和统筹资金", "charity, pooled money"),
    "services": Label("服务价值（非现金）", "value of services (no cash)"),
    "not_covered": Label("规则未覆盖", "not covered by the rules"),
    "not_known": Label("未被发现", "not known"),
    "not_claimed": Label("知晓但未申请", "known, did not claim"),
    "refused": Label("错误拒绝", "refused in error"),
    "waiting": Label("仍在等待", "still waiting"),
    "lost": Label("发放未到户", "payment did not arrive"),
    "underpaid": Label("发放不足", "paid too little"),
    "z": Label("贫困线 z", "line z"),
    "z_1_5": Label("1.5 倍贫困线", "1.5 z"),
    "before": Label("救助前", "before benefits"),
    "with_staff": Label("含经办与主动发现成本", "with staff and outreach"),
    "half_median": Label("中位收入的一半", "half the median"),
    "assistant": Label("村级协理员", "village assistants"),
    "grid_worker": Label("网格员", "grid workers"),
    "desk": Label("乡镇窗口", "township desks"),
    "bureau": Label("县民政局", "county bureaus"),
    "hardship": Label("重残或重病家庭", "a severely disabled or ill member"),
    "elders": Label("全为老人的家庭", "nobody under 60"),
    "children": Label("有未成年人的家庭", "with minors"),
    "single_adult": Label("单身劳动年龄", "one person of working age"),
    "other": Label("其他家庭", "other households"),
}

AREAS: Final = {
    "all": Label("", ""),
    "urban": Label("城镇", "urban"),
    "rural": Label("农村", "rural"),
}

STATUSES: Final = {
    "stated": Label("已公布", "stated"),
    "derived": Label("推算", "derived"),
    "calibrated": Label("校准", "calibrated"),
    "assumed": Label("假设", "assumed"),
}

CONFIDENCES: Final = {
    "seen": Label("已核对", "seen"),
    "memory": Label("凭记忆", "memory"),
    "none": Label("无来源", "none"),
}

PROVINCES: Final = {
    "zhejiang": Label("浙江省", "Zhejiang"),
    "fujian": Label("福建省", "Fujian"),
    "jiangxi": Label("江西省", "Jiangxi"),
    "yunnan": Label("云南省", "Yunnan"),
    "inner_mongolia": Label("内蒙古自治区", "Inner Mongolia"),
    "hubei": Label("湖北省", "Hubei"),
}

CAUSES: Final = ("not_covered", "not_known", "not_claimed", "refused", "waiting", "underpaid", "lost")


def chosen(table: dict[str, Label], key: str, lang: Lang) -> str:
    """Text of `key` in `table`; a key that the table does not contain is shown as itself."""
    found = table.get(key)
    return getattr(found, lang) if found is not None else key.replace("_", " ")


def filled(words: Mapping[str, Label], key: str, lang: Lang, **values: object) -> str:
    """Words `key` of a table in `lang`, their `{places}` filled from `values`; KeyError for a key that is not there."""
    sentence: str = getattr(words[key], lang)
    return sentence.format(**values) if values else sentence


def indicator_label(indicator: str, lang: Lang) -> str:
    """Label of an indicator id."""
    known = INDICATORS.get(indicator)
    own = registered.found(indicator)
    if known is None and own is not None:
        return str(getattr(own, lang))
    return getattr(known.label, lang) if known else indicator.replace("_", " ")


def section_of(indicator: str) -> str:
    """Section id in which an indicator is printed; `other` for an id that has no place of its own."""
    known = INDICATORS.get(indicator)
    own = registered.found(indicator)
    if known is None and own is not None:
        return own.section
    return known.section if known else "other"


def group_label(group: str, lang: Lang) -> str:
    """Label of a group id `all` or `<kind>:<value>`; deciles and counties show kind and value."""
    kind, _, value = group.partition(":")
    if not value:
        return chosen(GROUPS, group, lang)
    if kind == "decile":
        return f"{chosen(KINDS, kind, lang)} {value}"
    if kind == "type" and value == "single":  # not the programme of that name
        return chosen(GROUPS, "single_adult", lang)
    return chosen(GROUPS, value, lang)
