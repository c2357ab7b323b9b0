"""Fields whose values are codes: a file writes the name of one, which the rule tables have as its number."""

import warnings
from typing import Final

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.renamed import RenamedWarning
from simulation.parameters.schema.shocks import SHOCK_CODES

CODES: Final = {"shock": SHOCK_CODES}  # field -> number by name
AS_NUMBERS: Final = {"codes": "numbers"}  # context of a dump for digests: a name and its number are one value


def number_of(field: str, written: float | str) -> float | str:
    """A number as the rule tables take it: the code of a name, anything else as it is."""
    known = CODES.get(field, {})
    return float(known[written]) if isinstance(written, str) and written in known else written


def check_code(file: str, path: str, field: str, written: float | str, mistakes: Mistakes) -> None:
    """Record a name that is none of the field; a number warns that a name takes its place."""
    known = CODES[field]
    if isinstance(written, str):
        if not written.startswith("$") and written not in known:
            mistakes.unknown(file, path, field, written, known)
        return
    names = [repr(name) for name, code in known.items() if code == written] or [", ".join(known)]
    message = f"{file}: {path}: {written:g} is written {names[0]} now; the number still works in this version"
    warnings.warn(message, RenamedWarning, stacklevel=2)
