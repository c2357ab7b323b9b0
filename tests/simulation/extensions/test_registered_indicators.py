"""A registered indicator is a row like any other: value, interval, labels, name; and mistakes in one are refused."""

from pathlib import Path

import numpy as np
import pytest

import simulation as sim
from simulation.indicators import ratio
from simulation.indicators.registered import SECTIONS
from simulation.ledger import Ledger, Measure
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.scenario.scenario import Scenario
from simulation.report.tables.sections import indicator_tables
from simulation.report.words import labels
from simulation.simulate.indicator_names import check_names, heads_of
from simulation.units import FEN

SMALL = {"scale": 0.0005, "months": 6, "warm_up": 12, "seed": 1}
WORDS = {"unit": "count", "zh": "两倍走访", "en": "Visits, twice", "section": "events"}
REFORM = {"dibao.line_multiple": 1.2}


def twice_the_visits(measures: np.ndarray) -> float:
    return 2.0 * float(measures[:, :, Measure.VISITS].sum())


def twice_the_gap(measures: np.ndarray) -> float:
    return 2.0 * float(measures[:, :, Measure.GAP_AFTER_FEN].sum()) / FEN


def gap_by_county(measures: np.ndarray) -> np.ndarray:
    return np.asarray(measures[:, :, Measure.GAP_AFTER_FEN].sum(axis=1))


def test_its_value_and_interval_are_those_of_the_row_that_it_doubles(base: Scenario) -> None:
    sim.register_indicator("twice_the_visits", twice_the_gap, events=gap_by_county, **WORDS)  # type: ignore[arg-type]
    changed = sim.compare(base, base.change(REFORM), replications=4, **SMALL)  # type: ignore[arg-type]
    table = changed.table().set_index("indicator")
    own, known = table.loc["twice_the_visits"], table.loc["poverty_gap_yuan_year"]
    for column in ("baseline", "reform", "difference", "low", "high"):
        assert own[column] == pytest.approx(known[column] * 2 * 0.5), column  # of six months, not of a year
    assert own["note"] == known["note"] == ""
    for lang, label in (("en", "Visits, twice"), ("zh", "两倍走访")):
        (events,) = (each for each in indicator_tables(changed, lang, full=False) if each.id == "events")  # type: ignore[arg-type]
        assert label in {row.cells[0] for row in events.rows}


def test_without_events_it_has_a_plain_interval(base: Scenario) -> None:
    sim.register_indicator("barred", lambda measures: float(measures[:, :, Measure.BARRED].sum()), **WORDS)  # type: ignore[arg-type]
    table = sim.run(base, replications=3, **SMALL).table().set_index("indicator")  # type: ignore[arg-type]
    assert table.loc["barred", "note"] == ""
    assert np.isfinite(table.loc["barred", ["low", "high"]].to_numpy(float)).all()


def test_it_is_a_name_that_searches_know(base: Scenario) -> None:
    with pytest.raises(Exception, match="no indicator 'twice_the_visits'"):
        check_names(base, ["twice_the_visits"])
    sim.register_indicator("twice_the_visits", twice_the_visits, **WORDS)  # type: ignore[arg-type]
    check_names(base, ["twice_the_visits", "ledger/all/twice_the_visits"])
    assert heads_of(base)[-1] == ("ledger", "all", "twice_the_visits", "count", "simulated")


def test_groups_may_depend_on_programmes_alone(base: Scenario) -> None:
    def units(ledger: Ledger) -> dict[str, float]:
        return {f"programme:{name}": float(ledger.flow(name, 1).sum()) for name in ledger.programmes}

    sim.register_indicator("units_of", units, **WORDS)  # type: ignore[arg-type]
    names = {group for _, group, name, *_ in heads_of(base) if name == "units_of"}
    assert names == {f"programme:{name}" for name in (*base.rule_book().names, "bundle")}
    by_size = lambda ledger: {"all" if ledger.money.any() else "none": 1.0}  # noqa: E731
    sim.register_indicator("units_of", by_size, **WORDS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"'units_of': expected the groups of an empty ledger \(none\), got all"):
        sim.run(base, replications=1, **SMALL).table()  # type: ignore[arg-type]


