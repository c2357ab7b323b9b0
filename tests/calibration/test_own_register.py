"""A province's own stocks: what is accepted, what is refused, and that the table stays where it is."""

import csv
from pathlib import Path

import pytest

from calibration import calibrate
from calibration.own_register import COLUMNS, is_register, load_register
from calibration.targets import TARGETS, names_of_scenarios
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario

GOOD = {"county": "荆州区", "programme": "dibao", "persons": "7000", "households": "4500", "date": "2022-12"}


def table(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    file = folder / "mine.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def test_a_row_gives_persons_and_units_of_its_county(tmp_path: Path) -> None:
    persons, units = load_register(table(tmp_path, GOOD), "hubei")
    assert (persons.statistic, persons.value, persons.place) == ("stock_persons:dibao+single", 7000, "荆州区")
    assert (units.statistic, units.value, units.unit) == ("stock_units:dibao+single", 4500, "units")
    assert (persons.low, persons.high) == pytest.approx((6300, 7700))
    assert {persons.role, units.role} == {"calibrate"}
    assert persons.months() == (-1, -1)


def test_the_folder_of_the_table_is_not_noted(tmp_path: Path) -> None:
    for fact in load_register(table(tmp_path, GOOD), "hubei"):
        assert str(tmp_path) not in repr(fact)
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.csv"]


def test_areas_prefectures_and_the_whole_province(tmp_path: Path) -> None:
    rows = [GOOD | {"county": "", "area": "urban"}, GOOD | {"county": "荆州市", "programme": "tekun", "households": ""}]
    facts = load_register(table(tmp_path, *rows, columns=(*COLUMNS, "area")), "hubei")
    assert [(f.place, f.area, f.statistic) for f in facts] == [
        ("", "urban", "stock_persons:dibao+single"), ("", "urban", "stock_units:dibao+single"),
        ("荆州市", "all", "stock_persons:tekun"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("column", "entry", "words"),
    [
        ("county", "荆州", "'荆州"), ("county", "德化县", "county of hubei"), ("programme", "dibo", "'dibao'"),
        ("persons", "-5", "not negative"), ("persons", "7000.5", "whole number"), ("persons", "many", "whole number"),
        ("households", "8000", "at most as many as persons"), ("date", "2022", "YYYY-MM"),
        ("date", "2020-12", "2021-01 to 2023-12"), ("date", "2024-01", "2021-01 to 2023-12"),
    ],
)  # fmt: skip
def test_a_mistaken_entry_is_refused(tmp_path: Path, column: str, entry: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=r"mine.csv: line 2") as error:
        load_register(table(tmp_path, GOOD | {column: entry}), "hubei")
    assert words in str(error.value)


def test_a_row_without_counts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"mine.csv: line 2.*persons or households"):
        load_register(table(tmp_path, GOOD | {"persons": "", "households": ""}), "hubei")


def test_a_register_is_known_by_its_counts(tmp_path: Path) -> None:
    assert not is_register(TARGETS)
    assert is_register(table(tmp_path, GOOD))
    quoted = tmp_path / "quoted.csv"
    quoted.write_text('"programme","persons","date"\r\n"dibao",7000,"2022-12"\r\n', encoding="utf-8", newline="")
    assert is_register(quoted)  # so that the missing column `county` is named, not those of a table of facts
    with pytest.raises(ScenarioError, match="'county'"):
        load_register(quoted, "hubei")
    with pytest.raises(ScenarioError, match=r"mine.csv: header: .*one province.*found all"):
        calibrate("all", targets=table(tmp_path, GOOD), write=False)


def test_all_mistakes_at_once_and_a_stock_given_twice(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        load_register(table(tmp_path, GOOD, GOOD, GOOD | {"county": "x", "persons": "-1"}), "hubei")
    assert "the same as line 2" in str(error.value)
    assert len(error.value.mistakes) == 3
    with pytest.raises(ScenarioError, match="'hubei'"):
        load_register(table(tmp_path, GOOD), "hubay")
    with pytest.raises(ScenarioError, match="'households'"):
        load_register(
            table(tmp_path, {"county": "荆州区"}, columns=("county", "programme", "persons", "date")), "hubei"
        )
    with pytest.raises(ScenarioError, match="no such file"):
        load_register(tmp_path / "none.csv", "hubei")


def test_a_whole_province_is_added_up(tmp_path: Path) -> None:
    counties = frozenset(Scenario.load("jiangxi").counties["county"])
    assert counties < names_of_scenarios().places["jiangxi"]
    rows = [GOOD | {"county": county, "persons": "100", "households": "60"} for county in sorted(counties)]
    *_, persons, units = load_register(table(tmp_path, *rows), "jiangxi")
    assert (persons.value, units.value) == (100.0 * len(counties), 60.0 * len(counties))
    assert persons.place == ""
    assert all(fact.place for fact in load_register(table(tmp_path, *rows[1:]), "jiangxi"))
