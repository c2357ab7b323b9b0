#!/usr/bin/env bash
# Version: samplics==0.6.1, numpy==2.4.6, pandas==3.1.1, polars==2.1.0
# samplics 0.6.1: calibrated survey weights miss the stated totals, in silence, in two ways.
#
# calib_covariates, which makes the matrix for calibrate, cuts continuous variables to whole numbers: with an income in
# thousand yuan, 0.9 counts as 0 and 2.9 as 2, and the weights meet the total of what is left. And calibrate takes the
# totals in the order in which they were written, whatever their keys: those of "urban" and "rural" trade places when
# they are not written in the alphabet's order. (The package is no longer maintained; 0.6.1 is its last version.)
#
# Seen: five incomes; wanted rural 66, urban 22, income 150.
#   matrix of calib_covariates     rural 66, urban 22, income 218.7 (150 of whole thousands)
#   matrix with the true incomes   rural 66, urban 22, income 150
#   totals written urban first     rural 22, urban 66, income 150
# Fails when any of this changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    samplics==0.6.1 numpy==2.4.6 pandas==3.1.1 polars==2.1.0 2>/dev/null

"$folder/venv/bin/python" - <<'PYTHON'
import warnings

import numpy as np
import pandas as pd

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # that the package is no longer maintained
    from samplics import SampleWeight

sample = pd.DataFrame({"area": ["urban", "urban", "rural", "rural", "rural"], "income": [2.9, 1.6, 0.9, 2.8, 1.7]})
weights = np.array([10.0, 10.0, 20.0, 20.0, 20.0])
urban = (sample["area"] == "urban").to_numpy()


def totals(calibrated):
    return [float(calibrated[~urban].sum()), float(calibrated[urban].sum()), float((calibrated * sample["income"]).sum())]


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    matrix, named = SampleWeight().calib_covariates(data=sample, x_cat=["area"], x_cont=["income"])
    wanted = dict(zip(named, (66.0, 22.0, 150.0)))  # in the order that the package gives
    cut = SampleWeight().calibrate(samp_weight=weights, aux_vars=matrix, control=wanted)
    true = np.column_stack([~urban, urban, sample["income"]]).astype(float)
    right = SampleWeight().calibrate(samp_weight=weights, aux_vars=true, control=wanted)
    turned = {name: wanted[name] for name in ("urban", "rural", "income")}
    swapped = SampleWeight().calibrate(samp_weight=weights, aux_vars=true, control=turned)

print("order of the package:", list(named))
for name, found in (("cut", cut), ("true", right), ("urban first", swapped)):
    print(name, "rural, urban, income:", np.round(totals(found), 1))
assert list(named) == ["rural", "urban", "income"]
assert np.allclose(totals(right), [66, 22, 150])
assert np.allclose(totals(cut)[:2], [66, 22]) and abs(totals(cut)[2] / 150 - 1) > 0.1
assert np.isclose((cut * np.floor(sample["income"])).sum(), 150)
assert np.allclose(totals(swapped)[:2], [22, 66])
assert not caught, [str(each.message) for each in caught]
PYTHON
echo "as described: the totals that are met are not those that were stated"
