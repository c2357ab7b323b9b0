"""The benchmarks stand beside the tests, outside the installed packages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
