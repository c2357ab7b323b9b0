#!/usr/bin/env bash
# Version: pyreadstat==1.3.7, pandas==3.1.1
# pyreadstat 1.3.7 (with pandas 3.1.1): whole-number identifiers of 18 digits are written as floats, without a warning.
#
# That is the length of many registers' person numbers, in .sav, .dta, .xpt and .por alike. Those that differ in their
# last digit become one, so a join or a count of persons by identifier is wrong after a round trip. pandas' own to_stata
# warns of the same loss. As text they survive in every format tried.
#
# Seen: three made-up identifiers 400000000000000001, ...002 and ...003: one left after each of the four formats, no
# warning; three left as text; pandas warns (PossiblePrecisionLoss).
# Fails when any of this changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1 2>/dev/null

"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
import warnings
from pathlib import Path

import pandas as pd
import pyreadstat

folder = Path(sys.argv[1])
numbers = pd.DataFrame({"pid": [400000000000000001, 400000000000000002, 400000000000000003]})
formats = {
    "sav": (pyreadstat.write_sav, pyreadstat.read_sav),
    "dta": (pyreadstat.write_dta, pyreadstat.read_dta),
    "xpt": (pyreadstat.write_xport, pyreadstat.read_xport),
    "por": (pyreadstat.write_por, pyreadstat.read_por),
}
for name, (write, read) in formats.items():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        left = {}
        for kind, frame in (("numbers", numbers), ("text", numbers.astype(str))):
            file = folder / f"{kind}.{name}"
            write(frame, file)
            left[kind] = read(file)[0].iloc[:, 0].nunique()
    told = [each for each in caught if "recision" in str(each.message)]
    print(name, "identifiers left:", left, "warnings of lost precision:", len(told))
    assert left == {"numbers": 1, "text": 3}, name
    assert not told, name

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    numbers.to_stata(folder / "pandas.dta", write_index=False)
print("pandas:", [each.category.__name__ for each in caught])
assert any(each.category.__name__ == "PossiblePrecisionLoss" for each in caught)
PYTHON
echo "as described: identifiers merge without a warning"
