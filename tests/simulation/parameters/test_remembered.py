"""What is remembered is what would be made anew: rule tables, edited rules, known programmes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from added import ADDED

from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.files.remembered import MOST_KEPT, remembered
from simulation.parameters.programmes.rule_tables import build_rules
from simulation.parameters.programmes.shared_rules import MOST_KEPT as MOST_TABLES
from simulation.parameters.reforms.edits import specs_at
from simulation.parameters.scenario.scenario import Scenario

REMOVED = """
id = "no_supplement"
label = { zh = "无", en = "No supplement" }
[[change]]
op = "remove"
path = "dibao.supplement.elder"
"""


def test_what_was_not_asked_for_longest_is_let_go() -> None:
    made: list[int] = []
    cache: dict[str, Any] = {}

    def asked(number: int) -> int:
        return remembered(cache, "numbers", str(number), lambda: made.append(number) or number)  # type: ignore[func-returns-value]

    for number in range(MOST_KEPT):
        assert asked(number) == number
    assert asked(0) == 0
    assert len(made) == MOST_KEPT
    asked(MOST_KEPT)  # 1 is now the oldest
    assert [name for name in map(str, range(MOST_KEPT + 1)) if name not in cache["numbers"]] == ["1"]
    assert asked(1) == 1
    assert made[-1] == 1


def test_one_name_does_not_know_what_another_keeps() -> None:
    cache: dict[str, Any] = {}
    assert [remembered(cache, name, "key", lambda n=name: n) for name in ("one", "other", "one")] == [
        "one", "other", "one",
    ]  # fmt: skip


def _anew(scenario: Scenario, month: int) -> tuple[np.ndarray, ...]:
    specs = specs_at(scenario.programmes, scenario.edits, month)
    return tuple(build_rules(specs, scenario._resolver(month)))


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))  # type: ignore[call-overload]


def test_shared_tables_are_those_that_would_be_built(zhejiang: Scenario, tmp_path: Path) -> None:
    """Values, switches, rows and whole programmes, one after the other, and again where each was forgotten."""
    for name, text in (("minors", ADDED), ("removed", REMOVED)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    scenarios = [
        zhejiang, zhejiang.change({"dibao.withdraw_rate": 0.8}, start="2024-01", end="2024-06"),
        zhejiang.change({"expansion_band.enabled": 1.0}), zhejiang.change({"lines.dibao*": 1.1}),
        zhejiang.with_reform(tmp_path / "minors.toml"), zhejiang.with_reform(tmp_path / "removed.toml"),
        *(zhejiang.change({"dibao.withdraw_rate": 0.5 + i / 100}) for i in range(MOST_TABLES)),
    ]  # fmt: skip
    for scenario in [*scenarios, *scenarios[::-1]]:
        fresh = replace(scenario, _kept={})
        for month in (-24, 0, 12, 15, 18):
            assert _same(fresh.rules(month), _anew(scenario, month))
    plain, higher = (replace(each, _kept={}) for each in (zhejiang, scenarios[3]))
    assert plain.rules(0) is higher.rules(0)  # a line is in no table
    assert not _same(scenarios[1].rules(12), zhejiang.rules(12))


def test_a_file_that_is_altered_is_read_and_checked_again(zhejiang: Scenario, tmp_path: Path) -> None:
    file = tmp_path / "minors.toml"
    file.write_text(ADDED, encoding="utf-8")
    first = zhejiang.with_reform(file)
    assert zhejiang.with_reform(file).sources is first.sources
    file.write_text(ADDED.replace("yuan = 100", "yuan = 101"), encoding="utf-8")
    assert not _same(zhejiang.with_reform(file).rules(24), first.rules(24))
    file.write_text(ADDED.replace("yuan = 100", 'yuan = "$nothing_of_the_name"'), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(ScenarioError, match="nothing_of_the_name") as error:
            zhejiang.with_reform(file)
        assert len(error.value.mistakes) == 1
    file.write_text(ADDED, encoding="utf-8")
    assert zhejiang.with_reform(file) == first
