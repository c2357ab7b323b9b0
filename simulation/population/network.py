"""Social links inside villages: four neighbours and two relatives per unit, over which word of mouth travels.

At scale the links are a table of offsets inside the village; `to_graph` gives the whole outreach network (province,
counties, townships, villages, units and their links) as a networkx graph, `ties_from_graph` takes an edited one back.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from simulation.compile.kernel import compiled, lean
from simulation.draws import Kind, Process, words
from simulation.population.columns import NO_TIE, TIES, Counties, Units, Villages

if TYPE_CHECKING:
    import networkx as nx


@lean
def tie_village(ties: npt.NDArray[np.uint16], first: int, last: int, seed: int, key: int) -> None:
    """Symmetric links of one village: doors one and two away on both sides, and two rounds of pairs of relatives.

    Relatives: unit a is paired with (s - a) modulo the village size for a keyed s, which pairs everybody both ways.
    """
    size = last - first
    w = words(seed, 0, Kind.VILLAGE, key, 0, Process.TIES)
    shifts = (np.int64(w[0]) % max(size, 1), np.int64(w[1]) % max(size, 1))
    for a in range(size):
        for t in range(TIES):
            ties[first + a, t] = NO_TIE
        for t, step in enumerate((1, -1, 2, -2)):
            if size > 4:
                ties[first + a, t] = (a + step) % size
        for t in range(2):
            other = (shifts[t] - a) % size
            if other != a:
                ties[first + a, 4 + t] = other


@compiled
def build_ties(first: npt.NDArray[np.int64], ids: npt.NDArray[np.uint32], seed: int) -> npt.NDArray[np.uint16]:
    """(unit, TIES) table of links, as unit numbers inside the village; `first` are the villages' first rows."""
    ties = np.empty((first[-1], TIES), np.uint16)
    for v in range(first.size - 1):
        if first[v + 1] > first[v]:
            tie_village(ties, first[v], first[v + 1], seed, ids[first[v]])
    return ties


def tie_edges(ties: npt.NDArray[np.uint16], first: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """(edges, 3) unit row, unit row, column of the table, each undirected link once."""
    rows = np.repeat(np.arange(len(ties)), TIES)
    slots = np.tile(np.arange(TIES), len(ties))
    base = np.repeat(first[:-1], np.diff(first))
    other = ties.ravel().astype(np.int64)
    real = other != NO_TIE
    other = other + np.repeat(base, TIES)
    keep = real & (rows < other)
    return np.column_stack([rows[keep], other[keep], slots[keep]])


def to_graph(
    province: str, units: Units, villages: Villages, counties: Counties, ties: npt.NDArray[np.uint16]
) -> "nx.Graph":
    """The outreach network as a graph: `kind` on nodes; edges `contains`, `neighbour`, `kin`.

    For small samples: a node per unit. Nodes are ("province", name), ("county", adcode), ("township", adcode, t),
    ("village", v), ("unit", row).
    """
    import networkx as nx  # here, not above: every worker of a sweep would wait for it

    graph: nx.Graph = nx.Graph()
    root = ("province", province)
    graph.add_node(root, kind="province")
    for v in range(villages.county.size):
        adcode = int(counties.adcode[villages.county[v]])
        chain = (root, ("county", adcode), ("township", adcode, int(villages.township[v])), ("village", v))
        for above, below in pairwise(chain):
            graph.add_node(below, kind=below[0])
            graph.add_edge(above, below, kind="contains")
        for row in range(int(villages.first[v]), int(villages.first[v + 1])):
            graph.add_node(("unit", row), kind="unit", id=int(units.id[row]))
            graph.add_edge(("village", v), ("unit", row), kind="contains")
    for a, b, slot in tie_edges(ties, villages.first):
        graph.add_edge(("unit", int(a)), ("unit", int(b)), kind="neighbour" if slot < 4 else "kin")
    return graph


def ties_from_graph(graph: "nx.Graph", villages: Villages) -> npt.NDArray[np.uint16]:
    """The table of links of a graph whose edges between units were edited (rewired, cut, added).

    Which of them are of relatives gets lost: word of mouth does not ask.

    Args:
        graph: As `to_graph` gives it; edges of other nodes are left out of account.
        villages: Of the same sample.

    Returns:
        (units, TIES) rows inside the village, NO_TIE where there is none.

    Raises:
        ValueError: For an edge between villages, a unit that is not in the sample, and more than TIES links of one.
    """
    first = villages.first
    ties = np.full((int(first[-1]), TIES), NO_TIE, np.uint16)
    used = np.zeros(int(first[-1]), np.int64)
    village = np.repeat(np.arange(first.size - 1), np.diff(first))
    for left, right in graph.edges:
        if left[0] != "unit" or right[0] != "unit":
            continue
        for row in (left[1], right[1]):
            if not 0 <= row < used.size:
                raise ValueError(f"unit {row}: expected a row below {used.size}")
        for a, b in ((left[1], right[1]), (right[1], left[1])):
            if village[a] != village[b]:
                raise ValueError(f"the link {a}-{b} crosses villages {village[a]} and {village[b]}")
            if used[a] == TIES:
                raise ValueError(f"unit {a} has more than {TIES} links")
            ties[a, used[a]] = b - first[village[a]]
            used[a] += 1
    return ties
