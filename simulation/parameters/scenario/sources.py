"""Everything the files say for one province and one practice, checked: what scenarios are made of."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.messages.catalogues import labels_of
from simulation.messages.labels import filled
from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.parameter_tables import PLAIN, parameter_tables
from simulation.parameters.files.reading import (
    Folder,
    Model,
    data_folder,
    digest_of,
    names_in,
    provinces_in,
    read_csv,
    read_toml,
    validated,
)
from simulation.parameters.files.renamed import present_name
from simulation.parameters.lines.counties import read_counties
from simulation.parameters.lines.lines import LineRow, LineTables, read_lines
from simulation.parameters.microdata.microdata import Incomes, Microdata
from simulation.parameters.microdata.microdata_files import read_microdata
from simulation.parameters.programmes.programme_checks import check_programmes
from simulation.parameters.programmes.programmes import (
    ProgrammeFile,
    ProgrammeSpec,
    legal_order,
    params_of,
    read_programme,
)
from simulation.parameters.reforms.digests import digest_of_content
from simulation.parameters.reforms.posterior import Posterior, read_posterior
from simulation.parameters.schema.fields import Field
from simulation.parameters.schema.groups import all_fields
from simulation.parameters.values.calibration_status import StatusRow, read_status
from simulation.parameters.values.fitted import read_fitted_for
from simulation.parameters.values.values import Label, Parameter, read_parameter

_TABLES = {"household_odds": ("name", "urban", "rural")}  # columns of national tables
_WORDS = labels_of("parameters", "scenario")


class ProvinceTable(Model):
    """Table [province] of a province.toml."""

    label: Label
    counties: int


@dataclass(frozen=True)
class Sources:
    """Checked content of the files of one province under one practice."""

    province: str
    practice: str
    label_zh: str
    label_en: str
    parameters: dict[str, Parameter]
    programmes: tuple[ProgrammeSpec, ...]  # in legal order
    programme_files: tuple[str, ...]
    lines: tuple[LineRow, ...]
    counties: pd.DataFrame
    data_digests: tuple[tuple[str, str], ...]  # data files (counties.csv, staff.csv ...) and their digests
    microdata: Microdata | None = None  # the user's own households, in place of those made from the census
    posterior: Posterior | None = None  # draws of the fitted parameters, where the fit has left any
    status: tuple[StatusRow, ...] = ()  # how near the baseline comes to what is published
    fitted_for: dict[str, tuple[str, ...]] = field(default_factory=dict)  # provinces by path, where the fit names any
    baseline_digest: str = ""  # structural digest of the baseline as it was read
    cache: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)  # made from it on demand

    @cached_property
    def line_tables(self) -> LineTables:
        """The rows of lines.csv by cell, which every scenario of these files shares."""
        return LineTables(self.lines, self.counties)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "cache": {}}

    def with_microdata(self, folder: str | Path, incomes: Incomes | None = None) -> "Sources":
        """These sources with the households of a folder. Raises ScenarioError with every mistake in its tables."""
        mistakes = Mistakes()
        found = read_microdata(folder, [int(code) for code in self.counties["adcode"]], mistakes, incomes)
        mistakes.check()
        assert found is not None
        kept = tuple(pair for pair in self.data_digests if pair[0] != "microdata")
        zh = filled(_WORDS, "own_microdata", "zh", label=self.label_zh)
        en = filled(_WORDS, "own_microdata", "en", label=self.label_en)
        digests = (*kept, ("microdata", found.digest))
        return replace(self, microdata=found, data_digests=digests, label_zh=zh, label_en=en)


class _Reader:
    """Reads the layers of one province; later layers overlay earlier ones."""

    def __init__(self, root: Folder, mistakes: Mistakes) -> None:
        self.root, self.mistakes = root, mistakes
        self.fields = all_fields()
        self.parameters: dict[str, Parameter] = {}
        self.programmes: list[ProgrammeFile] = []
        self.broken: set[str] = set()  # groups and programmes whose files cannot be read: reported once
        self.failed: set[str] = set()  # parameters whose first table is mistaken: what lies over them says nothing new

    def name(self, *parts: str) -> str:
        return "/".join(("scenarios", *parts))

    def toml(self, *parts: str) -> dict[str, Any]:
        data = read_toml(self.root.joinpath(*parts), self.name(*parts), self.mistakes)
        if data is None and parts[0] != "programmes":  # it may have stated any parameter
            self.broken |= {path.rpartition(".")[0] for path in self.fields}
        return data or {}

    def read_first(self) -> None:
        self.read_national()
        self.read_programmes()

    def read_national(self) -> None:
        for stem in names_in(self.root / "national", ".toml"):
            parts = ("national", f"{stem}.toml")
            data = self.toml(*parts)
            self.overlay(data, self.name(*parts), first=True)

    def check_complete(self) -> None:
        """Record every group parameter that no layer stated, unless a mistake explains it."""
        for path in self.fields:
            if path not in self.parameters and not self._mistaken(path):
                self.mistakes.add(self.name("national"), path, "a value", "nothing: a missing parameter")

    def _mistaken(self, path: str) -> bool:
        named = any(mistake.key.startswith(path) for mistake in self.mistakes.found)
        return named or path.rpartition(".")[0] in self.broken

    def _explained(self, path: str) -> bool:
        """Whether a mistake says already why nothing lies below an overlay: a bad table, or one under a wrong name."""
        return path in self.failed or any(mistake.nearest == path for mistake in self.mistakes.found)

    def read_programmes(self) -> None:
        for stem in names_in(self.root / "programmes", ".toml"):
            parts = ("programmes", f"{stem}.toml")
            data, file = self.toml(*parts), self.name(*parts)
            programme = read_programme(data, file, self.mistakes) if data else None
            if programme is None:
                self.broken |= {stem, str(data.get("id", stem))}
            else:
                self.programmes.append(programme)
            for key, table in params_of(data).items():
                self._parameter(f"{data.get('id', stem)}.{key}", table, None, file, f"param.{key}")
        self.programmes.sort(key=legal_order)

    def overlay(self, data: dict[str, Any], file: str, *, first: bool = False) -> None:
        """Take the parameter tables of one file; unknown paths become mistakes."""
        tables = parameter_tables(data)
        for key, table in tables:
            if key.split(".")[0] in PLAIN:
                continue
            path = present_name(key)
            if path != key and any(each == path for each, _ in tables):
                self.mistakes.add(file, key, f"one table of {path}, as it is called now", "one under either name")
                continue
            known = self.fields if first else self.fields | self.parameters
            if path not in self.parameters and self._explained(path):
                continue
            if path in self.parameters or path.rpartition(".")[0] not in self.broken:
                self._overlay_one(path, table, known, file, key)

    def _overlay_one(self, path: str, table: Any, known: dict[str, Any], file: str, key: str) -> None:
        if path not in known:
            self.mistakes.unknown(file, key, "parameter", path, known)
        else:
            self._parameter(path, table, self.fields.get(path), file, key)

    def _parameter(self, path: str, table: Any, field: Field | None, file: str, key: str) -> None:
        below = self.parameters.get(path)
        start = len(self.mistakes.found)
        parameter = read_parameter(path, table, field, below, file, self.mistakes)
        if parameter is not None:
            self.parameters[path] = parameter
            return
        if below is None:
            self.failed.add(path)
        if key != path:  # name the key as it is in a programme file
            self.mistakes.found[start:] = [_rekeyed(m, path, key) for m in self.mistakes.found[start:]]


def _rekeyed(mistake: Any, path: str, key: str) -> Any:
    return type(mistake)(
        mistake.file, mistake.key.replace(path, key, 1), mistake.expected, mistake.found, mistake.nearest
    )


def read_sources(root: Folder, province: str, practice: str, mistakes: Mistakes) -> Sources | None:
    """Read and check all files of a province; None when any mistake was found."""
    before = len(mistakes.found)
    known = names_in(root / "provinces", "")
    if province not in known:
        mistakes.unknown("scenarios/provinces", "province", "province", province, known)
        return None
    reader = _Reader(root, mistakes)
    reader.read_first()
    parts = ("provinces", province, "province.toml")
    head = reader.toml(*parts)
    reader.overlay(head, reader.name(*parts))
    fitted = _read_calibrated(reader, province)
    _read_practice(reader, practice)
    reader.check_complete()
    check_programmes(reader.programmes, reader.parameters, reader.broken, mistakes)
    described = None
    if head:
        described = validated(ProvinceTable, head.get("province", {}), reader.name(*parts), "province", mistakes)
    counties, lines = _read_tables(reader, province, described.counties if described else None)
    digests, status = _data_digests(root, province, mistakes), read_status(root, province, mistakes)
    posterior = None if len(mistakes.found) > before else read_posterior(root, province, reader.parameters, mistakes)
    if len(mistakes.found) > before or counties is None or described is None:
        return None
    found = Sources(
        province=province,
        practice=practice,
        label_zh=described.label.zh,
        label_en=described.label.en,
        parameters=reader.parameters,
        programmes=tuple(programme.spec for programme in reader.programmes),
        programme_files=tuple(programme.file for programme in reader.programmes),
        lines=lines,
        counties=counties,
        data_digests=digests,
        posterior=posterior,
        status=status,
        fitted_for=fitted,
    )
    return replace(found, baseline_digest=digest_of_content(found, (), (), before=0))


def _read_calibrated(reader: _Reader, province: str) -> dict[str, tuple[str, ...]]:
    """What a fit has written, and for whom (see `fitted`); only a folder where nothing was fitted yet may be without.

    Where the province deviates from the nation, its own values are laid on top.
    """
    found = {}
    if (reader.root / "calibrated.toml").is_file() or str(reader.root) == str(data_folder()):
        found = _overlay_fitted(reader, "calibrated.toml")
    if (reader.root / "calibrated" / f"{province}.toml").is_file():
        found |= _overlay_fitted(reader, "calibrated", f"{province}.toml")
    return found


def _overlay_fitted(reader: _Reader, *parts: str) -> dict[str, tuple[str, ...]]:
    data, file = reader.toml(*parts), reader.name(*parts)
    reader.overlay(data, file)
    held = [path for path, _ in parameter_tables(data) if path.split(".")[0] not in PLAIN]
    stated = data.get("provenance", {}).get("parameters", held)
    for path in stated if isinstance(stated, list) and stated else [f"parameters of {file}"] * bool(data):
        if path not in held:
            reader.mistakes.add(file, str(path), "the fitted value", "nothing: it is missing")
    return read_fitted_for(data, reader.parameters, provinces_in(reader.root), file, reader.mistakes)


def _read_practice(reader: _Reader, practice: str) -> None:
    known = names_in(reader.root / "practices", ".toml")
    if practice in known:
        parts = ("practices", f"{practice}.toml")
        reader.overlay(reader.toml(*parts), reader.name(*parts))
    elif known:
        reader.mistakes.unknown("scenarios/practices", "practice", "practice", practice, known)


def _read_tables(
    reader: _Reader, province: str, expected: int | None
) -> tuple[pd.DataFrame | None, tuple[LineRow, ...]]:
    folder = reader.root / "provinces" / province
    name = reader.name("provinces", province, "counties.csv")
    counties = read_counties(folder / "counties.csv", name, expected, reader.mistakes)
    if counties is None:
        return None, ()
    places = dict(zip(counties["adcode"].astype(int), counties["prefecture"], strict=True))
    name = reader.name("provinces", province, "lines.csv")
    return counties, read_lines(folder / "lines.csv", name, places, reader.mistakes)


def _data_digests(root: Folder, province: str, mistakes: Mistakes) -> tuple[tuple[str, str], ...]:
    """Digests of the data files (CSV) of province and nation, lines.csv apart (its values count).

    What is read only when a population is built is looked at here, so that a table that contains nothing is reported.
    """
    found = []
    for parts in (("national",), ("provinces", province)):
        folder = root.joinpath(*parts)
        for stem in names_in(folder, ".csv"):
            if stem != "lines":
                file, name = folder / f"{stem}.csv", "/".join((*parts, f"{stem}.csv"))
                if stem in _TABLES:
                    read_csv(file, f"scenarios/{name}", _TABLES[stem], mistakes)
                found.append((name, digest_of(file.read_bytes())))
    return tuple(found)
