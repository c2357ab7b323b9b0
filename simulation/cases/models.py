"""What a case file may hold, as validated models.

A value of a household or of an expectation is a number, a name, or an expression over the household's fields,
`lines.<line>` and parameter paths. Money is in yuan (per month, but for assets, shock_cost and grants).
"""

import datetime
from typing import Annotated, Final

from pydantic import Field as ModelField
from pydantic import model_validator

from simulation.parameters.files.reading import Model

type Given = bool | float | str
type Expected = Given | list[Given]
type Words = str | list[str]

NAMES: Final = ("programme", "reason", "grant_programme")  # outputs that are ids; `reason`: programme.rule or passed
TEXT_FIELDS: Final = ("area", "shock")  # of a household: whose value is a word
MONEY: Final = ("need", "counted", "amount", "bundle", "grant", "kept", "resources")
OUTPUTS: Final = (*NAMES, *MONEY, "covered")
NOBODY: Final = "none"  # expected `programme` of a household that gets no status, and `grant_programme` without one


class Setting(Model):
    """Under what a case is put; what is left out is taken from [defaults].

    `of` asks one programme alone, else the decision in legal order is asked. `values` sets parameters (or
    `lines.<table>`) for the case; `scenario` is a reform id or file; `programmes` are files of programmes that are
    tried together with those of the province. Files are looked for from the folder of the case file.
    """

    province: str | None = None
    scenario: str | None = None
    values: dict[str, float] | None = None
    on: datetime.date | None = None
    of: str | None = None
    programmes: list[str] | None = None
    tol: Annotated[float, ModelField(ge=0)] | None = None  # yuan


class Defaults(Setting):
    """Table [defaults]: what every case of the file starts from."""

    household: dict[str, Given] = ModelField(default_factory=dict)


class Leaving(Model):
    """A unit whose income has risen: `old_amount` (yuan) was last decided, `elapsed` whole months ago it rose."""

    old_amount: Given
    elapsed: int = 0


class Named(Setting):
    """What every kind of check has: a name, its source, and the mechanisms it belongs to."""

    name: Annotated[str, ModelField(min_length=1)]
    source: Words
    mechanism: Words = ModelField(default_factory=list)
    note: str = ""
    given: dict[str, Given] = ModelField(default_factory=dict)

    @model_validator(mode="after")
    def _sourced(self) -> "Named":
        if not all(text.strip() for text in words(self.source)) or not words(self.source):
            raise ValueError("a source: an id of docs/sources.md, a mechanism, or the document")
        return self


class Answered(Named):
    """A check with expected outputs."""

    expect: Annotated[dict[str, Expected], ModelField(min_length=1)]
    leaving: Leaving | None = None


class Case(Answered):
    """Table [[case]]: one household, one answer."""


class Boundary(Answered):
    """Table [[boundary]]: `vary` just below, at and just above `at`; three expectations, or one for all."""

    vary: str
    at: Given
    step: Annotated[float, ModelField(gt=0)] = 0.01


class Pair(Answered):
    """Table [[pair]]: the same household under two settings of `lever`; the answers must differ.

    `lever` is a parameter path, `lines.<table>`, or `scenario` (then the settings are reforms).
    """

    lever: str
    settings: Annotated[list[float | str], ModelField(min_length=2, max_length=2)]


class Property(Named):
    """Table [[property]]: over a grid of [first, last, step] nothing may make `never` true.

    `emtr` is 1 - (net resources at x + `width` less those at x) / `width` for the first varied field. A point
    is excused when the status held at x ends there by a rule named in `exempt`.
    """

    vary: Annotated[dict[str, list[float]], ModelField(min_length=1, max_length=2)]
    never: str
    exempt: Words = ModelField(default_factory=list)
    width: Annotated[float, ModelField(gt=0)] = 100.0

    @model_validator(mode="after")
    def _grids(self) -> "Property":
        for grid in self.vary.values():
            if len(grid) != 3 or grid[2] <= 0 or grid[1] < grid[0] or (grid[1] - grid[0]) / grid[2] > 10_000:
                raise ValueError("[first, last, step] with at most 10,001 points")
        return self


class CaseFile(Model):
    """A whole case file."""

    defaults: Defaults = ModelField(default_factory=Defaults)
    case: list[Case] = ModelField(default_factory=list)
    boundary: list[Boundary] = ModelField(default_factory=list)
    pair: list[Pair] = ModelField(default_factory=list)
    property: list[Property] = ModelField(default_factory=list)

    @model_validator(mode="after")
    def _something_is_asked(self) -> "CaseFile":
        if not (self.case or self.boundary or self.pair or self.property):
            raise ValueError("at least one [[case]], [[boundary]], [[pair]] or [[property]]")
        return self


def words(text: Words) -> list[str]:
    """One text or several, as a list."""
    return [text] if isinstance(text, str) else list(text)
