"""Outcomes and verdicts of the check of mechanisms in words, and the unit in which each outcome is written."""

from typing import Final, NamedTuple

from simulation.mechanisms.outcomes import programme_labels
from simulation.messages.catalogues import labels_of
from simulation.messages.labels import composed
from simulation.report.words.labels import GROUPS, Label, Lang, chosen


class Text(NamedTuple):
    """What an outcome is called, and its unit (see `amounts`)."""

    label: Label
    unit: str


# unit -> the measures that are written in it (see `amounts`)
_MEASURES_IN: Final[dict[str, tuple[str, ...]]] = {
    "units": (
        "ABANDONED", "BARRED", "CHANGES_FOUND", "FILED", "GRANTED", "LEARNED_BY_WORD", "RECOGNISED", "REFUSED",
        "REPORTED", "TURNED_AWAY", "TURNED_BACK", "VOTED_OUT", "WRONGFUL_EXITS",
    ),
    "count": (
        "ALERTS_LOST", "ALERTS_UNANSWERED", "AVAILABLE_ASSISTANT", "AVAILABLE_DESK", "FLAGS", "HOTLINE_CALLS",
        "HOTLINE_ANSWERED", "LEDGERS_DISAGREE", "MINUTES_BUREAU", "MINUTES_DESK", "PROBLEMS_SOLVED", "REVIEWS",
        "STATEMENTS", "TASK_DESK", "TEMPORARY_CASES", "TEMPORARY_WAIT_DAYS", "VISITS", "VISITS_CARE", "VISITS_LISTED",
    ),
    "yuan": (
        "DECEASED_FEN", "DUPLICATE_FEN", "LOST_FEN", "RECOVERED_FEN",
    ),
    "persons": (
        "ENTITLED", "FLAG_PERSONS", "MONITORED", "PAID_COVERED", "PAID_NOT_ENTITLED", "POOR_BEFORE", "WATCHED",
        "WATCHED_HELD",
    ),
}  # fmt: skip
_MEASURES: Final = labels_of("mechanisms", "measures", order=[key for keys in _MEASURES_IN.values() for key in keys])
MEASURES: Final = {name: Text(_MEASURES[name], unit) for unit, names in _MEASURES_IN.items() for name in names}
WAITS: Final = labels_of("mechanisms", "waits")
MONEY: Final = labels_of("mechanisms", "money")
CHANNELS: Final = labels_of("mechanisms", "channels", order=("CAMPAIGN", "HOTLINE", "SCREENING"))
REASONS: Final = labels_of("mechanisms", "reasons")
OUTCOMES: Final = labels_of("mechanisms", "outcomes")


def outcome_text(name: str) -> Text:
    """The outcome `name` of `mechanisms.outcomes` in words; one that is not known here is shown as itself."""
    form, _, rest = name.partition(":")
    group = Label(chosen(GROUPS, rest, "zh"), chosen(GROUPS, rest, "en"))
    if form == "measure" and rest in MEASURES:
        return MEASURES[rest]
    if form in ("stock", "entitled", "missed", "paid"):
        return Text(composed(OUTCOMES[form], name=group), "persons")
    if form in ("entries", "exits"):
        return Text(OUTCOMES[form], "persons")
    if form == "money":
        return Text(composed(OUTCOMES[form], name=MONEY.get(rest, group)), "yuan")
    if form == "payer":
        return Text(composed(OUTCOMES[form], name=group), "yuan")
    if form == "channel" and rest.partition(":")[0] in CHANNELS:
        return Text(CHANNELS[rest.partition(":")[0]], "units")
    if form == "aided":
        return Text(OUTCOMES["aided_persons" if rest == "persons" else "aided_units"], rest)
    if form == "aid":
        return Text(composed(OUTCOMES[form], name=Label(*programme_labels().get(rest, (rest, rest)))), "yuan")
    if form == "share":
        part, whole = (MEASURES.get(each, Text(Label(each, each), "")).label for each in rest.split("/"))
        return Text(composed(OUTCOMES[form], part=part, whole=whole), "1")
    if form == "spread":
        return Text(composed(OUTCOMES[form], name=group), "1")
    if form == "wait" and rest in WAITS:
        return Text(WAITS[rest], "count" if rest == "payment" else "days")
    return Text(OUTCOMES["values_stated"] if name == "values stated" else Label(name, name), "count")


def reason(why: str, lang: Lang) -> str:
    """Why a lever failed; what the loader refused stays in its own words."""
    return getattr(REASONS[why], lang) if why in REASONS else why
