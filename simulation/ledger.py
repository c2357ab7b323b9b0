"""The ledger: what happened, as integers. Indicators read nothing else.

Money in fen, people and units as counts, hours in minutes, all weighted by the villages a sampled village stands
for. Axes: county x month x (programme x payer | programme x flow | measure | bin).
"""

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.units import MOST_AID_PROGRAMMES

# Five levels pay what is civil affairs' money; then, of aid in kind, other departments and charity, and what services
# are worth to those who get them (see `rules.tables.PaidBy`).
PAYERS = ("central", "province", "prefecture", "county", "other_county", "other_departments", "charity", "services")
LEVELS = 5  # payers that are levels of government, paying civil affairs' money
WAIT_DAYS = 756  # waits are kept by working day up to three years
WAIT_MONTHS = 36  # and whoever still waits by month
INCOME_BINS = 128  # income per head in steps of 1/32 of the poverty line
BINS_PER_LINE = 32


BUNDLE: Final = "bundle"  # aid in kind of all programmes, last on the programme axis


class BooksError(ArithmeticError):
    """A run whose books do not add up, or an amount that its column cannot hold; nothing is returned."""


class Flow(IntEnum):
    """Third axis of `Ledger.flows` (persons and units weighted)."""

    STOCK_PERSONS = 0
    STOCK_UNITS = 1
    ENTRY_PERSONS = 2
    EXIT_PERSONS = 3
    ENTRY_UNITS = 4
    EXIT_UNITS = 5
    PAID_PERSONS = 6
    PAID_UNITS = 7
    ENTITLED_PERSONS = 8
    ENTITLED_UNITS = 9


