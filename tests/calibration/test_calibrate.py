"""The whole way on a small world: targets, fit, the file that is written, and what is never opened."""

import csv
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from worlds import PROVINCE, SCALE, same_books

import calibration
from calibration import Calibration, calibrate
from calibration.joint import PATHS, searched_of
from calibration.moments import Stocks
from calibration.targets import COLUMNS, TARGETS, load_facts, load_targets, targets_digest
from simulation.experiments import history
from simulation.experiments.history import Settings
from simulation.parameters.files import data_folder
from simulation.parameters.mistakes import ScenarioError
from simulation.parameters.scenario import Scenario

SHIPPED = Path(str(data_folder()))
LOGIT = "application.base_logit"
TRUTH = -3.0
SETTINGS = Settings(SCALE, 1, 1, 1, 12, threads=1)
SMALL: dict[str, Any] = {"scale": SCALE, "replications": 1, "warm_up": 12, "threads": 1, "evaluations": 10}

opened: list[str] = []
listening = [False]


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if listening[0] and event in ("open", "os.listdir", "os.scandir"):
        opened.append(str(arguments[0]))


sys.addaudithook(listen)  # for the life of the process; notes nothing unless asked to


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Names of all files and folders that are opened from here on."""
    opened.clear()
    listening[0] = True
    yield opened
    listening[0] = False


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario files without fitted values."""
    folder = tmp_path_factory.mktemp("data") / "scenarios"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("calibrated.toml", "__pycache__"))
    return folder


@pytest.fixture(scope="module")
def synthetic(root: Path) -> Path:
    """A target that is the small world's own stock under a known value."""
    row = dict.fromkeys(COLUMNS, "") | {
        "id": "made", "province": PROVINCE, "area": "all", "statistic": "stock_persons:dibao+single", "value": "1",
        "unit": "persons", "date": "2022-12", "source": "simulated", "address": "none", "confidence": "seen",
        "role": "calibrate", "grade": "A",
    }  # fmt: skip
    file = root.parent / "stocks.csv"
    for _ in range(2):
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([COLUMNS, [row[name] for name in COLUMNS]])
        row["value"] = str(Stocks(load_targets(file), SETTINGS, root).simulated({LOGIT: TRUTH})[0, 0])
    return file


@pytest.fixture(scope="module")
def fitted(root: Path, synthetic: Path) -> Calibration:
    return calibrate(PROVINCE, targets=synthetic, root=root, paths=[LOGIT], **SMALL)


def test_a_known_value_is_recovered(fitted: Calibration, root: Path) -> None:
    assumed = searched_of(LOGIT, root).start
    assert assumed > TRUTH
    assert fitted.fitted[LOGIT] == pytest.approx(TRUTH, abs=0.7)  # a few hundred sampled recipients
    assert fitted.lines[0].ratio == pytest.approx(1.0, abs=0.06)
    assert fitted.evaluations <= SMALL["evaluations"]


def test_scenarios_take_the_fitted_values(fitted: Calibration, root: Path, synthetic: Path) -> None:
    scenario = Scenario.load("fujian", root=root)
    assert scenario.value(LOGIT) == scenario.value(LOGIT, -24) == fitted.fitted[LOGIT]
    row = scenario.assumptions().set_index("path").loc[LOGIT]
    assert row["status"] == "calibrated"
    assert "made" in row["source"]
    before = Stocks(load_targets(synthetic), SETTINGS, root).simulated({})
    assert before[0, 0] == fitted.lines[0].simulated


def test_the_file_says_what_it_was_fitted_to(fitted: Calibration, synthetic: Path) -> None:
    assert fitted.file is not None
    text = fitted.file.read_text(encoding="utf-8")
    assert f'targets_digest = "{targets_digest(synthetic)[:16]}"' in text
    assert text == fitted.toml()
    assert list(fitted.file.parent.glob(".doudi-*")) == []


def test_the_table_names_target_value_and_ratio(fitted: Calibration) -> None:
    text = str(fitted)
    for word in ("made", "published", "simulated", f"{fitted.lines[0].ratio:.2f}", LOGIT, "written to"):
        assert word in text


