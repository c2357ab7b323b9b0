"""Outcomes and verdicts of the check of mechanisms in words, and the unit in which each outcome is written."""

from typing import Final, NamedTuple

from simulation.mechanisms.outcomes import programme_labels
from simulation.report.words.labels import GROUPS, Label, Lang, chosen


class Text(NamedTuple):
    """What an outcome is called, and its unit (see `amounts`)."""

    label: Label
    unit: str


MEASURES: Final = {
    "ABANDONED": Text(Label("放弃等待的户", "units that gave up waiting"), "units"),
    "ALERTS_LOST": Text(Label("无人跟进的预警", "flags nobody follows up"), "count"),
    "ALERTS_UNANSWERED": Text(Label("月末积压的预警（逐月累计）", "flags unanswered at month ends, summed"), "count"),
    "AVAILABLE_ASSISTANT": Text(Label("协理员可用工时（分钟）", "assistants' minutes available"), "count"),
    "AVAILABLE_DESK": Text(Label("窗口可用工时（样本分钟）", "desks' minutes available, of the sample"), "count"),
    "BARRED": Text(Label("因失信受限的户", "units barred for a breach"), "units"),
    "CHANGES_FOUND": Text(Label("复核查出变化的户", "units with a change found"), "units"),
    "DECEASED_FEN": Text(Label("向已故人员发放（元）", "paid to the deceased (yuan)"), "yuan"),
    "DUPLICATE_FEN": Text(Label("重复发放（元）", "paid twice (yuan)"), "yuan"),
    "ENTITLED": Text(Label("符合条件（人月）", "entitled (person-months)"), "persons"),
    "FILED": Text(Label("申请（户）", "applications filed (units)"), "units"),
    "FLAG_PERSONS": Text(Label("数据比对推送人数", "persons flagged by screening"), "persons"),
    "FLAGS": Text(Label("数据预警", "flags raised by screening"), "count"),
    "GRANTED": Text(Label("批准（户）", "applications granted (units)"), "units"),
    "HOTLINE_CALLS": Text(Label("热线来电", "calls to hotlines"), "count"),
    "HOTLINE_ANSWERED": Text(Label("热线接通", "calls answered by hotlines"), "count"),
    "LEARNED_BY_WORD": Text(Label("经口耳相传知晓的户", "units informed by word of mouth"), "units"),
    "LEDGERS_DISAGREE": Text(
        Label("四账不符的对象（逐月累计）", "cases on which four ledgers disagree, summed"), "count"
    ),
    "LOST_FEN": Text(Label("未到户资金（元）", "paid, but not to the household (yuan)"), "yuan"),
    "MINUTES_BUREAU": Text(Label("县民政局工时（样本分钟）", "bureaus' minutes worked, of the sample"), "count"),
    "MINUTES_DESK": Text(Label("窗口工时（样本分钟）", "desks' minutes worked, of the sample"), "count"),
    "MONITORED": Text(Label("动态监测（人月）", "monitored (person-months)"), "persons"),
    "PAID_COVERED": Text(Label("领取救助（人月）", "covered by a payment (person-months)"), "persons"),
    "PAID_NOT_ENTITLED": Text(Label("不符合条件而领取（人月）", "paid, not entitled (person-months)"), "persons"),
    "POOR_BEFORE": Text(Label("救助前贫困（人月）", "poor before benefits (person-months)"), "persons"),
    "PROBLEMS_SOLVED": Text(Label("解决的问题", "problems solved"), "count"),
    "RECOGNISED": Text(Label("接触中识别的困难户", "units recognised in a contact"), "units"),
    "RECOVERED_FEN": Text(Label("追回资金（元）", "recovered (yuan)"), "yuan"),
    "REFUSED": Text(Label("不予批准（户）", "applications refused (units)"), "units"),
    "REPORTED": Text(Label("邻里等上报的困难户", "units reported to the office"), "units"),
    "REVIEWS": Text(Label("复核（户次）", "reviews"), "count"),
    "STATEMENTS": Text(Label("送达的幸福清单", "statements delivered"), "count"),
    "TASK_DESK": Text(Label("窗口任务工时（样本分钟）", "minutes of desks' tasks, of the sample"), "count"),
    "TEMPORARY_CASES": Text(Label("临时救助（户次）", "temporary cases"), "count"),
    "TEMPORARY_WAIT_DAYS": Text(Label("临时救助等待（户日）", "waits for temporary aid (unit-days)"), "count"),
    "TURNED_AWAY": Text(Label("因窗口不对被退回的户", "movers at the wrong window (units)"), "units"),
    "TURNED_BACK": Text(Label("预审劝回的户", "informed before filing: not entitled (units)"), "units"),
    "VISITS": Text(Label("走访（次）", "visits"), "count"),
    "VISITS_CARE": Text(Label("对在保对象的走访（次）", "visits to holders"), "count"),
    "VISITS_LISTED": Text(Label("按名单走访（次）", "visits to flagged units"), "count"),
    "VOTED_OUT": Text(Label("民主评议中被否决的户", "units voted out"), "units"),
    "WATCHED": Text(Label("防返贫监测（人月）", "on the anti-return list (person-months)"), "persons"),
    "WATCHED_HELD": Text(
        Label("防返贫监测对象中享受救助（人月）", "of the anti-return list, paid (person-months)"), "persons"
    ),
    "WRONGFUL_EXITS": Text(Label("误退出的户", "units ended in error"), "units"),
}
WAITS: Final = {
    "decision": Label("申请到决定的工作日", "working days from filing to decision"),
    "sd": Label("办理工作日的标准差", "spread of working days to decision"),
    "payment": Label("符合条件而尚未领到（户月）", "entitled and not yet paid (unit-months)"),
}
MONEY: Final = {"all": Label("全部", "all programmes"), "cash": Label("全部现金", "all cash")}
CHANNELS: Final = {
    "CAMPAIGN": Label("经宣传知晓的户", "units informed by campaigns"),
    "HOTLINE": Label("经热线知晓的户", "units informed by hotlines"),
    "SCREENING": Label("经数据筛查发现的户", "units found by screening"),
}
REASONS: Final = {
    "moves nothing": "没有变动",
    "the interval holds zero": "区间含零",
    "moves the other way": "方向相反",
    "acts though its process is off": "过程关闭后仍有作用",
    "nothing to print": "无数值",
    "not set": "未设定(与全国水平相同)",
    "too small": "效果过小",
    "not printed": "doudi reported 未列出",
}


