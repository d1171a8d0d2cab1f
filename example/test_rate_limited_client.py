#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Plays a server that answers, fails in many ways, and counts who asks.

usage: test_rate_limited_client.py PROGRAM
"""

import contextlib
import signal
import socket
import socketserver
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

USAGE = ("rate_limited_client: usage: rate_limited_client [--outstanding N] "
         "[--rate R] [--each SECONDS] HOST PORT\n")


def command(server, *options):
    """The server is one of the below, or a port."""
    if not any(o == "--each" for o in options):
        options += ("--each", LONG)
    return [PROGRAM, *map(str, options), "127.0.0.1",
            str(getattr(server, "port", server))]


def run(server, requests, *options):
    return subprocess.run(
        command(server, *options), input="".join(r + "\n" for r in requests),
        text=True, capture_output=True, timeout=BOUND)


@contextlib.contextmanager
def start(server, requests, *options):
    with subprocess.Popen(
            command(server, *options), text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=interrupts.default) as program:
        # Whoever waits for it in vain gets the end of its output.
        timer = threading.Timer(BOUND, program.kill)
        timer.start()
        try:
            program.stdin.write("".join(r + "\n" for r in requests))
            program.stdin.close()
            program.stdin = None
            yield program
        finally:
            timer.cancel()
            program.kill()


class Server(socketserver.ThreadingTCPServer):
    """Calls answer(line, connection); what that returns, if anything, is sent.
    """

    request_queue_size = 1000
    daemon_threads = True

    def __init__(self, test, answer):
        self.answer = answer
        self.asked = []  # Pairs of time and line.
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        thread = threading.Thread(target=self.serve_forever, args=[0.05])
        thread.start()
        test.addCleanup(thread.join)
        test.addCleanup(self.server_close)
        test.addCleanup(self.shutdown)
        test.addCleanup(self.over.set)

    @property
    def lines(self):
        return [line for _, line in self.asked]


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        now = time.monotonic()
        self.request.settimeout(BOUND)
        line = b""
        while not line.endswith(b"\r\n"):
            part = self.request.recv(65536)
            if not part:
                break
            line += part
        line = line.decode().replace("\r\n", "")
        self.server.asked.append((now, line))
        try:
            answer = self.server.answer(line, self.request)
            if answer:
                self.request.sendall(answer)
        except ConnectionError:
            pass


def echo(line, _):
    return line.upper().encode() + b"\r\nmore\r\n"


def reset(connection):
    connection.setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hang(connection):
    wait_for_end(connection)


def stop(connection):
    connection.sendall(b"half")
    wait_for_end(connection)


def wait_for_end(connection):
    """True if the other side closes within the limit."""
    try:
        while connection.recv(65536):
            pass
    except ConnectionError:
        pass
    except socket.timeout:
        return False
    return True


class RateLimitedClient(unittest.TestCase):
    def check(self, result, code, outcomes, summary):
        """The outcomes are pairs of a request and what came of it."""
        lines = [f"{request}  {outcome}\n" for request, outcome in outcomes]
        self.assertEqual(
            (result.stdout, result.stderr, result.returncode),
            ("".join(lines) + summary + "\n", "", code))

    def test_order(self):
        requests = [f"request {i}" for i in range(1000)]
        for outstanding in [1, 50]:
            server = Server(self, echo)
            self.check(
                run(server, requests, "--outstanding", outstanding), 0,
                [(r, f"answer: {r.upper()}") for r in requests],
                "1000 requests: 1000 answered, 0 failed, 0 left")
            self.assertEqual(sorted(server.lines), sorted(requests))
            if outstanding == 1:
                self.assertEqual(server.lines, requests)

    def test_blank_lines_and_carriage_returns(self):
        server = Server(self, echo)
        self.check(
            run(server, ["", "a\r", "\r", "b c", ""]), 0,
            [("a", "answer: A"), ("b c", "answer: B C")],
            "2 requests: 2 answered, 0 failed, 0 left")
        self.assertEqual(sorted(server.lines), ["a", "b c"])

    def test_no_requests(self):
        self.check(
            run(1, []), 0, [], "0 requests: 0 answered, 0 failed, 0 left")

    def test_outstanding(self):
        # An answer comes when as many are asked for.
        for outstanding in [None, 1, 20]:
            number = outstanding or 4
            with self.subTest(outstanding=outstanding):
                together = threading.Barrier(number, timeout=BOUND)
                lock = threading.Lock()
                now = [0, 0]

                def answer(line, connection):
                    with lock:
                        now[0] += 1
                        now[1] = max(now)
                    together.wait()
                    with lock:
                        now[0] -= 1
                    return echo(line, connection)

                server = Server(self, answer)
                requests = [f"r{i}" for i in range(5 * number)]
                options = ["--outstanding", number] if outstanding else []
                self.check(
                    run(server, requests, *options), 0,
                    [(r, f"answer: {r.upper()}") for r in requests],
                    f"{5 * number} requests: {5 * number} answered, "
                    "0 failed, 0 left")
                self.assertEqual(now[1], number)

    def test_rate(self):
        # The server can see a request late, but never early.
        requests = [f"r{i}" for i in range(9)]
        for outstanding in [1, 100]:
            with self.subTest(outstanding=outstanding):
                server = Server(self, echo)
                begin = time.monotonic()
                self.check(
                    run(server, requests, "--rate", "20", "--outstanding",
                        outstanding), 0,
                    [(r, f"answer: {r.upper()}") for r in requests],
                    "9 requests: 9 answered, 0 failed, 0 left")
                times = sorted(t for t, _ in server.asked)
                for i, t in enumerate(times):
                    self.assertGreaterEqual(t - begin, i / 20)

    def test_rate_does_not_wait_for_answers(self):
        # None of them is answered before all are asked.
        together = threading.Barrier(5, timeout=BOUND)

        def answer(line, connection):
            together.wait()
            return echo(line, connection)

        requests = [f"r{i}" for i in range(5)]
        self.check(
            run(Server(self, answer), requests, "--rate", "50",
                "--outstanding", "5"), 0,
            [(r, f"answer: {r.upper()}") for r in requests],
            "5 requests: 5 answered, 0 failed, 0 left")

    def test_each_failure_is_told(self):
        behaviours = {
            "good": (lambda c: b"fine", "answer: fine"),
            "one line": (lambda c: b"\r\nsecond", "answer: "),
            "reset": (reset, "no answer: Connection reset by peer"),
            "nothing": (lambda c: None, "no answer: End of file"),
            "hangs": (hang, "no answer in time"),
            "stops": (stop, "no answer in time"),
            "endless": (lambda c: b"x" * (2 << 20),
                        "no answer: Message too long"),
            "rubbish": (lambda c: b"\x1b[2J\0\xff\x80\r\n",
                        r"answer: \x1b[2J\x00\xff\x80"),
        }

        def answer(line, connection):
            return behaviours[line][0](connection)

        requests = list(behaviours)
        for outstanding in [1, 100]:
            with self.subTest(outstanding=outstanding):
                server = Server(self, answer)
                self.check(
                    run(server, requests * 2, "--each", "1", "--outstanding",
                        outstanding), 1,
                    [(r, behaviours[r][1]) for r in requests * 2],
                    "16 requests: 6 answered, 10 failed, 0 left")
                self.assertEqual(sorted(server.lines), sorted(requests * 2))

    def test_printed_as_soon_as_those_before(self):
        gate = threading.Event()

        def answer(line, connection):
            if line == "third":
                gate.wait(BOUND)
            return echo(line, connection)

        requests = ["first", "second", "third", "fourth"]
        with start(Server(self, answer), requests) as program:
            for name in requests[:2]:
                self.assertEqual(
                    program.stdout.readline(),
                    f"{name}  answer: {name.upper()}\n")
            gate.set()
            self.assertEqual(
                program.stdout.read(),
                "third  answer: THIRD\nfourth  answer: FOURTH\n"
                "4 requests: 4 answered, 0 failed, 0 left\n")
            self.assertEqual(program.wait(BOUND), 0)

    def interrupt(self, server, requests, *options, ready):
        with start(server, requests, *options) as program:
            first = ready(program)
            program.send_signal(signal.SIGINT)
            output, errors = program.communicate(timeout=BOUND)
        return subprocess.CompletedProcess(
            [], program.returncode, first + output, errors)

    def test_interrupt_while_some_are_outstanding(self):
        reached = [threading.Event(), threading.Event()]
        ended = [threading.Event(), threading.Event()]

        def answer(line, connection):
            if not line.startswith("hang"):
                return echo(line, connection)
            number = int(line[-1])
            reached[number].set()
            if wait_for_end(connection):
                ended[number].set()

        def ready(program):
            # The one that hangs first has left one place for all the others.
            for event in reached:
                self.assertTrue(event.wait(BOUND))
            return program.stdout.readline()

        # What is done is told, even if something before it is not.
        self.check(
            self.interrupt(
                Server(self, answer), ["a", "hang0", "b", "c", "hang1", "d"],
                "--outstanding", 2, ready=ready), 130,
            [(r, f"answer: {r.upper()}") for r in "abc"],
            "6 requests: 3 answered, 0 failed, 3 left")
        for event in ended:
            self.assertTrue(event.wait(BOUND))

    def test_interrupt_between_two(self):
        server = Server(self, echo)
        result = self.interrupt(
            server, ["a", "b", "c"], "--rate", "0.001",
            ready=lambda program: program.stdout.readline())
        self.check(
            result, 130, [("a", "answer: A")],
            "3 requests: 1 answered, 0 failed, 2 left")
        self.assertEqual(server.lines, ["a"])

    def test_nobody_there(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            self.check(
                run(closed.getsockname()[1], ["a", "b"]), 1,
                [(r, "no answer: Connection refused") for r in ["a", "b"]],
                "2 requests: 0 answered, 2 failed, 0 left")

    def test_unknown_host(self):
        result = subprocess.run(
            [PROGRAM, "no..name", "80"], input="a\n", text=True,
            capture_output=True, timeout=BOUND)
        self.assertEqual((result.stdout, result.returncode), ("", 1))
        self.assertRegex(
            result.stderr, r"\Arate_limited_client: Host not found.*\n\Z")

    def test_bad_usage(self):
        for arguments, message in [
                ([], USAGE),
                (["host"], USAGE),
                (["--help"], USAGE),
                (["--help", "80"], USAGE),
                (["--other", "1", "host", "80"], USAGE),
                (["--rate", "1", "host"], USAGE),
                (["host", "80", "81"], USAGE),
                (["host", "0"], "not a port: 0"),
                (["host", "65536"], "not a number: 65536"),
                (["host", "http"], "not a number: http"),
                (["--outstanding", "0", "host", "80"],
                 "not a usable number: 0"),
                (["--outstanding", "1.5", "host", "80"],
                 "not a number: 1.5"),
                (["--rate", "-1", "host", "80"], "not a usable number: -1"),
                (["--rate", "inf", "host", "80"],
                 "not a usable number: inf"),
                (["--each", "nan", "host", "80"],
                 "not a usable number: nan"),
                (["--each", "1s", "host", "80"], "not a number: 1s")]:
            with self.subTest(arguments=arguments):
                if message != USAGE:
                    message = f"rate_limited_client: {message}\n"
                result = subprocess.run(
                    [PROGRAM, *arguments], stdin=subprocess.DEVNULL,
                    text=True, capture_output=True, timeout=BOUND)
                self.assertEqual(
                    (result.stdout, result.stderr, result.returncode),
                    ("", message, 2))


if __name__ == "__main__":
    unittest.main()