def test_fitting_again_changes_nothing(fitted: Calibration, root: Path, synthetic: Path) -> None:
    """Although a fitted file stands there now, and with two threads."""
    again = calibrate("hubei", targets=synthetic, root=root, paths=[LOGIT], write=False, **(SMALL | {"threads": 2}))
    assert again.values == fitted.values
    assert again.lines == fitted.lines
    assert again.digests[:2] == fitted.digests[:2]
    assert again.file is None
    assert "hubei has no published stock of its own" in str(again)


def test_what_is_kept_for_validation_is_never_opened(
    root: Path, tmp_path: Path, synthetic: Path, heard: list[str]
) -> None:
    """The files as shipped beside the targets, then without the one that is kept: the same values."""
    shutil.copytree(TARGETS.parent, tmp_path / "kept")
    (tmp_path / "removed").mkdir()
    found = []
    for folder in (tmp_path / "kept", tmp_path / "removed"):
        shutil.copy(synthetic, folder / "calibrate.csv")
        heard.clear()
        few = SMALL | {"evaluations": 2}
        found.append(calibrate(targets=folder / "calibrate.csv", root=root, paths=[LOGIT], write=False, **few))
        assert str(folder / "calibrate.csv") in heard
        assert not any(Path(name).name == "validate.csv" or Path(name) == folder for name in heard)
    assert (tmp_path / "kept" / "validate.csv").exists()
    assert found[0].values == found[1].values
    assert found[0].lines == found[1].lines


def test_loading_what_is_fitted_to_opens_nothing_that_is_kept(heard: list[str]) -> None:
    load_facts(role="calibrate")
    listening[0] = False
    opened_tables = {Path(name).name for name in heard if name.endswith(".csv")}
    assert "calibrate.csv" in opened_tables
    assert "validate.csv" not in opened_tables
    assert str(TARGETS.parent) not in heard  # nor is the folder listed


def test_kept_worlds_live_as_any_run_does(root: Path, synthetic: Path) -> None:
    stocks = Stocks(load_targets(synthetic), SETTINGS, root)
    values = {LOGIT: -2.0, "kin.childless_share": 0.05}
    mine = [stocks.warm_up(PROVINCE, values, 0) for _ in range(2)]
    scenario = Scenario.load(PROVINCE, root=root).change(values, start="2015-01")
    _, ledger = history.warmed_up(scenario, SETTINGS, 0)
    assert same_books(mine[0], ledger) == same_books(mine[1], ledger) == []


def test_what_populations_are_built_from_cannot_be_fitted(root: Path, synthetic: Path) -> None:
    stocks = Stocks(load_targets(synthetic), SETTINGS, root)
    path = next(iter(p for p in stocks.scenarios[PROVINCE].sources.parameters if p.startswith("income.")))
    with pytest.raises(ValueError, match="cannot be fitted"):
        stocks.simulated({path: stocks.scenarios[PROVINCE].value(path)})


def test_bad_input_is_told_before_the_work(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="zhejiang"):
        calibrate("zhejang", root=root)
    with pytest.raises(ScenarioError, match=r"kin\.nothing"):
        searched_of("kin.nothing", root)
    with pytest.raises(ValueError, match="scale"):
        calibrate("zhejiang", root=root, scale=0.0)
    with pytest.raises(ScenarioError, match="no such file"):
        calibrate("zhejiang", root=root, targets=tmp_path / "stocks.csv")
    assert not (tmp_path / "calibrated.toml").exists()


def test_the_shipped_values_were_fitted_to_the_shipped_targets() -> None:
    text = (SHIPPED / "calibrated.toml").read_text(encoding="utf-8")
    assert f'targets_digest = "{targets_digest()[:16]}"' in text
    scenario = Scenario.load("zhejiang")
    table = scenario.assumptions().set_index("path")
    for path in PATHS:
        searched = searched_of(path, data_folder())
        assert searched.low <= scenario.value(path) <= searched.high
        assert table.loc[path, "status"] == "calibrated"
        assert all(target.id in table.loc[path, "source"] for target in load_targets())


def test_the_package_exposes_one_name_for_the_work() -> None:
    assert set(calibration.__all__) == {"Calibration", "Line", "calibrate"}
