"""What came in with own microdata, as tables: its columns, and its incomes before and after the model's shocks."""

from typing import Final

import pandas as pd

from simulation.messages.catalogues import labels_of
from simulation.report.tables.sections import Row, Table
from simulation.report.words.amounts import MISSING
from simulation.report.words.labels import Lang, filled

WORDS: Final = labels_of("text", "microdata")
_QUANTILES: Final = ("p50", "p90", "p99")


def say(key: str, lang: Lang, **values: object) -> str:
    """A heading or sentence, its `{places}` filled from `values`."""
    return filled(WORDS, key, lang, **values)


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
        note += " " + say("left_out", lang, n=left_out[0], share=left_out[1])
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
            return say("quantile", lang, q=int(measure.removeprefix("income_p")))
        return say(measure, lang)

    stages = ("file", "shocks_on_top", "stationary")
    rows = tuple(
        Row((name(str(row.measure)), say(str(row.of), lang), *(
            _figure(getattr(row, stage)) if row.unit != "1" else f"{getattr(row, stage):.4f}" for stage in stages)))
        for row in fit.itertuples()
    )  # fmt: skip
    head = tuple(say(key, lang) for key in ("measure", "of", *stages))
    return Table("microdata_fit", say("fit", lang), head, rows, 2, say(incomes, lang))
