#!/usr/bin/env bash
# Version: ema-workbench==2.5.3, SALib==1.6.0, scipy==1.17.1
# ema_workbench 2.5.3: its Sobol and FAST samplers ignore a parameter's distribution and draw evenly over its range.
#
# RealParameter.from_dist states a distribution, and the Latin hypercube and Monte Carlo samplers follow it. Those that
# pass the work to SALib are given the two ends only. So an analysis of variance that is run on the same list of
# parameters as the scenarios answers for another prior, and nothing warns: a share believed to be about a tenth,
# beta(2, 18), is drawn with mean one half.
#
# Seen, mean and 95th percentile of 256 draws of beta(2, 18), which has 0.100 and 0.226:
#   LHSSampler           0.100  0.224
#   MonteCarloSampler    0.100  0.251
#   SobolSampler         0.500  0.951 (its points differ at each run)
#   FASTSampler          0.500  0.949
# Fails when any of this changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    ema-workbench==2.5.3 SALib==1.6.0 scipy==1.17.1 2>/dev/null

"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import numpy as np
from scipy import stats

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of parts of the package that are not installed
    from ema_workbench import RealParameter
    from ema_workbench.em_framework.salib_samplers import FASTSampler, SobolSampler
    from ema_workbench.em_framework.samplers import LHSSampler, MonteCarloSampler

belief = stats.beta(2, 18)
parameters = [RealParameter.from_dist("share", belief), RealParameter("other", 0.0, 1.0)]
np.random.seed(1)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for sampler, follows in ((LHSSampler(), True), (MonteCarloSampler(), True), (SobolSampler(), False), (FASTSampler(), False)):
        drawn = np.asarray(sampler.generate_samples(parameters, 256)["share"])
        print(type(sampler).__name__, f"mean {drawn.mean():.3f}, 95th percentile {np.quantile(drawn, 0.95):.3f}")
        assert np.isclose(drawn.mean(), belief.mean() if follows else 0.5, atol=0.01)
        assert np.isclose(np.quantile(drawn, 0.95), belief.ppf(0.95) if follows else 0.95, atol=0.05)
assert not caught, [str(each.message) for each in caught]
PYTHON
echo "as described: the Sobol and FAST samplers draw evenly, whatever the distribution"
