"""The table of facts: what may be fitted to, what is kept to check against, and the rules set before any fit."""

import ast
import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import calibration
from calibration.checks import FITTED_ALL_THE_SAME
from calibration.statistics import EXPERIMENT, LAST_MONTH, STATISTICS, band_of
from calibration.targets import COLUMNS, TARGETS, Fact, load_facts, load_targets
from simulation.parameters.files.mistakes import ScenarioError
from simulation.units import FIRST_MONTH

ROOT = Path(calibration.__file__).parent
VALIDATION = ROOT / "targets" / "validate.csv"
SIX = {"zhejiang", "fujian", "jiangxi", "yunnan", "inner_mongolia", "hubei"}
# Issue 16 gives both roles to parts of two documents: the enrolment after screening (S01) is kept beside the stock
# of the same speech, impoverishing spending (I02) beside the catastrophic spending of the same paper.
KEPT_BESIDE = {"S01", "I02"}
FITTED = load_facts()
KEPT = load_facts(role="validate")


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


def test_every_file_of_the_folder_is_one_of_the_two() -> None:
    assert {file.name for file in (ROOT / "targets").iterdir()} == {"calibrate.csv", "validate.csv"}
    assert {fact.role for fact in FITTED} == {"calibrate"}
    assert {fact.role for fact in KEPT} == {"validate"}


def test_enough_is_kept_over_all_six_provinces() -> None:
    found = Counter(fact.province for fact in KEPT if fact.grade == "A" and fact.gates)
    assert sum(found.values()) >= 100
    assert all(found[province] >= 15 for province in SIX)


def test_two_provinces_are_fitted_to_nothing() -> None:
    assert {fact.province for fact in FITTED} == (SIX - {"jiangxi", "hubei"}) | {"china", "elsewhere"}


def test_a_document_has_one_role() -> None:
    roles = defaultdict(set)
    for fact in (*FITTED, *KEPT):
        if fact.id not in KEPT_BESIDE:
            roles[fact.source, fact.address].add(fact.role)
    assert all(len(found) == 1 for found in roles.values())


def test_a_figure_has_one_role_and_one_id() -> None:
    ids = [fact.id for fact in (*FITTED, *KEPT)]
    assert len(set(ids)) == len(ids)
    whats = [(f.province, f.place, f.area, f.statistic, f.date) for f in (*FITTED, *KEPT) if f.province in SIX]
    assert len(set(whats)) == len(whats)


def test_nothing_weak_or_remembered_is_fitted_to() -> None:
    assert {fact.id for fact in FITTED if fact.grade in ("C", "D")} == set(FITTED_ALL_THE_SAME)
    assert all(fact.gates for fact in FITTED)
    remembered = [fact for fact in KEPT if not fact.gates]
    assert remembered
    assert not any(fact.gates for fact in remembered)


def test_bands_follow_the_rule_unless_the_source_states_one() -> None:
    width = {"stock_persons": 0.10, "stock_units": 0.10, "entry_share_month": 0.25, "exit_share_month": 0.25,
             "share_old": 0.20, "urban_share": 0.20, "payment_person_month": 0.10, "line_mean": 0.10}  # fmt: skip
    for name, share in width.items():
        full = f"{name}:dibao+single"
        assert band_of(full, 1000.0) == pytest.approx((1000.0 * (1.0 - share), 1000.0 * (1.0 + share)))
    assert band_of("stock_persons:tekun", 1000.0) == pytest.approx((850.0, 1150.0))
    assert band_of("stock_persons:dibao+single+tekun", 1000.0) == pytest.approx((900.0, 1100.0))
    stated = {row["id"] for file in (TARGETS, VALIDATION) for row in rows(file) if row["low"] or row["high"]}
    for fact in (*FITTED, *KEPT):
        if fact.id not in stated and not fact.statistic.startswith(EXPERIMENT):
            assert (fact.low, fact.high) == band_of(fact.statistic, fact.value)
    assert len([fact for fact in KEPT if fact.grade == "A" and fact.gates and fact.id in stated]) < 12


def test_every_date_is_read_in_a_month_of_a_run() -> None:
    for fact in (*FITTED, *KEPT):
        if fact.statistic.startswith(EXPERIMENT):
            continue
        first, last = fact.months()
        assert FIRST_MONTH <= first <= last <= LAST_MONTH, fact.id
        older = fact.date < "2020-12" and len(fact.date) > 4
        assert not (older and STATISTICS[fact.statistic.partition(":")[0]].level), fact.id


def fact(statistic: str, date: str) -> Fact:
    return Fact("x", "fujian", statistic, 1.0, "", date, 0.0, 2.0, "", "", "seen", "validate", "A")


