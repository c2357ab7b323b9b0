"""The page of the Python API: every public function and class, and the classes that the functions return."""

import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from types import UnionType
from typing import Any, get_args

from docstrings import described, entries, listed, sections

import simulation as sim
from simulation.calculator.explanation import Entry
from simulation.comparison.until_narrow import Reached
from simulation.extensions.columns import Columns, Households
from simulation.extensions.processes import OwnMonth
from simulation.parameters.files.mistakes import Mistake
from simulation.report.charts.plots import Plots
from simulation.run_settings import Settings
from simulation.search.solution import Root, Target, Value
from simulation.simulate.period import Period

# what the classes consist of, and what analyzers and processes are called with
PARTS = (Settings, Period, Plots, Root, Value, Target, Reached, Entry, Mistake, Columns, Households, OwnMonth)
WIDEST = 100  # characters of a signature on one line
QUOTED = re.compile(r"'([A-Z]\w*)'")
MODULES = re.compile(r"(?<![\w.\"'])(?:[A-Za-z_]\w*\.)+(?=[A-Za-z_])")


def returned_by(function: Any) -> type | None:
    """The class of `simulation` that a public function returns; None for tables and lists."""
    kind = inspect.get_annotations(function).get("return")
    found = [each for each in (get_args(kind) if isinstance(kind, UnionType) else (kind,)) if _is_ours(each)]
    return found[0] if found else None


def public_classes() -> dict[str, type]:
    """The public classes, those that public functions return, and their parts, by name."""
    things = [getattr(sim, name) for name in sim.__all__]
    classes = [each if inspect.isclass(each) else returned_by(each) for each in things]
    return {each.__name__: each for each in (*classes, *PARTS) if each is not None}


def members(owner: type) -> dict[str, Any]:
    """Public methods and properties of a class, its own before those that it inherits; old names are left out."""
    found: dict[str, Any] = {}
    for each in filter(_is_ours, owner.__mro__):
        for name, thing in vars(each).items():
            if not name.startswith("_") and _function(thing) is not None and not _is_renamed(thing):
                found.setdefault(name, thing)
    return found


def api_page() -> str:
    """The page, in the order of use; what a function returns follows it, and the parts come last."""
    written: set[str] = set()
    parts = ["# Python API\n\n`import simulation as sim`; these names, in the order of use.\n"]
    for name in sim.__all__:
        thing = getattr(sim, name)
        if inspect.isclass(thing):
            parts += _class(thing, f"sim.{name}")
            written.add(name)
            continue
        parts.append(f"## `sim.{name}`\n\n{_signature(name, thing)}{described(inspect.getdoc(thing) or '')}")
        made = returned_by(thing)
        if made is not None and made.__name__ not in {*written, *sim.__all__}:
            parts += _class(made, made.__name__)
            written.add(made.__name__)
    for each in PARTS:
        parts += _class(each, each.__name__)
    return "\n".join(parts)


def _class(owner: type, title: str) -> Iterator[str]:
    """A class, then its methods and properties."""
    text = inspect.getdoc(owner) or ""
    made = _signature(owner.__name__, owner) if "Args" in sections(text) else ""  # readers make it themselves
    yield f"## `{title}`\n\n{made}{described(text)}"
    above = [entries(sections(inspect.getdoc(each) or "").get("Attributes", "")) for each in owner.__mro__[1:]]
    if inherited := {name: said for each in above for name, said in each.items()}:
        yield listed(inherited)
    for name, thing in members(owner).items():
        function = _function(thing)
        if isinstance(thing, property | cached_property):
            shown = f"```python\n{name}{_returned(function).replace(' ->', ':')}\n```\n\n"
        else:
            shown = _signature(name, function)
        yield f"### `{owner.__name__}.{name}`\n\n{shown}{described(inspect.getdoc(function) or '')}"


def _signature(name: str, function: Any) -> str:
    """The signature as code, on one line or with a line per parameter."""
    signature = inspect.signature(function)
    given = [_short(str(each)) for each in signature.parameters.values() if each.name not in ("self", "cls")]
    kinds = [each.kind for each in signature.parameters.values() if each.name not in ("self", "cls")]
    if inspect.Parameter.KEYWORD_ONLY in kinds and inspect.Parameter.VAR_POSITIONAL not in kinds:
        given.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    end = f"){_returned(function)}"
    line = f"{name}({', '.join(given)}{end}"
    if len(line) > WIDEST:
        line = f"{name}(\n" + "".join(f"    {each},\n" for each in given) + end
    return f"```python\n{line}\n```\n\n"


def _returned(function: Any) -> str:
    """What is returned, as signatures write it; nothing for a class, which makes an object of its own."""
    kind = "" if inspect.isclass(function) else inspect.signature(function).return_annotation
    shown = kind if isinstance(kind, str) else inspect.formatannotation(kind)
    return f" -> {_short(shown)}" if shown else ""


def _short(text: str) -> str:
    """Names of classes without their modules, and without the quotes of those that are defined later."""
    return MODULES.sub("", QUOTED.sub(r"\1", text))


def _function(thing: Any) -> Any:
    """The function behind a method or property; None for anything else."""
    if isinstance(thing, property):
        return thing.fget
    if isinstance(thing, cached_property):
        return thing.func
    if isinstance(thing, classmethod | staticmethod):
        return thing.__func__
    return thing if inspect.isfunction(thing) else None


def _is_ours(thing: Any) -> bool:
    return inspect.isclass(thing) and thing.__module__.partition(".")[0] == "simulation"


def _is_renamed(thing: Any) -> bool:
    """Whether it is an old name of something (`simulation.moved`)."""
    return _function(thing).__qualname__.startswith("renamed.")
