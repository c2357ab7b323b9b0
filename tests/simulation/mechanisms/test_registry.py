"""The registry names every mechanism and lever of the source document, and what it names exists."""

import re
from pathlib import Path

import pytest

from simulation.mechanisms import registry as registry_module
from simulation.mechanisms.opposed import load_pairs, opposed
from simulation.mechanisms.outcomes import outcome_mistake
from simulation.mechanisms.registry import known_ids, known_province, load_registry
from simulation.mechanisms.settings import bundle, pair_of, under_practice
from simulation.mechanisms.umbrellas import paths_of_parts
from simulation.mechanisms.worlds import base_of
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.schema.bundle import MONTH_GROUPS, processes_of

PROVINCES = ("zhejiang", "fujian", "jiangxi", "yunnan", "inner_mongolia", "hubei")
INDIRECT = ("governance", "plan", "capacity", "platform", "burden", "statement")  # groups that no step reads
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


def interval_of_source(words: str) -> tuple[float, float] | None:
    """Both ends of a range such as `0–0.3`, `500–1,600` or `0–500 million; JX 120 million`; None for sets and words."""
    found = re.match(r"([\d.,]+)–([\d.,]+)( million| billion)?(;|$)", words)
    if found is None:
        return None
    low, high = (float(end.replace(",", "")) for end in found.group(1, 2))
    factor = {None: 1.0, " million": 1e6, " billion": 1e9}[found.group(3)]
    return low, high * factor


def test_settings_lie_in_the_range_of_the_source_or_say_how_they_are_to_be_read() -> None:
    for mechanism in load_registry().mechanisms.values():
        for lever in mechanism.lever:
            span = interval_of_source(lever.range)
            if lever.same_as or lever.practice or lever.note:
                continue
            if lever.range.startswith("on/off"):
                assert 0.0 in lever.settings, lever.name
            else:
                assert span is not None, f"{lever.name}: a note says what the settings stand for"
                assert span[0] <= min(lever.settings) <= max(lever.settings) <= span[1], lever.name


def test_only_presets_and_shares_of_presets_move_either_way() -> None:
    for mechanism in load_registry().mechanisms.values():
        for lever in mechanism.lever:
            assert lever.moves != "either" or lever.practice is not None, lever.name


def test_umbrellas_load_their_own_parts_and_not_one_bundle() -> None:
    registry = load_registry()
    loaded = {
        name: bundle(each.practices[0], paths_of_parts(registry, each))
        for name, each in registry.mechanisms.items()
        if each.kind == "preset"
    }
    parts = {name: frozenset(values) for name, values in loaded.items()}
    assert all(parts.values())
    assert len(set(parts.values())) == len(parts)
    assert all(parts[name] < parts["NA-01"] for name in ("ZJ-01", "ZJ-02", "ZJ-08", "ZJ-09", "ZJ-14"))


def test_what_a_practice_dates_ends_when_it_says_so() -> None:
    registry = load_registry()
    base = Scenario.load("hubei", practice="national")
    for begins in (0, 6):
        laid_over = under_practice(base, "fujian", frozenset({"governance.rectification"}), begins)
        assert [laid_over.value("governance.rectification", month) for month in (begins - 1, begins, 11, 12)] == [
            1.0, 1.3, 1.3, 1.0,
        ]  # fmt: skip
    plan = under_practice(base, "zhejiang", paths_of_parts(registry, registry.mechanisms["ZJ-08"]))
    assert [plan.value("plan.indicators", month) for month in (-1, 0, 59, 60)] == [5, 28, 28, 5]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_lever_changes_the_fields_that_it_names_and_no_other(family: str) -> None:
    """Indices of attention, appraisal and the like act through hours, rates and thresholds, told one by one."""
    registry = load_registry()
    bases = {name: base_of(context) for name, context in registry.contexts.items()}
    for mechanism in registry.mechanisms.values():
        for lever in mechanism.lever if mechanism.id.startswith(family) else ():
            indirect = lever.path is not None and lever.path.split(".")[0] in INDIRECT
            assert bool(lever.changes) == indirect, lever.name
            if indirect:
                pair = pair_of(bases[lever.context], lever, registry.contexts[lever.context], {})
                assert changed_fields(*(side.scenario for side in pair)) == set(lever.changes), lever.name


def changed_fields(first: Scenario, second: Scenario) -> set[str]:
    """group.field of what the month reads that differs in the first month or half a year later."""
    different = set()
    for month in (0, 6):
        one, other = (processes_of(each, month)[0] for each in (first, second))
        for group in MONTH_GROUPS:
            a, b = getattr(one, group), getattr(other, group)
            different |= {f"{group}.{field}" for field in a.dtype.names if getattr(a, field) != getattr(b, field)}
    return different


def test_mistakes_are_told_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mechanisms"
    folder.mkdir()
    for file in ("contexts.toml", "shared.toml"):
        text = (registry_module.data_folder() / "mechanisms" / file).read_text(encoding="utf-8")
        text = text.replace('path = "marginal.enabled"', 'path = "marginal.enabeld"')
        text = text.replace('parts = ["plan.target_gap", "plan', 'parts = ["XP-99", "plans.*", "plan')
        (folder / file).write_text(text.replace('"stock:dibao"', '"stocks:dibao"'), encoding="utf-8")
    (tmp_path / "practices").mkdir()
    load_registry()
    monkeypatch.setattr(registry_module, "data_folder", lambda: tmp_path)
    with pytest.raises(ScenarioError) as error:
        registry_module.load_registry.__wrapped__()
    assert "did you mean 'marginal.enabled'" in str(error.value)
    assert "stocks:dibao" in str(error.value)
    assert "found XP-99" in str(error.value)
    assert "did you mean 'plan'" in str(error.value)


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
