"""Before the first month.

- `initial_units`: shocks as in the long run, a year of income, relatives
- `initial_register`: the register, by a burn-in of the model's own hazards
"""
