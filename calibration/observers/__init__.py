"""Observers: one function per published statistic, which counts in a run as the source counts in the world."""

from calibration.observers import households, money, register  # noqa: F401  (they register their observers)
from calibration.observers.reading import OBSERVERS, Reading
from calibration.observers.running import Plan, Province, observe, simulate

__all__ = ["OBSERVERS", "Plan", "Province", "Reading", "observe", "simulate"]
