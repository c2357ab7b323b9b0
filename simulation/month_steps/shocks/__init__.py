"""Steps 2 and 3: what happens to households.

- `monthly_shocks`: the draws of a month, a batch of units at a time
- `living`: shocks, income, and what is kept of it
"""
