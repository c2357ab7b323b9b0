"""A writable copy of the data package, in which tests make mistakes."""

import shutil
from collections.abc import Callable
from pathlib import Path

from simulation.parameters.files.mistakes import Mistake, ScenarioError
from simulation.parameters.files.reading import data_folder
from simulation.parameters.scenario.scenario import Scenario


def copy_of_data(target: Path, *provinces: str) -> Path:
    """Copy the data package with the given provinces only, and without posterior draws."""
    source = Path(str(data_folder()))
    for name in ("national", "programmes", "practices", "reforms"):
        shutil.copytree(source / name, target / name)
    shutil.copy(source / "calibrated.toml", target / "calibrated.toml")
    for province in provinces or ("zhejiang",):
        shutil.copytree(source / "provinces" / province, target / "provinces" / province)
        fitted = Path("calibrated", f"{province}.toml")
        if (source / fitted).is_file():
            (target / fitted).parent.mkdir(exist_ok=True)
            shutil.copy(source / fitted, target / fitted)
    return target


def edit(file: Path, old: str, new: str, count: int = 1) -> None:
    """Replace text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} not in {file.name}"
    file.write_text(text.replace(old, new, count), encoding="utf-8")


def mistakes_of(action: Callable[[], object]) -> tuple[Mistake, ...]:
    """The mistakes that an action reports; none when it succeeds."""
    try:
        action()
    except ScenarioError as error:
        listed = [mistake for mistake in error.mistakes if str(mistake) in str(error)]
        return tuple(listed) if len(listed) == len(error.mistakes) else ()
    return ()


def loading(root: Path, province: str = "zhejiang") -> tuple[Mistake, ...]:
    """Mistakes found when a province is loaded from `root`."""
    return mistakes_of(lambda: Scenario.load(province, root=root))
