"""The whole way: facts, fit, the files that are written, and what is never opened. The simulation is a formula here."""

import csv
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from formula_toys import noisy

from calibration import Calibration, Design, calibrate
from calibration.inputs import central_values, left_out, practised
from calibration.priors import load_parameters
from calibration.targets import COLUMNS, TARGETS
from calibration.validation.draws import draws_of
from calibration.written import stored_posterior
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario.scenario import Scenario
from simulation.simulate.errors import ExperimentError

SHIPPED = Path(str(data_folder()))
LOGIT, AWARE, KIN = "application.base_logit", "information.base_awareness", "kin.childless_share"
DESIGN = Design(2, 24, 2, 8, 150)
LISTING = f"""
[search]
parameters = ["{LOGIT}", "{AWARE}", "{KIN}"]
[deviation."{AWARE}"]
spread = 0.3
source = "made"
"""
TRUTH = {"zhejiang": 0.35, "fujian": 0.45, "yunnan": 0.5}

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


def formula(province: str, values: Mapping[str, float]) -> list[float]:
    """Persons on dibao, persons on tekun, the share of the unpaid who do not know."""
    claim = 1 / (1 + np.exp(-values[LOGIT] / 2))
    return [1e6 * values[AWARE] * claim, 1e6 * values[KIN], 1.0 - values[AWARE]]


def truth(province: str) -> list[float]:
    return formula(province, {LOGIT: -1.8, AWARE: TRUTH[province], KIN: 0.04})


def written(file: Path, provinces: list[str]) -> Path:
    """Three facts a province, as a table of targets."""
    kinds = [("stock_persons:dibao+single", "persons"), ("stock_persons:tekun", "persons"),
             ("information_share_unpaid", "1")]  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as stream:
        table = csv.DictWriter(stream, COLUMNS, restval="")
        table.writeheader()
        for province in provinces:
            for i, ((statistic, unit), value) in enumerate(zip(kinds, truth(province), strict=True)):
                table.writerow({
                    "id": f"{province}{i}", "province": province, "area": "all", "statistic": statistic, "unit": unit,
                    "date": "2022-12", "value": repr(float(value)), "source": "made", "address": "made",
                    "confidence": "seen", "role": "calibrate", "grade": "A",
                })  # fmt: skip
    return file


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario files without fitted values, and the listing beside them."""
    folder = tmp_path_factory.mktemp("data") / "scenarios"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("calibrated*", "posterior*", "__pycache__"))
    (folder.parent / "deviations.toml").write_text(LISTING, encoding="utf-8")
    return folder


def calibrated(root: Path, targets: Path, province: str | None = None, **settings: Any) -> Calibration:
    given = {"design": DESIGN, "simulate": noisy(formula), "draws": 60} | settings
    return calibrate(province, targets=targets, root=root, listing=root.parent / "deviations.toml", **given)


@pytest.fixture(scope="module")
def fitted(root: Path) -> Calibration:
    return calibrated(root, written(root.parent / "two.csv", ["zhejiang", "fujian"]))


def test_the_nation_and_its_provinces_are_recovered(fitted: Calibration) -> None:
    assert fitted.national[LOGIT] == pytest.approx(-1.8, abs=0.25)
    assert fitted.national[KIN] == pytest.approx(0.04, rel=0.06)
    for name in ("zhejiang", "fujian"):
        assert fitted.provincial[name][AWARE] == pytest.approx(TRUTH[name], rel=0.1)
    assert fitted.borrowed == ("hubei", "inner_mongolia", "jiangxi", "yunnan")
    assert len(fitted.posterior) == 60


def test_scenarios_take_the_fitted_values(fitted: Calibration, root: Path) -> None:
    """The nation's everywhere, a province's own where it deviates, the nation's where it borrows."""
    for name, value in (*((n, v[AWARE]) for n, v in fitted.provincial.items()), ("hubei", fitted.national[AWARE])):
        scenario = Scenario.load(name, root=root)
        assert scenario.value(AWARE) == scenario.value(AWARE, -24) == value
        assert scenario.value(LOGIT) == fitted.national[LOGIT]
        row = scenario.assumptions().set_index("path").loc[AWARE]
        assert row["status"] == "calibrated"
        assert "zhejiang0" in row["source"]