class Measure(IntEnum):
    """Third axis of `Ledger.measures`: persons unless the name says otherwise."""

    PERSONS = 0
    UNITS = 1
    HOUSEHOLDS = 2
    POOR_BEFORE = 3
    POOR_AFTER = 4
    GAP_BEFORE_FEN = 5
    GAP_AFTER_FEN = 6
    LINE_TOTAL_FEN = 7  # poverty line summed over all persons: denominator of the poverty gap index
    POOR_PAID = 8  # poor persons in a household that is paid
    POOR_NOT_COVERED = 9  # the causes of exclusion of the poor
    POOR_NOT_KNOWN = 10
    POOR_NOT_CLAIMED = 11
    POOR_REFUSED = 12
    POOR_WAITING = 13
    POOR_UNDERPAID = 14
    PAID = 15  # persons in paid households
    PAID_POOR = 16
    ENTITLED = 17  # persons covered by a true cash entitlement
    ENTITLED_PAID = 18
    PAID_COVERED = 19  # persons covered by a payment
    PAID_NOT_ENTITLED = 20
    PAID_NOT_ENTITLED_FEN = 21
    SURVEY_PERSONS = 22
    SURVEY_POOR = 23
    SURVEY_POOR_PAID = 24
    SURVEY_PAID = 25
    SURVEY_PAID_POOR = 26
    AUDIT_LISTED = 27  # as sampled; indicators divide by the sampling shares
    AUDIT_LISTED_NOT_ENTITLED = 28
    AUDIT_LISTED_ENTITLED = 29
    AUDIT_UNLISTED_ENTITLED = 30
    NOTCH_UNITS = 31  # holders for whom 200 yuan more wage a month would cost more than 200 yuan of aid
    MINUTES_ASSISTANT = 32  # booked; weighted
    MINUTES_DESK = 33  # booked; of the sample, see `Ledger.share`
    MINUTES_BUREAU = 34
    AVAILABLE_ASSISTANT = 35
    AVAILABLE_DESK = 36
    AVAILABLE_BUREAU = 37
    VISITS = 38
    FLAGS = 39
    FILED = 40
    GRANTED = 41
    REFUSED = 42
    REVIEWS = 43
    LEARNED_BY_WORD = 44
    RECOVERED_FEN = 45
    TEMPORARY_CASES = 46
    TASK_ASSISTANT = 47  # minutes summed over tasks, to be held against the minutes booked
    TASK_DESK = 48
    TASK_BUREAU = 49
    PAID_UNIT_SUM_FEN = 50  # money summed over units as they are paid, to be held against programmes and payers
    POOR_AFTER_150 = 51  # below 1.5 times the poverty line
    HOLDERS = 52  # units with any status: denominator of the share at a cliff
    CASCADE_LOW = 53  # persons in units whose own income per head is below the dibao line
    CASCADE_ELSEWHERE = 54  # of these: registered in another province
    CASCADE_ASSETS = 55  # would be entitled but for assets, car, second home
    CASCADE_OBLIGORS = 56  # ... but for relatives who owe support
    CASCADE_IMPUTED = 57  # ... but for wages imputed to members able to work
    CASCADE_OTHER = 58  # any other rule
    CASCADE_UNKNOWN = 59  # entitled, does not know
    CASCADE_NOT_FILED = 60
    CASCADE_REFUSED = 61
    CASCADE_WAITING = 62
    CASCADE_ENROLLED = 63
    DECISIONS = 64  # units decided; the next two in working days from the start of work on the claim
    DECISION_DAYS = 65
    DECISION_DAYS_SQUARED = 66
    OVERDUE = 67  # decisions after the legal limit
    MONITORED = 68  # persons in cases on the low-income register
    ALERTS_LOST = 69  # flags that nobody follows up
    ALERTS_UNANSWERED = 70  # flags still on the lists at the end of the month
    VISITS_LISTED = 71  # checks of flags, and visits to households that the register points to
    VISITS_CARE = 72  # to holders of a status
    RECOGNISED = 73  # entitled units recognised in a contact
    REPORTED = 74  # entitled units that neighbours, audits or special registers put on a list
    HOTLINE_CALLS = 75
    TURNED_AWAY = 76  # movers at the wrong window
    TURNED_BACK = 77  # informed before filing that they are not entitled
    ABANDONED = 78
    VOTED_OUT = 79
    FOUND_AT_ENTRY = 80  # entries without entitlement found out before payment
    APPEALS = 81
    CHANGES_FOUND = 82
    WRONGFUL_EXITS = 83
    BARRED = 84
    RATIONED = 85  # grants put off for want of funds
    LOST_FEN = 86  # paid, but not to the household
    DUPLICATE_FEN = 87
    DECEASED_FEN = 88
    TEMPORARY_WAIT_DAYS = 89
    TEMPORARY_WRONG_FEN = 90
    POOR_LOST = 91  # a cause of exclusion: paid out, but no payment reached the household
    REGISTER_ENTRIES = 92  # persons who enter the low-income register
    REGISTER_EXITS = 93
    MONITORED_HELD = 94  # persons on the register who hold a cash status
    WATCHED = 95  # persons on the anti-return list
    WATCHED_HELD = 96  # of these: persons who hold a cash status
    FLAG_PERSONS = 97  # persons in units flagged
    CHECK_PERSONS = 98  # person-times visited because of a list: flags, and households that the register points to
    CANVASSED = 99  # person-times in difficulty (low-income cases) visited, by list or on the round
    FOUND_PERSONS = 100  # persons enrolled after a visit recognised them
    HOLDERS_VISITED = 101  # units that hold a status and had a care visit within a year
    STATEMENTS = 102  # statements of entitlement that reached a holder
    PROBLEMS_FOUND = 103  # recognised units, and changes noticed on care visits
    PROBLEMS_SOLVED = 104  # of these: enrolled, or acted upon
    HOTLINE_ANSWERED = 105  # calls
    FILED_ONLINE = 106  # units that file without going to an office
    FILED_ONLINE_PERSONS = 107  # persons of these units
    PAPERS = 108  # proofs that applicants bring
    TRIPS = 109  # that applicants make to an office
    HONEST_DECLARERS = 110  # units whose claim is decided on their honest declaration
    JOINT_CASES = 111  # grants that bring linked benefits without a further application
    JOINT_ITEMS = 112  # linked benefits joined to these grants
    BREACHES_GENERAL = 113  # units whose breach of trust is recorded, by grade
    BREACHES_SERIOUS = 114
    RELATIVES_UNITS = 115  # close relatives of staff among applicants and holders at the end of the month
    RELATIVES_PERSONS = 116
    HELD_CARDS = 117  # account holders paid on a card that somebody else holds; one a unit
    FORMER_POOR_PAID = 118  # former poor covered by a payment
    DISASTER_PERSONS = 119  # persons of units given temporary assistance after a disaster
    FILED_OWN = 120  # units that file themselves: only they bring papers and make trips
    LEDGER_RECORDS = 121  # cases in payment whose records in four ledgers are compared
    LEDGER_PAYMENTS_WRONG = 122  # records that are wrong, by ledger
    LEDGER_SYSTEM_WRONG = 123
    LEDGER_STATISTICS_WRONG = 124
    LEDGER_NOTICE_WRONG = 125  # public notice
    LEDGERS_DISAGREE = 126  # cases on which the four do not agree
    TEMPORARY_OUTSIDERS = 127  # of TEMPORARY_CASES: units registered in another province


class Event(IntEnum):
    """Last axis of `Ledger.channels` (units, weighted)."""

    LEARNED = 0
    FILED = 1
    GRANTED = 2
    WAIT_DAYS = 3  # working days from the start of work on the claims granted to their decision


class TakeUpStage(IntEnum):
    """Last axis of `Ledger.funnel`: how far a unit entitled to cash got; each unit is in one place."""

    NOT_KNOWN = 0
    KNOWN = 1
    FILED = 2
    VERIFIED = 3
    REFUSED = 4
    GRANTED = 5
    PAID = 6


