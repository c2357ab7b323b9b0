"""The files of rows: mistakes are told all at once, with the nearest names."""

import shutil
from pathlib import Path

import pytest

from simulation.mechanisms import as_reported_rows
from simulation.mechanisms.as_reported_rows import RowModel, load_rows
from simulation.parameters.files.mistakes import ScenarioError


def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, *swaps: tuple[str, str]) -> str:
    """What the loader says of the shipped rows with `swaps` (old, new) made in one file."""
    shipped = as_reported_rows.data_folder() / "mechanisms" / "as_reported"
    folder = tmp_path / "mechanisms" / "as_reported"
    shutil.copytree(str(shipped), folder)
    text = (folder / file).read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text, old
        text = text.replace(old, new, 1)
    (folder / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(as_reported_rows, "data_folder", lambda: tmp_path)
    with pytest.raises(ScenarioError) as error:
        load_rows.__wrapped__()
    return str(error.value)


def test_mistakes_are_told_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = planted(
        tmp_path, monkeypatch, "shared.toml",
        ('"stock:marginal"', '"stocks:marginal"'), ('process = "tekun"', 'process = "tekum"'),
        ('"expenditure.enabled" = 0', '"expenditure.enabeld" = 0'), ('table = "dibao"', 'table = "dibo"'),
        ('id = "XP-20"', 'id = "XP-200"'),
    )  # fmt: skip
    assert "an outcome such as" in said
    assert "did you mean 'tekun'" in said
    assert "did you mean 'expenditure.enabled'" in said
    assert "did you mean 'dibao'" in said
    assert "XP-200" in said
    assert "5 mistakes" in said


def test_a_pair_without_a_row_and_one_with_two_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = planted(tmp_path, monkeypatch, "hubei.toml", ('id = "HB-17"', 'id = "HB-16"'))
    assert "HB-16 in hubei: expected one row, found 2 of them" in said
    assert "HB-17 in hubei: expected one row, found none" in said


def test_a_province_that_did_not_report_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = planted(tmp_path, monkeypatch, "shared.toml", ('provinces = ["yunnan"]', 'provinces = ["hubei"]'))
    assert "XP-08.provinces" in said


@pytest.mark.parametrize(
    ("given", "wanted"),
    [({"outcome": "stock:dibao"}, "`outcome` and `process`"),
     ({"against": "absence", "outcome": "stock:dibao", "process": "dibao"}, "`neutral` with against"),
     ({"why": ""}, "at least 1 character")],
)  # fmt: skip
def test_a_row_that_says_too_little_is_refused(given: dict[str, str], wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        RowModel.model_validate({"id": "XP-03", "why": "because"} | given)
