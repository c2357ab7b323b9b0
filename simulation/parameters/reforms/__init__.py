"""Changes to a scenario.

- `edits`: rows inserted or taken out, whole programmes
- `reforms`: reform files and values set by hand
- `references`: legal references in each language
- `stated_ranges`: values outside the stated range
- `uprating`: amounts of lines that a change sets
- `posterior`: draws of the fitted parameters
- `digests`: one number for everything a result rests on
"""
