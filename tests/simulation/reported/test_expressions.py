"""Expressions over the books: arithmetic by hand, units, and what is none."""

import pytest
from reported_books import ledgers

from simulation.ledger import Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.reported.counterparts import inputs_of, joined
from simulation.reported.expressions import FREE, Expression
from simulation.reported.quantities import OTHER_UNITS, PERSONS, STOCKS, Kind, Names, kind_of, mistake_in


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.load("hubei")


@pytest.mark.parametrize(
    ("text", "first", "end", "total"),
    [
        ("stock:dibao", -1, 0, 400.0),
        ("stock:dibao + stock:tekun", 3, 4, 400.0),
        ("measure:FILED_OWN", -12, 0, 2 * 12 * 5.0),
        ("measure:FILED_OWN", -4, 4, 2 * 8 * 5.0),  # across the policy month
        ("12 * measure:FILED_OWN - measure:PAPERS", -12, 0, 12 * 120 - 168.0),
        ("1 - measure:PAPERS / (12 * measure:FILED_OWN)", -12, 0, 1 - 168 / 1440),
        ("measure:LOST_FEN", -12, 0, 24.0),  # fen become yuan
        ("money:dibao", 0, 12, 2 * 12 * 50.0),
        ("payer:province", 0, 12, 1200.0),
        ("money:all - money:cash", 0, 12, 0.0),
        ("aided:medical_aid", -12, 0, 4 * 3.0),
        ("aid_value:medical_aid", -12, 0, 4 * 6.0),
        ("channel:VISIT:GRANTED", -12, 0, 0.0),
        ("measure:OVERDUE / measure:DECISIONS", -12, 0, float("nan")),
        ("stock:dibao * parameter:payment.parties", -1, 0, 1200.0),
    ],
)
def test_values_by_hand(scenario: Scenario, text: str, first: int, end: int, total: float) -> None:
    ledger = joined(*ledgers(scenario, 0)).within(first, end)
    found = Expression(text).value(ledger, inputs_of(scenario))
    assert found.total == pytest.approx(total, nan_ok=True)


def test_counties_add_up_but_for_products_of_them(scenario: Scenario) -> None:
    ledger, inputs = joined(*ledgers(scenario, 0)).within(-1, 0), inputs_of(scenario)
    parts = Expression("2 * stock:dibao + stock:tekun").value(ledger, inputs).parts
    assert parts is not None
    assert parts.tolist() == [200.0, 600.0]
    assert Expression("stock:dibao * stock:dibao").value(ledger, inputs).parts is None
    assert Expression("parameter:payment.parties").value(ledger, inputs).parts is None


def test_inputs_are_read_off_the_scenario() -> None:
    inputs = inputs_of(Scenario.load("zhejiang"))
    assert inputs.read("parameter:application.bundled_items") == 15.0
    assert inputs.read("line:dibao") == pytest.approx(1084.0, abs=0.5)  # F048
    assert inputs.read("line:tekun") == pytest.approx(1756.0, abs=0.5)  # F050


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("stock:dibao + stock:single", Kind("persons", "stock")),
        ("measure:HELD_CARDS", Kind("persons", "stock")),
        ("measure:RELATIVES_UNITS", Kind("households", "stock")),
        ("measure:DECISIONS + measure:REVIEWS", Kind("households", "flow")),
        ("measure:FILED_ONLINE_PERSONS", Kind("persons", "flow")),
        ("measure:PAPERS", Kind("papers", "flow")),
        ("measure:RECOVERED_FEN", Kind("yuan", "flow")),
        ("aided_units:housing_aid", Kind("households", "flow")),
        ("measure:OVERDUE / measure:DECISIONS", Kind("share", "flow")),
        ("measure:DECISION_DAYS / measure:DECISIONS", FREE),
        ("12 * measure:FILED_OWN - measure:PAPERS", Kind("papers", "flow")),
    ],
)
def test_what_is_counted(text: str, kind: Kind) -> None:
    assert Expression(text).kind() == kind


def test_unlike_things_are_not_added() -> None:
    for text in ("stock:dibao + measure:FILED", "stock:dibao + entering:dibao", "money:all + measure:FILED"):
        with pytest.raises(ValueError, match="and"):
            Expression(text).kind()


@pytest.mark.parametrize(
    "text",
    ["", "12", "stock:dibao +", "__import__('os')", "stock:dibao ** 2", "f(stock:dibao)", "dibao", "stock:dibao; 1",
     "'a' * stock:dibao", "True * stock:dibao", "stock:dibao if 1 else 2", "[stock:dibao]"],
)  # fmt: skip
def test_what_is_no_expression(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Expression(text)


def test_every_measure_has_a_unit_and_a_time() -> None:
    names = set(Measure.__members__)
    assert names >= STOCKS
    assert names >= PERSONS
    assert names >= set(OTHER_UNITS)
    assert all(kind_of(f"measure:{name}").unit for name in names)


def test_names_are_checked() -> None:
    names = Names(("dibao", "bundle"), ("medical_aid",))
    for good in ("stock:dibao", "entering:all", "money:cash", "aided:medical_aid", "channel:VISIT:GRANTED",
                 "payer:central", "measure:FILED"):  # fmt: skip
        assert mistake_in(good, names)[0] == ""
    for bad in ("stock:all", "aided:dibao", "stock:medical_aid", "channel:VISIT", "payer:state", "measure:filed",
                "stocks:dibao"):  # fmt: skip
        assert mistake_in(bad, names)[0] != ""
