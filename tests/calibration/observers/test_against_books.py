"""Observers on a small world against its books, and the run against any other run."""

import numpy as np
import pytest
from worlds import PROVINCE, SCALE, same_books

from calibration.observers import OBSERVERS, Province, Reading, observe, simulate
from calibration.observers.holders import MEMBERS, Holders, holders_of
from calibration.statistics import EXPERIMENT, STATISTICS, band_of, statistic_of
from calibration.targets import Fact, load_facts
from simulation.ledger import Flow
from simulation.parameters.scenario.scenario import Scenario
from simulation.run_settings import Settings
from simulation.simulate import one_replication
from simulation.state import State

SETTINGS = Settings(SCALE, 1, 1, 1, 24, threads=1)
DIBAO = "dibao+single"


def fact(statistic: str, date: str, area: str = "all", place: str = "") -> Fact:
    kind = statistic_of(statistic)
    assert kind is not None
    low, high = band_of(statistic, 1.0)
    return Fact(
        f"{statistic} {date} {area}", PROVINCE, statistic, 1.0, kind.unit, date, low, high, "made", "made", "seen",
        "calibrate", "A", place, area,
    )  # fmt: skip


FACTS = [
    fact(f"stock_persons:{DIBAO}", "2021-06"), fact(f"stock_persons:{DIBAO}", "2021-06", "urban"),
    fact(f"stock_persons:{DIBAO}", "2021-06", "rural"), fact(f"stock_units:{DIBAO}", "2022-12"),
    fact("stock_persons:tekun", "2022-12"), fact(f"share_old:{DIBAO}", "2022-12"),
    fact(f"payment_person_month:{DIBAO}", "2022"), fact(f"exit_share_month:{DIBAO}", "2017-07"),
    fact(f"entry_share_month:{DIBAO}", "2017-07"), fact("income_mean", "2022"), fact("income_fifth_1", "2022"),
    fact("catastrophic_share", "2022"), fact("temporary_per_1000_year", "2022"), fact("experiment:x", "2022"),
    fact(f"stock_persons:{DIBAO}", "2023-02", place="呼和浩特市"),
]  # fmt: skip


@pytest.fixture(scope="module")
def province() -> Province:
    return Province(PROVINCE, FACTS, SETTINGS)


@pytest.fixture(scope="module")
def looked() -> list[tuple[State, Holders]]:
    return []


@pytest.fixture(scope="module")
def reading(province: Province, looked: list[tuple[State, Holders]]) -> Reading:
    def look(state: State, scenario: Scenario, members: bool) -> None:
        assert scenario.lines(0).size
        if state.month % 12 == 1 or members:
            looked.append((state.copy(), holders_of(state, True)))

    return province.read({}, 0, looks=look)


@pytest.fixture(scope="module")
def values(province: Province, reading: Reading) -> dict[str, float]:
    return dict(zip((f.id for f in FACTS), province.observed(reading), strict=True))


def test_the_register_of_the_state_is_that_of_the_books(reading: Reading) -> None:
    ledger = reading.ledger
    assert ledger is not None
    assert len(reading.holders) > 12
    for month, register in reading.holders.items():
        for k in range(len(reading.programmes)):
            rows = register.programme == k
            persons, units = (register.covered * register.weight)[rows].sum(), register.weight[rows].sum()
            flows = ledger.flows[:, month - ledger.first_month, k]
            assert persons == flows[:, Flow.STOCK_PERSONS].sum()
            assert units == flows[:, Flow.STOCK_UNITS].sum()
        counties = np.bincount(register.county, register.weight * register.covered, len(ledger.share))
        assert np.array_equal(counties, ledger.flows[:, month - ledger.first_month, :, Flow.STOCK_PERSONS].sum(axis=1))


def test_payments_are_those_of_the_books(reading: Reading) -> None:
    """A year's spending at its quarter ends, and the areas add up to it."""
    ledger = reading.ledger
    assert ledger is not None
    k = [reading.programmes.index(name) for name in ("dibao", "single")]
    rows = [month - ledger.first_month for month in (-10, -7, -4, -1)]
    booked = int(ledger.money[:, rows][:, :, k].sum()) / 4 * 12 / 100
    assert observe(reading, fact(f"spending_year:{DIBAO}", "2022")) == pytest.approx(booked)
    parts = [observe(reading, fact(f"spending_year:{DIBAO}", "2022", area)) for area in ("urban", "rural")]
    assert sum(parts) == pytest.approx(booked)
    assert min(parts) > 0


def test_members_are_those_of_the_units(looked: list[tuple[State, Holders]], reading: Reading) -> None:
    """In January, when units are renewed, a unit that is covered whole has the members that its columns count."""
    assert reading.holders
    januaries = [(state, register) for state, register in looked if (state.month - 1) % 12 == 0]
    assert januaries
    for state, register in januaries:
        rows, members = state.units[register.unit], register.members
        assert members is not None
        whole = register.covered == rows["persons"]
        assert whole.sum() > 20
        assert np.array_equal(members[whole, MEMBERS.index("old")], rows["elders"][whole])
        assert np.array_equal(members[whole, MEMBERS.index("minor")], rows["minors"][whole])
        assert (members[whole, MEMBERS.index("disabled")] >= rows["severe"][whole]).all()
        assert (members <= register.covered[:, None]).all()


