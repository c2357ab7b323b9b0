"""A population from a researcher's own households.

- `microdata`: weights to whole households of each county
- `copies`: the loop over villages of copies
- `income_fit`: own incomes before and after the model's shocks
- `survey`: a survey of a built population, in the same schema
"""
