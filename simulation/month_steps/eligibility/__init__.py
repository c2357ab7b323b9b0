"""Step 4: who is entitled on the true facts.

- `needs`: facts that no column holds
- `openness`: to which classes of households a status is open
- `prefilter`: income beyond which no status can take a unit
- `means`: what a unit has, held against those bounds
- `registered`: who counts as registered in the province
- `entitlement`: the rules, asked for the units that are left
"""
