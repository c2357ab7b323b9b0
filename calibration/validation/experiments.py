"""What only two runs show: the published outreach trial, run inside the model (`doudi trial outreach` prints more)."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from calibration.observers.running import with_values
from simulation.comparison.outreach_trial import Arm, outreach_trial
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings

ARMS: Final = {
    "experiment:outreach_trial_information": Arm.INFORMATION,
    "experiment:outreach_trial_help": Arm.HELP,
}


def outreach_ratios(
    scenario: Scenario, draws: Sequence[Mapping[str, float]], settings: Settings
) -> dict[str, list[float]]:
    """Enrolment of an arm over that of the control arm, by statistic and run; nan where the control arm enrols nobody.

    With the central values a run is a replication, with several draws each draw is run once.
    """
    found: dict[str, list[float]] = {name: [] for name in ARMS}
    for values in draws:
        trial = outreach_trial(
            with_values(scenario, values),
            replications=settings.replications if len(draws) == 1 else 1, scale=settings.scale, seed=settings.seed,
            warm_up=settings.warm_up, threads=settings.threads,
        )  # fmt: skip
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = trial.enrolled / trial.offered
            ratios = np.where(shares[:, :1] > 0.0, shares / shares[:, :1], np.nan)
        for name, arm in ARMS.items():
            found[name] += [float(ratio) for ratio in ratios[:, arm]]
    return found
