#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Plays hosts of which some addresses refuse, hang, or answer rubbish.

usage: test_happy_eyeballs.py HAPPY_EYEBALLS
"""

import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

sys.dont_write_bytecode = True
import interrupts  # noqa: E402

PROGRAM = sys.argv.pop(1)

BOUND = 30  # Seconds that nothing here should need.
LONG = "60"  # A limit longer than any test.

USAGE = ("happy_eyeballs: usage: happy_eyeballs [--limit SECONDS] "
         "[--send LINE] HOST PORT [ADDRESS...]\n")


def run(*arguments):
    return subprocess.run(
        [PROGRAM, *map(str, arguments)], text=True, capture_output=True,
        timeout=BOUND)


class Host:
    """Addresses 127.0.0.1, 127.0.0.2 ... with one port, not listening yet."""

    def __init__(self, test, count):
        for _ in range(20):
            try:
                self.bind(count)
                break
            except OSError:
                continue
        else:
            test.skipTest("no port that is free on several addresses")
        for bound in self.sockets:
            test.addCleanup(bound.close)
        self.test = test
        self.addresses = [s.getsockname()[0] for s in self.sockets]

    def bind(self, count):
        self.sockets = []
        self.port = 0
        for i in range(count):
            self.sockets.append(socket.socket())
            try:
                self.sockets[-1].bind((f"127.0.0.{i + 1}", self.port))
            except OSError:
                for bound in self.sockets:
                    bound.close()
                raise
            self.port = self.sockets[0].getsockname()[1]

    def name(self, i):
        return f"{self.addresses[i]}:{self.port}"

    def listen(self, i):
        self.sockets[i].listen()

    def hang(self, i):
        """Nobody accepts, and the queue of those who want to is full."""
        self.sockets[i].listen(0)
        for _ in range(8):
            client = socket.socket()
            self.test.addCleanup(client.close)
            client.setblocking(False)
            client.connect_ex(self.sockets[i].getsockname())

    def serve(self, i, behave):
        """Calls a function with the first connection."""
        self.listen(i)
        self.sockets[i].settimeout(BOUND)

        def work():
            with self.sockets[i].accept()[0] as connection:
                connection.settimeout(BOUND)
                behave(connection)

        thread = threading.Thread(target=work)
        thread.start()
        self.test.addCleanup(thread.join, BOUND)


def read_line(connection):
    data = b""
    while not data.endswith(b"\n"):
        part = connection.recv(1024)
        if not part:
            break
        data += part
    return data


def wait_for_end(connection):
    try:
        while connection.recv(1024):
            pass
    except ConnectionError:
        pass


class HappyEyeballs(unittest.TestCase):
    def check(self, result, code, *lines):
        self.assertEqual(
            (result.stdout, result.stderr, result.returncode),
            ("".join(line + "\n" for line in lines), "", code))

    def check_answer(self, behave, code, line, limit=LONG):
        host = Host(self, 1)
        host.serve(0, behave)
        result = run(
            "--limit", limit, "--send", "hello", "name", host.port,
            *host.addresses)
        self.check(
            result, code, f"{host.name(0)}  won",
            f"connected to {host.name(0)}", line)

    def test_first_wins(self):
        host = Host(self, 2)
        host.listen(0)
        host.listen(1)
        self.check(
            run("name", host.port, *host.addresses), 0,
            f"{host.name(0)}  won", f"{host.name(1)}  not tried",
            f"connected to {host.name(0)}")

    def test_refused_goes_on_at_once(self):
        host = Host(self, 40)
        host.listen(39)
        begin = time.monotonic()
        result = run("--limit", LONG, "name", host.port, *host.addresses)
        # With a quarter of a second for each it would be ten.
        self.assertLess(time.monotonic() - begin, 8)
        self.check(
            result, 0,
            *[f"{host.name(i)}  Connection refused" for i in range(39)],
            f"{host.name(39)}  won", f"connected to {host.name(39)}")

    def test_hanging_loses(self):
        host = Host(self, 4)
        host.hang(0)
        host.listen(2)
        host.listen(3)
        self.check(
            run("--limit", LONG, "name", host.port, *host.addresses), 0,
            f"{host.name(0)}  lost", f"{host.name(1)}  Connection refused",
            f"{host.name(2)}  won", f"{host.name(3)}  not tried",
            f"connected to {host.name(2)}")

    def test_all_refused(self):
        host = Host(self, 3)
        self.check(
            run("name", host.port, *host.addresses), 1,
            *[f"{host.name(i)}  Connection refused" for i in range(3)],
            "not connected")

    def test_limit(self):
        host = Host(self, 2)
        host.hang(0)
        self.check(
            run("--limit", "0.4", "name", host.port, *host.addresses), 1,
            f"{host.name(0)}  no answer in time",
            f"{host.name(1)}  Connection refused", "not connected")
        self.check(
            run("--limit", "0.1", "name", host.port, *host.addresses), 1,
            f"{host.name(0)}  no answer in time",
            f"{host.name(1)}  not tried", "not connected")

    def test_ipv6(self):
        try:
            server = socket.create_server(("::1", 0), family=socket.AF_INET6)
        except OSError:
            self.skipTest("no IPv6 here")
        with server:
            name = "[::1]:{}".format(server.getsockname()[1])
            self.check(
                run("name", server.getsockname()[1], "::1"), 0,
                f"{name}  won", f"connected to {name}")

    def test_address_as_name(self):
        self.check_name("127.0.0.1")

    def test_name(self):
        try:
            socket.gethostbyname("localhost")
        except OSError:
            self.skipTest("nothing here says what localhost is")
        self.check_name("localhost")

    def check_name(self, name):
        host = Host(self, 1)
        host.listen(0)
        result = run(name, host.port)
        self.assertIn(f"{host.name(0)}  won\n", result.stdout)
        self.assertTrue(
            result.stdout.endswith(f"connected to {host.name(0)}\n"))
        self.assertEqual((result.stderr, result.returncode), ("", 0))

    def test_unknown_name(self):
        for name in ["no..name", "x" * 300]:
            result = run(name, 80)
            self.assertEqual((result.stdout, result.returncode), ("", 1))
            self.assertRegex(result.stderr, r"\Ahappy_eyeballs: Host not "
                             r"found.*\n\Z")

    def test_answer(self):
        def behave(connection):
            self.assertEqual(read_line(connection), b"hello\r\n")
            connection.sendall(b"world\r\nmore\r\n")
            wait_for_end(connection)

        self.check_answer(behave, 0, "answer: world")

    def test_answer_without_end_of_line(self):
        def behave(connection):
            read_line(connection)
            connection.sendall(b"wor")

        self.check_answer(behave, 0, "answer: wor")

    def test_empty_answer(self):
        def behave(connection):
            read_line(connection)
            connection.sendall(b"\n")

        self.check_answer(behave, 0, "answer: ")

    def test_rubbish(self):
        def behave(connection):
            read_line(connection)
            connection.sendall(b"\x1b[2J\0\xff\x80\r\r\n")

        self.check_answer(behave, 0, r"answer: \x1b[2J\x00\xff\x80")

    def test_endless_line(self):
        def behave(connection):
            read_line(connection)
            try:
                for _ in range(10000):
                    connection.sendall(b"x" * 1000)
            except ConnectionError:
                pass

        self.check_answer(behave, 0, "answer: " + "x" * 1000)

    def test_reset(self):
        def behave(connection):
            read_line(connection)
            connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        self.check_answer(behave, 1, "no answer: Connection reset by peer")

    def test_closed(self):
        self.check_answer(read_line, 1, "no answer: End of file")

    def test_silence(self):
        self.check_answer(wait_for_end, 1, "no answer in time", limit="0.3")

    def test_interrupt(self):
        host = Host(self, 2)
        host.hang(0)
        host.serve(1, wait_for_end)

        for i, lines in [(0, []), (1, [
                f"{host.name(1)}  won\n",
                f"connected to {host.name(1)}\n"])]:
            with subprocess.Popen(
                    [PROGRAM, "--limit", LONG, "--send", "hello", "name",
                     str(host.port), host.addresses[i]],
                    text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    preexec_fn=interrupts.default) as program:
                for line in lines:
                    self.assertEqual(program.stdout.readline(), line)
                interrupts.wait_until_heard(program)
                program.send_signal(signal.SIGINT)
                self.assertEqual(program.communicate(timeout=BOUND), ("", ""))
            self.assertEqual(program.returncode, 130)

    def test_bad_usage(self):
        for arguments, message in [
                ([], USAGE),
                (["host"], USAGE),
                (["--help"], USAGE),
                (["--limit", "1"], USAGE),
                (["--other", "1", "host", "80"], USAGE),
                (["host", ""], "happy_eyeballs: not a port: \n"),
                (["host", "0"], "happy_eyeballs: not a port: 0\n"),
                (["host", "65536"], "happy_eyeballs: not a port: 65536\n"),
                (["host", "http"], "happy_eyeballs: not a port: http\n"),
                (["host", "80", "host"],
                 "happy_eyeballs: not an address: host\n"),
                (["--limit", "0", "host", "80"],
                 "happy_eyeballs: not a usable limit: 0\n"),
                (["--limit", "nan", "host", "80"],
                 "happy_eyeballs: not a usable limit: nan\n"),
                (["--limit", "1s", "host", "80"],
                 "happy_eyeballs: not a usable limit: 1s\n")]:
            with self.subTest(arguments=arguments):
                result = run(*arguments)
                self.assertEqual(
                    (result.stdout, result.stderr, result.returncode),
                    ("", message, 2))


if __name__ == "__main__":
    unittest.main()
