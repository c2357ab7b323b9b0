"""Digests: one number for everything a result rests on; names and labels do not enter."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

from simulation.parameters.programmes.rule_codes import AS_NUMBERS
from simulation.parameters.reforms.edits import Edit
from simulation.parameters.reforms.reforms import Change

if TYPE_CHECKING:
    from simulation.parameters.scenario.sources import Sources


def digest_of_content(
    sources: "Sources", changes: tuple[Change, ...], edits: tuple[Edit, ...] = (), *, before: int | None = None
) -> str:
    """SHA-256 over values, programmes, lines, changes and data files, as canonical JSON.

    With `before` (a month), only what the state at that month rests on: structural values and changes at all
    dates, policy values and changes in force before it.
    """
    structural = {path for path, parameter in sources.parameters.items() if parameter.tag == "structural"}

    def matters(path: str, start: int) -> bool:
        return before is None or start < before or path in structural

    content: dict[str, Any] = {
        "province": sources.province,
        "parameters": {
            path: [pair for pair in parameter.series if matters(path, pair[0])]
            for path, parameter in sources.parameters.items()
        },
        "programmes": [_canonical(spec.model_dump(mode="json", context=AS_NUMBERS)) for spec in sources.programmes],
        # of whatever date: before any row is in force the earliest holds, and no reform alters rows
        "lines": [(r.place, r.area, r.table, r.value, r.start) for r in sources.lines],
        "data": sources.data_digests,
        "changes": [change.record() for change in changes if matters(change.path, change.start)],
    }
    made = [edit.record() for edit in edits if before is None or edit.start < before]
    if made:
        content["edits"] = [_canonical(edit) for edit in made]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(node: Any) -> Any:
    """Numbers as floats (1 and 1.0 are one value), labels left out."""
    if isinstance(node, dict):
        return {key: _canonical(value) for key, value in node.items() if key not in ("label", "why")}
    if isinstance(node, list):
        return [_canonical(value) for value in node]
    return float(node) if isinstance(node, int) and not isinstance(node, bool) else node
