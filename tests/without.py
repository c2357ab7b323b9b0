"""An interpreter that has the packages of `requirements.run.lock.txt` and no other, whatever is installed."""

import re
import sys
from importlib.abc import MetaPathFinder
from importlib.metadata import packages_distributions
from pathlib import Path

RUN_LOCK = Path(__file__).parents[1] / "requirements.run.lock.txt"


def plain(name: str) -> str:
    """A distribution's name as indexes compare it: lower case, hyphens."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(text: str) -> set[str]:
    """Names of the distributions that a lock file pins."""
    return {plain(name) for name in re.findall(r"^([\w.-]+)(?:\[\S*\])?==", text, re.M)}


class Elsewhere(MetaPathFinder):
    """Finds none of the modules that come with other distributions alone; what has none (doudi, Python) is let pass."""

    def __init__(self, have: set[str]) -> None:
        owners = packages_distributions()
        self.hidden = {module for module, names in owners.items() if not {plain(name) for name in names} & have}

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname.partition(".")[0] in self.hidden:
            raise ModuleNotFoundError(f"No module named {fullname!r} among the default packages", name=fullname)


def without_the_rest() -> None:
    """From here on nothing but the default packages can be imported; call it before any import."""
    have = locked(RUN_LOCK.read_text(encoding="utf-8")) | {"doudi"}
    sys.meta_path.insert(0, Elsewhere(have))
