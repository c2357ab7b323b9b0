"""The digest of all that is registered, which enters the identity of runs; and how it gets to other processes.

Two runs have the same numbers only if the same own code was registered: the digest is part of the id of every run of a
sweep, of its warmed-up states and of run records, so that stores never mix runs with and without it.
"""

import hashlib
import inspect
import pickle
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulation.extensions import processes
from simulation.extensions.analyzers import Analyzer
from simulation.indicators import registered

_DIGITS: Final = 16
_OWN: Final = Path(__file__).parents[1]  # the package, whose sources are in the code version of a run already

PROCESS: Final = "process "  # before the name of a process in records


def identity() -> str:
    """Digest (16 hex digits) of all registered indicators and processes; empty where there are none."""
    parts = sorted(record().items())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_DIGITS] if parts else ""


def record() -> dict[str, str]:
    """Digest by kind and name ("indicator x", "process y") of everything registered: for run records."""
    found = {}
    for each in registered.registered():
        head = (each.unit, each.observer, each.status, each.limits)
        found[f"indicator {each.name}"] = _digest(head, each.function, each.events)
    for process in processes.processes():
        found[PROCESS + process.name] = _digest((process.writes, process.start), process.function)
    return found


def digest_of_analyzer(analyzer: Analyzer) -> str:
    """Digest (16 hex digits) of what an analyzer does: its class, what it was made with, and what its `step` names."""
    kind = type(analyzer)
    return _digest(analyzer.name, kind, getattr(analyzer, "__dict__", {}), kind.step)


def packed() -> bytes:
    """All that is registered, functions of notebooks and plugin files included, for another process; empty: nothing."""
    held = registered.registered(), processes.processes()
    if not any(held):
        return b""
    import cloudpickle

    content: bytes = cloudpickle.dumps((held, sorted(_known.items())))
    return content


def unpack(content: bytes, expected: str) -> None:
    """In a worker: have exactly registered what `packed` holds. Nothing is done where that is so already."""
    if expected in (_unpacked.get("identity"), None if _unpacked else identity()):
        return
    registered.let_go(*(each.name for each in registered.registered()))
    processes.let_go(*(each.name for each in processes.processes()))
    if content:
        (indicators, found), known = pickle.loads(content)
        registered.hold(*indicators)
        processes.hold(*found)
        _known.update(known)
    _unpacked["identity"] = expected


_unpacked: dict[str, str] = {}  # in a worker: the identity of what it has been given
_known: dict[str, str] = {}  # digest by file of a plugin, as it was when it was loaded


def know(file: Path) -> None:
    """Note the digest of a plugin's file: all that it registers has it in its own."""
    _known[str(file.resolve())] = hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def _digest(*things: Any) -> str:
    digest = hashlib.sha256()
    for thing in things:
        digest.update(_content(thing, set()))
    return digest.hexdigest()[:_DIGITS]


def _content(thing: Any, seen: set[int]) -> bytes:
    """What decides what a function, object or value does, as bytes.

    Of a function its source (else its code), its defaults, and the functions and values of its own file or notebook
    that it names; of a file that was loaded as a plugin all of it. Modules and installed packages go by their names.
    """
    if isinstance(thing, types.FunctionType | types.MethodType):
        return _of_function(inspect.unwrap(thing), seen)
    if isinstance(thing, types.ModuleType):
        return thing.__name__.encode()
    if isinstance(thing, type) or callable(thing):
        kind = thing if isinstance(thing, type) else type(thing)
        own = b"" if isinstance(thing, type) else _content(getattr(thing, "__dict__", {}), seen)
        return f"{kind.__module__}.{kind.__qualname__}".encode() + _source(kind) + own
    if isinstance(thing, np.ndarray):
        return f"{thing.dtype} {thing.shape}".encode() + np.ascontiguousarray(thing).tobytes()
    if isinstance(thing, dict):
        return b"".join(_content(each, seen) for pair in sorted(thing.items(), key=repr) for each in pair)
    if isinstance(thing, list | tuple | set | frozenset):
        parts = sorted(thing, key=repr) if isinstance(thing, set | frozenset) else thing
        return type(thing).__name__.encode() + b"".join(_content(each, seen) for each in parts)
    if isinstance(thing, str | int | float | bool | bytes | None | complex):
        return repr(thing).encode()
    return pickle.dumps(thing, 5)


def _of_function(function: Any, seen: set[int]) -> bytes:
    function = getattr(function, "__func__", function)
    if id(function) in seen:
        return b""
    seen.add(id(function))
    file = inspect.getsourcefile(function) or ""
    if known := _known.get(str(Path(file).resolve())):
        return f"{function.__qualname__} {known}".encode()
    if Path(file).is_relative_to(_OWN):
        return f"{function.__module__}.{function.__qualname__}".encode()
    closure = [cell.cell_contents for cell in function.__closure__ or ()]
    found = _source(function) or _code(function.__code__)
    found += _content((function.__defaults__, function.__kwdefaults__, closure), seen)
    for name in sorted(_names(function.__code__)):
        if name in function.__globals__:
            found += name.encode() + _content(function.__globals__[name], seen)
    return found


def _source(thing: Callable[..., Any] | type) -> bytes:
    try:
        return inspect.getsource(thing).encode()
    except (OSError, TypeError):
        return b""


def _code(code: types.CodeType) -> bytes:
    """Code without source, as typed into a console: of this version of Python alone."""
    inner = b"".join(
        _code(each) if isinstance(each, types.CodeType) else repr(each).encode() for each in code.co_consts
    )
    return sys.version.encode() + code.co_code + repr(code.co_names).encode() + inner


def _names(code: types.CodeType) -> set[str]:
    inner = [_names(each) for each in code.co_consts if isinstance(each, types.CodeType)]
    return set(code.co_names).union(*inner)
