"""English names of prefectures and counties, from `scenarios/provinces/names_en.csv`.

A name that is not in the file, as in a province folder of one's own, stays as it is.
"""

import csv
import functools
import io
from importlib.resources import files
from typing import Final, NamedTuple

FILE: Final = ("provinces", "names_en.csv")


class PlaceName(NamedTuple):
    """A place in English: `full` with what kind of place it is (Tonglu County), `short` for a tile (Tonglu)."""

    full: str
    short: str


@functools.cache
def _names() -> dict[str, PlaceName]:
    content = files("scenarios").joinpath(*FILE).read_text(encoding="utf-8")
    return {row["name"]: PlaceName(row["english"], row["short"]) for row in csv.DictReader(io.StringIO(content))}


def english_name(name: str) -> PlaceName:
    """The English name of a prefecture or county, which goes by its Chinese name."""
    return _names().get(name, PlaceName(name, name))
