#!/usr/bin/env python3
# Copyright (c) 2026 The Boost.Asyncio developers
#
# Distributed under the Boost Software License, Version 1.0. (See accompanying
# file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
"""Plays the clients of the echo server, and its terminal.

usage: test_echo_server.py ECHO_SERVER
"""

import os
import pathlib
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import unittest

ECHO_SERVER = sys.argv.pop(1)
CLIENTS = pathlib.Path(__file__).parent / "load" / "echo_clients.py"

BOUND = 30  # Seconds that nothing here should need.
LONG = 300  # Longer than any test.


def wait_until(condition):
    end = time.monotonic() + BOUND
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("waited in vain")
        time.sleep(0.02)


class Server:
    """A server that runs; `log` is what it has written to standard error."""

    def __init__(self, idle, grace, port=0, files=None):
        def prepare():
            # Whoever ignores Ctrl-C here, the server should not inherit it.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

        self.errors = tempfile.TemporaryFile(mode="w+")
        self.process = subprocess.Popen(
            [ECHO_SERVER, str(port), str(idle), str(grace)],
            stdout=subprocess.PIPE, stderr=self.errors, text=True,
            preexec_fn=prepare)
        words = self.process.stdout.readline().split()
        if words[:2] != ["listening", "on"]:
            self.end()
            raise RuntimeError(f"the server does not listen: {self.log}")
        self.port = int(words[2])

    @property
    def log(self):
        self.errors.seek(0)
        return self.errors.read()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), BOUND)

    def refuses(self):
        try:
            self.connect().close()
        except ConnectionError:
            return True
        return False

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def wait(self):
        return self.process.wait(BOUND)

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        self.errors.close()


def receive(client, size):
    data = b""
    while len(data) < size:
        part = client.recv(size - len(data))
        if not part:
            break
        data += part
    return data


def at_end(client):
    """Reads what is left, up to the end of the connection."""
    try:
        while client.recv(65536):
            pass
    except ConnectionError:
        pass
    return True


class EchoServer(unittest.TestCase):
    def start(self, idle=LONG, grace=LONG, **options):
        server = Server(idle, grace, **options)
        self.addCleanup(server.end)
        return server

    def connect(self, server):
        client = server.connect()
        self.addCleanup(client.close)
        return client

    def check_echo(self, client, data=b"hello"):
        client.sendall(data)
        self.assertEqual(receive(client, len(data)), data)

    def check_fresh_client(self, server):
        with server.connect() as client:
            self.check_echo(client)
            client.shutdown(socket.SHUT_WR)
            self.assertEqual(client.recv(1), b"")

    def check_end(self, server):
        code = server.wait()
        self.assertEqual(code, 0, server.log)

    def test_many_clients_of_which_half_vanish(self):
        server = self.start()
        clients = subprocess.run(
            [sys.executable, CLIENTS, str(server.port), "200"], text=True,
            capture_output=True, timeout=4 * BOUND)
        self.assertEqual(clients.stderr, "")
        self.assertEqual(
            clients.stdout,
            "100 of 100 clients got their data back, 100 vanished\n")
        self.check_fresh_client(server)
        server.interrupt()
        self.check_end(server)

    def test_reset_is_logged(self):
        server = self.start()
        client = self.connect(server)
        self.check_echo(client)
        client.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        wait_until(lambda: server.log)
        self.assertEqual(
            server.log, "connection lost: Connection reset by peer\n")
        self.check_fresh_client(server)
        server.interrupt()
        self.check_end(server)

    def test_idle_connection_is_closed(self):
        server = self.start(idle=0.3)
        client = self.connect(server)
        self.assertTrue(at_end(client))
        self.assertEqual(server.log, "connection closed: idle\n")
        self.check_fresh_client(server)
        server.interrupt()
        self.check_end(server)

    def test_busy_connection_is_not_idle(self):
        server = self.start(idle=2)
        client = self.connect(server)
        for _ in range(10):
            self.check_echo(client)
            time.sleep(0.3)
        self.check_echo(client)
        client.close()
        server.interrupt()
        self.check_end(server)
        self.assertEqual(server.log, "")

    def test_client_that_never_reads_is_idle(self):
        server = self.start(idle=0.3)
        client = self.connect(server)
        client.setblocking(False)

        def send():
            try:
                while client.send(b"x" * 65536):
                    pass
            except BlockingIOError:
                return False
            except ConnectionError:
                return True

        wait_until(send)
        self.assertEqual(server.log, "connection closed: idle\n")
        server.interrupt()
        self.check_end(server)

    def test_too_many_files(self):
        server = self.start(files=32)
        clients = [self.connect(server) for _ in range(64)]
        wait_until(lambda: server.log)
        self.assertIn("cannot accept: Too many open files\n", server.log)
        self.check_echo(clients[0])
        for client in clients:
            client.close()
        self.check_fresh_client(server)
        server.interrupt()
        self.check_end(server)

    def test_interrupt_without_connections(self):
        server = self.start()
        server.interrupt()
        self.check_end(server)

    def test_grace(self):
        server = self.start()
        client = self.connect(server)
        data = os.urandom(1 << 18)
        client.sendall(data[:1000])
        self.assertEqual(receive(client, 500), data[:500])
        server.interrupt()
        wait_until(server.refuses)
        client.sendall(data[1000:5000])
        self.assertEqual(receive(client, 4500), data[500:5000])
        self.check_echo(client)
        self.assertIsNone(server.process.poll())
        client.close()
        self.check_end(server)

    def test_grace_is_over(self):
        for grace in (0, 0.3):
            with self.subTest(grace=grace):
                server = self.start(grace=grace)
                clients = [self.connect(server) for _ in range(5)]
                for client in clients:
                    self.check_echo(client)
                server.interrupt()
                self.check_end(server)
                self.assertEqual(server.log, "")
                for client in clients:
                    self.assertTrue(at_end(client))

    def test_second_interrupt_ends_the_grace(self):
        server = self.start()
        client = self.connect(server)
        self.check_echo(client)
        server.interrupt()
        wait_until(server.refuses)
        self.check_echo(client)
        server.interrupt()
        self.check_end(server)
        self.assertTrue(at_end(client))

    def run_server(self, *arguments):
        return subprocess.run(
            [ECHO_SERVER, *map(str, arguments)], text=True,
            capture_output=True, timeout=BOUND)

    def test_port_in_use(self):
        server = self.start()
        second = self.run_server(server.port, 1, 1)
        self.assertEqual(second.returncode, 1)
        self.assertEqual(second.stdout, "")
        self.assertEqual(
            second.stderr,
            f"echo_server: cannot listen on port {server.port}: "
            "Address already in use\n")
        self.check_fresh_client(server)
        server.interrupt()
        self.check_end(server)

    def test_bad_arguments(self):
        for arguments in (
                [], [0], [0, 1], [0, 1, 1, 1], ["", 1, 1], ["x", 1, 1],
                [65536, 1, 1], [-1, 1, 1], ["80 ", 1, 1], [0, 0, 1],
                [0, -1, 1], [0, "inf", 1], [0, "nan", 1], [0, "1s", 1],
                [0, 1, -1], [0, 1, ""]):
            with self.subTest(arguments=arguments):
                run = self.run_server(*arguments)
                self.assertEqual(run.returncode, 2)
                self.assertEqual(run.stdout, "")
                self.assertRegex(run.stderr, r"\Aecho_server: .+\n\Z")


if __name__ == "__main__":
    unittest.main()
