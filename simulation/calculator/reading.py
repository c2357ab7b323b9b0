"""A household from the command line: `key=value` words, a TOML file, or a file with words that overrule it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

from simulation.parameters.files.mistakes import Mistakes, ScenarioError
from simulation.parameters.files.reading import read_toml
from simulation.parameters.household import Household

PLACE: Final = "household"
_WORDS: Final = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False, "1": True, "0": False}


def read_household(given: Sequence[str]) -> Household:
    """The household that words describe; ScenarioError with every unknown key and every value of a wrong kind.

    >>> read_household(["persons=3", "wage=2600,car=yes"]).wage
    2600.0
    """
    mistakes = Mistakes()
    values: dict[str, Any] = {}
    worded: set[str] = set()
    for place, key, value in _pairs(given, mistakes):
        if place == PLACE and key in worded:
            mistakes.add(place, key, "each fact once", f"{key} again, {value}")
        worded |= {key} if place == PLACE else set()
        kind = {entry.name: str(entry.type) for entry in fields(Household)}.get(key)
        if kind is None:
            mistakes.unknown(place, key, "fact of a household", key, (entry.name for entry in fields(Household)))
        else:
            read = _read(value, kind)
            if read is None:
                mistakes.add(place, key, _expected(kind), value)
            else:
                values[key] = read
    if mistakes.found:  # what was read may be impossible besides
        try:
            Household(**{key: value for key, value in values.items() if key != "county"}).check(set())
        except ScenarioError as error:
            mistakes.found += error.mistakes
    mistakes.check()
    return Household(**values)


def _pairs(given: Sequence[str], mistakes: Mistakes) -> Iterator[tuple[str, str, Any]]:
    """(place, key, value) of every word and of every line of the files, files first."""
    words = [word for text in given for word in text.replace("，", ",").replace(",", " ").split()]
    for word in words:
        if "=" not in word:
            data = read_toml(Path(word), word, mistakes) or {}
            table = data.get(PLACE, data)
            yield from ((word, key, value) for key, value in table.items())
    for word in words:
        if "=" in word:
            key, _, value = word.partition("=")
            yield PLACE, key.strip(), value.strip()


def _read(value: Any, kind: str) -> Any:
    """A value of that kind, None if it is not one."""
    if "bool" in kind:
        return value if isinstance(value, bool) else _WORDS.get(str(value).lower())
    if "Literal" in kind:
        return str(value)
    if "str" in kind and not str(value).isdigit():  # a name in place of a code
        return str(value)
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return int(number) if "int" in kind and number.is_integer() else number


def _expected(kind: str) -> str:
    return "yes or no" if "bool" in kind else "a number"
