"""Own microdata: weights recounted from the file, the census of every county reached or refused, copies row by row."""

import numpy as np
import pandas as pd
import pytest
from province_inputs import read_inputs
from recount import household_rows, recount

import simulation as sim
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.build.census_fit import fit_report
from simulation.population.build.population import Population, build_population
from simulation.population.columns import Flag, Health, line_rows, unit_records
from simulation.population.microdata.microdata import WITHIN, build_from_microdata
from simulation.population.microdata.survey import survey_of
from simulation.run_settings import Settings
from simulation.simulate.executors import serial
from simulation.simulate.one_replication import population_state
from simulation.sweeping.design.plan import Plan
from simulation.sweeping.design.sweep_file import read_sweep
from simulation.sweeping.sweep import carry_out

PROVINCE = "zhejiang"  # the fewest counties
TINY = {"scale": 0.0005, "months": 3, "warm_up": 12, "threads": 1}

type Tables = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def survey() -> Tables:
    """A survey of 1,200 households of the synthetic province, with counties."""
    population = build_population(*read_inputs(PROVINCE), scale=0.001, seed=5, replication=0)
    return survey_of(population, 1200)


def write(folder, tables: Tables):
    folder.mkdir(exist_ok=True)
    for name, table in zip(("households", "persons"), tables, strict=True):
        table.to_csv(folder / f"{name}.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def placed(survey: Tables, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The province on the survey with its counties."""
    return Scenario.load(PROVINCE).with_microdata(write(tmp_path_factory.mktemp("placed"), survey))


@pytest.fixture(scope="module")
def raked(survey: Tables, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The province on the survey without counties, its weights put out of balance: the old count three times."""
    old = survey[1].groupby("household")["age"].max() >= 65
    homes = survey[0].drop(columns="county")
    homes["weight"] *= np.where(homes["household"].map(old), 3.0, 1.0)
    return Scenario.load(PROVINCE).with_microdata(write(tmp_path_factory.mktemp("raked"), (homes, survey[1])))


def built(scenario: Scenario, scale: float = 0.01) -> Population:
    own = scenario.sources.microdata
    assert own is not None
    return build_from_microdata(own, *read_inputs(PROVINCE), scale=scale, seed=1, replication=0)


def test_weights_with_counties_stand_as_they_are(survey: Tables, placed: Scenario) -> None:
    """Households of every county = the sum of its weights, to the household; recounted from the rows."""
    population = built(placed)
    rows = household_rows(population)
    homes = survey[0].groupby("county")["weight"].sum()
    counties = placed.counties["adcode"]
    expected = counties.map(homes).fillna(0.0).to_numpy()
    counted = recount(rows).reindex(range(len(counties)))["households"].fillna(0.0).to_numpy()
    # whole villages are drawn: a county's weights are those of its villages, of 400 households give or take a few
    assert np.abs(counted - expected).max() < 0.02 * expected.max()
    assert counted.sum() == pytest.approx(expected.sum(), rel=0.005)
    assert (counted[expected == 0] == 0).all()


def test_a_file_without_counties_meets_the_census_of_each(raked: Scenario) -> None:
    population = built(raked)
    counties, parameters, income = read_inputs(PROVINCE)
    report = fit_report(population, counties, parameters, income)
    province = report[report["adcode"] == 0].set_index("marginal")
    for name in ("one_person", "one_65plus", "two_or_more_65plus", "age_0_14", "age_65_79", "urban"):
        assert abs(province.loc[name, "difference"]) < WITHIN, name
    assert province.loc["households", "difference"] == pytest.approx(
        0, abs=0.005 * province.loc["households", "target"]
    )
    # unraked, the weights of the file would be far off
    own = raked.sources.microdata
    assert own is not None
    weight = own.households["weight"]
    two_old = (own.persons["age"] >= 65).groupby(own.persons["home"]).sum() >= 2
    assert (weight * two_old).sum() / weight.sum() > province.loc["two_or_more_65plus", "target"] + 2 * WITHIN


def test_a_copy_is_its_household(survey: Tables, placed: Scenario) -> None:
    """Ages, flags, disability and incomes of the copies add up to those of the file, weighted."""
    population = built(placed, scale=0.02)
    units, persons = population.units, population.persons
    homes, people = survey
    weight = people["household"].map(homes.set_index("household")["weight"])
    village = np.searchsorted(population.villages.first, np.arange(len(units.id)), side="right") - 1
    each = population.villages.weight[village].astype(float)
    first = units.position == 0
    assert set(np.unique(units.household_persons[first])) >= set(people.groupby("household").size().unique())
    car = each[first & (units.flags & int(Flag.CAR) > 0)].sum() / each[first].sum()
    assert car == pytest.approx((homes["car"] * homes["weight"]).sum() / homes["weight"].sum(), abs=0.01)
    pension = (each * units.pension).sum()
    assert pension == pytest.approx((weight * people["pension"]).sum(), rel=0.03)
    living = persons.birth <= -24
    severe = (persons.health[living] & int(Health.SEVERE) > 0).mean()
    assert severe == pytest.approx((weight * (people["disability"] == "severe")).sum() / weight.sum(), abs=0.005)
    assert len(np.unique(units.id)) == len(units.id)  # each copy has random draws of its own


def test_units_of_a_household_come_under_one_line(placed: Scenario) -> None:
    table = unit_records(built(placed).units)
    household, rows = np.cumsum(table["position"] == 0) - 1, line_rows(table)
    assert (np.bincount(household) > 1).any()
    assert np.array_equal(rows, rows[table["position"] == 0][household])


def test_earnings_of_the_base_date_are_those_of_the_file(placed: Scenario) -> None:
    """Who comes of age in the warm-up brings the share of the wage that was left out before."""
    own = placed.sources.microdata
    assert own is not None
    wages = own.persons.groupby("home")["wage"].sum()
    population = built(placed)
    assert population.units.wage.max() <= 65535
    assert 0 < population.units.wage.astype(float).max() <= wages.max()


def test_what_cannot_be_reached_is_refused_with_the_reasons(survey: Tables, tmp_path) -> None:
    """No elder of 80 and over, and no three generations: both are named, with a county and the census's share."""
    homes, people = survey
    young = people.groupby("household")["age"].max() < 65
    kept = homes[homes["household"].map(young)].drop(columns="county")
    folder = write(tmp_path / "young", (kept, people[people["household"].isin(kept["household"])]))
    scenario = Scenario.load(PROVINCE).with_microdata(folder)
    with pytest.raises(sim.ScenarioError) as refused:
        sim.run(scenario, **TINY)
    told = str(refused.value)
    assert "age_80_plus" in told
    assert "two_or_more_65plus" in told
    assert "0.000 at the nearest weights" in told
    assert "census" in told


def test_no_household_may_stand_for_too_much_of_a_county(survey: Tables, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("simulation.population.microdata.microdata.LARGEST_PART", 0.001)
    folder = write(tmp_path / "plain", (survey[0].drop(columns="county"), survey[1]))
    with pytest.raises(sim.ScenarioError, match="no household to stand for more than 0% of a county"):
        sim.run(Scenario.load(PROVINCE).with_microdata(folder), **TINY)


def test_it_runs_and_compares_as_any_population(placed: Scenario, raked: Scenario, survey: Tables, tmp_path) -> None:
    base = Scenario.load(PROVINCE)
    results = {name: sim.run(each, **TINY) for name, each in {"base": base, "placed": placed, "raked": raked}.items()}
    digests = [each.run_record["population_digest"] for each in results.values()]
    assert len(set(digests)) == 3
    assert sim.run(placed, **TINY).results_digest == results["placed"].results_digest
    change = sim.compare(placed, placed.with_reform("dibao_line_plus_10"), replications=1, **TINY)
    table = change.table().query("group == 'all'").set_index(["indicator", "observer"])
    assert table.loc[("benefits_yuan_year", "ledger"), "difference"] > 0
    assert change.run_record["labels"]["baseline"]["en"] == "Zhejiang (own microdata)"
    assert not change.assumptions()["path"].str.startswith("income.").any()
    homes = survey[0].copy()
    homes.loc[0, "assets"] += 1
    other = base.with_microdata(write(tmp_path / "other", (homes, survey[1])))
    assert other.digest != placed.digest != base.digest
    assert other.structural_digest != placed.structural_digest


def test_a_sweep_runs_on_own_households(survey: Tables, placed: Scenario, tmp_path) -> None:
    write(tmp_path / "survey", survey)
    (tmp_path / "own.toml").write_text(f'base = "{PROVINCE}"\npopulation = "survey"\n')
    size = "scale = 0.0005\nmonths = 3\nwarm_up = 12\nreplications = 1\n"
    (tmp_path / "sweep.toml").write_text(f'base = "own.toml"\n{size}[grid]\n"dibao.withdraw_rate" = [0.8]\n')
    asked = read_sweep(tmp_path / "sweep.toml")
    assert asked.base == placed
    plan = Plan.of(asked.base, asked.settings, asked.points, asked.draws, asked.outputs)
    frame = carry_out(plan, tmp_path / "store", executor=serial(), progress=False).frame()
    budget = frame.query("indicator == 'benefits_yuan_year' and group == 'all'").set_index("point")["value"]
    change = sim.compare(placed, placed.change({"dibao.withdraw_rate": 0.8}), replications=1, **TINY)
    row = change.table().query("indicator == 'benefits_yuan_year' and group == 'all'").iloc[0]
    assert sorted(budget) == pytest.approx(sorted([row["baseline"], row["reform"]]), rel=1e-12)
    (tmp_path / "own.toml").write_text(f'base = "{PROVINCE}"\npopulation = "surwey"\nreforms = ["nothing"]\n')
    with pytest.raises(sim.ScenarioError, match=r"(?s)surwey.*nothing"):
        read_sweep(tmp_path / "sweep.toml")


def test_the_population_does_not_depend_on_threads(raked: Scenario) -> None:
    settings = [Settings(0.001, 3, 1, 1, 12, threads) for threads in (1, 2)]
    assert len({population_state(raked, each, 0).population_digest for each in settings}) == 1


def test_only_the_same_people_are_compared(placed: Scenario) -> None:
    reform = Scenario.load(PROVINCE).with_reform("dibao_line_plus_10")
    with pytest.raises(sim.ScenarioError, match="the microdata of the baseline"):
        sim.compare(placed, reform, **TINY)
    with pytest.raises(sim.ScenarioError, match="a reform of zhejiang"):
        sim.compare_all(placed, [Scenario.load("fujian")], **TINY | {"threads": None})