def test_what_it_raises_names_it_before_anything_is_run(base: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulation.simulate.one_replication.warmed_up", lambda *_, **__: pytest.fail("was run"))
    sim.register_indicator("odd", lambda ledger: ledger.nothing, **WORDS)  # type: ignore[arg-type]
    with pytest.raises(AttributeError) as raised:
        sim.run(base, **SMALL)  # type: ignore[arg-type]
    assert any("registered indicator 'odd'" in note for note in raised.value.__notes__)


def test_its_arrays_are_read_only(base: Scenario) -> None:
    def writes(money: np.ndarray) -> float:
        money[:] = 0
        return 0.0

    sim.register_indicator("writes", writes, **WORDS)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="read-only"):
        heads_of(base)


def test_every_mistake_at_once() -> None:
    with pytest.raises(ScenarioError) as raised:
        sim.register_indicator(
            "cost", lambda mesures: 0.0, unit="", zh="甲", en="x", section="event", status="seen", limits=(1.0, 0.0)
        )
    text = str(raised.value)
    assert len(raised.value.mistakes) == 6
    for part in ("no indicator or alias", "'events'", "'measures'", "unit: expected a text", "(lowest, highest)"):
        assert part in text, part


@pytest.mark.parametrize(
    ("unit", "meant"), [("shares", "share"), ("yuan/yr", "yuan/year"), ("person", "persons"), ("kilometres", "")]
)
def test_a_unit_that_is_nearly_one_of_the_tables_is_a_slip(unit: str, meant: str) -> None:
    def one(ledger: object) -> float:
        return 1.0

    if not meant:
        sim.register_indicator("one", one, unit=unit, zh="一", en="one")
        return
    with pytest.raises(ScenarioError, match=f"unit: expected '{meant}'"):
        sim.register_indicator("one", one, unit=unit, zh="一", en="one")


def test_names_of_doudi_stay_its_own_and_sections_are_those_of_tables() -> None:
    for name in ("visits_year", "budget", "Total", "a b"):
        with pytest.raises(ScenarioError, match="name: expected"):
            sim.register_indicator(name, twice_the_visits, **WORDS)  # type: ignore[arg-type]
    assert tuple(labels.SECTIONS) == SECTIONS
    sim.register_indicator("twice", twice_the_visits, **WORDS)  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match="did you mean 'twice'"):
        sim.unregister("twise")


def test_limits_are_those_of_the_unit_or_as_given(base: Scenario) -> None:
    from simulation.indicators.contributions import limits_of
    from simulation.indicators.rows import Row

    def of(name: str) -> tuple[float, float]:
        return limits_of(Row("ledger", "all", name, "share", 0.5))

    sim.register_indicator("part", lambda ledger: ratio(1, 2), **WORDS | {"unit": "share"})  # type: ignore[arg-type]
    sim.register_indicator("times", lambda ledger: 3.0, **WORDS | {"unit": "1"})  # type: ignore[arg-type]
    sim.register_indicator("cut", lambda ledger: 3.0, limits=(0.0, 5.0), **WORDS)  # type: ignore[arg-type]
    assert (of("part"), of("times"), of("cut")) == ((0.0, 1.0), (-np.inf, np.inf), (0.0, 5.0))


def test_a_csv_has_it(base: Scenario, tmp_path: Path) -> None:
    sim.register_indicator("twice_the_visits", twice_the_visits, **WORDS)  # type: ignore[arg-type]
    table = sim.run(base, replications=1, **SMALL).table()  # type: ignore[arg-type]
    table.to_csv(tmp_path / "indicators.csv")
    assert "twice_the_visits" in (tmp_path / "indicators.csv").read_text()
