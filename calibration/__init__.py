"""Fits the few behavioural parameters behind the published stocks; what is kept for validation it never reads."""

from calibration.joint import calibrate
from calibration.report import Calibration, Line

__all__ = ["Calibration", "Line", "calibrate"]
