"""From the decision to the account: delay and losses."""

from simulation.compile.kernel import inlined
from simulation.parameters.schema.casework import Control, Credit, Payment


@inlined
def delay_days(p: Payment) -> int:
    """Working days from the decision to the first payment."""
    return int(p.delay_days + p.check_days * (p.parties - 1.0)) if p.enabled > 0.5 else 0


@inlined
def lost_chance(p: Payment, control: Control) -> float:
    """Probability that a payment does not arrive.

    Mismatch (less with more parties), leakage (less on cards), misused cards (less where held cards are filed);
    supervised payments are set right.
    """
    if p.enabled < 0.5:
        return 0.0
    mismatch = p.mismatch * (1.0 if p.parties < 1.5 else 0.5 if p.parties < 2.5 else 0.1)
    leaks = p.leakage * (1.0 if p.channel < 0.5 else 0.5 if p.channel < 1.5 else 0.1)
    misuse = p.card_misuse * (1.0 - p.registration_effect * p.cards_registered)
    chance = mismatch + leaks + p.card_held_share * misuse / 12.0
    return chance * (1.0 - control.fund_supervision_share if control.enabled > 0.5 else 1.0)


@inlined
def record_error(p: Payment) -> float:
    """Probability that one ledger's record of a case is wrong, so that four ledgers disagree on `ledger_mismatch`.

    1 - (1 - q)^4 = m solved to the second order; the error is below 2e-6 within the limits of the parameter.
    """
    return p.ledger_mismatch * (8.0 + 3.0 * p.ledger_mismatch) / 32.0 if p.enabled > 0.5 else 0.0


@inlined
def is_serious(part_hidden: float, p: Credit) -> bool:
    """Whether a breach is a serious one, by the part of its earnings that the unit hid."""
    return part_hidden > p.serious_part


@inlined
def barred_months(part_hidden: float, p: Credit) -> int:
    """Months for which a breach bars a unit, by the part of its earnings that it hid; 0 without credit rules."""
    if p.enabled < 0.5:
        return 0
    return int(p.serious_months if is_serious(part_hidden, p) else p.general_months)
