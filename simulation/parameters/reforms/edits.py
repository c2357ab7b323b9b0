"""Changes of rules: rows inserted into a programme or taken out of it, and whole programmes, with dates.

What a scenario inserts is in the tables in every month and is switched off outside its dates, so that programmes,
reasons and steps keep their numbers; what it removes is switched off within its dates.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Model, validated
from simulation.parameters.programmes.programmes import ProgrammeSpec, params_of, read_programme
from simulation.parameters.programmes.rule_blocks import (
    AssetsSpec,
    BundleSpec,
    EligibilitySpec,
    GroupSpec,
    IncomeSpec,
    PassportSpec,
    ReachSpec,
    SupplementSpec,
    Switched,
)

BLOCKS: dict[str, type[Model]] = {
    "eligibility": EligibilitySpec,
    "assets": AssetsSpec,
    "income": IncomeSpec,
    "supplement": SupplementSpec,
    "bundle": BundleSpec,
    "group": GroupSpec,
    "passport": PassportSpec,
    "reach": ReachSpec,
}
PROGRAMMES = "programmes"  # where a whole programme is inserted


@dataclass(frozen=True)
class Edit:
    """A row `insert`ed into block `block` of a programme, or `remove`d, from month `start` to before `end`.

    Without a block it is about the programme as a whole; `params` are then its still unread `[param.*]` tables.
    """

    op: str
    programme: str
    block: str
    row_id: str
    row: Model | None
    start: int
    end: int
    file: str = ""
    key: str = ""
    reference: str = ""
    params: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def of_programme(self) -> bool:
        """Whether it is about a whole programme."""
        return not self.block

    def active(self, month: int) -> bool:
        """Whether the edit is in force in a month."""
        return self.start <= month < self.end

    @property
    def path(self) -> str:
        """Where it acts: programme, block and row; or the programme."""
        return f"{PROGRAMMES}.{self.programme}" if self.of_programme else f"{self.programme}.{self.block}.{self.row_id}"

    def record(self) -> dict[str, Any]:
        """The content that enters digests."""
        row = None if self.row is None else self.row.model_dump(mode="json")
        return {"op": self.op, "path": self.path, "row": row, "start": self.start, "end": self.end}


def id_of(row: BaseModel) -> str:
    """What a row is called inside its block: its id, or the status of a passport."""
    return str(getattr(row, "id", None) or getattr(row, "status", ""))


def read_edit(edit: Edit, row: dict[str, Any] | None, mistakes: Mistakes) -> Edit | None:
    """The edit with its row validated, or None and its mistakes."""
    if edit.op == "insert" and not edit.block:
        return _read_whole(edit, row, mistakes)
    if edit.op == "remove" and not edit.block and row is None:
        return edit
    if edit.block not in BLOCKS:
        mistakes.unknown(edit.file, edit.key, "rule block", edit.block, BLOCKS)
        return None
    if edit.op == "remove":
        if row is not None:
            mistakes.add(edit.file, edit.key, "no `row` with op 'remove'", "a row")
        return edit
    if row is None:
        mistakes.add(edit.file, edit.key, "a `row` with op 'insert'", "nothing")
        return None
    model = validated(BLOCKS[edit.block], row, edit.file, edit.key.replace(".path", ".row"), mistakes)
    return None if model is None else replace(edit, row=model, row_id=id_of(model))


def _read_whole(edit: Edit, row: dict[str, Any] | None, mistakes: Mistakes) -> Edit | None:
    """The edit that inserts the programme whose file `row` would be."""
    if edit.programme != PROGRAMMES:
        mistakes.unknown(
            edit.file, edit.key, "place for a programme or <programme>.<block>", edit.programme, [PROGRAMMES]
        )
        return None
    if row is None:
        mistakes.add(edit.file, edit.key, "a `row` that contains the programme", "nothing")
        return None
    spec = read_programme(row, edit.file, mistakes)
    if spec is None:
        return None
    return replace(edit, programme=spec.spec.id, row=spec.spec, params=params_of(row))


def check_edits(specs: tuple[ProgrammeSpec, ...], edits: tuple[Edit, ...], mistakes: Mistakes) -> None:
    """Record edits of unknown programmes and rows, rows inserted twice, and empty periods."""
    known = {spec.id: spec for spec in specs}
    held = {f"{s.id}.{block}.{id_of(row)}" for s in specs for block in BLOCKS for row in getattr(s, block)}
    for edit in edits:
        if edit.programme not in known:
            mistakes.unknown(edit.file, edit.key, "programme", edit.programme, known)
        elif edit.end <= edit.start:
            mistakes.add(edit.file, edit.key, "`to` after `from`", "an empty period")
        elif edit.of_programme:
            continue
        elif edit.op == "remove" and edit.path not in held:
            mistakes.unknown(edit.file, edit.key, "rule", edit.path, held)
        elif edit.op == "insert" and edit.path in held:
            mistakes.add(edit.file, edit.key, "an id of its own", f"{edit.path}, which is there")
        elif edit.op == "insert":
            held.add(edit.path)


def merged(specs: tuple[ProgrammeSpec, ...], edits: tuple[Edit, ...]) -> tuple[ProgrammeSpec, ...]:
    """Programmes with every inserted row, whatever its dates, behind the rows of its block."""
    rows = [edit for edit in edits if edit.op == "insert" and not edit.of_programme]
    return tuple(_with_rows(spec, [edit for edit in rows if edit.programme == spec.id]) for spec in specs)


def _with_rows(spec: ProgrammeSpec, edits: list[Edit]) -> ProgrammeSpec:
    if not edits:
        return spec
    added = {block: [edit.row for edit in edits if edit.block == block] for block in BLOCKS}
    return spec.model_copy(update={block: [*getattr(spec, block), *rows] for block, rows in added.items() if rows})


def specs_at(specs: tuple[ProgrammeSpec, ...], edits: tuple[Edit, ...], month: int) -> list[ProgrammeSpec]:
    """`merged` programmes as they are in a month: rows that are not in force switched off or left out."""
    rows = [edit for edit in edits if not edit.of_programme]
    off = {edit.path for edit in rows if edit.active(month) == (edit.op == "remove")}
    switches = {edit.programme: _switch(edit) for edit in edits if edit.of_programme and edit.active(month)}
    switched = [s.model_copy(update={"enabled": switches[s.id]}) if s.id in switches else s for s in specs]
    return [_without(spec, off) if off else spec for spec in switched]


def _switch(edit: Edit) -> float | str:
    """What `enabled` of a programme becomes: as the file that is inserted says, or off."""
    return edit.row.enabled if isinstance(edit.row, ProgrammeSpec) else 0.0


def _without(spec: ProgrammeSpec, off: set[str]) -> ProgrammeSpec:
    update: dict[str, list[Any]] = {}
    for block, kind in BLOCKS.items():
        rows = getattr(spec, block)
        kept = [row for row in rows if f"{spec.id}.{block}.{id_of(row)}" not in off]
        if len(kept) == len(rows):
            continue
        switch = issubclass(kind, Switched)
        update[block] = (
            [row if row in kept else row.model_copy(update={"enabled": 0.0}) for row in rows] if switch else kept
        )
    return spec.model_copy(update=update) if update else spec
