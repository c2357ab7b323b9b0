"""Mechanisms act in the provinces that reported them: a few by default, 26 pairs in the full suite."""

import dataclasses
import math

import pytest

from simulation.mechanisms.as_reported import (
    LEAST_COUNT,
    Looked,
    ProvinceChecker,
    check_as_reported,
    chosen_pairs,
    share_of,
    why_not,
)
from simulation.mechanisms.as_reported_pairs import all_provinces, neutral_levels, pair_in
from simulation.mechanisms.as_reported_rows import load_rows, reported_pairs
from simulation.mechanisms.printed import printed_in
from simulation.mechanisms.registry import load_registry
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.reported.statements import load_statements

QUICK = (("XP-20", "fujian"), ("XP-03", "fujian"), ("ZJ-36", "zhejiang"))
SMALL = {"scale": 0.001}
# a pair or two of every family and kind of outcome, over all provinces: money, stocks, flags, visits, waits, errors
SPREAD = (
    ("XP-01", "jiangxi"), ("XP-04", "yunnan"), ("XP-07", "fujian"), ("XP-09", "yunnan"), ("XP-13", "yunnan"),
    ("XP-17", "inner_mongolia"), ("XP-20", "inner_mongolia"), ("XP-22", "jiangxi"), ("XP-34", "hubei"),
    ("XP-36", "zhejiang"), ("XP-44", "yunnan"), ("ZJ-15", "zhejiang"), ("ZJ-22", "zhejiang"), ("ZJ-37", "zhejiang"),
    ("FJ-03", "fujian"), ("FJ-12", "fujian"), ("FJ-19", "fujian"), ("JX-02", "jiangxi"), ("JX-12", "jiangxi"),
    ("JX-16", "jiangxi"), ("YN-03", "yunnan"), ("YN-11", "yunnan"), ("NM-07", "inner_mongolia"),
    ("NM-09", "inner_mongolia"), ("HB-01", "hubei"), ("HB-14", "hubei"),
)  # fmt: skip


@pytest.fixture(scope="module")
def fujian() -> ProvinceChecker:
    return ProvinceChecker(load_registry(), "fujian")


@pytest.mark.parametrize(("mechanism", "province"), QUICK)
def test_a_mechanism_acts_where_it_was_reported(fujian: ProvinceChecker, mechanism: str, province: str) -> None:
    checker = fujian if province == "fujian" else ProvinceChecker(fujian.registry, province)
    finding = checker.pair(load_rows()[mechanism, province].model_copy(update=SMALL))
    assert finding.why == ""
    assert finding.acts
    assert finding.effect_when_off == 0.0
    assert finding.low <= finding.effect <= finding.high


@pytest.mark.full
@pytest.mark.parametrize(("mechanism", "province"), SPREAD)
def test_a_spread_of_mechanisms_acts_where_it_was_reported(mechanism: str, province: str) -> None:
    (finding,) = check_as_reported([mechanism], province)
    assert finding.why == ""


def test_the_spread_has_26_pairs_of_every_family_and_province() -> None:
    assert len(set(SPREAD)) == 26
    assert {mechanism[:2] for mechanism, _ in SPREAD} == {"XP", "ZJ", "FJ", "JX", "YN", "NM", "HB"}
    assert {province for _, province in SPREAD} == set(all_provinces(load_registry()))
    assert set(SPREAD) | set(QUICK) <= set(reported_pairs(load_registry()))


def test_every_pair_has_one_row_and_every_pair_can_be_made() -> None:
    registry, rows = load_registry(), load_rows()
    assert list(rows) != []
    assert set(rows) == set(reported_pairs(registry))
    assert len(rows) == 265
    bases = {province: Scenario.load(province) for province in all_provinces(registry)}
    for (_, province), row in rows.items():
        if row.against != "printed":
            pair = pair_in(registry, row, bases[province], row.months)
            assert pair.second is bases[province]
            assert all(move.neutral != move.shipped for move in pair.moves)


def test_only_the_row_itself_is_at_the_neutral_level(fujian: ProvinceChecker) -> None:
    pair = pair_in(fujian.registry, load_rows()["XP-20", "fujian"], fujian.base, 18)
    changed = {move.path for move in pair.moves}
    assert "verification.delegated_share" in changed
    nation = neutral_levels(all_provinces(fujian.registry))
    for path in fujian.base.sources.parameters:
        wanted = nation[path].at(0) if path in changed else fujian.base.value(path)
        assert pair.first.value(path) == wanted, path


