"""One set of behaviour for all provinces; they differ in lines, incomes, staff, practice and census only."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from calibration.inputs import central_values, provincial_files
from calibration.priors import check_deviations, load_parameters
from simulation.mechanisms.registry import load_registry
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.groups import GROUPS

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
HELP = {"job": {"activation_gain", "activation_share"}}  # what offices do among them: help to find work
CENSUS = {"capacity": {"persons_per_household"}}  # of a group that is otherwise practice


@pytest.mark.parametrize("pair", list(combinations(PROVINCES[:2], 2)) + [("zhejiang", p) for p in PROVINCES[2:]])
def test_behaviour_is_shared(pair: tuple[str, str]) -> None:
    one, other = (Scenario.load(name, practice="national") for name in pair)
    free = {parameter.path for parameter in load_parameters() if parameter.spread}
    for group in BEHAVIOUR:
        for name in one.group(group, 0)._fields:
            if f"{group}.{name}" not in free:
                assert getattr(one.group(group, 0), name) == getattr(other.group(group, 0), name), f"{group}.{name}"
    for group, names in TRAITS.items():
        for name in names:
            if f"{group}.{name}" not in free:
                assert getattr(one.group(group, 0), name) == getattr(other.group(group, 0), name), f"{group}.{name}"


@pytest.mark.parametrize("province", PROVINCES)
def test_province_files_hold_no_behaviour(province: str) -> None:
    """Read from the files: a province overlays census, incomes, lines, payers and its legal rules only."""
    overlay = tomllib.loads((data_folder() / "provinces" / province / "province.toml").read_text(encoding="utf-8"))
    programmes = {file.stem for file in (data_folder() / "programmes").glob("*.toml")}
    assert set(overlay) <= LOCAL | programmes | set(CENSUS)
    assert all(set(overlay.get(group, ())) <= names for group, names in CENSUS.items())
    assert set(overlay) & {"income", "population"}


@pytest.mark.parametrize("province", PROVINCES)
def test_practices_hold_reported_practice_only(province: str) -> None:
    """A practice sets what the office does. Of what households do, only a lever of a mechanism that it reported."""
    practice = tomllib.loads((data_folder() / "practices" / f"{province}.toml").read_text(encoding="utf-8"))
    registry = load_registry()
    reported: dict[str | None, set[str]] = {}
    for each in registry.mechanisms.values():
        for lever in registry.levers(each) if province in each.provinces else ():
            reported.setdefault(lever.path, set()).add(each.id)
    for group, entries in practice.items():
        assert group in GROUPS or (data_folder() / "programmes" / f"{group}.toml").exists() or group == "staff"
        traits = set(entries) if group in BEHAVIOUR else set(entries) & set(TRAITS.get(group, ()))
        traits -= HELP.get(group, set())
        for name in traits:
            assert f"{group}.{name}" in reported, f"{group}.{name}"
            assert any(each in entries[name]["source"] for each in reported[f"{group}.{name}"]), f"{group}.{name}"


def test_only_listed_parameters_deviate_by_province_and_none_beyond_two_spreads() -> None:
    """A fit may give a province its own value of what `deviations.toml` lists, and of nothing else."""
    folder = Path(str(data_folder()))
    assert not list((folder / "provinces").rglob("calibrated*.toml"))
    parameters = load_parameters()
    national = central_values(parameters, folder)
    for file in provincial_files(folder):
        assert file.stem in PROVINCES
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        values = {
            f"{group}.{name}": table["value"]
            for group, entries in tables.items() if group != "provenance"
            for name, table in entries.items()
        }  # fmt: skip
        assert values
        check_deviations(parameters, national, values, file.name)
