"""Baselines against figures that nothing was fitted to, compared with two null models."""

from calibration.validation.validate import Row, Validation, validate

__all__ = ["Row", "Validation", "validate"]
