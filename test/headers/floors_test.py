#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Makes a small library, breaks one rule at a time, and sees floors.py find it.

usage: python3 -m unittest floors_test
"""

import pathlib
import tempfile
import unittest

import floors

# What each header includes.
HEADERS = {
    "asyncio.hpp": ["asyncio/lock.hpp", "asyncio/task.hpp"],
    "asyncio/src.hpp": [
        "asyncio.hpp",
        "asyncio/detail/task/impl/state.ipp",
        "asyncio/impl/lock.ipp"],
    "asyncio/error.hpp": [],
    "asyncio/task.hpp": ["asyncio/detail/task/state.hpp"],
    "asyncio/lock.hpp": [
        "asyncio/error.hpp",
        "asyncio/detail/sync/queue.hpp",
        "asyncio/impl/lock.hpp",
        "asyncio/impl/lock.ipp"],
    "asyncio/impl/lock.hpp": ["asyncio/lock.hpp"],
    "asyncio/impl/lock.ipp": ["asyncio/lock.hpp"],
    "asyncio/testing.hpp": ["asyncio/lock.hpp"],
    "asyncio/detail/sync/queue.hpp": ["asyncio/detail/task/state.hpp"],
    "asyncio/detail/task/state.hpp": [
        "asyncio/error.hpp", "asyncio/detail/task/impl/state.ipp"],
    "asyncio/detail/task/impl/state.ipp": ["asyncio/detail/task/state.hpp"],
}

FLOORS = """
# A comment.
2: asyncio testing
1: lock task
0: error
"""

ROOMS = """
# A comment.

2: sync
    What happens
    here.
    New: something.

1: task
    Something else.
    New: nothing.
"""


class Floors(unittest.TestCase):
    def setUp(self):
        self.headers = {name: list(of) for name, of in HEADERS.items()}
        self.lines = {}
        self.floors = FLOORS
        self.rooms = ROOMS

    def problems(self):
        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory)
            for name, includes in self.headers.items():
                path = root / "include" / "boost" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                lines = [f"#include <boost/{name}>" for name in includes]
                lines += [""] * (self.lines.get(name, 0) - len(lines))
                path.write_text("".join(line + "\n" for line in lines))
            (root / "floors.txt").write_text(self.floors)
            (root / "rooms.txt").write_text(self.rooms)
            return floors.find_problems(root / "include", root / "floors.txt")

    def expect(self, *problems):
        self.assertEqual(self.problems(), list(problems))

    def test_nothing_wrong(self):
        self.expect()

    def test_up_from_a_room(self):
        self.headers["asyncio/detail/task/other.hpp"] = [
            "asyncio/detail/sync/queue.hpp"]
        self.headers["asyncio/task.hpp"] += ["asyncio/detail/task/other.hpp"]
        self.expect(
            "asyncio/detail/task/other.hpp -> asyncio/detail/sync/queue.hpp: "
            "up from task to sync")

    def test_up_from_an_impl(self):
        self.headers["asyncio/detail/sync/other.hpp"] = []
        self.headers["asyncio/lock.hpp"] += ["asyncio/detail/sync/other.hpp"]
        self.headers["asyncio/detail/task/impl/state.ipp"] += [
            "asyncio/detail/sync/other.hpp"]
        self.expect(
            "asyncio/detail/task/state.hpp -> asyncio/detail/sync/other.hpp: "
            "up from task to sync")

    def test_up_by_way_of_a_public_header(self):
        self.headers["asyncio/detail/task/other.hpp"] = ["asyncio/lock.hpp"]
        self.headers["asyncio/task.hpp"] += ["asyncio/detail/task/other.hpp"]
        self.floors = FLOORS.replace("1: lock task", "2: task\n1: lock")
        self.expect(
            "asyncio.hpp (floor 2) includes asyncio/task.hpp (floor 2): not "
            "below it",
            "asyncio/detail/task/other.hpp -> asyncio/lock.hpp -> "
            "asyncio/detail/sync/queue.hpp: up from task to sync")

    def test_unknown_room(self):
        self.headers["asyncio/detail/cellar/a.hpp"] = []
        self.headers["asyncio/task.hpp"] += ["asyncio/detail/cellar/a.hpp"]
        self.expect(
            "asyncio/detail/cellar/a.hpp is in cellar, which is no room of the "
            "table")

    def test_no_room(self):
        self.headers["asyncio/detail/a.hpp"] = []
        self.headers["asyncio/task.hpp"] += ["asyncio/detail/a.hpp"]
        self.expect("asyncio/detail/a.hpp is in no room")

    def test_empty_room(self):
        self.rooms += "\n0: cellar\n    Dark.\n    New: nothing.\n"
        self.expect("the room cellar is empty")

    def test_room_without_purpose(self):
        self.rooms = ROOMS.replace("    New: nothing.\n", "")
        self.expect("the room task does not say what it is for")

    def test_order_of_rooms(self):
        self.rooms = ROOMS.replace("1: task", "3: task")
        problems = self.problems()
        self.assertEqual(
            problems[0], "the rooms are not in the order of their floors")

    def test_lengths(self):
        self.lines = {
            "asyncio/lock.hpp": floors.PUBLIC_LIMIT,
            "asyncio/impl/lock.hpp": floors.LIMIT,
            "asyncio/detail/task/state.hpp": floors.LIMIT}
        self.expect()
        self.lines = {name: n + 1 for name, n in self.lines.items()}
        self.assertEqual(
            sorted(self.problems()),
            [f"asyncio/detail/task/state.hpp has {floors.LIMIT + 1} lines, "
             f"more than {floors.LIMIT}",
             f"asyncio/impl/lock.hpp has {floors.LIMIT + 1} lines, more than "
             f"{floors.LIMIT}",
             f"asyncio/lock.hpp has {floors.PUBLIC_LIMIT + 1} lines, more than "
             f"{floors.PUBLIC_LIMIT}"])

    def test_public_floors(self):
        self.headers["asyncio/task.hpp"] += ["asyncio/lock.hpp"]
        self.expect(
            "asyncio/task.hpp (floor 1) includes asyncio/lock.hpp (floor 1): "
            "not below it")

    def test_table_of_public_floors(self):
        self.floors = FLOORS.replace("task", "event")
        self.expect(
            "event is in the table, but not in the library",
            "asyncio/task.hpp is missing from the table")

    def test_cycle(self):
        self.headers["asyncio/detail/task/a.hpp"] = [
            "asyncio/detail/task/b.hpp"]
        self.headers["asyncio/detail/task/b.hpp"] = [
            "asyncio/detail/task/a.hpp"]
        self.headers["asyncio/task.hpp"] += ["asyncio/detail/task/a.hpp"]
        self.expect(
            "a cycle: asyncio/detail/task/a.hpp -> asyncio/detail/task/b.hpp "
            "-> asyncio/detail/task/a.hpp")

    def test_part_of_another_header(self):
        self.headers["asyncio/task.hpp"] += ["asyncio/impl/lock.hpp"]
        self.assertIn(
            "asyncio/task.hpp includes asyncio/impl/lock.hpp, a part of "
            "another header", self.problems())

    def test_source(self):
        self.headers[floors.SOURCE].remove("asyncio/impl/lock.ipp")
        self.expect("asyncio/src.hpp does not include asyncio/impl/lock.ipp")

    def test_everything(self):
        self.headers["asyncio.hpp"].remove("asyncio/task.hpp")
        self.expect("asyncio.hpp does not include asyncio/task.hpp")


if __name__ == "__main__":
    unittest.main()
