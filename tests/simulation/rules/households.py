"""Random units near the lines, every fact in use that the simulated world knows."""

import numpy as np
import numpy.typing as npt

from simulation.rules.facts import Fact


def random_facts(rows: int) -> npt.NDArray[np.int64]:
    """Random units near the lines, with every fact in use."""
    rng = np.random.default_rng(11)
    table = np.zeros((rows, len(Fact)), np.int64)
    persons = rng.integers(1, 5, rows)
    table[:, Fact.PERSONS] = persons
    for fact in (
        Fact.MINORS,
        Fact.ELDERS,
        Fact.SEVERE,
        Fact.ILL,
        Fact.ABLE,
        Fact.DEPENDENT,
        Fact.RIGID_PERSONS,
    ):
        table[:, fact] = rng.integers(0, persons + 1)
    table[:, Fact.WORKERS] = rng.integers(0, table[:, Fact.ABLE] + 1)
    for fact, top in (
        (Fact.WAGE, 300000),
        (Fact.BUSINESS, 90000),
        (Fact.PENSION, 60000),
        (Fact.OTHER, 60000),
    ):
        table[:, fact] = rng.integers(0, top, rows) * (rng.random(rows) < 0.6)
    table[:, Fact.RIGID] = rng.integers(0, 300000, rows)
    table[:, Fact.OBLIGOR_PERSONS] = rng.integers(0, 3, rows)
    table[:, Fact.OBLIGOR_ABLE] = rng.integers(0, table[:, Fact.OBLIGOR_PERSONS] + 1)
    table[:, Fact.OBLIGOR_INCOME] = rng.integers(0, 900000, rows)
    table[:, Fact.ASSETS] = rng.integers(0, 9000000, rows)
    for fact, odds in ((Fact.CAR, 0.2), (Fact.SECOND_HOME, 0.1), (Fact.REGISTERED, 0.9), (Fact.JOBLESS, 0.2)):
        table[:, fact] = rng.random(rows) < odds
    table[:, Fact.SHOCK] = rng.integers(0, 4, rows)
    table[:, Fact.SHOCK_COST] = rng.integers(0, 4000000, rows)
    return table


def described_facts(rows: int, seed: int = 7) -> npt.NDArray[np.int64]:
    """`random_facts` with the facts that only a description by hand states, drawn as well."""
    rng = np.random.default_rng(seed)
    table = random_facts(rows)
    persons = table[:, Fact.PERSONS]
    for fact in (
        Fact.GRADE3, Fact.FRAIL_ELDERS, Fact.CARE_PARTIAL, Fact.CARE_FULL, Fact.STUDENTS, Fact.DISABLED,
        Fact.JOB_SEEKERS, Fact.SERVICE_NEEDS, Fact.INFANTS, Fact.UNINSURED,
    ):  # fmt: skip
        table[:, fact] = rng.integers(0, persons + 1)
    table[:, Fact.MEDICAL_COST] = rng.integers(0, 400_000, rows)
    table[:, Fact.RIGID_EDUCATION] = table[:, Fact.RIGID] // 4
    table[:, Fact.RIGID_DISABILITY] = table[:, Fact.RIGID] // 5
    table[:, Fact.DISREGARDED] = table[:, Fact.OTHER] // 2
    table[:, Fact.RENT] = rng.integers(0, 200_000, rows)
    table[:, Fact.OBLIGOR_YOUNGEST] = rng.integers(18, 90, rows)
    table[:, Fact.OBLIGOR_DISABLED] = rng.integers(0, table[:, Fact.OBLIGOR_PERSONS] + 1)
    table[:, Fact.OBLIGOR_OWN_INCOME] = table[:, Fact.OBLIGOR_INCOME]
    table[:, Fact.OBLIGOR_ASSETS] = rng.integers(0, 20_000_000, rows)
    for fact in (Fact.UNFIT_HOME, Fact.FORMER_POOR, Fact.URBAN, Fact.INSTITUTION):
        table[:, fact] = rng.random(rows) < 0.5
    return table
