"""Which mechanisms `doudi reported` prints beside a province's own statements: scenarios/reported/, key `mechanism`."""

from functools import cache
from typing import Any

from simulation.parameters.files import data_folder, names_in, read_toml
from simulation.parameters.mistakes import Mistakes

FOLDER = "scenarios/reported"


@cache
def printed_in(province: str) -> frozenset[str]:
    """Ids of the mechanisms of which a statement of the province is printed; none where no file is.

    A file per province; in one for several, a statement names its `province`. Raises ScenarioError for broken files.
    """
    mistakes, found = Mistakes(), set()
    folder = data_folder() / "reported"
    for stem in names_in(folder, ".toml"):
        data = read_toml(folder / f"{stem}.toml", f"{FOLDER}/{stem}.toml", mistakes)
        found |= _named(data or {}, province, stem)
    mistakes.check()
    return frozenset(found)


def _named(node: Any, province: str, holder: str) -> set[str]:
    """Values of `mechanism` (one or a list) in a tree of tables that belong to the province."""
    if isinstance(node, list):
        return {name for each in node for name in _named(each, province, holder)}
    if not isinstance(node, dict):
        return set()
    holder = node["province"] if isinstance(node.get("province"), str) else holder
    found = {name for each in node.values() for name in _named(each, province, holder)}
    own = node.get("mechanism", [])
    return found | (set([own] if isinstance(own, str) else own) if holder == province else set())
