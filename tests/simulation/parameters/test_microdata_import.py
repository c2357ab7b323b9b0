"""What comes in with own microdata: one form, no missing codes as money, and a summary that can be held to the file."""

import numpy as np
import pandas as pd
import pytest
from test_microdata_files import CODES, HOMES, PEOPLE, read

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.microdata.microdata_codes import repeated_digit, suspects
from simulation.parameters.microdata.microdata_files import read_microdata
from simulation.parameters.microdata.microdata_summary import weighted_quantiles

WAGES = np.exp(np.random.default_rng(2).normal(8.2, 0.7, 4000)).round()


def many(wages: np.ndarray) -> pd.DataFrame:  # type: ignore[type-arg]
    """A persons table with these wages, one person a household."""
    frame = pd.concat([PEOPLE.iloc[[1]]] * len(wages), ignore_index=True)
    return frame.assign(household=[f"h{k}" for k in range(len(wages))], wage=wages)


def homes(n: int, **columns: object) -> pd.DataFrame:
    frame = pd.concat([HOMES.iloc[[0]]] * n, ignore_index=True).assign(household=[f"h{k}" for k in range(n)])
    return frame.assign(**columns)


@pytest.mark.parametrize("both", ["households", "persons"])
def test_a_folder_with_csv_and_parquet_is_refused(tmp_path, both: str) -> None:  # type: ignore[no-untyped-def]
    assert not read(tmp_path)[1]
    (tmp_path / f"{both}.parquet").write_bytes(b"PAR1")
    found, told = read(tmp_path)
    assert found is None
    assert len(told) == 1
    expected = f"expected tables in one form, CSV or Parquet, found both: households.csv, persons.csv, {both}.parquet"
    assert expected in told[0]


@pytest.mark.parametrize(
    ("code", "rows", "reason"),
    [
        (9_999_998.0, 1, "one digit repeated"), (99_999.0, 1, "one digit repeated"), (8_888_888.0, 40, "repeated"),
        (999.0, 120, "one digit repeated, in 120 rows"), (-9.0, 3, "a negative code"), (-1.0, 1, "a negative code"),
        (1_234_567.0, 80, "more than 20 times the 99th percentile"), (7_654_321.0, 1, "more than 20 times"),
    ],
)  # fmt: skip
def test_what_looks_like_a_code_is_named_with_the_reason(code: float, rows: int, reason: str) -> None:
    found = suspects(pd.Series(np.append(WAGES, np.full(rows, code))))
    assert list(found) == [code]
    assert reason in found[code]
    assert not suspects(pd.Series(np.append(WAGES, np.full(rows, code))), real=(code,))


@pytest.mark.parametrize(
    "values",
    [WAGES, np.append(WAGES, [44.0, 44.0, 44.0, 888.0, 2222.0]), np.full(500, 222.0), np.append(WAGES, [60_000.0]),
     np.zeros(10), np.append(WAGES, np.full(300, 3000.0)), np.array([300.0, 4000.0])],
)  # fmt: skip
def test_honest_numbers_pass(values: np.ndarray) -> None:  # type: ignore[type-arg]
    assert not suspects(pd.Series(values))


def test_an_age_of_99_is_a_code_only_when_there_are_too_many() -> None:
    ages = np.arange(0, 101).repeat(5)
    assert not suspects(pd.Series(ages), age=True)
    assert list(suspects(pd.Series(np.append(ages, np.full(60, 99))), age=True)) == [99.0]
    assert [repeated_digit(x) for x in (11.0, 9998.0, 9997.5, 9.0, 98.0, 1999.0)] == [True, True, *[False] * 4]


def test_a_code_as_a_wage_is_refused_until_it_is_declared(tmp_path) -> None:  # type: ignore[no-untyped-def]
    wages = np.append(WAGES[:400], [9_999_998.0, 9_999_998.0])
    people, place = many(wages), homes(402, weight=np.append(np.full(400, 10.0), [50.0, 50.0]))
    found, told = read(tmp_path, place, people)
    assert found is None
    assert len(told) == 1
    assert "row 402, wage: expected `missing_codes` or `real_values` of microdata.toml to say what 9999998" in told[0]
    assert "(and in rows 403)" in told[0]
    (tmp_path / "microdata.toml").write_text("[missing_codes]\nwage = [9999998]\n")
    found, told = read(tmp_path, place, people)
    assert not told
    assert found is not None
    assert found.left_out == (2, pytest.approx(100 / 4100))
    assert len(found.households) == 400
    assert found.households["weight"].tolist() == pytest.approx([10.25] * 400)  # the others of the class stand for them
    assert found.persons["home"].max() == 399
    assert found.summary.set_index("column").loc["wage", "empty"] == 2
    (tmp_path / "microdata.toml").write_text("[real_values]\nwage = [9999998]\n")
    kept, told = read(tmp_path, place, people)
    assert not told
    assert kept is not None
    assert kept.digest != found.digest