def test_the_files_say_what_they_were_made_from(fitted: Calibration, root: Path) -> None:
    names = ["calibrated.toml", "calibrated/fujian.toml", "calibrated/zhejiang.toml", "posterior.csv"]
    assert sorted(file.relative_to(root).as_posix() for file in fitted.written) == names
    head = tomllib.loads((root / "calibrated.toml").read_text(encoding="utf-8"))["provenance"]
    assert head["targets"] == [f"{n}{i}" for n in ("fujian", "zhejiang") for i in range(3)]
    assert head["borrowed"] == list(fitted.borrowed)
    table = stored_posterior(root / "posterior.csv")
    assert (table.drop(columns="borrowed") == fitted.posterior.drop(columns="borrowed")).all(axis=None)
    assert set(table["borrowed"]) == {" ".join(fitted.borrowed)}
    assert f"{AWARE}@hubei" in table
    assert list(root.rglob(".doudi-*")) == []


def test_draws_act_as_in_the_province_that_is_asked_for(fitted: Calibration, root: Path) -> None:
    table = fitted.posterior
    for name in ("fujian", "hubei"):
        found = draws_of(60, name, root)
        assert [each[AWARE] for each in found] == list(table[f"{AWARE}@{name}"])
        assert [each[LOGIT] for each in found] == list(table[LOGIT])
    assert draws_of(10, "fujian", root) == draws_of(60, "fujian", root)[:10]
    with pytest.raises(ScenarioError, match="1 to 60"):
        draws_of(61, "hubei", root)


def test_the_report_names_fact_band_ratio_and_verdict(fitted: Calibration) -> None:
    text = str(fitted)
    words = ("published", "band", "ratio", "in band", "posterior/prior width", "deviation in spreads", "borrowed",
             "implausibility", "leave-one-out", "written to", AWARE)  # fmt: skip
    assert all(word in text for word in words)
    assert text.count("in band") >= 6


def test_one_province_is_fitted_to_its_own_figures(fitted: Calibration, root: Path, tmp_path: Path) -> None:
    """The nation stays as it is, bit for bit; only what may deviate moves."""
    copy = tmp_path / "scenarios"
    shutil.copytree(root, copy)
    shutil.copy(root.parent / "deviations.toml", tmp_path)
    nation = (copy / "calibrated.toml").read_bytes()
    found = calibrated(copy, written(tmp_path / "mine.csv", ["yunnan"]), "yunnan")
    assert found.national == fitted.national
    assert (copy / "calibrated.toml").read_bytes() == nation
    assert set(found.provincial["yunnan"]) == {AWARE}
    assert Scenario.load("yunnan", root=copy).value(AWARE) == pytest.approx(0.5, rel=0.12)
    before, after = (stored_posterior(folder / "posterior.csv") for folder in (root, copy))
    same = [name for name in before if name not in (f"{AWARE}@yunnan", "borrowed")]
    assert before[same].equals(after[same])
    assert after[f"{AWARE}@yunnan"].std() < 0.5 * before[f"{AWARE}@yunnan"].std()
    assert "yunnan" not in after["borrowed"].iloc[0].split()
    again = calibrated(copy, root.parent / "two.csv")
    assert [file.name for file in again.removed] == ["yunnan.toml"]
    assert "`doudi calibrate yunnan`" in str(again)


