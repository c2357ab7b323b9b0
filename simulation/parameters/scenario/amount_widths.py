"""Widths of the columns: lines and payments that could not be kept are refused before anything is run.

For every programme the largest payment to one unit is bounded from above, from the highest line in force, the largest
unit and its amounts, shares and reach; `steps.widths` guards the same limit while a run goes on.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import MONEY, QUANTITIES
from simulation.parameters.microdata.microdata import MOST_PERSONS
from simulation.rules.facts import Line
from simulation.rules.tables import NONE, Benefit, Kind, Quantity, Rules
from simulation.units import FEN, FIRST_MONTH, LARGEST_FEN, LARGEST_LINE_FEN, month_label

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario

type Row = np.void
type Bounds = npt.NDArray[np.float64]
type Known = Mapping[int, float]  # quantities whose bound is known better than `most_of` does

NOTHING_KNOWN: Final[Known] = MappingProxyType({})

TABLE_OF: Final = {line: f"lines.{line.name.lower()}" for line in Line} | {
    Line.MARGINAL: "lines.marginal_multiple", Line.BAND: "lines.band_ceiling"
}  # fmt: skip
_RIGID: Final = 65_535 * FEN  # fen a month that `Units.rigid` can hold
_FACT: Final = 2_000_000_000  # fen: sums that are kept as a fact
_MOST: Final = {
    **{QUANTITIES[name]: float(_FACT) for name in MONEY},
    **{QUANTITIES[name]: float(LARGEST_FEN) for name in (
        "wage", "business", "pension", "other", "labour_income", "income", "disregarded", "aid_given")},
    **{QUANTITIES[name]: float(_RIGID) for name in ("rigid", "rigid_education", "rigid_disability", "rigid_illness")},
    QUANTITIES["medical_cost"]: 5.0 * _RIGID,
    QUANTITIES["shock_cost"]: 60.0 * _RIGID,
    QUANTITIES["rent"]: 10_000.0 * FEN,
    QUANTITIES["obligor_youngest"]: 110.0,
    QUANTITIES["months_since_rise"]: 1200.0,
}  # fmt: skip


def most_of(quantity: int) -> float:
    """The largest value of a quantity: fen, or persons of the largest unit; 1 for none."""
    return 1.0 if quantity == NONE else _MOST.get(quantity, float(MOST_PERSONS))


def _bound(quantity: int, known: Known) -> float:
    """The largest value of a quantity, by what is known better where it is."""
    return known.get(quantity, most_of(quantity))


def largest_amount(rules: Rules, row: int, lines: Bounds, known: Known = NOTHING_KNOWN) -> float:
    """Upper bound (fen) of an amount row for any unit under lines of at most `lines` (Line,) fen a month.

    `known`: bounds of quantities, by number, that hold in place of `most_of`'s.
    """
    amount = rules.amounts[row]
    value = float(amount["fen"])
    if amount["constant"] == 1:
        return value
    if amount["line"] != NONE:
        value += float(amount["multiple"]) * float(lines[amount["line"]])
    scale = rules.brackets[amount["scale_first"] : amount["scale_end"]]["base"]
    most = _bound(int(amount["per"]), known)
    return value * most * (float(scale.max()) if scale.size else 1.0) * float(amount["share"])


def _before_limits(rules: Rules, row: Row, need: float, lines: Bounds, known: Known) -> float:
    kind = int(row["benefit"])
    if kind == Benefit.SHARE:
        return min(need, float(row["withdraw"]) * _bound(int(row["quantity"]), known))
    if kind == Benefit.FORMULA:
        first = int(row["arguments"])
        return MOST_PERSONS * max(largest_amount(rules, first + a, lines, known) for a in range(3))
    if kind == Benefit.TIERED:
        brackets, members = rules.brackets[row["bracket_first"] : row["bracket_end"]], most_of(int(row["bracket_per"]))
        top, starts = _bound(int(row["quantity"]), known), brackets["start"].astype(np.float64)
        ends = np.minimum(np.append(starts[1:], top), top)
        values = brackets["base"] * members + np.maximum(brackets["slope"], 0.0) * np.maximum(ends - starts, 0.0)
        return float(np.max(values * (starts < top), initial=0.0))
    return need


def largest_payment(rules: Rules, k: int, lines: Bounds, need_row: int = NONE, known: Known = NOTHING_KNOWN) -> float:
    """Upper bound (fen) of what programme `k` pays one unit in a month; `lines` and `known` as in `largest_amount`.

    `need_row`: see `tables.PASSPORT`.
    """
    row = rules.programmes[k]
    if row["benefit"] == Benefit.NOTHING:
        return 0.0
    need = largest_amount(rules, int(row["need"]) if need_row == NONE else need_row, lines, known)
    extras = rules.extras[row["supplement_first"] : row["supplement_end"]]
    inside = extras["amount"][extras["in_need"] == 1]
    need += MOST_PERSONS * max((largest_amount(rules, int(s), lines, known) for s in inside), default=0.0)  # one a head
    known = {**known, int(Quantity.NEED): need}
    paid = max(_before_limits(rules, row, need, lines, known), 0.0)
    outside_need = extras["amount"][extras["in_need"] == 0]
    paid += MOST_PERSONS * max((largest_amount(rules, int(s), lines, known) for s in outside_need), default=0.0)
    if row["minimum"] != NONE:
        paid = max(paid, largest_amount(rules, int(row["minimum"]), lines, known))
    if row["maximum"] != NONE and (most := largest_amount(rules, int(row["maximum"]), lines, known)) >= 0:
        paid = min(paid, most)
    return (paid + float(row["round_to"])) * float(row["reach"]) * float(row["mean"])


def largest_aids(rules: Rules, k: int, lines: Bounds) -> dict[int, float]:
    """Upper bound (fen a month) of each programme that stacks on status `k`; under -1 the status's own bundle."""
    row = rules.programmes[k]
    own = (largest_amount(rules, int(rules.extras[b]["amount"]), lines)
           for b in range(row["bundle_first"], row["bundle_end"]))  # fmt: skip
    found, given = {-1: sum(own)}, 0.0  # aid comes after other aid
    for p in range(row["passport_first"], row["passport_end"]):
        passport = rules.passports[p]
        aid = int(passport["aid"])
        most = largest_payment(rules, aid, lines, int(passport["need"]), {int(Quantity.AID_GIVEN): given})
        found[aid] = float(passport["share"]) * most
        given += found[aid]
    return found


