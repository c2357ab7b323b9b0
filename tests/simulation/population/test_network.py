"""Ties: symmetric, inside villages, and the same in the networkx graph."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.population.columns import NO_TIE, TIES, Villages, new_units
from simulation.population.network import build_ties, tie_edges, ties_from_graph, to_graph
from simulation.state import State


def neighbours(ties: np.ndarray, first: np.ndarray) -> list[list[int]]:
    """Sorted neighbours (rows) of every unit row."""
    base = np.repeat(first[:-1], np.diff(first))
    return [sorted(int(base[row]) + int(other) for other in ties[row] if other != NO_TIE) for row in range(len(ties))]


def village_table(sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """(first rows, ids) of villages of some sizes."""
    first = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return first, np.arange(1, first[-1] + 1, dtype=np.uint32) * 7


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_ties_are_symmetric_and_stay_inside(sizes: list[int], seed: int) -> None:
    first, ids = village_table(sizes)
    ties = build_ties(first, ids, seed)
    for village, size in enumerate(sizes):
        block = ties[first[village] : first[village + 1]]
        assert ((block < size) | (block == NO_TIE)).all()
        for a in range(size):
            for t in range(TIES):
                b = block[a, t]
                if b != NO_TIE:
                    assert b != a
                    assert a in block[b]


@given(st.integers(5, 60), st.integers(0, 2**32 - 1))
def test_everybody_has_four_neighbours(size: int, seed: int) -> None:
    first, ids = village_table([size])
    ties = build_ties(first, ids, seed)
    assert (ties[:, :4] != NO_TIE).all()
    for a in range(size):
        assert sorted(ties[a, :4].tolist()) == sorted((a + step) % size for step in (1, -1, 2, -2))


def test_ties_depend_on_seed_and_village_alone() -> None:
    first, ids = village_table([30, 30])
    one = build_ties(first, ids, 5)
    assert np.array_equal(one, build_ties(first, ids, 5))
    assert not np.array_equal(one, build_ties(first, ids, 6))
    alone = build_ties(first[:2], ids[:30], 5)
    assert np.array_equal(one[:30], alone), "another village in the sample may not rewire this one"
    assert not np.array_equal(one[:30, 4:], one[30:, 4:])


@pytest.fixture(scope="module")
def few(warm: State) -> tuple[State, Villages]:
    """The state, and its first six villages."""
    v = warm.villages
    return warm, Villages(v.first[:7], v.county[:6], v.township[:6], v.weight[:6])


def graph_of(state: State, villages: Villages) -> nx.Graph:
    """The outreach network of some villages."""
    units = new_units(int(villages.first[-1]))
    units.id[:] = state.units["id"][: int(villages.first[-1])]
    return to_graph("inner_mongolia", units, villages, state.counties, state.ties[: int(villages.first[-1])])


def test_the_edges_of_the_graph_are_the_ties_of_the_table(few: tuple[State, Villages]) -> None:
    state, villages = few
    graph = graph_of(state, villages)
    rows = int(villages.first[-1])
    # a pair that is tied twice (neighbour and kin) is one edge
    assert [sorted(other[1] for other in graph["unit", row] if other[0] == "unit") for row in range(rows)] == [
        sorted(set(row)) for row in neighbours(state.ties[:rows], villages.first)
    ]
    back = ties_from_graph(graph, villages)  # a pair that is tied twice (neighbour and kin) comes back once
    assert neighbours(back, villages.first) == [
        sorted(set(row)) for row in neighbours(state.ties[:rows], villages.first)
    ]
    kinds = {kind for _, _, kind in graph.edges.data("kind")}
    assert kinds == {"contains", "neighbour", "kin"}
    assert sum(1 for node in graph if node[0] == "unit") == rows


def test_graph_is_a_tree_of_places_with_ties_on_its_leaves(few: tuple[State, Villages]) -> None:
    graph = graph_of(*few)
    places = graph.edge_subgraph(edge[:2] for edge in graph.edges.data("kind") if edge[2] == "contains")
    assert nx.is_tree(places)
    for a, b, kind in graph.edges.data("kind"):
        if kind != "contains":
            assert set(places[a]) == set(places[b]), "ties stay inside a village"


def test_cutting_edges_cuts_both_ways(few: tuple[State, Villages]) -> None:
    state, villages = few
    graph = graph_of(state, villages)
    unit = ("unit", 10)
    ties = [other for other in graph[unit] if other[0] == "unit"]
    assert len(ties) >= 4
    graph.remove_edges_from([(unit, other) for other in ties])
    cut = neighbours(ties_from_graph(graph, villages), villages.first)
    whole = neighbours(state.ties[: int(villages.first[-1])], villages.first)
    assert cut[10] == []
    for row, (now, before) in enumerate(zip(cut, whole, strict=True)):
        if row != 10:
            assert now == sorted(set(before) - {10})


def test_rewiring_keeps_degrees(few: tuple[State, Villages]) -> None:
    state, villages = few
    graph = graph_of(state, villages)
    rows = [("unit", r) for r in range(int(villages.first[0]), int(villages.first[1]))]
    inside = nx.Graph(graph.subgraph(rows))
    before = dict(inside.degree())
    edges = set(inside.edges)
    nx.double_edge_swap(inside, nswap=50, max_tries=5000, seed=1)
    assert dict(inside.degree()) == before
    assert set(inside.edges) != edges
    graph.remove_edges_from(list(graph.subgraph(rows).edges))
    graph.add_edges_from(inside.edges, kind="neighbour")
    ties = ties_from_graph(graph, villages)
    degrees = (ties[: len(rows)] != NO_TIE).sum(axis=1)
    assert degrees.tolist() == [before[row] for row in rows]


def test_links_across_villages_and_too_many_are_refused(few: tuple[State, Villages]) -> None:
    state, villages = few
    graph = graph_of(state, villages)
    graph.add_edge(("unit", 0), ("unit", int(villages.first[1])))
    with pytest.raises(ValueError, match="crosses villages 0 and 1"):
        ties_from_graph(graph, villages)
    graph = graph_of(state, villages)
    graph.add_edges_from((("unit", 0), ("unit", other)) for other in range(3, 30))
    with pytest.raises(ValueError, match="more than 6 links"):
        ties_from_graph(graph, villages)
    graph = graph_of(state, villages)
    graph.add_edge(("unit", 0), ("unit", int(villages.first[-1])))
    with pytest.raises(ValueError, match="expected a row below"):
        ties_from_graph(graph, villages)


def test_edges_are_listed_once(few: tuple[State, Villages]) -> None:
    state, villages = few
    rows = int(villages.first[-1])
    edges = tie_edges(state.ties[:rows], villages.first)
    assert (edges[:, 0] < edges[:, 1]).all()
    both = sum(len(row) for row in neighbours(state.ties[:rows], villages.first))
    assert 2 * len(edges) == both
