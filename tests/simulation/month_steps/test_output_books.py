"""What departments would look for in the books: papers, trips, online filings, joint cases, aid by programme."""

import pytest
from worlds import onward

from simulation.ledger import Aided, Flow, Ledger, Measure
from simulation.parameters.scenario.scenario import Scenario
from simulation.state import State

OWN = {"application.one_id_all": 1, "application.accept_anywhere": 1, "application.place_rule": 2}


def total(ledger: Ledger, name: str) -> int:
    return int(ledger.measure(Measure[name]).sum())


def year(base: Scenario, warm: State, **values: float) -> Ledger:
    return onward(warm, base.change({key.replace("__", "."): value for key, value in values.items()}), 12)[1]


def named(values: dict[str, float]) -> dict[str, float]:
    return {key.replace(".", "__"): value for key, value in values.items()}


def test_who_files_itself_brings_papers_and_makes_trips(base: Scenario, warm: State) -> None:
    zero = ("application.online_share", "verification.identity_online_share", "burden.self_declaration",
            "burden.proofs_waived")  # fmt: skip
    given = OWN | dict.fromkeys(zero, 0.0) | {"application.documents": 3, "application.trips": 2}
    books = year(base, warm, **named(given))
    own = total(books, "FILED_OWN")
    assert 0 < own <= total(books, "FILED")
    assert total(books, "PAPERS") == 3 * own
    assert total(books, "TRIPS") == 2 * own
    assert total(books, "FILED_ONLINE") == 0


def test_online_there_are_no_trips(base: Scenario, warm: State) -> None:
    given = OWN | {"application.online_share": 1, "application.digital_exclusion_share": 0}
    books = year(base, warm, **named(given))
    online = total(books, "FILED_ONLINE")
    assert online == total(books, "FILED_OWN") > 0
    assert total(books, "FILED_ONLINE_PERSONS") >= online
    assert total(books, "TRIPS") == 0


def test_grants_are_joint_cases_where_items_are_joined(base: Scenario, warm: State) -> None:
    joined = year(base, warm, application__bundled_items=15)
    assert total(joined, "JOINT_CASES") == total(joined, "GRANTED") > 0
    assert total(joined, "JOINT_ITEMS") == 15 * total(joined, "GRANTED")
    apart = year(base, warm, application__bundled_items=1)
    assert total(apart, "JOINT_CASES") == total(apart, "JOINT_ITEMS") == 0


def test_honest_declarers_need_the_fast_track(base: Scenario, warm: State) -> None:
    off = year(base, warm, verification__fast_track_enabled=0)
    assert total(off, "HONEST_DECLARERS") == 0
    on = year(base, warm, verification__fast_track_enabled=1, verification__fast_track_conditions=2)
    assert total(on, "HONEST_DECLARERS") == total(on, "FILED") > 0


def test_breaches_are_graded_where_they_are_recorded(base: Scenario, warm: State) -> None:
    off = year(base, warm, credit__enabled=0)
    assert total(off, "BREACHES_GENERAL") == total(off, "BREACHES_SERIOUS") == 0
    on = {"credit.enabled": 1, "credit.general_months": 6, "credit.serious_months": 24}
    hiding = year(base, warm, **named(on | {"credit.serious_part": 0}))  # whoever hides anything is a serious case
    general, serious = total(hiding, "BREACHES_GENERAL"), total(hiding, "BREACHES_SERIOUS")
    assert min(general, serious) > 0  # a change that was not reported is a breach without hidden earnings
    assert general + serious == total(hiding, "BARRED")
    none_serious = year(base, warm, **named(on | {"credit.serious_part": 1}))
    assert total(none_serious, "BREACHES_SERIOUS") == 0
    assert total(none_serious, "BREACHES_GENERAL") == total(none_serious, "BARRED") > 0


def test_held_cards_are_a_share_of_those_paid(base: Scenario, warm: State) -> None:
    for share in (0.0, 0.2):
        books = year(base, warm, payment__card_held_share=share)
        held = books.measure(Measure.HELD_CARDS)
        paid = books.flows[..., Flow.PAID_UNITS].sum(axis=(0, 2)) - books.measure(Measure.TEMPORARY_CASES)
        assert held.sum() == pytest.approx(share * paid.sum(), rel=0.25)


def test_relatives_are_among_applicants_and_holders(base: Scenario, warm: State) -> None:
    books = year(base, warm)
    units, persons = books.measure(Measure.RELATIVES_UNITS), books.measure(Measure.RELATIVES_PERSONS)
    assert (units <= persons).all()
    assert units.sum() < books.measure(Measure.HOLDERS).sum() + total(books, "FILED")


def test_disaster_relief_is_a_part_of_temporary_assistance(base: Scenario, warm: State) -> None:
    books = year(base, warm)
    temporary = [k for k, name in enumerate(books.programmes) if name.startswith("temporary")]
    assert total(books, "DISASTER_PERSONS") <= books.flows[:, :, temporary, Flow.PAID_PERSONS].sum()


def test_aid_is_counted_by_programme(base: Scenario, warm: State) -> None:
    books = year(base, warm, needs__known=1, medical_aid__enabled=1, education_aid__enabled=1)
    aids = base.rule_book().aids
    found = books.aids.sum(axis=(0, 1))
    for name in ("medical_aid", "education_aid"):
        units, persons, value = found[aids.index(name)]
        assert units > 0
        assert persons > 0
        assert value > 0
    assert not found[len(aids) : -1].any()
    looks = books.aids[:, 2::3, :, Aided.UNITS].sum(axis=0)
    holders = books.measure(Measure.HOLDERS)[2::3]
    assert (looks <= 3 * holders[:, None]).all()


def test_aid_that_is_switched_off_is_not_counted(base: Scenario, warm: State) -> None:
    books = year(base, warm, medical_aid__enabled=0)
    assert not books.aids[:, :, base.rule_book().aids.index("medical_aid")].any()
