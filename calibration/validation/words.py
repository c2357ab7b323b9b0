"""Names of statistics and headings of the validation table in Chinese and English."""

from typing import Final, Literal

from simulation.place_names import english_name
from simulation.report.words.labels import PROVINCES, Label

type Lang = Literal["en", "zh"]

STATISTICS: Final[dict[str, Label]] = {
    "stock_persons": Label("在册人数", "persons on the register"),
    "stock_units": Label("在册户数", "cases on the register"),
    "persons_per_case": Label("户均人数", "persons per case"),
    "urban_share": Label("城市对象占比", "share under the urban standard"),
    "share_old": Label("60岁及以上占比", "share of 60 and over"),
    "share_minor": Label("未成年人占比", "share under 18"),
    "share_disabled": Label("残疾人占比", "share with a disability"),
    "share_women": Label("女性占比", "share of women"),
    "payment_person_month": Label("人均月补助（元）", "paid per person-month, yuan"),
    "spending_year": Label("年支出（元）", "spending a year, yuan"),
    "entry_share_month": Label("月新增率", "entries a month"),
    "exit_share_month": Label("月退出率", "exits a month"),
    "line_mean": Label("平均标准（元/人月）", "mean standard, yuan a month"),
    "monitored_persons": Label("低收入人口监测人数", "low-income persons monitored"),
    "marginal_to_dibao": Label("边缘人数与低保人数之比", "marginal persons over dibao persons"),
    "tekun_to_dibao": Label("特困人数与低保人数之比", "tekun persons over dibao persons"),
    "temporary_per_1000_year": Label("每千人年临时救助人次", "temporary assistance per 1,000 residents a year"),
    "temporary_grant": Label("次均临时救助（元）", "temporary grant, yuan per person-time"),
    "income_mean": Label("人均可支配收入（元/年）", "disposable income per head, yuan a year"),
    **{
        f"income_fifth_{n}": Label(f"收入五等份第{n}组（元/年）", f"income per head, fifth {n}, yuan a year")
        for n in range(1, 6)
    },
    "catastrophic_share": Label("灾难性医疗支出家庭占比", "families with catastrophic health spending"),
    "impoverished_share": Label("因病致贫家庭占比", "families impoverished by health spending"),
    "information_share_unpaid": Label("应保未保中不知情者占比", "unaware among entitled who are not paid"),
    "non_take_up": Label("应享未享比例", "entitled but not paid"),
    "survey_low_income_share": Label("调查：收入低于标准的人口占比", "survey: persons below the line"),
    "survey_coverage": Label("调查：低于标准者的受助率", "survey: receipt of those below the line"),
    "survey_leakage": Label("调查：受助者中高于标准者占比", "survey: recipients above the line"),
    "survey_poor_less_register": Label("调查贫困率减在册率", "survey: poor less registered"),
    "found_per_check": Label("每次排查新纳入比例", "enrolled per person checked"),
    "assisted_per_check": Label("每次走访救助比例", "assisted per person visited"),
    "experiment": Label("实验", "experiment"),
}
VERDICTS: Final = {
    "out": Label("超出区间", "OUT"),
    "in band": Label("在区间内", "in band"),
    "not observed": Label("无法观测", "not observed"),
    "input": Label("模型输入", "input"),
    "uninformative": Label("零模型亦符合", "uninformative"),
}
WORDS: Final = {
    "id": Label("编号", "id"),
    "where": Label("地区", "place"),
    "statistic": Label("指标", "statistic"),
    "date": Label("时间", "date"),
    "published": Label("公布值 [区间]", "published [band]"),
    "simulated": Label("模拟中位数（5%–95%）", "simulated median (5-95%)"),
    "verdict": Label("结论", "verdict"),
    "random": Label("随机名额", "random places"),
    "perfect": Label("完美收入核查", "perfect means test"),
    "score": Label(
        "等级 {grade}：{met}/{all} 行在区间内（输入与零模型亦符合的行不计）",
        "grade {grade}: {met} of {all} rows in band (inputs, and rows that a null model also meets, are left out)",
    ),
    "level": Label(
        "其中{level}：{met}/{all} 行在区间内，误差中位数 {middle:.0%}",
        "of these {level}: {met} of {all} rows in band, median error {middle:.0%}",
    ),
    "nation": Label("全国与境外", "China and elsewhere"),
    "province": Label("省级", "whole provinces"),
    "prefecture": Label("地级", "prefectures"),
    "county": Label("县级", "single counties"),
    "settings": Label(
        "抽样比例 {scale:g}，{replications} 次重复，种子 {seed}，参数抽取 {draws}",
        "scale {scale:g}, {replications} replications, seed {seed}, parameter draws {draws}",
    ),
    "central": Label("0（中心值）", "0 (central values)"),
    "cause": Label("原因：", "cause: "),
    "own": Label("（模型自身：{verdict}）", " (model: {verdict})"),
    "heading": Label("{place}：与未用于拟合的公布数据比较", "{place}: baseline against figures kept from fitting"),
    "all": Label("六省", "six provinces"),
    "china": Label("全国", "China"),
    "elsewhere": Label("境外", "elsewhere"),
    "memory": Label("记忆", "memory"),
}
AREAS: Final = {"urban": Label("城市", "urban"), "rural": Label("农村", "rural")}


def said(key: str, lang: Lang, **values: object) -> str:
    """A heading or sentence."""
    return getattr(WORDS[key], lang).format(**values)  # type: ignore[no-any-return]


def statistic_name(statistic: str, lang: Lang) -> str:
    """Name of a statistic with its programmes."""
    head, _, programmes = statistic.partition(":")
    label = getattr(STATISTICS[head], lang)
    return f"{label}: {programmes}" if programmes else label


def where(province: str, place: str, area: str, lang: Lang) -> str:
    """Province or place, and the area if it is not all."""
    if place:
        name = place if lang == "zh" else english_name(place).full
    elif province in WORDS:
        name = said(province, lang)
    else:
        name = getattr(PROVINCES[province], lang)
    return f"{name}, {getattr(AREAS[area], lang)}" if area in AREAS else name
