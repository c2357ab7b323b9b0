"""A reform moves only what it touches: other counties, other areas and other statuses stay as they are, bit for bit.

Inside the filter means: the line area (county of registration, urban or rural standard) is in it. Whoever is outside
may differ only through a named channel: the queue of an office that serves both, the yearly budget of temporary
assistance that the province shares out, a register that has room for some only, word of mouth over ties.
"""

import random
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from worlds import PLENTY, case_column, county_of_unit, onward, policy_at

from simulation import engine
from simulation.ledger import Books, Ledger
from simulation.month_steps.case_table import CASE, Stage
from simulation.month_steps.eligibility.needs import fill_needs
from simulation.parameters.files.reading import data_folder, names_in
from simulation.parameters.lines.lines import CHANGEABLE
from simulation.parameters.reforms.reforms import Change
from simulation.parameters.scenario.scenario import Scenario
from simulation.population.columns import Flag
from simulation.rules.programme import decide
from simulation.rules.rows import precomputed_amounts
from simulation.state import State

MONTHS = (0, 4, 6, 11)  # January, May, July, December
SCALES = {"dibao": 1.1, "tekun": 1.2, "marginal_multiple": 1.25, "minimum_wage": 0.9, "disposable_income": 1.1,
          "band_ceiling": 1.2}  # fmt: skip
# hours never run short, every door is met every month (by short calls: else the walk gets as far as the care of
# holders leaves minutes for), nobody learns by word of mouth, no budget is capped, and
# no register of a county's low-income households has room for some of them only
APART = PLENTY | {
    "screening.monitored_share": 0.0, "screening.anti_return_share": 0.0,
    "information.tell_prob_month": 0.0, "information.neighbour_report_prob": 0.0, "temporary.cap_yuan_person_year": 0.0,
    "visit.visits_per_grid_month": 400.0, "visit.minutes": 20.0,
    "visit.remote_share": 0.95, "visit.remote_minutes": 1.0,
}  # fmt: skip
SHIPPED = [name for name in names_in(data_folder() / "reforms", ".toml") if name != "none"]
FIELDS = [name for name in CASE.names or () if name not in ("unit", "village")]


def line_change(table: str, month: int, counties: tuple[int | str, ...] = (), area: str = "*") -> Change:
    """A scaled line table from `month` on, in some counties or areas."""
    return Change(f"lines.{table}", "scale", SCALES[table], month, counties=counties, area=area, file="test")


def inside(state: State, counties: tuple[int | str, ...], area: str) -> npt.NDArray[np.bool_]:
    """Units whose line area a filter holds."""
    codes = state.counties.adcode[state.units["registration"]]
    urban = (state.units["flags"] & Flag.LINE_URBAN) != 0
    chosen = np.isin(codes, list(counties)) if counties else np.ones(codes.size, bool)
    return chosen & ((area == "*") | (urban == (area == "urban")))


def moved_units(one: State, other: State) -> npt.NDArray[np.bool_]:
    """Units in which two states differ in any column, of their own or of their case."""
    names = [name for name in one.units.dtype.names or () if name != "case"]
    moved = np.zeros(one.units.size, bool)
    for name in names:
        moved |= (one.units[name] != other.units[name]).reshape(one.units.size, -1).any(axis=1)
    for name in FIELDS:
        mine, theirs = case_column(one, name), case_column(other, name)
        moved |= (mine != theirs).reshape(mine.shape[0], -1).any(axis=1)
    return moved


def moved_counties(one: Ledger, other: Ledger) -> npt.NDArray[np.bool_]:
    """Counties whose books differ."""
    moved = np.zeros(one.share.size, bool)
    for name in Books._fields:
        mine, theirs = getattr(one, name), getattr(other, name)
        moved |= (mine != theirs).reshape(mine.shape[0], -1).any(axis=1)
    return moved


@pytest.fixture(scope="module")
def codes(warm: State) -> list[int]:
    return [int(code) for code in warm.counties.adcode]


def draw(seed: int, codes: list[int]) -> tuple[str, int, tuple[int | str, ...], str]:
    """(table, month, counties, area) of a random filtered change."""
    chance = random.Random(seed)
    counties: tuple[int | str, ...] = tuple(sorted(chance.sample(codes, chance.choice((1, 3)))))
    return chance.choice(CHANGEABLE), chance.choice(MONTHS), counties, chance.choice(("*", "rural", "urban"))


