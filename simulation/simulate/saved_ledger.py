"""The ledgers of a run in one file: of all months and of the headline period."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from simulation.ledger import BY_LENGTH, Books, Ledger
from simulation.simulate.saved_columns import load_columns, save_columns

_PERIOD = "period."  # before the name of what a period has of its own


def save_ledgers(ledgers: tuple[Ledger, Ledger], path: Path) -> None:
    """Write the ledger of all months and that of a period in it to `path` (.npz), whole or not at all."""
    whole, period = ledgers
    columns = {name: getattr(whole, name) for name in (*Books._fields, "share")}
    columns |= {_PERIOD + name: getattr(period, name) for name in BY_LENGTH}
    months = (whole.first_month, period.first_month, period.measures.shape[1])
    columns["months"] = np.array(months)
    save_columns(path, columns, whole.programmes, compressed=True)


def load_ledgers(path: Path) -> tuple[Ledger, Ledger]:
    """Read both back; the period is views of the whole, but for what is kept by length.

    Raises ValueError if the file is not one of saved ledgers.
    """
    try:
        columns, programmes = load_columns(path)
        first, begins, months = (int(n) for n in columns.pop("months"))
        counted: dict[str, Any] = {name: columns.pop(_PERIOD + name) for name in BY_LENGTH}
        whole = Ledger(first, programmes, **columns)
        _check_form(whole)
        return whole, replace(whole.within(begins, begins + months), **counted)
    except Exception as error:  # whatever a damaged or foreign file holds
        raise ValueError(f"{path}: not saved ledgers ({error})") from error


def _check_form(ledger: Ledger) -> None:
    """Raise ValueError where an array has not the type and shape of a ledger of so many counties and months."""
    form = Ledger.empty(ledger.share, ledger.first_month, ledger.measures.shape[1], ledger.programmes)
    for name in Books._fields:
        held, expected = getattr(ledger, name), getattr(form, name)
        if held.dtype != expected.dtype or held.shape != expected.shape:
            raise ValueError(f"{name}: {held.dtype} {held.shape}, expected {expected.dtype} {expected.shape}")
