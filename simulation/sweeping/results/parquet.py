"""A table as one Parquet file, which appears when it is whole."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from simulation.extras import absent
from simulation.simulate.errors import ExperimentError


def write_parquet(read: Callable[[], pd.DataFrame], file: Path) -> None:
    """Write the table that `read` makes; ExperimentError without DuckDB, before it is read, or without a place."""
    try:
        import duckdb
    except ImportError as error:
        raise ExperimentError(absent("Parquet", "duckdb", "store")) from error
    table = read()
    try:
        with TemporaryDirectory(dir=file.absolute().parent, prefix=".doudi-") as folder:
            with duckdb.connect() as connection:
                connection.register("results", table)
                connection.table("results").write_parquet(str(Path(folder) / "results.parquet"))
            (Path(folder) / "results.parquet").replace(file)
    except (OSError, duckdb.Error) as error:
        text = error.strerror if isinstance(error, OSError) else str(error)
        raise ExperimentError(f"{file}: cannot be written ({text})") from error
