"""A run worked by hand: two counties, two replications, two years of warm-up and a year from the policy month."""

import numpy as np

from simulation.comparison.comparison_result import Comparison
from simulation.ledger import Aided, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate.period import Period
from simulation.simulate.results import Result

WARM_UP, MONTHS = 24, 12


def ledgers(scenario: Scenario, replication: int) -> tuple[Ledger, Ledger]:
    """Warm-up and run: 100 and 300 dibao persons in two counties (10 more in replication 1), 5 claims a month each."""
    programmes = (*scenario.rule_book().names, "bundle")
    made = (Ledger.empty(np.ones(2), -WARM_UP, WARM_UP, programmes), Ledger.empty(np.ones(2), 0, MONTHS, programmes))
    dibao, aid = programmes.index("dibao"), scenario.rule_book().aids.index("medical_aid")
    for ledger in made:
        ledger.flows[:, :, dibao, Flow.STOCK_PERSONS] = np.array([[100], [300]]) + 10 * replication
        ledger.measures[:, :, Measure.FILED_OWN] = 5
        ledger.measures[:, :, Measure.PAPERS] = 7
        ledger.measures[:, :, Measure.LOST_FEN] = 100
        ledger.aids[0, 2::3, aid, Aided.PERSONS] = 3
        ledger.aids[0, 2::3, aid, Aided.VALUE_FEN] = 600
        ledger.money[:, :, dibao, 1] = 5000
    return made


def result(province: str, replications: int = 2, months: int = MONTHS) -> Result:
    """A result whose books are those of `ledgers`."""
    scenario = Scenario.load(province)
    pairs = [ledgers(scenario, r) for r in range(replications)]
    after = [each.within(0, months) for _, each in pairs]
    settings = Settings(0.01, months, replications, 1, WARM_UP)
    period = Period(0, months, "year" if months == 12 else "run")
    return Result(settings, {"seed": 1}, period, scenario, after, [warm for warm, _ in pairs], after, [])


def comparison(province: str, replications: int = 2, months: int = MONTHS) -> Comparison:
    """A baseline with the books of `ledgers` from the policy date on; under the reform twice as many are visited."""
    scenario = Scenario.load(province)
    sides = [[ledgers(scenario, r)[1].within(0, months) for r in range(replications)] for _ in range(2)]
    for number, side in enumerate(sides):
        for ledger in side:
            ledger.measures[:, 3:4, Measure.HOLDERS] = 400
            ledger.measures[:, 3:4, Measure.HOLDERS_VISITED] = 100 + 100 * number
    settings, period = Settings(0.01, months, replications, 1, WARM_UP), Period(0, months, "run")
    gains, record = np.zeros(0, np.int64), {"seed": 1}
    return Comparison(settings, record, period, scenario, scenario, *sides, (sides[0], sides[1]), gains, ([], []))
