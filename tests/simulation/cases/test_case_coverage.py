"""What the shipped cases cover: every programme, rule, income row, extra, aid and boundary; every lever; sources."""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from shipped import shipped_cases

from simulation.cases.answering import plain, plain_rules
from simulation.cases.posing import DECISION
from simulation.cases.suite import Check
from simulation.parameters.files.names import MONEY
from simulation.parameters.files.reading import data_folder
from simulation.parameters.programmes.programme_checks import walk
from simulation.parameters.programmes.programmes import ProgrammeSpec
from simulation.parameters.programmes.rule_blocks import ScaleSpec, ScheduleSpec
from simulation.parameters.scenario.scenario import Scenario
from simulation.rules import blocks
from simulation.rules.tables import Benefit, Item, Op, Profile, Rounding

ROOT = Path(__file__).parents[3]
LEVERS = list(csv.DictReader((Path(str(data_folder())) / "rule_levers.csv").read_text(encoding="utf-8").splitlines()))
BASE = Scenario.load("hubei")
PROGRAMMES = {spec.id: spec for spec in BASE.sources.programmes}
ELSEWHERE = ("screening.",)  # a lever of a process: the case shows whom the rules entitle once they are found
RULES = [BASE.rule_book().reason(code) for code in range(1, len(BASE.rule_book().reasons))]


@cache
def expected(output: str) -> set[object]:
    return {
        asked.expected[output] for check in shipped_cases().checks for asked in check.asked if output in asked.expected
    }


def test_there_are_at_least_150_cases_with_sources() -> None:
    assert len(shipped_cases().checks) >= 150
    assert all(check.sources for check in shipped_cases().checks)


def test_every_source_is_known() -> None:
    listed = {line.split("|")[1].strip() for line in (ROOT / "docs" / "sources.md").read_text("utf-8").splitlines()[8:]}
    examples = {file.stem for file in (ROOT / "scenarios" / "cases" / "programmes").glob("*.toml")}
    named = {source for check in (*shipped_cases().checks, *shipped_cases().grids) for source in check.sources}
    assert named <= listed | examples, sorted(named - listed - examples)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_gives_something_in_a_case(programme: str) -> None:
    """As the decided status or grant or, for aid, as what comes with a status when it is switched on."""
    if not PROGRAMMES[programme].is_aid:
        assert programme in expected("programme") | expected("grant_programme")
        return
    switched_on = [
        asked.expected.get("bundle", 0)
        for check in shipped_cases().checks
        for asked in check.asked
        if any((change.path, change.value) == (f"{programme}.enabled", 1) for change in asked.posed.scenario.changes)
    ]
    assert any(switched_on)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_refuses_somebody(rule: str) -> None:
    assert rule in expected("reason")


def families() -> dict[tuple[str, str], list[Check]]:
    """Boundaries: file and name without (below), (at), (above)."""
    found: dict[tuple[str, str], list[Check]] = defaultdict(list)
    for check in shipped_cases().checks:
        name, _, at = check.name.rpartition(" (")
        if at in ("below)", "at)", "above)"):
            found[check.file, name].append(check)
    return found


def money_rules() -> list[str]:
    tests = []
    for spec in BASE.sources.programmes:
        tests += [f"{spec.id}.{row.id}" for row in spec.eligibility if row.test.field in MONEY]
        tests += [f"{spec.id}.{row.id}" for row in spec.assets]
    return tests


@pytest.mark.parametrize("rule", money_rules())
def test_every_limit_on_money_is_tried_below_at_and_above(rule: str) -> None:
    """The rule refuses on one side of the limit and not on the other, one step away."""
    told = [[check.asked[0].expected.get("reason") for check in family] for family in families().values()]
    assert any(len(reasons) == 3 and reasons[0] != reasons[2] and rule in reasons for reasons in told)


def test_every_income_row_acts_in_a_case() -> None:
    count, acted, names = plain(blocks.income_row), set(), BASE.rule_book().income
    for check in shipped_cases().checks:
        question = check.asked[0].posed.question
        if len(question.book.income) == len(names):
            rules = plain_rules(question.rules)
            facts, lines = question.facts.tolist(), question.lines.tolist()
            acted |= {i for i in range(len(names)) if i not in acted and count(rules, i, facts, lines) != 0}
    assert acted == set(range(len(names))), [names[i] for i in range(len(names)) if i not in acted]


