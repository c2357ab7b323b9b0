"""The option `--plugin`, declared once: in front of every command, and on those that make something of a simulation."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

import typer

from simulation.cli.terminal import reported


def _load_plugins(plugins: list[str] | None) -> list[str] | None:
    if plugins:
        with reported():
            from simulation.simulate.plugins import load_plugin

            for each in plugins:
                load_plugin(each)
    return plugins


Plugins = Annotated[
    list[str] | None,
    typer.Option(
        "--plugin", metavar="FILE|NAME", callback=_load_plugins,
        help="Load your own indicators and processes first (docs/extending.md).",
    ),
]  # fmt: skip


def takes_plugins(function: Callable[..., None]) -> Callable[..., None]:
    """A command that also has `--plugin`, which is loaded as the options are read; stands below `@command()`."""
    signature = inspect.signature(function)
    option = inspect.Parameter("plugin", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Plugins)

    @functools.wraps(function)
    def called(*given: Any, plugin: list[str] | None = None, **options: Any) -> None:  # noqa: ARG001 - is loaded by now
        function(*given, **options)

    called.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), option]
    )
    called.__annotations__ = get_type_hints(function, include_extras=True) | {"plugin": Plugins}
    return called
