"""Parameters that had another name: the old one still works where the meaning is the same, and is refused where not."""

import warnings
from typing import Final

RENAMED: Final = {"application.former_poor_share": "needs.former_poor_share"}  # old name -> name of the same meaning
# old name -> what came in its place, and in what that differs
REPLACED: Final = {
    "governance.drive_target": (
        "governance.drive_effort", "the effort of a drive, from 0 to 1; growth in % a year is what comes of it"
    ),
    "screening.monitored_cap": (
        "screening.monitored_share", "the size of the register as a share of residents, and no limit to it"
    ),
}  # fmt: skip


class RenamedWarning(FutureWarning):
    """A parameter is given by a name that it had."""


def present_name(path: str) -> str:
    """The name that the parameter `path` has now, with a `RenamedWarning` where that is another."""
    if path not in RENAMED:
        return path
    message = f"{path} is called {RENAMED[path]} now; the old name still works"
    warnings.warn(message, RenamedWarning, stacklevel=3)
    return RENAMED[path]


def instead_of(name: str) -> tuple[str, str] | None:
    """(parameter, how it is to be read) that is in the place of an old name as written; None for any other."""
    path = name.strip("$*+ ")
    if path in RENAMED:
        return RENAMED[path], f"as {path} is called now"
    return REPLACED.get(path)
