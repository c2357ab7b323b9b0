"""Fits the few parameters behind the published figures; what is held out for validation it never reads."""

from calibration.joint import calibrate
from calibration.report import Calibration
from calibration.search import Line
from calibration.waves import Design

__all__ = ["Calibration", "Design", "Line", "calibrate"]
