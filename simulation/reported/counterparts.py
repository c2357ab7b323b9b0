"""The simulated counterpart of each statement: one run of the province as shipped gives all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, TypeGuard

import numpy as np
import pandas as pd

from simulation.comparison.comparison_result import Comparison
from simulation.indicators import effective_number, mean_interval
from simulation.ledger import BY_LENGTH, Books, Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.reported.expressions import Expression, Inputs, Sum
from simulation.reported.statements import StatementModel, load_statements, provinces
from simulation.rules.facts import Line
from simulation.simulate.intervals import FEW
from simulation.simulate.results import Result
from simulation.units import FEN

NOTHING: Final = float("nan")
TEXT_MONTH: Final = -1  # December 2022, the date of the standards in the text
COLUMNS: Final = (
    "id", "figure", "text_line", "mechanism", "label_zh", "label_en", "unit", "period", "bound", "reported", "kind",
    "input", "simulated", "low", "high", "ratio", "ratio_low", "ratio_high", "missing", "expression", "note_zh",
    "note_en",
)  # fmt: skip

# compared: figure and simulated value; alone: no figure; set: the figure is an input; none: no counterpart
type Standing = Literal["compared", "alone", "set", "none"]
# why a counterpart or its interval is missing: months outside the run, too few events
type Missing = Literal["", "short", "few"]


@dataclass(frozen=True)
class Counterpart:
    """A statement with its simulated value (mean of replications, 95% interval); NaN where there is none."""

    statement: StatementModel
    kind: Standing
    value: float = NOTHING
    low: float = NOTHING
    high: float = NOTHING
    missing: Missing = ""
    input: float = NOTHING  # what was set from the figure

    @property
    def ratio(self) -> float:
        """Simulated over reported."""
        return self._over(self.value)

    @property
    def ratio_interval(self) -> tuple[float, float]:
        """Ends of the interval over the figure, which is taken as it was reported."""
        return self._over(self.low), self._over(self.high)

    def _over(self, value: float) -> float:
        figure = self.statement.value
        return value / figure if figure and self.kind == "compared" else NOTHING


def has_statements(outcome: object) -> TypeGuard[Result]:
    """Whether an outcome is a run of a province that reported something, with its own population."""
    return isinstance(outcome, Result) and _reported(outcome.scenario)


def has_both_sides(outcome: object) -> TypeGuard[Comparison]:
    """Whether an outcome is a comparison over a province that reported something, with its own population."""
    return isinstance(outcome, Comparison) and _reported(outcome.base)


def _reported(scenario: Scenario) -> bool:
    return scenario.province in provinces() and scenario.sources.microdata is None


def counterparts(result: Result) -> list[Counterpart]:
    """All statements of the result's province, in the order of its file. Raises ScenarioError as the file does."""
    ledgers = [joined(*pair) for pair in zip(result.warm_up, result.ledgers, strict=True)]
    inputs = inputs_of(result.scenario)
    return [_counterpart(each, ledgers, inputs) for each in load_statements(result.scenario.province)]


def both_sides(change: Comparison) -> list[tuple[Counterpart, Counterpart]]:
    """(of the baseline, of the reform) for each statement that has a simulated value over months of the run.

    A comparison keeps no books of the months before the policy date. Raises ScenarioError as the file does.
    """
    rows = [each for each in load_statements(change.base.province) if each.simulated]
    rows = [each for each in rows if each.window[0] >= 0 and each.window[1] <= change.months]
    before, after = inputs_of(change.base), inputs_of(change.reform)
    return [
        (_counterpart(each, change.base_ledgers, before), _counterpart(each, change.reform_ledgers, after))
        for each in rows
    ]


