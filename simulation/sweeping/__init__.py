"""Many scenarios: `sim.sweep`.

- `design`: which points are run
- `running`: how a list of runs is carried through
- `store`: where finished runs are stored
- `results`: tables over the points
- `sweep`: `sim.sweep`, which joins them
"""
