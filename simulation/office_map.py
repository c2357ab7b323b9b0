"""Where the offices of a sample are: a tree from the province to its villages, and the place of each in a picture."""

import networkx as nx
import numpy as np

from simulation.population.offices import Office
from simulation.state import State

type Node = tuple[str | int, ...]


def node_of(state: State, office: Office, county: int, number: int) -> Node:
    """Node of an office; the names are those of `simulation.population.network.to_graph`."""
    adcode = int(state.counties.adcode[county])
    if office == Office.BUREAU:
        return ("county", adcode)
    if office == Office.DESK:
        return ("township", adcode, number)
    return ("village", int(state.counties.first_village[county]) + number)


def office_graph(province: str, state: State) -> "nx.Graph[Node]":
    """The tree of offices: province, county bureaus, township desks, village assistants of the sample."""
    graph: nx.Graph[Node] = nx.Graph()
    root: Node = ("province", province)
    graph.add_node(root)
    for row in state.staff:
        office, county, number = Office(row.office), int(row.county), int(row.place)
        above = root
        if office == Office.DESK:
            above = node_of(state, Office.BUREAU, county, 0)
        elif office == Office.ASSISTANT:
            village = int(state.counties.first_village[county]) + number
            above = node_of(state, Office.DESK, county, int(state.villages.township[village]))
        graph.add_edge(above, node_of(state, office, county, number))
    return graph


def rings(tree: "nx.Graph[Node]") -> dict[Node, tuple[float, float]]:
    """Coordinates of a tree by depth (rings) and order (angle): cheap, and the same in every run."""
    root = next(iter(tree))
    depth = nx.single_source_shortest_path_length(tree, root)
    order = list(nx.dfs_postorder_nodes(tree, root))
    leaves = [node for node in order if depth[node] > 0 and tree.degree[node] == 1]
    angle = {node: 2.0 * np.pi * i / max(len(leaves), 1) for i, node in enumerate(leaves)}
    for node in order:
        if node not in angle:
            angle[node] = np.mean([angle[n] for n in tree[node] if depth[n] > depth[node]] or [0.0])
    return {n: (float(depth[n] * np.cos(angle[n])), float(depth[n] * np.sin(angle[n]))) for n in tree}
