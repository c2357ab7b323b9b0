"""What came in with own microdata, as tables: its columns, and its incomes before and after the model's shocks."""

from typing import Final

import pandas as pd

from simulation.report.tables.sections import Row, Table
from simulation.report.words.amounts import MISSING
from simulation.report.words.labels import Label, Lang

WORDS: Final = {
    "numbers": Label("自有数据：数值列（加权）", "Own microdata: columns of numbers (weighted)"),
    "choices": Label("自有数据：分类列（加权）", "Own microdata: columns of choices (weighted)"),
    "fit": Label("自有数据：收入与模型冲击", "Own microdata: incomes and the model's shocks"),
    "column": Label("列", "Column"), "unit": Label("单位", "Unit"),
    "empty": Label("空缺", "Empty"), "millions": Label("合计（百万）", "Total, m"), "share": Label("占比", "Share"),
    "mean": Label("均值", "Mean"), "maximum": Label("最大值", "Maximum"),
    "at_maximum": Label("在最大值上", "At maximum"),
    "beyond_cap": Label("超过上限", "Beyond cap"), "measure": Label("指标", "Measure"), "of": Label("按", "Counted by"),
    "file": Label("文件中", "In the file"), "shocks_on_top": Label("叠加冲击", "Shocks on top"),
    "stationary": Label("围绕持久部分", "Around the permanent part"),
    "households": Label("户", "households"), "persons": Label("人", "persons"), "units": Label("单元", "units"),
    "mean_income": Label("人均收入", "Mean income per head"), "gini": Label("基尼系数", "Gini coefficient"),
    "headcount": Label("低于低保标准的比例", "Below the dibao line"),
    "quantile": Label("人均收入第{q}百分位", "Income per head, {q}th percentile"),
    "note": Label(
        "合计按权重；“在最大值上”为取最大值者的权重份额（封顶编码由此可见）；“超过上限”为每月超过65,535元的份额。",
        "Totals are weighted; `at maximum` is the weighted share with the largest value (a top code shows here), "
        "`beyond cap` that above 65,535 yuan a month.",
    ),
    "left_out": Label(
        "有 {n} 户缺少必答项，其权重（{share:.1%}）由同类住户分担。",
        "{n} households lack a required answer; like households carry their weights ({share:.1%}).",
    ),
    "surveyed": Label(
        "本次运行采用：围绕持久部分（incomes = \"surveyed\"，收入已含当年冲击）。",
        "This run uses: around the permanent part (incomes = \"surveyed\": they contain the year's shocks).",
    ),
    "permanent": Label(
        "本次运行采用：叠加冲击（incomes = \"permanent\"，收入为正常月份收入）。",
        "This run uses: shocks on top (incomes = \"permanent\": those of a normal month).",
    ),
}  # fmt: skip
_QUANTILES: Final = ("p50", "p90", "p99")


def say(key: str, lang: Lang) -> str:
    """A heading or sentence."""
    return str(getattr(WORDS[key], lang))


def _figure(value: object, digits: int = 0) -> str:
    if not isinstance(value, int | float) or pd.isna(value):
        return MISSING
    return f"{value:,.{digits}f}"


def _millions(value: object) -> str:
    assert isinstance(value, float)
    return _figure(value / 1e6, 1 if value < 1e9 else 0)


def _share(value: object) -> str:
    return MISSING if not isinstance(value, float) or pd.isna(value) else f"{value:.1%}"


def summary_tables(summary: pd.DataFrame, left_out: tuple[int, float], lang: Lang) -> list[Table]:
    """The columns of choices, a line each, then the columns of numbers; see `Scenario.microdata_summary`."""
    numbers, choices = summary[summary["mean"].notna()], summary[summary["answer"] != ""]
    rows = tuple(
        Row((str(row.column), str(row.unit).partition(",")[0], _figure(row.empty), _millions(row.total),
             _share(row.share), _figure(row.mean), *(_figure(getattr(row, q)) for q in _QUANTILES),
             _figure(row.maximum), _share(row.at_maximum), _share(row.beyond_cap)))
        for row in numbers.itertuples()
    )  # fmt: skip
    head = [say(key, lang) for key in ("column", "unit", "empty", "millions")] + ["> 0", say("mean", lang), *_QUANTILES]
    head += [say(key, lang) for key in ("maximum", "at_maximum", "beyond_cap")]
    note = say("note", lang)
    if left_out[0]:
        note += " " + say("left_out", lang).format(n=left_out[0], share=left_out[1])
    answers = []
    for (table, column), part in choices.groupby(["table", "column"], sort=False):
        shares = " · ".join(f"{row.answer} {row.share:.1%}" for row in part.itertuples())
        answers.append(Row((str(column), say(str(table), lang), shares, _figure(int(part["empty"].iloc[0])))))
    keys = ("column", "of", "share", "empty")
    return [
        Table("microdata_choices", say("choices", lang), tuple(say(key, lang) for key in keys), tuple(answers), 3),
        Table("microdata_numbers", say("numbers", lang), tuple(head), rows, 2, note, (0, 1)),
    ]


def fit_table(fit: pd.DataFrame, incomes: str, lang: Lang) -> Table:
    """Incomes and headcounts in the file and expected in a run; see `income_fit`."""

    def name(measure: str) -> str:
        if measure.startswith("income_p"):
            return say("quantile", lang).format(q=int(measure.removeprefix("income_p")))
        return say(measure, lang)

    stages = ("file", "shocks_on_top", "stationary")
    rows = tuple(
        Row((name(str(row.measure)), say(str(row.of), lang), *(
            _figure(getattr(row, stage)) if row.unit != "1" else f"{getattr(row, stage):.4f}" for stage in stages)))
        for row in fit.itertuples()
    )  # fmt: skip
    head = tuple(say(key, lang) for key in ("measure", "of", *stages))
    return Table("microdata_fit", say("fit", lang), head, rows, 2, say(incomes, lang))