def test_a_lever_at_the_national_level_is_told_as_not_set(fujian: ProvinceChecker) -> None:
    nation = neutral_levels(all_provinces(fujian.registry))
    row = load_rows()["XP-20", "fujian"]
    parameters = fujian.base.sources.parameters
    levelled = {path: dataclasses.replace(each, series=nation[path].series, source="", file="")
                for path, each in parameters.items() if path.startswith("verification.")}  # fmt: skip
    base = Scenario("fujian", dataclasses.replace(fujian.base.sources, parameters=parameters | levelled))
    planted = ProvinceChecker(fujian.registry, "fujian", base)
    finding = planted.pair(row)
    assert (finding.acts, finding.why, finding.settings) == (False, "not set", "")
    assert math.isnan(finding.effect)


def test_a_wrong_direction_turns_a_pair_red(fujian: ProvinceChecker) -> None:
    row = load_rows()["XP-20", "fujian"]
    finding = fujian.pair(row.model_copy(update=SMALL | {"moves": "up"}))
    assert (finding.acts, finding.why) == (False, "moves the other way")


@pytest.mark.parametrize(
    ("looked", "why"),
    [
        (Looked(100.0, 120.0, 10.0, 30.0, 0.0, 4), ""),
        (Looked(100.0, 120.0, 10.0, 30.0, 1.0, 4), "acts though its process is off"),
        (Looked(100.0, 80.0, -30.0, -10.0, 0.0, 4), "moves the other way"),
        (Looked(100.0, 105.0, -1.0, 11.0, 0.0, 32), "the interval holds zero"),
        (Looked(100.0, 100.0, 0.0, 0.0, 0.0, 8), "moves nothing"),
        (Looked(1e6, 1e6 + 9.0, 1.0, 17.0, 0.0, 4), "too small"),
        (Looked(1e6, 1e6 + 11.0, 1.0, 21.0, 0.0, 4), ""),  # ten persons are enough
        (Looked(5000.0, 5005.0, 1.0, 9.0, 0.0, 4), ""),  # a tenth of a per cent is enough
    ],
)
def test_a_failure_is_told_in_plain_words(looked: Looked, why: str) -> None:
    row = load_rows()["XP-03", "hubei"].model_copy(update={"outcome": "stock:dibao"})
    assert LEAST_COUNT == 10.0
    assert why_not(row, looked) == why


def test_money_and_days_count_by_share_alone() -> None:
    row = load_rows()["ZJ-36", "zhejiang"]
    assert why_not(row, Looked(1e6, 1e6 + 900.0, 100.0, 1700.0, 0.0, 4)) == "too small"
    assert why_not(row, Looked(1e6, 1e6 + 1100.0, 100.0, 2100.0, 0.0, 4)) == ""


def test_the_share_of_an_effect_on_nothing_is_infinite() -> None:
    assert share_of(-2.0, 8.0) == -0.25
    assert share_of(3.0, 0.0) == math.inf
    assert share_of(0.0, 0.0) == 0.0


def test_unknown_names_are_refused_all_at_once() -> None:
    registry = load_registry()
    with pytest.raises(ScenarioError) as error:
        chosen_pairs(registry, ["XP05", "ZJ-36"], "fujan")
    assert "did you mean 'XP-05'" in str(error.value)
    assert "did you mean 'fujian'" in str(error.value)
    with pytest.raises(ScenarioError, match="a mechanism that fujian reported, found zhejiang"):
        chosen_pairs(registry, ["ZJ-36"], "fujian")
    assert chosen_pairs(registry, [], None) == reported_pairs(registry)
    assert {province for _, province in chosen_pairs(registry, ["XP-34"], None)} == {"yunnan", "hubei"}


def test_a_measured_row_counts_where_it_is_printed(fujian: ProvinceChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    row = load_rows()["ZJ-42", "zhejiang"]
    monkeypatch.setattr("simulation.mechanisms.as_reported.printed_in", lambda province: {"ZJ-42"})
    assert fujian.pair(row).acts
    monkeypatch.setattr("simulation.mechanisms.as_reported.printed_in", lambda province: set())
    assert fujian.pair(row).why == "not printed"


def test_only_statements_with_a_counterpart_are_printed() -> None:
    for province in all_provinces(load_registry()):
        printed = printed_in(province)
        statements = load_statements(province)
        assert printed <= {each for statement in statements for each in statement.mechanism}
        for statement in statements:
            assert statement.simulated == "" or printed.issuperset(statement.mechanism)
    assert "FJ-02" in printed_in("fujian")  # persons flagged and checked
    assert printed_in("guangdong") == frozenset()
