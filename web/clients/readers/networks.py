# Reads a network: networks.py READER FILE. Prints it as JSON, in the shape of networks.mjs, with
# values as the reader gives them. Readers: networkx-gexf, networkx-graphml, networkx-json,
# igraph-graphml, csv (a folder with nodes.csv and edges.csv), neo4j (a folder).
import csv
import json
import os
import re
import sys

csv.field_size_limit(1 << 24)


def networkx_gexf(path):
    import networkx
    return of_networkx(networkx.read_gexf(path))


def networkx_graphml(path):
    import networkx
    return of_networkx(networkx.read_graphml(path))


def networkx_json(path):
    import networkx
    with open(path, encoding="utf-8") as file:
        data = json.load(file)
    try:
        return of_networkx(networkx.node_link_graph(data, edges="links"))  # from 3.4 on
    except TypeError:
        return of_networkx(networkx.node_link_graph(data))


def of_networkx(graph):
    edges = {}
    if graph.is_multigraph():
        for source, target, key, data in graph.edges(keys=True, data=True):
            edges[key] = dict(data, source=source, target=target, directed=graph.is_directed())
    else:  # no two edges are parallel: the key is kept as the id
        for source, target, data in graph.edges(data=True):
            edges[data["id"]] = dict(data, source=source, target=target, directed=graph.is_directed())
    return {"nodes": {id: data for id, data in graph.nodes(data=True)}, "edges": edges}


def igraph_graphml(path):
    import igraph
    graph = igraph.Graph.Read_GraphML(path)
    nodes = {v["id"]: v.attributes() for v in graph.vs}
    edges = {}
    for e in graph.es:
        edges[e["id"]] = dict(e.attributes(), source=graph.vs[e.source]["id"], target=graph.vs[e.target]["id"], directed=graph.is_directed())
    return {"nodes": nodes, "edges": edges}


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def tables(folder):
    nodes = {row.pop("Id"): row for row in rows(folder, "nodes.csv")}
    edges = {row.pop("Id"): row for row in rows(folder, "edges.csv")}
    return {"nodes": nodes, "edges": edges}


def neo4j(folder):
    """Reads as the documentation of neo4j-admin database import says: name:type, arrays by the delimiter."""
    with open(os.path.join(folder, "import.sh"), encoding="utf-8") as file:
        between = chr(int(re.search(r"--array-delimiter=U\+([0-9A-F]{4})", file.read()).group(1), 16))
    convert = {"string": str, "int": int, "boolean": lambda v: {"true": True, "false": False}[v], "string[]": lambda v: v.split(between)}

    def properties(row):
        said = {}
        for heading, value in row.items():
            name, _, kind = heading.partition(":")
            if kind == "LABEL":
                said[":LABEL"] = value.split(between)
            elif kind in ("START_ID", "END_ID", "TYPE"):
                said[":" + kind] = value
            elif kind == "ID":
                said["id"] = value
            elif value != "":
                said[name] = convert[kind](value)
        return said

    nodes = [properties(row) for row in rows(folder, "nodes.csv")]
    edges = [properties(row) for row in rows(folder, "relationships.csv")]
    return {"nodes": {n["id"]: n for n in nodes}, "edges": {e["id"]: e for e in edges}}


reader = {"networkx-gexf": networkx_gexf, "networkx-graphml": networkx_graphml, "networkx-json": networkx_json, "igraph-graphml": igraph_graphml, "csv": tables, "neo4j": neo4j}
json.dump(reader[sys.argv[1]](sys.argv[2]), sys.stdout)
