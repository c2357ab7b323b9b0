"""What `solve` found as tables: every solution with its range, how targets are met, what the search can show."""

import math
from collections import Counter
from typing import Any

from simulation.report.tables.sections import Row, Table
from simulation.report.words.amounts import MISSING, amount, level
from simulation.report.words.experiment_words import named, named_with_unit, say, unit_of
from simulation.report.words.labels import Lang
from simulation.report.words.periods import with_period
from simulation.report.words.uprating import with_note
from simulation.search.solution import Solution


def solution_tables(solution: Solution, lang: Lang) -> list[Table]:
    """The values found with their ranges, and how well the targets are met; the notes say what is not known."""
    records = solution.table().to_dict("records")
    several = len(solution.roots) > 1
    head = ("parameter", "value", "interval", "fits", "identified")
    rows = tuple(Row((*([str(r["root"])] if several else []), *_cells(r, solution, lang))) for r in records)
    headings = (*([say("root", lang)] if several else []), *(say(key, lang) for key in head))
    notes = _joined([*_warnings(solution, lang), _effort(solution, lang)], lang)
    first = Table("solution", say("solution", lang), headings, rows, note=with_note(notes, solution.sweep, lang))
    return [first, _targets(solution, several, lang)]


def _cells(record: Any, solution: Solution, lang: Lang) -> tuple[str, ...]:
    value = f"{record['value']:.6g}"
    if not solution.roots:
        return record["parameter"], value, MISSING, MISSING, MISSING
    known = record["identified"]
    shown = value if known else say("such_as", lang, value=value)
    said = say("yes" if known else "no", lang)
    ranges = (_range(record["low"], record["high"]), _range(record["fits_low"], record["fits_high"]))
    return record["parameter"], shown, *ranges, said


def _targets(solution: Solution, several: bool, lang: Lang) -> Table:
    head = (*(["root"] if several else []), "target", "goal", "reached", "missed_by", "allowed")
    rows = []
    for r in solution.targets.to_dict("records"):
        unit = unit_of(r["indicator"])
        missed = amount(r["missed_by"], unit, lang, signed=True)
        sizes = (*(level(r[key], unit, lang) for key in ("goal", "reached")), missed, level(r["allowed"], unit, lang))
        rows.append(Row((*([str(r["root"])] if several else []), named_with_unit(r["indicator"], lang), *sizes)))
    title = with_period(say("target", lang), solution.sweep.period, lang)
    return Table("targets", title, tuple(say(key, lang) for key in head), tuple(rows))


def _warnings(solution: Solution, lang: Lang) -> list[str]:
    """What a reader must know before taking the values for the answer."""
    notes = [say("unread", lang, parameter=path, switch=switch) for path, switch in solution.unread.items()]
    if not solution.found:
        missed = _listed([named(name, lang) for name in solution.unmet], lang)
        notes.append(say("unmet", lang, targets=missed, evaluations=solution.evaluations))
    met = [root for root in solution.roots if not root.unmet]
    if len(met) > 1:
        notes.append(say("several_solutions", lang, count=len(met)))
    if len(met) < len(solution.roots):
        notes.append(say("steps_over", lang))
    loose = [p for p in solution.bounds if any(not root.parameters[p].identified for root in solution.roots)]
    if loose:
        key = "not_identified" if len(solution.bounds) == 1 else "not_identified_jointly"
        notes.append(say(key, lang, parameters=_listed(loose, lang)))
    parameters = [each for root in solution.roots for each in root.parameters.values() if each.identified]
    if solution.replications > 1 and any(math.isnan(each.standard_error) for each in parameters):
        notes.append(say("slope_not_significant", lang))
    ends = {p for root in met for p, each in root.parameters.items()
            if each.identified and each.value in solution.bounds[p]}  # fmt: skip
    if ends:
        notes.append(say("at_bound", lang, parameters=_listed(sorted(ends), lang)))
    return notes + _undefined(solution, lang)


def _undefined(solution: Solution, lang: Lang) -> list[str]:
    """Where an indicator was NaN; the ends of the bounds are named."""
    counted = Counter(name for _, names in solution.undefined for name in names)
    ends = [f"{path} = {each[path]:.6g}" for each, _ in solution.undefined for path in each
            if each[path] in solution.bounds[path]]  # fmt: skip
    where = say("among_them", lang, points=_listed(list(dict.fromkeys(ends)), lang)) if ends else ""
    return [
        say("undefined_at", lang, indicator=named(name, lang), count=count, of=solution.evaluations, where=where)
        for name, count in counted.items()
    ]


def _effort(solution: Solution, lang: Lang) -> str:
    """How hard was looked, and so what can have been missed."""
    note = say("solution_note", lang, evaluations=solution.evaluations, replications=solution.replications)
    if solution.starts:
        return _joined([note, say("starts_note", lang, starts=solution.starts)], lang)
    ((low, high),) = solution.bounds.values()
    size, steps = f"{(high - low) * solution.resolution:.4g}", round(1.0 / solution.resolution)
    return _joined([note, say("resolution_note", lang, size=size, steps=steps)], lang)


def _listed(names: list[str], lang: Lang) -> str:
    return (", " if lang == "en" else "、").join(names)


def _joined(sentences: list[str], lang: Lang) -> str:
    return (" " if lang == "en" else "").join(sentences)


def _range(low: float, high: float) -> str:
    return MISSING if math.isnan(low) else f"[{low:.6g}, {high:.6g}]"