def kinds_used() -> set[str]:
    """Kinds of block in the rule tables of all questions, and of schedule and scale in their files."""
    used: set[str] = set()
    for rules in {id(q.rules): q.rules for q in questions()}.values():
        used |= {f"benefit {Benefit(kind).name}" for kind in np.unique(rules.programmes["benefit"])}
        used |= {f"rounding {Rounding(kind).name}" for kind in np.unique(rules.programmes["rounding"])}
        used |= {f"exit {Profile(kind).name}" for kind in np.unique(rules.programmes["exit_profile"])}
        used |= {f"item {Item(kind).name}" for kind in np.unique(rules.income["item"])}
        used |= {f"op {Op(kind).name}" for kind in np.unique(rules.conditions["op"])}
    for scenario in {id(s): s for s in scenarios()}.values():
        for spec in scenario.sources.programmes:
            used |= {f"schedule {part.kind}" for _, part in walk(spec) if isinstance(part, ScheduleSpec)}
            used |= {"scale" for _, part in walk(spec) if isinstance(part, ScaleSpec)}
    return used


def questions():
    return [asked.posed.question for check in shipped_cases().checks for asked in check.asked]


def scenarios():
    return [asked.posed.scenario for check in shipped_cases().checks for asked in check.asked]


def test_every_kind_of_block_is_used() -> None:
    wanted = {f"benefit {kind.name}" for kind in Benefit} | {f"rounding {kind.name}" for kind in Rounding}
    wanted |= {f"exit {kind.name}" for kind in Profile} | {f"item {kind.name}" for kind in Item}
    wanted |= {f"op {kind.name}" for kind in Op} | {"scale"}
    wanted |= {f"schedule {kind}" for kind in ("marginal", "amount", "tiers")}
    assert kinds_used() >= wanted


def blocks_acting() -> set[str]:
    """Kinds of rows in programmes that some case is about: a status or grant it expects, or aid it switches on."""
    about = expected("programme") | expected("grant_programme")
    found: set[str] = set()
    for check in shipped_cases().checks:
        for asked in check.asked:
            turned = {c.path.partition(".")[0] for c in asked.posed.scenario.changes}
            of = asked.posed.question.of
            ids = turned | ({asked.posed.question.book.programmes[of].id} if of != DECISION else set())
            for spec in asked.posed.scenario.programmes:
                if spec.id in about or spec.id in ids:
                    found |= rows_in(spec)
    return found


@cache
def rows_of_spec(text: str) -> frozenset[str]:
    """Kinds of rows of a programme, given as its own JSON."""
    spec = ProgrammeSpec.model_validate_json(text)
    blocks_held = ("eligibility", "assets", "income", "supplement", "bundle", "group", "passport", "reach", "excludes")
    found = {block for block in blocks_held if getattr(spec, block)} | ({"exit"} if spec.exit else set())
    found |= {f"reach {' '.join(sorted(row.given()))}" for row in spec.reach}
    found |= {"own amount" for row in spec.passport if row.need is not None}
    found |= {"taper" for row in spec.passport if row.taper != 0}
    waived = (*spec.eligibility, *spec.assets, *spec.income)
    found |= {"unless" for row in waived if row.unless} | {"when" for row in spec.income if row.when}
    found |= {"exempt" for row in spec.assets if row.exempt != 0}
    return frozenset(found | {name for name in ("minimum", "maximum") if getattr(spec.benefit, name)})


def rows_in(spec: ProgrammeSpec) -> frozenset[str]:
    return rows_of_spec(spec.model_dump_json(by_alias=True))


def test_every_kind_of_row_stands_in_a_programme_that_a_case_is_about() -> None:
    wanted = {"eligibility", "assets", "income", "supplement", "bundle", "group", "passport", "reach", "excludes"}
    wanted |= {"exit", "own amount", "taper", "unless", "when", "exempt", "minimum", "maximum"}
    wanted |= {"reach share", "reach gain share", "reach among places", "reach among budget unit"}
    assert blocks_acting() >= wanted | {"reach persists stages"}


@pytest.mark.parametrize("province", sorted(path.name for path in (ROOT / "scenarios" / "provinces").iterdir()
                                            if path.is_dir()))  # fmt: skip
def test_every_province_has_cases_of_its_own(province: str) -> None:
    assert len([check for check in shipped_cases().checks if f"provinces/{province}/cases" in check.file]) >= 4


def test_both_the_decision_and_programmes_alone_are_asked() -> None:
    assert {question.of == DECISION for question in questions()} == {True, False}
    assert {question.elapsed >= 0 for question in questions()} == {True, False}


@pytest.mark.parametrize("mechanism", sorted({row["mechanism"] for row in LEVERS}))
def test_every_mechanism_has_a_paired_check_on_one_of_its_levers(mechanism: str) -> None:
    paths = {row["path"] for row in LEVERS if row["mechanism"] == mechanism}
    turned = set()
    for check in shipped_cases().checks:
        if check.must_differ and mechanism in check.mechanisms:
            first, second = (asked.posed.scenario.changes for asked in check.asked)
            turned |= {change.path for change in set(first) ^ set(second)}
    if all(path.startswith(ELSEWHERE) for path in paths):
        assert any(mechanism in check.mechanisms for check in shipped_cases().checks)
        return
    assert turned & paths, f"levers {sorted(paths)}, turned {sorted(turned)}"
