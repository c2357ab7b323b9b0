"""Names of indicators, looked up before anything is run."""

from collections.abc import Iterable

import numpy as np

from simulation.indicators import all_rows
from simulation.ledger import Ledger
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.answers import Head
from simulation.simulate.errors import ExperimentError
from simulation.simulate.indicator_positions import position_of
from simulation.simulate.one_replication import programmes_of
from simulation.simulate.terms import one_off_of, terms_of


def heads_of(scenario: Scenario) -> list[Head]:
    """What a run of `scenario` reports, in its order: an empty ledger has the same rows."""
    ledger = Ledger.empty(np.ones(1), 0, 1, programmes_of(scenario))
    rows = all_rows(ledger, terms_of(scenario), one_off_of(scenario))
    return [(row.observer, row.group, row.indicator, row.unit, row.status) for row in rows]


def check_names(scenario: Scenario, names: Iterable[str]) -> None:
    """Raise ExperimentError with every name that no run of `scenario` will report, and what to write instead."""
    heads, wrong = heads_of(scenario), []
    for name in dict.fromkeys(names):
        try:
            position_of(name, heads)
        except ExperimentError as error:
            wrong.append(str(error))
    if wrong:
        raise ExperimentError("\n".join(wrong))
