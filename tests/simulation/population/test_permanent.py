"""Surveyed incomes stay as they were surveyed: the permanent part, the model's shocks around it, and the run."""

import numpy as np
import pandas as pd
import pytest

import simulation as sim
from simulation.ledger import Measure
from simulation.parameters.microdata.microdata import Microdata
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.processes import Earnings
from simulation.parameters.schema.shocks import Disaster, Job
from simulation.population.build.census_fit import fit_report
from simulation.population.build.population import build_population
from simulation.population.incomes.permanent import Shocks, earned, permanent_factors, years_of_shocks
from simulation.population.microdata.income_fit import income_fit, shocks_of
from simulation.population.microdata.microdata import build_from_microdata
from simulation.population.microdata.survey import survey_of
from simulation.run_settings import Settings
from simulation.simulate.one_replication import population_state

SHOCKS = Shocks(Earnings(0.97, 0.25, 0.3, 12), Job(0.0, 0.15, 1.0, 0.0), Disaster(0.0, 0.0, 0.0, 0.0))
STILL = {"prices.income_growth": 0.0, "prices.line_growth": 0.0, "demography.death_prob_at_60": 0.0,
         "disability.onset_prob_month": 0.0, "lines.dibao": 1500.0}  # fmt: skip
NO_SHOCKS = {"earnings.persistent_sd": 0.0, "earnings.transitory_sd": 0.0, "job.loss_prob_month": 0.0,
             "disaster.county_prob_month": 0.0}  # fmt: skip


def lone_earners(wages: np.ndarray, **columns: object) -> Microdata:  # type: ignore[type-arg]
    """A file of one-person households that earn `wages`."""
    homes = pd.DataFrame({"weight": 1.0, "residence": "urban", "line_area": ""}, index=range(len(wages)))
    people = {"home": range(len(wages)), "unit": 0, "age": 40, "works": 1, "student": 0, "disability": "none",
              "wage": wages, "business": 0.0, "pension": 0.0, "other": 0.0}  # fmt: skip
    persons = pd.DataFrame(people | columns, index=range(len(wages)))
    return Microdata("made", homes, persons, False, "", pd.DataFrame())


def month_by_month(base: np.ndarray, earnings: Earnings, seed: int) -> np.ndarray:  # type: ignore[type-arg]
    """A year's mean of base x exp(persistent + transitory - half the variance): the formula, on its own."""
    random, total = np.random.default_rng(seed), np.zeros(len(base))
    shock = earnings.persistent_sd * random.standard_normal(len(base))
    for _ in range(12):
        shock = earnings.persistence * shock + earnings.persistent_sd * np.sqrt(1 - earnings.persistence**2) * (
            random.standard_normal(len(base))
        )
        log_shock = shock + earnings.transitory_sd * random.standard_normal(len(base))
        total += np.exp(log_shock - 0.5 * (earnings.persistent_sd**2 + earnings.transitory_sd**2))
    return base * total / 12


def test_a_lognormal_file_keeps_its_distribution_under_an_independent_year() -> None:
    """Headcounts at the file's own quantiles within four standard errors; on top they are far beyond."""
    n = 20_000
    wages = np.exp(np.random.default_rng(1).normal(8.0, 0.6, n))
    own = lone_earners(wages)
    rows, factor = permanent_factors(own, np.ones(n), SHOCKS)
    after, on_top = (month_by_month(wages * f, SHOCKS.earnings, 2) for f in (factor, np.ones(n)))
    assert after.mean() == pytest.approx(wages.mean(), rel=0.01)
    for share in (0.05, 0.1, 0.2, 0.5, 0.9):
        error = np.sqrt(share * (1 - share) / n)
        line = np.quantile(wages, share)
        assert (after < line).mean() == pytest.approx(share, abs=4 * error), share
        if share < 0.2:
            assert (on_top < line).mean() > share + 8 * error
    # the variance that is left for the permanent part: that of the file less that of the year's log shocks
    shocks = np.log(month_by_month(np.ones(n), SHOCKS.earnings, 3)).var()
    assert np.log(wages * factor).var() == pytest.approx(np.log(wages).var() - shocks, rel=0.03)
    assert np.corrcoef(np.argsort(np.argsort(wages)), np.argsort(np.argsort(wages * factor)))[0, 1] > 0.999
    assert rows.workers.tolist() == [1] * n


