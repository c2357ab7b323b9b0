"""Levers do what the registry says: a sample by default, all of them in the full suite."""

import math

import pytest

from simulation.mechanisms.checking import Finding, check, rows_passed
from simulation.mechanisms.registry import load_registry

SAMPLE = (
    "XP-01", "XP-17", "XP-28", "XP-33", "XP-44", "ZJ-15", "ZJ-24", "ZJ-30", "FJ-05", "FJ-10", "FJ-12", "JX-10", "JX-16",
    "YN-08", "YN-11", "NM-12", "NM-14", "HB-04", "HB-09", "HB-10",
)  # fmt: skip


def failures(ids: list[str]) -> list[Finding]:
    return [each for each in check(load_registry(), ids) if not each.passed]


def test_a_sample_of_levers_moves_what_it_must() -> None:
    assert len(SAMPLE) == 20
    findings = check(load_registry(), SAMPLE)
    assert [each for each in findings if not each.passed] == []
    levers = [each for each in findings if each.expected]
    assert all(each.effect_when_off == 0.0 for each in levers)
    assert all(math.isfinite(each.value) for each in findings)


def test_a_row_fails_with_any_of_its_levers() -> None:
    registry = load_registry()
    mechanism, shared = "ZJ-38", "XP-05"
    nothing = float("nan")
    findings = [
        Finding(row, lever.name, "", 0, 1, "", "up", 0, 0, nothing, nothing, 0, 4, lever.name != "margin_line_multiple")
        for row in (mechanism, shared)
        for lever in registry.mechanisms[row].lever
        if lever.same_as is None
    ]
    assert rows_passed(registry, [mechanism, shared], findings) == {mechanism: False, shared: False}


@pytest.mark.full
def test_every_lever_moves_what_it_must() -> None:
    assert failures(list(load_registry().mechanisms)) == []
