"""Incomes by rank.

- `quantiles`: published quintile shapes, from a score to yuan
- `incomes`: the income of each unit of a household, by source
- `permanent`: the part around which shocks give the surveyed distribution
"""