def test_the_years_of_shocks_follow_the_laws_of_the_model() -> None:
    job, disaster = Job(0.008, 0.15, 1.0, 0.0), Disaster(0.02, 0.28, 0.5, 0.0)
    years = years_of_shocks(Shocks(SHOCKS.earnings, job, disaster))
    assert years[:, 0].mean() == pytest.approx(1.0, abs=0.01)
    assert years[:, 1].mean() == pytest.approx(0.008 / 0.158, abs=0.006)  # time without the main job
    assert years[:, 2].mean() == pytest.approx(0.02 * 0.28, abs=0.001)
    assert (years[:, :1] >= years[:, 1:]).all()
    assert np.log(years[:, 0]).var() == pytest.approx(np.log(month_by_month(np.ones(20_000), SHOCKS.earnings, 5)).var(),
                                                      rel=0.08)  # fmt: skip


def test_spells_without_a_job_are_part_of_the_surveyed_year() -> None:
    """One wage earner without the main job 5% of the time: the mean wage in work is that much higher."""
    n, job = 20_000, Job(0.008, 0.15, 1.0, 0.0)
    wages = np.exp(np.random.default_rng(4).normal(8.0, 0.8, n))
    shocks = Shocks(Earnings(0.97, 0.0, 0.0, 12), job, Disaster(0.0, 0.0, 0.0, 0.0))
    rows, factor = permanent_factors(lone_earners(wages), np.ones(n), shocks)
    assert (wages * factor).mean() / wages.mean() == pytest.approx(1 / (1 - 0.008 / 0.158), rel=0.01)
    after = earned(rows, years_of_shocks(shocks), 0.0, key=9) * factor[:, None]
    assert (after < np.quantile(wages, 0.1)).mean() == pytest.approx(0.1, abs=0.005)


@pytest.mark.parametrize("wages", [np.full(50, 3000.0), np.zeros(50), np.array([1000.0])])
def test_files_without_spread_have_no_way_out_and_no_nan(wages: np.ndarray) -> None:  # type: ignore[type-arg]
    rows, factor = permanent_factors(lone_earners(wages), np.ones(len(wages)), SHOCKS)
    assert np.isfinite(factor).all()
    assert (rows.wage * factor).sum() == pytest.approx(wages.sum(), rel=0.05)


