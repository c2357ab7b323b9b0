"""No text in a CSV of ours is run as a formula, and numbers stay numbers."""

import csv
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fakes import FakeComparison

import simulation.cases.reading as cases
from simulation.csv_text import FORMULA_STARTS, as_text, frame_as_text
from simulation.report.files import outputs
from simulation.report.output_folder import csv_text, write_csv

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "－1+1", "-", "+", "=", "-1,2,3")
NUMBERS = ("-5", "+5", "-5.25", "-.5", "-5.", "-1e-9", "+1.2E+08", "-12,345.6", "-3%", "5", "1-2", "a=b", "", " =1+1")


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_becomes_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [*NUMBERS, -5, -5.5, None, True, float("nan")])
def test_numbers_and_other_texts_stay(cell: object) -> None:
    assert as_text(cell) is cell


def test_columns_of_numbers_keep_their_kind() -> None:
    frame = pd.DataFrame({
        "label": ["=1+1", "-5"], "mixed": [-5, "=1+1"], "yuan": [-5.0, 2.0], "count": [-5, 2], "yes": [True, False],
        "=head": ["a", "b"], "kind": pd.Categorical(["=a", "b"]),
    })  # fmt: skip
    safe = frame_as_text(frame)
    assert list(safe.columns) == ["label", "mixed", "yuan", "count", "yes", "'=head", "kind"]
    assert safe["label"].tolist() == ["'=1+1", "-5"]
    assert safe["mixed"].tolist() == [-5, "'=1+1"]
    assert safe["kind"].tolist() == ["'=a", "b"]
    for name in ("yuan", "count", "yes"):
        assert safe[name].dtype == frame[name].dtype
    assert frame["label"].tolist() == ["=1+1", "-5"]  # the table itself is as it was


def dangerous(text: str) -> list[str]:
    """Cells of a CSV that a spreadsheet would run."""
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    return [cell for cell in cells if cell.startswith(FORMULA_STARTS) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@pytest.mark.usefixtures("blank_plots")
def test_no_file_of_a_result_holds_a_formula(tmp_path: Path) -> None:
    """An id and labels that begin with = reached 109 rows."""

    class Evil(FakeComparison):
        def table(self) -> pd.DataFrame:
            frame = super().table().assign(scenario="=1+1")
            return frame.assign(group=frame["group"].replace("programme:dibao", "@dibao"))

        def by_county(self) -> pd.DataFrame:
            return super().by_county().assign(county=["=1+1", "-1+1"], prefecture="+1+1")

        def flips(self) -> pd.DataFrame:
            return super().flips().assign(scenario="@SUM(1)")

    outputs.write(Evil(), tmp_path / "out")
    files = list((tmp_path / "out").glob("*.csv"))
    assert len(files) > 10
    for file in files:
        assert not dangerous(file.read_text(encoding="utf-8-sig")), file.name
    held = pd.read_csv(tmp_path / "out" / "comparison.csv")
    assert set(held["scenario"]) == {"'=1+1"}
    assert held["difference"].dtype == np.float64
    assert (held["difference"] < 0).any()


def test_a_text_survives_the_way_to_a_file_and_back(tmp_path: Path) -> None:
    frame = pd.DataFrame({"label": ['a "b", c', "两行\r\n文字", "=1+1"], "yuan": [-1.5, 0.1 + 0.2, 1e20]})
    write_csv(frame, tmp_path / "table.csv")
    back = pd.read_csv(tmp_path / "table.csv", encoding="utf-8-sig")
    assert back["label"].tolist() == ['a "b", c', "两行\r\n文字", "'=1+1"]
    assert back["yuan"].tolist() == frame["yuan"].tolist()
    assert csv_text(frame).encode("utf-8-sig") == (tmp_path / "table.csv").read_bytes()


def test_what_a_case_obtained_is_text_and_the_users_cells_are_theirs(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("name,note\none,=1+1\n", encoding="utf-8-sig")
    cases.write_obtained(file, {"one": {"dibao": "-5", "status": "=1+1"}})
    assert file.read_text(encoding="utf-8-sig").splitlines()[1] == "one,=1+1,-5,'=1+1"