def test_a_code_in_an_optional_column_is_an_empty_cell(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "microdata.toml").write_text('missing_codes = [-9]\nincomes = "permanent"\n')
    place = HOMES.assign(registration_county=["-9", "-9"])
    found, told = read(tmp_path, place)
    assert not told
    assert found is not None
    assert found.households["registration_county"].tolist() == [0, 0]
    assert found.incomes == "permanent"
    assert found.left_out == (0, 0.0)


def test_a_class_without_an_answer_cannot_be_stood_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "microdata.toml").write_text("missing_codes = [-8]\n")
    found, told = read(tmp_path, HOMES.assign(assets=[5000, -8]))
    assert found is None
    assert "row 3, household: expected an answer in every required column from some household" in told[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('income = "permanent"\n', "income: expected a known field (incomes, missing_codes, real_values)"),
        ('incomes = "gross"\n', "incomes: expected 'surveyed' or 'permanent', found gross"),
        ("[missing_codes]\nwages = [-9]\n", "missing_codes.wages: expected a known column of numbers"),
        ('missing_codes = ["x"]\n', "missing_codes.*.0: expected a valid number"),
        ("missing_codes = [\n", "microdata.toml"),
    ],
)  # fmt: skip
def test_mistakes_in_the_settings_are_told(tmp_path, text: str, told: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "microdata.toml").write_text(text)
    found, mistakes = read(tmp_path)
    assert found is None
    assert told in "\n".join(mistakes)


def test_incomes_given_in_python_go_before_the_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    read(tmp_path)
    mistakes = Mistakes()
    found = read_microdata(tmp_path, CODES, mistakes, "permanent")
    assert found is not None
    assert found.incomes == "permanent"
    assert read_microdata(tmp_path, CODES, mistakes, "monthly") is None  # type: ignore[arg-type]
    assert "expected a known kind of incomes (permanent, surveyed), found monthly" in str(mistakes.found[0])


def test_the_summary_is_that_of_the_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """By hand: households of 100.5 and 200, a wage of 4,000 in the first, of 300 (by a person of 80) in the other."""
    found, _ = read(tmp_path)
    assert found is not None
    table = found.summary.set_index(["table", "column", "answer"])
    wage = table.loc[("persons", "wage", "")]
    assert wage["total"] == pytest.approx(100.5 * 4000 + 200 * 300)  # as in the file, where a person of 80 has a wage
    assert wage["mean"] == pytest.approx(wage["total"] / 401)
    assert wage["share"] == pytest.approx(300.5 / 401)
    assert (wage["p50"], wage["p99"], wage["maximum"]) == (300, 4000, 4000)
    assert wage["at_maximum"] == pytest.approx(100.5 / 401)
    assert wage["beyond_cap"] == 0
    assert table.loc[("households", "weight", ""), "total"] == pytest.approx(300.5)
    assert table.loc[("households", "residence", "rural"), "share"] == pytest.approx(200 / 300.5)
    assert table.loc[("persons", "sex", "female"), "total"] == pytest.approx(100.5)
    assert table.loc[("households", "line_area", "urban"), "empty"] == 1
    assert set(table.index.get_level_values("column")) >= {*HOMES, *PEOPLE}


def test_weighted_quantiles_by_hand() -> None:
    values, weights = np.array([30.0, 10.0, 20.0]), np.array([1.0, 2.0, 1.0])
    assert weighted_quantiles(values, weights, np.array([0.0, 0.5, 0.51, 0.75, 1.0])).tolist() == [10, 10, 20, 20, 30]
    assert np.isnan(weighted_quantiles(np.zeros(0), np.zeros(0), np.array([0.5]))).all()
