"""Microdata files: what is right is read, what is wrong is told at once, by file, row and column."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from simulation.cli.main import app
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.microdata.microdata import HOUSEHOLDS, PERSONS, Microdata
from simulation.parameters.microdata.microdata_files import read_microdata

CODES = [330102, 330105]
HOMES = pd.DataFrame({
    "household": ["a", "b"], "weight": [100.5, 200], "county": CODES, "residence": ["urban", "rural"],
    "assets": [5000, 0], "car": [1, 0], "line_area": ["", "rural"],
})  # fmt: skip
PEOPLE = pd.DataFrame({
    "household": ["b", "a", "a"], "age": [80, 40, 1], "sex": ["male", "female", "male"], "unit": [0, 0, 0],
    "generation": [0, 1, 0], "works": [1, 1, 0], "wage": [300, 4000, 0], "business": [50, 0, 0],
    "pension": [200, 0, 0], "other": [0, 0, 0], "disability": ["other", "", "none"],
})  # fmt: skip


def read(folder, homes=HOMES, people=PEOPLE) -> tuple[Microdata | None, list[str]]:
    homes.to_csv(folder / "households.csv", index=False)
    people.to_csv(folder / "persons.csv", index=False)
    mistakes = Mistakes()
    return read_microdata(folder, CODES, mistakes), [str(each) for each in mistakes.found]


def test_a_good_file_becomes_two_tables(tmp_path) -> None:
    found, mistakes = read(tmp_path)
    assert not mistakes
    assert found is not None
    assert found.has_county
    assert found.households["weight"].tolist() == [100.5, 200.0]
    assert found.households["registration"].tolist() == ["here", "here"]
    assert found.persons["home"].tolist() == [0, 0, 1]
    assert found.persons["disability"].tolist() == ["none", "none", "other"]
    old = found.persons.iloc[2]  # the model knows no wage earner of 80: what he earns stands as business
    assert (old["wage"], old["business"]) == (0, 350)


def test_the_digest_follows_the_content(tmp_path) -> None:
    first, _ = read(tmp_path)
    again, _ = read(tmp_path)
    other, _ = read(tmp_path, people=PEOPLE.assign(wage=[300, 4001, 0]))
    assert first is not None
    assert other is not None
    assert first == again
    assert first != other
    assert first.name == tmp_path.name


def test_parquet_is_read_as_csv_is(tmp_path) -> None:
    import duckdb

    read(tmp_path)
    (tmp_path / "p").mkdir()
    for name in ("households", "persons"):
        duckdb.read_csv(str(tmp_path / f"{name}.csv")).write_parquet(str(tmp_path / "p" / f"{name}.parquet"))
    mistakes = Mistakes()
    found, plain = read_microdata(tmp_path / "p", CODES, mistakes), read(tmp_path)[0]
    assert not mistakes.found
    assert found is not None
    assert plain is not None
    pd.testing.assert_frame_equal(found.households, plain.households, check_dtype=False)
    pd.testing.assert_frame_equal(found.persons, plain.persons, check_dtype=False)


def test_all_mistakes_of_both_files_are_told_at_once(tmp_path) -> None:
    homes = HOMES.assign(weight=[-1, "x"], residence=["town", "rural"]).rename(columns={"assets": "asset"})
    people = PEOPLE.assign(age=[80.5, 40, 200], sex=["m", "f", "male"])
    found, told = read(tmp_path, homes, people)
    assert found is None
    text = "\n".join(told)
    assert "households.csv: row 2, weight: expected a number above 0 and at most 1e+08 (households), found -1" in text
    assert "(and in rows 3)" in text
    assert "households.csv: row 2, residence: expected urban or rural, found town" in text
    assert "header: expected a column 'assets', found none (did you mean 'asset'?)" in text
    assert "header: expected a known column" in text
    assert "(did you mean 'assets'?)" in text
    assert "persons.csv: row 2, age: expected a whole number of at least 0 and at most 110 (years), found 80.5" in text
    assert "persons.csv: row 2, sex: expected female or male, found m (and in rows 3)" in text


@pytest.mark.parametrize(
    ("homes", "people", "told"),
    [
        ({"household": ["a", "a"]}, {}, "row 3, household: expected each household once, found a"),
        ({"county": [330102, 999999]}, {}, "row 3, county: expected a county of the province, found 999999"),
        ({"county": [330102, ""]}, {}, "row 3, county: expected a county in every row, or no such column"),
        ({"household": ["a", "c"]}, {}, "expected at least one person in the other table, found c"),
        ({"kind": ["dormitory", "family"]}, {}, "expected one person in each row of a dormitory or care home, found 2"),
        (
            {"registration_county": ["330105", ""]},
            {},
            "expected other_county together with a registration_county, found here",
        ),
        ({"weight": [2e7, 2e7]}, {}, "weight: expected a sum of at most 30,000,000 households, found 40,000,000"),
        ({}, {"household": ["z", "a", "a"]}, "row 2, household: expected a household of the other table, found z"),
        ({}, {"unit": [0, 2, 0]}, "row 2, household: expected units numbered 0, 1, ... without a gap, found a"),
        ({}, {"works": [0, 1, 0]}, "row 2, works: expected 1 where there is a wage, found 0"),
        ({}, {"wage": ["", 4000, 0]}, "row 2, wage: expected a value, found an empty cell"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_refused(tmp_path, homes, people, told) -> None:
    found, mistakes = read(tmp_path, HOMES.assign(**homes), PEOPLE.assign(**people))
    assert found is None
    assert any(told in each for each in mistakes), mistakes


def test_the_command_line_ends_with_two_and_one_message(tmp_path) -> None:
    read(tmp_path, HOMES.assign(residence=["town", "rural"]))
    for folder, told in ((tmp_path, "found town"), (tmp_path / "none", "no such folder")):
        done = CliRunner().invoke(app, ["run", "zhejiang", "--population", str(folder)])
        assert done.exit_code == 2
        assert told in done.output
        assert "Traceback" not in done.output


def test_every_column_is_explained_in_both_languages() -> None:
    for column in (*HOUSEHOLDS, *PERSONS):
        assert column.en, column.name
        assert any("一" <= letter <= "鿿" for letter in column.zh), column.name
