#!/usr/bin/env bash
# Version: microdf-python==1.5.12, pandas==3.1.1
# microdf-python 1.5.12 (with pandas 3.1.1): sem, skew and value_counts of a MicroSeries ignore the weights, in silence.
#
# mean, std, var and describe are weighted; those three are taken from pandas. So the standard error beside a weighted
# mean belongs to another sample, and a table of counts says how many rows of the file there are, not how many persons.
#
# Seen: three incomes that stand for 7, 2 and 1 persons.
#   std           2494.438   as of ten persons
#   sem           2516.611   of three rows; of ten persons it is 788.811
#   skew             1.630   of three rows; of ten persons it is 3.007
#   value_counts   1, 1, 1   of three rows; of ten persons 7, 2, 1
# Fails when any of this changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check microdf-python==1.5.12 pandas==3.1.1 2>/dev/null

"$folder/venv/bin/python" - <<'PYTHON'
import microdf
import numpy as np
import pandas as pd

incomes, weights = [1000.0, 2000.0, 9000.0], [7, 2, 1]
weighted = microdf.MicroSeries(incomes, weights=weights)
persons = pd.Series(np.repeat(incomes, weights))  # what the weights mean
rows = pd.Series(incomes)  # what is left without them

for name in ("mean", "std", "var"):
    assert np.isclose(getattr(weighted, name)(), getattr(persons, name)()), name
for name in ("sem", "skew"):
    value = getattr(weighted, name)()
    print(f"{name}: {value:.3f}, of rows {getattr(rows, name)():.3f}, of persons {getattr(persons, name)():.3f}")
    assert np.isclose(value, getattr(rows, name)()), name
    assert not np.isclose(value, getattr(persons, name)()), name
counts = weighted.value_counts().tolist()
print("value_counts:", counts, "of persons:", persons.value_counts().tolist())
assert counts == [1, 1, 1]
PYTHON
echo "as described: mean and std are weighted, sem, skew and value_counts are not"
