"""Docstrings of the public functions and classes: every parameter, what is returned, what is raised."""

import ast
import dataclasses
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import simulation as sim
from simulation.run_settings import LIMITS, settings_explained

DOCS = Path(sim.__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS))
from api_page import api_page, members, public_classes, returned_by  # noqa: E402
from docstrings import entries, sections  # noqa: E402

CLASSES = public_classes()
FUNCTIONS = {name: getattr(sim, name) for name in sim.__all__ if inspect.isfunction(getattr(sim, name))}


def function_of(thing: Any) -> Callable[..., Any]:
    """The function behind a method or a property."""
    found = getattr(thing, "fget", None) or getattr(thing, "func", None) or getattr(thing, "__func__", thing)
    assert callable(found)
    return found


def documented() -> Iterator[tuple[str, Callable[..., Any], bool]]:
    """(name, function, whether it is a property) of all that is public."""
    for name, function in FUNCTIONS.items():
        yield name, function, False
    for owner, kind in CLASSES.items():
        for name, thing in members(kind).items():
            yield f"{owner}.{name}", function_of(thing), not (inspect.isfunction(thing) or hasattr(thing, "__func__"))


def raises(function: Callable[..., Any]) -> bool:
    """Whether its own body raises: by `raise`, or by handing over what a collector of mistakes has found."""
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".check", "check_draws")):
            return True
    return False


def faults(function: Callable[..., Any], is_property: bool = False) -> list[str]:
    """What the docstring of a function lacks, or has too much."""
    parts = sections(inspect.getdoc(function) or "")
    taken = [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]
    found = [] if parts[""] else ["no summary"]
    if list(entries(parts.get("Args", ""))) != taken:
        found.append(f"Args: {list(entries(parts.get('Args', '')))} in place of {taken}")
    if function.__annotations__.get("return") is not None and not is_property and "Returns" not in parts:
        found.append("no Returns")
    if raises(function) and "Raises" not in parts:
        found.append("no Raises")
    return found


def fields_of(kind: type) -> list[str]:
    """Public fields of a dataclass or a named tuple."""
    named = [each.name for each in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []
    return [name for name in (*named, *getattr(kind, "_fields", ())) if not name.startswith("_")]


DOCUMENTED = list(documented())


@pytest.mark.parametrize(("name", "function", "is_property"), DOCUMENTED, ids=[name for name, *_ in DOCUMENTED])
def test_docstrings_are_complete(name: str, function: Callable[..., Any], is_property: bool) -> None:
    assert faults(function, is_property) == [], name


@pytest.mark.parametrize("name", CLASSES)
def test_docstrings_of_classes_explain_their_fields(name: str) -> None:
    kind = CLASSES[name]
    parts = sections(inspect.getdoc(kind) or "")
    inherited = [sections(inspect.getdoc(each) or "") for each in kind.__mro__]
    said = {n for each in (parts, *inherited) for part in ("Args", "Attributes") for n in entries(each.get(part, ""))}
    assert set(fields_of(kind)) - said == set()
    assert parts[""]
    if "Args" in parts:
        assert list(entries(parts["Args"])) == list(inspect.signature(kind).parameters)


@settings_explained
def explained(path: str, scale: float = 0.1, samples: int = 3) -> int:
    """What it does.

    Args:
        path: Where.
        samples: How many.

    Returns:
        A number.

    Raises:
        ValueError: Always.
    """
    raise ValueError(path, scale, samples)


@pytest.mark.parametrize(
    ("taken_out", "fault"),
    [("    path: Where.\n", "Args"), ("    scale: ", "Args"), ("Returns:", "no Returns"), ("Raises:", "no Raises")],
)
def test_a_docstring_that_lacks_something_is_found(taken_out: str, fault: str) -> None:
    whole = explained.__doc__ or ""
    assert faults(explained) == []
    assert taken_out in whole
    explained.__doc__ = whole.replace(taken_out, "")
    try:
        assert [each.partition(":")[0] for each in faults(explained)] == [fault]
    finally:
        explained.__doc__ = whole


def test_settings_are_worded_once_with_their_ranges_in_the_order_of_the_signature() -> None:
    said = entries(sections(inspect.getdoc(sim.compare) or "")["Args"])
    assert list(said) == list(inspect.signature(sim.compare).parameters)
    for name, limits in LIMITS.items():
        assert said[name].startswith(limits.help)
        assert limits.expected[1:] in said[name]
    assert "True: a progress bar" in entries(sections(inspect.getdoc(sim.sweep) or "")["Args"])["progress"]
    assert "True: a progress bar" not in said["progress"]


def attributes_of(kind: type) -> set[str]:
    """Public names of a class that `simulation` defines, but for old names and what Mesa or Python bring."""
    found = set(fields_of(kind))
    for each in kind.__mro__:
        if each.__module__.startswith("simulation"):
            found |= {name for name in vars(each) if not name.startswith("_")}
    old = {
        "Scenario": {"beside"}, "Comparison": {"beside"}, "BudgetConstraint": {"notches", "sweep"},
        "BudgetSurface": {"notches"}, "MarginalRates": {"sweep"}, "ProvinceModel": {"observables"},  # Mesa's
    }  # fmt: skip
    return found - old.get(kind.__name__, set())


def test_every_public_attribute_is_on_the_page_of_the_api() -> None:
    page = api_page()
    chapters = {chapter.partition("`\n")[0].removeprefix("`").removeprefix("sim."): chapter
                for chapter in page.split("\n## ")[1:]}  # fmt: skip
    assert set(sim.__all__) <= set(chapters)
    for function in FUNCTIONS.values():
        made = returned_by(function)
        assert made is None or made.__name__ in chapters
    for name, kind in CLASSES.items():
        chapter = chapters[name]
        written = {
            each for each in attributes_of(kind) if f"### `{name}.{each}`" in chapter or f"- `{each}`:" in chapter
        }
        assert written == attributes_of(kind), name
    for promised in ("Scenario.load", "Comparison.plot", "Scenario.digest", "Solution.roots"):
        owner, _, name = promised.partition(".")
        assert name in attributes_of(CLASSES[owner])
