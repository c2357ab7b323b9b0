"""From census figures to whole households of each county.

- `templates`: what a household template is
- `compositions`: who can live with whom
- `targets`: what the census says of each county
- `raking`: how many households of each template
- `integerise`: whole households with exact counts
- `layout`: strata, townships, villages, and which a sample holds
"""
