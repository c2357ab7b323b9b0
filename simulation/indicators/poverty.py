"""Poverty at z, the baseline's dibao line: headcount, gap index and gap in money (Foster, Greer, Thorbecke 1984)."""

from typing import Final

from simulation.indicators.rows import Row, ratio, summed, years
from simulation.indicators.sources import PERSONS, POOR, Source, measured, part
from simulation.ledger import Ledger, Measure
from simulation.units import FEN


def poverty_rows(ledger: Ledger) -> list[Row]:
    """Headcount and gap before and after benefits, means over the window."""
    persons, line = summed(ledger, Measure.PERSONS), summed(ledger, Measure.LINE_TOTAL_FEN)

    def share(measure: Measure, of: int) -> float:
        return ratio(summed(ledger, measure), of)

    gap_yuan_year = summed(ledger, Measure.GAP_AFTER_FEN) / FEN / years(ledger)
    return [
        Row("truth", "line:z", "poverty_headcount_share", "share", share(Measure.POOR_AFTER, persons)),
        Row("truth", "line:z_1_5", "poverty_headcount_share", "share", share(Measure.POOR_AFTER_150, persons)),
        Row("truth", "line:z", "poverty_gap_share", "share", share(Measure.GAP_AFTER_FEN, line)),
        Row("truth", "line:z", "poverty_gap_yuan_year", "yuan/year", gap_yuan_year),
        Row("truth", "before", "poverty_headcount_share", "share", share(Measure.POOR_BEFORE, persons)),
        Row("truth", "before", "poverty_gap_share", "share", share(Measure.GAP_BEFORE_FEN, line)),
    ]


SOURCES: Final[dict[str, Source]] = {
    "poverty_headcount_share": part(measured(Measure.POOR_AFTER), PERSONS),
    "line:z_1_5/poverty_headcount_share": part(measured(Measure.POOR_AFTER_150), PERSONS),
    "before/poverty_headcount_share": part(POOR, PERSONS),
    "poverty_gap_share": part(measured(Measure.GAP_AFTER_FEN), measured(Measure.LINE_TOTAL_FEN)),
    "before/poverty_gap_share": part(measured(Measure.GAP_BEFORE_FEN), measured(Measure.LINE_TOTAL_FEN)),
    "poverty_gap_yuan_year": Source(measured(Measure.GAP_AFTER_FEN)),
}
