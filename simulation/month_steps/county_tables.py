"""Everything the month of one county reads and writes."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.ledger import Books
from simulation.month_steps.case_table import Cases
from simulation.population.columns import Persons
from simulation.population.offices import Staff
from simulation.rules.tables import Rules

type Params = np.void  # the record of `parameters.schema.bundle.PROCESSES`: all process parameters of a month


class CountyTables(NamedTuple):
    """The tables of one county: slices of the province's columns, its cases, offices and books."""

    units: npt.NDArray[np.void]  # of UNIT records
    trailing: npt.NDArray[np.int32]  # (units,) fen/month, see `living.trailing_fen_month`; found every month
    may_qualify: npt.NDArray[np.bool_]  # (units,) for a status, see `living.ceiling_fen`; found every month
    persons: Persons  # of the whole province; `Units.first_person` points into it
    ties: npt.NDArray[np.uint16]  # (unit, TIES) unit inside the village, 65535 = none
    village: npt.NDArray[np.int64]  # (villages + 1,) first unit inside the county
    weight: npt.NDArray[np.int64]  # (villages,)
    round_position: npt.NDArray[np.int32]  # (villages,) units passed on the door-to-door round of the village
    cases: Cases
    n_cases: npt.NDArray[np.int64]  # (1,) rows of the case table in use
    staff: Staff
    backlog: npt.NDArray[np.int64]  # (2,) minutes of township work no desk has taken; worked on surveys
    assistance_budget: npt.NDArray[np.int64]  # (2,) fen of temporary assistance left this year (-1 = uncapped), spent
    scratch: npt.NDArray[np.int64]  # (3, facts): facts on file; being looked at; see `column_widths.kept_fen`
    books: Books


class RandomKey(NamedTuple):
    """The key of all random draws: they depend on these two, on the entity, the time and the process alone."""

    seed: int
    replication: int


class Policy(NamedTuple):
    """What is in force in one month: parameters, rules, lines, payers."""

    processes: npt.NDArray[np.void]  # (1,) record, `parameters.schema.bundle.PROCESSES`
    rules: Rules
    # (2 x counties, line) fen per person-month, see `living.line_row`; then `rows.precomputed_amounts`
    lines: npt.NDArray[np.int64]
    poverty: npt.NDArray[np.int64]  # (2 x counties,) fen per person-month; the baseline's in every scenario
    prefilter: npt.NDArray[np.int64]  # (2 x counties, household class, Bound), see `prefilter.widest`
    status_bounds: npt.NDArray[np.int64]  # (2 x counties, monthly status, CLASSES + 1), see `prefilter.status_bounds`
    income_ceilings: npt.NDArray[np.float64]  # (2 x counties, household class), see `prefilter.income_ceilings`
    payers: npt.NDArray[np.float64]  # (counties, 3) shares of central, province, prefecture; the county pays the rest
    traits: npt.NDArray[np.float64]  # (counties, Trait)
    income_index: float  # nominal income relative to the base date
    changed: npt.NDArray[np.uint8]  # (2 x counties, programmes + 1), see `rules.changes`


class MonthContext(NamedTuple):
    """Month and place of a call."""

    month: int
    row: int  # of the month in the books
    county: int
    counts: bool  # True from the policy date on
    uprated: bool  # first month of new lines or rules: decisions that rest on them (`Policy.changed`) are made anew
