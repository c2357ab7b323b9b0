"""What may be fitted to, and what never is."""

import ast
import csv
from pathlib import Path

import pytest

import calibration
from calibration.targets import COLUMNS, TARGETS, load_targets, targets_digest
from simulation.parameters.mistakes import ScenarioError

ROOT = Path(calibration.__file__).parent
VALIDATION = ROOT / "targets" / "validation.csv"


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def altered(folder: Path, **changes: str) -> Path:
    """The target file with cells of its first row changed."""
    table = rows(TARGETS)
    table[0] |= changes
    file = folder / "stocks.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(table)
    return file


@pytest.mark.parametrize("file", sorted((ROOT / "targets").glob("*.csv")), ids=lambda file: file.name)
def test_every_figure_has_source_year_unit_mark_and_role(file: Path) -> None:
    for row in rows(file):
        assert all(row[name].strip() for name in ("id", "province", "statistic", "unit", "source"))
        assert row["year"].isdecimal() or "before" in row["note"]
        assert row["confidence"] in ("seen", "memory")
        assert row["role"] == ("calibrate" if file == TARGETS else "validate")


def test_a_fact_has_one_role() -> None:
    fitted, kept = rows(TARGETS), rows(VALIDATION)
    ids = [row["id"] for row in (*fitted, *kept)]
    assert len(set(ids)) == len(ids)
    facts = {(row["province"], row["value"]) for row in fitted}
    assert not facts & {(row["province"], row["value"]) for row in kept}


def test_the_published_stocks() -> None:
    """As the issue states them: dibao counts who is enrolled as a single person, as the register does."""
    stocks = {(t.province, t.statistic): t.value for t in load_targets()}
    assert stocks == {
        ("zhejiang", "stock_persons:dibao+single"): 563_600,
        ("zhejiang", "stock_persons:tekun"): 35_200,
        ("fujian", "stock_persons:dibao+single"): 572_400,
    }
    assert load_targets()[0].programmes == ("dibao", "single")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": "validate"}, "'calibrate'"),
        ({"role": ""}, "'calibrate'"),
        ({"province": "zhejang"}, "'zhejiang'"),
        ({"statistic": "stock_persons:dibo"}, "'dibao'"),
        ({"statistic": "stock_person:dibao"}, "'stock_persons'"),
        ({"value": "-1"}, "positive"),
        ({"value": "nan"}, "positive"),
        ({"value": "many"}, "positive"),
        ({"year": "soon"}, "year"),
        ({"source": " "}, "source"),
        ({"confidence": "saw"}, "found saw"),
        ({"id": "P37"}, "each id once"),
    ],
)
def test_a_mistaken_target_is_refused(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(ScenarioError, match=r"stocks.csv: line \d") as error:
        load_targets(altered(tmp_path, **changes))
    assert words in str(error.value)


def test_the_file_kept_for_validation_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing else is fitted to"):
        load_targets(VALIDATION)


def test_a_missing_or_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such file"):
        load_targets(tmp_path / "none.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="expected at least one row"):
        load_targets(empty)


def test_digest_does_not_depend_on_line_ends(tmp_path: Path) -> None:
    copy = tmp_path / "stocks.csv"
    copy.write_bytes(TARGETS.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert targets_digest(copy) == targets_digest()


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: file.name)
def test_no_module_of_the_fit_names_what_is_kept_for_validation(file: Path) -> None:
    if file.name == "validate.py":
        return
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", "") or "", *(alias.name for alias in node.names))
    }
    assert not any(name.endswith("validate") for name in imported)
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert not any("validation.csv" in text or "*.csv" in text for text in texts)
