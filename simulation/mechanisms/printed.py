"""Which measured mechanisms `doudi reported` prints: those with a statement that has a simulated counterpart."""

from simulation.reported.statements import load_statements, provinces


def printed_in(province: str) -> frozenset[str]:
    """Ids of the mechanisms of which a province's statement is printed with a simulated value; none without a file.

    A statement that only says why it has no counterpart prints nothing. Raises ScenarioError for broken files.
    """
    if province not in provinces():
        return frozenset()
    return frozenset(
        each for statement in load_statements(province) if statement.simulated for each in statement.mechanism
    )
