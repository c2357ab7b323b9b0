"""How a list of runs is carried through.

- `driver`: the loop, through any executor
- `work`: what a worker does
- `progress_bar`: how many are done, how long it takes
"""
