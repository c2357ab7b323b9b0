"""What a decision rests on: what is to be decided anew when rules or lines change.

A decision in force rests on the rules of its status, on the tests of the statuses before it in legal order (it failed
each) and on the lines of its line area that these rules read. Whatever else changes in a month leaves it alone:
another county's line, what another status pays, a programme further down, the terms of a gradual exit. The aid that
comes with a status is no decision: it is calculated each month (`month_steps/cases/aid_books.py`).
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.rules.tables import NONE, Kind, Quantity, Rules

type Content = tuple[Any, ...]  # nested values of table rows, with the rows they point to in place of row numbers


class Reads(NamedTuple):
    """A line, or a `Fact` or `Quantity`, that a row reads."""

    line: int = NONE
    quantity: int = NONE


# field that begins a run of rows -> (field that ends it, table)
RUNS: Final = {
    "income_first": ("income_end", "income"),
    "condition_first": ("condition_end", "conditions"),
    "group_first": ("group_end", "groups"),
    "bracket_first": ("bracket_end", "brackets"),
    "scale_first": ("scale_end", "brackets"),
    "waiver_first": ("waiver_end", "waivers"),
    "supplement_first": ("supplement_end", "extras"),
    "bundle_first": ("bundle_end", "extras"),
    "passport_first": ("passport_end", "passports"),
}
# field that contains the number of an amount row -> rows from there on
AMOUNTS: Final = {"amount": 1, "need": 1, "limit": 1, "minimum": 1, "maximum": 1, "arguments": 3}
QUANTITIES: Final = frozenset({"quantity", "per", "count", "when", "bracket_per"})  # fields that name what is read
# row numbers and codes that move when a row is inserted elsewhere; what they stand for is compared itself
PLACES: Final = frozenset(
    {"income_block", "plain_end", "tests_need", "need_supplemented", "reason", *(end for end, _ in RUNS.values())}
)
OF_AID: Final = ("bundle_first", "passport_first")
OF_NEED: Final = ("need", "supplement_first")
OF_PAYMENT: Final = (
    "benefit", "withdraw", "quantity", "bracket_first", "bracket_per", "arguments", "minimum", "maximum",
    "round_to", "rounding", "reach", "paid_by", "shared", "supply", "mean", "bit", "excludes",
)  # fmt: skip
OF_EXIT: Final = ("exit_months", "exit_ceiling", "exit_profile")  # terms of who leaves later, not of a decision


class Contents:
    """Contents of rule tables, programme by programme: equal where the same would be computed."""

    def __init__(self, rules: Rules) -> None:
        self.rows = {name: getattr(rules, name).tolist() for name in Rules._fields if name != "main"}
        self.names: dict[str, tuple[str, ...]] = {name: getattr(rules, name).dtype.names for name in self.rows}

    def decision(self, k: int) -> Content:
        """All that `decide` computes of programme `k` from facts and lines; only its kind where it is no status."""
        return self.status(k, (*OF_AID, *OF_EXIT))

    def tests(self, k: int) -> Content:
        """The part of `decision` on which it depends whether a unit passes; the need where a test looks at it."""
        without = (*OF_AID, *OF_EXIT, *OF_PAYMENT)
        found = self.status(k, (*without, *OF_NEED))
        return self.status(k, without) if Reads(quantity=Quantity.NEED) in set(reads(found)) else found

    def status(self, k: int, without: tuple[str, ...]) -> Content:
        """The row of programme `k` without some of its fields; the same for all that are no status in force."""
        return self.row("programmes", k, without) if self.field(k, "kind") == Kind.STATUS else ("no status",)

    def field(self, k: int, name: str) -> Any:
        """One field of programme `k`."""
        return self.rows["programmes"][k][self.names["programmes"].index(name)]

    def run(self, k: int, first: str, table: str = "programmes") -> range:
        """Row numbers of the run that begins with field `first` of row `k`."""
        names = self.names[table]
        return range(*(self.rows[table][k][names.index(name)] for name in (first, RUNS[first][0])))

    def content(self, table: str, first: str, k: int) -> Content:
        """Content of the run of rows that begins with field `first` of row `k` of a table."""
        return tuple(self.row(RUNS[first][1], row) for row in self.run(k, first, table))

    def row(self, table: str, number: int, without: tuple[str, ...] = ()) -> Content:
        """Content of one row."""
        values: list[Any] = []
        cells = dict(zip(self.names[table], self.rows[table][number], strict=True))
        for name, value in cells.items():
            if name in PLACES or name in without:
                continue
            if name in RUNS:
                values.append(self.content(table, name, number))
            elif name in AMOUNTS:
                rows = () if value == NONE else range(value, value + AMOUNTS[name])
                values.append(tuple(self.row("amounts", row) for row in rows))
            elif name in QUANTITIES:
                values.append(Reads(quantity=value))
            elif name == "line":
                values.append(Reads(value if cells["constant"] != 1 and cells["multiple"] != 0.0 else NONE))
            else:
                values.append(value)
        return tuple(values)


def reads(content: Any) -> Iterator[Reads]:
    """What a content reads, with repetitions."""
    if isinstance(content, Reads):
        yield content
    elif isinstance(content, tuple):
        for part in content:
            yield from reads(part)


def changed_decisions(
    old: Rules,
    new: Rules,
    old_lines: npt.NDArray[np.int64],
    new_lines: npt.NDArray[np.int64],
    quantities: frozenset[int] = frozenset(),
) -> npt.NDArray[np.uint8]:
    """(line rows, programmes + 1): 1 where what a decision of that status rests on changed between two months.

    `lines`: (line rows, Line) in fen; `quantities`: facts that the office sees otherwise than in the month before. The
    last row stands for a unit that passes no status (-1): its decision rests on the tests of all of them.
    """
    moved = old_lines != new_lines
    programmes = len(new.programmes)
    changed = np.zeros((len(moved), programmes + 1), np.uint8)
    if old is new and not moved.any() and not quantities:
        return changed
    before, after = Contents(old), Contents(new)

    def differs(one: Content, other: Content) -> npt.NDArray[np.bool_]:
        """(line rows,) where two contents, of the month before and of this one, need not give the same."""
        read = {*reads(one), *reads(other)}
        everywhere = one != other or any(each.quantity in quantities for each in read)
        lines = [each.line for each in read if each.line != NONE]
        return np.asarray(moved[:, lines].any(axis=1) | everywhere)

    failed_before = np.zeros(len(moved), np.bool_)
    for k in range(programmes):
        changed[:, k] = differs(before.decision(k), after.decision(k)) | failed_before
        failed_before |= differs(before.tests(k), after.tests(k))
    changed[:, programmes] = failed_before
    return changed
