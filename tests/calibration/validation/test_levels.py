"""Scores by level of place, and how many rows could be in band at all."""

import dataclasses

import numpy as np
import pytest
from test_validate import fact, row

from calibration.targets import load_facts
from calibration.validation import Row, Validation
from calibration.validation.levels import COUNTY, NATION, PREFECTURE, PROVINCE, level_of, levels
from calibration.validation.report import level_table, scores
from simulation.run_settings import Settings


def test_places_are_told_apart_by_their_size() -> None:
    sizes = {one.id: level_of(one) for one in load_facts(role="validate")}
    assert sizes["P77m"] == PREFECTURE  # Ningde
    assert sizes["G528d"] == COUNTY  # Jiaocheng, a district of it
    assert sizes["G799"] == PROVINCE
    assert sizes["T01"] == NATION


def scattered(errors: list[float], **changes: object) -> list[Row]:
    return [row(fact(f"{error}", 100.0, **changes), 100.0 * float(np.exp(error))) for error in errors]


def test_each_level_has_its_own_median_bias_and_spread() -> None:
    found = levels([*scattered([-0.3, 0.05, 0.5, 0.7, 0.9]), *scattered([0.01], place="Somewhere", province="fujian")])
    assert list(found) == [PROVINCE, PREFECTURE]
    errors = np.array([-0.3, 0.05, 0.5, 0.7, 0.9])
    whole = found[PROVINCE]
    assert (whole.rows, whole.met) == (5, 1)
    assert whole.middle == pytest.approx(0.5)
    assert whole.bias == pytest.approx(errors.mean())
    assert whole.spread == pytest.approx(errors.std())
    assert np.isnan(found[PREFECTURE].spread)  # one row scatters about nothing


def test_rows_that_could_be_in_band_are_those_that_errors_of_that_spread_leave_there() -> None:
    """Against draws: normal errors about zero with the spread that was seen, in a band of 10%."""
    found = levels(scattered([-0.6, -0.2, 0.0, 0.3, 0.8]))[PROVINCE]
    drawn = 100.0 * np.exp(np.random.default_rng(3).normal(0.0, found.spread, 400_000))
    assert found.unbiased == pytest.approx(np.mean((drawn >= 90.0) & (drawn <= 110.0)), abs=0.003)


def test_other_grades_remembered_and_unscored_rows_do_not_count() -> None:
    kept = scattered([0.0])
    memory = [dataclasses.replace(one, fact=dataclasses.replace(one.fact, confidence="memory")) for one in kept]
    unseen = [row(fact("none", 100.0), np.nan)]
    assert levels([*kept, *memory, *scattered([0.0], grade="B"), *unseen])[PROVINCE].rows == 1


def test_every_level_is_said_in_both_languages_and_on_the_page() -> None:
    rows = (*scattered([0.0, 0.3]), *scattered([0.4], province="china"))
    found = Validation(("fujian",), rows, Settings(), 0)
    assert "of these whole provinces: 1 of 2 rows in band, median error 16%" in scores(found, "en")
    assert any(line.startswith("其中全国与境外：0/1") for line in scores(found, "zh"))
    assert [line.split(" | ")[0] for line in level_table(found)[2:]] == ["| China and elsewhere", "| whole provinces"]
