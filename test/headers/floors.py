#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Holds the includes of the headers against the table of floors.

usage: floors.py INCLUDE_DIRECTORY FLOORS.txt
"""

import pathlib
import re
import sys

INCLUDE = re.compile(
    r'^\s*#\s*include\s*(?:<boost/(asyncio[^>]*)>|"(.*)")', re.M)


# What separate compilation compiles; not included by anything.
SOURCE = "asyncio/src.hpp"


def read_headers(directory):
    """The headers, and what each of them includes of the others."""
    boost = pathlib.Path(directory) / "boost"
    headers = {}
    for path in sorted(boost.rglob("*.[hi]pp")):
        name = path.relative_to(boost).as_posix()
        found = INCLUDE.findall(path.read_text(encoding="utf-8"))
        headers[name] = [own or '"' + quoted + '"' for own, quoted in found]
    return headers


def read_floors(name):
    floors = []
    for line in pathlib.Path(name).read_text(encoding="utf-8").splitlines():
        line = line.partition("#")[0]
        if line.strip():
            floor, _, names = line.partition(":")
            floors += [(header, int(floor)) for header in names.split()]
    return floors


def is_public(header):
    return "/impl/" not in header and "/detail/" not in header


def short(header):
    return pathlib.PurePosixPath(header).stem if is_public(header) else header


def owner(header):
    """The header of which a file in impl/ is a part."""
    if "/impl/" not in header:
        return header
    return header.replace("/impl/", "/").replace(".ipp", ".hpp")


def merged(headers):
    """The graph in which a header and its impl/ are one."""
    graph = {owner(header): set() for header in headers}
    for header, includes in headers.items():
        graph[owner(header)] |= {owner(i) for i in includes} - {owner(header)}
    return graph


def check_includes(headers):
    for header, includes in headers.items():
        if header == SOURCE:
            continue
        for include in includes:
            if include not in headers:
                yield f"{header} includes {include}, which is not there"
            elif include == "asyncio.hpp":
                yield f"{header} includes everything"
            elif "/impl/" in include and owner(include) != header:
                yield f"{header} includes {include}, a part of another header"
    for header in headers:
        if "/impl/" in header and header not in headers.get(owner(header), []):
            yield f"{owner(header)} does not include {header}"


def check_source(headers):
    """Separate compilation has all that is no template, once."""
    bodies = sorted(h for h in headers if h.endswith(".ipp"))
    if sorted(headers[SOURCE]) != sorted(["asyncio.hpp", *bodies]):
        for body in bodies:
            if body not in headers[SOURCE]:
                yield f"{SOURCE} does not include {body}"
        for include in headers[SOURCE]:
            if include not in ["asyncio.hpp", *bodies]:
                yield f"{SOURCE} includes {include}"


def check_cycles(graph):
    done = set()

    def visit(header, path):
        if header in path:
            cycle = path[path.index(header):] + [header]
            yield "a cycle: " + " -> ".join(cycle)
        elif header not in done:
            for include in sorted(graph.get(header, ())):
                yield from visit(include, path + [header])
            done.add(header)

    for header in graph:
        yield from visit(header, [])


def public_includes(graph, header):
    """The public headers included, also by way of detail/."""
    result, seen, todo = set(), set(), list(graph[header])
    while todo:
        include = todo.pop()
        if include not in seen:
            seen.add(include)
            if is_public(include):
                result.add(include)
            else:
                todo += graph.get(include, ())
    return sorted(result)


def check_floors(graph, table):
    floors = dict(table)
    for header, _ in table:
        if [h for h, _ in table].count(header) > 1:
            yield f"{header} is in the table more than once"
    public = [header for header in graph if is_public(header)]
    names = [short(header) for header in public]
    for header in floors:
        if header not in names:
            yield f"{header} is in the table, but not in the library"
    for header in public:
        if short(header) not in floors:
            yield f"{header} is missing from the table"
            continue
        floor = floors[short(header)]
        for include in public_includes(graph, header):
            below = floors.get(short(include), -1)
            if below >= floor:
                yield (f"{header} (floor {floor}) includes {include} "
                       f"(floor {below}): not below it")


def check_everything(graph, everything, exceptions):
    reached, todo = set(), [everything]
    while todo:
        header = todo.pop()
        if header not in reached:
            reached.add(header)
            todo += graph.get(header, ())
    for header in graph:
        if header not in reached and header not in exceptions:
            yield f"{everything} does not include {header}"


def main():
    headers = read_headers(sys.argv[1])
    graph = merged(headers)
    del graph[SOURCE]
    problems = [
        *check_includes(headers),
        *check_source(headers),
        *check_cycles(graph),
        *check_floors(graph, read_floors(sys.argv[2])),
        *check_everything(graph, "asyncio.hpp", {"asyncio/testing.hpp"}),
    ]
    for problem in problems:
        print(problem)
    print(f"{len(headers)} headers, {len(problems)} problems")
    return bool(problems) or not headers


if __name__ == "__main__":
    sys.exit(main())
