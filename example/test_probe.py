#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Runs the probe against an open port, a closed port, and nonsense.

usage: test_probe.py PROBE
"""

import socket
import subprocess
import sys
import unittest

PROBE = sys.argv.pop(1)

NONSENSE = [
    ("nocolon", "not HOST:PORT"),
    (":80", "not HOST:PORT"),
    ("[]:80", "not HOST:PORT"),
    ("localhost:", "bad port"),
    ("localhost:0", "bad port"),
    ("localhost:-1", "bad port"),
    ("localhost:http", "bad port"),
    ("localhost:65536", "bad port"),
    ("localhost:99999999999999999999", "bad port"),
    ("::1:22", "an IPv6 address needs brackets"),
    ("no..name:80", "unknown host"),
    ("x" * 300 + ":80", "unknown host"),
]


def probe(*arguments, lines=None):
    text = None if lines is None else "".join(line + "\n" for line in lines)
    return subprocess.run(
        [PROBE, *arguments], input=text, text=True, capture_output=True,
        timeout=60)


class Probe(unittest.TestCase):
    def setUp(self):
        self.open = socket.create_server(("127.0.0.1", 0))
        # Bound and not listening: nobody else can open it meanwhile.
        self.closed = socket.socket()
        self.closed.bind(("127.0.0.1", 0))
        self.rows = [
            (self.target(self.open), "connected"),
            *NONSENSE,
            (self.target(self.closed), "Connection refused"),
            (self.target(self.open), "connected"),
        ]
        self.expected = "".join(f"{t}  {answer}\n" for t, answer in self.rows)
        self.expected += f"2 of {len(self.rows)} connected\n"

    def tearDown(self):
        self.open.close()
        self.closed.close()

    @staticmethod
    def target(bound):
        return "{}:{}".format(*bound.getsockname())

    def check(self, run, code, output, error=""):
        self.assertEqual(
            (run.stdout, run.stderr, run.returncode), (output, error, code))

    def test_arguments(self):
        self.check(probe(*[t for t, _ in self.rows]), 1, self.expected)

    def test_input(self):
        targets = [t for t, _ in self.rows]
        self.check(probe("--timeout", "30", lines=targets), 1, self.expected)

    def test_blank_lines_and_carriage_returns(self):
        target = self.target(self.open)
        self.check(
            probe(lines=["", "\r", target + "\r", ""]), 0,
            f"{target}  connected\n1 of 1 connected\n")

    def test_no_targets(self):
        self.check(probe(lines=[]), 0, "0 of 0 connected\n")

    def test_ipv6(self):
        try:
            server = socket.create_server(("::1", 0), family=socket.AF_INET6)
        except OSError:
            self.skipTest("no IPv6 here")
        with server:
            target = "[::1]:{}".format(server.getsockname()[1])
            self.check(
                probe(target), 0, f"{target}  connected\n1 of 1 connected\n")

    def test_time_limit(self):
        # Nobody accepts, and the queue of those who want to get in is full.
        server = socket.socket()
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        target = self.target(server)
        crowd = []
        try:
            for _ in range(8):
                crowd.append(socket.socket())
                crowd[-1].setblocking(False)
                crowd[-1].connect_ex(server.getsockname())
            self.check(
                probe("--timeout", "0.2", target, self.target(self.open)), 1,
                f"{target}  no answer in time\n"
                f"{self.target(self.open)}  connected\n"
                "1 of 2 connected\n")
        finally:
            for client in crowd:
                client.close()
            server.close()

    def test_bad_usage(self):
        usage = "usage: probe [--timeout SECONDS] [HOST:PORT...]\n"
        for arguments in (
                ["--timeout"], ["--timeout", "0"], ["--timeout", "nan"],
                ["--timeout", "-1"], ["--timeout", "1s"], ["--help"]):
            self.check(probe(*arguments, "x:1"), 2, "", usage)


if __name__ == "__main__":
    unittest.main()
