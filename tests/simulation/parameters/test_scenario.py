"""A scenario answers by month; its digests say what it rests on."""

import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from folders import copy_of_data, edit

from simulation.parameters.files import reading
from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.files.reading import Folder, data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.fields import Field
from simulation.parameters.schema.groups import GROUPS, all_fields
from simulation.rules.facts import Line

REFORMS = ("none", "dibao_line_plus_10", "marginal_line_2x", "marginal_line_1_5x", "gradual_exit_12_months")


@pytest.mark.parametrize("province", names_in(data_folder() / "provinces", ""))
def test_every_province_loads_with_every_reform(province: str) -> None:
    base = Scenario.load(province)
    assert base.province == province
    for name in names_in(data_folder() / "reforms", ".toml"):
        reform = base.with_reform(name)
        assert reform.name == name
        assert reform.lines(0).shape == (len(base.counties), 2, len(Line))
        assert (reform.lines(0)[..., : Line.BAND] > 0).all()  # most counties have no band
    funding = base.group("funding")
    assert 0.0 < funding.central_share + funding.province_share + funding.prefecture_share <= 1.0


def test_a_pair_reads_each_file_once_and_equals_the_two_loaded_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    read, before = list[str](), reading.read_bytes

    def counted(file: Folder, name: str, mistakes: Mistakes) -> bytes | None:
        read.append(name)
        return before(file, name, mistakes)

    monkeypatch.setattr(reading, "read_bytes", counted)
    base, reform = Scenario.load_pair("zhejiang", "dibao_line_plus_10", practice="jiangxi")
    tables = [name for name in read if name.endswith(".toml")]
    assert len(tables) == len(set(tables)) > 40
    alone = Scenario.load("zhejiang", practice="jiangxi")
    after = alone.with_reform("dibao_line_plus_10")
    for one, other in ((base, alone), (reform, after)):
        assert (one.name, one.label_zh, one.label_en, one.digest) == (
            other.name, other.label_zh, other.label_en, other.digest
        )  # fmt: skip
    assert base.structural_digest == alone.structural_digest


def test_every_group_parameter_is_a_float_within_its_field(zhejiang: Scenario) -> None:
    for group in GROUPS:
        values = zhejiang.group(group, 0)
        assert all(type(value) is float for value in values)
    for path, field in all_fields().items():
        assert isinstance(field, Field)
        assert field.low <= zhejiang.value(path) <= field.high


def test_none_equals_the_baseline(zhejiang: Scenario) -> None:
    none = zhejiang.with_reform("none")
    assert none == zhejiang
    assert hash(none) == hash(zhejiang)
    assert zhejiang.diff(none) == []


def test_reforms_act_from_the_policy_month_only(zhejiang: Scenario) -> None:
    reform = zhejiang.with_reform("dibao_line_plus_10")
    for month in (-24, -13, -1):
        assert np.array_equal(reform.lines(month), zhejiang.lines(month))
    before, after = zhejiang.line_table("dibao", 0), reform.line_table("dibao", 0)
    assert np.allclose(after, before * 1.1)
    assert np.array_equal(reform.lines(0)[..., Line.DIBAO], np.floor(after + 0.5) * 100)
    assert reform.structural_digest == zhejiang.structural_digest
    assert reform.digest != zhejiang.digest
    assert reform.change_months() == sorted({0, *zhejiang.change_months()})
    longer = zhejiang.with_reform("gradual_exit_12_months")
    assert (longer.value("dibao.gradual_exit_months", -1), longer.value("dibao.gradual_exit_months", 0)) == (
        6,
        12,
    )


def test_marginal_reforms_filter_by_present_value(zhejiang: Scenario) -> None:
    base = zhejiang.line_table("marginal_multiple")
    assert (base[:, 0] == 2.0).sum() == 72
    assert (zhejiang.with_reform("marginal_line_2x").line_table("marginal_multiple") == 2.0).all()
    assert (zhejiang.with_reform("marginal_line_1_5x").line_table("marginal_multiple") == 1.5).all()


