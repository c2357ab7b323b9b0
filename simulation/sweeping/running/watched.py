"""Analyzers of a sweep: sent to the workers as bytes, and what they record brought back and kept as arrays of a run.

Every analyzer has three arrays: its name and the names of its numbers (text), the months, and (months, names) values.
"""

import pickle
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from simulation.extensions.analyzers import Analysed, Analyzer
from simulation.simulate.answers import Arrays
from simulation.simulate.errors import ExperimentError

_HEAD: Final = "analysis."


def packed(analyzers: Sequence[Analyzer]) -> bytes:
    """Analyzers for another process, those of notebooks included; empty: none.

    Raises ExperimentError, naming the analyzer, for one that cannot be sent.
    """
    if not analyzers:
        return b""
    import cloudpickle

    for each in analyzers:
        try:
            cloudpickle.dumps(each)
        except Exception as error:
            raise ExperimentError(
                f"the analyzer {each.name!r} cannot be sent to another process, where a sweep runs it "
                f"({type(error).__name__}: {error}); keep open files, locks and the like out of it"
            ) from error
    content: bytes = cloudpickle.dumps(tuple(analyzers))
    return content


def unpacked(content: bytes) -> tuple[Analyzer, ...]:
    """In a worker: what `packed` holds."""
    found: tuple[Analyzer, ...] = pickle.loads(content) if content else ()
    return found


def arrays_of(analysed: Sequence[Analysed]) -> Arrays:
    """What analyzers recorded in one run, as arrays that a store keeps."""
    found: Arrays = {}
    for number, each in enumerate(analysed):
        parts = {"names": np.array([each.analyzer, *each.names], np.str_), "months": each.months, "values": each.values}
        found |= {f"{_HEAD}{number}.{part}": array for part, array in parts.items()}
    return found


def analysed_of(arrays: Mapping[str, npt.NDArray[Any]], replication: int) -> list[Analysed]:
    """What analyzers recorded in one run, from its arrays. Raises ValueError where these have another form."""
    found = list[Analysed]()
    while f"{_HEAD}{len(found)}.names" in arrays:
        names, months, values = (arrays.get(f"{_HEAD}{len(found)}.{part}") for part in ("names", "months", "values"))
        formed = names is not None and names.dtype.kind == "U" and names.ndim == 1 and names.size > 0
        if not formed or months is None or values is None or values.shape != (months.size, names.size - 1):  # type: ignore[union-attr]
            raise ValueError("its arrays are not what analyzers record")
        name, *numbers = names.tolist()  # type: ignore[union-attr]
        found.append(Analysed(name, "baseline", replication, tuple(numbers), months, values))
    return found
