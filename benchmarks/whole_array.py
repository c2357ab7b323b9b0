"""The rules of the four monthly statuses a second time, on whole columns: NumPy, one operation at a time.

Reads the same tables as the kernels, block by block over all households at once; the yardstick of
`benchmarks.rules`, which requires equal decisions.
"""

import numpy as np
import numpy.typing as npt

from simulation.rules.facts import Fact
from simulation.rules.tables import NONE, Benefit, Item, Kind, Op, Quantity, Rules

type Column = npt.NDArray[np.int64]
type Table = npt.NDArray[np.int64]

COMPARE = {
    Op.LT: np.less, Op.LE: np.less_equal, Op.EQ: np.equal,
    Op.GE: np.greater_equal, Op.GT: np.greater, Op.NE: np.not_equal,
}  # fmt: skip


def rounded(value: npt.NDArray[np.float64]) -> Column:
    """Whole fen, half away from zero."""
    return (np.sign(value) * np.floor(np.abs(value) + 0.5)).astype(np.int64)


class WholeArray:
    """The rules over all households: `facts` (N, Fact), `lines` (N, Line)."""

    def __init__(self, rules: Rules, facts: Table, lines: Table) -> None:
        self.rules, self.facts, self.lines = rules, facts, lines
        self.counted = self.covered = np.zeros(len(facts), np.int64)

    def fact(self, fact: Fact) -> Column:
        """A column of facts."""
        return self.facts[:, fact]

    def quantity(self, code: int) -> Column:
        """A column of a fact or of a quantity derived from facts."""
        f = self.fact
        if code < Quantity.COUNTED_INCOME:
            return self.facts[:, code]
        labour = f(Fact.WAGE) + f(Fact.BUSINESS)
        without_duty = f(Fact.ABLE) - f(Fact.WORKERS) - f(Fact.SEVERE) - f(Fact.ILL) - f(Fact.INFANTS)
        derived = {
            Quantity.COUNTED_INCOME: self.counted,
            Quantity.COVERED_PERSONS: self.covered,
            Quantity.LABOUR_INCOME: labour,
            Quantity.AVAILABLE_WORKERS: np.maximum(0, f(Fact.ABLE) - f(Fact.JOBLESS)),
            Quantity.INCOME: labour + f(Fact.PENSION) + f(Fact.OTHER),
            Quantity.RIGID_ILLNESS: np.maximum(0, f(Fact.RIGID) - f(Fact.RIGID_EDUCATION) - f(Fact.RIGID_DISABILITY)),
            Quantity.UNGRADED_SEVERE: np.maximum(0, f(Fact.SEVERE) - f(Fact.CARE_PARTIAL) - f(Fact.CARE_FULL)),
            Quantity.EXPENDITURE_PERSONS: np.maximum(0, f(Fact.RIGID_PERSONS) - f(Fact.ILL) - f(Fact.SEVERE)),
            Quantity.CERTIFIED_SEVERE: np.minimum(f(Fact.SEVERE), f(Fact.DISABLED)),
            Quantity.IDLE_ABLE: np.where(f(Fact.BUSINESS) > f(Fact.WAGE), 0, np.maximum(0, without_duty)),
        }
        if Quantity.TYPE_EMERGENCY <= code <= Quantity.TYPE_FLOOR:
            care = (f(Fact.SERVICE_NEEDS) > 0) | (f(Fact.CARE_FULL) > 0) | (f(Fact.CARE_PARTIAL) > 0)
            hardships = [(f(Fact.SHOCK) > 0) | (f(Fact.JOBLESS) > 0), f(Fact.RIGID) > 0, care, f(Fact.ABLE) > 0]
            types = np.select(hardships, range(Quantity.TYPE_EMERGENCY, Quantity.TYPE_FLOOR), Quantity.TYPE_FLOOR)
            return (types == code).astype(np.int64)
        return derived[Quantity(code)]

    def amount(self, row: int) -> Column:
        """(fen + multiple x line) x per, of every household."""
        held = self.rules.amounts[row]
        line = self.lines[:, held["line"]] if held["line"] != NONE else np.ones(len(self.facts), np.int64)
        value = held["fen"] + rounded(held["multiple"] * line)
        return value * self.quantity(held["per"]) if held["per"] != NONE else value

    def waived(self, first: int, end: int) -> npt.NDArray[np.bool_]:
        """Where one group of waiver rows holds as a whole."""
        waived = np.zeros(len(self.facts), np.bool_)
        rows = self.rules.waivers[first:end]
        for group in np.unique(rows["group"]):
            holds = np.ones(len(self.facts), np.bool_)
            for row in rows[rows["group"] == group]:
                holds &= COMPARE[Op(row["op"])](self.quantity(row["quantity"]), self.amount(row["amount"]))
            waived |= holds
        return waived

    def ignored(self, row: np.void, value: Column) -> Column:
        """What a marginal schedule ignores of a column."""
        members = np.ones_like(value) if row["bracket_per"] == NONE else self.quantity(row["bracket_per"])
        each = value // np.maximum(members, 1)
        brackets = self.rules.brackets[row["bracket_first"] : row["bracket_end"]]
        place = np.searchsorted(brackets["start"], each, side="right") - 1
        held = brackets[np.maximum(place, 0)]
        total = held["base"] + held["slope"] * (each - held["start"])
        return np.where((place < 0) | (members <= 0), 0, rounded(total) * members)

    def income_row(self, row: np.void) -> Column:
        """What one income row adds."""
        value, share, item = self.quantity(row["quantity"]), row["share"], row["item"]
        limit = self.amount(row["limit"]) if row["limit"] != NONE else None
        if item == Item.COUNT:
            taken = self.ignored(row, value) if row["bracket_first"] < row["bracket_end"] else 0
            result = rounded(share * np.maximum(0, value - taken))
        elif item == Item.DEDUCT:
            deducted = rounded(share * value)
            result = -deducted if limit is None else -np.minimum(deducted, limit)
        elif item == Item.IMPUTE:
            result = rounded(share * np.where(value > 0, limit, 0))
        else:
            assert limit is not None
            result = rounded(share * np.maximum(0, limit - value if item == Item.FLOOR else value - limit))
        if row["when"] != NONE:
            result = np.where(self.quantity(row["when"]) < row["when_least"], 0, result)
        if row["waiver_first"] < row["waiver_end"]:
            result = np.where(self.waived(row["waiver_first"], row["waiver_end"]), 0, result)
        return result

    def passes(self, programme: np.void) -> npt.NDArray[np.bool_]:
        """Where every condition of a programme holds or is waived."""
        passes = np.ones(len(self.facts), np.bool_)
        for row in self.rules.conditions[programme["condition_first"] : programme["condition_end"]]:
            left = self.quantity(row["quantity"])
            if row["share"] != 1.0:
                left = rounded(row["share"] * left)
            holds = COMPARE[Op(row["op"])](left, self.amount(row["amount"]))
            if row["waiver_first"] < row["waiver_end"]:
                holds |= self.waived(row["waiver_first"], row["waiver_end"])
            passes &= holds
        return passes

    def payment(self, programme: np.void) -> Column:
        """Payment of a programme to those who pass."""
        if programme["benefit"] == Benefit.NOTHING:
            return np.zeros(len(self.facts), np.int64)
        paid = np.maximum(0, self.amount(programme["need"]))
        if programme["benefit"] == Benefit.TOP_UP:
            paid = np.maximum(0, paid - rounded(programme["withdraw"] * self.counted))
        free = self.covered.copy()
        for row in self.rules.extras[programme["supplement_first"] : programme["supplement_end"]]:
            if row["count"] == NONE:  # switched off
                continue
            heads = np.maximum(0, np.minimum(self.quantity(row["count"]), free))
            free -= heads
            paid = paid + heads * self.amount(row["amount"])
        if programme["minimum"] != NONE:
            paid = np.maximum(paid, self.amount(programme["minimum"]))
        step = programme["round_to"]
        return -(-paid // step) * step

    def decide(self) -> tuple[Column, Column]:
        """(programme, amount in fen) of every household: the first status that passes, -1 for none."""
        programme, amount = np.full(len(self.facts), -1, np.int64), np.zeros(len(self.facts), np.int64)
        for k, row in enumerate(self.rules.programmes):
            if row["kind"] != Kind.STATUS:
                continue
            rows = self.rules.income[row["income_first"] : row["income_end"]]
            self.counted = np.maximum(0, sum(self.income_row(r) for r in rows))
            self.covered = self.fact(Fact.PERSONS)
            if row["whole"] == 0:
                groups = self.rules.groups[row["group_first"] : row["group_end"]]["quantity"]
                self.covered = np.minimum(sum(self.quantity(g) for g in groups), self.covered)
            taken = self.passes(row) & (programme < 0)
            programme[taken], amount[taken] = k, self.payment(row)[taken]
        return programme, amount
