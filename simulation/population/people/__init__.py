"""Households and persons.

- `roster`: who lives in a village
- `people`: ages, sex, disability, illness, work, births to come
- `registration`: where they are registered; cars, homes, rent
- `traits`: what counties have of their own
- `households`: the loop over villages that makes them
- `summary`: who is in a unit in a month
"""
