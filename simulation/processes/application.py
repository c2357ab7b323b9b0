"""Whether a unit files: entitlement as it sees it, what it gains, what it costs, and its fixed taste."""

import numpy as np

from simulation.compile.kernel import inlined
from simulation.draws import exp, happens, normal
from simulation.parameters.schema.claims import Application

ITEMS = 15.0  # linked benefits: with as many joined items all come with one application (F038)


@inlined
def perceived_factor(word: np.uint32, p: Application) -> float:
    """Factor by which a unit misjudges its own income (fixed per unit, median 1)."""
    return exp(p.perception_sd * normal(word))


@inlined
def taste(word: np.uint32, p: Application) -> float:
    """Fixed taste for claiming (logit): never re-rolled, so nobody claims merely because time passes."""
    return p.taste_sd * normal(word)


@inlined
def thinks_excluded(word: np.uint32, in_person: bool, p: Application) -> bool:
    """Whether a unit that knows of the programme takes itself for not entitled (fixed per unit).

    Until somebody who looks at its case says otherwise (`in_person`): publicity and hearsay do not.
    """
    return not in_person and happens(word, p.misbelief_share)


@inlined
def claim_logit(gain_lines: float, assisted: bool, p: Application) -> float:
    """Logit index of filing: gain in dibao lines per head, less documents, trips and stigma.

    Somebody who files for the unit takes documents and trips off it and adds `assisted_logit`.
    """
    index = p.base_logit + p.gain_slope * min(gain_lines, 2.0) - p.stigma_logit
    if assisted:
        return index + p.assisted_logit
    return index - p.document_logit * p.documents - p.trip_logit * p.trips


@inlined
def files(gain_lines: float, assisted: bool, taste_logit: float, p: Application) -> bool:
    """Whether the unit files: its taste exceeds what the claim asks of it."""
    return p.enabled > 0.5 and claim_logit(gain_lines, assisted, p) + taste_logit > 0.0


@inlined
def relief_logit(mover: bool, outsider: bool, online: bool, fewer_trips: float, p: Application) -> float:
    """What a unit's own way of filing takes off the usual burden (logit; negative where it adds to it).

    See `papers_brought` and `trips_made`.
    """
    documents, trips = papers_brought(outsider, p), trips_made(mover, online, fewer_trips, p)
    saved = p.hour_logit * p.online_hours_saved if online else 0.0
    return p.document_logit * (p.documents - documents) + p.trip_logit * (p.trips - trips) + saved


@inlined
def papers_brought(outsider: bool, p: Application) -> float:
    """Proofs that a unit hands in itself: an outsider brings more where one-ID is not for all.

    Outsiders are registered in another province, so this one's registers hold nothing about them.
    """
    if outsider and p.one_id_all < 0.5:
        return max(p.documents, p.documents_others)
    return p.documents


@inlined
def trips_made(mover: bool, online: bool, fewer_trips: float, p: Application) -> float:
    """Ways of a unit that files itself: none online; `fewer_trips` are saved by being identified online.

    Movers who must file at registration make `away_trips` more.
    """
    if online:
        return 0.0
    trips = p.trips + (p.away_trips if must_go_home(mover, p) else 0.0)
    return max(trips - fewer_trips, 0.0)


@inlined
def must_go_home(mover: bool, p: Application) -> bool:
    """Whether a mover can file at registration only: no window elsewhere accepts, nor does that of its residence."""
    return mover and p.place_rule < 0.5 and p.accept_anywhere < 0.5


@inlined
def files_online(word: np.uint32, other: np.uint32, young: bool, p: Application) -> bool:
    """Whether a unit files online (fixed per unit); of those without young members a part cannot."""
    return happens(word, p.online_share) and (young or not happens(other, p.digital_exclusion_share))


@inlined
def turned_away(word: np.uint32, mover: bool, p: Application) -> bool:
    """Whether a mover's claim is turned away because the window is not the one of its registration."""
    return must_go_home(mover, p) and happens(word, p.place_rejection)


@inlined
def gives_up_chance(p: Application) -> float:
    """Monthly probability that a waiting applicant gives up; half where progress can be followed."""
    return p.abandon_month * (0.5 if p.transparency > 0.5 else 1.0)


@inlined
def linked_share(word: np.uint32, p: Application) -> float:
    """Share of the linked benefits that a holder draws: the joined ones, the others if it files for them."""
    joined = min(p.bundled_items / ITEMS, 1.0)
    return 1.0 if happens(word, 1.0 - p.separate_hours * p.separate_loss) else joined
