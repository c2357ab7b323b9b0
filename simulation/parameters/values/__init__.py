"""A value and what it rests on.

- `values`: a parameter with its provenance, resolved to a dated series
- `fitted`: for whom a calibrated value was fitted
- `calibration_status`: how near a province comes to what is published
"""
