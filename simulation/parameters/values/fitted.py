"""For whom a calibrated value was fitted: for the nation, or for provinces that the fit lets deviate.

`[provenance.fitted_for]` of `calibrated.toml` names them by parameter path: `"application.base_logit" = ["fujian"]`.
What it does not name was fitted for the nation, unless the file of a province states it.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.values.values import Parameter

NATIONAL: Final = "national"


def read_fitted_for(
    data: Mapping[str, Any], known: Collection[str], provinces: Collection[str], file: str, mistakes: Mistakes
) -> dict[str, tuple[str, ...]]:
    """Provinces by path, as the table `provenance` of a file says; unknown names are mistakes."""
    stated = data.get("provenance", {}).get("fitted_for", {})
    if not isinstance(stated, dict):
        mistakes.add(file, "provenance.fitted_for", "a table of provinces by parameter", stated)
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for path, named in stated.items():
        places = [named] if isinstance(named, str) else named
        if path not in known:
            mistakes.unknown(file, f"provenance.fitted_for.{path}", "parameter", path, known)
        elif not isinstance(places, list) or not places:
            mistakes.add(file, f"provenance.fitted_for.{path}", "a province or a list of them", named)
        else:
            for place in places:
                if place not in (NATIONAL, *provinces):
                    mistakes.unknown(file, f"provenance.fitted_for.{path}", "province", str(place), provinces)
            found[path] = tuple(str(place) for place in places)
    return found


def fitted_for(parameter: Parameter, named: Mapping[str, tuple[str, ...]]) -> str:
    """Either "national", or the ids of provinces with a comma between them, "" for what is not calibrated."""
    if parameter.status != "calibrated":
        return ""
    folder, _, rest = parameter.file.removeprefix("scenarios/").partition("/")
    stated = rest.partition("/")[0].removesuffix(".toml") if folder in ("provinces", "calibrated") else NATIONAL
    return ", ".join(named.get(parameter.path, (stated,)))
