"""Who draws which aid in kind, by programme: looked at once a quarter, each look for its three months."""

import numpy as np

from simulation._numba import inlined_reader, lean
from simulation.draws import ALWAYS, Kind, Process, words
from simulation.ledger import Aided
from simulation.processes import application
from simulation.rules.aid import aid_fen, aid_persons
from simulation.rules.programme import covered_persons
from simulation.steps.cases import Stage
from simulation.steps.casework import read_file
from simulation.steps.living import tariff
from simulation.steps.place import Luck, Place, Policy, When
from simulation.units import share_of

QUARTER = 3  # months


@inlined_reader
def part_drawn(place: Place, policy: Policy, luck: Luck, i: int) -> float:
    """Share of the linked benefits that unit i draws; see `application.linked_share`."""
    p = policy.processes[0].application
    if p.bundled_items >= application.ITEMS:
        return 1.0
    word = words(luck.seed, luck.replication, Kind.UNIT, place.units[i].id, ALWAYS, Process.STATEMENT)[2]
    return application.linked_share(word, p)


@lean
def count_aids(place: Place, policy: Policy, luck: Luck, when: When) -> None:
    """Units, persons and value of each aid among holders who are paid by now; what excludes another is observed.

    A reach below 1 is the share of those entitled who get the aid, so that many of the units are counted.
    """
    cases, rules, facts, books = place.cases, policy.rules, place.scratch[0], place.books.aids
    first_aid = place.books.flows.shape[1] - 1  # statuses and grants, and the bundle, have rows of flows
    for c in range(place.n_cases[0]):
        if cases[c].stage != Stage.ENROLLED or cases[c].start > when.month:
            continue
        read_file(place, policy, c)
        i, k = np.int64(cases[c].unit), np.int64(cases[c].programme)
        lines, covered = policy.lines[tariff(place.units, i)], covered_persons(rules, k, facts)
        drawn = part_drawn(place, policy, luck, i)
        weight, total, given = QUARTER * place.weight[cases[c].village], 0, 0
        for p in range(rules.programmes[k]["passport_first"], rules.programmes[k]["passport_end"]):
            row = rules.programmes[rules.passports[p]["aid"]]
            value = 0 if row["excludes"] & given != 0 else aid_fen(rules, p, k, facts, lines, covered, total)
            if value <= 0:
                continue
            given |= row["bit"]
            total += value
            aid = rules.passports[p]["aid"] - first_aid
            if aid < books.shape[1]:
                share, persons = drawn * min(row["reach"], 1.0), weight * aid_persons(rules, p, facts, covered)
                books[when.row, aid, Aided.UNITS] += share_of(weight, share)
                books[when.row, aid, Aided.PERSONS] += share_of(persons, share)
                books[when.row, aid, Aided.VALUE_FEN] += share_of(weight * value, drawn)
