"""Tables over the points of a sweep.

- `stored_runs`: what is in the store
- `sweep_results`: read from the store, whole or partial
- `differences`: a point compared with the baseline
- `sweep_months`, `sweep_years`: spending by month and by calendar year
- `sweep_analysis`: what analyzers recorded
- `parquet`: a table as a Parquet file
- `grid`: two levers as a grid
"""
