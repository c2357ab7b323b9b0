"""Lines by county and area.

- `counties`: census figures by county
- `lines`: lines.csv, spread and uprated
- `line_spread`: how counties lie around a published mean
- `line_moves`: in how many counties a reform moves a line
"""
