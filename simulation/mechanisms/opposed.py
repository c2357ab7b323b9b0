"""Opposed practices: pairs of reforms laid over the same province, as scenarios/opposed_pairs.toml names them."""

from pydantic import Field as ModelField

from simulation.parameters.files.mistakes import Mistakes
from simulation.parameters.files.reading import Model, data_folder, read_toml, validated
from simulation.parameters.scenario.scenario import Scenario
from simulation.parameters.values.values import Label

FILE = "scenarios/opposed_pairs.toml"


class PairModel(Model):
    """Two reforms that pull against each other."""

    label: Label
    reforms: list[str] = ModelField(min_length=2, max_length=2)


class PairsFile(Model):
    """The file of pairs."""

    pair: dict[str, PairModel]


def load_pairs() -> dict[str, PairModel]:
    """Pairs by name. Raises ScenarioError with every mistake of the file."""
    mistakes = Mistakes()
    data = read_toml(data_folder() / "opposed_pairs.toml", FILE, mistakes)
    read = None if data is None else validated(PairsFile, data, FILE, "", mistakes)
    mistakes.check()
    assert read is not None
    return read.pair


def opposed(base: Scenario, name: str) -> tuple[Scenario, Scenario]:
    """Both sides of a pair on a base. Raises ScenarioError for an unknown pair."""
    pairs = load_pairs()
    if name not in pairs:
        mistakes = Mistakes()
        mistakes.unknown(FILE, "pair", "pair", name, pairs)
        mistakes.check()
    first, second = (base.with_reform(each) for each in pairs[name].reforms)
    return first, second
