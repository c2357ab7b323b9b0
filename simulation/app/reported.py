"""What a province reported, compared with one run of the page's own sample, for the screen of the six provinces."""

from typing import TYPE_CHECKING, Any, Final

from simulation.report.files.reported import page_table
from simulation.report.words.labels import Lang
from simulation.reported.counterparts import Counterpart, counterparts
from simulation.reported.statements import provinces
from simulation.simulate.run import run

if TYPE_CHECKING:
    from simulation.app.live import World

MONTHS: Final = 4  # after the policy date: the text ends in April 2023


def reported_by(world: "World") -> list[Counterpart]:
    """Statements of a world's province with the values of one run of its sample; none for a province without any."""
    if world.base.province not in provinces():
        return []
    s = world.settings
    return counterparts(run(world.base, scale=s.scale, months=MONTHS, seed=s.seed, threads=s.threads, draws=0))


def answer_of(found: list[Counterpart], lang: Lang) -> dict[str, Any]:
    """Headings and rows of the table in one language."""
    headings, rows = page_table(found, lang)
    return {"headings": headings, "rows": rows}
