"""A batch of living units in plain columns: what the household loop of a month works on.

The unit table is one of records, because most of a month reads many fields of a few units. What is done to every unit
of a province is a long chain of arithmetic, and in plain loops over short columns the processor works on several
units at once. `gather` and `monthly_shocks` fill the columns, `living` computes on them and puts back what is kept.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import inlined_reader, inner
from simulation.population.columns import UnitTable
from simulation.processes import earnings

SIZE = 256  # units: with their records about as much as the first-level cache holds


class Batch(NamedTuple):
    """Columns of up to SIZE living units; money in yuan of the month unless said otherwise."""

    row: npt.NDArray[np.int32]  # in the unit table of the county
    id: npt.NDArray[np.uint32]
    shock: npt.NDArray[np.float64]  # persistent shock, log points: of last month, after the draw of this one
    stored: npt.NDArray[np.int16]  # the same as it is kept
    factor: npt.NDArray[np.float64]  # on base earnings
    word: npt.NDArray[np.uint32]  # (4, SIZE) the common block of the month
    disability: npt.NDArray[np.uint32]  # drawn once a quarter
    base: npt.NDArray[np.float64]  # base-date earnings of those at work
    pension: npt.NDArray[np.int32]
    other: npt.NDArray[np.int32]
    income: npt.NDArray[np.float64]  # fen: of the month, nominal
    benefit: npt.NDArray[np.int32]  # fen: paid last month
    persons: npt.NDArray[np.int32]
    line: npt.NDArray[np.int32]  # fen per head: poverty line
    rigid: npt.NDArray[np.int32]
    rebuild: npt.NDArray[np.float64]  # after a disaster
    assets: npt.NDArray[np.int32]
    past: npt.NDArray[np.float64]  # fen: of the running and the past quarters that count, before this month
    trailing: npt.NDArray[np.int32]  # fen a month
    ceiling: npt.NDArray[np.float64]  # fen a month, see `living.ceiling_fen`
    may_qualify: npt.NDArray[np.bool_]


@inner
def new_batch() -> Batch:
    """Room for one batch."""
    return Batch(
        row=np.empty(SIZE, np.int32), id=np.empty(SIZE, np.uint32), shock=np.empty(SIZE),
        stored=np.empty(SIZE, np.int16), factor=np.empty(SIZE), word=np.empty((4, SIZE), np.uint32),
        disability=np.empty(SIZE, np.uint32), base=np.empty(SIZE), pension=np.empty(SIZE, np.int32),
        other=np.empty(SIZE, np.int32), income=np.empty(SIZE), benefit=np.empty(SIZE, np.int32),
        persons=np.empty(SIZE, np.int32), line=np.empty(SIZE, np.int32), rigid=np.empty(SIZE, np.int32),
        rebuild=np.empty(SIZE), assets=np.empty(SIZE, np.int32), past=np.empty(SIZE), trailing=np.empty(SIZE, np.int32),
        ceiling=np.empty(SIZE), may_qualify=np.empty(SIZE, np.bool_),
    )  # fmt: skip


@inlined_reader
def gather(units: UnitTable, first: int, last: int, batch: Batch) -> int:
    """Rows, ids and shocks of the living among units first .. last - 1 (at most SIZE); returns their number."""
    n = 0
    for i in range(max(first, 0), last):
        batch.row[n], batch.id[n] = i, units[i].id
        batch.shock[n] = earnings.unpacked(units[i].persistent)
        n += units[i].persons > 0
    return n