class Aided(IntEnum):
    """Last axis of `Ledger.aids`: who draws an aid in kind (weighted), and what it is worth."""

    UNITS = 0
    PERSONS = 1  # those by whom the aid is counted (pupils, persons in need of a service), else all whom it covers
    VALUE_FEN = 2


MOST_AIDS = MOST_AID_PROGRAMMES + 1  # rows of `Ledger.aids`; the last is the bundle of status files
CHANNELS = 8  # see processes.information.Knowledge
KINDS = 5  # see steps.gains.Kind


class Books(NamedTuple):
    """The arrays of one county; what the compiled month writes."""

    money: npt.NDArray[np.int64]  # (months, programmes, payers) fen
    flows: npt.NDArray[np.int64]  # (months, programmes, flows)
    measures: npt.NDArray[np.int64]  # (months, measures)
    waits: npt.NDArray[np.int64]  # (WAIT_DAYS,) units by working days from entitlement to first payment
    unpaid: npt.NDArray[np.int64]  # (WAIT_MONTHS,) unit-months in which one still waited, by months since entitlement
    before: npt.NDArray[np.int64]  # (months, INCOME_BINS) persons by income per head before benefits
    after: npt.NDArray[np.int64]
    # (months, CHANNELS + KINDS, events) by how the unit learned; grants and their waits again by type of household
    channels: npt.NDArray[np.int64]
    # (months, CHANNELS + KINDS, TakeUpStage) units entitled to cash at quarter ends: by channel, then by household type
    funnel: npt.NDArray[np.int64]
    # (months, MOST_AIDS, aided) aid by programme, in the order of `RuleBook.aids`: unit-months, person-months, value;
    # the last row is the [[bundle]] of status files, so that values sum to the bundle's money
    aids: npt.NDArray[np.int64]


BY_LENGTH: Final = frozenset({"waits", "unpaid"})  # fields without a month axis


@dataclass(frozen=True)
class Ledger:
    """All counties of a run. `first_month` is the month of index 0 on the month axis."""

    first_month: int
    programmes: tuple[str, ...]
    money: npt.NDArray[np.int64]  # (counties, months, programmes, payers) fen
    flows: npt.NDArray[np.int64]  # (counties, months, programmes, flows)
    measures: npt.NDArray[np.int64]  # (counties, months, measures)
    waits: npt.NDArray[np.int64]  # (counties, WAIT_DAYS)
    unpaid: npt.NDArray[np.int64]  # (counties, WAIT_MONTHS)
    before: npt.NDArray[np.int64]  # (counties, months, INCOME_BINS)
    after: npt.NDArray[np.int64]
    channels: npt.NDArray[np.int64]  # (counties, months, CHANNELS + KINDS, events)
    funnel: npt.NDArray[np.int64]  # (counties, months, CHANNELS + KINDS, TakeUpStage)
    aids: npt.NDArray[np.int64]  # (counties, months, MOST_AIDS, aided)
    share: npt.NDArray[np.float64]  # (counties,) share of the households that is simulated

    @classmethod
    def empty(
        cls, share: npt.NDArray[np.float64], first_month: int, months: int, programmes: tuple[str, ...]
    ) -> "Ledger":
        """A ledger of zeros."""

        def zeros(*shape: int) -> npt.NDArray[np.int64]:
            return np.zeros((share.size, *shape), np.int64)

        k = len(programmes)
        return cls(
            first_month, programmes, zeros(months, k, len(PAYERS)), zeros(months, k, len(Flow)),
            zeros(months, len(Measure)), zeros(WAIT_DAYS), zeros(WAIT_MONTHS),
            zeros(months, INCOME_BINS), zeros(months, INCOME_BINS), zeros(months, CHANNELS + KINDS, len(Event)),
            zeros(months, CHANNELS + KINDS, len(TakeUpStage)), zeros(months, MOST_AIDS, len(Aided)), share,
        )  # fmt: skip

    def books(self, county: int) -> Books:
        """Views on one county."""
        return Books(*(getattr(self, name)[county] for name in Books._fields))

    def measure(self, measure: Measure) -> npt.NDArray[np.int64]:
        """(months,) of one measure over all counties."""
        return self.measures[:, :, measure].sum(axis=0)

    def flow(self, programme: str, flow: Flow) -> npt.NDArray[np.int64]:
        """(months,) of one flow of a programme over all counties."""
        return self.flows[:, :, self.programmes.index(programme), flow].sum(axis=0)

    def since(self, month: int) -> "Ledger":
        """The ledger from `month` on."""
        return self.within(month, self.first_month + self.measures.shape[1])

    def within(self, first: int, end: int) -> "Ledger":
        """The months from `first` to before `end`, as views; waits stay as far as they are counted."""
        cut = slice(first - self.first_month, end - self.first_month)
        months = {name: getattr(self, name)[:, cut] for name in Books._fields if name not in BY_LENGTH}
        return replace(self, first_month=first, **months)
