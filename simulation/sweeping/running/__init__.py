"""How a list of runs is carried through.

- `driver`: the loop, through any executor
- `work`: what a worker does
- `run_count`: how many are done and how many failed
"""