def test_months_of_dates() -> None:
    assert fact("stock_persons:dibao", "2021-01").months() == (-24, -24)
    assert fact("stock_persons:dibao", "2022-12").months() == (-1, -1)
    assert fact("payment_person_month:dibao", "2023").months() == (0, 11)
    assert fact("temporary_per_1000_year", "2023-01/2023-09").months() == (0, 8)
    assert fact("stock_persons:dibao", "2020-12").months() == (-24, -24)
    assert fact("persons_per_case:dibao", "2016-02").months() == (-24, -24)
    assert fact("exit_share_month:dibao", "2017-07").months() == (-12, -1)
    assert {f.months() for f in FITTED if f.province == "elsewhere"} == {(-12, -1)}


def test_the_published_stocks() -> None:
    """As the issue states them: dibao counts who is enrolled as a single person, as the register does."""
    stocks = {(t.province, t.statistic): t.value for t in load_targets()}
    assert stocks == {
        ("zhejiang", "stock_persons:dibao+single"): 563_600,
        ("zhejiang", "stock_persons:tekun"): 35_200,
        ("fujian", "stock_persons:dibao+single"): 572_400,
    }
    assert load_targets()[0].programmes == ("dibao", "single")


def test_yunnan_as_its_department_published_it() -> None:
    """Worked from the note of September 2023: 2.62 million persons, 3,723.24 yuan a year, 462,800 person-times."""
    found = {f.id: f.value for f in FITTED}
    assert found["G141"] == 2_620_000
    assert found["G147"] == pytest.approx(310.27)
    assert found["G151"] == pytest.approx(13.071, abs=0.001)  # x 12 / 9 over 47.209 million residents
    assert found["G142/G145"] == pytest.approx(0.13946, abs=1e-5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"role": "validate"}, "'calibrate'"),
        ({"role": ""}, "'calibrate'"),
        ({"province": "zhejang"}, "'zhejiang'"),
        ({"province": "fujian", "place": "德化"}, "'德化县'"),
        ({"area": "town"}, "found town"),
        ({"statistic": "stock_persons:dibo"}, "'dibao'"),
        ({"statistic": "stock_person:dibao"}, "'stock_persons'"),
        ({"statistic": "stock_persons"}, "stock_persons:PROGRAMME"),
        ({"unit": "units"}, "expected persons"),
        ({"value": "-1"}, "positive"),
        ({"value": "nan"}, "positive"),
        ({"value": "many"}, "positive"),
        ({"value": ""}, "both ends of a band"),
        ({"low": "600000"}, "low <= value <= high"),
        ({"date": "soon"}, "YYYY-MM"),
        ({"date": "2022-13"}, "YYYY-MM"),
        ({"date": "2019-12"}, "2020-12"),
        ({"date": "2026-01"}, "2025-12"),
        ({"date": "2022-09/2022-01"}, "begins before it ends"),
        ({"source": " "}, "source"),
        ({"address": ""}, "address"),
        ({"confidence": "saw"}, "found saw"),
        ({"grade": "C"}, "A or B"),
        ({"id": "P37"}, "each id once"),
    ],
)
def test_a_mistaken_target_is_refused(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(ScenarioError, match=r"stocks.csv: line \d") as error:
        load_targets(altered(tmp_path, **changes))
    assert words in str(error.value)


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        load_facts(altered(tmp_path, province="fujan", value="-1", grade="E"))
    assert len(error.value.mistakes) == 3


def test_the_file_kept_for_validation_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing else is fitted to"):
        load_targets(VALIDATION)
    with pytest.raises(ScenarioError, match="what is fitted to is no check"):
        load_facts(TARGETS, role="validate")


def test_a_missing_or_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="no such file"):
        load_targets(tmp_path / "none.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="expected at least one row"):
        load_targets(empty)
    with pytest.raises(ScenarioError, match="at least one stock_persons"):
        load_targets(altered_to_other_dates(tmp_path))


def altered_to_other_dates(folder: Path) -> Path:
    file = folder / "other.csv"
    text = TARGETS.read_text(encoding="utf-8")
    file.write_text(text.replace(",2022-12,", ",2022-11,"), encoding="utf-8")
    return file


ALLOWED_TO_CHECK = ("validate.py", "validation.py", "targets.py", "checks.py")


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: file.name)
def test_no_module_of_the_fit_names_what_is_kept_for_validation(file: Path) -> None:
    if file.name in ALLOWED_TO_CHECK or "validation" in file.parts:
        return
    tree = ast.parse(file.read_text(encoding="utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (getattr(node, "module", "") or "", *(alias.name for alias in node.names))
    }
    assert not any("validat" in name for name in imported)
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    documented = {
        ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Module)
    }
    assert not any("validate" in text or "*.csv" in text for text in texts - documented)
