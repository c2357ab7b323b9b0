"""The calibration status: what the file says, when nothing is claimed, and for whom a value was fitted."""

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import copy_of_data, edit, loading

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import data_folder
from simulation.parameters.reforms.posterior import Draw
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.calibration_status import COLUMNS, StatusRow, kind_of, read_status, record_of, write

PROVINCES = ("fujian", "hubei", "inner_mongolia", "jiangxi", "yunnan", "zhejiang")
nan = float("nan")
_NATION = tomllib.loads((data_folder() / "calibrated.toml").read_text(encoding="utf-8"))
FITTED = f"value = {_NATION['kin']['child_income_share']['value']}"  # of a value that no province has for itself


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_data(tmp_path_factory.mktemp("data") / "scenarios", "zhejiang")


def row(scenario: Scenario, statistic: str, published: float, simulated: float, verdict: str) -> StatusRow:
    low, high = 0.9 * published, 1.1 * published
    digest = scenario.structural_digest[:16]
    return StatusRow(
        "zhejiang", statistic, "all", "2022-12", "persons", published, simulated, low, high, verdict, "seen", "P35",
        0.01, 2, digest,
    )  # fmt: skip


@pytest.fixture
def with_rows(folder: Path) -> Callable[..., Scenario]:
    """The baseline of a folder in whose file rows stand as they were measured."""

    def made(*rows: tuple[str, float, float, str]) -> Scenario:
        (folder / "calibration_status.csv").unlink(missing_ok=True)
        base = Scenario.load("zhejiang", root=folder)
        write([row(base, *each) for each in rows], folder / "calibration_status.csv")
        return Scenario.load("zhejiang", root=folder)

    return made


def test_what_ships_can_be_read_and_speaks_of_all_provinces() -> None:
    mistakes = Mistakes()
    found = {name: read_status(data_folder(), name, mistakes) for name in PROVINCES}
    assert not mistakes.found
    assert all(found.values()), "a province without a row"
    for each in (row for rows in found.values() for row in rows if row.verdict != "borrowed"):
        assert each.confidence == "seen"
        assert each.low < each.published < each.high
        assert each.replications >= 2
    for name in ("jiangxi", "hubei"):
        assert [each.verdict for each in found[name]] == ["borrowed"]


def test_the_line_says_which_stocks_are_met(with_rows: Callable[..., Scenario]) -> None:
    base = with_rows(("dibao_persons", 563_600.0, 571_200.0, "meets"), ("tekun_persons", 35_200.0, 33_000.0, "meets"))
    assert base.calibration() == (
        "Calibrated: tekun 35,200 persons published (2022-12), 33,000 simulated (-6%); "
        "dibao 563,600 persons published (2022-12), 571,200 simulated (+1%)"
    )
    assert base.calibration("zh") == (
        "已校准：特困公布 35,200 人（2022-12），模拟 33,000（-6%）；低保公布 563,600 人（2022-12），模拟 571,200（+1%）"
    )
    assert record_of(base) == {"status": "meets", "zh": base.calibration("zh"), "en": base.calibration()}


def test_the_line_says_by_how_much_the_register_is_off(with_rows: Callable[..., Scenario]) -> None:
    base = with_rows(("dibao_persons", 500_000.0, 200_000.0, "off"), ("tekun_persons", 35_200.0, 33_000.0, "meets"))
    assert base.calibration() == (
        "Not calibrated: the register of this province is off by up to 60%: dibao 500,000 persons published (2022-12), "
        "200,000 simulated (-60%); others: tekun 2022-12 -6%"
    )
    assert base.calibration("zh").startswith("未校准：本省在册人数与公布数最多相差 60%：低保公布 500,000 人")


def test_a_province_without_figures_says_that_values_are_borrowed(folder: Path) -> None:
    blank = StatusRow("zhejiang", "dibao_persons", "all", "", "persons", *[nan] * 4, "borrowed", "", "", nan, 0, "")  # type: ignore[arg-type]
    write([blank], folder / "calibration_status.csv")
    base = Scenario.load("zhejiang", root=folder)
    assert kind_of(base) == "borrowed"
    assert "borrowed from the other provinces" in base.calibration()
    assert "借自其他省份" in base.calibration("zh")


