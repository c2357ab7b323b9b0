"""Step 4: who is entitled on the true facts.

- `needs`: facts that no column holds
- `prefilter`: income beyond which no status can take a unit
- `registered`: who counts as registered in the province
- `entitlement`: the rules, asked for the units that are left
"""
