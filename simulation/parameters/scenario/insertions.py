"""Whole programmes that a reform adds: known to the files' programmes, switched off, and on while the edit is in force.

A programme's number is its place in the legal order, so scenarios that share a state or a ledger must know the same
programmes: `Scenario.with_programmes_of` lets a baseline know those of its reforms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.remembered import remembered
from simulation.parameters.programmes.programmes import ProgrammeFile, ProgrammeSpec, legal_order
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.scenario.sources import Sources
from simulation.parameters.values.values import Parameter, read_parameter


def files_of(sources: Sources) -> list[ProgrammeFile]:
    """The programmes of `sources` as files, with the names of their own parameters, as checks across them take them."""
    own: dict[str, dict[str, Any]] = {}
    for path in sources.parameters:
        programme, _, name = path.partition(".")
        own.setdefault(programme, {})[name] = {}
    pairs = zip(sources.programmes, sources.programme_files, strict=True)
    return [ProgrammeFile(spec, file, own.get(spec.id, {})) for spec, file in pairs]


def extended(sources: Sources, files: Iterable[ProgrammeFile], mistakes: Mistakes) -> Sources:
    """`sources` with further programmes and their parameters; names across programmes are checked elsewhere."""
    held, parameters = files_of(sources), dict(sources.parameters)
    for file in files:
        held.append(file)
        parameters |= _own_parameters(file, mistakes)
    held.sort(key=legal_order)
    return replace(
        sources, parameters=parameters, programmes=tuple(each.spec for each in held),
        programme_files=tuple(each.file for each in held),
    )  # fmt: skip


def _own_parameters(file: ProgrammeFile, mistakes: Mistakes) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for key, table in file.params.items():
        parameter = read_parameter(f"{file.spec.id}.{key}", table, None, None, file.file, mistakes)
        found |= {parameter.path: parameter} if parameter is not None else {}
    return found


def knowing(sources: Sources, edits: Iterable[Edit], mistakes: Mistakes) -> Sources:
    """`sources` with every programme that `edits` insert, switched off; the same sources where there is none.

    Records a programme whose id another one has, with other rules or other values.
    """
    inserting = tuple(edit for edit in edits if isinstance(edit.row, ProgrammeSpec))
    if not inserting:
        return sources
    found, wrong = remembered(sources.cache, "knowing", repr(inserting), lambda: _knowing(sources, inserting))
    mistakes.take(wrong)
    return found


def _knowing(sources: Sources, inserting: Sequence[Edit]) -> tuple[Sources, Mistakes]:
    """`knowing` with its mistakes; made once, so that what the sources keep is there for whoever asks again."""
    known, mistakes = {spec.id: spec for spec in sources.programmes}, Mistakes()
    new: list[ProgrammeFile] = []
    for edit in inserting:
        assert isinstance(edit.row, ProgrammeSpec)
        asleep = edit.row.model_copy(update={"enabled": 0.0})
        if edit.programme not in known:
            known[edit.programme] = asleep
            new.append(ProgrammeFile(asleep, edit.file, edit.params))
        elif known[edit.programme] != asleep or _says_otherwise(ProgrammeFile(asleep, "", edit.params), sources, new):
            found = f"{edit.programme}, which is there with other rules or values"
            mistakes.add(edit.file, edit.key, "a programme id of its own", found)
    return (extended(sources, new, mistakes) if new else sources), mistakes


def _says_otherwise(file: ProgrammeFile, sources: Sources, new: Iterable[ProgrammeFile]) -> bool:
    """Whether a file of a programme that is known already states other values for its own parameters."""
    for other in new:
        if other.spec.id == file.spec.id:
            return other.params != file.params
    own = {path: parameter.series for path, parameter in _own_parameters(file, Mistakes()).items()}
    return own != {
        path: parameter.series
        for path, parameter in sources.parameters.items()
        if path.partition(".")[0] == file.spec.id
    }
