"""Why a figure is missed: a sentence per figure and the run that tried it, in `calibration/causes.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from calibration.targets import load_facts
from simulation.parameters.files.mistakes import Mistakes

FILE: Final = Path(__file__).parents[1] / "causes.toml"
KEYS: Final = {"en", "zh", "run"}


@dataclass(frozen=True)
class Cause:
    """A sentence in both languages, and what was run to find it."""

    en: str
    zh: str
    run: str

    def said(self, lang: Literal["en", "zh"]) -> str:
        """The sentence and the run."""
        return f"{self.zh if lang == 'zh' else self.en} [{self.run}]"


def load_causes(file: Path = FILE) -> dict[str, Cause]:
    """Causes by id of the fact.

    Raises ScenarioError with every mistake: an id that is not among the facts held out for validation (with the nearest
    one), a cause without a sentence in both languages or without the run that tried it.
    """
    mistakes = Mistakes()
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        mistakes.add(file.name, "", "a TOML file", str(error))
        mistakes.check()
        return {}
    known = [fact.id for fact in load_facts(role="validate")] if tables else []
    causes: dict[str, Cause] = {}
    for name, table in tables.items():
        if name not in known:
            mistakes.unknown(file.name, name, "id of a fact held out for validation", name, known)
        filled = isinstance(table, dict) and all(isinstance(table.get(key), str) and table[key] for key in KEYS)
        if not filled or set(table) != KEYS:
            mistakes.add(file.name, name, "en, zh and run: a sentence in both languages and what was run", table)
        else:
            causes[name] = Cause(table["en"], table["zh"], table["run"])
    mistakes.check()
    return causes