def test_fitting_again_changes_nothing(fitted: Calibration, root: Path, tmp_path: Path) -> None:
    """Although fitted files stand there now; from a folder of kept points nothing is simulated again."""
    targets, calls = root.parent / "two.csv", []

    def counted(*given: Any) -> np.ndarray:
        calls.append(given)
        return noisy(formula)(*given)

    first = calibrated(root, targets, write=False, resume=tmp_path / "kept", simulate=counted)
    assert first.national == fitted.national
    assert first.posterior.equals(fitted.posterior)
    assert first.written == ()
    calls.clear()
    second = calibrated(root, targets, write=False, resume=tmp_path / "kept", simulate=counted, threads=2)
    assert (second.lines, second.national, calls) == (first.lines, first.national, [])
    with pytest.raises(ExperimentError, match="seed: stored 1, asked 2"):
        calibrated(root, targets, write=False, resume=tmp_path / "kept", seed=2)


def test_a_province_left_out_borrows(root: Path) -> None:
    few = Design(1, 16, 2, 8, 60)
    found = calibrated(root, root.parent / "two.csv", leave_out=["fujian"], write=False, design=few)
    assert set(found.provincial) == {"zhejiang"}
    assert "fujian" in found.borrowed


def test_what_is_kept_for_validation_is_never_opened(root: Path, tmp_path: Path, heard: list[str]) -> None:
    """The files as shipped beside the targets, then without the one that is kept: the same values."""
    shutil.copytree(TARGETS.parent, tmp_path / "kept")
    (tmp_path / "removed").mkdir()
    found = []
    for folder in (tmp_path / "kept", tmp_path / "removed"):
        targets = written(folder / "calibrate.csv", ["fujian"])
        heard.clear()
        few = Design(1, 16, 2, 8, 60)
        found.append(calibrated(root, targets, write=False, design=few))
        assert str(targets) in heard
        assert not any(Path(name).name == "validate.csv" or Path(name) == folder for name in heard)
    assert (tmp_path / "kept" / "validate.csv").exists()
    assert found[0].national == found[1].national


def test_a_practice_keeps_what_it_states(root: Path) -> None:
    path = "information.campaign_reach_year"
    assert practised(root, "fujian", [path, AWARE]) == {path}
    assert practised(root, "hubei", [AWARE]) == set()


def test_without_a_fit_the_stated_values_hold(tmp_path: Path) -> None:
    parameters = load_parameters()
    assert central_values(parameters, tmp_path) == {one.path: one.centre for one in parameters}


def test_what_is_no_longer_searched_acts_as_it_is_stated() -> None:
    """A value of the last fit that this one does not search once acted during the fit, and was gone after it."""
    root = Path(str(data_folder()))
    fitted = tomllib.loads((root / "calibrated.toml").read_text(encoding="utf-8"))
    path = next(p for p in fitted["provenance"]["parameters"] if p.startswith("income."))
    group, name = path.split(".")
    stated = tomllib.loads((root / "national" / "population.toml").read_text(encoding="utf-8"))[group][name]["value"]
    assert stated != fitted[group][name]["value"]
    others = [p for p in fitted["provenance"]["parameters"] if p != path]
    assert left_out(root, others) == ((path, stated),)
    assert left_out(root, [*others, path]) == ()


def test_bad_input_is_said_before_the_work(root: Path, tmp_path: Path) -> None:
    targets = root.parent / "two.csv"
    with pytest.raises(ScenarioError, match="zhejiang"):
        calibrate("zhejang", root=root)
    with pytest.raises(ScenarioError, match="hubei to fit to"):
        calibrated(root, targets, "hubei")
    with pytest.raises(ScenarioError, match="'fujian'"):
        calibrated(root, targets, leave_out=["fujan"])
    with pytest.raises(ValueError, match="scale"):
        calibrated(root, targets, scale=0.0)
    with pytest.raises(ValueError, match="points"):
        calibrated(root, targets, design=Design(points=1))
    with pytest.raises(ScenarioError, match="no such file"):
        calibrated(root, tmp_path / "none.csv")
