"""In how many counties a reform raises or lowers a line, year by year, against its baseline."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from simulation.rules.facts import Line
from simulation.units import BASE_YEAR, MONTHS_PER_YEAR

if TYPE_CHECKING:
    from simulation.parameters.scenario.scenario import Scenario

# Path that is changed -> the line that it moves.
LINE_OF: Final = {
    "lines.dibao": Line.DIBAO,
    "lines.tekun": Line.TEKUN,
    "lines.marginal_multiple": Line.MARGINAL,
    "lines.minimum_wage": Line.MINIMUM_WAGE,
    "lines.disposable_income": Line.DISPOSABLE_INCOME,
    "lines.band_ceiling": Line.BAND,
    "lines.spread": Line.DIBAO,
    "lines.within_city_spread": Line.DIBAO,
    "lines.tekun_ratio": Line.TEKUN,
    "prices.line_growth": Line.DIBAO,
    "prices.income_growth": Line.MINIMUM_WAGE,
}


@dataclass(frozen=True)
class Moves:
    """Counties whose line, summed over the months of a year, is higher or lower than the baseline's."""

    path: str
    year: int
    rising: tuple[str, ...]
    falling: tuple[str, ...]
    counties: int

    def follows(self, before: "Moves") -> bool:
        """Whether the same counties move in the year after `before`."""
        return (self.rising, self.falling, self.year) == (before.rising, before.falling, before.year + 1)


def line_moves(base: "Scenario", other: "Scenario", months: int) -> list[Moves]:
    """A row per changed path that moves a line and calendar year of the `months` from January 2023.

    Years that both scenarios have alike are left out. A county rises if its rural or its urban line does, so it may
    rise and fall.
    """
    if base.sources.counties["adcode"].tolist() != other.sources.counties["adcode"].tolist():
        return []
    changed = dict.fromkeys(
        c.path for c in (*other.changes, *base.changes) if (c in base.changes) != (c in other.changes)
    )
    names = other.sources.counties["county"].to_numpy(str)
    rows = []
    for first in range(0, months, MONTHS_PER_YEAR):
        year = range(first, min(first + MONTHS_PER_YEAR, months))
        change = np.sum([other.lines(month) - base.lines(month) for month in year], axis=0)
        for path in (path for path in changed if path in LINE_OF):
            moved = change[:, :, LINE_OF[path]]
            up, down = (tuple(names[mask].tolist()) for mask in ((moved > 0).any(axis=1), (moved < 0).any(axis=1)))
            if up or down:
                rows.append(Moves(path, BASE_YEAR + first // MONTHS_PER_YEAR, up, down, len(names)))
    return rows
