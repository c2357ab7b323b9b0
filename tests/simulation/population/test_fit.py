"""`fit_report` against the independent count."""

import numpy as np
import pytest
from province_inputs import read_inputs
from recount import census_shares, fifth_means, household_rows, recount

from simulation.population.build.census_fit import PROVINCE, fit_report
from simulation.population.build.population import build_population

NAMES = {
    "one_old": "one_65plus",
    "two_old": "two_or_more_65plus",
    "three_generations": "three_or_more_generations",
    "age_0": "age_0_14",
    "age_15": "age_15_59",
    "age_60": "age_60_64",
    "age_65": "age_65_79",
    "age_80": "age_80_plus",
    "same_province": "registered_other_county",
    "other_province": "registered_other_province",
}


def test_the_report_is_the_independent_count() -> None:
    counties, population, income = read_inputs("fujian")  # it has an empty census cell
    built = build_population(counties, population, income, scale=0.02, seed=4, replication=1)
    report = fit_report(built, counties, population, income)
    rows = household_rows(built)
    table, census = recount(rows), census_shares(counties)
    places = [*counties["adcode"], PROVINCE]
    for name in table.columns:
        block = report[report["marginal"] == NAMES.get(name, name)]
        assert block["adcode"].tolist() == places
        np.testing.assert_allclose(block["simulated"], table[name], rtol=1e-12)
        if name in census:
            np.testing.assert_allclose(block["census"], census[name], atol=2e-3)
        np.testing.assert_allclose(block["difference"], block["simulated"] - block["target"])
    assert report.query("marginal == 'registered_other_county'")["census"].notna().sum() >= len(counties)
    assert set(report["unit"]) == {"persons", "households", "1", "townships", "yuan/year"}


def test_incomes_of_the_report() -> None:
    counties, population, income = read_inputs("yunnan")
    built = build_population(counties, population, income, scale=0.02, seed=4, replication=0)
    report = fit_report(built, counties, population, income).set_index("marginal")["simulated"]
    rows = household_rows(built)
    for residence, urban in (("urban", True), ("rural", False)):
        mean, fifths = fifth_means(rows, urban)
        assert report[f"mean_income_{residence}"] == pytest.approx(mean, rel=1e-9)
        for q, value in enumerate(fifths, 1):
            assert report[f"fifth_{q}_income_{residence}"] == pytest.approx(value, rel=2e-3)


def test_targets_are_the_census_when_nothing_is_reweighted() -> None:
    counties, population, income = read_inputs("jiangxi", reweight=0)
    built = build_population(counties, population, income, scale=0.005, seed=4, replication=0)
    report = fit_report(built, counties, population)
    assert (report["census"] == report["target"]).all()
