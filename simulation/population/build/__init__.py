"""A population, built and counted.

- `tables`: what the loops read, solved so that every share holds
- `population`: counties.csv and parameters in, column tables out
- `tally`: weighted counts
- `census_fit`: the population compared with the census
"""
