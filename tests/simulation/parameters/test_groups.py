"""No parameter group is left out of what the compiled month takes, and no parameter is stated that nothing reads."""

import re
from pathlib import Path

import pytest

import simulation
from simulation.parameters.schema.bundle import MONTH_GROUPS, READ_ELSEWHERE, STAFF
from simulation.parameters.schema.groups import GROUPS, fields_of
from simulation.parameters.schema.shocks import SHOCKS, Shock

ROOT = Path(simulation.__file__).parent
READERS = [file.read_text("utf-8") for file in ROOT.rglob("*.py")
           if file.parent.name != "schema" or file.name == "effective.py"]  # fmt: skip


def test_every_group_is_of_the_month_or_named_as_read_elsewhere() -> None:
    assert set(GROUPS) >= READ_ELSEWHERE
    assert set(MONTH_GROUPS) == {name.removeprefix(STAFF) for name in set(GROUPS) - READ_ELSEWHERE}


@pytest.mark.parametrize("group", [name for name in GROUPS if name not in READ_ELSEWHERE])
def test_every_parameter_of_the_month_is_read(group: str) -> None:
    unread = [name for name in fields_of(group) if not any(re.search(rf"\.{name}\b", text) for text in READERS)]
    assert not unread, "a value that nothing reads changes nothing, whatever a reform makes of it"


def test_every_shock_says_what_follows_from_it() -> None:
    assert set(SHOCKS) == set(Shock)
    known = {f"{group}.{name}" for group in GROUPS for name in fields_of(group)}
    for each in SHOCKS.values():
        assert each.en
        assert each.zh
        assert not each.months or each.months in known
