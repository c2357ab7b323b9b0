"""Tables over the points of a sweep.

- `sweep_results`: read from the store, whole or partial
- `sweep_years`: by calendar year
- `grid`: two levers as a grid
"""
