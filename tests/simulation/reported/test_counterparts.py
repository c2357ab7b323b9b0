"""Counterparts of statements: mean, interval and ratio by hand; what is missing says why."""

import math
from dataclasses import replace

import numpy as np
import pytest
from reported_books import result

from simulation.indicators import mean_interval
from simulation.reported import counterparts as module
from simulation.reported.counterparts import Counterpart, counterparts, frame_of, has_statements, joined
from simulation.reported.statements import StatementModel, load_statements


def statement(**changed: object) -> StatementModel:
    given = {
        "id": "dibao", "figure": "F999", "mechanism": ["XP-03"], "label": {"zh": "低保", "en": "Dibao"}, "value": 500,
        "unit": "persons", "period": "2022-12", "simulated": "stock:dibao",
    } | changed  # fmt: skip
    return StatementModel.model_validate({key: value for key, value in given.items() if value is not None})


def found_for(monkeypatch: pytest.MonkeyPatch, each: StatementModel, **made: int) -> Counterpart:
    monkeypatch.setattr(module, "load_statements", lambda province: (each,))
    monkeypatch.setattr(module, "FEW", 1.0)  # two counties are few
    return counterparts(result("hubei", **made))[0]


def test_mean_ratio_and_interval_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    each = found_for(monkeypatch, statement())
    assert each.value == (400 + 420) / 2
    assert each.ratio == pytest.approx(410 / 500)
    low, high = mean_interval(np.array([[400.0], [420.0]]), (0.0, np.inf))
    assert (each.low, each.high) == (pytest.approx(low[0]), pytest.approx(high[0]))
    assert each.ratio_interval == (pytest.approx(low[0] / 500), pytest.approx(high[0] / 500))
    assert each.low < each.value < each.high


def test_one_replication_has_no_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    each = found_for(monkeypatch, statement(), replications=1)
    assert each.value == 400
    assert math.isnan(each.low)
    assert each.missing == ""


def test_flows_are_summed_over_exactly_their_months(monkeypatch: pytest.MonkeyPatch) -> None:
    flow = {"simulated": "measure:FILED_OWN", "unit": "households"}
    assert found_for(monkeypatch, statement(**flow, period="2022-01/2022-12")).value == 120
    assert found_for(monkeypatch, statement(**flow, period="2022-09/2023-04")).value == 80
    assert found_for(monkeypatch, statement(**flow, period="2021-01/2023-04")).value == 280


def test_months_outside_the_run_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    each = found_for(monkeypatch, statement(period="2023-05"), months=4)
    assert each.missing == "short"
    assert math.isnan(each.value)
    assert found_for(monkeypatch, statement(period="2020-12")).missing == "short"


def test_few_events_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load_statements", lambda province: (statement(),))
    each = counterparts(result("hubei"))[0]
    assert each.missing == "few"  # 4 cells
    assert each.value == 410


def test_an_output_without_a_figure_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    each = found_for(monkeypatch, statement(figure=None, value=None))
    assert each.kind == "alone"
    assert each.value == 410
    assert math.isnan(each.ratio)


def test_an_input_is_no_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"simulated": None, "period": None, "sets": "parameter:payment.parties", "value": 3, "unit": "parties"}
    each = found_for(monkeypatch, statement(**given))
    assert (each.kind, each.input) == ("set", 3.0)
    assert math.isnan(each.ratio)


def test_an_input_may_stand_beside_what_the_books_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    each = found_for(monkeypatch, statement(sets="parameter:payment.parties"))
    assert (each.kind, each.input, each.value) == ("set", 3.0, 410.0)
    assert math.isnan(each.ratio)  # no evidence


def test_nothing_is_divided_by_a_figure_of_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    assert math.isnan(found_for(monkeypatch, statement(value=0)).ratio)


@pytest.mark.parametrize("province", ["zhejiang", "fujian", "jiangxi", "yunnan", "inner_mongolia", "hubei"])
def test_one_run_gives_every_statement(province: str) -> None:
    found = counterparts(result(province, months=4))
    assert [each.statement for each in found] == list(load_statements(province))
    assert not [each.statement.id for each in found if each.missing == "short"]
    frame = frame_of(found)
    assert len(frame) == len(found)
    assert not frame["id"].duplicated().any()
    assert (frame["label_zh"] != "").all()


def test_a_run_without_warm_up_has_its_own_months_alone() -> None:
    made = result("hubei")
    assert joined(made.warm_up[0], made.ledgers[0]).first_month == -24
    assert joined(made.warm_up[0].within(-24, -23), made.ledgers[0]) is made.ledgers[0]


def test_only_runs_of_a_reporting_province_have_statements() -> None:
    assert has_statements(result("hubei"))
    assert not has_statements(object())
    own = result("hubei")
    surveyed = replace(own.scenario, sources=replace(own.scenario.sources, microdata=object()))
    assert not has_statements(replace(own, scenario=surveyed))  # a population of one's own is not the province's
