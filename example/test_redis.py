#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Runs the program with a Redis server of its own, and with none.

usage: test_redis.py REDIS EXPECTED
"""

import signal
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True
import interrupts  # noqa: E402
import real_server  # noqa: E402

PROGRAM = sys.argv.pop(1)
with open(sys.argv.pop(1), encoding="utf-8") as expected:
    EXPECTED = expected.read()

BOUND = 60  # Seconds that nothing here should need.

SERVER = real_server.find("redis-server", "valkey-server")

READY = "Ready to accept connections"


def command(port, directory):
    return [SERVER, "--bind", "127.0.0.1", "--port", str(port),
            "--dir", directory, "--save", "", "--appendonly", "no"]


def start(port):
    return subprocess.Popen(
        [PROGRAM, "127.0.0.1", str(port)], text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, preexec_fn=interrupts.default)


class Redis(unittest.TestCase):
    def check_end(self, program, code, out, error):
        try:
            printed = program.communicate(timeout=BOUND)
        finally:
            program.kill()
        self.assertEqual((*printed, program.returncode), (out, error, code))

    def test_output(self):
        server = real_server.Server(command, READY)
        self.addCleanup(server.stop)
        for _ in range(3):
            self.check_end(start(server.port), 0, EXPECTED, "")

    def test_no_server(self):
        self.check_end(
            start(real_server.free_port()), 1, "",
            "redis: no answer in time\n")

    def test_server_that_comes_later(self):
        # Its port is free in between, and may be taken by somebody else.
        server = real_server.Server(command, READY)
        self.addCleanup(server.stop)
        server.end()
        program = start(server.port)
        interrupts.wait_until_heard(program)
        time.sleep(0.3)  # It is refused meanwhile, most probably.
        if not server.start():
            program.kill()
            program.communicate()
            self.skipTest("somebody else has taken the port")
        self.check_end(program, 0, EXPECTED, "")

    def test_interrupt(self):
        program = start(real_server.free_port())
        interrupts.wait_until_heard(program)
        program.send_signal(signal.SIGINT)
        self.check_end(program, 130, "", "")

    def test_bad_usage(self):
        program = subprocess.run(
            [PROGRAM, "127.0.0.1"], text=True, capture_output=True,
            timeout=BOUND)
        self.assertEqual(
            (program.stdout, program.stderr, program.returncode),
            ("", "usage: redis [HOST PORT]\n", 2))


if __name__ == "__main__":
    unittest.main()
