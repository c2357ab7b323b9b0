"""A reform against the baseline, and several reforms.

- `paired`: what two scenarios share
- `comparison_result`: the tables of one reform against the baseline
- `two_scenarios`: `sim.compare`
- `budget_decomposition`: the steps from the old budget to the new
- `several_runs`: the runs of several reforms
- `until_narrow`: replications until an interval is narrow enough
- `several_reforms`: `sim.compare_all`
- `stored_results`: finished runs on disk while tables are made
- `outreach_trial`: a published field trial inside the model
"""
