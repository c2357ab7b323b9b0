"""How a case leaves its status or moves to another, with entries and exits counted."""

from simulation.compile.kernel import lean
from simulation.month_steps.case_table import NO_MONTH, NO_PROGRAMME, Noticed, Stage
from simulation.month_steps.cases.casework import count_entry, count_exit
from simulation.month_steps.column_widths import kept_fen
from simulation.month_steps.county_tables import CountyTables, MonthContext


@lean
def exit_status(place: CountyTables, when: MonthContext, c: int) -> None:
    """Case c leaves its status for good; it may come back by a new filing."""
    cases = place.cases
    count_exit(place, when, c, cases[c].programme, cases[c].covered, 1)
    cases[c].stage, cases[c].programme = Stage.LATENT, NO_PROGRAMME
    cases[c].amount, cases[c].covered, cases[c].exit_left = 0, 0, 0
    cases[c].act, cases[c].noticed = NO_MONTH, Noticed.NOTHING


@lean
def change_status(place: CountyTables, when: MonthContext, c: int, k: int, amount: int, covered: int) -> None:
    """Case c moves to status k (or keeps it) with a new amount and cover; persons are counted in and out."""
    cases = place.cases
    if k != cases[c].programme:
        count_exit(place, when, c, cases[c].programme, cases[c].covered, 1)
        count_entry(place, when, c, k, covered, 1)
        cases[c].programme = k
    elif covered > cases[c].covered:
        count_entry(place, when, c, k, covered - cases[c].covered, 0)
    elif covered < cases[c].covered:
        count_exit(place, when, c, k, cases[c].covered - covered, 0)
    cases[c].amount, cases[c].covered = kept_fen(place, when.month, k, amount), covered
