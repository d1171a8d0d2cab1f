#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Plays the clients of the chat server: friendly, rude, slow and vanishing.

usage: test_chat_server.py CHAT_SERVER
"""

import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

CHAT_SERVER = sys.argv.pop(1)

BOUND = 30  # Seconds that nothing here should need.
LONG = 300  # Longer than any test.

USAGE = ("chat_server: usage: chat_server [--room LINES] [--grace SECONDS] "
         "PORT\n")


def wait_until(condition):
    end = time.monotonic() + BOUND
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("waited in vain")
        time.sleep(0.02)


class Server:
    """A server that runs; `log` is what it has printed."""

    def __init__(self, *options, port=0, files=None):
        def prepare():
            # Whoever ignores Ctrl-C here, the server should not inherit it.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.output = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [CHAT_SERVER, *map(str, options), str(port)], stdout=self.output,
            stderr=subprocess.STDOUT, preexec_fn=prepare)
        try:
            wait_until(lambda: "\n" in self.everything())
            words = self.everything().split()
            if words[:2] != ["listening", "on"]:
                raise RuntimeError(f"it does not listen: {self.everything()}")
        except Exception:
            self.end()
            raise
        self.port = int(words[2])

    def everything(self):
        # Not by seek: the position is shared with the server.
        return os.pread(self.output.fileno(), 1 << 24, 0).decode()

    @property
    def log(self):
        """Without the first line."""
        return self.everything().splitlines()[1:]

    def wait_for_log(self, *lines):
        wait_until(lambda: all(line in self.log for line in lines))

    def files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def refuses(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), BOUND).close()
        except ConnectionError:
            return True
        return False

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.output.close()


class Client:
    def __init__(self, server, receive_buffer=None):
        self.socket = socket.socket()
        self.socket.settimeout(BOUND)
        if receive_buffer:
            self.socket.setsockopt(
                socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect(("127.0.0.1", server.port))
        self.lines = self.socket.makefile("rb")

    def read(self):
        """A line without its end, or None at the end."""
        line = self.lines.readline()
        if not line:
            return None
        if not line.endswith(b"\n"):
            raise ValueError(f"a line without end: {line}")
        return line[:-1].decode()

    def say(self, *texts):
        for text in texts:
            data = text if isinstance(text, bytes) else text.encode()
            self.socket.sendall(data + b"\n")

    def reset(self):
        self.socket.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self):
        self.lines.close()
        self.socket.close()

    def at_end(self):
        """Reads what is left, up to the end of the connection."""
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionError:
            pass
        return True


class ChatServer(unittest.TestCase):
    def start(self, *options, **more):
        server = Server(*options, **more)
        self.addCleanup(server.end)
        return server

    def connect(self, server, **options):
        client = Client(server, **options)
        self.addCleanup(client.close)
        self.assertEqual(client.read(), "* your name?")
        return client

    def join(self, server, *names, **options):
        """Each sees itself and those after it join."""
        clients = []
        for name in names:
            client = self.connect(server, **options)
            client.say(name)
            clients.append(client)
            self.check_all(clients, f"* {name} has joined")
        return clients[0] if len(clients) == 1 else clients

    def check_all(self, clients, *lines):
        for client in clients:
            for line in lines:
                self.assertEqual(client.read(), line)

    def check_end(self, server):
        server.interrupt()
        self.assertEqual(server.process.wait(BOUND), 0, server.log)

    def test_talk(self):
        server = self.start()
        alice, bob = self.join(server, "alice", "bob")
        alice.say("hello", "", "  a: b ")
        self.check_all(
            [alice, bob], "alice: hello", "alice: ", "alice:   a: b ")
        bob.say("hi")
        self.check_all([alice, bob], "bob: hi")
        carol = self.join(server, "carol")
        self.check_all([alice, bob], "* carol has joined")
        bob.close()
        self.check_all([alice, carol], "* bob has left")
        carol.say("bye")
        carol.socket.shutdown(socket.SHUT_WR)
        self.check_all([alice], "carol: bye", "* carol has left")
        carol.at_end()
        alice.say("alone")
        self.check_all([alice], "alice: alone")
        self.assertEqual(
            server.log, ["* alice has joined", "* bob has joined",
                         "* carol has joined", "* bob has left",
                         "* carol has left"])
        self.check_end(server)

    def test_names(self):
        server = self.start()
        alice = self.join(server, "alice")
        other = self.connect(server)
        for name in ["", " ", "a b", "a:", "é", "x" * 21, "x" * 5000, "\0",
                     b"\xff", "alice "]:
            other.say(name)
            self.assertEqual(
                other.read(), "* that is no name, another one?")
        other.say("alice")
        self.assertEqual(
            other.read(), "* that name is taken, another one?")
        # It has not joined, so it is told nothing, and nothing is told of it.
        alice.say("hello")
        self.check_all([alice], "alice: hello")
        other.say("Alice")
        self.check_all([alice, other], "* Alice has joined")
        alice.close()
        self.check_all([other], "* alice has left")
        alice = self.join(server, "alice")
        self.check_all([other], "* alice has joined")
        carol = self.join(server, "x" * 20)
        carol.close()
        nobody = self.connect(server)
        nobody.close()
        self.check_all(
            [alice, other], f"* {'x' * 20} has joined",
            f"* {'x' * 20} has left")
        other.say("hello")
        self.check_all([alice, other], "Alice: hello")
        self.check_end(server)

    def test_same_name_at_once(self):
        server = self.start()
        clients = [self.connect(server) for _ in range(20)]
        for client in clients:
            client.say("alice")
        answers = sorted(client.read() for client in clients)
        self.assertEqual(
            answers, ["* alice has joined"] +
            ["* that name is taken, another one?"] * 19)
        self.check_end(server)

    def test_rubbish(self):
        server = self.start()
        alice = self.connect(server)
        alice.say("alice\r")
        self.check_all([alice], "* alice has joined")
        bob = self.join(server, "bob")
        self.check_all([alice], "* bob has joined")
        both = [alice, bob]
        alice.say("\x1b[2J\0\x7f\ttab\r")
        self.check_all(both, "alice: ?[2J???tab")
        alice.say("Grüße")
        self.check_all(both, "alice: Grüße")
        alice.say("x" * 1000)
        self.check_all(both, "alice: " + "x" * 1000)
        for size in [1001, 1002, 2002, 10**7]:
            alice.say("x" * size)
            self.check_all([alice], "* too long, not sent")
        alice.say("again")
        self.check_all(both, "alice: again")
        # In pieces, and many in one.
        for piece in [b"in ", b"pie", b"ces\nan", b"d more\nand\nmore\n"]:
            alice.socket.sendall(piece)
        self.check_all(
            both, "alice: in pieces", "alice: and more", "alice: and",
            "alice: more")
        # A line that is not ended is none.
        alice.socket.sendall(b"half")
        alice.close()
        self.check_all([bob], "* alice has left")
        self.check_end(server)

    def test_order(self):
        names = ["alice", "bob", "carol", "dave", "erin"]
        rounds = 200
        server = self.start("--room", 10000)
        clients = self.join(server, *names)
        seen = {}

        def listen(name, client):
            seen[name] = [client.read() for _ in range(len(names) * rounds)]

        def talk(client):
            for i in range(rounds):
                client.say(str(i))

        threads = [threading.Thread(target=listen, args=pair)
                   for pair in zip(names, clients)]
        threads += [threading.Thread(target=talk, args=[client])
                    for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for name in names:
            self.assertEqual(seen[name], seen["alice"])
            said = [line for line in seen["bob"] if line.startswith(name)]
            self.assertEqual(said, [f"{name}: {i}" for i in range(rounds)])
        self.check_end(server)

    def test_crowd(self):
        # Who reads keeps up, however many talk at once.
        server = self.start("--room", 300)
        clients = self.join(server, *[f"client{i}" for i in range(50)])
        for client in clients:
            client.socket.sendall(b"".join(b"%d\n" % i for i in range(40)))
        lines = [clients[0].read() for _ in range(2000)]
        self.assertEqual(len(set(lines)), 2000)
        self.check_all(clients[1:], *lines)
        self.assertEqual(len(server.log), 50)
        self.check_end(server)

    def talk_until(self, talker, clients, stop):
        """By turns of ten long lines, which each gets before the next ten."""
        text = "x" * 1000
        for _ in range(300):
            talker.say(*[text] * 10)
            for client in clients:
                for _ in range(10):
                    line = client.read()
                    if line == stop:
                        line = client.read()
                        clients = [c for c in clients if c is not client]
                    self.assertEqual(line, "alice: " + text)
            if not clients:
                return
        self.fail("nobody was dropped")

    def test_client_that_never_reads(self):
        server = self.start("--room", 50)
        alice, bob, carol = self.join(server, "alice", "bob", "carol")
        slow = self.join(server, "slow", receive_buffer=4096)
        others = [alice, bob, carol]
        self.check_all(others, "* slow has joined")
        reason = "* slow has left: too slow, 50 lines behind"
        self.talk_until(alice, others, reason)
        server.wait_for_log(reason)
        # The connection is gone at once, with all that was on its way.
        with self.assertRaises(ConnectionResetError):
            while slow.socket.recv(65536):
                pass
        # The rest goes on, and the name is free.
        for i in range(100):
            bob.say(str(i))
        for i in range(100):
            self.check_all(others, f"bob: {i}")
        again = self.join(server, "slow")
        self.check_all(others, "* slow has joined")
        alice.say("hello")
        self.check_all([*others, again], "alice: hello")
        self.check_end(server)

    def test_several_that_never_read(self):
        # To tell that one is dropped may be too much for another.
        server = self.start("--room", 50)
        alice = self.join(server, "alice")
        for i in range(5):
            self.join(server, f"slow{i}", receive_buffer=4096)
            self.check_all([alice], f"* slow{i} has joined")
        text = "x" * 1000
        left = []
        for _ in range(3000):
            alice.say(text)
            line = alice.read()
            while line.startswith("*"):
                left.append(line)
                line = alice.read()
            self.assertEqual(line, "alice: " + text)
            if len(left) == 5:
                break
        self.assertEqual(
            sorted(left), [f"* slow{i} has left: too slow, 50 lines behind"
                           for i in range(5)])
        self.assertEqual(sorted(server.log[6:]), sorted(left))
        self.check_end(server)

    def test_talker_that_never_reads(self):
        server = self.start("--room", 50)
        alice = self.join(server, "alice")
        slow = self.join(server, "slow", receive_buffer=4096)
        self.check_all([alice], "* slow has joined")
        text = "x" * 1000

        def talk():
            try:
                for _ in range(3000):
                    slow.say(text)
            except ConnectionError:
                pass

        thread = threading.Thread(target=talk)
        thread.start()
        line = alice.read()
        while line == "slow: " + text:
            line = alice.read()
        self.assertRegex(line, r"\* (slow|alice) has left: too slow, .*")
        thread.join(BOUND)
        self.assertFalse(thread.is_alive())
        self.check_end(server)

    def test_slow_client_without_a_name(self):
        server = self.start("--room", 50)
        client = self.connect(server, receive_buffer=4096)
        with self.assertRaises(ConnectionError):
            for _ in range(1000):
                client.say(*" " * 1000)
        server.wait_for_log("* somebody has left: too slow, 50 lines behind")
        self.check_end(server)

    def test_late_reader_gets_all(self):
        # More than the system keeps, less than the queue does.
        server = self.start("--room", 1000)
        alice = self.join(server, "alice")
        late = self.join(server, "late", receive_buffer=4096)
        self.check_all([alice], "* late has joined")
        lines = [f"{i} " + "x" * 900 for i in range(900)]
        for line in lines:
            alice.say(line)
            self.check_all([alice], "alice: " + line)
        self.check_all([late], *["alice: " + line for line in lines])
        self.check_end(server)

    def test_reset(self):
        server = self.start()
        alice, bob = self.join(server, "alice", "bob")
        bob.reset()
        self.check_all([alice], "* bob has left: Connection reset by peer")
        nobody = self.connect(server)
        nobody.reset()
        server.wait_for_log(
            "* bob has left: Connection reset by peer",
            "* somebody has left: Connection reset by peer")
        alice.say("hello")
        self.check_all([alice], "alice: hello")
        self.check_end(server)

    def test_descriptors(self):
        server = self.start("--room", 50)
        alice = self.join(server, "alice")
        before = server.files()
        for i in range(20):
            for end in [Client.close, Client.reset]:
                client = self.join(server, f"client{i}")
                end(client)
                end(self.connect(server))
        slow = [self.join(server, f"slow{i}", receive_buffer=4096)
                for i in range(3)]
        # All of it is in the queue of alice, or on its way to her.
        joined = 0
        while joined < 43:
            joined += alice.read().endswith("joined")
        self.assertGreaterEqual(server.files(), before + 3)
        dropped = 0
        for _ in range(3000):
            alice.say("x" * 1000)
            line = alice.read()
            while not line.startswith("alice"):
                dropped += "too slow" in line
                line = alice.read()
            if dropped == 3:
                break
        wait_until(lambda: server.files() == before)
        for client in slow:
            client.at_end()
        self.check_end(server)

    def test_too_many_files(self):
        server = self.start(files=32)
        clients = [Client(server) for _ in range(64)]
        for client in clients:
            self.addCleanup(client.close)
        server.wait_for_log("* cannot accept: Too many open files")
        alice = clients[0]
        alice.say("alice")
        self.check_all([alice], "* your name?", "* alice has joined")
        for client in clients:
            client.close()
        self.join(server, "bob")
        self.check_end(server)

    def test_interrupt(self):
        server = self.start("--grace", LONG)
        clients = self.join(server, "alice", "bob", "carol")
        clients.append(self.connect(server))
        server.interrupt()
        self.check_all(clients, "* good-bye", None)
        self.assertEqual(server.process.wait(BOUND), 0)
        self.assertTrue(server.refuses())

    def test_interrupt_without_clients(self):
        server = self.start("--grace", LONG)
        self.check_end(server)

    def start_with_a_stuck_client(self, *options):
        """What it does not take stays in its queue."""
        server = self.start("--room", 10000, *options)
        alice = self.join(server, "alice")
        stuck = self.join(server, "stuck", receive_buffer=4096)
        self.check_all([alice], "* stuck has joined")
        text = "x" * 1000
        for _ in range(1000):
            alice.say(text)
            self.check_all([alice], "alice: " + text)
        return server, alice, stuck

    def test_good_bye_comes_after_all_that_was_said(self):
        server, alice, stuck = self.start_with_a_stuck_client("--grace", LONG)
        server.interrupt()
        self.check_all([alice], "* good-bye", None)
        self.check_all([stuck], *["alice: " + "x" * 1000] * 1000)
        self.check_all([stuck], "* good-bye", None)
        self.assertEqual(server.process.wait(BOUND), 0)

    def test_grace_is_over(self):
        for grace in [0, 0.3]:
            with self.subTest(grace=grace):
                server, alice, stuck = self.start_with_a_stuck_client(
                    "--grace", grace)
                server.interrupt()
                if grace:
                    self.check_all([alice], "* good-bye", None)
                self.assertEqual(server.process.wait(BOUND), 0)
                self.assertTrue(stuck.at_end())

    def test_second_interrupt_ends_the_grace(self):
        server, alice, stuck = self.start_with_a_stuck_client("--grace", LONG)
        server.interrupt()
        self.check_all([alice], "* good-bye", None)
        self.assertIsNone(server.process.poll())
        server.interrupt()
        self.assertEqual(server.process.wait(BOUND), 0)
        self.assertTrue(stuck.at_end())

    def run_server(self, *arguments):
        return subprocess.run(
            [CHAT_SERVER, *map(str, arguments)], text=True,
            capture_output=True, timeout=BOUND)

    def test_port_in_use(self):
        server = self.start()
        second = self.run_server(server.port)
        self.assertEqual(
            (second.stdout, second.stderr, second.returncode),
            ("", "chat_server: cannot listen: Address already in use\n", 1))
        self.check_end(server)

    def test_bad_usage(self):
        for arguments, message in [
                ([], USAGE), (["--help"], USAGE), ([0, 0], USAGE),
                (["--room", 1], USAGE), (["--other", 1, 0], USAGE),
                (["--room", 0, 0], "not a usable number: 0"),
                (["--grace", -1, 0], "not a usable time: -1"),
                (["--grace", "nan", 0], "not a usable time: nan"),
                (["--grace", "1s", 0], "not a number, or out of range: 1s"),
                ([65536], "not a number, or out of range: 65536"),
                ([-1], "not a number, or out of range: -1"),
                (["http"], "not a number, or out of range: http")]:
            with self.subTest(arguments=arguments):
                if message != USAGE:
                    message = f"chat_server: {message}\n"
                result = self.run_server(*arguments)
                self.assertEqual(
                    (result.stdout, result.stderr, result.returncode),
                    ("", message, 2))


if __name__ == "__main__":
    unittest.main()
