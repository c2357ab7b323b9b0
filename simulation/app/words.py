"""Every word of the page in Chinese and English, sent to the browser once."""

from typing import Any, Final

from simulation.app.household import COUNTS, MONEY, TICKS, examples
from simulation.app.quiz import CHOICES, QUESTIONS
from simulation.app.settings import LEVERS, PRESETS
from simulation.messages.catalogues import labels_of
from simulation.report.words.labels import AREAS, CAUSES, GROUPS, INDICATORS, LANGS, PROVINCES, Label, Lang
from simulation.report.words.words import TEXT

PAGE: Final = labels_of("page", "text", without_words=("unit_share",))  # a share is shown without a unit
FIGURES: Final = (
    ("benefits_yuan_year", "yuan/year"),
    ("recipients_persons", "persons"),
    ("exclusion_error_poor_share", "share"),
    ("poor_not_known_share", "share"),
    ("poverty_gap_share", "share"),
    ("poverty_headcount_share", "share"),
)
TRUTHS_COMMAND: Final = "uv run python -m simulation.app.make_truths"
TAKEN: Final = ("wage", "other_income", "in_kind", "gainers_column", "losers_column", "all_programmes")


def words() -> dict[str, Any]:
    """All words by language, and what the screens are made of."""
    return {lang: _in(lang) for lang in LANGS} | {
        "levers": [lever._asdict() | {"label": lever.label._asdict()} for lever in LEVERS],
        "presets": [preset._asdict() | {"label": preset.label._asdict()} for preset in PRESETS],
        "examples": examples(),
        "counts": list(COUNTS), "money": list(MONEY), "ticks": list(TICKS),
        "make_truths": TRUTHS_COMMAND, "figures": FIGURES, "causes": CAUSES, "provinces": list(PROVINCES),
        "choices": [each.id for each in CHOICES],
    }  # fmt: skip


def _in(lang: str) -> dict[str, str]:
    """Every word in one language by its key."""
    chosen: Lang = "zh" if lang == "zh" else "en"
    tables: dict[str, dict[str, Label]] = {
        "": PAGE, "province_": PROVINCES, "group_": GROUPS, "area_": AREAS,
        "field_": {**COUNTS, **MONEY, **TICKS}, "text_": {name: TEXT[name] for name in TAKEN},
        "figure_": {name: entry.label for name, entry in INDICATORS.items()}
        | {name: PAGE[name] for name in ("poor_not_known_share", "recipients_persons")},
        "question_": {each.id: each.text for each in QUESTIONS},
        "choice_": {each.id: each.label for each in CHOICES},
    }  # fmt: skip
    return {prefix + key: getattr(label, chosen) for prefix, table in tables.items() for key, label in table.items()}
