"""Eligibility, benefits and phase-outs: certain, legal, and without draws.

- `facts`: what rules look at
- `tables`: flat tables of blocks
- `book`: all programmes of a month
- `blocks`, `limits`, `income`, `schedule`, `formulas`: conditions and amounts
- `eligibility`, `benefit`, `supplement`, `aid`, `exit`: what a programme decides
- `programme`, `rows`: one unit, and many
- `changes`: what a decision is worth in one month and the next
"""
