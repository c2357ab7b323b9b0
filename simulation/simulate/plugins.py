"""Plugins: own indicators and processes from a Python file, or from an installed package (`doudi.plugins`)."""

import sys
import traceback
from dataclasses import replace
from importlib import metadata, util
from pathlib import Path
from typing import Final

from simulation.extensions import identity, processes
from simulation.indicators import registered
from simulation.parameters.files.mistakes import Mistakes, ScenarioError

GROUP: Final = "doudi.plugins"  # entry points of packages; each a function without arguments that registers
_PLACE: Final = "load_plugin"


def load_plugin(where: str | Path) -> list[str]:
    """Load own indicators and processes.

    A file is run once, and registers (`sim.register_indicator`, `sim.register_process`); its whole text enters the
    identity of every run made with it.

    Args:
        where: Path of a Python file, or name of an entry point of the group `doudi.plugins`.

    Returns:
        The names that it registered.

    Raises:
        ScenarioError: For what is not there, fails, or registers nothing.
    """
    before = _held()
    text = str(where)
    if text.endswith(".py"):
        _run_file(Path(where), text)
    else:
        _run_entry_point(text)
    new = [name for name, each in _held().items() if before.get(name) is not each]
    if not new:
        mistakes = Mistakes()
        mistakes.add(text, "", "a call of sim.register_indicator or sim.register_process", "nothing registered")
        mistakes.check()
    return new


def _held() -> dict[str, object]:
    indicators: dict[str, object] = {each.name: each for each in registered.registered()}
    return indicators | {each.name: each for each in processes.processes()}


def _run_file(file: Path, name: str) -> None:
    """Run a file as a module of its own, which goes to other processes by value."""
    import cloudpickle

    mistakes = Mistakes()
    if not file.is_file():
        mistakes.add(name, "", "a Python file", "no such file")
        mistakes.check()
    identity.know(file)
    title = f"doudi_plugin_{file.stem}"
    spec = util.spec_from_file_location(title, file)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[title] = util.module_from_spec(spec)
    cloudpickle.register_pickle_by_value(module)
    try:
        spec.loader.exec_module(module)
    except ScenarioError as error:  # its calls of `sim.register_...`, each mistake named
        mistakes.found += [replace(each, file=f"{name}: {each.file}") for each in error.mistakes]
    except Exception as error:
        own = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == str(file)]
        place = f"line {own[-1] if own else getattr(error, 'lineno', '?')}"
        mistakes.add(name, place, "a file that runs", f"{type(error).__name__}: {error}")
    mistakes.check()


def _run_entry_point(name: str) -> None:
    found = {each.name: each for each in metadata.entry_points(group=GROUP)}
    mistakes = Mistakes()
    if name not in found:
        mistakes.unknown(_PLACE, name, "plugin (a path ends in .py)", name, found)
        mistakes.check()
    try:
        found[name].load()()
    except Exception as error:
        mistakes.add(name, found[name].value, "a function that registers", f"{type(error).__name__}: {error}")
    mistakes.check()
