"""What the columns can hold: amounts are calculated in 64 bits and looked at before they are kept in fewer.

Files and reforms whose amounts could pass these limits are refused when they are read (`amount_widths`); what slips
past is noted here by the kernels, and the engine refuses the run.
"""

from typing import Final

from simulation.compile.kernel import inlined_reader
from simulation.month_steps.county_tables import CountyTables
from simulation.units import LARGEST_FEN

NOTE: Final = (
    2  # row of `CountyTables.scratch`: how many amounts did not fit, then month, programme and fen of the first
)


@inlined_reader
def kept_fen(place: CountyTables, month: int, programme: int, fen: int) -> int:
    """An amount (fen a month) as a case keeps it: itself from 0 to `LARGEST_FEN`, else the limit, with a note."""
    if 0 <= fen <= LARGEST_FEN:
        return fen
    note = place.scratch[NOTE]
    if note[0] == 0:
        note[1], note[2], note[3] = month, programme, fen
    note[0] += 1
    return min(max(fen, 0), LARGEST_FEN)