def test_dated_change_and_its_end(zhejiang: Scenario) -> None:
    changed = zhejiang.change({"dibao.withdraw_rate": 0.8}, start="2024-01", end="2024-06")
    assert [changed.value("dibao.withdraw_rate", m) for m in (11, 12, 17, 18)] == [1.0, 0.8, 0.8, 1.0]
    assert changed.change_months() == sorted({12, 18, *zhejiang.change_months()})
    assert changed.rules(11) is changed.rules(0)
    assert changed.rules(12) is not changed.rules(11)
    assert zhejiang.diff(changed) == [
        "dibao.withdraw_rate (withdrawal rate of the top-up): set to 0.8 (was 1), from 2024-01, to the end of 2024-06"
    ]
    again = changed.with_reform("dibao_line_plus_10")
    assert len(again.changes) == 2
    assert len(zhejiang.diff(again)) == 3
    assert zhejiang.diff(again)[2].endswith("2023 to 2025: 91 rise, of 91 counties")


def test_structural_change_acts_before_the_policy_month(zhejiang: Scenario) -> None:
    changed = zhejiang.change({"earnings.persistence": 0.95})
    assert changed.value("earnings.persistence", -24) == 0.95
    assert changed.structural_digest != zhejiang.structural_digest
    early = zhejiang.change({"dibao.withdraw_rate": 0.8}, start="2022-06")
    assert early.structural_digest != zhejiang.structural_digest


def test_reform_file_with_dates_and_filters(zhejiang: Scenario, tmp_path: Path) -> None:
    county = int(zhejiang.counties["adcode"].iloc[0])
    file = tmp_path / "mine.toml"
    file.write_text(
        'id = "mine"\nlabel = { zh = "试", en = "try" }\n'
        '[[change]]\npath = "lines.dibao"\nop = "add"\nvalue = 50\nuprated = false\n'
        f'from = 2023-07-01\nto = 2023-12-31\nwhere = {{ county = {county}, area = "urban" }}\n',
        encoding="utf-8",
    )
    reform = zhejiang.with_reform(file)
    assert reform.change_months() == sorted({6, 12, *zhejiang.change_months()})
    risen = reform.lines(6)[..., Line.DIBAO] - zhejiang.lines(6)[..., Line.DIBAO]
    assert risen[0].tolist() == [0, 5000]
    assert risen.sum() == 5000
    for month in (5, 12):
        assert np.array_equal(reform.lines(month), zhejiang.lines(month))