@pytest.mark.parametrize("seed", range(6))
def test_other_counties_are_bit_identical(base: Scenario, warm: State, codes: list[int], seed: int) -> None:
    """A county where nobody is inside the filter shares no office, budget or tie with those inside."""
    table, month, counties, area = draw(seed, codes)
    reform = base.with_changes([line_change(table, month, counties, area)], name="local")
    before, books = onward(warm, base, 14)
    after, reformed = onward(warm, reform, 14, base)
    county = county_of_unit(before)
    touched = np.zeros(len(codes), bool)
    touched[np.unique(county[inside(before, counties, area)])] = True
    assert touched.any()
    assert not moved_counties(books, reformed)[~touched].any()
    assert not moved_units(before, after)[~touched[county]].any()


@pytest.mark.parametrize("table", ["dibao", "marginal_multiple", "minimum_wage"])
@pytest.mark.parametrize("area", ["rural", "urban"])
def test_where_nothing_is_scarce_nobody_outside_moves(base: Scenario, warm: State, table: str, area: str) -> None:
    """Hours unlimited, no cap, no word of mouth: every unit outside is identical, without exception."""
    apart = base.change(APART)
    reform = apart.with_changes([line_change(table, 6, (), area)], name="area")
    before, after = onward(warm, apart, 18)[0], onward(warm, reform, 18, apart)[0]
    moved = moved_units(before, after)
    within = inside(before, (), area)
    assert moved[within].any()
    assert not moved[~within].any()


def outside_moved(base: Scenario, warm: State, values: dict[str, float]) -> npt.NDArray[np.bool_]:
    """Units outside a change of urban lines that move in a year and a half, under other values of the world."""
    world = base.change(values)
    reform = world.with_changes([line_change("dibao", 6, (), "urban")], name="urban")
    before, after = onward(warm, world, 18)[0], onward(warm, reform, 18, world)[0]
    return moved_units(before, after) & ~inside(before, (), "urban")


def test_the_queue_is_a_channel(base: Scenario, warm: State) -> None:
    """Offices short of hours: whoever is outside waits longer or less long behind those inside."""
    scarce = {"staff.desk.hours_month": 30.0, "staff.desk.persons_per_desk": 5000.0}
    assert outside_moved(base, warm, APART | scarce).any()


def test_word_of_mouth_is_a_channel(whole: Scenario, whole_warm: State) -> None:
    """Paid units tell their ties: only villages with somebody inside are reached."""
    # nobody is met at the door, else all know already
    moved = outside_moved(whole, whole_warm, APART | {"information.tell_prob_month": 0.5, "visit.grid_enabled": 0.0})
    assert moved.any()
    village = np.searchsorted(whole_warm.villages.first, np.arange(moved.size), side="right")
    assert np.isin(village[moved], village[inside(whole_warm, (), "urban")]).all()


def test_the_budget_is_a_channel(base: Scenario, warm: State, codes: list[int]) -> None:
    """A cap on temporary assistance couples counties, from the next New Year on and through the budget alone."""
    needy = {"temporary.seek_prob": 1.0, "hardship.basic_yuan_month": 5000.0}  # else some small counties help nobody
    capped = base.change(APART | needy | {"temporary.cap_yuan_person_year": 20.0})
    reform = capped.with_changes([line_change("dibao", 0, tuple(codes[:2]))], name="two")
    outside = np.ones(len(codes), bool)
    outside[np.unique(county_of_unit(warm)[inside(warm, tuple(codes[:2]), "*")])] = False
    for months, moves in ((12, False), (13, True)):
        before, after = onward(warm, capped, months)[0], onward(warm, reform, months, capped)[0]
        assert (before.assistance_budget[outside] != after.assistance_budget[outside]).any() == moves, months
    before, after = onward(warm, capped, 12)[0], onward(warm, reform, 12, capped)[0]
    assert not moved_units(before, after)[outside[county_of_unit(warm)]].any()


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("path", ["condolence_visit.value_year", "dibao.gradual_exit_months", "expenditure.trigger"])
def test_aid_exits_and_programmes_that_are_off_change_no_standing_decision(
    base: Scenario, warm: State, path: str, month: int
) -> None:
    """In the month of the change: dearer aid, a longer exit or a value nobody reads decides nothing anew."""
    value = base.value(path) + (6 if base.sources.parameters[path].unit != "1" else 0.05)
    reform = base.change({path: value}, start=f"2023-{month + 1:02d}")
    before, after = onward(warm, base, month + 1)[0], onward(warm, reform, month + 1, base)[0]
    leaves = (case_column(before, "exit_left") > 0) | (case_column(after, "exit_left") > 0)
    for name in ("stage", "programme", "amount", "covered", "facts", "review", "noticed"):
        differs = case_column(before, name) != case_column(after, name)
        assert not differs[~leaves].any(), name
    if "exit" not in path:
        assert np.array_equal(case_column(before, "exit_left"), case_column(after, "exit_left"))


