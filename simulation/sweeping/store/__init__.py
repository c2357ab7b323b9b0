"""Finished runs on disk, never lost.

- `stored_forms`: the form that a store must have
- `index`: SQLite, written by the driver alone
- `array_files`: arrays of runs, one file per task
- `sweep_store`: the folder as a whole
"""
