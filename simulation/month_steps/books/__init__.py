"""Step 12: the books of the month.

- `gains`: deciles fixed by the baseline, gainers and losers
- `bookkeeping`: cases and offices
- `household_books`: poverty before and after benefits
"""
