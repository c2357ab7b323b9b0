"""Sweeps, solutions, frontiers, sensitivity and robustness as tables."""

import math
from typing import Any, Final

from simulation.report.tables.sections import Row, Table
from simulation.report.words.amounts import MISSING, amount, interval, level
from simulation.report.words.experiment_words import MAIN_FIGURES, named_with_unit, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.periods import period_line, with_period
from simulation.report.words.uprating import with_note
from simulation.search.frontier import Frontier
from simulation.search.robustness import Robustness
from simulation.search.sensitivity import Sensitivity
from simulation.sweeping.results.sweep_results import Sweep

LONGEST: Final = 30  # rows in a terminal; the file contains all
SHOWN_TROUBLES: Final = 5  # ways to fail that are reported in a terminal


def state_of(sweep: Sweep, lang: Lang) -> str:
    """Whether the sweep is whole, what is missing if not, and what failed."""
    return "\n".join([status_line(sweep, lang), *_troubles(sweep, lang)])


def status_line(sweep: Sweep, lang: Lang) -> str:
    """Whether the sweep is whole, and what is missing if not."""
    counts = sweep.status()
    bad = counts["failed"] + counts["poison"] + counts["timeout"]
    if counts["ok"] == counts["planned"]:
        return f"{say('whole', lang, planned=counts['planned'])} {period_line(sweep.period, lang)}"
    return say("partial", lang, bad=bad, **{name: counts[name] for name in ("planned", "ok", "pending")})


def calibration_of(found: Sweep | Robustness, lang: Lang) -> str:
    """Which published stocks of its province the baseline meets, or how far it is off; empty if not recorded."""
    return found.calibration.get(lang, "")


def _troubles(sweep: Sweep, lang: Lang) -> list[str]:
    """Each way in which runs failed, with how many did and the first that did; a retry is asked for with --retry."""
    troubles, labels = sweep.troubles(), sweep.points()["label"]
    if troubles.empty:
        return []
    last = troubles["error"].astype(str).str.strip().str.rpartition("\n")[2]
    groups = troubles.assign(last=last).groupby(["status", "last"], sort=False)
    texts = [
        say("trouble", lang, status=status, error=error, runs=len(part), point=labels[part["point"].iloc[0]],
            replication=part["replication"].iloc[0])
        for (status, error), part in groups
    ]  # fmt: skip
    return [*texts[:SHOWN_TROUBLES], say("retry", lang)]


def sweep_tables(sweep: Sweep, lang: Lang) -> list[Table]:
    """A table per main indicator: mean of each point and its paired difference from the baseline."""
    summary = sweep.summary(MAIN_FIGURES)
    drawn = bool(summary["draws"].iloc[0] > 1)
    head = [say(key, lang) for key in ("point", "mean", "change", "interval")] + [say("draws", lang)] * drawn
    title = say("sweep", lang, points=len(sweep.points()), replications=summary["replications"].iloc[0])
    tables = []
    for indicator in MAIN_FIGURES:
        unit, part = unit_of(indicator), summary[summary["indicator"] == indicator]
        rows = tuple(
            Row((
                say("baseline", lang) if row["point"] == 0 else row["label"], level(row["mean"], unit, lang),
                amount(row["difference"], unit, lang, signed=True), interval(row["low"], row["high"], unit, lang),
                *([interval(row["draw_low"], row["draw_high"], unit, lang)] if drawn else []),
            ))
            for row in part.head(LONGEST).to_dict("records")
        )  # fmt: skip
        note = with_note(say("crn", lang), sweep, lang) if indicator == MAIN_FIGURES[-1] else ""
        heading = with_period(f"{title} – {named_with_unit(indicator, lang)}", sweep.period, lang)
        tables.append(Table("sweep", heading, tuple(head), rows, note=note))
    return tables


