"""Charts; each is a function of a result that returns a matplotlib figure.

- `style`: fonts and colours
- `embedded_font`: the font inside a page
- `budget_chart`, `comparison_chart`, `waterfall_chart`, `winners_chart`: money, before and after
- `fan_chart`, `errors_chart`, `incidence_chart`, `waits_chart`, `funnel_chart`, `county_chart`: one result
- `several_reforms_chart`: several reforms
- `sweep_charts`, `heat_chart`, `search_charts`: sweeps and searches
- `constraint_chart`, `surface_chart`, `atlas_chart`, `rates_chart`: one household, cliffs
- `*_chart`, `*_charts`: any further file of such a name is read by the registry too
- `village_chart`, `township`: a village and its network
- `registry`: every chart by name and class of results, with its note, its tables and its files
- `plots`: `.plot` by name
- `charts`: all of them, for a notebook or a file
"""
