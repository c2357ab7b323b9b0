"""One set of behaviour for all provinces; they differ in lines, incomes, staff, practice and census only."""

import tomllib
from itertools import combinations

import pytest

from simulation.parameters.files import data_folder
from simulation.parameters.groups import GROUPS
from simulation.parameters.scenario import Scenario

PROVINCES = ("zhejiang", "fujian", "inner_mongolia", "jiangxi", "hubei", "yunnan")
BEHAVIOUR = (
    "earnings", "job", "illness", "disability", "disaster", "demography", "kin", "behaviour", "register",
    "observers",
)  # fmt: skip
# what a household does, whatever the office's practice is
TRAITS = {
    "information": ("base_awareness", "campaign_reach_year", "tell_prob_month"),
    "application": ("base_logit", "gain_slope", "document_logit", "trip_logit", "stigma_logit",
                    "assisted_logit", "taste_sd", "perception_sd", "enabled"),
    "visit": ("detection",),
    "screening": ("sensitivity_month", "false_alarm_month", "coverage"),
    "review": ("report_prob_month",),
    "verification": ("hiding_share", "hidden_part", "detection", "refusal_error", "grant_error",
                     "retry_months"),
}  # fmt: skip
LOCAL = {"population", "income", "province", "prices", "lines", "funding", "staff"}


@pytest.mark.parametrize("pair", list(combinations(PROVINCES[:2], 2)) + [("zhejiang", p) for p in PROVINCES[2:]])
def test_behaviour_is_shared(pair: tuple[str, str]) -> None:
    one, other = (Scenario.load(name) for name in pair)
    for group in BEHAVIOUR:
        assert one.group(group, 0) == other.group(group, 0), group
    for group, names in TRAITS.items():
        for name in names:
            assert getattr(one.group(group, 0), name) == getattr(other.group(group, 0), name), f"{group}.{name}"


@pytest.mark.parametrize("province", PROVINCES)
def test_province_files_hold_no_behaviour(province: str) -> None:
    """Read from the files: a province overlays census, incomes, lines, payers and its legal rules only."""
    overlay = tomllib.loads((data_folder() / "provinces" / province / "province.toml").read_text(encoding="utf-8"))
    programmes = {file.stem for file in (data_folder() / "programmes").glob("*.toml")}
    assert set(overlay) <= LOCAL | programmes
    assert set(overlay) & {"income", "population"}


@pytest.mark.parametrize("province", PROVINCES)
def test_practices_hold_stated_practice_only(province: str) -> None:
    """A practice sets what the office does (stated or derived), never how households behave."""
    practice = tomllib.loads((data_folder() / "practices" / f"{province}.toml").read_text(encoding="utf-8"))
    for group, entries in practice.items():
        if group in TRAITS:
            assert not set(entries) & set(TRAITS[group]), group
        assert group not in BEHAVIOUR, group
        assert group in GROUPS or (data_folder() / "programmes" / f"{group}.toml").exists() or group == "staff"


def test_calibrated_values_are_national() -> None:
    """A fit may not give one province its own behaviour."""
    folder = data_folder()
    assert not list((folder / "provinces").rglob("calibrated*.toml"))
    file = folder / "calibrated.toml"
    if file.exists():
        for group, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            tables = [entry for entry in entries.values() if isinstance(entry, dict)]
            assert all("province" not in table for table in tables), group
