"""What province folders must not share: codes of counties and names; and words that no folder may be called."""

from collections.abc import Iterable

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.names import RESERVED
from simulation.parameters.files.reading import Folder, names_in, read_csv, read_toml
from simulation.parameters.lines.counties import read_counties

_NAMES = ("name", "english", "short")


def check_provinces(root: Folder, provinces: Iterable[str], mistakes: Mistakes) -> None:
    """Record what one of `provinces` repeats of another folder: county codes, or its name in either language.

    What is wrong inside a folder is reported where it is loaded.
    """
    held = {province: _names_and_codes(root, province) for province in names_in(root / "provinces", "")}
    for province in provinces:
        file = f"scenarios/provinces/{province}"
        labels, codes = held.get(province, ({}, frozenset()))
        for other, (names, others) in held.items():
            if other == province:
                continue
            for lang, label in labels.items():
                if label.strip().casefold() == names.get(lang, "").strip().casefold():
                    found = f"{label}, as in scenarios/provinces/{other}"
                    mistakes.add(f"{file}/province.toml", f"province.label.{lang}", "a name of its own", found)
            if both := sorted(codes & others):
                found = f"{len(both)} of scenarios/provinces/{other}, the first {both[0]}"
                mistakes.add(f"{file}/counties.csv", "adcode", "codes of its own", found)
    for folder, suffix in (("provinces", ""), ("practices", ".toml")):
        for name in set(names_in(root / folder, suffix)) & set(RESERVED):
            expected = f"a name that is no reserved word ({', '.join(RESERVED)})"
            mistakes.add(f"scenarios/{folder}", name, expected, name)
    read_csv(root / "provinces" / "names_en.csv", "scenarios/provinces/names_en.csv", _NAMES, mistakes)


def _names_and_codes(root: Folder, province: str) -> tuple[dict[str, str], frozenset[int]]:
    """({language: name}, county codes) of a folder; of one that cannot be read, nothing."""
    folder, ignored = root / "provinces" / province, Mistakes()
    head = (read_toml(folder / "province.toml", "", ignored) or {}).get("province")
    label = head.get("label") if isinstance(head, dict) else None
    names = {lang: text for lang, text in label.items() if isinstance(text, str)} if isinstance(label, dict) else {}
    counties = read_counties(folder / "counties.csv", "", None, ignored)
    return names, frozenset() if counties is None else frozenset(int(code) for code in counties["adcode"])
