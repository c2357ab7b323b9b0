"""What is searched, what may deviate by province, and how far."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from calibration.priors import DEVIATIONS, PRIOR_SD, check_deviations, load_parameters, prior_draws
from calibration.space import Space
from simulation.parameters.files.mistakes import ScenarioError
from simulation.parameters.files.reading import data_folder

AWARE = "information.base_awareness"
LOGIT = "application.base_logit"


def written(folder: Path, text: str) -> Path:
    file = folder / "deviations.toml"
    file.write_text(text, encoding="utf-8")
    return file


def listing(*paths: str) -> str:
    return f"[search]\nparameters = {list(paths)}\n"


def spread(path: str, number: object = 0.2, source: str = "made") -> str:
    return f'[deviation."{path}"]\nspread = {number}\nsource = "{source}"\n'


def test_the_shipped_list_is_sound() -> None:
    parameters = load_parameters()
    assert any(one.spread for one in parameters)
    assert any(not one.spread for one in parameters)
    for one in parameters:
        assert one.low <= one.centre <= one.high
        assert bool(one.spread) == bool(one.evidence)
        assert one.spread < one.width


def test_what_may_deviate_is_the_shape_of_incomes_awareness_burden_and_childlessness() -> None:
    """No parameter that multiplies a caseload, and none of the offices."""
    for one in load_parameters():
        listed = one.path.split(".")[0] in ("income", "information", "application") or one.path == "kin.childless_share"
        assert not one.spread or listed, one.path


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (listing("information.base_awarenes"), f"did you mean {AWARE!r}"),
        (listing(AWARE) + spread("information.base_awarness"), f"did you mean {AWARE!r}"),
        (listing(AWARE) + spread(LOGIT), "searched parameter"),
        (listing(AWARE) + spread(AWARE, -0.1), "a positive number, found -0.1"),
        (listing(AWARE) + spread(AWARE, '"wide"'), "a positive number"),
        (listing(AWARE) + spread(AWARE, source=" "), "what the spread is taken from"),
        ("[search]\nparameters = []\n", "at least one parameter path"),
    ],
)
def test_a_mistaken_list_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=r"deviations\.toml") as error:
        load_parameters(written(tmp_path, text))
    assert words in str(error.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = listing("kin.nothing", AWARE) + spread(AWARE, 0)
    with pytest.raises(ScenarioError) as error:
        load_parameters(written(tmp_path, text))
    assert len(error.value.mistakes) == 2


def test_what_was_fitted_before_has_no_say(tmp_path: Path) -> None:
    root = tmp_path / "scenarios"
    shutil.copytree(str(data_folder()), root, ignore=shutil.ignore_patterns("calibrated*", "__pycache__"))
    assert load_parameters(root=root) == load_parameters()


def test_positions_and_values_are_inverse() -> None:
    for one in load_parameters():
        assert (one.value(0.0), one.value(1.0)) == (one.low, one.high)
        for at in (0.1, 0.5, 0.9):
            assert one.position(one.value(at)) == pytest.approx(at, abs=2e-3)


def test_a_deviation_beyond_two_spreads_is_refused(tmp_path: Path) -> None:
    parameters = load_parameters(written(tmp_path, listing(AWARE, LOGIT) + spread(AWARE, 0.2)))
    national = {AWARE: 0.4, LOGIT: -2.0}
    check_deviations(parameters, national, {AWARE: 0.4 * np.exp(0.39)}, "hubei.toml")
    with pytest.raises(ScenarioError, match=r"hubei\.toml: information\.base_awareness: .*2 spreads.*\+2\.20 spreads"):
        check_deviations(parameters, national, {AWARE: 0.4 * np.exp(0.44)}, "hubei.toml")
    with pytest.raises(ScenarioError, match="may deviate by province"):
        check_deviations(parameters, national, {LOGIT: -2.0}, "hubei.toml")


def test_draws_of_the_prior_keep_to_ranges_and_two_spreads() -> None:
    parameters = load_parameters()
    space = Space(parameters, ("north", "south"))
    points = space.draws(4000, np.random.default_rng(1))
    assert np.isfinite(space.log_prior(points)).all()
    for k in range(2):
        lived = space.provincial(points, k)
        assert ((lived >= 0) & (lived <= 1)).all()
        assert np.abs(points[:, space.block(k)]).max() <= 2.0
    deviation = points[:, space.block(0)]
    assert np.abs(deviation.mean(axis=0)).max() < 0.3
    assert ((deviation.std(axis=0) > 0.7) & (deviation.std(axis=0) < 1.0)).all()


def test_the_prior_is_a_normal_around_the_stated_value() -> None:
    parameters = load_parameters()
    for one, drawn in zip(parameters, prior_draws(parameters, 20000, np.random.default_rng(2)).T, strict=True):
        if 0.4 < one.position(one.centre) < 0.6:
            assert drawn.mean() == pytest.approx(one.position(one.centre), abs=0.03)
            assert drawn.std() == pytest.approx(PRIOR_SD * 0.88, rel=0.05)  # cut off at two sd: 0.88 of the normal's


def test_a_fixed_nation_leaves_the_deviations_to_be_searched() -> None:
    parameters = load_parameters()
    fixed = tuple(one.position(one.centre) for one in parameters)
    space = Space(parameters, ("hubei",), fixed)
    points = space.draws(100, np.random.default_rng(1))
    assert np.array_equal(points[:, : len(parameters)], np.tile(fixed, (100, 1)))
    low, high = space.box()
    moved = np.flatnonzero(high > low)
    assert list(moved) == list(space.deviating)
    assert DEVIATIONS.is_file()
