"""Names for the numbers: what the programmes, reasons and steps of a `Rules` are called."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A row of a rule table in words: its id, labels, and the text it rests on."""

    programme: str
    rule: str
    zh: str
    en: str
    reference: str


@dataclass(frozen=True)
class ProgrammeName:
    """A programme in words."""

    id: str
    zh: str
    en: str
    reference: str
    monthly: bool  # a monthly status
    aid: bool = False  # stacks on a status


@dataclass(frozen=True)
class RuleBook:
    """Companion of `Rules`: same order of programmes, conditions, income rows and extras.

    `reasons[code]` names the test behind a reason code; `reasons[0]` is the passed assessment.
    """

    programmes: tuple[ProgrammeName, ...]
    reasons: tuple[Step, ...]
    income: tuple[Step, ...]
    extras: tuple[Step, ...]
    main: int

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the statuses and one-off grants in legal order: what an office decides and the books keep apart."""
        return tuple(programme.id for programme in self.programmes if not programme.aid)

    @property
    def aids(self) -> tuple[str, ...]:
        """Ids of the programmes that stack on a status, in their order; they come after all others."""
        return tuple(programme.id for programme in self.programmes if programme.aid)

    def index(self, programme: str) -> int:
        """Place of a programme in the tables; raises KeyError for an unknown id."""
        return {each.id: place for place, each in enumerate(self.programmes)}[programme]

    def reason(self, code: int) -> str:
        """`programme.rule` of a reason code, `passed` for 0."""
        step = self.reasons[code]
        return f"{step.programme}.{step.rule}" if code else "passed"