def test_filters_take_names_of_counties_and_prefectures(zhejiang: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "city.toml"
    text = 'id = "city"\nlabel = { zh = "市", en = "city" }\n[[change]]\npath = "lines.dibao"\nvalue = 1500\n'
    file.write_text(text + 'uprated = true\nwhere = { county = ["海宁市", "杭州市"] }\n', encoding="utf-8")
    lines = zhejiang.with_reform(file).lines(0)[:, 0, Line.DIBAO]
    counties = zhejiang.counties
    chosen = ((counties["county"] == "海宁市") | (counties["prefecture"] == "杭州市")).to_numpy()
    assert np.array_equal(lines == 150000, chosen)
    assert chosen.sum() > 10


def test_digest_follows_values_not_words(tmp_path: Path, zhejiang: Scenario) -> None:
    root = copy_of_data(tmp_path)
    assert Scenario.load("zhejiang", root=root).digest == zhejiang.digest
    edit(root / "programmes/dibao.toml", 'en = "No car"', 'en = "No motor car"')
    edit(root / "national/prices.toml", "value = 0.01", "value = 0.010")
    assert Scenario.load("zhejiang", root=root).digest == zhejiang.digest
    edit(root / "programmes/dibao.toml", "value = 3000", "value = 3001")
    one = Scenario.load("zhejiang", root=root)
    assert one.digest != zhejiang.digest
    edit(root / "provinces/zhejiang/counties.csv", "0.", "0.0")
    two = Scenario.load("zhejiang", root=root)
    assert two.digest != one.digest
    assert two.structural_digest != one.structural_digest


def test_overlay_beats_nation_and_practice_beats_province(tmp_path: Path, zhejiang: Scenario) -> None:
    assert zhejiang.value("dibao.asset_months") == 48
    assert Scenario.load("hubei").value("dibao.asset_months") == 36
    assert Scenario.load("yunnan").value("dibao.deduction_cap_multiple") == 2.0
    assert Scenario.load("zhejiang", practice="yunnan").value("dibao.gradual_exit_months") == 9
    root = copy_of_data(tmp_path)
    (root / "calibrated.toml").write_text(
        '[dibao.asset_months]\nvalue = 40\nstatus = "calibrated"\nconfidence = "none"\nsource = "fit"\n'
        '[provenance]\ndigest = "abc"\n',
        encoding="utf-8",
    )
    fitted = Scenario.load("zhejiang", root=root)
    assert fitted.value("dibao.asset_months") == 40
    table = fitted.assumptions().set_index("path")
    assert table.loc["dibao.asset_months", "status"] == "calibrated"
    assert table.loc["dibao.asset_months", "unit"] == "months"


def test_a_province_that_deviates_from_the_nation_has_its_own_fitted_value(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path, "zhejiang", "hubei")
    (root / "calibrated").mkdir(exist_ok=True)
    file = root / "calibrated" / "hubei.toml"
    text = '[application.base_logit]\nvalue = -2.0\nstatus = "calibrated"\nconfidence = "seen"\nsource = "fit"\n'
    file.write_text(f'[provenance]\nparameters = ["application.base_logit"]\n{text}', encoding="utf-8")
    nation = Scenario.load("zhejiang", root=root).value("application.base_logit")
    assert nation != -2.0
    assert Scenario.load("hubei", root=root).value("application.base_logit") == -2.0
    assert Scenario.load("zhejiang", practice="hubei", root=root).value("application.base_logit") == nation
    file.write_text(f'[provenance]\nparameters = ["kin.childless_share"]\n{text}', encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"calibrated/hubei\.toml: kin\.childless_share: expected the fitted value"):
        Scenario.load("hubei", root=root)


def test_scenario_is_picklable_and_frozen(zhejiang: Scenario) -> None:
    reform = zhejiang.with_reform("dibao_line_plus_10")
    reform.lines(0)
    again = pickle.loads(pickle.dumps(reform))
    assert again == reform
    assert np.array_equal(again.lines(5), reform.lines(5))
    with pytest.raises(AttributeError):
        reform.name = "other"  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        reform.lines(0)[0, 0, 0] = 1


def test_assumptions_list_every_value_with_its_source(zhejiang: Scenario) -> None:
    table = zhejiang.with_reform("dibao_line_plus_10").assumptions()
    assert table["path"].is_unique
    assert set(table["status"]) <= {"stated", "derived", "calibrated", "assumed"}
    assert (table["source"].str.len() > 0).all()
    assert (table["label_zh"].str.len() > 0).all()
    assert (table["low"] <= table["high"]).all()
    assert table.loc[table["changed"], "path"].tolist() == ["lines.dibao"]
    assert isinstance(table, pd.DataFrame)
    assert not zhejiang.assumptions()["changed"].any()


def test_what_was_kept_of_the_files_hides_no_later_mistake() -> None:
    """Programmes that a change does not touch are not checked again; one that it touches is, in the months it acts."""
    base = Scenario.load("zhejiang")
    base.change({"visit.visits_per_grid_month": 4.0})
    known = base.sources.cache["checks"]
    assert len(known) == len(base.sources.programmes) + 1
    assert all(not each.mistakes and each.paths <= set(base.sources.parameters) for each in known)
    with pytest.raises(ScenarioError, match="payer shares that sum to at most 1"):
        base.change({"funding.central_share": 1.0, "funding.province_share": 1.0}, start="2024-01", end="2024-03")
    assert base.sources.cache["checks"] is known
