"""The validation table on the screen, as JSON, as a spreadsheet and as the page `docs/validation.md`."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import pandas as pd
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.text import Text

from calibration.statistics import EXPERIMENT
from calibration.validation.coverage import coverage_table
from calibration.validation.levels import levels
from calibration.validation.validate import INPUT, OUT, UNINFORMATIVE, Row, Validation, middle
from calibration.validation.words import VERDICTS, said, statistic_name, where
from simulation.messages.labels import Lang
from simulation.report.words.labels import PROVINCES

MILLIONS: Final = 1e7  # from here on a number is written in millions (亿)
HEADINGS: Final = ("id", "where", "statistic", "date", "published", "simulated", "verdict", "random", "perfect")
PAGE: Final = Path(__file__).parents[2] / "docs" / "validation.md"


def number(value: float, unit: str, lang: Lang) -> str:
    """A value as a table prints it: shares in per cent, counts and money with thousands, `-` for nothing."""
    if math.isnan(value):
        return "-"
    if unit.startswith("1"):
        return f"{value:.1%}" if abs(value) >= 0.1 else f"{value:.2%}"
    if abs(value) >= MILLIONS:
        return f"{value / 1e8:,.2f}亿" if lang == "zh" else f"{value / 1e6:,.0f}m"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def verdict_of(row: Row, lang: Lang) -> str:
    """The verdict; of a row that is not scored, whether the model meets it all the same."""
    word = getattr(VERDICTS[row.verdict], lang)
    if row.verdict not in (UNINFORMATIVE, INPUT):
        return str(word)
    own = "in band" if row.fact.meets(row.median) else OUT
    return f"{word}{said('own', lang, verdict=getattr(VERDICTS[own], lang).lower())}"


def cells(row: Row, lang: Lang) -> tuple[str, ...]:
    """The texts of a row in the order of HEADINGS."""
    fact = row.fact
    unit = "ratio" if fact.statistic.startswith(EXPERIMENT) else fact.unit

    def written(*values: float) -> list[str]:
        return [number(value, unit, lang) for value in values]

    value, low, high, median = written(fact.value, fact.low, fact.high, row.median)
    return (
        fact.id, where(fact.province, fact.place, fact.area, lang), statistic_name(fact.statistic, lang), fact.date,
        f"{value} [{low}, {high}]", f"{median} ({', '.join(written(*row.interval))})", verdict_of(row, lang),
        *written(middle(row.random), middle(row.perfect)),
    )  # fmt: skip


def cause_of(row: Row, lang: Lang) -> str:
    """Why a row is out, as far as a run has shown; empty where it is not out."""
    if row.verdict != OUT:
        return ""
    return row.cause.said(lang) if row.cause else said("unknown_cause", lang)


def scores(found: Validation, lang: Lang) -> list[str]:
    """A sentence per grade that has rows, and behind grade A one per level of place."""
    sentences = []
    for grade, (met, total) in found.scores.items():
        if total:
            name = said("memory", lang) if grade == "memory" else grade
            sentences.append(said("score", lang, grade=name, met=met, all=total))
        if grade == "A":
            sentences += level_sentences(found, lang)
    return sentences


def level_sentences(found: Validation, lang: Lang) -> list[str]:
    """A sentence per level of place that has scored rows of grade A."""
    return [
        said("level", lang, level=said(name, lang), met=each.met, all=each.rows, middle=math.expm1(each.middle))
        for name, each in levels(found.rows).items()
    ]


def level_table(found: Validation) -> list[str]:
    """How far each level of place scatters about what is published, and how many rows could be in band at all."""
    heads = ["rows of grade A of", "rows", "in band", "median error", "mean of ln(simulated / published)", "sd",
             "would be in band with errors of that sd about zero"]  # fmt: skip
    return _markdown(heads, [
        (
            said(name, "en"), str(each.rows), f"{each.met} ({each.met / each.rows:.0%})",
            f"{math.expm1(each.middle):.0%}", _plain(each.bias), _plain(each.spread),
            "-" if math.isnan(each.unbiased) else f"{each.unbiased:.0%}",
        )
        for name, each in levels(found.rows).items()
    ])  # fmt: skip


def _plain(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:+.2f}".replace("+0.00", "0.00")


def title(found: Validation, lang: Lang) -> str:
    """What was validated."""
    one = len(found.provinces) == 1
    place = getattr(PROVINCES[found.provinces[0]], lang) if one else said("all", lang)
    return said("heading", lang, place=place)


def settings_line(found: Validation, lang: Lang) -> str:
    """How it was run."""
    s = found.settings
    draws = found.draws or said("central", lang)
    return said("settings", lang, scale=s.scale, replications=s.replications, seed=s.seed, draws=draws)


class ValidationReport:
    """What `doudi validate` prints: failures first, three lines each, then the scores by grade."""

    def __init__(self, found: Validation, lang: Lang = "en") -> None:
        self.found, self.lang = found, lang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Title, rows, scores and settings."""
        yield Text(title(self.found, self.lang), style="bold")
        for row in self.found.rows:
            for line in lines_of(row, self.lang):
                yield Padding(line[1], (0, 0, 0, line[0]))
        for sentence in (*scores(self.found, self.lang), settings_line(self.found, self.lang)):
            yield Text(sentence)


