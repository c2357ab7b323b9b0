"""The run record: what is needed to get the same numbers again, and how fast they came."""

import hashlib
import platform
from importlib import metadata
from typing import Any

import numpy as np
import pandas as pd

from simulation.compile.sources import source_digest
from simulation.extensions import identity
from simulation.ledger import Books, Ledger, Measure
from simulation.messages.catalogues import labels_of
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.microdata.income_fit import income_fit
from simulation.run_settings import Settings

PACKAGES = ("numba", "numpy", "scipy", "mesa", "networkx", "pandas", "matplotlib")
_WORDS = labels_of("results", "run_record")
# what a record says of its numbers, by language
BAND, INTERVAL = ({"en": _WORDS[key].en, "zh": _WORDS[key].zh} for key in ("band", "interval"))


def ledger_digest(ledgers: list[Ledger]) -> str:
    """Digest (16 hex digits) of everything the ledgers hold."""
    digest = hashlib.sha256()
    for ledger in ledgers:
        for name in Books._fields:
            digest.update(np.ascontiguousarray(getattr(ledger, name)))
    return digest.hexdigest()[:16]


def sampled_household_months(ledgers: list[Ledger], warm_up: int) -> int:
    """Household-months in the ledgers and a warm-up before each (of the sample, not weighted).

    The warm-up is counted at the households of the month after it.
    """
    households = [x.measures[:, :, Measure.HOUSEHOLDS] * x.share[:, None] for x in ledgers]
    return sum(int(x.sum() + warm_up * x[:, 0].sum()) for x in households)


def sampled_households(ledger: Ledger) -> int:
    """Households of the sample in the first month of a ledger; a sample contains at least one village a county."""
    return round(float((ledger.measures[:, 0, Measure.HOUSEHOLDS] * ledger.share).sum()))


def run_record(
    scenario: Scenario,
    settings: Settings,
    populations: list[str],
    seconds: float,
    households: int,
    household_months: int,
    digest: str,
    simulated_share: float = 1.0,
) -> dict[str, Any]:
    """What is needed to run it again, and how fast it was: the speed is of the months that this run simulated."""
    return {
        "scenario_digest": scenario.digest,
        "population_digest": hashlib.sha256("".join(populations).encode()).hexdigest()[:16],
        "code_digest": source_digest(),
        "code_version": source_digest(),  # the key until 0.2: goes with 0.3
        "doudi": metadata.version("doudi"), "seed": settings.seed, "scale": settings.scale,
        "months": settings.months, "warm_up": settings.warm_up, "replications": settings.replications,
        "province": scenario.province, "python": platform.python_version(),
        "packages": {name: metadata.version(name) for name in PACKAGES},
        "seconds": round(seconds, 2), "households": households, "household_months": household_months,
        "simulated_share": round(simulated_share, 4),
        "household_months_per_second": int(household_months * simulated_share / max(seconds, 1e-9)),
        "results_digest": digest, "interval": INTERVAL, "band": BAND,
    } | own_microdata(scenario) | own_code()  # fmt: skip


def own_code() -> dict[str, Any]:
    """Digests of registered indicators and processes by kind and name; nothing without."""
    found = identity.record()
    return {"own_code": found} if found else {}


def own_microdata(scenario: Scenario) -> dict[str, Any]:
    """What came in with own microdata and how its incomes fit, by column and measure; nothing without."""
    own = scenario.sources.microdata
    if own is None:
        return {}
    tables = {"summary": own.summary, "income_fit": income_fit(scenario)}
    kept: dict[str, Any] = {
        "name": own.name, "digest": own.digest, "incomes": own.incomes,
        "households_left_out": own.left_out[0], "weights_left_out_share": own.left_out[1],
    }  # fmt: skip
    return {"microdata": kept | {name: rows_of(table) for name, table in tables.items()}}


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table without the cells that hold nothing."""
    return [{str(k): v for k, v in row.items() if not pd.isna(v) and v != ""} for row in table.to_dict("records")]
