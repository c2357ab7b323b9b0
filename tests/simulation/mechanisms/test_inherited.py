"""What a text leaves open: no lever that the practice sets, every one that it does not, in both languages."""

import pytest

from simulation.mechanisms.inherited import inherited
from simulation.mechanisms.registry import load_registry
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.scenario.switches import PRACTICES
from simulation.report.tables.inherited import inherited_lines

PROVINCES = names_in(data_folder() / "provinces", "")


@pytest.mark.parametrize("province", PROVINCES)
def test_a_lever_is_set_by_the_practice_or_told_of_as_inherited(province: str) -> None:
    scenario, registry = Scenario.load(province), load_registry()
    told = {each.path for each in inherited(scenario, registry)}
    parameters = scenario.sources.parameters
    paths = {lever.path for row in registry.mechanisms.values() for lever in registry.levers(row)} & set(parameters)
    stated = {path for path in paths if parameters[str(path)].file.startswith(PRACTICES)}
    assert stated, province
    assert told == paths - stated


def test_the_text_s_own_mechanisms_come_first_and_both_languages_say_where_the_level_is_from() -> None:
    found = inherited(Scenario.load("fujian"), load_registry())
    named = [each.named for each in found]
    assert named == sorted(named, reverse=True)
    assert {True, False} == set(named)
    english, chinese = inherited_lines(found, "en"), inherited_lines(found, "zh")
    assert len(english) == len(chinese) == len(found) + 2
    assert all("not stated: national level" in line for line in english if line.startswith("  "))
    assert all("未说明，取全国水平" in line for line in chinese if line.startswith("  "))
