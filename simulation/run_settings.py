"""How a scenario is run: one object for Python and the command line, with default and range of each setting.

`sim.run`, `compare`, `compare_all`, `sweep`, `solve`, `frontier` and `sensitivity` build it from their keywords and
check it once; the command line shows the same defaults, ranges and sentences; a sweep file has the same ranges.
"""

import re
import textwrap
from dataclasses import dataclass, field, fields
from inspect import Parameter, cleandoc, signature
from typing import Any, ClassVar, Final

from simulation.parameters.files.mistakes import Mistake, ScenarioError, shown

WARM_UP: Final = 24  # months before the policy date: whole years, so that what happens once a year has happened
BLOCK: Final = 1 << 18  # households in one block of the month's loops
SEEDS: Final = 2**32


class SettingsError(ScenarioError):
    """Every setting that is out of range, one by one in `mistakes`."""

    of: ClassVar[str] = "settings"


@dataclass(frozen=True)
class Limits:
    """What a setting may be, and the sentence that the command line prints about it."""

    help: str
    whole: bool = True
    least: float | None = None
    above: float | None = None
    most: float | None = None
    multiple: int = 1
    optional: bool = False  # None: whoever runs it decides

    @property
    def expected(self) -> str:
        """The range in words."""
        bounds = [
            f"above {self.above:g}" if self.above is not None else "",
            f"of at least {self.least:g}" if self.least is not None else "",
            "less than 2^32" if self.most == SEEDS - 1 else f"at most {self.most:g}" if self.most is not None else "",
        ]
        kind = "a whole number" if self.whole else "a number"
        words = f"{kind} {' and '.join(filter(None, bounds))}"
        words += f", a multiple of {self.multiple}" if self.multiple > 1 else ""
        return f"None or {words}" if self.optional else words

    def contain(self, value: object) -> bool:
        """Whether a value is of the kind and in the range; NaN is in none."""
        if value is None:
            return self.optional
        if not isinstance(value, int if self.whole else (int, float)) or isinstance(value, bool):
            return False
        return (
            (self.above is None or value > self.above) and (self.least is None or value >= self.least)
            and (self.most is None or value <= self.most) and (self.multiple == 1 or value % self.multiple == 0)
        )  # fmt: skip


def _setting(default: object, limits: Limits) -> Any:
    return field(default=default, metadata={"limits": limits})


@dataclass(frozen=True)
class Settings:
    """How a scenario is run; part of every run record.

    Args:
        block: Households in one block of the loops, which changes speed and no result.
    """

    scale: float = _setting(
        0.01, Limits("Share of the villages simulated; 1 = the whole province.", whole=False, above=0.0, most=1.0)
    )
    months: int = _setting(36, Limits("Months after the policy date.", least=1))
    replications: int = _setting(10, Limits("Runs, each with its own sample and random draws.", least=1))
    seed: int = _setting(1, Limits("The same seed gives the same results.", least=0, most=SEEDS - 1))
    warm_up: int = _setting(WARM_UP, Limits("Months before the policy date, whole years.", least=0, multiple=12))
    threads: int | None = _setting(None, Limits("Threads; by default one per core.", least=1, optional=True))
    block: int = _setting(BLOCK, Limits("Households in one block of the loops.", least=1))

    def mistakes(self) -> list[Mistake]:
        """What is out of range.

        Returns:
            A mistake per setting that is.
        """
        return [
            Mistake("settings", name, limits.expected, shown(getattr(self, name)))
            for name, limits in LIMITS.items()
            if not limits.contain(getattr(self, name))
        ]

    def check(self) -> None:
        """Refuse settings out of range.

        Raises:
            SettingsError: A ScenarioError and ValueError, with every setting that is out of range.
        """
        if wrong := self.mistakes():
            raise SettingsError(wrong)


LIMITS: Final[dict[str, Limits]] = {each.name: each.metadata["limits"] for each in fields(Settings)}
DEFAULTS: Final = Settings()

# What functions share besides the settings; a `progress` that is False by default may also be True.
SHARED: Final = {
    "progress": "Called as `progress(done, total, text)` as the work advances.",
    "executor": "Where it is computed: `serial()`, `processes()` or `dask()` of `simulation.simulate.executors`. "
    "None: processes of this machine where there is enough to do.",
    "analyzers": "Called each month of every run, see `Analyzer`; what they record is in `Sweep.analysis`, of a search "
    "in `sweep.analysis()`. A store is of one set of analyzers.",
    "store": "Folder that stores every run: the same call again computes only what is missing. None: a temporary one.",
}  # fmt: skip
_ENTRY: Final = re.compile(r"\n(?=    \w+: )")


def settings_explained[T](documented: T) -> T:
    """Complete the `Args:` of a docstring with the settings and `SHARED`, which are worded once for all functions.

    Those that the docstring words itself are left as they are; all are put into the order of the signature.

    Args:
        documented: A function or class whose docstring has a section `Args:`, followed by an empty line.

    Returns:
        The same, with its docstring completed; under `python -OO`, which drops docstrings, as it was.
    """
    if not documented.__doc__:
        return documented
    head, args, rest = cleandoc(documented.__doc__).partition("\n\nArgs:\n")
    own, gap, tail = rest.partition("\n\n")
    taken = signature(documented).parameters.values()  # type: ignore[arg-type]
    entries = {each.name: _entry(each) if each.name in {**LIMITS, **SHARED} else "" for each in taken}
    entries |= {text.partition(":")[0].strip(): text for text in _ENTRY.split(own)}
    documented.__doc__ = f"{head}{args}" + "\n".join(filter(None, entries.values())) + gap + tail
    return documented


def _entry(parameter: Parameter) -> str:
    """The lines about one setting in a section `Args:`."""
    if limits := LIMITS.get(parameter.name):
        text = f"{limits.help} {limits.expected[0].upper()}{limits.expected[1:]}."
    else:
        text = SHARED[parameter.name]
    if parameter.name == "progress":
        text += " True: a progress bar; False: nothing." if parameter.default is False else " None: not called."
    return textwrap.fill(f"{parameter.name}: {text}", 112, initial_indent="    ", subsequent_indent="        ")


settings_explained(Settings)
