"""The simulated population, from census figures to column tables.

- `columns`, `keys`: the tables, and the draws of the population
- `census`: household templates, raked to each county
- `incomes`: quintile shapes and permanent incomes
- `people`: households and persons, made one by one
- `build`: all of it put together, and compared with the census
- `microdata`: a population from your own survey
- `network`: social links over which word of mouth travels
- `offices`: bureaus, desks, assistants
"""