@pytest.mark.parametrize("month", MONTHS)
def test_everybody_on_a_changed_tariff_is_recalculated(base: Scenario, warm: State, month: int) -> None:
    """An administrator re-calculates all of that line area: each holder is paid what the new rules give on its file."""
    reform = base.with_changes([line_change("dibao", month)], name="all")
    after = onward(warm, reform, month + 1, base)[0]
    rules, lines = reform.rules(month), reform.lines(month).reshape(-1, 6)
    processes = policy_at(reform, month).processes[0]
    rows = precomputed_amounts(rules, lines)
    checked = 0
    for county, n in enumerate(after.n_cases):
        first = int(after.counties.first[county])
        for case in after.cases[county][: int(n)]:
            if case.stage != Stage.ENROLLED or case.exit_left > 0:
                continue
            unit = after.units[first + int(case.unit)]
            if unit["persons"] == 0:
                continue
            row = int(unit["registration"]) * 2 + int(bool(unit["flags"] & Flag.LINE_URBAN))
            facts = np.zeros(64, np.int64)
            facts[: case.facts.size] = case.facts
            fill_needs(after.units, processes, first + int(case.unit), facts)
            k, _, _, _, amount, covered = decide(rules, facts, rows[row])
            assert (case.programme, case.amount, case.covered) == (k, amount, covered)
            checked += 1
    assert checked > 100


def test_the_baseline_recalculates_in_january_only(base: Scenario) -> None:
    for month in range(1, 36):
        changed = engine.policy_of(base, base, month).changed
        assert changed.any() == (month % 12 == 0), month


def test_a_county_of_yunnan_moves_alone() -> None:
    """The case of a tester: Deqin's marginal line at 1.75 from July 2023 concerns Deqin's lines only."""
    base = Scenario.load("yunnan")
    deqin = int(base.counties.set_index("county").loc["德钦县", "adcode"])
    reform = base.with_changes(
        [Change("lines.marginal_multiple", "set", 1.75, 6, counties=(deqin,), file="test")], name="deqin"
    )
    changed = policy_at(reform, 6).changed
    rows = np.flatnonzero(changed.any(axis=1))
    place = base.counties["adcode"].tolist().index(deqin)
    assert set(rows) <= {2 * place, 2 * place + 1}
    assert rows.size
    assert not policy_at(reform, 7).changed.any()


def redated(base: Scenario, name: str, month: int) -> Scenario:
    """A shipped reform that begins in `month`."""
    reform = base.with_reform(name)
    changes = tuple(replace(change, start=month) for change in reform.changes)
    edits = tuple(replace(edit, start=month) for edit in reform.edits)
    return replace(reform, changes=changes, edits=edits, _kept={})


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_reform_decides_anew_only_who_rests_on_it(base: Scenario, warm: State, name: str) -> None:
    """In the month in which it begins, a holder on the same rules and lines that no office looks at stays as it was."""
    for month in MONTHS:
        reform = redated(base, name, month)
        changed = policy_at(reform, month).changed
        if not changed.any():  # it changes what offices do, no rule and no line
            continue
        start = onward(warm, base, month)[0] if month else warm
        one, other = onward(start, base.with_programmes_of(reform), 1)[0], onward(start, reform, 1, base)[0]
        row = start.units["registration"] * 2 + ((start.units["flags"] & Flag.LINE_URBAN) != 0)
        enrolled = case_column(start, "stage") == Stage.ENROLLED
        status = np.where(case_column(start, "exit_left") > 0, -1, case_column(start, "programme"))
        seen = np.zeros(enrolled.size, bool)  # at a review, or because it reports, states or shows a change
        for end in (one, other):
            seen |= (case_column(end, "facts") != case_column(start, "facts")).any(axis=1)
            seen |= case_column(end, "review") != case_column(start, "review")
        kept = enrolled & ~seen & (changed[row, np.where(enrolled, status, 0)] == 0)
        assert kept.any() or changed.any(axis=1).all()
        for field in ("stage", "programme", "amount", "covered", "facts", "review"):
            differs = case_column(one, field) != case_column(other, field)
            assert not differs[kept].any(), (month, field)