def check_widths(scenario: "Scenario", mistakes: Mistakes) -> None:
    """Record every line and payment of a scenario, at any of its dates, that its column could not hold."""
    months = [month for month in sorted({FIRST_MONTH, 0, *scenario.change_months()}) if _touches(scenario, month)]
    names = [programme.id for programme in scenario.rule_book().programmes]
    files = {change.path: change.file for change in scenario.changes}
    for month in months:
        before = len(mistakes.found)
        with np.errstate(invalid="ignore"):  # beyond 64 bits: looked for below
            lines = scenario.lines(month)
        _check_lines(scenario, lines, month, files, mistakes)
        if len(mistakes.found) > before:
            return  # payments that follow from such a line are no mistakes of their own
        try:
            rules = scenario.rules(month)
        except OverflowError:
            mistakes.add(
                scenario.name, "programmes", "amounts of less than 2^63 fen", "one that is larger, or infinite"
            )
            return
        for name, key, fen in _too_large(rules, lines.reshape(-1, lines.shape[2]).max(axis=0), names):
            file = next((f for path, f in files.items() if path.startswith(f"{name}.")), scenario.name)
            most = f"{LARGEST_FEN / FEN:,.0f} yuan a month for a unit of {MOST_PERSONS} persons"
            expected = f"{key} of at most {most}: lower an amount, a share or the reach"
            mistakes.add(file, name, expected, f"up to {fen / FEN:,.0f} yuan")
        if len(mistakes.found) > before:
            return


def _touches(scenario: "Scenario", month: int) -> bool:
    """Whether lines or rules of a month can differ from those of the files, looked at when they were read."""
    if scenario.edits or not scenario.changes:
        return True
    groups = {"lines", "prices", *(spec.id for spec in scenario.sources.programmes)}
    return any(change.path.partition(".")[0] in groups for change in scenario.changes if change.active(month))


def _check_lines(
    scenario: "Scenario", lines: npt.NDArray[np.int64], month: int, files: dict[str, str], mistakes: Mistakes
) -> None:  # fmt: skip
    counties = scenario.sources.counties["county"]
    for line in Line:
        limit = (3 if line == Line.BAND else 1) * LARGEST_LINE_FEN  # the band is that of a household of three
        wrong = (lines[..., line] < 0) | (lines[..., line] > limit)  # below 0 also where a number passed 64 bits
        if wrong.any():
            county, area = np.argwhere(wrong)[0]
            path = TABLE_OF[line] if TABLE_OF[line] in files or line != Line.MARGINAL else TABLE_OF[Line.DIBAO]
            place = f"{counties.iloc[county]}, {month_label(month)}"
            found = f"{lines[county, area, line] / FEN:,.0f} ({place}; {int(wrong.any(axis=1).sum())} counties)"
            expected = f"a line above 0 and at most {limit / FEN:,.0f} yuan a month"
            mistakes.add(files.get(path, scenario.name), path, expected, found)
            return


def _too_large(rules: Rules, lines: npt.NDArray[np.int64], names: list[str]) -> list[tuple[str, str, float]]:
    """(programme, what, fen) of every payment, and of the largest aid of every status, beyond `LARGEST_FEN`."""
    top, found = lines.astype(np.float64), list[tuple[str, str, float]]()
    for k, name in enumerate(names):
        kind = int(rules.programmes[k]["kind"])
        if kind in (Kind.STATUS, Kind.GRANT) and (paid := largest_payment(rules, k, top)) > LARGEST_FEN:
            found.append((name, "a payment", paid))
        if kind == Kind.STATUS:
            aids = largest_aids(rules, k, top)
            if sum(aids.values()) > LARGEST_FEN:
                largest = max(aids, key=lambda aid: aids[aid])
                found.append((name if largest < 0 else names[largest], "a value in kind", aids[largest]))
    return found
