"""A household in words and from a file."""

from pathlib import Path

import pytest

from simulation.calculator import Household
from simulation.calculator.reading import read_household
from simulation.parameters.files.mistakes import ScenarioError


def test_words_in_any_grouping() -> None:
    wanted = Household(persons=3, wage=2600, car=True, area="rural", workers=1)
    assert read_household(["persons=3", "wage=2600", "car=yes", "area=rural", "workers=1"]) == wanted
    assert read_household(["persons=3,wage=2600，car=是 area=rural workers=1"]) == wanted
    assert read_household([]) == Household()


def test_a_file_and_words_that_overrule_it(tmp_path: Path) -> None:
    file = tmp_path / "home.toml"
    file.write_text("[household]\npersons = 4\nminors = 2\nwage = 900.5\nsecond_home = true\n")
    assert read_household([str(file)]) == Household(persons=4, minors=2, wage=900.5, second_home=True)
    file.write_text("persons = 4\nwage = 900\n")
    assert read_household([str(file), "wage=1"]) == Household(persons=4, wage=1)


def test_every_mistake_at_once(tmp_path: Path) -> None:
    file = tmp_path / "home.toml"
    file.write_text('wagee = 1\npersons = "three"\ncar = 7\n')
    with pytest.raises(ScenarioError) as caught:
        read_household([str(file), "elder=1", "minors=x", "no_such_file.toml"])
    found = {m.key: m for m in caught.value.mistakes}
    assert found["wagee"].nearest == "wage"
    assert found["elder"].nearest == "elders"
    assert found["minors"].expected == "a number"
    assert found["car"].expected == "yes or no"
    assert {"persons"} <= set(found)
    assert any("no_such_file.toml" in m.file for m in caught.value.mistakes)


def test_a_fact_is_given_once() -> None:
    with pytest.raises(ScenarioError, match="each fact once"):
        read_household(["persons=3", "persons=4"])


@pytest.mark.parametrize(
    "word",
    [
        "wage=nan",
        "wage=inf",
        "persons=1.5",
        "persons=-1",
        "area=moon",
        "persons=1e400",
        "wage=1e17",
        "persons=5000000000000000",
    ],
)
def test_impossible_values_reach_the_check(word: str) -> None:
    with pytest.raises(ScenarioError):
        read_household([word]).check({1})
