"""What every ledger must satisfy, checked after each stretch of months: a run that breaks it ends with an error.

Columns hold whole numbers of limited width, and a number that has passed its limit looks like any other. So no result
leaves the engine before signs and identities of its books have been looked at; it takes milliseconds.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from simulation.ledger import BINS_PER_LINE, Aided, BooksError, Flow, Ledger, Measure
from simulation.month_steps.column_widths import NOTE
from simulation.units import FEN, LARGEST_FEN, month_label

M = Measure
# Equal in every county and month.
EQUAL: Final = (
    (M.TASK_ASSISTANT, M.MINUTES_ASSISTANT), (M.TASK_DESK, M.MINUTES_DESK), (M.TASK_BUREAU, M.MINUTES_BUREAU),
    (M.PAID_POOR, M.POOR_PAID),
)  # fmt: skip
# The first is a part of the second.
WITHIN: Final = (
    (M.MINUTES_ASSISTANT, M.AVAILABLE_ASSISTANT), (M.MINUTES_DESK, M.AVAILABLE_DESK),
    (M.MINUTES_BUREAU, M.AVAILABLE_BUREAU), (M.POOR_AFTER, M.POOR_BEFORE), (M.POOR_AFTER, M.POOR_AFTER_150),
    (M.GAP_AFTER_FEN, M.GAP_BEFORE_FEN), (M.GAP_BEFORE_FEN, M.LINE_TOTAL_FEN), (M.ENTITLED_PAID, M.ENTITLED),
    (M.PAID_NOT_ENTITLED, M.PAID_COVERED), (M.PAID_POOR, M.PAID), (M.POOR_PAID, M.POOR_BEFORE), (M.PAID, M.PERSONS),
    (M.HOUSEHOLDS, M.UNITS), (M.UNITS, M.PERSONS), (M.SURVEY_POOR_PAID, M.SURVEY_POOR), (M.NOTCH_UNITS, M.HOLDERS),
)  # fmt: skip
# Why the poor are not paid; who is paid, but too little, is not among them.
UNPAID: Final = (
    M.POOR_NOT_COVERED, M.POOR_NOT_KNOWN, M.POOR_NOT_CLAIMED, M.POOR_REFUSED, M.POOR_WAITING, M.POOR_LOST,
)  # fmt: skip
MOST_SUMMED: Final = 2.0**63

type Cells = npt.NDArray[np.bool_]  # (counties, months) or longer
type Broken = tuple[str, Cells]  # what does not hold, and where


def check_amounts(notes: npt.NDArray[np.int64], county: str, programmes: Sequence[str]) -> None:
    """Raise BooksError if the kernels noted an amount beyond its column; `notes`: see `CountyTables.scratch`."""
    number, month, programme, fen = (int(each) for each in notes[NOTE, :4])
    if number:
        raise BooksError(
            f"{county}, {month_label(month)}, {programmes[programme]}: an amount of {fen / FEN:,.2f} yuan a month "
            f"for one unit, expected 0 to {LARGEST_FEN / FEN:,.0f} ({number:,} such amounts); lower its line, amount, "
            "share or reach"
        )


def check_books(ledger: Ledger, first: int, end: int, counties: Sequence[str], *, households: bool = True) -> None:
    """Raise BooksError, naming county, month and programme, if the rows [first, end) of the months break an identity.

    `households`: whether step 12 was kept; without it there are payments and no counts of households.
    """
    found = [*_signs(ledger, first, end), *_money(ledger, first, end)]
    if households:
        found += _counts(ledger, first, end)
    for what, cells in found:
        if cells.any():
            raise BooksError(_message(ledger, first, counties, what, cells))


def check_totals(ledger: Ledger) -> None:
    """Raise BooksError if a sum over all counties and months could pass 63 bits."""
    sums = {"money": ledger.money.sum(axis=(0, 1), dtype=np.float64).sum()}
    sums |= {M(m).name: total for m, total in enumerate(ledger.measures.sum(axis=(0, 1), dtype=np.float64))}
    for name, total in sums.items():
        if not abs(total) < MOST_SUMMED:
            raise BooksError(f"{name}: a total of {total:.3g} over all counties and months, expected less than 2^63")


def _signs(ledger: Ledger, first: int, end: int) -> Iterator[Broken]:
    yield "money below 0", ledger.money[:, first:end] < 0
    for flow in Flow:
        yield f"{flow.name} below 0", ledger.flows[:, first:end, :, flow] < 0
    for measure in np.flatnonzero((ledger.measures[:, first:end] < 0).any(axis=(0, 1))):
        yield f"{M(int(measure)).name} below 0", ledger.measures[:, first:end, measure] < 0


def _money(ledger: Ledger, first: int, end: int) -> Iterator[Broken]:
    paid = ledger.measures[:, first:end, M.PAID_UNIT_SUM_FEN]
    yield "units were paid another sum than programmes cost", ledger.money[:, first:end].sum(axis=(2, 3)) != paid
    kind, aids = ledger.money[:, first:end, -1].sum(axis=2), ledger.aids[:, first:end, :, Aided.VALUE_FEN].sum(axis=2)
    yield "aid in kind cost another sum than its programmes", kind != aids
    total = ledger.money[:, first:end].sum(axis=(2, 3), dtype=np.float64)
    yield "money beyond 64 bits", np.abs(total - paid) > 1e-9 * np.abs(total) + 1.0


def _counts(ledger: Ledger, first: int, end: int) -> Iterator[Broken]:
    m, flows = ledger.measures[:, first:end], ledger.flows
    for a, b in EQUAL:
        yield f"{a.name} is not {b.name}", m[..., a] != m[..., b]
    for a, b in WITHIN:
        yield f"{a.name} is more than {b.name}", m[..., a] > m[..., b]
    unpaid = m[..., M.POOR_BEFORE] - m[..., M.POOR_PAID]
    yield "causes of exclusion do not sum to the poor who are not paid", m[..., list(UNPAID)].sum(axis=2) != unpaid
    for name, poor in (("before", M.POOR_BEFORE), ("after", M.POOR_AFTER)):
        histogram = getattr(ledger, name)[:, first:end]
        yield f"incomes {name} benefits are not those of all persons", histogram.sum(axis=2) != m[..., M.PERSONS]
        low = histogram[..., :BINS_PER_LINE].sum(axis=2)
        yield f"{poor.name} is not the number below the line", low != m[..., poor]
    holders = flows[:, first:end, :, Flow.STOCK_UNITS].sum(axis=2)
    yield "HOLDERS is not the stock of units", holders != m[..., M.HOLDERS]
    start = max(first, 1)
    for kind in ("PERSONS", "UNITS"):
        stock, before = flows[:, start:end, :, Flow[f"STOCK_{kind}"]], flows[:, start - 1 : end - 1]
        moved = flows[:, start:end, :, Flow[f"ENTRY_{kind}"]] - flows[:, start:end, :, Flow[f"EXIT_{kind}"]]
        wrong = np.zeros((len(flows), end - first, flows.shape[2]), np.bool_)
        wrong[:, start - first :] = stock != before[..., Flow[f"STOCK_{kind}"]] + moved
        yield f"the stock of {kind.lower()} is not that before plus entries less exits", wrong


def _message(ledger: Ledger, first: int, counties: Sequence[str], what: str, cells: Cells) -> str:
    county, row, *rest = (int(each) for each in np.argwhere(cells)[0])
    month = month_label(ledger.first_month + first + row)
    programme = f", {ledger.programmes[rest[0]]}" if rest else ""
    return f"{counties[county]}, {month}{programme}: {what} ({int(cells.sum()):,} such cells); no result is given"