def frontier_tables(found: Frontier, lang: Lang) -> list[Table]:
    """A row per undominated reform: levers, then each objective."""
    frame = found.table()
    levers = list(dict.fromkeys(path for point in found.points for path in point))
    head = (say("point", lang), *levers, *(named_with_unit(name, lang) for name in found.objectives))
    rows = tuple(
        Row((
            say("baseline", lang) if row["baseline"] else str(i + 1),
            *(MISSING if math.isnan(row[path]) else f"{row[path]:.4g}" for path in levers),
            *(level(row[name], unit_of(name), lang) for name in found.objectives),
        ))
        for i, row in enumerate(frame.to_dict("records"))
    )  # fmt: skip
    title = with_period(say("frontier", lang, tried=len(found.points)), found.sweep.period, lang)
    return [Table("frontier", title, head, rows, note=with_note(say("crn", lang), found.sweep, lang))]


def sensitivity_tables(found: Sensitivity, lang: Lang) -> list[Table]:
    """A table per indicator."""
    return [
        _of_indicator(found.method, indicator, part.to_dict("records"), lang, found.sweep)
        for indicator, part in found.frame.groupby("indicator", sort=False)
    ]


def _of_indicator(method: str, indicator: Any, records: list[Any], lang: Lang, sweep: Sweep) -> Table:
    title, unit = say(method, lang, indicator=named_with_unit(indicator, lang)), unit_of(indicator)
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]
    if method == "tornado":
        head = ("parameter", "low_end", "interval", "high_end", "interval")
        rows = [
            (
                f"{r['parameter']} [{r['low_value']:g}, {r['high_value']:g}]",
                amount(r["low_effect"], unit, lang, signed=True),
                interval(r["low_effect_from"], r["low_effect_to"], unit, lang),
                amount(r["high_effect"], unit, lang, signed=True),
                interval(r["high_effect_from"], r["high_effect_to"], unit, lang),
            )
            for r in records
        ]  # fmt: skip
    else:
        keys = ("S1", "S1_conf", "ST", "ST_conf") if method == "sobol" else ("mu_star", "mu_star_conf", "sigma")
        named_keys = ("half_width" if key.endswith("_conf") else key for key in keys)
        head = ("parameter", *named_keys, "differs_from_0")
        texts = {True: say("significant", lang), False: say("not_significant", lang)}
        rows = [
            (r["parameter"], *(_size(r[k], method, unit, lang) for k in keys), texts[bool(r["differs_from_0"])])
            for r in records
        ]
    headings = tuple(say(key, lang) for key in head)
    note = with_note(say("crn" if method == "tornado" else "index_note", lang), sweep, lang)
    return Table(method, title, headings, tuple(Row(row) for row in rows), note=note)


def robustness_tables(found: Robustness, lang: Lang) -> list[Table]:
    """A row per point: in how many futures it ranks first, and its regret."""
    unit, frame = unit_of(found.indicator), found.table()
    head = tuple(say(key, lang) for key in ("point", "first", "mean_rank", "mean_regret", "max_regret"))
    rows = tuple(
        Row((
            say("baseline", lang) if r["label"] == "baseline" else r["label"], f"{r['first']} / {r['futures']}",
            f"{r['mean_rank']:.1f}", *(size_of_change(r[key], unit, lang) for key in ("mean_regret", "max_regret")),
        ))
        for r in frame.head(LONGEST).to_dict("records")
    )  # fmt: skip
    title = say("robustness", lang, indicator=named_with_unit(found.indicator, lang), futures=len(found.values))
    return [Table("robustness", title, head, rows)]


def _size(value: float, method: str, unit: str, lang: Lang) -> str:
    """An index of Sobol' is a share of the variance; an effect of Morris has the unit of the indicator."""
    return f"{value:.3f}" if method == "sobol" else size_of_change(value, unit, lang)


def size_of_change(value: float, unit: str, lang: Lang) -> str:
    """A size without a sign: of a share in percentage points."""
    return amount(value, unit, lang, signed=True).removeprefix("+")
