"""Charts; each is a function of a result that returns a matplotlib figure.

- `style`: fonts and colours
- `embedded_font`: the font inside a page
- `budget_chart`, `comparison_chart`, `waterfall_chart`, `winners_chart`: money, before and after
- `fan_chart`, `errors_chart`, `incidence_chart`, `waits_chart`, `funnel_chart`, `county_chart`: one result
- `several_reforms_chart`: several reforms
- `sweep_charts`, `heat_chart`, `search_charts`: sweeps and searches
- `constraint_chart`, `surface_chart`, `atlas_chart`, `rates_chart`: one household, cliffs
- `village_chart`, `township`: a village and its network
- `plots`: `.plot` by name
- `charts`: all of them, for a notebook or a file
"""
