#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Plays the services that a step of the tutorial checks, and its terminal.

usage: test_tutorial.py PROGRAM     PROGRAM is the step, such as 1_greeting
"""

import errno
import pathlib
import re
import select
import signal
import socket
import subprocess
import sys
import unittest

PROGRAM = sys.argv.pop(1)
STEP = int(pathlib.Path(PROGRAM).name[0])

BOUND = 30  # Seconds that nothing here should need.

GREETING = b"220 \x1b[1mready\r\nmore\n"
SHOWN = "220 [1mready"


class Service:
    """Listens; the test itself says what becomes of each connection."""

    def __init__(self, backlog=16):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=backlog)
        self.socket.settimeout(BOUND)
        self.name = "{}:{}".format(*self.socket.getsockname())

    def accept(self):
        connection, _ = self.socket.accept()
        connection.settimeout(BOUND)
        return connection

    def greet(self, text=GREETING):
        with self.accept() as connection:
            # The peer may reset what it has not read.
            try:
                connection.sendall(text)
                connection.shutdown(socket.SHUT_WR)
                return connection.recv(1)
            except OSError as error:
                if error.errno not in (
                        errno.ECONNRESET, errno.ENOTCONN, errno.EPIPE):
                    raise
                return b""

    def close(self):
        self.socket.close()


class Tutorial(unittest.TestCase):
    def service(self, **options):
        service = Service(**options)
        self.addCleanup(service.close)
        return service

    def closed(self):
        # Bound and not listening: nobody else can open it meanwhile.
        bound = socket.socket()
        bound.bind(("127.0.0.1", 0))
        self.addCleanup(bound.close)
        return "{}:{}".format(*bound.getsockname())

    def start(self, *arguments):
        # Whoever ignores Ctrl-C here, the program should not inherit it.
        program = subprocess.Popen(
            [PROGRAM, *arguments], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, preexec_fn=lambda:
            signal.signal(signal.SIGINT, signal.SIG_DFL))
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.stderr.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        return program

    def line(self, program):
        ready, _, _ = select.select([program.stdout], [], [], BOUND)
        self.assertTrue(ready, "nothing is printed")
        return program.stdout.readline().rstrip("\n")

    def check_end(self, program, code, output="", error=""):
        out, err = program.communicate(timeout=BOUND)
        self.assertEqual((out, err, program.returncode), (output, error, code))


class TestStep1(Tutorial):
    def test_greeting(self):
        service = self.service()
        program = self.start(service.name)
        service.greet()
        self.check_end(program, 0, SHOWN + "\n")

    def test_refused(self):
        self.check_end(
            self.start(self.closed()), 1, "", "Connection refused\n")

    def test_usage(self):
        self.check_end(self.start(), 1, "", "usage: 1_greeting HOST:PORT\n")
        self.check_end(self.start("here"), 1, "", "not HOST:PORT: here\n")


class TestStep2(Tutorial):
    def test_greeting(self):
        service = self.service()
        program = self.start(service.name)
        service.greet()
        self.check_end(program, 0, SHOWN + "\n")

    def test_silent(self):
        service = self.service()
        program = self.start(service.name)
        with service.accept() as connection:
            # It ends by itself, and hangs up.
            self.assertEqual(connection.recv(1), b"")
            self.check_end(program, 1, "no greeting in time\n")

    def test_refused(self):
        self.check_end(self.start(self.closed()), 1, "Connection refused\n")

    def test_hangs_up(self):
        service = self.service()
        program = self.start(service.name)
        service.greet(b"half a line")
        self.check_end(program, 1, "End of file\n")

    def test_endless_line(self):
        service = self.service()
        program = self.start(service.name)
        service.greet(b"x" * 1000)
        self.check_end(program, 1, "Element not found\n")


class TestStep3(Tutorial):
    def test_all_at_once(self):
        # None greets before all of them are connected.
        services = [self.service() for _ in range(5)]
        program = self.start(*[s.name for s in services])
        connections = [s.accept() for s in services]
        for connection in reversed(connections):
            connection.sendall(GREETING)
            connection.close()
        self.check_end(
            program, 0, "".join(f"{s.name}  {SHOWN}\n" for s in services))

    def test_some_are_down(self):
        services = [self.service(), self.service()]
        down = self.closed()
        program = self.start(services[0].name, down, services[1].name)
        for service in services:
            service.greet()
        self.check_end(
            program, 1,
            f"{services[0].name}  {SHOWN}\n{down}  Connection refused\n"
            f"{services[1].name}  {SHOWN}\n")

    def test_nothing_to_check(self):
        self.check_end(self.start(), 0)


class TestStep4(Tutorial):
    def test_as_they_come(self):
        first, second = self.service(), self.service()
        program = self.start(first.name, second.name)
        with first.accept() as connection:
            second.greet()
            self.assertEqual(self.line(program), f"{second.name}  {SHOWN}")
            connection.sendall(GREETING)
            self.assertEqual(self.line(program), f"{first.name}  {SHOWN}")
        self.check_end(program, 0)

    def test_three_at_a_time(self):
        service = self.service()
        program = self.start(*[service.name] * 7)
        for _ in range(2):
            connections = [service.accept() for _ in range(3)]
            more, _, _ = select.select([service.socket], [], [], 0.2)
            self.assertFalse(more, "a fourth connection")
            for connection in connections:
                connection.sendall(GREETING)
                connection.close()
        service.greet()
        self.check_end(program, 0, f"{service.name}  {SHOWN}\n" * 7)

    def test_some_are_down(self):
        service, down = self.service(), self.closed()
        program = self.start(down, service.name)
        self.assertEqual(self.line(program), f"{down}  Connection refused")
        service.greet()
        self.check_end(program, 1, f"{service.name}  {SHOWN}\n")


class TestStep5(Tutorial):
    def summary(self, program):
        program.send_signal(signal.SIGINT)
        output, error = program.communicate(timeout=BOUND)
        self.assertEqual((error, program.returncode), ("", 0))
        match = re.fullmatch(r"(\d+) checks, (\d+) changes\n", output)
        self.assertTrue(match, output)
        return tuple(map(int, match.groups()))

    def test_changes_are_printed(self):
        service, down = self.service(), self.closed()
        program = self.start("1", service.name, down)
        self.assertEqual(self.line(program), f"{down}  Connection refused")
        service.greet()
        self.assertEqual(self.line(program), f"{service.name}  {SHOWN}")
        service.greet()
        service.greet(b"220 tired\n")
        self.assertEqual(self.line(program), f"{service.name}  220 tired")
        checks, changes = self.summary(program)
        self.assertGreaterEqual(checks, 5)
        self.assertEqual(changes, 1)

    def test_interrupted_in_a_check(self):
        # Two of the five have no room yet.
        service = self.service()
        program = self.start("60", *[service.name] * 5)
        connections = [service.accept() for _ in range(3)]
        self.assertEqual(self.summary(program), (0, 0))
        for connection in connections:
            with connection:
                self.assertEqual(connection.recv(1), b"")

    def test_interrupted_between_two_checks(self):
        service = self.service()
        program = self.start("3600", service.name)
        service.greet()
        self.assertEqual(self.line(program), f"{service.name}  {SHOWN}")
        self.assertEqual(self.summary(program), (1, 0))

    def test_usage(self):
        usage = "usage: 5_monitor SECONDS HOST:PORT...\n"
        self.check_end(self.start("1"), 2, "", usage)


if __name__ == "__main__":
    unittest.main(defaultTest=f"TestStep{STEP}")
