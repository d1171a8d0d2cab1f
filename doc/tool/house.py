#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Draws the house: floors, rooms, what is in them, and what includes what.

usage: house.py --include DIR --floors FILE --out DIR

Of the tables that the test headers/floors reads, and of the headers themselves,
it makes OUT/house.svg and OUT/rooms.adoc.
"""

import argparse
import html
import pathlib
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "test" / "headers"))
import floors  # noqa: E402

WIDTH = 752
NAMES = 122      # where the headers of a row begin
COLUMNS = 534    # the first column of dots
STEP = 26        # from one column to the next
LINE = 17
CHARACTERS = 54  # of a line of headers


class Row:
    """A floor, with what its headers include of the rooms."""

    def __init__(self, label, headers, graph, own=None):
        self.label = label
        self.own = own
        self.lines = textwrap.wrap(
            " ".join(sorted(pathlib.PurePosixPath(h).stem for h in headers)),
            CHARACTERS)
        self.includes = {
            floors.room_of(i) for h in headers for i in graph[h]} - {None, own}
        self.height = LINE * len(self.lines) + 12


def public_rows(graph, table):
    public = {floors.short(h): h for h in graph if floors.is_public(h)}
    for floor in sorted({f for _, f in table}, reverse=True):
        yield Row(f"{floor}", [public[name] for name, f in table if f == floor],
                  graph)


def room_rows(graph, rooms):
    for room in rooms:
        headers = [h for h in graph if floors.room_of(h) == room.name]
        yield Row(f"{room.floor} {room.name}", headers, graph, room.name)


class Drawing:
    def __init__(self, rooms):
        self.parts = []
        self.y = 0
        self.columns = {
            room.name: COLUMNS + STEP * i for i, room in enumerate(rooms)}

    def text(self, x, y, kind, text, more=""):
        self.parts.append(
            f'<text x="{x}" y="{y}" class="{kind}"{more}>'
            f"{html.escape(text)}</text>")

    def heading(self, text):
        self.y += 30
        self.text(0, self.y - 10, "heading", text)

    def column_names(self):
        for name, x in self.columns.items():
            x, y = x + 4, self.y - 10
            self.text(x, y, "name", name, f' transform="rotate(-50 {x} {y})"')

    def row(self, row):
        self.parts.append(
            f'<rect x="0" y="{self.y}" width="{WIDTH}" height="{row.height}"/>')
        for i, line in enumerate(row.lines):
            self.text(NAMES, self.y + 19 + LINE * i, "headers", line)
        self.text(8, self.y + 19, "name", row.label)
        y = self.y + 15
        for name, x in self.columns.items():
            if name == row.own:
                self.parts.append(
                    f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" '
                    'class="own"/>')
            elif name in row.includes:
                self.parts.append(
                    f'<circle cx="{x}" cy="{y}" r="5"><title>'
                    f"{html.escape(row.label)} includes {name}"
                    "</title></circle>")
        self.y += row.height + 3

    def svg(self):
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" class="house" role="img" '
            f'viewBox="0 0 {WIDTH} {self.y}" width="100%">',
            "<title>The floors of the public headers, and below them the rooms "
            "of detail/; a dot is an include.</title>",
            *self.parts, "</svg>", ""])


def draw(graph, table, rooms):
    drawing = Drawing(rooms)
    drawing.y = 40
    drawing.heading("Public headers")
    drawing.column_names()
    for row in public_rows(graph, table):
        drawing.row(row)
    drawing.heading("Rooms of detail/")
    for row in room_rows(graph, rooms):
        drawing.row(row)
    return drawing.svg()


def room_table(rooms):
    rows = "".join(
        f"\n| {room.floor}\n| `{room.name}/`\n| {room.what}\n"
        f"| {room.new[0].upper()}{room.new[1:]}\n" for room in rooms)
    return ('[cols=">1,2,6,6"]\n|===\n'
            "| | Room | What happens there | What comes there\n"
            f"{rows}|===\n")


def main():
    parser = argparse.ArgumentParser()
    for name in ("--include", "--floors", "--out"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    args = parser.parse_args()
    graph = floors.merged(floors.read_headers(args.include))
    del graph[floors.SOURCE]
    table = floors.read_floors(args.floors)
    rooms = floors.read_rooms(args.floors.with_name("rooms.txt"))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, text in [("house.svg", draw(graph, table, rooms)),
                       ("rooms.adoc", room_table(rooms))]:
        (args.out / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