def test_transfers_have_no_shocks_and_are_not_moved() -> None:
    own = lone_earners(np.zeros(100), pension=np.linspace(100, 2000, 100), works=0)
    _, factor = permanent_factors(own, np.ones(100), SHOCKS)
    assert (factor == 1.0).all()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A survey of 4,000 households of the synthetic province."""
    base = Scenario.load("zhejiang")
    population = build_population(
        base.counties, base.group("population"), base.group("income"), scale=0.005, seed=5, replication=0
    )
    place = tmp_path_factory.mktemp("surveyed")
    for name, table in zip(("households", "persons"), survey_of(population, 4000), strict=True):
        table.to_csv(place / f"{name}.csv", index=False)
    # drawn amounts may look like codes for no answer
    (place / "microdata.toml").write_text(
        '[real_values]\n"*" = [11111, 22222, 33333, 44444, 55555, 66666, 77777, 88888, 99999]\n'
    )
    return place


def on(folder, values: dict[str, float], incomes: str = "surveyed") -> Scenario:  # type: ignore[no-untyped-def]
    return Scenario.load("zhejiang").change(values, start="2021-01").with_microdata(folder, incomes=incomes)


def poor_by_year(scenario: Scenario) -> np.ndarray:  # type: ignore[type-arg]
    """(3,) headcount by person before benefits in the three years of a run."""
    measures = sim.run(scenario, scale=0.004, months=36).ledgers[0].measures.sum(axis=0).astype(float)
    return (measures[:, Measure.POOR_BEFORE] / measures[:, Measure.PERSONS]).reshape(3, 12).mean(axis=1)  # type: ignore[no-any-return]


def test_poverty_of_the_file_is_poverty_of_the_run(folder) -> None:  # type: ignore[no-untyped-def]
    """At a line of 1,500 yuan, first and third year, within the error of a sample of 80,000 households."""
    surveyed, permanent = on(folder, STILL), on(folder, STILL, "permanent")
    fit = income_fit(surveyed).set_index(["measure", "of"])
    file = fit.loc[("headcount", "persons"), "file"]
    assert 0.05 < file < 0.2
    assert fit.loc[("headcount", "persons"), "stationary"] == pytest.approx(file, abs=0.003)
    stays, drifts = poor_by_year(surveyed), poor_by_year(permanent)
    error = np.sqrt(file * (1 - file) * 2.5 / 80_000)  # persons of a household are poor together
    for year in (0, 2):
        assert stays[year] == pytest.approx(file, abs=0.003 + 3 * error), year
        assert drifts[year] > stays[year] + 0.005, year
    assert drifts[0] == pytest.approx(income_fit(permanent).set_index(["measure", "of"]).loc[
        ("headcount", "persons"), "run"], abs=0.003 + 3 * error)  # fmt: skip


def test_without_shocks_every_income_is_that_of_the_file(folder) -> None:  # type: ignore[no-untyped-def]
    still = on(folder, STILL | NO_SHOCKS)
    own, shocks = still.sources.microdata, shocks_of(still)
    assert own is not None
    assert shocks.none
    given = (still.counties, still.group("population"), still.group("income"))
    size = {"scale": 0.002, "seed": 1, "replication": 0}
    plain, split = (build_from_microdata(own, *given, **size, shocks=each) for each in (None, shocks))
    assert all(np.array_equal(a, b) for a, b in zip(plain.units, split.units, strict=True))
    rows = income_fit(still)
    sums = rows["measure"] == "gini"  # over each household's years instead of the household: rounded in another order
    for stage in ("stationary", "shocks_on_top"):
        assert (rows["file"] == rows[stage])[~sums].all()
        assert rows[stage][sums].to_numpy() == pytest.approx(rows["file"][sums].to_numpy(), rel=1e-14)
    # and in the run: the headcount of the copies themselves, the same in every month
    state = population_state(still, Settings(0.002, 12, 1, 1, 24, 1), 0)
    units, first = state.units, state.units["position"] == 0
    home = np.cumsum(first) - 1
    yuan = sum(units[name].astype(np.int64) for name in ("wage", "business", "pension", "other"))
    poor = np.bincount(home, yuan) < 1500 * np.bincount(home, units["persons"])
    village = np.searchsorted(state.villages.first, np.flatnonzero(first), side="right") - 1
    weight = state.villages.weight[village] * np.bincount(home, units["persons"])
    measures = sim.run(still, scale=0.002, months=12).ledgers[0].measures.sum(axis=0)
    share = measures[:, Measure.POOR_BEFORE] / measures[:, Measure.PERSONS]
    assert share[0] == pytest.approx((weight * poor).sum() / weight.sum(), abs=0.001)
    assert np.ptp(share) < 0.001  # children come of age; nothing else happens


def test_before_and_after_stand_in_the_fit_report_and_the_record(folder) -> None:  # type: ignore[no-untyped-def]
    own = on(folder, {})
    given = (own.counties, own.group("population"), own.group("income"))
    assert own.sources.microdata is not None
    population = build_from_microdata(own.sources.microdata, *given, scale=0.002, seed=1, replication=0)
    fit = income_fit(own)
    report = fit_report(population, *given, own=fit).set_index("marginal")
    for of in ("households", "persons", "units"):
        before, after = (report.loc[f"headcount_of_{of}_{stage}"] for stage in ("shocks_on_top", "stationary"))
        assert before["target"] == after["target"]
        assert before["simulated"] > before["target"] + 0.004
        assert abs(after["difference"]) < 0.003
    record = sim.run(own, scale=0.0005, months=1, warm_up=12).run_record["microdata"]
    assert record["incomes"] == "surveyed"
    assert [row["of"] for row in record["income_fit"][-3:]] == ["households", "persons", "units"]
    assert {row["column"] for row in record["summary"]} >= {"wage", "assets", "weight", "sex"}
    with pytest.raises(ValueError, match="expected a scenario with own microdata"):
        income_fit(Scenario.load("zhejiang"))
    assert on(folder, {}, "permanent").digest != own.digest
