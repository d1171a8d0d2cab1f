#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Holds the headers against the tables of floors and rooms.

usage: floors.py INCLUDE_DIRECTORY FLOORS.txt

The table of rooms is rooms.txt beside that of floors.
"""

import collections
import pathlib
import re
import sys

INCLUDE = re.compile(
    r'^\s*#\s*include\s*(?:<boost/(asyncio[^>]*)>|"(.*)")', re.M)


# What separate compilation compiles; not included by anything.
SOURCE = "asyncio/src.hpp"

# Lines of a header; a public one is its declarations.
LIMIT = 400
PUBLIC_LIMIT = 250

Room = collections.namedtuple("Room", "name floor what new")


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


def read_rooms(name):
    """The rooms, the one on the top floor first."""
    text = re.sub(
        "^#.*\n", "", pathlib.Path(name).read_text(encoding="utf-8"),
        flags=re.M)
    rooms = []
    for entry in re.split(r"\n(?=\S)", text.strip()):
        head, _, body = entry.partition("\n")
        floor, _, folder = head.partition(": ")
        what, _, new = " ".join(body.split()).partition(" New: ")
        rooms.append(Room(folder, int(floor), what, new))
    return rooms


def count_lines(directory):
    boost = pathlib.Path(directory) / "boost"
    return {
        path.relative_to(boost).as_posix():
            len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(boost.rglob("*.[hi]pp"))}


def room_of(header):
    """The folder in detail/ in which a header is; None for a public one."""
    _, detail, path = owner(header).partition("/detail/")
    return path.rpartition("/")[0] if detail else None


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


def check_rooms(graph, rooms):
    floors = {room.name: room.floor for room in rooms}
    order = [room.floor for room in rooms]
    if order != sorted(set(order), reverse=True):
        yield "the rooms are not in the order of their floors"
    for room in rooms:
        if room.name not in map(room_of, graph):
            yield f"the room {room.name} is empty"
        if not room.what or not room.new:
            yield f"the room {room.name} does not say what it is for"
    for header in graph:
        room = room_of(header)
        if room == "":
            yield f"{header} is in no room"
        elif room is not None and room not in floors:
            yield f"{header} is in {room}, which is no room of the table"
        elif room is not None:
            for path in paths(graph, header):
                above = room_of(path[-1])
                if floors.get(above, 0) > floors[room]:
                    yield f"{' -> '.join(path)}: up from {room} to {above}"


def paths(graph, header):
    """To the headers of rooms that are included, also by public ones."""
    seen, todo = set(), [[header]]
    while todo:
        path = todo.pop()
        for include in sorted(graph.get(path[-1], set()) - seen):
            seen.add(include)
            if is_public(include):
                todo.append([*path, include])
            else:
                yield [*path, include]


def check_lengths(lines):
    for header, n in lines.items():
        limit = LIMIT if not is_public(header) else PUBLIC_LIMIT
        if n > limit:
            yield f"{header} has {n} lines, more than {limit}"


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


def find_problems(directory, table):
    headers = read_headers(directory)
    graph = merged(headers)
    del graph[SOURCE]
    return [
        *check_includes(headers),
        *check_source(headers),
        *check_cycles(graph),
        *check_floors(graph, read_floors(table)),
        *check_rooms(
            graph, read_rooms(pathlib.Path(table).with_name("rooms.txt"))),
        *check_lengths(count_lines(directory)),
        *check_everything(graph, "asyncio.hpp", {"asyncio/testing.hpp"}),
    ]


def main():
    directory, table = sys.argv[1:]
    problems = find_problems(directory, table)
    for problem in problems:
        print(problem)
    n = len(read_headers(directory))
    print(f"{n} headers, {len(problems)} problems")
    return bool(problems) or not n


if __name__ == "__main__":
    sys.exit(main())
