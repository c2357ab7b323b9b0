"""Steps 2 and 3: what happens to households.

- `monthly_shocks`: the draws of a month, a batch of units at a time
- `apply_shocks`: when a shock happens to a unit, and what it costs
- `living`: the month of a unit: shocks, income, and what is kept of it
"""