def outcome_text(name: str) -> Text:
    """The outcome `name` of `mechanisms.outcomes` in words; one that is not known here is shown as itself."""
    form, _, rest = name.partition(":")
    zh, en = chosen(GROUPS, rest, "zh"), chosen(GROUPS, rest, "en")
    if form == "measure" and rest in MEASURES:
        return MEASURES[rest]
    if form == "stock":
        return Text(Label(f"{zh}：在保人数", f"{en}: persons assisted"), "persons")
    if form == "entitled":
        return Text(Label(f"{zh}：符合条件人数", f"{en}: persons entitled"), "persons")
    if form in ("entries", "exits"):
        entering = form == "entries"
        return Text(
            Label("新纳入人数", "persons entering") if entering else Label("退出人数", "persons leaving"), "persons"
        )
    if form == "money":
        money = MONEY.get(rest, Label(zh, en))
        return Text(Label(f"{money.zh}：支出（元）", f"{money.en}: paid (yuan)"), "yuan")
    if form == "payer":
        return Text(Label(f"{zh}负担（元）", f"paid by: {en} (yuan)"), "yuan")
    if form == "channel" and rest.partition(":")[0] in CHANNELS:
        return Text(CHANNELS[rest.partition(":")[0]], "units")
    if form == "aided":
        who = Label("人", "persons") if rest == "persons" else Label("户", "units")
        return Text(Label(f"得到实物救助和服务的{who.zh}数", f"{who.en} given aid in kind, each aid alone"), rest)
    if form == "aid":
        named = Label(*programme_labels().get(rest, (rest, rest)))
        return Text(Label(f"{named.zh}：救助价值（元）", f"{named.en}: value of the aid (yuan)"), "yuan")
    if form in ("share", "missed", "paid", "spread"):
        return _further(form, rest, zh, en)
    if form == "wait" and rest in WAITS:
        return Text(WAITS[rest], "count" if rest == "payment" else "days")
    return Text(Label("所写参数值的个数", name) if name == "values stated" else Label(name, name), "count")


def _further(form: str, rest: str, zh: str, en: str) -> Text:
    if form == "share":
        part, whole = (MEASURES.get(each, Text(Label(each, each), "")).label for each in rest.split("/"))
        return Text(Label(f"{part.zh} / {whole.zh}", f"{part.en} over {whole.en}"), "1")
    if form == "missed":
        return Text(Label("符合条件而未领取的人数", "persons entitled to cash and not paid"), "persons")
    if form == "paid":
        return Text(Label(f"{zh}：领取人数", f"{en}: persons paid"), "persons")
    return Text(Label(f"{zh}：县际人均领取差异", f"{en}: spread over counties of pay per person"), "1")


def reason(why: str, lang: Lang) -> str:
    """Why a lever failed; what the loader refused stays in its own words."""
    return REASONS.get(why, why) if lang == "zh" else why