def joined(warm_up: Ledger, after: Ledger) -> Ledger:
    """The months of the warm-up and those from the policy month on in one ledger; what is kept by length is `after`'s.

    A run without a warm-up has a ledger of one empty month in its place, which is left out.
    """
    if warm_up.first_month + warm_up.measures.shape[1] != after.first_month:
        return after
    months: dict[str, Any] = {
        name: np.concatenate([getattr(warm_up, name), getattr(after, name)], axis=1)
        for name in Books._fields
        if name not in BY_LENGTH
    }
    return replace(after, first_month=warm_up.first_month, **months)


def inputs_of(scenario: Scenario) -> Inputs:
    """What reads `parameter:PATH` of a scenario in the policy month, and `line:NAME` at the end of 2022."""
    people = scenario.counties["population"].to_numpy(np.float64)
    urban = scenario.counties["share_urban"].to_numpy(np.float64)
    weights = np.stack([people * (1.0 - urban), people * urban], axis=1)

    def read(name: str) -> float:
        form, _, rest = name.partition(":")
        if form == "parameter":
            return float(scenario[rest])
        return float(np.average(scenario.lines(TEXT_MONTH)[:, :, Line[rest.upper()]], weights=weights)) / FEN

    return Inputs(read, scenario.rule_book().aids)


def _counterpart(statement: StatementModel, ledgers: Sequence[Ledger], inputs: Inputs) -> Counterpart:
    if statement.reason is not None:
        return Counterpart(statement, "none")
    given = Expression(statement.sets).value(ledgers[0], inputs).total if statement.sets else NOTHING
    if not statement.simulated:
        return Counterpart(statement, "set", input=given)
    expression = Expression(statement.simulated)
    kind: Standing = "set" if statement.sets else "compared" if statement.compared else "alone"
    first, end = statement.window
    begins, ends = ledgers[0].first_month, ledgers[0].first_month + ledgers[0].measures.shape[1]
    if first < begins or end > ends:
        return Counterpart(statement, kind, missing="short", input=given)
    found = [expression.value(ledger.within(first, end), inputs) for ledger in ledgers]
    value = float(np.mean([each.total for each in found]))
    if len(found) > 1 and _few(found):
        return Counterpart(statement, kind, value, missing="few", input=given)
    low, high = _interval(found, share=statement.unit == "share")
    return Counterpart(statement, kind, value, low, high, input=given)


def _interval(found: Sequence[Sum], *, share: bool) -> tuple[float, float]:
    """95% interval of the mean of replications, inside what a share or a count can be; NaN for one."""
    values = np.array([[each.total] for each in found])
    least = 0.0 if (values >= 0.0).all() else -np.inf
    most = 1.0 if share and (values <= 1.0).all() else np.inf
    low, high = mean_interval(values, (least, most))
    return float(low[0]), float(high[0])


def _few(found: Sequence[Sum]) -> bool:
    """Whether a value rests on so few counties and replications that its spread says little."""
    parts = [each.parts for each in found]
    if any(each is None for each in parts):
        return False
    return float(effective_number(np.stack(parts)[:, :, None])[0]) < FEW  # type: ignore[arg-type]


def frame_of(found: Sequence[Counterpart]) -> pd.DataFrame:
    """A row per statement with both languages, for files and notebooks."""
    frame = pd.DataFrame([_row(each) for each in found], columns=list(COLUMNS))
    return frame.astype({"text_line": "Int64"})


def _row(each: Counterpart) -> dict[str, Any]:
    s = each.statement
    return {
        "id": s.id, "figure": s.figure, "text_line": s.text_line, "mechanism": " ".join(s.mechanism),
        "label_zh": s.label.zh, "label_en": s.label.en, "unit": s.unit, "period": s.period,
        "bound": s.bound if s.value is not None else "", "reported": s.value, "kind": each.kind, "input": each.input,
        "simulated": each.value, "low": each.low, "high": each.high, "ratio": each.ratio,
        "ratio_low": each.ratio_interval[0], "ratio_high": each.ratio_interval[1], "missing": each.missing,
        "expression": s.expressions,
        "note_zh": s.reading.zh if s.reading else "", "note_en": s.reading.en if s.reading else "",
    }  # fmt: skip
