"""The registry names every mechanism and lever of the source document, and what it names exists."""

from pathlib import Path

import pytest

from simulation.mechanisms import registry as registry_module
from simulation.mechanisms.opposed import load_pairs, opposed
from simulation.mechanisms.outcomes import outcome_mistake
from simulation.mechanisms.registry import known_ids, known_province, load_registry
from simulation.parameters.mistakes import ScenarioError
from simulation.parameters.scenario import Scenario

PROVINCES = ("zhejiang", "fujian", "jiangxi", "yunnan", "inner_mongolia", "hubei")
FAMILIES = {"NA": 1, "XP": 44, "ZJ": 42, "FJ": 19, "JX": 19, "YN": 22, "NM": 18, "HB": 17}


def test_every_mechanism_of_the_source_stands_once() -> None:
    wanted = {f"{family}-{n:02d}" for family, count in FAMILIES.items() for n in range(1, count + 1)}
    assert set(load_registry().mechanisms) == wanted
    assert len(wanted) == 182


def test_every_lever_stands_once_and_the_shared_ones_by_reference() -> None:
    registry = load_registry()
    levers = [lever for each in registry.mechanisms.values() for lever in each.lever]
    own = [lever.name for lever in levers if lever.same_as is None]
    assert len({lever.name for lever in levers}) == 346
    assert len(own) == len(set(own)) == 346
    assert sum(lever.same_as is not None for lever in levers) == 9


def test_nothing_is_left_unbuilt() -> None:
    levers = [lever for each in load_registry().mechanisms.values() for lever in each.lever]
    assert [lever.name for lever in levers if lever.missing] == []


def test_mistakes_are_told_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mechanisms"
    folder.mkdir()
    for file in ("contexts.toml", "shared.toml"):
        text = (registry_module.data_folder() / "mechanisms" / file).read_text(encoding="utf-8")
        text = text.replace('path = "marginal.enabled"', 'path = "marginal.enabeld"')
        (folder / file).write_text(text.replace('"stock:dibao"', '"stocks:dibao"'), encoding="utf-8")
    (tmp_path / "practices").mkdir()
    load_registry()
    monkeypatch.setattr(registry_module, "data_folder", lambda: tmp_path)
    with pytest.raises(ScenarioError) as error:
        registry_module.load_registry.__wrapped__()
    assert "did you mean 'marginal.enabled'" in str(error.value)
    assert "stocks:dibao" in str(error.value)


@pytest.mark.parametrize(
    ("name", "valid"),
    [("measure:FILED", True), ("measure:FILD", False), ("payer:county", True), ("wait:decision", True),
     ("channel:VISIT:LEARNED", True), ("channel:VISIT", False), ("money", False)],
)  # fmt: skip
def test_outcomes_are_known_by_name(name: str, valid: bool) -> None:
    assert (outcome_mistake(name) == "") is valid


def test_unknown_ids_and_provinces_are_refused_with_the_nearest_name() -> None:
    registry = load_registry()
    with pytest.raises(ScenarioError, match="did you mean"):
        known_ids(registry, ["XP-5"])
    with pytest.raises(ScenarioError, match="zhejiang"):
        known_province(registry, "zhejang")
    assert len(known_ids(registry, [])) == 182


@pytest.mark.parametrize("practice", PROVINCES)
def test_a_practice_lies_on_every_province(practice: str) -> None:
    for province in PROVINCES:
        scenario = Scenario.load(province, practice=practice)
        assert scenario.sources.practice == practice


@pytest.mark.parametrize("province", PROVINCES)
def test_opposed_pairs_lie_on_every_province(province: str) -> None:
    base = Scenario.load(province)
    assert len(load_pairs()) == 5
    for name in load_pairs():
        first, second = opposed(base, name)
        assert first.digest != second.digest


def test_an_unknown_pair_is_refused() -> None:
    with pytest.raises(ScenarioError, match="trust_or_check"):
        opposed(Scenario.load("hubei"), "trust_or_chek")
