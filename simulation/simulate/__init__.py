"""One scenario: from a replication to its results.

- `errors`: what ends a run for a reason outside the model
- `precompile`: compiled ahead while the population is built
- `period`: the months that headline figures are of
- `one_replication`: population, warm-up, then the months
- `replications`: several at a time
- `executors`, `cluster`: who does the work
- `sharded_run`: one scenario split by county over workers
- `saved_columns`, `saved_state`, `saved_ledger`: the columns of a province at one month, and ledgers, in files
- `run_cache`: warmed-up states and baseline runs that are kept for the next command
- `register`, `plugins`: what a user adds, checked (`simulation.extensions`)
- `run`: `sim.run`
- `run_record`: what is needed to get the same numbers again
- `terms`, `answers`, `indicator_positions`, `indicator_names`: indicators by name
- `deciles`, `distributions`, `group_tables`, `calendar_years`, `spending_by_month`, `county_indicators`: what is
  read from the ledger
- `two_parts`, `parameter_draws`, `intervals`: how sure a number is
- `results`: tidy tables, with their run record
- `marginal_rates`: cliffs over the simulated households
- `health_spending`: an observer of the state
"""
