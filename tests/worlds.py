"""Small worlds for tests: a province at a small scale, warmed up once, branched as often as a test likes."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from simulation import engine
from simulation.ledger import Flow, Ledger, Measure
from simulation.mechanisms.worlds import with_some_counties
from simulation.month_steps.county_tables import CountyTables, Policy
from simulation.parameters.reforms.digests import digest_of_content
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import NO_CASE
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.state import State

PROVINCE = "inner_mongolia"
SCALE = 0.0005
EVERY = 6  # rows of counties.csv that a small province has: a sample takes a whole village of each, whatever its scale
loaded, loaded_pair = Scenario.load, Scenario.load_pair  # as they are, also where `some_counties` holds
EXOGENOUS = ("persistent", "jobless", "sick", "rigid", "spent", "quarter", "severe", "ill", "persons", "shock")

PERFECT = {
    "verification.hiding_share": 0.0, "verification.refusal_error": 0.0, "verification.grant_error": 0.0,
    "verification.detection": 1.0, "verification.favouritism": 0.0,
}  # fmt: skip
IDLE = {
    "staff.desk.hours_month": 0.0, "staff.bureau.hours_month": 0.0, "staff.assistant.hours_month": 0.0,
    "screening.coverage": 0.0, "screening.false_alarm_month": 0.0, "screening.referral": 0.0,
    "application.enabled": 0.0, "information.campaign_reach_year": 0.0, "information.hotline_enabled": 0.0,
    "visit.informs": 0.0, "visit.contact_rate_year": 0.0, "statement.simple_media_reach": 0.0,
    "screening.anti_return_share": 0.0, "information.neighbour_report_prob": 0.0,
}  # fmt: skip
PLENTY = {
    "staff.desk.hours_month": 200.0, "staff.bureau.hours_month": 200.0, "staff.assistant.hours_month": 100.0,
    "staff.desk.persons_per_desk": 200.0, "staff.bureau.persons_per_post": 1000.0,
}  # fmt: skip


@cache
def small(province: str, practice: str | None = None, every: int = EVERY) -> Scenario:
    """The baseline of a province as if every `every`-th of its counties were all it has: as much less time a month."""
    whole = loaded(province, practice=practice)
    sources = with_some_counties(whole, every).sources
    sources = replace(sources, baseline_digest=digest_of_content(sources, (), (), before=0))
    return replace(whole, sources=sources, _kept={})


def some_counties(patch: pytest.MonkeyPatch, every: int = EVERY) -> None:
    """Provinces that are named load as `small`: for commands, documents and notebooks."""

    def load(province: str, *, practice: str | None = None, root: Path | None = None) -> Scenario:
        if root is not None:
            return loaded(province, practice=practice, root=root)
        return small(province, practice, every)

    def load_pair(
        province: str, reform: str | Path, *, practice: str | None = None, root: Path | None = None
    ) -> tuple[Scenario, Scenario]:
        pair = loaded_pair(province, reform, practice=practice, root=root)  # with the mistakes of both
        return pair if root is not None else (base := small(province, practice, every), base.with_reform(reform))

    patch.setattr(Scenario, "load", load)
    patch.setattr(Scenario, "load_pair", load_pair)


def settings(months: int = 12, warm_up: int = 12, seed: int = 1, scale: float = SCALE) -> Settings:
    """Settings of one replication on one thread."""
    return Settings(scale, months, 1, seed, warm_up, threads=1)


def always(base: Scenario, values: dict[str, float]) -> Scenario:
    """The scenario with values changed from the first month of the warm-up on."""
    return base.change(values, start="2021-01")


def warmed(scenario: Scenario, warm_up: int = 12, scale: float = SCALE, seed: int = 1) -> tuple[State, Ledger]:
    """State at the policy month and the ledger of the warm-up."""
    return one_replication.warmed_up(scenario, settings(warm_up=warm_up, scale=scale, seed=seed), 0)


def onward(
    state: State, scenario: Scenario, months: int = 12, baseline: Scenario | None = None
) -> tuple[State, Ledger]:
    """The world `months` months later, from a copy of `state`, and the ledger of these months."""
    return one_replication.branch(state, scenario, baseline or scenario, settings(months))


def by_month(
    state: State, scenario: Scenario, months: int, baseline: Scenario | None = None
) -> Iterator[tuple[int, State]]:
    """(month just lived, state at its end) from a copy of `state`; the state is the same object every month."""
    state = state.copy()
    ledger = one_replication.empty_ledger(state, scenario, months)
    for _ in range(months):
        engine.advance(state, scenario, baseline or scenario, 1, ledger)
        yield state.month - 1, state


def place_of(state: State, scenario: Scenario, county: int, months: int = 1) -> CountyTables:
    """The tables of one county with books for `months` months."""
    return state.county_tables(county, one_replication.empty_ledger(state, scenario, months))


def policy_at(scenario: Scenario, month: int) -> Policy:
    """What is in force in a month, the scenario being its own baseline."""
    return engine.policy_of(scenario, scenario, month)


def case_column(state: State, name: str) -> npt.NDArray[np.generic]:
    """A column of the case tables by unit row of the province; 0 for units without a case."""
    parts = []
    for county, table in enumerate(state.cases):
        a, b = int(state.counties.first[county]), int(state.counties.first[county + 1])
        rows = state.units["case"][a:b]
        column = table[name][np.maximum(rows, 0)]
        column[rows == NO_CASE] = 0
        parts.append(column)
    return np.concatenate(parts)


def county_of_unit(state: State) -> npt.NDArray[np.int64]:
    """County of every unit row."""
    return np.repeat(np.arange(state.counties.adcode.size), np.diff(state.counties.first))


def stock(ledger: Ledger, flow: Flow = Flow.STOCK_PERSONS) -> npt.NDArray[np.int64]:
    """(months, programmes) of a stock or flow of the province."""
    return ledger.flows[:, :, :, flow].sum(axis=0)  # type: ignore[no-any-return]


def total(ledger: Ledger, measure: Measure) -> int:
    """A measure summed over counties and months."""
    return int(ledger.measure(measure).sum())


def same_books(one: Ledger, other: Ledger) -> list[str]:
    """Names of the arrays in which two ledgers differ."""
    names = ("money", "flows", "measures", "waits", "before", "after")
    return [name for name in names if not np.array_equal(getattr(one, name), getattr(other, name))]