def lines_of(row: Row, lang: Lang) -> list[tuple[int, Text]]:
    """Indent and text of the lines of one row: what and the verdict, the numbers, and the cause of a failure."""
    name, place, statistic, date, published, simulated, verdict, random, perfect = cells(row, lang)
    said_of = dict(zip(("published", "simulated", "random", "perfect"), (published, simulated, random, perfect),
                       strict=True))  # fmt: skip
    grade = said("memory", lang) if row.grade == "memory" else row.grade
    lines = [
        (0, Text(f"{verdict}  {name}  {place}  {statistic}  {date}  ({grade})", style="bold" * (row.verdict == OUT))),
        (4, Text("  ".join(f"{said(key, lang)} {text}" for key, text in said_of.items()))),
    ]
    if cause := cause_of(row, lang):
        lines.append((4, Text(f"{said('cause', lang)}{cause}", style="dim")))
    return lines


def records(found: Validation) -> list[dict[str, Any]]:
    """Rows as plain values: numbers unrounded, what was not observed as None."""
    return [_record(row) for row in found.rows]


def _record(row: Row) -> dict[str, Any]:
    fact = row.fact
    low, high = row.interval
    numbers = {
        "published": fact.value, "low": fact.low, "high": fact.high, "simulated": row.median, "p5": low, "p95": high,
        "random_places": middle(row.random), "perfect_means_test": middle(row.perfect),
    }  # fmt: skip
    texts = {name: getattr(fact, name) for name in ("id", "province", "place", "area", "statistic", "unit", "date")}
    return {
        **texts, **_seen(numbers),
        "verdict": row.verdict, "meets": bool(fact.meets(row.median)), "grade": row.grade, "source": fact.source,
        "cause": cause_of(row, "en"),
    }  # fmt: skip


def _seen(numbers: dict[str, float]) -> dict[str, float | None]:
    """None for what is not a number."""
    return {name: None if math.isnan(value) else value for name, value in numbers.items()}


def frame_of(found: Validation) -> pd.DataFrame:
    """The same as a table."""
    return pd.DataFrame(records(found))


def as_json(found: Validation) -> str:
    """Rows, scores by grade and settings."""
    content = {
        "provinces": list(found.provinces), "scale": found.settings.scale, "seed": found.settings.seed,
        "replications": found.settings.replications, "draws": found.draws,
        "levels": {name: _seen(asdict(each)) for name, each in levels(found.rows).items()},
        "scores": {grade: {"in_band": met, "rows": total} for grade, (met, total) in found.scores.items()},
        "rows": records(found),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def page(found: Validation) -> str:
    """The text of `docs/validation.md`."""
    out = sum(row.verdict == OUT for row in found.rows)
    heads = [*(said(name, "en") for name in HEADINGS), "cause"]
    lines = [
        "# Baselines against figures that nothing was fitted to", "",
        f"Made by `doudi validate all --docs --experiments`: {settings_line(found, 'en')}.",
        "Failures first. What the columns mean and how bands, grades and roles were set is in [facts](facts.md).",
        "*Random places* gives the same number of places",
        "to random households; the *perfect means test* tops up every unit below its line. A row that either also",
        "meets says nothing about the model and is left out of the scores.", "",
        *(f"- {line}" for line in scores(found, "en")), "",
        f"{out} rows are out of their band.", "",
        "## By level of place", "",
        "A place is known to the model by its census, lines and incomes alone; what else moves its register is in no",
        "column. The last column says how many rows errors that scatter as these do would leave in band, were they",
        "right on average: more needs figures of the place itself (`doudi calibrate PROVINCE --targets`).", "",
        *level_table(found), "",
        "## Figure by figure", "",
        *_markdown(heads, [(*cells(row, "en"), cause_of(row, "en")) for row in found.rows]), "",
        "## Where no figure was seen", "",
        "Published figures of 2021 to 2023 that were read at their source, by province: to be fitted to, and kept. A",
        "cell `none` can be neither fitted nor checked. Figures of remembered sources are not counted.", "",
        *_markdown(["statistic", *(PROVINCES[name].en for name in found.provinces)], coverage_table(found.provinces)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _markdown(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines]
