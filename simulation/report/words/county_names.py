"""Prefectures and counties in the language of the reader."""

import pandas as pd

from simulation.place_names import english_name
from simulation.report.words.labels import Lang


def short_place(name: str, lang: Lang) -> str:
    """A prefecture or county as it fits on a tile."""
    return name if lang == "zh" else english_name(name).short


def place(name: str, lang: Lang) -> str:
    """A prefecture or county in full."""
    return name if lang == "zh" else english_name(name).full


def named(frame: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """A table of counties with one column each for prefecture and county, in `lang`."""
    places = {kind: [place(name, lang) for name in frame[kind]] for kind in ("prefecture", "county")}
    return frame.drop(columns=["prefecture_en", "county_en"], errors="ignore").assign(**places)