def test_who_is_enrolled_alone_is_disabled_or_ill(looked: list[tuple[State, Holders]], reading: Reading) -> None:
    """A certified or ill member is counted first; cases decided on an illness that has ended have neither."""
    single = reading.programmes.index("single")
    named = rows_seen = 0
    for state, register in looked:
        rows = (register.programme == single) & (register.covered < state.units[register.unit]["persons"])
        units = state.units[register.unit][rows]
        assert register.members is not None
        severe = units["severe"] > 0
        assert (register.members[rows, MEMBERS.index("disabled")][severe] > 0).all()
        named += int((severe | (units["ill"] > 0)).sum())
        rows_seen += int(rows.sum())
    assert named > 0.6 * rows_seen > 0


def test_areas_add_up(values: dict[str, float]) -> None:
    name = f"stock_persons:{DIBAO} 2021-06"
    assert values[f"{name} urban"] + values[f"{name} rural"] == values[f"{name} all"]
    assert min(values[f"{name} urban"], values[f"{name} rural"]) > 0


def test_every_fact_is_read_and_an_experiment_is_not(values: dict[str, float]) -> None:
    assert np.isnan(values.pop("experiment:x 2022 all"))
    assert all(np.isfinite(value) and value > 0 for value in values.values()), values
    assert values["income_fifth_1 2022 all"] < values["income_mean 2022 all"]
    assert values[f"share_old:{DIBAO} 2022-12 all"] < 1.0


def test_exits_by_the_register_are_near_those_of_the_books(reading: Reading, values: dict[str, float]) -> None:
    """The books count a move between the two programmes as an exit of one; the register adds them up and does not."""
    ledger = reading.ledger
    assert ledger is not None
    k = [reading.programmes.index(name) for name in ("dibao", "single")]
    flows = ledger.flows[:, :, k].sum(axis=(0, 2))
    moved = np.array([moves(reading.holders[month - 1], reading.holders[month], k) for month in range(-12, 0)])
    assert moved.sum() > 0
    booked = np.mean((flows[12:24, Flow.EXIT_PERSONS] - moved) / flows[11:23, Flow.STOCK_PERSONS])
    assert values[f"exit_share_month:{DIBAO} 2017-07 all"] == pytest.approx(booked, rel=0.15)


def moves(before: Holders, after: Holders, programmes: list[int]) -> int:
    """Persons whose unit holds another of the programmes than a month ago."""
    held = dict(zip(before.unit.tolist(), before.programme.tolist(), strict=True))
    pairs = zip(after.unit.tolist(), after.programme.tolist(), strict=True)
    other = [held.get(unit) in programmes and held[unit] != programme for unit, programme in pairs]
    chosen = np.isin(after.programme, programmes) & np.array(other)
    return int((after.covered * after.weight)[chosen].sum())


def test_stopping_for_pictures_changes_nothing(reading: Reading) -> None:
    ledger = reading.ledger
    assert ledger is not None
    _, whole = one_replication.warmed_up(Scenario.load(PROVINCE), SETTINGS, 0)
    assert same_books(ledger.within(-24, 0), whole) in ([], ["waits"])  # waits go on: two more months were lived


def test_the_same_values_give_the_same_facts() -> None:
    few = [f for f in FACTS if f.months()[1] <= -13]
    one = simulate(PROVINCE, {"application.base_logit": -2.0}, few, SETTINGS)
    again = simulate(PROVINCE, {"application.base_logit": -2.0}, few, Settings(SCALE, 1, 1, 1, 24, threads=2))
    other = simulate(PROVINCE, {}, few, SETTINGS)
    assert one.shape == (1, len(few))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_a_population_is_built_anew_for_values_it_is_built_from() -> None:
    asked = [fact("income_mean", "2021")]
    world = Province(PROVINCE, asked, SETTINGS)
    path = next(p for p in world.scenario.sources.parameters if p == "income.mean_urban")
    before = world.simulate({})[0, 0]
    raised = world.simulate({path: 1.5 * world.scenario.value(path)})[0, 0]
    assert raised > 1.1 * before
    assert world.simulate({})[0, 0] == before


def test_months_before_the_warm_up_are_not_observed() -> None:
    asked = [fact(f"stock_persons:{DIBAO}", "2021-06"), fact(f"stock_persons:{DIBAO}", "2022-06")]
    found = simulate(PROVINCE, {}, asked, Settings(SCALE, 1, 1, 1, 12, threads=1))[0]
    assert np.isnan(found[0])
    assert found[1] > 0


def test_every_statistic_has_an_observer_that_repeats_its_definition() -> None:
    assert set(OBSERVERS) == set(STATISTICS)
    for observer in OBSERVERS.values():
        assert observer.__doc__ is not None
        assert observer.__doc__.partition(":")[0] in KINDS_OF_SOURCE
        assert len(observer.__doc__.split()) >= 8
    named = {f.statistic.partition(":")[0] for f in (*load_facts(), *load_facts(role="validate"))}
    assert named <= {*STATISTICS, EXPERIMENT}


KINDS_OF_SOURCE = {
    "Register", "Register of low-income population", "Lists for medical aid", "Monthly report", "Payment file",
    "Accounts", "Notice", "Field log", "Household survey", "Household survey of the statistics bureau",
    "Interview survey", "Interview survey against register", "Survey with the rules applied to it",
    "Interview of entitled households that are not paid",
}  # fmt: skip
