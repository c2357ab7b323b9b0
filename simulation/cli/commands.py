"""Commands name themselves: `@command()` above a function, `group(...)` for several under one name.

Every file of this package is read by `add_all`; a new command is one file `<name>_command.py`. A parameter that is a
class of `options` (`asked: RunOptions`) becomes all of its options, declared there once.
"""

import functools
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, get_type_hints

import typer

from simulation.cli.options import Options

LAST: Final = 1000  # position of a command that names none: behind those that do
ENTRY: Final = "main"  # the file that asks for all others


class _Known(NamedTuple):
    position: int
    name: str
    add: Callable[[typer.Typer], object]


_known: dict[str, _Known] = {}


def command(name: str = "", *, position: int = LAST) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the function below as `doudi NAME`, by default its own name; `position`: smaller is listed earlier.

    Raises ValueError where there is a command of that name.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        named = name or function.__name__
        _register(_Known(position, named, lambda app: app.command(named)(spread(function))))
        return function

    return register


def group(inner: typer.Typer, name: str, *, position: int = LAST) -> None:
    """Register several commands under one name (`doudi NAME ...`). Raises ValueError where it is taken."""
    _register(_Known(position, name, lambda app: app.add_typer(inner, name=name)))


def _register(new: _Known) -> None:
    if new.name in _known:
        raise ValueError(f"there is a command {new.name!r} already")
    _known[new.name] = new


def add_all(app: typer.Typer) -> None:
    """Read every file of this package, and add what they register to `app` in the order of positions."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if module.name != ENTRY:
            import_module(f"{__package__}.{module.name}")
    for each in sorted(_known.values()):
        each.add(app)


def spread(function: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameters that are `Options` are replaced by the options which they hold."""
    hints = get_type_hints(function, include_extras=True)
    held: dict[str, type[Options]] = {}
    parameters: list[inspect.Parameter] = []
    for each in inspect.signature(function).parameters.values():
        kind = hints[each.name]
        if isinstance(kind, type) and issubclass(kind, Options):
            held[each.name] = kind
            parameters += _parameters_of(kind)
        else:
            parameters.append(each.replace(annotation=kind, kind=inspect.Parameter.KEYWORD_ONLY))

    @functools.wraps(function)
    def called(**given: Any) -> None:
        for name, kind in held.items():
            given[name] = kind(**{option: given.pop(option) for option in kind.names()})
        function(**given)

    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in parameters}
    return called


def _parameters_of(kind: type[Options]) -> Iterator[inspect.Parameter]:
    hints: Mapping[str, Any] = get_type_hints(kind, include_extras=True)
    for name, default in kind.names().items():
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hints[name])