def test_nothing_is_claimed_of_a_changed_baseline(with_rows: Callable[..., Scenario], folder: Path) -> None:
    """Structural values, another practice, own microdata, a draw, other files: the status is unknown."""
    base = with_rows(("dibao_persons", 563_600.0, 571_200.0, "meets"))
    unknown = [
        base.change({"information.base_awareness": 0.9}),
        base.change({"application.base_logit": -2.0}, start="2022-01"),  # acts in the warm-up
        base.under(Draw(1, (("application.base_logit", -2.0),))),
        dataclasses.replace(base, sources=dataclasses.replace(base.sources, practice="fujian"), _kept={}),
    ]
    for scenario in unknown:
        assert kind_of(scenario) == "changed", scenario.name
        assert scenario.calibration() == "Changed from the calibrated baseline: status unknown."
        assert "未知" in scenario.calibration("zh")
    kept = [base.change({"application.base_logit": -2.0}), base.with_reform("dibao_line_plus_10"), base]
    assert [kind_of(each) for each in kept] == ["meets"] * 3  # acts from the policy month on
    edit(folder / "calibrated.toml", FITTED, f"{FITTED}1")
    assert kind_of(Scenario.load("zhejiang", root=folder)) == "changed"
    edit(folder / "calibrated.toml", f"{FITTED}1", FITTED)
    assert kind_of(Scenario.load("zhejiang", root=folder)) == "meets"


def test_a_reform_that_adds_a_programme_leaves_the_status_of_its_baseline(with_rows: Callable[..., Scenario]) -> None:
    base = with_rows(("dibao_persons", 563_600.0, 571_200.0, "meets"))
    assert kind_of(base.with_programmes_of(base.with_reform("expansion_band"))) == "meets"


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        (",meets,", ",off,", "line 2, verdict", "'meets', as the band says"),
        (",meets,", ",metes,", "line 2, verdict", "a known verdict"),
        (",571200,", ",many,", "line 2, simulated", "a number"),
        (",563600,", ",0,", "line 2, published", "a number"),
        ("zhejiang,", "zhejang,", "line 2, province", "a known province"),
        (",2,", ",two,", "line 2, replications", "a whole number"),
        ("verdict", "veredict", "header", "column 'verdict'"),
    ],
)
def test_a_planted_fault_is_found(
    with_rows: Callable[..., Scenario], folder: Path, old: str, new: str, key: str, expected: str
) -> None:
    with_rows(("dibao_persons", 563_600.0, 571_200.0, "meets"))
    edit(folder / "calibration_status.csv", old, new)
    found = loading(folder)
    (folder / "calibration_status.csv").unlink()
    assert any(each.key == key and expected in each.expected for each in found), found


def test_no_file_no_claim(folder: Path) -> None:
    (folder / "calibration_status.csv").unlink(missing_ok=True)
    assert kind_of(Scenario.load("zhejiang", root=folder)) == "unrecorded"


def test_the_file_is_replaced_whole(tmp_path: Path, zhejiang: Scenario) -> None:
    write([row(zhejiang, "dibao_persons", 100.0, 95.0, "meets")], tmp_path / "calibration_status.csv")
    head, line = (tmp_path / "calibration_status.csv").read_text(encoding="utf-8").splitlines()
    assert head == ",".join(COLUMNS)
    assert line == f"zhejiang,dibao_persons,all,2022-12,persons,100,95,90,110,meets,seen,P35,0.01,2,{line[-16:]}"
    assert [each.name for each in tmp_path.iterdir()] == ["calibration_status.csv"]


def test_assumptions_say_for_whom_a_value_was_fitted(folder: Path, zhejiang: Scenario) -> None:
    table = zhejiang.assumptions().set_index("path")
    calibrated = table["status"] == "calibrated"
    assert calibrated.any()
    assert (table.loc[calibrated, "fitted_for"] != "").all()
    assert (table.loc[~calibrated, "fitted_for"] == "").all()
    file = folder / "calibrated.toml"
    text = file.read_text(encoding="utf-8")
    named = '[provenance.fitted_for]\n"application.base_logit" = ["fujian", "yunnan"]\n\n[application.base_logit]'
    edit(file, "[application.base_logit]", named)
    found = Scenario.load("zhejiang", root=folder).assumptions().set_index("path")["fitted_for"]
    assert found["application.base_logit"] == "fujian, yunnan"
    assert found["kin.child_income_share"] == "national"
    edit(file, '["fujian", "yunnan"]', '["fujan"]')
    (mistake,) = loading(folder)
    assert (mistake.key, mistake.nearest) == ("provenance.fitted_for.application.base_logit", "fujian")
    edit(file, '"application.base_logit" = ["fujan"]', '"application.base_logitt" = "fujian"')
    (mistake,) = loading(folder)
    assert mistake.nearest == "application.base_logit"
    file.write_text(text, encoding="utf-8")
