"""The search on surfaces whose answer is known."""

import numpy as np
import pytest

from calibration.fit import Searched, fit

LOGIT = Searched("application.base_logit", "logit", -4.0, 4.0, -1.0)
SHARE = Searched("kin.childless_share", "1", 0.005, 0.2, 0.02)


def surface(values: dict[str, float]) -> np.ndarray:
    """(2 replications, 2 targets), smooth; counted in whole persons as the simulation does."""
    logit, share = values[LOGIT.path], values[SHARE.path]
    stocks = np.array([6e5 / (1.0 + np.exp(-logit)) + 1e5 * share, 2e6 * share])
    return np.floor(np.outer([0.98, 1.02], stocks))


def test_known_values_are_found() -> None:
    truth = {LOGIT.path: -2.3, SHARE.path: 0.06}
    found = fit(surface, surface(truth).mean(axis=0), (LOGIT, SHARE))
    assert found.values[LOGIT.path] == pytest.approx(-2.3, abs=0.1)
    assert found.values[SHARE.path] == pytest.approx(0.06, rel=0.03)
    assert np.array_equal(found.simulated, surface(found.values))


def test_no_more_is_simulated_than_allowed() -> None:
    calls = []

    def counted(values: dict[str, float]) -> np.ndarray:
        calls.append(values)
        return surface(values)

    for allowed in (3, 7, 40):
        calls.clear()
        found = fit(counted, np.array([1e5, 9e4]), (LOGIT, SHARE), evaluations=allowed)
        assert len(calls) == found.evaluations <= allowed
        assert len({tuple(call.values()) for call in calls}) == len(calls)
    with pytest.raises(ValueError, match="at least 3"):
        fit(counted, np.array([1e5, 9e4]), (LOGIT, SHARE), evaluations=2)


def test_a_target_out_of_reach_ends_at_the_bound_and_says_so() -> None:
    found = fit(surface, np.array([9e5, 9e6]), (LOGIT, SHARE))
    assert LOGIT.binding(found.values[LOGIT.path]) == "upper"
    assert SHARE.binding(found.values[SHARE.path]) == "upper"
    assert found.values[SHARE.path] <= SHARE.high
    assert SHARE.binding(SHARE.start) == ""


def test_a_stock_of_nobody_does_not_stop_the_search() -> None:
    def nobody_at_first(values: dict[str, float]) -> np.ndarray:
        return surface(values) * (values[SHARE.path] > 0.021)

    found = fit(nobody_at_first, surface({LOGIT.path: -1.0, SHARE.path: 0.05}).mean(axis=0), (LOGIT, SHARE))
    assert np.isfinite(found.simulated).all()
    assert found.values[SHARE.path] > 0.021


def test_a_direction_that_no_target_sees_keeps_the_assumed_value() -> None:
    blind = Searched("kin.child_income_share", "1", 0.4, 2.0, 1.2)
    truth = {LOGIT.path: -2.0, SHARE.path: 0.03}
    found = fit(surface, surface(truth).mean(axis=0), (LOGIT, SHARE, blind))
    assert found.values[blind.path] == pytest.approx(1.2, rel=0.01)


@pytest.mark.parametrize("searched", [LOGIT, SHARE])
def test_positions_in_a_range(searched: Searched) -> None:
    assert (searched.value(0.0), searched.value(1.0)) == (searched.low, searched.high)
    for share in (0.1, 0.5, 0.93):
        assert searched.share(searched.value(share)) == pytest.approx(share, abs=1e-3)
